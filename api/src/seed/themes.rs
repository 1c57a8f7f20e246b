//! Skills, themes, and the organisation's texts, in French and in English.

use creno_types::Channel;
use creno_types::catalog::Texts;
use creno_types::channel::Channels;

/// A skill; each text in French, then in English.
#[derive(Debug)]
pub(super) struct SkillSeed {
    pub(super) slug: &'static str,
    pub(super) name: [&'static str; 2],
    pub(super) description: [&'static str; 2],
}

/// A theme; each text in French, then in English. Times are in minutes, the horizon in days.
#[derive(Debug)]
pub(super) struct ThemeSeed {
    pub(super) slug: &'static str,
    /// Its skill's place in [`SKILLS`].
    pub(super) skill: usize,
    pub(super) name: [&'static str; 2],
    pub(super) description: [&'static str; 2],
    pub(super) instructions: [&'static str; 2],
    pub(super) color: &'static str,
    pub(super) duration: u32,
    pub(super) buffer: u32,
    pub(super) step: u32,
    pub(super) notice: u32,
    pub(super) horizon: u32,
    pub(super) cancel_deadline: u32,
    pub(super) assignment: &'static str,
    pub(super) channels: &'static [Channel],
    /// Fields that its form adds to those that every form asks.
    pub(super) fields: &'static [&'static str],
}

impl ThemeSeed {
    /// Ways of meeting that it allows.
    pub(super) fn channels(&self) -> Channels {
        self.channels.iter().copied().collect()
    }

    /// Keys of its form's fields, in order.
    pub(super) fn form(&self) -> impl Iterator<Item = &'static str> {
        COMMON_FIELDS.iter().chain(self.fields).copied()
    }
}

/// Fields that every form asks.
const COMMON_FIELDS: [&str; 4] = ["last_name", "first_name", "email", "phone"];

/// The skills, in the order in which they are shown.
pub(super) const SKILLS: [SkillSeed; 3] = [
    SkillSeed {
        slug: "budget",
        name: ["Budget et endettement", "Budget and debt"],
        description: [
            "Faire le point sur vos comptes, prévoir, sortir d’une difficulté.",
            "Take stock of your accounts, plan ahead, get out of a difficulty.",
        ],
    },
    SkillSeed {
        slug: "mediation",
        name: ["Médiation", "Mediation"],
        description: [
            "Trouver un accord avec l’aide d’une personne neutre.",
            "Find an agreement with the help of a neutral person.",
        ],
    },
    SkillSeed {
        slug: "droits",
        name: ["Droits et démarches", "Rights and formalities"],
        description: [
            "Connaître vos droits et remplir vos dossiers.",
            "Know your rights and fill in your applications.",
        ],
    },
];

use Channel::{Office, Phone, Video};

/// The themes, in the order in which they are shown.
pub(super) const THEMES: [ThemeSeed; 8] = [
    ThemeSeed {
        slug: "premier-rdv",
        skill: 0,
        name: ["Premier rendez-vous", "First appointment"],
        description: [
            "Nous faisons connaissance et nous cherchons ensemble par où commencer.",
            "We get to know each other and look together for where to start.",
        ],
        instructions: [
            "Aucun document n’est nécessaire. Arrivez cinq minutes avant l’heure.",
            "No document is needed. Come five minutes early.",
        ],
        color: "#086E6B",
        duration: 30,
        buffer: 5,
        step: 15,
        notice: 60,
        horizon: 60,
        cancel_deadline: 60,
        assignment: "random",
        channels: &[Office, Video, Phone],
        fields: &["message"],
    },
    ThemeSeed {
        slug: "point-budget",
        skill: 0,
        name: ["Point budget", "Budget review"],
        description: [
            "Vos revenus, vos charges, vos projets : un budget clair pour les mois qui viennent.",
            "Your income, your expenses, your plans: a clear budget for the months to come.",
        ],
        instructions: [
            "Ayez sous la main vos trois derniers relevés de compte.",
            "Have your last three bank statements at hand.",
        ],
        color: "#1D5FA8",
        duration: 45,
        buffer: 15,
        step: 15,
        notice: 120,
        horizon: 60,
        cancel_deadline: 240,
        assignment: "random",
        channels: &[Office, Video, Phone],
        fields: &["household", "message"],
    },
    ThemeSeed {
        slug: "surendettement",
        skill: 0,
        name: ["Dossier de surendettement", "Over-indebtedness file"],
        description: [
            "Nous préparons avec vous le dossier à déposer auprès de la commission.",
            "We prepare with you the file to hand in to the commission.",
        ],
        instructions: [
            "Apportez une pièce d’identité, vos contrats de crédit et les courriers de vos créanciers.",
            "Bring an identity document, your loan contracts and your creditors’ letters.",
        ],
        color: "#8A3B12",
        duration: 60,
        buffer: 15,
        step: 15,
        notice: 1440,
        horizon: 90,
        cancel_deadline: 1440,
        assignment: "priority",
        channels: &[Office],
        fields: &["birth_date", "household", "message"],
    },
    ThemeSeed {
        slug: "independants",
        skill: 2,
        name: ["Travailleurs indépendants", "Self-employed people"],
        description: [
            "Séparer les comptes du foyer et ceux de l’activité, traverser une baisse de revenus.",
            "Separate the accounts of the household and of the business, get through a drop in income.",
        ],
        instructions: [
            "Préparez votre dernier bilan ou votre livre de recettes.",
            "Prepare your last balance sheet or your record of receipts.",
        ],
        color: "#6B3FA0",
        duration: 45,
        buffer: 10,
        step: 15,
        notice: 1440,
        horizon: 60,
        cancel_deadline: 1440,
        assignment: "random",
        channels: &[Office, Video, Phone],
        fields: &["siret", "message"],
    },
    ThemeSeed {
        slug: "litige-banque-assurance",
        skill: 1,
        name: ["Litige avec une banque ou une assurance", "Dispute with a bank or an insurer"],
        description: [
            "Nous relisons vos échanges et proposons une solution amiable aux deux parties.",
            "We read your correspondence and propose an amicable solution to both parties.",
        ],
        instructions: [
            "Préparez le contrat en cause et la réponse écrite que vous avez reçue.",
            "Prepare the contract at issue and the written answer that you were given.",
        ],
        color: "#A3195B",
        duration: 40,
        buffer: 5,
        step: 15,
        notice: 1440,
        horizon: 60,
        cancel_deadline: 720,
        assignment: "round_robin",
        channels: &[Office, Video, Phone],
        fields: &["street", "complement", "postcode", "city", "message"],
    },
    ThemeSeed {
        slug: "mediation-familiale",
        skill: 1,
        name: ["Médiation familiale autour de l’argent", "Family mediation about money"],
        description: [
            "Séparation, succession, aide à un proche : parler d’argent sans se fâcher.",
            "Separation, inheritance, help to a relative: talk about money without falling out.",
        ],
        instructions: [
            "Chaque personne concernée participe, sur place ou à distance.",
            "Everyone concerned takes part, on the spot or remotely.",
        ],
        color: "#2F6B2F",
        duration: 60,
        buffer: 15,
        step: 30,
        notice: 2880,
        horizon: 90,
        cancel_deadline: 2880,
        assignment: "random",
        channels: &[Office, Video],
        fields: &["household", "message"],
    },
    ThemeSeed {
        slug: "aides-sociales",
        skill: 2,
        name: ["Aides et droits sociaux", "Benefits and social rights"],
        description: [
            "Vérifier les aides auxquelles votre foyer a droit et commencer les demandes.",
            "Check which benefits your household is entitled to and start the applications.",
        ],
        instructions: [
            "Ayez votre dernier avis d’imposition et votre numéro d’allocataire.",
            "Have your last tax notice and your benefit number.",
        ],
        color: "#7A5200",
        duration: 30,
        buffer: 5,
        step: 15,
        notice: 120,
        horizon: 45,
        cancel_deadline: 120,
        assignment: "random",
        channels: &[Office, Video, Phone],
        fields: &["birth_date", "household"],
    },
    ThemeSeed {
        slug: "question-rapide",
        skill: 2,
        name: ["Question rapide à distance", "Quick question, remotely"],
        description: [
            "Une réponse à une question simple, sans vous déplacer.",
            "An answer to a simple question, without travelling.",
        ],
        instructions: [
            "Installez-vous au calme. Nous appelons à l’heure dite.",
            "Settle in a quiet place. We call at the agreed time.",
        ],
        color: "#3F4A5A",
        duration: 20,
        buffer: 0,
        step: 15,
        notice: 60,
        horizon: 30,
        cancel_deadline: 60,
        assignment: "random",
        channels: &[Video, Phone],
        fields: &["message"],
    },
];

/// Version of [`CONSENT`].
pub(super) const CONSENT_VERSION: &str = "2026-01";

const CONSENT: [&str; 2] = [
    "J’accepte que Concilia utilise ces informations pour organiser mon rendez-vous et m’y accueillir. \
     Elles sont effacées au bout de trois ans, et je peux à tout moment les consulter, les corriger ou demander leur effacement.",
    "I agree that Concilia uses this information to arrange my appointment and to receive me. \
     It is erased after three years, and I can see it, correct it or have it erased at any time.",
];

/// The organisation's texts, by language.
pub(super) fn texts() -> [(&'static str, Texts); 2] {
    ["fr", "en"].map(|lang| {
        let texts = Texts {
            organisation: "Concilia".into(),
            consent: CONSENT[usize::from(lang == "en")].into(),
            consent_version: CONSENT_VERSION.into(),
            privacy_url: None,
        };
        (lang, texts)
    })
}

#[cfg(test)]
mod tests {
    use super::super::fields::FIELDS;
    use super::{SKILLS, THEMES};

    /// Relative luminance of a `#RRGGBB` colour (WCAG 2.2).
    fn luminance(color: &str) -> f64 {
        let part = |from: usize| {
            let level = f64::from(u8::from_str_radix(&color[from..from + 2], 16).unwrap()) / 255.0;
            if level <= 0.04045 { level / 12.92 } else { ((level + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    #[test]
    fn colours_are_readable_on_white() {
        for theme in &THEMES {
            assert!(1.05 / (luminance(theme.color) + 0.05) >= 4.5, "{}", theme.slug);
        }
    }

    #[test]
    fn rules_are_within_what_the_demonstration_promises() {
        for theme in &THEMES {
            assert!((20..=60).contains(&theme.duration) && theme.buffer <= 15, "{}", theme.slug);
            assert!(
                (60..=2880).contains(&theme.notice) && (30..=90).contains(&theme.horizon),
                "{}",
                theme.slug
            );
            assert!(theme.step == 15 || theme.step == 30, "{}", theme.slug);
        }
    }

    #[test]
    fn names_refer_to_what_is_there() {
        for theme in &THEMES {
            assert!(theme.skill < SKILLS.len());
            assert!(theme.form().all(|key| FIELDS.iter().any(|field| field.key == key)), "{}", theme.slug);
        }
        for skill in 0..SKILLS.len() {
            assert!(THEMES.iter().any(|theme| theme.skill == skill));
        }
    }
}
