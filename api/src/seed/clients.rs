//! Clients who do not exist: their addresses are of `exemple.fr`, their numbers of the ranges that ARCEP keeps for
//! fiction (01 99 00 and 06 39 98).

use chrono::{Datelike as _, Days, NaiveDate};
use creno_types::appointment::Answers;

use super::draw::Draw;
use super::fields::HOUSEHOLDS;
use super::names::{FIRST, LAST, address};
use super::rows::Client;
use super::themes::ThemeSeed;

/// What people write before they come.
const MESSAGES: [&str; 8] = [
    "Bonjour, je souhaite faire le point avant l’été.",
    "Mon loyer a augmenté et je n’arrive plus à épargner.",
    "J’ai reçu un courrier que je ne comprends pas.",
    "Je viens de changer d’emploi, mes revenus seront irréguliers.",
    "Nous attendons un enfant et voulons prévoir.",
    "Ma banque a refusé ma réclamation.",
    "Je préfère un créneau calme, je viens avec ma fille.",
    "Merci de parler lentement, j’entends mal au téléphone.",
];

/// Where they live: the street, its postcode and its town.
const HOMES: [[&str; 3]; 5] = [
    ["8 rue de la Paix", "75002", "Paris"],
    ["14 bis cours Gambetta", "69007", "Lyon"],
    ["3 place du Capitole", "31000", "Toulouse"],
    ["27 rue Sainte-Catherine", "33000", "Bordeaux"],
    ["5 quai de la Fosse", "44000", "Nantes"],
];

/// A client who fills the theme's form on `day`.
pub(super) fn client(draw: &mut Draw, theme: &ThemeSeed, day: NaiveDate) -> Client {
    let (first, last) = (draw.one(&FIRST), draw.one(&LAST));
    let email = address(first, last, "exemple.fr");
    let prefix = draw.one(&["019900", "063998", "063998"]);
    let phone = format!("{prefix}{:04}", draw.below(10_000));
    // By the number's last digit: nothing is drawn for it, so that it changes nobody else.
    let home = HOMES[usize::from(phone.as_bytes()[phone.len() - 1] - b'0') % HOMES.len()];
    let mut answers = Answers::new();
    for key in theme.form() {
        let answer = match key {
            "last_name" => last.to_owned(),
            "first_name" => first.to_owned(),
            "email" => email.clone(),
            "phone" => phone.clone(),
            "birth_date" => birth_date(draw, day),
            "siret" => siret(draw),
            "street" => home[0].to_owned(),
            "postcode" => home[1].to_owned(),
            "city" => home[2].to_owned(),
            "household" if draw.percent(80) => draw.one(&HOUSEHOLDS).to_owned(),
            "message" if draw.percent(40) => draw.one(&MESSAGES).to_owned(),
            _ => continue,
        };
        answers.insert(key.to_owned(), answer);
    }
    let lang = if draw.percent(4) { "en" } else { "fr" };
    Client { name: format!("{first} {last}"), email, phone, answers, lang }
}

/// The birthday of an adult, as the form keeps it.
fn birth_date(draw: &mut Draw, day: NaiveDate) -> String {
    let days = Days::new(draw.within(19 * 366, 85 * 365).unsigned_abs());
    let date = day.checked_sub_days(days).unwrap_or(day);
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

/// Fourteen digits with both keys right: the company's nine, and all of them.
fn siret(draw: &mut Draw) -> String {
    let company = with_key(format!("9999{:04}", draw.below(10_000)));
    with_key(format!("{company}{:04}", draw.within(1, 30)))
}

/// The digits, and the one that makes their sum a multiple of ten by Luhn's rule.
fn with_key(digits: String) -> String {
    let values = digits.bytes().rev().map(|digit| u32::from(digit - b'0')).enumerate();
    let sum: u32 = values
        .map(|(place, digit)| match digit * 2 {
            _ if place % 2 == 1 => digit,
            double if double > 9 => double - 9,
            double => double,
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use creno_types::field::{Field, ValidForm};

    use super::super::draw::Draw;
    use super::super::fields::FIELDS;
    use super::super::themes::THEMES;
    use super::client;

    /// What a form asks is what its clients answer, in the shape in which the server keeps it.
    #[test]
    fn answers_pass_the_forms_as_they_are() {
        let day = "2026-02-28".parse().unwrap();
        let mut draw = Draw::new(3, day);
        for theme in &THEMES {
            let form: Vec<Field> = theme
                .form()
                .map(|key| FIELDS.iter().find(|field| field.key == key).unwrap().field())
                .collect();
            for _ in 0..200 {
                let client = client(&mut draw, theme, day);
                let kept = ValidForm::check(&form, &client.answers);
                assert_eq!(kept.map(|form| form.answers().clone()), Ok(client.answers), "{}", theme.slug);
            }
        }
    }
}
