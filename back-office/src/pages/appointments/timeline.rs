//! The day at a glance: each appointment a bar on the hours of one clock, that of the agencies when they share
//! one, that of the reader when they do not.
//!
//! A picture for the eye only: the list says the same in words.

use std::rc::Rc;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use creno_types::appointment::{Appointment, AppointmentStatus, Appointments};
use yew::prelude::*;

/// Hours shown at least.
const HOURS: (u32, u32) = (8, 18);
/// Height that the bars may take together, in pixels.
const HEIGHT: usize = 64;
/// Height of the hours below, in pixels.
const AXIS: usize = 20;

/// Properties of [`Timeline`].
#[derive(Properties, PartialEq)]
pub struct TimelineProps {
    /// The day's appointments.
    pub appointments: Rc<Appointments>,
    /// Positions in the list of those that the search keeps.
    pub shown: Rc<[usize]>,
    /// The day shown.
    pub date: NaiveDate,
    /// Seconds east of Greenwich of the clock.
    pub clock: i32,
    /// Reference of the one that is open.
    pub opened: Option<AttrValue>,
    /// The instant to mark.
    pub now: Option<DateTime<Utc>>,
    /// Opens the appointment of that reference.
    pub onopen: Callback<String>,
}

/// The strip of the day.
#[component]
pub fn Timeline(props: &TimelineProps) -> Html {
    let items = &props.appointments.items;
    let spans: Vec<_> = items.iter().map(|item| span(item, props.date, props.clock)).collect();
    let (lanes, count) = lanes(&spans);
    let (from, to) = range(&spans);
    let percent = |minute: u32| f64::from(minute.saturating_sub(from)) * 100.0 / f64::from(to - from);
    let pitch = (HEIGHT / count.max(1)).clamp(3, 12);
    let base = pitch * count.max(2);
    let hours = (from / 60..=to / 60).map(|hour| {
        let x = format!("{:.3}%", percent(hour * 60));
        // The first and the last stay within the strip.
        let anchor = if hour * 60 == from {
            "start"
        } else if hour * 60 == to {
            "end"
        } else {
            "middle"
        };
        html! {
            <>
                <line class="tl-hour" x1={x.clone()} x2={x.clone()} y1="0" y2={base.to_string()} />
                <text {x} y={(base + 14).to_string()} text-anchor={anchor}
                    class={(hour % 2 == 1).then_some("tl-odd")}>{ hour % 24 }</text>
            </>
        }
    });
    let bars = items.iter().zip(&spans).zip(&lanes).enumerate().map(|(index, ((item, span), lane))| {
        let reference = item.reference.to_string();
        let open = props.opened.as_deref() == Some(&reference);
        let class = classes!(
            "tl-bar",
            (!props.shown.contains(&index)).then_some("tl-out"),
            (item.status == AppointmentStatus::Cancelled).then_some("tl-cancelled"),
            open.then_some("tl-open"),
        );
        let onclick = props.onopen.reform(move |_: MouseEvent| reference.clone());
        html! {
            <rect {class} {onclick} fill={item.color.clone()} rx="2" x={format!("{:.3}%", percent(span.0))}
                width={format!("{:.3}%", percent(span.1) - percent(span.0))}
                y={(lane * pitch).to_string()} height={(pitch - 1).to_string()} />
        }
    });
    let hand = props.now.and_then(|now| u32::try_from(minute(now, props.date, props.clock)).ok());
    let hand =
        hand.filter(|minute| (from..to).contains(minute)).map(|minute| format!("{:.3}%", percent(minute)));
    html! {
        <svg class="timeline" width="100%" height={(base + AXIS).to_string()} aria-hidden="true" focusable="false">
            { for hours }
            { for bars }
            if let Some(x) = hand {
                <line class="tl-now" x1={x.clone()} x2={x.clone()} y1="0" y2={(base + 2).to_string()} />
                <circle class="tl-now" cx={x} cy={(base + 2).to_string()} r="3" />
            }
        </svg>
    }
}

