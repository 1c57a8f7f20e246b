use super::{Field, FieldFormat, ValidForm};
use crate::problem::FieldErrorCode;

fn field(key: &str, format: FieldFormat, required: bool) -> Field {
    Field {
        key: key.into(),
        label: key.into(),
        format,
        required,
        help: String::new(),
        options: vec!["matin".into(), "soir".into()],
    }
}

/// Each answer, and what it is kept as (`None`: refused).
fn table(format: FieldFormat, rows: &[(&str, Option<&str>)]) {
    let field = field("f", format, true);
    for (answer, kept) in rows {
        assert_eq!(field.check(answer).ok().as_deref(), *kept, "{format:?} {answer:?}");
    }
}

#[test]
fn letters_are_of_any_alphabet() {
    table(
        FieldFormat::Letters,
        &[
            ("  Jean-Noël  d’Ormesson ", Some("Jean-Noël d’Ormesson")),
            ("O'Brien", Some("O'Brien")),
            ("Μαρία", Some("Μαρία")),
            ("Zoe\u{308}", Some("Zoe\u{308}")),
            ("- '", None),
            ("R2D2", None),
            ("a@b", None),
        ],
    );
}

#[test]
fn emails_have_a_local_part_and_a_domain_with_a_dot() {
    table(
        FieldFormat::Email,
        &[
            ("a.b+c@Exemple.FR", Some("a.b+c@exemple.fr")),
            ("élodie@école.fr", Some("élodie@école.fr")),
            ("a@b", None),
            ("a..b@c.fr", None),
            (".a@c.fr", None),
            ("a@-c.fr", None),
            ("a@c.f", None),
            ("a b@c.fr", None),
            ("a@1.2.3.4", None),
            ("@c.fr", None),
        ],
    );
}

#[test]
fn phones_are_french_or_international() {
    table(
        FieldFormat::Phone,
        &[
            ("06 12 34 56 78", Some("0612345678")),
            ("06.12.34.56.78", Some("0612345678")),
            ("+33 6 12 34 56 78", Some("0612345678")),
            ("+33 (0)6 12 34 56 78", Some("0612345678")),
            ("0033612345678", Some("0612345678")),
            ("+262 692 12 34 56", Some("+262692123456")),
            ("06 12 34 56 7", None),
            ("1612345678", None),
            ("06 12 34 56 7a", None),
            ("+33 6 12 34 56", None),
            ("+12", None),
        ],
    );
}

#[test]
fn dates_exist() {
    table(
        FieldFormat::Date,
        &[
            ("29/02/2024", Some("29/02/2024")),
            ("1/7/1980", Some("01/07/1980")),
            ("29/02/2023", None),
            ("31/04/2024", None),
            ("2024-02-29", None),
            ("01/01/24", None),
            ("01/01/2024/5", None),
        ],
    );
}

/// Numbers published by their owners: INSEE, La Poste's head office and one of its offices.
#[test]
fn sirene_numbers_have_their_key() {
    table(FieldFormat::Siren, &[("732 829 320", Some("732829320")), ("732829321", None), ("73282932", None)]);
    table(
        FieldFormat::Siret,
        &[
            ("732 829 320 00074", Some("73282932000074")),
            ("73282932000075", None),
            ("35600000000048", Some("35600000000048")),
            ("35600000049837", Some("35600000049837")),
            ("35600000049838", None),
        ],
    );
}

#[test]
fn choices_and_postcodes_are_exact() {
    table(FieldFormat::Choice, &[("matin", Some("matin")), ("midi", None)]);
    table(
        FieldFormat::Postcode,
        &[("75 009", Some("75009")), ("974000", Some("974000")), ("7500", None), ("2A004", None)],
    );
}

#[test]
fn a_form_lists_all_that_is_wrong_at_once() {
    let fields = [
        field("last_name", FieldFormat::Letters, true),
        field("email", FieldFormat::Email, true),
        field("phone", FieldFormat::Phone, false),
    ];
    let answers =
        [("email", "nobody"), ("pet", "cat")].map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    let errors = ValidForm::check(&fields, &answers).err().unwrap();
    let told: Vec<_> = errors.iter().map(|error| (error.field.as_str(), error.code)).collect();
    assert_eq!(
        told,
        [
            ("last_name", FieldErrorCode::Required),
            ("email", FieldErrorCode::NotEmail),
            ("pet", FieldErrorCode::UnknownField)
        ]
    );
}

/// What is typed, and how it is shown (`None`: as it is).
fn grouped(format: FieldFormat, rows: &[(&str, Option<&str>)]) {
    for (typed, shown) in rows {
        assert_eq!(format.grouped(typed).as_deref(), *shown, "{format:?} {typed:?}");
    }
}

#[test]
fn numbers_are_grouped_as_far_as_they_are_typed() {
    grouped(
        FieldFormat::Phone,
        &[
            ("0", Some("0")),
            ("061", Some("06 1")),
            ("06 123", Some("06 12 3")),
            ("06.12.34.56.78", Some("06 12 34 56 78")),
            ("06123456789", Some("06 12 34 56 789")),
            ("06 ", None),
            ("+33612345678", None),
            ("0033612345678", None),
            ("612345678", None),
            ("06 12 a4", None),
        ],
    );
    grouped(FieldFormat::Siren, &[("7328", Some("732 8")), ("732829320", Some("732 829 320"))]);
    grouped(FieldFormat::Siret, &[("35600000000048", Some("356 000 000 00048")), ("356 000 é", None)]);
    grouped(FieldFormat::Postcode, &[("75009", None)]);
}

#[test]
fn dates_get_their_slashes() {
    grouped(
        FieldFormat::Date,
        &[
            ("24", Some("24")),
            ("240", Some("24/0")),
            ("24/051", Some("24/05/1")),
            ("24051980", Some("24/05/1980")),
            ("24-05-1980", Some("24/05/1980")),
            ("1/7/1980", Some("1/7/1980")),
            ("240519800", Some("24/05/19800")),
            ("24/", None),
            ("1980-05-24", None),
            ("24/05/1980/1", None),
            ("24 mai 1980", None),
        ],
    );
}

#[test]
fn grouping_changes_nothing_of_what_is_kept() {
    for (format, answer) in [
        (FieldFormat::Phone, "0612345678"),
        (FieldFormat::Date, "24/05/1980"),
        (FieldFormat::Siren, "732829320"),
        (FieldFormat::Siret, "35600000049837"),
    ] {
        let grouped = format.grouped(answer).unwrap();
        assert_eq!(field("f", format, true).check(&grouped).as_deref(), Ok(answer));
        assert_eq!(format.grouped(&grouped), Some(grouped));
    }
}
