//! Whether a person would receive in two agencies at the same time.
//!
//! Two rules conflict when both name an agency, not the same, and on some date from today on their open stretches
//! share an instant, once the person's own closings are taken off: an opening elsewhere is fine on a day on which
//! the usual window is closed. A rule for every agency conflicts with none: it says when, not where, and a booking
//! in one agency takes the time in all of them.
//!
//! The answer is exact: every date is looked at, up to the last that the product's zones are tabulated for
//! ([`crate::zones`]), beyond which there is no appointment. A weekly window has 52 dates a year, so that the
//! longest look, at two windows without end that never meet, is of some four thousand dates.

use std::sync::Arc;

use chrono::{Datelike as _, Days, NaiveDate};
use chrono_tz::Tz;
use creno_engine::span::{subtract, union};
use creno_engine::{Instant, Span, Window, WindowKind, Zone};
use creno_types::ids::{AgencyId, StaffId};
use creno_types::staff::StaffName;
use creno_types::window;
use uuid::Uuid;

use super::reach::RuleError;
use crate::app::App;
use crate::store::{StoreError, Tx, exceptions, windows};
use crate::zones::Zones;

/// What a new rule would overlap, as the refusal names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The rule that stands.
    pub with: Rule,
    /// The first date on which both would be open, in the zone of the rule that stands.
    pub date: NaiveDate,
}

/// A recurring window or an exception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A recurring window.
    Window(window::Window),
    /// An exception.
    Exception(window::Exception),
}

impl Rule {
    /// Whose.
    pub fn staff(&self) -> &StaffName {
        match self {
            Self::Window(window) => &window.staff,
            Self::Exception(exception) => &exception.staff,
        }
    }

    /// Its id.
    pub fn id(&self) -> Uuid {
        match self {
            Self::Window(window) => window.id.0,
            Self::Exception(exception) => exception.id.0,
        }
    }

    fn agency(&self) -> Option<AgencyId> {
        match self {
            Self::Window(window) => window.agency.as_ref(),
            Self::Exception(exception) => exception.agency.as_ref(),
        }
        .map(|agency| agency.id)
    }

    fn timezone(&self) -> Option<&str> {
        match self {
            Self::Window(window) => window.timezone.as_deref(),
            Self::Exception(exception) => exception.timezone.as_deref(),
        }
    }

    /// The same, as the engine knows it.
    fn engine(&self) -> Result<Window, StoreError> {
        let agency = self.agency();
        match self {
            Self::Window(window) => {
                let rule = &window.rule;
                let corrupt = || StoreError::Corrupt { column: "weekday", value: rule.weekday.to_string() };
                Window::recurring(rule, agency).ok_or_else(corrupt)
            }
            Self::Exception(exception) => Ok(Window::exceptional(&exception.rule, agency)),
        }
    }
}

/// What a transaction changed, and so what is looked at.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Changed {
    /// The rule that was added or changed.
    pub(crate) written: Option<Uuid>,
    /// The date of a closing that no longer stands.
    pub(crate) uncovered: Option<NaiveDate>,
    /// The agency that moved to another zone.
    pub(crate) moved: Option<AgencyId>,
}

/// Refuses what was just changed when it has the person in two agencies at once. The transaction holds the person's
/// lock, and is dropped when this refuses.
pub(crate) async fn refuse_overlap(
    app: &App,
    tx: &mut Tx,
    staff: StaffId,
    changed: Changed,
) -> Result<(), RuleError> {
    let now = app.now();
    // A day before the day in Greenwich no zone has a future left.
    let today = now.date_naive() - Days::new(1);
    let mut rules = Vec::new();
    for window in windows::list_windows_of(tx, staff).await? {
        rules.push(Standing::new(Rule::Window(window), &app.zones)?);
    }
    for exception in exceptions::list_exceptions_of(tx, staff, today).await? {
        rules.push(Standing::new(Rule::Exception(exception), &app.zones)?);
    }
    let look = Look { rules: &rules, now: now.timestamp() };
    for rule in &rules {
        let moved = changed.moved.is_some() && changed.moved == rule.window.agency;
        let found = if moved || changed.written == Some(rule.rule.id()) {
            look.conflict(rule, today, LAST)
        } else if let Some(date) = changed.uncovered {
            look.conflict(rule, date - NEAR, date + NEAR)
        } else {
            None
        };
        if let Some(conflict) = found {
            return Err(RuleError::Overlapping(Box::new(conflict)));
        }
    }
    Ok(())
}

