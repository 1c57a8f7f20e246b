//! Questions to the engine as files: the format of `tests/data/FORMAT.md`, read by `creno simulate` and the tests.
//!
//! A scenario names agencies, channels and people freely; what matters is which of them the query means.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate, Weekday};
use creno_types::channel::Channels;
use creno_types::ids::{AgencyId, StaffId};
use creno_types::theme::Anchor;
use creno_types::{Channel, Minutes, ZonedInstant};
use serde::{Deserialize, Deserializer};

use crate::rules::{Closure, Person, Recurrence, Request, ThemeRules, Window, WindowKind};
use crate::span::{Instant, Span};
use crate::starts::offered;
use crate::zone::{DAY, Zone};

/// One scenario.
#[derive(Clone, Debug, Deserialize)]
pub struct Scenario {
    /// Its name, if it has one.
    #[serde(default)]
    pub id: Option<String>,
    /// IANA zone of the agency asked.
    pub timezone: String,
    now: DateTime<FixedOffset>,
    theme: Theme,
    staff: Vec<Staff>,
    #[serde(default)]
    public_holidays: Vec<NaiveDate>,
    #[serde(default = "yes")]
    holidays_apply: bool,
    query: Query,
    /// The answer that the scenario wants, when it has one.
    #[serde(default)]
    pub expected_starts: Option<Vec<ZonedInstant>>,
    /// The same by person.
    #[serde(default)]
    pub expected_by_staff: BTreeMap<String, Vec<ZonedInstant>>,
}

#[derive(Clone, Debug, Deserialize)]
struct Theme {
    duration_min: Minutes,
    #[serde(default)]
    buffer_after_min: Minutes,
    channels: Vec<String>,
    #[serde(default)]
    min_notice_min: Minutes,
    max_horizon_days: u32,
    slot_step_min: Minutes,
    #[serde(default)]
    anchor: Anchor,
}

#[derive(Clone, Debug, Deserialize)]
struct Staff {
    id: String,
    windows: Vec<StaffWindow>,
    #[serde(default)]
    busy: Vec<Busy>,
    #[serde(default)]
    bookings: Vec<Booking>,
}

