//! How client and staff member meet.

use serde::{Deserialize, Serialize};

/// One way of meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// In the agency (*en agence*).
    Office,
    /// By video (*visioconférence*).
    Video,
    /// By telephone (*téléphone*).
    Phone,
}

impl Channel {
    /// Every channel, in the order in which people are shown them.
    pub const ALL: [Self; 3] = [Self::Office, Self::Video, Self::Phone];

    /// The word used in JSON, URLs and tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Video => "video",
            Self::Phone => "phone",
        }
    }

    const fn bit(self) -> u8 {
        match self {
            Self::Office => 1,
            Self::Video => 2,
            Self::Phone => 4,
        }
    }
}

impl std::fmt::Display for Channel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that names no channel.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a channel is one of office, video, phone")]
pub struct UnknownChannel;

impl std::str::FromStr for Channel {
    type Err = UnknownChannel;

    fn from_str(word: &str) -> Result<Self, UnknownChannel> {
        Self::ALL.into_iter().find(|channel| channel.as_str() == word).ok_or(UnknownChannel)
    }
}

/// A set of channels; in JSON, their list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<Channel>", into = "Vec<Channel>")]
pub struct Channels(u8);

impl Channels {
    /// No channel.
    pub const NONE: Self = Self(0);
    /// All of them.
    pub const EVERY: Self = Self(7);

    /// Whether `channel` is in the set.
    pub const fn contains(self, channel: Channel) -> bool {
        self.0 & channel.bit() != 0
    }

    /// The channels of both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The channels, in the order of [`Channel::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Channel> {
        Channel::ALL.into_iter().filter(move |channel| self.contains(*channel))
    }
}

impl FromIterator<Channel> for Channels {
    fn from_iter<I: IntoIterator<Item = Channel>>(channels: I) -> Self {
        Self(channels.into_iter().fold(0, |bits, channel| bits | channel.bit()))
    }
}

impl From<Vec<Channel>> for Channels {
    fn from(channels: Vec<Channel>) -> Self {
        channels.into_iter().collect()
    }
}

impl From<Channels> for Vec<Channel> {
    fn from(set: Channels) -> Self {
        set.iter().collect()
    }
}
