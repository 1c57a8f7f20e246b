//! The fields that the forms ask.

#[cfg(test)]
use creno_types::field::Field;
use creno_types::field::FieldFormat;

/// One field, in French and in English.
#[derive(Debug)]
pub(super) struct FieldSeed {
    pub(super) key: &'static str,
    pub(super) label: [&'static str; 2],
    pub(super) help: [&'static str; 2],
    pub(super) format: FieldFormat,
    pub(super) required: bool,
    pub(super) options: &'static [&'static str],
}

impl FieldSeed {
    /// The field as a form has it.
    #[cfg(test)]
    pub(super) fn field(&self) -> Field {
        Field {
            key: self.key.into(),
            label: self.label[0].into(),
            format: self.format,
            required: self.required,
            help: self.help[0].into(),
            options: self.options.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Whom the household is made of.
pub(super) const HOUSEHOLDS: [&str; 5] =
    ["Une personne seule", "Un couple", "Un couple avec enfants", "Un parent avec enfants", "Autre"];

/// The fields that every form asks, then those that some themes add.
pub(super) const FIELDS: [FieldSeed; 12] = [
    FieldSeed {
        key: "last_name",
        label: ["Nom", "Last name"],
        help: ["", ""],
        format: FieldFormat::Letters,
        required: true,
        options: &[],
    },
    FieldSeed {
        key: "first_name",
        label: ["Prénom", "First name"],
        help: ["", ""],
        format: FieldFormat::Letters,
        required: true,
        options: &[],
    },
    FieldSeed {
        key: "email",
        label: ["Adresse e-mail", "E-mail address"],
        help: ["Par exemple nom@exemple.fr.", "For example name@example.com."],
        format: FieldFormat::Email,
        required: true,
        options: &[],
    },
    FieldSeed {
        key: "phone",
        label: ["Téléphone", "Telephone"],
        help: ["10 chiffres, ou un numéro international.", "10 digits, or an international number."],
        format: FieldFormat::Phone,
        required: true,
        options: &[],
    },
    FieldSeed {
        key: "birth_date",
        label: ["Date de naissance", "Date of birth"],
        help: ["JJ/MM/AAAA, par exemple 24/05/1980.", "DD/MM/YYYY, such as 24/05/1980."],
        format: FieldFormat::Date,
        required: true,
        options: &[],
    },
    FieldSeed {
        key: "street",
        label: ["Numéro et rue", "Number and street"],
        help: ["", ""],
        format: FieldFormat::Street,
        required: true,
        options: &[],
    },
    FieldSeed {
        key: "complement",
        label: ["Complément d’adresse", "Address complement"],
        help: ["Bâtiment, étage, lieu-dit.", "Building, floor, locality."],
        format: FieldFormat::Text,
        required: false,
        options: &[],
    },
    FieldSeed {
        key: "postcode",
        label: ["Code postal", "Postcode"],
        help: ["", ""],
        format: FieldFormat::Postcode,
        required: true,
        options: &[],
    },
    FieldSeed {
        key: "city",
        label: ["Ville", "Town"],
        help: ["", ""],
        format: FieldFormat::Letters,
        required: true,
        options: &[],
    },
    FieldSeed {
        key: "household",
        label: ["Votre foyer", "Your household"],
        help: ["", ""],
        format: FieldFormat::Choice,
        required: false,
        options: &HOUSEHOLDS,
    },
    FieldSeed {
        key: "siret",
        label: ["Numéro SIRET", "SIRET number"],
        help: [
            "14 chiffres, inscrits sur votre avis de situation.",
            "14 digits, written on your registration certificate.",
        ],
        format: FieldFormat::Siret,
        required: true,
        options: &[],
    },
    FieldSeed {
        key: "message",
        label: ["Votre demande en quelques mots", "Your request in a few words"],
        help: ["N’indiquez ni numéro de compte ni mot de passe.", "Give no account number and no password."],
        format: FieldFormat::LongText,
        required: false,
        options: &[],
    },
];
