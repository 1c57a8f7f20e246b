//! The choices that may be written down: what, where, how and when, but nothing about who.

use creno_types::{Agency, Catalog, Channel, Theme, ZonedInstant};
use serde::{Deserialize, Serialize};

use crate::config::Presets;

/// The steps, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// In which agency.
    Agency,
    /// About what.
    Theme,
    /// How client and staff member meet.
    Channel,
    /// When.
    Slot,
    /// Who.
    Details,
    /// A last look.
    Check,
    /// Booked.
    Done,
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 7] =
        [Self::Agency, Self::Theme, Self::Channel, Self::Slot, Self::Details, Self::Check, Self::Done];

    /// Steps that the visitor counts: the last one is not theirs to do.
    pub const COUNT: usize = 6;

    /// The word used in events, test hooks and texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Theme => "theme",
            Self::Channel => "channel",
            Self::Slot => "slot",
            Self::Details => "details",
            Self::Check => "check",
            Self::Done => "done",
        }
    }

    /// Its place among the steps, from 1.
    pub const fn number(self) -> usize {
        self as usize + 1
    }

    /// The one after it; the last is followed by itself.
    pub fn next(self) -> Self {
        Self::ALL.get(self as usize + 1).copied().unwrap_or(Self::Done)
    }
}

/// What was chosen so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Choices {
    /// Slug of the agency.
    pub agency: Option<String>,
    /// Slug of the theme.
    pub theme: Option<String>,
    /// Way of meeting.
    pub channel: Option<Channel>,
    /// The start.
    pub start: Option<ZonedInstant>,
}

/// What an entry of the browser's history remembers: it survives a reload, so nothing personal is in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The step on screen.
    pub step: Step,
    /// The choices.
    pub choices: Choices,
    /// The step from which this entry was made, when the widget made it.
    #[serde(default)]
    pub from: Option<Step>,
}

impl Choices {
    /// The presets that the catalogue allows together.
    pub fn preset(catalog: &Catalog, presets: &Presets) -> Self {
        let slug_of = |agency: &Agency| agency.slug.to_string();
        Self {
            agency: presets.agency.as_deref().and_then(|name| catalog.agency(name)).map(slug_of),
            theme: presets
                .theme
                .as_deref()
                .and_then(|name| catalog.theme(name))
                .map(|theme| theme.slug.to_string()),
            channel: presets.channel.as_deref().and_then(|word| word.parse().ok()),
            start: None,
        }
        .possible(catalog)
    }

    /// The choices without those that the catalogue does not, or no longer, offer together.
    #[must_use]
    pub fn possible(mut self, catalog: &Catalog) -> Self {
        self.agency = self.agency.filter(|slug| catalog.agency(slug).is_some());
        self.theme = self.theme.filter(|slug| catalog.theme(slug).is_some());
        if let (Some(agency), Some(theme)) = (self.agency_in(catalog), self.theme_in(catalog))
            && catalog.channels(agency, theme).is_empty()
        {
            self.theme = None;
        }
        let open = match (self.agency_in(catalog), self.theme_in(catalog)) {
            (Some(agency), Some(theme)) => catalog.channels(agency, theme),
            (Some(agency), None) => agency.channels,
            (None, Some(theme)) => theme.channels,
            (None, None) => creno_types::Channels::EVERY,
        };
        self.channel = self.channel.filter(|channel| open.contains(*channel));
        if self.agency.is_none() || self.theme.is_none() || self.channel.is_none() {
            self.start = None;
        }
        self
    }

    /// Another agency: what it does not offer falls.
    #[must_use]
    pub fn with_agency(&self, catalog: &Catalog, slug: String) -> Self {
        if self.agency.as_ref() == Some(&slug) {
            return self.clone();
        }
        Self { agency: Some(slug), start: None, ..self.clone() }.possible(catalog)
    }

    /// Another theme: what does not go with it falls.
    #[must_use]
    pub fn with_theme(&self, catalog: &Catalog, slug: String) -> Self {
        if self.theme.as_ref() == Some(&slug) {
            return self.clone();
        }
        Self { theme: Some(slug), start: None, ..self.clone() }.possible(catalog)
    }

    /// Another channel.
    #[must_use]
    pub fn with_channel(&self, channel: Channel) -> Self {
        if self.channel == Some(channel) {
            return self.clone();
        }
        Self { channel: Some(channel), start: None, ..self.clone() }
    }

    /// Whether `other` has the same answers, and perhaps more.
    pub fn is_part_of(&self, other: &Self) -> bool {
        fn agrees<T: PartialEq>(ours: &Option<T>, theirs: &Option<T>) -> bool {
            ours.is_none() || ours == theirs
        }
        agrees(&self.agency, &other.agency)
            && agrees(&self.theme, &other.theme)
            && agrees(&self.channel, &other.channel)
            && agrees(&self.start, &other.start)
    }

    /// Whether that step has its answer.
    pub fn has(&self, step: Step) -> bool {
        match step {
            Step::Agency => self.agency.is_some(),
            Step::Theme => self.theme.is_some(),
            Step::Channel => self.channel.is_some(),
            Step::Slot => self.start.is_some(),
            Step::Details | Step::Check | Step::Done => false,
        }
    }

    /// Whether both have the same answer to that step.
    pub fn same(&self, other: &Self, step: Step) -> bool {
        match step {
            Step::Agency => self.agency == other.agency,
            Step::Theme => self.theme == other.theme,
            Step::Channel => self.channel == other.channel,
            _ => self.start == other.start,
        }
    }

    /// The furthest step that the choices allow to be on.
    pub fn reach(&self) -> Step {
        let unanswered = [Step::Agency, Step::Theme, Step::Channel, Step::Slot];
        unanswered.into_iter().find(|step| !self.has(*step)).unwrap_or(Step::Check)
    }

    /// The choices with the only possible answer to `step`, when there is but one.
    pub fn only_answer(&self, catalog: &Catalog, step: Step) -> Option<Self> {
        match step {
            Step::Agency => only(Self::default().agencies(catalog).into_iter())
                .map(|agency| self.with_agency(catalog, agency.slug.to_string())),
            Step::Theme => {
                let themes = catalog.themes_of(self.agency_in(catalog)?);
                only(themes).map(|theme| self.with_theme(catalog, theme.slug.to_string()))
            }
            Step::Channel => {
                let channels = catalog.channels(self.agency_in(catalog)?, self.theme_in(catalog)?);
                only(channels.iter()).map(|channel| self.with_channel(channel))
            }
            Step::Slot | Step::Details | Step::Check | Step::Done => None,
        }
    }

    /// The agencies that offer the theme of these choices, or something when there is none.
    pub fn agencies<'a>(&self, catalog: &'a Catalog) -> Vec<&'a Agency> {
        let theme = self.theme_in(catalog);
        let offers = |agency: &&Agency| match theme {
            Some(theme) => !catalog.channels(agency, theme).is_empty(),
            None => catalog.themes_of(agency).next().is_some(),
        };
        catalog.agencies.iter().filter(offers).collect()
    }

    fn agency_in<'a>(&self, catalog: &'a Catalog) -> Option<&'a Agency> {
        self.agency.as_deref().and_then(|slug| catalog.agency(slug))
    }

    fn theme_in<'a>(&self, catalog: &'a Catalog) -> Option<&'a Theme> {
        self.theme.as_deref().and_then(|slug| catalog.theme(slug))
    }
}

fn only<T>(mut things: impl Iterator<Item = T>) -> Option<T> {
    let first = things.next()?;
    things.next().is_none().then_some(first)
}