#[derive(Clone, Debug, Deserialize)]
struct StaffWindow {
    #[serde(flatten)]
    kind: Kind,
    #[serde(default)]
    agency: Option<String>,
    #[serde(default)]
    channels: Option<Vec<String>>,
    #[serde(deserialize_with = "minute")]
    from_time: u16,
    #[serde(deserialize_with = "minute")]
    to_time: u16,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Kind {
    Recurring {
        weekday: u8,
        #[serde(default = "every")]
        interval: u16,
        #[serde(default)]
        nth: Option<i8>,
        #[serde(default)]
        valid_from: Option<NaiveDate>,
        #[serde(default)]
        valid_until: Option<NaiveDate>,
    },
    ExceptionalOpen {
        date: NaiveDate,
    },
    ExceptionalClosed {
        date: NaiveDate,
    },
}

#[derive(Clone, Debug, Deserialize)]
struct Busy {
    start: DateTime<FixedOffset>,
    end: DateTime<FixedOffset>,
}

#[derive(Clone, Debug, Deserialize)]
struct Booking {
    start: DateTime<FixedOffset>,
    duration_min: Minutes,
    #[serde(default)]
    buffer_after_min: Minutes,
}

#[derive(Clone, Debug, Deserialize)]
struct Query {
    agency: String,
    channel: String,
    from_date: NaiveDate,
    to_date: NaiveDate,
}

/// Why a scenario can't be put to the engine.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScenarioError {
    /// No zone of that name.
    #[error("timezone: `{0}` is no IANA zone, such as `Europe/Paris`")]
    UnknownZone(String),
    /// A rule that can't be.
    #[error("staff `{staff}`, window {window}: {reason}")]
    Window {
        /// Whose window.
        staff: String,
        /// Its place in the list, from 0.
        window: usize,
        /// What is wrong.
        reason: &'static str,
    },
    /// A theme that can't be.
    #[error("theme: {0}")]
    Theme(&'static str),
}

/// A scenario in the engine's own terms.
#[derive(Clone, Debug)]
pub struct Question {
    /// The theme's rules.
    pub theme: ThemeRules,
    /// The people, in the scenario's order.
    pub people: Vec<Person>,
    /// Their names in the scenario.
    pub names: Vec<String>,
    zone: Zone,
    closures: Vec<Closure>,
    now: Instant,
    from: NaiveDate,
    to: NaiveDate,
}

/// The agency and the channel that the query means; every other name stands for another one.
const ASKED_AGENCY: AgencyId = AgencyId(uuid_of(0));
const OTHER_AGENCY: AgencyId = AgencyId(uuid_of(1));
const ASKED_CHANNEL: Channel = Channel::Office;

impl Scenario {
    /// Puts the scenario in the engine's terms; `zone_named` gives the offset at an instant in a named zone.
    ///
    /// # Errors
    /// What the scenario says that can't be.
    pub fn question<Z: Fn(Instant) -> i32>(
        &self,
        zone_named: impl Fn(&str) -> Option<Z>,
    ) -> Result<Question, ScenarioError> {
        let offset_at =
            zone_named(&self.timezone).ok_or_else(|| ScenarioError::UnknownZone(self.timezone.clone()))?;
        let midnight = |date: NaiveDate| date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
        let now = ceil(self.now);
        let first = now.min(midnight(self.query.from_date)) - 2 * DAY;
        let last = now.max(midnight(self.query.to_date)) + 2 * DAY;
        let people = self.staff.iter().enumerate().map(|(place, staff)| self.person(place, staff));
        Ok(Question {
            theme: self.theme.rules(&self.query.channel)?,
            people: people.collect::<Result<_, _>>()?,
            names: self.staff.iter().map(|staff| staff.id.clone()).collect(),
            zone: Zone::tabulate(first, last, offset_at),
            closures: if self.holidays_apply { self.closures() } else { Vec::new() },
            now,
            from: self.query.from_date,
            to: self.query.to_date,
        })
    }

    fn closures(&self) -> Vec<Closure> {
        let mut closures: Vec<_> = self.public_holidays.iter().copied().map(Closure::whole).collect();
        closures.sort_unstable();
        closures
    }

    fn person(&self, place: usize, staff: &Staff) -> Result<Person, ScenarioError> {
        let windows = staff.windows.iter().enumerate().map(|(window, given)| {
            self.window(given).map_err(|reason| ScenarioError::Window {
                staff: staff.id.clone(),
                window,
                reason,
            })
        });
        Ok(Person {
            id: StaffId(uuid_of(place as u128)),
            windows: windows.collect::<Result<_, _>>()?,
            bookings: staff.bookings.iter().map(|booking| booking.span().into()).collect(),
            busy: staff.busy.iter().map(|busy| Span::new(busy.start.timestamp(), ceil(busy.end))).collect(),
        })
    }

    fn window(&self, given: &StaffWindow) -> Result<Window, &'static str> {
        if given.from_time >= given.to_time {
            return Err("from_time must come before to_time; no window crosses midnight");
        }
        let asked = |agency: &String| if *agency == self.query.agency { ASKED_AGENCY } else { OTHER_AGENCY };
        Ok(Window {
            kind: given.kind.window_kind()?,
            agency: given.agency.as_ref().map(asked),
            channels: given
                .channels
                .as_ref()
                .map_or(Channels::EVERY, |names| channels(names, &self.query.channel)),
            from: given.from_time,
            to: given.to_time,
        })
    }
}

