//! Times of the day by an agency's clock.

use serde::{Deserialize, Serialize};

/// A time of the day on an agency's wall, in minutes from midnight: `09:30`; `24:00` is the end of the day.
/// Midnight by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String))]
#[serde(try_from = "String", into = "String")]
pub struct LocalMinute(u16);

/// Why a text or a number is no time of the day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a time of the day is written HH:MM, from 00:00 to 24:00")]
pub struct InvalidLocalMinute;

impl LocalMinute {
    /// The end of the day.
    pub const END_OF_DAY: Self = Self(1_440);

    /// Minutes since midnight, 0 to 1 440.
    pub const fn minutes(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for LocalMinute {
    type Error = InvalidLocalMinute;

    fn try_from(minutes: u16) -> Result<Self, InvalidLocalMinute> {
        if minutes > Self::END_OF_DAY.0 { Err(InvalidLocalMinute) } else { Ok(Self(minutes)) }
    }
}

impl std::str::FromStr for LocalMinute {
    type Err = InvalidLocalMinute;

    fn from_str(text: &str) -> Result<Self, InvalidLocalMinute> {
        let two = |digits: &str| match digits.as_bytes() {
            [tens @ b'0'..=b'9', units @ b'0'..=b'9'] => Some(u16::from((tens - b'0') * 10 + units - b'0')),
            _ => None,
        };
        let (hours, minutes) = text.split_once(':').ok_or(InvalidLocalMinute)?;
        match (two(hours), two(minutes)) {
            (Some(hours), Some(minutes)) if minutes < 60 => Self::try_from(hours * 60 + minutes),
            _ => Err(InvalidLocalMinute),
        }
    }
}

impl TryFrom<String> for LocalMinute {
    type Error = InvalidLocalMinute;

    fn try_from(text: String) -> Result<Self, InvalidLocalMinute> {
        text.parse()
    }
}

impl From<LocalMinute> for String {
    fn from(time: LocalMinute) -> Self {
        time.to_string()
    }
}

impl std::fmt::Display for LocalMinute {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}
