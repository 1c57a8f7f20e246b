//! The calendar of an agency: public holidays, as computed and as changed, and closures.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::appointment::Named;
use crate::holiday::HolidayCalendar;
use crate::ids::{AgencyId, ClosureId, HolidayId};
use crate::local_minute::LocalMinute;
use crate::problem::{FieldError, FieldErrorCode};
use crate::window::faults::{Faults, filled};

/// The longest label of a closure or of a public holiday, in characters.
pub const MAX_LABEL: usize = 120;

/// The longest closure: two years, the farthest horizon of a theme.
const LONGEST: Months = Months::new(24);

/// A closure as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "agency": "paris-opera", "from_date": "2026-08-03", "until_date": "2026-08-14", "label": "Travaux" })))]
#[serde(deny_unknown_fields, default)]
pub struct NewClosure {
    /// Slug or id of the agency; the whole network when absent.
    pub agency: Option<String>,
    /// First day, `YYYY-MM-DD`.
    pub from_date: String,
    /// Last day, `YYYY-MM-DD`; two years at most.
    pub until_date: String,
    /// When it begins on each of its days, `HH:MM` by the agency's clock; `00:00` when absent.
    pub from_time: Option<String>,
    /// When it ends on each of its days, `HH:MM` up to `24:00`, which it is when absent.
    pub to_time: Option<String>,
    /// Why, in French; 120 characters at most.
    pub label: String,
}

/// The days, times and label of a closure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClosureRule {
    /// First day.
    pub from_date: NaiveDate,
    /// Last day.
    pub until_date: NaiveDate,
    /// When it begins on each of its days, by the agency's clock.
    pub from_time: LocalMinute,
    /// When it ends on each of its days.
    pub to_time: LocalMinute,
    /// Why.
    pub label: String,
}

/// A closure as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Closure {
    /// Stable id.
    pub id: ClosureId,
    /// Where; the whole network when null.
    pub agency: Option<Named<AgencyId>>,
    /// When and why.
    #[serde(flatten)]
    pub rule: ClosureRule,
}

/// A closure without fault; [`CheckedClosure::check`] is the only way to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedClosure {
    agency: Option<String>,
    rule: ClosureRule,
}

impl CheckedClosure {
    /// Checks a closure.
    ///
    /// # Errors
    /// Every fault, by field.
    pub fn check(new: &NewClosure) -> Result<Self, Vec<FieldError>> {
        let mut faults = Faults::default();
        let dates = (faults.date("from_date", &new.from_date), faults.date("until_date", &new.until_date));
        if let (Some(first), Some(last)) = dates {
            if last < first {
                faults.add::<()>("until_date", FieldErrorCode::EndsBeforeStart);
            } else if first.checked_add_months(LONGEST).is_some_and(|end| last >= end) {
                faults.add::<()>("until_date", FieldErrorCode::OutOfRange);
            }
        }
        let from_time = filled(new.from_time.as_deref()).unwrap_or("00:00");
        let to_time = filled(new.to_time.as_deref()).unwrap_or("24:00");
        let times = faults.times(from_time, to_time);
        let label = faults.text("label", &new.label, MAX_LABEL);
        match (faults.0.is_empty(), dates, times, label) {
            (true, (Some(from_date), Some(until_date)), Some((from_time, to_time)), Some(label)) => {
                let agency = filled(new.agency.as_deref()).map(str::to_owned);
                Ok(Self { agency, rule: ClosureRule { from_date, until_date, from_time, to_time, label } })
            }
            _ => Err(faults.0),
        }
    }

    /// Slug or id of the agency; the whole network when none.
    pub fn agency(&self) -> Option<&str> {
        self.agency.as_deref()
    }

    /// When and why.
    pub fn rule(&self) -> &ClosureRule {
        &self.rule
    }
}

