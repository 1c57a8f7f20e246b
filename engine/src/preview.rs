//! What would be on offer from one person with windows that may not be saved yet: the engine itself, fed from the wire.

use chrono::NaiveDate;
use creno_types::slot_inputs::{SlotInputs, TakenBy};

use crate::rules::{Booking, Closure, Person, Request, ThemeRules, Window};
use crate::span::Span;
use crate::starts::{Day, offered};
use crate::zone::Zone;

/// The agency's zone, over the dates of the inputs.
pub fn zone(inputs: &SlotInputs) -> Zone {
    let changes = inputs.clock.changes.iter();
    Zone::with_changes(
        inputs.clock.offset_s,
        changes.map(|change| (change.at.utc().timestamp(), change.offset_s)).collect(),
    )
}

/// The starts that clients would be offered from that person with those `windows`, from `from` to `to` (local dates,
/// both included); days without any are left out.
pub fn preview(inputs: &SlotInputs, windows: Vec<Window>, from: NaiveDate, to: NaiveDate) -> Vec<Day> {
    if !inputs.handles {
        return Vec::new();
    }
    let rules = &inputs.rules;
    let theme = ThemeRules {
        duration: rules.duration_min,
        buffer: rules.buffer_min,
        step: rules.step_min,
        anchor: rules.anchor,
        notice: rules.notice_min,
        horizon_days: rules.horizon_days,
        channels: rules.channels,
    };
    let mut closures: Vec<_> = inputs
        .closures
        .iter()
        .map(|closed| Closure {
            date: closed.date,
            from: closed.from_time.minutes(),
            to: closed.to_time.minutes(),
        })
        .collect();
    closures.sort_unstable();
    let spans = |by: TakenBy| {
        let taken = inputs.taken.iter().filter(move |taken| taken.by == by);
        taken.map(|taken| Span::new(taken.from.utc().timestamp(), taken.to.utc().timestamp()))
    };
    let person = Person {
        id: inputs.staff.id,
        windows,
        bookings: spans(TakenBy::Booking).map(Booking::from).collect(),
        busy: spans(TakenBy::Calendar).collect(),
    };
    let now = inputs.now.utc();
    let request = Request {
        theme: &theme,
        agency: inputs.agency.id,
        channel: inputs.channel,
        zone: &zone(inputs),
        closures: &closures,
        now: now.timestamp() + i64::from(now.timestamp_subsec_nanos() > 0),
    };
    offered(&request, &[person], from, to)
}
