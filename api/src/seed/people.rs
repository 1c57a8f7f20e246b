//! The forty people of the demonstration.

use super::draw::Draw;
use super::names::{address, slug};
use super::places::{OTHER_PERIMETER, PERIMETER};
use super::profiles::Role;
use super::rows::{Agency, Staff, Theme};
use super::windows;
use super::{ADMIN, COLLABORATEUR, Day, MANAGER};

/// The account of the front desk: its profile hides how to reach clients.
const ACCUEIL: &str = "accueil@concilia.fr";

/// How many people receive in each agency that is theirs first.
const BY_AGENCY: usize = 3;

/// Those who receive, three for each agency in the order of [`super::places::PLACES`].
const RECEIVERS: [(&str, &str); 36] = [
    ("Camille", "Roussel"),
    ("Idriss", "Benhamou"),
    ("Mathilde", "Vernier"),
    ("Hervé", "Castaing"),
    ("Awa", "Sow"),
    ("Julien", "Pasquier"),
    ("Lucie", "Chapuis"),
    ("Thomas", "Berthet"),
    ("Samira", "Haddouche"),
    ("Marius", "Olivieri"),
    ("Leïla", "Bouzid"),
    ("Magali", "Estève"),
    ("Pauline", "Delattre"),
    ("Kevin", "Vandamme"),
    ("Ophélie", "Lecocq"),
    ("Xavier", "Etcheverry"),
    ("Mariama", "Baldé"),
    ("Solène", "Lafitte"),
    ("Gwenaëlle", "Riou"),
    ("Paul", "Guilbaud"),
    ("Ngoc", "Tran"),
    ("Mélanie", "Schmitt"),
    ("Lucas", "Muller"),
    ("Elif", "Kaya"),
    ("Bertrand", "Cazeneuve"),
    ("Inès", "Garcia"),
    ("Rémi", "Sabatier"),
    ("Maëlle", "Le Guen"),
    ("Yannick", "Tanguy"),
    ("Sabrina", "Chérif"),
    ("Agnès", "Chalumeau"),
    ("Victor", "Pereira"),
    ("Nathalie", "Besson"),
    ("Jean-Yves", "Hoareau"),
    ("Priscilla", "Virapoullé"),
    ("Mickaël", "Fontaine"),
];

/// Who also works in a second agency, and which.
const SECOND: [(usize, usize); 11] =
    [(2, 1), (5, 0), (8, 10), (11, 8), (14, 0), (17, 8), (20, 9), (23, 2), (26, 5), (29, 6), (32, 2)];

/// The forty people, the person of [`COLLABORATEUR`] first.
pub(super) fn people(
    draw: &mut Draw,
    day: &Day,
    agencies: &[Agency],
    themes: &[Theme],
    password_hash: &str,
) -> Vec<Staff> {
    let mut staff: Vec<_> = RECEIVERS
        .iter()
        .enumerate()
        .map(|(place, name)| {
            let mut person = receiver(draw, day, themes, place, *name);
            person.windows = windows::of(day, agencies, &person.agencies, place % BY_AGENCY);
            person
        })
        .collect();
    staff.push(other(draw, day, ("Nadia", "Belkacem"), Role::Manager, &PERIMETER));
    staff.push(other(draw, day, ("Étienne", "Morvan"), Role::Manager, &OTHER_PERIMETER));
    staff.push(other(draw, day, ("Antoine", "Lefèvre"), Role::Administrateur, &PERIMETER[..1]));
    staff.push(other(draw, day, ("Sophie", "Garnier"), Role::Accueil, &PERIMETER[..2]));
    let open = [("Camille", COLLABORATEUR), ("Nadia", MANAGER), ("Antoine", ADMIN), ("Sophie", ACCUEIL)];
    for (first, email) in open {
        if let Some(person) = staff.iter_mut().find(|person| person.name.starts_with(first)) {
            person.email = email.to_owned();
            person.password_hash = Some(password_hash.to_owned());
        }
    }
    staff
}

fn receiver(draw: &mut Draw, day: &Day, themes: &[Theme], place: usize, name: (&str, &str)) -> Staff {
    let (home, turn) = (place / BY_AGENCY, place % BY_AGENCY);
    let second = SECOND.iter().find(|(who, _)| *who == place).map(|(_, agency)| *agency);
    let mut person = other(draw, day, name, Role::Collaborateur, &[home]);
    person.agencies.extend(second);
    // Each of the three leaves out another pair of themes, so that two of them handle any theme.
    let left_out = [0, 1].map(|next| (home + 2 * turn + 2 + next) % themes.len());
    for (place, theme) in themes.iter().enumerate() {
        let offered = person.agencies.iter().any(|agency| theme.agencies.contains(agency));
        if offered && !left_out.contains(&place) {
            person.themes.push((place, draw.within(1, 3)));
        }
    }
    person
}

fn other(draw: &mut Draw, day: &Day, (first, last): (&str, &str), role: Role, agencies: &[usize]) -> Staff {
    Staff {
        id: draw.id(day.since),
        slug: slug(&format!("{first} {last}")),
        name: format!("{first} {last}"),
        email: address(first, last, "concilia.fr"),
        password_hash: None,
        role,
        agencies: agencies.to_vec(),
        themes: Vec::new(),
        windows: Vec::new(),
    }
}