/// A change of one date to the computed public holidays, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "agency": "paris-opera", "observed": true, "label": "Fête locale" })))]
#[serde(deny_unknown_fields, default)]
pub struct NewHolidayChange {
    /// Slug or id of the agency; the whole network when absent. An agency's change beats the network's.
    pub agency: Option<String>,
    /// Whether the date is a public holiday, or is worked.
    pub observed: Option<bool>,
    /// What it is called, in French; 120 characters at most.
    pub label: String,
}

/// A change of one date to the computed public holidays, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolidayChange {
    /// Stable id.
    pub id: HolidayId,
    /// Where; the whole network when null.
    pub agency: Option<Named<AgencyId>>,
    /// The date.
    pub date: NaiveDate,
    /// Whether it is a public holiday, or is worked.
    pub observed: bool,
    /// What it is called.
    pub label: String,
}

/// A change without fault; [`CheckedHolidayChange::check`] is the only way to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedHolidayChange {
    agency: Option<String>,
    date: NaiveDate,
    observed: bool,
    label: String,
}

impl CheckedHolidayChange {
    /// Checks the change of a date, written `YYYY-MM-DD`.
    ///
    /// # Errors
    /// Every fault, by field; that of the date is named `date`.
    pub fn check(date: &str, new: &NewHolidayChange) -> Result<Self, Vec<FieldError>> {
        let mut faults = Faults::default();
        let date = faults.date("date", date);
        let observed = new.observed.or_else(|| faults.add("observed", FieldErrorCode::Required));
        let label = faults.text("label", &new.label, MAX_LABEL);
        match (date, observed, label) {
            (Some(date), Some(observed), Some(label)) => {
                Ok(Self { agency: filled(new.agency.as_deref()).map(str::to_owned), date, observed, label })
            }
            _ => Err(faults.0),
        }
    }

    /// Slug or id of the agency; the whole network when none.
    pub fn agency(&self) -> Option<&str> {
        self.agency.as_deref()
    }

    /// The change, under that id, in that agency.
    pub fn kept(&self, id: HolidayId, agency: Option<Named<AgencyId>>) -> HolidayChange {
        let Self { date, observed, label, .. } = self.clone();
        HolidayChange { id, agency, date, observed, label }
    }
}

/// What a day of the calendar is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CalendarKind {
    /// A public holiday: nothing is offered.
    Holiday,
    /// A public holiday that is worked, because somebody said so.
    Worked,
    /// A day, or a part of one, on which the agency or the network is closed.
    Closure,
}

/// A day that is not like the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarDay {
    /// The day.
    pub date: NaiveDate,
    /// What it is called, or why it is closed.
    pub label: String,
    /// What it is.
    pub kind: CalendarKind,
    /// From when on, by the agency's clock.
    pub from_time: LocalMinute,
    /// Until when.
    pub to_time: LocalMinute,
    /// Whether the agency's calendar of public holidays has it, changed or not.
    pub computed: bool,
    /// Id of the closure, or of the change to the public holidays; absent for what nobody changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// Whether that closure or change is the whole network's.
    pub network: bool,
}

/// A year of an agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Calendar {
    /// Where.
    pub agency: Named<AgencyId>,
    /// The year.
    pub year: i32,
    /// The public holidays that are computed for it.
    pub holidays: HolidayCalendar,
    /// Its public holidays, worked or not, and each day of its closures, by date and time.
    pub items: Vec<CalendarDay>,
    /// The closures that these days come from, whole.
    pub closures: Vec<Closure>,
}

/// Which year of which agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct CalendarQuery {
    /// Slug or id of the agency.
    pub agency: String,
    /// The year, 2000 to 2099: zones are known until then.
    pub year: i32,
}

impl CalendarQuery {
    /// The years that can be asked.
    pub const YEARS: std::ops::RangeInclusive<i32> = 2000..=2099;
}

/// Whose change to the public holidays is taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct HolidayQuery {
    /// Slug or id of the agency; the network's change when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
}

#[cfg(test)]
mod tests;