impl Question {
    /// The engine's request.
    pub fn request(&self) -> Request<'_> {
        Request {
            theme: &self.theme,
            agency: ASKED_AGENCY,
            channel: ASKED_CHANNEL,
            zone: &self.zone,
            closures: &self.closures,
            now: self.now,
        }
    }

    /// The dates asked.
    pub fn dates(&self) -> impl Iterator<Item = NaiveDate> {
        let to = self.to;
        self.from.iter_days().take_while(move |date| *date <= to)
    }

    /// The starts on offer, with the zone's offset.
    pub fn starts(&self) -> Vec<ZonedInstant> {
        self.starts_of(&self.people)
    }

    /// The starts on offer when only `people` receive.
    pub fn starts_of(&self, people: &[Person]) -> Vec<ZonedInstant> {
        let days = offered(&self.request(), people, self.from, self.to);
        days.into_iter().flat_map(|day| day.starts).filter_map(|start| self.read(start)).collect()
    }

    /// An instant at the zone's offset.
    pub fn read(&self, instant: Instant) -> Option<ZonedInstant> {
        let offset = FixedOffset::east_opt(self.zone.offset_at(instant))?;
        Some(ZonedInstant::new(DateTime::from_timestamp(instant, 0)?, &offset))
    }
}

impl Theme {
    fn rules(&self, asked: &str) -> Result<ThemeRules, ScenarioError> {
        if self.slot_step_min.0 == 0 || 1_440 % self.slot_step_min.0 != 0 {
            return Err(ScenarioError::Theme("slot_step_min must divide a day of 1 440 minutes"));
        }
        if self.duration_min.0 == 0 {
            return Err(ScenarioError::Theme("duration_min must be at least 1"));
        }
        Ok(ThemeRules {
            duration: self.duration_min,
            buffer: self.buffer_after_min,
            step: self.slot_step_min,
            anchor: self.anchor,
            notice: self.min_notice_min,
            horizon_days: self.max_horizon_days,
            channels: channels(&self.channels, asked),
        })
    }
}

impl Kind {
    fn window_kind(&self) -> Result<WindowKind, &'static str> {
        match *self {
            Self::ExceptionalOpen { date } => Ok(WindowKind::Opening(date)),
            Self::ExceptionalClosed { date } => Ok(WindowKind::Closing(date)),
            Self::Recurring { interval: 0, .. } => Err("interval must be at least 1"),
            Self::Recurring { interval: 2.., valid_from: None, .. } => {
                Err("valid_from is required when interval is greater than 1")
            }
            Self::Recurring { nth: Some(nth), .. } if !matches!(nth, -5..=-1 | 1..=5) => {
                Err("nth must be 1 to 5, or -1 to -5 from the end of the month")
            }
            Self::Recurring { weekday, interval, nth, valid_from, valid_until } => {
                let weekday = weekday.checked_sub(1).and_then(|day| Weekday::try_from(day).ok());
                let weekday = weekday.ok_or("weekday must be 1 (Monday) to 7 (Sunday)")?;
                Ok(WindowKind::Recurring(Recurrence { weekday, interval, nth, valid_from, valid_until }))
            }
        }
    }
}

impl Booking {
    fn span(&self) -> Span {
        let start = self.start.timestamp();
        Span::new(start, start + self.duration_min.seconds() + self.buffer_after_min.seconds())
    }
}

const fn uuid_of(number: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(number)
}

fn channels(names: &[String], asked: &str) -> Channels {
    if names.iter().any(|name| name == asked) {
        [ASKED_CHANNEL].into_iter().collect()
    } else {
        Channels::NONE
    }
}

/// Rounded up to the second: a start at 10:00:00 has passed when it is 10:00:00.5.
fn ceil(at: DateTime<FixedOffset>) -> Instant {
    at.timestamp() + i64::from(at.timestamp_subsec_nanos() > 0)
}

const fn yes() -> bool {
    true
}

const fn every() -> u16 {
    1
}

/// `HH:MM`, up to `24:00`.
fn minute<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    let text = String::deserialize(deserializer)?;
    let parsed = text.split_once(':').and_then(|(hours, minutes)| {
        let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.get(..2)?.parse().ok()?);
        (minutes < 60 && hours * 60 + minutes <= 1_440).then_some(hours * 60 + minutes)
    });
    parsed.ok_or_else(|| serde::de::Error::custom(format!("`{text}` is no local time from 00:00 to 24:00")))
}