/// The last date that zones are tabulated for.
const LAST: NaiveDate = match NaiveDate::from_ymd_opt(2099, 12, 31) {
    Some(date) => date,
    None => NaiveDate::MAX,
};

/// How far apart the dates of one instant may be in two zones: UTC+14 and UTC−12 are 26 hours apart.
const NEAR: Days = Days::new(2);

/// A rule that stands, ready to be laid over dates.
struct Standing {
    rule: Rule,
    window: Window,
    /// Absent for a rule of every agency.
    zone: Option<Arc<Zone>>,
}

impl Standing {
    fn new(rule: Rule, zones: &Zones) -> Result<Self, StoreError> {
        let corrupt = |name: &str| StoreError::Corrupt { column: "timezone", value: name.to_owned() };
        let zone = rule.timezone().map(|name| name.parse::<Tz>().map_err(|_| corrupt(name))).transpose()?;
        Ok(Self { window: rule.engine()?, rule, zone: zone.map(|zone| zones.get(zone)) })
    }

    /// Its first and last date, as far as it has such.
    fn ends(&self) -> (NaiveDate, NaiveDate) {
        match self.window.kind {
            WindowKind::Recurring(recurrence) => {
                (recurrence.valid_from.unwrap_or(NaiveDate::MIN), recurrence.valid_until.unwrap_or(LAST))
            }
            WindowKind::Opening(date) | WindowKind::Closing(date) => (date, date),
        }
    }

    /// The dates on which it stands, from `first` to `last`.
    fn dates(&self, first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        let ahead = match self.window.kind {
            WindowKind::Recurring(recurrence) => recurrence.weekday.days_since(first.weekday()),
            WindowKind::Opening(_) | WindowKind::Closing(_) => 0,
        };
        let week = (first + Days::new(u64::from(ahead))).iter_days().step_by(7);
        week.take_while(move |date| *date <= last).filter(|date| self.window.kind.stands_on(*date))
    }
}

/// The rules of one person, and the present instant.
struct Look<'a> {
    rules: &'a [Standing],
    now: Instant,
}

impl Look<'_> {
    /// The first conflict of `rule` between two dates of its own zone.
    fn conflict(&self, rule: &Standing, first: NaiveDate, last: NaiveDate) -> Option<Conflict> {
        let zone = rule.zone.as_ref().filter(|_| !rule.window.kind.closes())?;
        for other in self.rules {
            let Some(there) = &other.zone else { continue };
            if other.window.kind.closes() || other.window.agency == rule.window.agency {
                continue;
            }
            let ((from, until), (other_from, other_until)) = (rule.ends(), other.ends());
            let near = if zone == there { Days::new(0) } else { NEAR };
            // By the same clock, the hours alone tell most rules apart.
            let apart = rule.window.to <= other.window.from || other.window.to <= rule.window.from;
            if zone == there && apart {
                continue;
            }
            let other_from = other_from.checked_sub_days(near).unwrap_or(NaiveDate::MIN);
            let (first, last) = (first.max(from).max(other_from), last.min(until).min(other_until + near));
            for date in rule.dates(first, last) {
                for day in (date - near).iter_days().take_while(|day| *day <= date + near) {
                    if other.window.kind.stands_on(day) && self.meet((rule, zone, date), (other, there, day))
                    {
                        return Some(Conflict { with: other.rule.clone(), date: day });
                    }
                }
            }
        }
        None
    }

    /// Whether two rules are open at one instant to come, each on a date of its own zone.
    fn meet(&self, one: (&Standing, &Zone, NaiveDate), other: (&Standing, &Zone, NaiveDate)) -> bool {
        let others = self.open(other);
        self.open(one)
            .iter()
            .any(|one| others.iter().any(|other| one.overlaps(*other) && one.end.min(other.end) > self.now))
    }

    /// When a rule is open on a date, by some channel, less the person's closings.
    fn open(&self, (rule, zone, date): (&Standing, &Zone, NaiveDate)) -> Vec<Span> {
        let span =
            |window: &Window| Span::new(zone.instant(date, window.from), zone.instant(date, window.to));
        let closings = |channel| {
            let standing = self.rules.iter().map(|rule| &rule.window).filter(move |window| {
                window.kind.closes()
                    && window.kind.stands_on(date)
                    && window.channels.contains(channel)
                    && (window.agency.is_none() || window.agency == rule.window.agency)
            });
            union(standing.map(span).collect())
        };
        rule.window
            .channels
            .iter()
            .flat_map(|channel| subtract(span(&rule.window), &closings(channel)))
            .collect()
    }
}