/// The clock that all the appointments share, in seconds east of Greenwich; `None` when they are on several.
pub fn shared_clock(items: &[Appointment]) -> Option<i32> {
    let first = items.first()?.start.offset_seconds();
    items.iter().all(|item| item.start.offset_seconds() == first).then_some(first)
}

/// Minutes from the beginning of `date` to `at`, on that clock.
fn minute(at: DateTime<Utc>, date: NaiveDate, clock: i32) -> i64 {
    let local = at.naive_utc() + TimeDelta::seconds(i64::from(clock));
    (local - date.and_time(NaiveTime::MIN)).num_minutes()
}

/// Minutes from start to end; at least a quarter of an hour, to be seen.
fn span(appointment: &Appointment, date: NaiveDate, clock: i32) -> (u32, u32) {
    let at = |instant| u32::try_from(minute(instant, date, clock)).unwrap_or_default();
    let (start, end) = (at(appointment.start.utc()), at(appointment.end.utc()));
    (start, end.max(start + 15))
}

/// The minutes shown: whole hours around everything.
fn range(spans: &[(u32, u32)]) -> (u32, u32) {
    let from = spans.iter().map(|span| span.0 / 60).min().unwrap_or(HOURS.0).min(HOURS.0);
    let to = spans.iter().map(|span| span.1.div_ceil(60)).max().unwrap_or(HOURS.1).max(HOURS.1);
    (from * 60, to * 60)
}

/// A lane for each span so that none covers another, and how many lanes that takes.
fn lanes(spans: &[(u32, u32)]) -> (Vec<usize>, usize) {
    let mut order: Vec<usize> = (0..spans.len()).collect();
    order.sort_by_key(|&index| spans[index]);
    let mut ends: Vec<u32> = Vec::new();
    let mut lanes = vec![0; spans.len()];
    for index in order {
        let (start, end) = spans[index];
        let free = ends.iter().position(|&taken_until| taken_until <= start);
        let lane = free.unwrap_or(ends.len());
        match ends.get_mut(lane) {
            Some(taken_until) => *taken_until = end,
            None => ends.push(end),
        }
        lanes[index] = lane;
    }
    (lanes, ends.len())
}

#[cfg(test)]
mod tests {
    use super::super::samples::appointment;
    use super::{lanes, range, shared_clock, span};

    #[test]
    fn bars_never_cover_each_other() {
        let spans = [(600, 645), (540, 600), (600, 630), (630, 660), (645, 700)];
        let (lanes, count) = lanes(&spans);
        assert_eq!(count, 2);
        for (i, a) in spans.iter().enumerate() {
            for (j, b) in spans.iter().enumerate().skip(i + 1) {
                assert!(lanes[i] != lanes[j] || a.1 <= b.0 || b.1 <= a.0, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn the_strip_shows_whole_hours_around_everything() {
        assert_eq!(range(&[]), (480, 1080));
        assert_eq!(range(&[(430, 475), (1070, 1110)]), (420, 1140));
    }

    #[test]
    fn bars_stand_on_one_clock() {
        let date = "2026-06-15".parse().unwrap();
        let (paris, reunion) =
            (appointment("2026-06-15T09:00:00+02:00", 5), appointment("2026-06-15T09:00:00+04:00", 60));
        assert_eq!(span(&paris, date, 7200), (540, 555));
        assert_eq!(span(&reunion, date, 7200), (420, 480));
        assert_eq!(span(&appointment("2026-06-15T23:30:00+02:00", 60), date, 7200), (1410, 1470));
        assert_eq!(shared_clock(&[paris.clone(), paris.clone()]), Some(7200));
        assert_eq!(shared_clock(&[paris, reunion]), None);
        assert_eq!(shared_clock(&[]), None);
    }
}
