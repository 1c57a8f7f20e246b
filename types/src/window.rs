//! When a person receives: recurring windows, and the exceptions of one date.
//!
//! What a person types arrives as text and numbers ([`NewWindow`], [`NewException`]) and becomes a rule by one
//! check, the same in the browser and on the server, that names every fault at once.

pub(crate) mod faults;
pub(crate) mod rule;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::appointment::Named;
use crate::channel::{Channel, Channels};
use crate::ids::{AgencyId, ExceptionId, WindowId};
use crate::local_minute::LocalMinute;
use crate::problem::{FieldError, FieldErrorCode};
use crate::staff::StaffName;
use faults::{Faults, filled};
use rule::TypedRule;

/// A recurring window as typed. What is absent is empty, so that every fault is named with its field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "staff": "lea-martin", "agency": "paris-opera", "channels": ["office", "phone"], "weekday": 1, "from_time": "09:00", "to_time": "12:00" })))]
#[serde(deny_unknown_fields, default)]
pub struct NewWindow {
    /// Slug or id of the person.
    pub staff: String,
    /// Slug or id of the agency; every agency of the person when absent.
    pub agency: Option<String>,
    /// Ways of meeting; at least one.
    pub channels: Vec<Channel>,
    /// Day of the week, 1 (Monday) to 7 (Sunday).
    pub weekday: i64,
    /// Every how many weeks, or months when `nth` is given; 1 to 104. Above 1, `valid_from` says from when to count.
    pub every: i64,
    /// Which one of the month: 1 to 5 from its beginning, −1 to −5 from its end.
    pub nth: Option<i64>,
    /// First date, `YYYY-MM-DD`.
    pub valid_from: Option<String>,
    /// Last date, `YYYY-MM-DD`.
    pub valid_until: Option<String>,
    /// When it begins, `HH:MM` by the agency's clock.
    pub from_time: String,
    /// When it ends, `HH:MM` up to `24:00`; no window crosses midnight.
    pub to_time: String,
}

impl Default for NewWindow {
    fn default() -> Self {
        Self {
            staff: String::new(),
            agency: None,
            channels: Vec::new(),
            weekday: 0,
            every: 1,
            nth: None,
            valid_from: None,
            valid_until: None,
            from_time: String::new(),
            to_time: String::new(),
        }
    }
}

/// The dates and times of a recurring window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WindowRule {
    /// Ways of meeting.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Channel>))]
    pub channels: Channels,
    /// Day of the week, 1 (Monday) to 7 (Sunday).
    pub weekday: u8,
    /// Every how many weeks, or months when `nth` is given.
    pub every: u16,
    /// Which one of the month: 1 to 5 from its beginning, −1 to −5 from its end.
    pub nth: Option<i8>,
    /// First date; weeks and months are counted from the one that holds it.
    pub valid_from: Option<NaiveDate>,
    /// Last date.
    pub valid_until: Option<NaiveDate>,
    /// When it begins, by the agency's clock.
    pub from_time: LocalMinute,
    /// When it ends.
    pub to_time: LocalMinute,
}

/// A recurring window as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Window {
    /// Stable id.
    pub id: WindowId,
    /// Who receives.
    pub staff: StaffName,
    /// Where; every agency of the person when null.
    pub agency: Option<Named<AgencyId>>,
    /// IANA name of the zone of its times; each agency's own when null.
    pub timezone: Option<String>,
    /// When.
    #[serde(flatten)]
    pub rule: WindowRule,
}

/// A list of recurring windows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Windows {
    /// The windows, by person, weekday and time.
    pub items: Vec<Window>,
}

/// A window without fault; [`CheckedWindow::check`] is the only way to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedWindow {
    staff: String,
    agency: Option<String>,
    rule: WindowRule,
}

impl CheckedWindow {
    /// The longest rhythm, in weeks or months.
    pub const MAX_EVERY: i64 = rule::MAX_EVERY;

