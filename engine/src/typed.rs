//! Windows and exceptions of the wire, as the engine knows them.

use chrono::Weekday;
use creno_types::ids::AgencyId;
use creno_types::window::{ExceptionRule, WindowRule};

use crate::rules::{Recurrence, Window, WindowKind};

impl Window {
    /// A recurring window; none when its weekday is not one of 1 to 7.
    pub fn recurring(rule: &WindowRule, agency: Option<AgencyId>) -> Option<Self> {
        let weekday = rule.weekday.checked_sub(1).and_then(|day| Weekday::try_from(day).ok())?;
        Some(Self {
            kind: WindowKind::Recurring(Recurrence {
                weekday,
                interval: rule.every,
                nth: rule.nth,
                valid_from: rule.valid_from,
                valid_until: rule.valid_until,
            }),
            agency,
            channels: rule.channels,
            from: rule.from_time.minutes(),
            to: rule.to_time.minutes(),
        })
    }

    /// An opening or a closing of one date.
    pub fn exceptional(rule: &ExceptionRule, agency: Option<AgencyId>) -> Self {
        Self {
            kind: if rule.opens { WindowKind::Opening(rule.date) } else { WindowKind::Closing(rule.date) },
            agency,
            channels: rule.channels,
            from: rule.from_time.minutes(),
            to: rule.to_time.minutes(),
        }
    }
}
