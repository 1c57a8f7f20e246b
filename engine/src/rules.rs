//! What the engine is told: a theme's rules, people with their windows and what takes their time, a question.

use chrono::{NaiveDate, Weekday};
use creno_types::Channel;
use creno_types::Minutes;
use creno_types::channel::Channels;
use creno_types::ids::{AgencyId, StaffId};
use creno_types::theme::Anchor;
use serde::{Deserialize, Serialize};

use crate::span::{Instant, Span};
use crate::zone::Zone;

/// The rules of one theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeRules {
    /// Length of the appointment.
    pub duration: Minutes,
    /// Time kept free after it.
    pub buffer: Minutes,
    /// Distance between starts; divides a day.
    pub step: Minutes,
    /// Where the step is counted from.
    pub anchor: Anchor,
    /// The least elapsed time between now and a start.
    pub notice: Minutes,
    /// How many local dates after today's are open.
    pub horizon_days: u32,
    /// Ways of meeting.
    pub channels: Channels,
}

/// A person who handles the theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: StaffId,
    /// When they receive, and when exceptionally not.
    pub windows: Vec<Window>,
    /// Appointments and holds.
    pub bookings: Vec<Booking>,
    /// Busy time of the external calendar.
    pub busy: Vec<Span>,
}

impl Person {
    /// The same person receiving in a campaign: its sessions stand in place of their own openings. What takes
    /// their time, and when they are away, is the same.
    #[must_use]
    pub fn in_campaign(&self, sessions: &[Window]) -> Self {
        let away = self.windows.iter().filter(|window| window.kind.closes());
        Self { windows: away.chain(sessions).cloned().collect(), ..self.clone() }
    }
}

/// Time that a person's appointment or hold takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Booking {
    /// From its start to the end of its own buffer.
    pub span: Span,
    /// When it lapses, for a hold.
    pub expires: Option<Instant>,
}

impl Booking {
    /// Whether it still takes the time at `now`.
    pub fn stands(&self, now: Instant) -> bool {
        !self.span.is_empty() && self.expires.is_none_or(|expires| expires > now)
    }
}

impl From<Span> for Booking {
    /// An appointment, which does not lapse.
    fn from(span: Span) -> Self {
        Self { span, expires: None }
    }
}

/// Local time of one date in which an agency offers nothing: a holiday, a closure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Closure {
    /// The date.
    pub date: NaiveDate,
    /// First local minute of the day, 0 to 1 439.
    pub from: u16,
    /// Local minute at which it ends, 1 to 1 440.
    pub to: u16,
}

impl Closure {
    /// The whole of a date.
    pub const fn whole(date: NaiveDate) -> Self {
        Self { date, from: 0, to: 1_440 }
    }
}

/// A stretch of local time on the dates that `kind` names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// On which dates, and whether it opens or closes.
    pub kind: WindowKind,
    /// Where; every agency when absent.
    pub agency: Option<AgencyId>,
    /// For which ways of meeting.
    pub channels: Channels,
    /// First local minute of the day, 0 to 1 439.
    pub from: u16,
    /// Local minute at which it ends, 1 to 1 440.
    pub to: u16,
}

/// On which dates a window stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WindowKind {
    /// Opens on the dates of a recurrence.
    Recurring(Recurrence),
    /// Opens on one date.
    Opening(NaiveDate),
    /// Closes on one date, and beats every opening of the same minutes.
    Closing(NaiveDate),
}

/// A weekday, every so many weeks, or every so many months when `nth` is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recurrence {
    /// The day of the week.
    pub weekday: Weekday,
    /// Every how many weeks or months; at least 1.
    pub interval: u16,
    /// Which one of the month: 1 to 5 from its beginning, −1 to −5 from its end.
    pub nth: Option<i8>,
    /// First date; weeks and months are counted from the one that holds it.
    pub valid_from: Option<NaiveDate>,
    /// Last date.
    pub valid_until: Option<NaiveDate>,
}

/// What starts are asked for.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// The theme's rules.
    pub theme: &'a ThemeRules,
    /// The agency asked.
    pub agency: AgencyId,
    /// The way of meeting asked.
    pub channel: Channel,
    /// The agency's zone, tabulated over the dates asked.
    pub zone: &'a Zone,
    /// When the agency offers nothing, by date.
    pub closures: &'a [Closure],
    /// The present instant, rounded up to the second.
    pub now: Instant,
}

impl Request<'_> {
    /// The first instant at which a start may be.
    pub fn earliest(&self) -> Instant {
        self.now + self.theme.notice.seconds()
    }

    /// The last local date that is open.
    pub fn last_date(&self) -> NaiveDate {
        let horizon = chrono::Days::new(u64::from(self.theme.horizon_days));
        self.zone.local_date(self.now).checked_add_days(horizon).unwrap_or(NaiveDate::MAX)
    }

    /// The agency's closures of a date.
    pub(crate) fn closures_on(&self, date: NaiveDate) -> &[Closure] {
        closures_on(self.closures, date)
    }

    /// The step between starts in seconds; never zero, so that a corrupt setting can't hang a loop.
    pub(crate) fn step(&self) -> i64 {
        self.theme.step.seconds().max(60)
    }
}

/// Those of a date among closures by date.
pub(crate) fn closures_on(closures: &[Closure], date: NaiveDate) -> &[Closure] {
    let first = closures.partition_point(|closure| closure.date < date);
    let count = closures[first..].partition_point(|closure| closure.date == date);
    &closures[first..first + count]
}