    /// Checks a window.
    ///
    /// # Errors
    /// Every fault, by field.
    pub fn check(new: &NewWindow) -> Result<Self, Vec<FieldError>> {
        let mut faults = Faults::default();
        let staff = faults.filled("staff", &new.staff);
        let rule = TypedRule {
            channels: &new.channels,
            weekday: Some(new.weekday),
            every: new.every,
            nth: new.nth,
            valid_from: new.valid_from.as_deref(),
            valid_until: new.valid_until.as_deref(),
            from_time: &new.from_time,
            to_time: &new.to_time,
        };
        match (rule.check(&mut faults), staff) {
            (Some(rule), Some(staff)) => {
                Ok(Self { staff, agency: filled(new.agency.as_deref()).map(str::to_owned), rule })
            }
            _ => Err(faults.0),
        }
    }

    /// Slug or id of the person.
    pub fn staff(&self) -> &str {
        &self.staff
    }

    /// Slug or id of the agency.
    pub fn agency(&self) -> Option<&str> {
        self.agency.as_deref()
    }

    /// When.
    pub fn rule(&self) -> &WindowRule {
        &self.rule
    }
}

/// An exception as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "staff": "lea-martin", "agency": "paris-opera", "date": "2026-07-01", "opens": false, "from_time": "09:00", "to_time": "12:00", "channels": ["office"] })))]
#[serde(deny_unknown_fields, default)]
pub struct NewException {
    /// Slug or id of the person.
    pub staff: String,
    /// Slug or id of the agency; every agency of the person when absent.
    pub agency: Option<String>,
    /// The date, `YYYY-MM-DD`.
    pub date: String,
    /// Whether the person receives then, or does not.
    pub opens: Option<bool>,
    /// When it begins, `HH:MM` by the agency's clock.
    pub from_time: String,
    /// When it ends, `HH:MM` up to `24:00`.
    pub to_time: String,
    /// Ways of meeting; at least one.
    pub channels: Vec<Channel>,
}

/// The date and times of an exception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExceptionRule {
    /// The date.
    pub date: NaiveDate,
    /// Whether the person receives then, or does not: a closing beats every opening of the same minutes.
    pub opens: bool,
    /// When it begins, by the agency's clock.
    pub from_time: LocalMinute,
    /// When it ends.
    pub to_time: LocalMinute,
    /// Ways of meeting.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Channel>))]
    pub channels: Channels,
}

/// An exception as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Exception {
    /// Stable id.
    pub id: ExceptionId,
    /// Whose.
    pub staff: StaffName,
    /// Where; every agency of the person when null.
    pub agency: Option<Named<AgencyId>>,
    /// IANA name of the zone of its times; each agency's own when null.
    pub timezone: Option<String>,
    /// When.
    #[serde(flatten)]
    pub rule: ExceptionRule,
}

/// A list of exceptions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Exceptions {
    /// The exceptions, by date, time and person.
    pub items: Vec<Exception>,
}

/// An exception without fault; [`CheckedException::check`] is the only way to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedException {
    staff: String,
    agency: Option<String>,
    rule: ExceptionRule,
}

impl CheckedException {
    /// Checks an exception.
    ///
    /// # Errors
    /// Every fault, by field.
    pub fn check(new: &NewException) -> Result<Self, Vec<FieldError>> {
        let mut faults = Faults::default();
        let staff = faults.filled("staff", &new.staff);
        let date = faults.date("date", &new.date);
        let opens = new.opens.or_else(|| faults.add("opens", FieldErrorCode::Required));
        let times = faults.times(&new.from_time, &new.to_time);
        let channels = faults.channels(&new.channels);
        match (faults.0.is_empty(), staff, date, opens, times) {
            (true, Some(staff), Some(date), Some(opens), Some((from_time, to_time))) => Ok(Self {
                staff,
                agency: filled(new.agency.as_deref()).map(str::to_owned),
                rule: ExceptionRule { date, opens, from_time, to_time, channels },
            }),
            _ => Err(faults.0),
        }
    }

    /// Slug or id of the person.
    pub fn staff(&self) -> &str {
        &self.staff
    }

    /// Slug or id of the agency.
    pub fn agency(&self) -> Option<&str> {
        self.agency.as_deref()
    }

    /// When.
    pub fn rule(&self) -> &ExceptionRule {
        &self.rule
    }
}

/// Whose windows or exceptions are asked for: all those within reach when both are absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct AvailabilityQuery {
    /// Slug or id of a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<String>,
    /// Slug or id of an agency; what holds for every agency of a person who works there is listed too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
}

#[cfg(test)]
mod tests;
