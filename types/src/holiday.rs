//! Which list of public holidays (*jours fériés*) an agency observes.

use serde::{Deserialize, Serialize};

/// A list of public holidays: the national one, or that of the place where it differs.
///
/// The days themselves, with their legal sources, are computed by the engine (`creno_engine::holiday`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HolidayCalendar {
    /// No public holiday is observed.
    None,
    /// The national days, alone.
    National,
    /// Moselle, Bas-Rhin and Haut-Rhin.
    AlsaceMoselle,
    /// Guadeloupe.
    Guadeloupe,
    /// Martinique.
    Martinique,
    /// French Guiana (*Guyane*).
    Guyane,
    /// La Réunion.
    Reunion,
    /// Mayotte.
    Mayotte,
    /// Saint-Pierre-et-Miquelon: the national days, alone.
    SaintPierreEtMiquelon,
    /// Saint-Barthélemy.
    SaintBarthelemy,
    /// Saint-Martin, the French part.
    SaintMartin,
    /// French Polynesia (*Polynésie française*).
    PolynesieFrancaise,
    /// New Caledonia (*Nouvelle-Calédonie*).
    NouvelleCaledonie,
    /// Wallis and Futuna (*Wallis-et-Futuna*).
    WallisEtFutuna,
}

impl HolidayCalendar {
    /// Every calendar, in the order in which people are shown them.
    pub const ALL: [Self; 14] = [
        Self::None,
        Self::National,
        Self::AlsaceMoselle,
        Self::Guadeloupe,
        Self::Martinique,
        Self::Guyane,
        Self::Reunion,
        Self::Mayotte,
        Self::SaintPierreEtMiquelon,
        Self::SaintBarthelemy,
        Self::SaintMartin,
        Self::PolynesieFrancaise,
        Self::NouvelleCaledonie,
        Self::WallisEtFutuna,
    ];

    /// The word used in JSON, URLs and tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::National => "national",
            Self::AlsaceMoselle => "alsace_moselle",
            Self::Guadeloupe => "guadeloupe",
            Self::Martinique => "martinique",
            Self::Guyane => "guyane",
            Self::Reunion => "reunion",
            Self::Mayotte => "mayotte",
            Self::SaintPierreEtMiquelon => "saint_pierre_et_miquelon",
            Self::SaintBarthelemy => "saint_barthelemy",
            Self::SaintMartin => "saint_martin",
            Self::PolynesieFrancaise => "polynesie_francaise",
            Self::NouvelleCaledonie => "nouvelle_caledonie",
            Self::WallisEtFutuna => "wallis_et_futuna",
        }
    }

    /// A first proposal for an agency at a French postcode of five digits, spaces ignored; anything else is
    /// [`HolidayCalendar::National`].
    ///
    /// A proposal only: some CEDEX codes of Saint-Barthélemy and Saint-Martin read as Guadeloupe's.
    pub fn of_postcode(postcode: &str) -> Self {
        let digits: String = postcode.chars().filter(|letter| !letter.is_whitespace()).collect();
        if digits.len() != 5 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Self::National;
        }
        match digits.parse::<u32>() {
            Ok(57_000..=57_999 | 67_000..=68_999) => Self::AlsaceMoselle,
            Ok(97_133) => Self::SaintBarthelemy,
            Ok(97_150) => Self::SaintMartin,
            Ok(97_100..=97_199) => Self::Guadeloupe,
            Ok(97_200..=97_299) => Self::Martinique,
            Ok(97_300..=97_399) => Self::Guyane,
            Ok(97_400..=97_499) => Self::Reunion,
            Ok(97_500..=97_599) => Self::SaintPierreEtMiquelon,
            Ok(97_600..=97_699) => Self::Mayotte,
            Ok(98_600..=98_699) => Self::WallisEtFutuna,
            Ok(98_700..=98_799) => Self::PolynesieFrancaise,
            Ok(98_800..=98_899) => Self::NouvelleCaledonie,
            Ok(0..) | Err(_) => Self::National,
        }
    }
}

impl std::fmt::Display for HolidayCalendar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that names no calendar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a holiday calendar is one of none, national, alsace_moselle, guadeloupe, martinique, guyane, reunion, \
     mayotte, saint_pierre_et_miquelon, saint_barthelemy, saint_martin, polynesie_francaise, \
     nouvelle_caledonie, wallis_et_futuna"
)]
pub struct UnknownHolidayCalendar;

impl std::str::FromStr for HolidayCalendar {
    type Err = UnknownHolidayCalendar;

    fn from_str(word: &str) -> Result<Self, UnknownHolidayCalendar> {
        Self::ALL.into_iter().find(|calendar| calendar.as_str() == word).ok_or(UnknownHolidayCalendar)
    }
}
