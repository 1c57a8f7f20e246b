//! What is about to be written: one type for each kind of thing, before it is spread over the tables.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use creno_engine::{ThemeRules, Window};
use creno_types::appointment::{Answers, AppointmentStatus};
use creno_types::channel::Channels;
use creno_types::holiday::HolidayCalendar;
use creno_types::{Channel, Minutes, Reference};
use uuid::Uuid;

use super::fields::FieldSeed;
use super::profiles::{ProfileSeed, Role};
use super::themes::{SkillSeed, ThemeSeed};

/// A network, people included. Things refer to each other by their place in these lists.
#[derive(Debug)]
pub(super) struct Network {
    pub(super) skills: Vec<Skill>,
    pub(super) fields: &'static [FieldSeed],
    pub(super) profiles: Vec<Profile>,
    pub(super) agencies: Vec<Agency>,
    pub(super) themes: Vec<Theme>,
    pub(super) closures: Vec<Closure>,
    pub(super) staff: Vec<Staff>,
    pub(super) campaigns: Vec<Campaign>,
}

#[derive(Debug)]
pub(super) struct Skill {
    pub(super) id: Uuid,
    pub(super) seed: &'static SkillSeed,
}

#[derive(Debug)]
pub(super) struct Profile {
    pub(super) id: Uuid,
    pub(super) seed: &'static ProfileSeed,
}

#[derive(Debug)]
pub(super) struct Agency {
    pub(super) id: Uuid,
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) street: String,
    pub(super) postcode: String,
    pub(super) city: String,
    pub(super) zone: Tz,
    pub(super) latitude: f64,
    pub(super) longitude: f64,
    pub(super) channels: Channels,
}

impl Agency {
    /// The public holidays of the place.
    pub(super) fn holidays(&self) -> HolidayCalendar {
        HolidayCalendar::of_postcode(&self.postcode)
    }
}

#[derive(Debug)]
pub(super) struct Theme {
    pub(super) id: Uuid,
    pub(super) skill: Uuid,
    pub(super) seed: &'static ThemeSeed,
    /// The agencies that offer it.
    pub(super) agencies: Vec<usize>,
}

impl Theme {
    /// What the engine is told of it.
    pub(super) fn rules(&self) -> ThemeRules {
        let seed = self.seed;
        ThemeRules {
            duration: Minutes(seed.duration),
            buffer: Minutes(seed.buffer),
            step: Minutes(seed.step),
            anchor: creno_types::theme::Anchor::Midnight,
            notice: Minutes(seed.notice),
            horizon_days: seed.horizon,
            channels: seed.channels(),
        }
    }

    /// The ways of meeting for it in an agency; none when it is not offered there.
    pub(super) fn channels_in(&self, place: usize, agency: &Agency) -> Channels {
        if self.agencies.contains(&place) {
            self.seed.channels().and(agency.channels)
        } else {
            Channels::NONE
        }
    }
}

/// Dates on which an agency offers nothing.
#[derive(Debug)]
pub(super) struct Closure {
    pub(super) id: Uuid,
    pub(super) agency: usize,
    pub(super) from: NaiveDate,
    pub(super) until: NaiveDate,
    pub(super) label: &'static str,
}

#[derive(Debug)]
pub(super) struct Staff {
    pub(super) id: Uuid,
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) password_hash: Option<String>,
    pub(super) role: Role,
    pub(super) agencies: Vec<usize>,
    /// Themes, and the place in each one's order of priority.
    pub(super) themes: Vec<(usize, i64)>,
    /// Windows and exceptions, as the engine reads them.
    pub(super) windows: Vec<Window>,
}

/// Sessions beside the windows of those who take part.
#[derive(Debug)]
pub(super) struct Campaign {
    pub(super) id: Uuid,
    pub(super) slug: &'static str,
    pub(super) name: &'static str,
    pub(super) themes: Vec<usize>,
    /// Who takes part, in order of priority.
    pub(super) staff: Vec<usize>,
    /// When, as the engine reads them.
    pub(super) sessions: Vec<Window>,
}

/// An appointment, its client, the time it takes and its journal.
#[derive(Debug)]
pub(super) struct Booking {
    pub(super) id: Uuid,
    pub(super) client_id: Uuid,
    pub(super) occupancy_id: Uuid,
    pub(super) event_id: Uuid,
    pub(super) reference: Reference,
    pub(super) status: AppointmentStatus,
    pub(super) agency: Uuid,
    pub(super) theme: Uuid,
    pub(super) theme_name: &'static str,
    pub(super) channel: Channel,
    pub(super) staff: Uuid,
    pub(super) starts_at: DateTime<Utc>,
    pub(super) ends_at: DateTime<Utc>,
    pub(super) busy_until: DateTime<Utc>,
    pub(super) zone: Tz,
    pub(super) token_hash: [u8; 32],
    pub(super) created_at: DateTime<Utc>,
    pub(super) client: Client,
}

#[derive(Debug)]
pub(super) struct Client {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) phone: String,
    pub(super) answers: Answers,
    pub(super) lang: &'static str,
}
