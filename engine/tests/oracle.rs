//! The engine against a naive oracle: every minute of every day is looked at, each rule read off the contract.
//!
//! The oracle shares no code with the engine: dates, clock changes and recurrences come from `chrono-tz` and counting.
//! `CRENO_ORACLE_CASES` sets how many random cases are compared (2 000 by default).
#![expect(clippy::unwrap_used, reason = "a test that can't go on fails")]

use chrono::{
    DateTime, Datelike, Days, LocalResult, NaiveDate, NaiveTime, Offset, TimeDelta, TimeZone, Timelike, Utc,
    Weekday,
};
use chrono_tz::Tz;
use creno_engine::rules::{Booking, Closure, Person, Recurrence, Request, ThemeRules, Window, WindowKind};
use creno_engine::starts::offered;
use creno_engine::verdict::verdict;
use creno_engine::{Span, Zone};
use creno_types::channel::Channels;
use creno_types::ids::{AgencyId, StaffId};
use creno_types::theme::Anchor;
use creno_types::{Channel, Minutes};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use uuid::Uuid;

/// Zones with changes in both hemispheres, at midnight, by half an hour, and without any.
const ZONES: [Tz; 10] = [
    Tz::Europe__Paris,
    Tz::Indian__Reunion,
    Tz::America__Martinique,
    Tz::America__New_York,
    Tz::Australia__Sydney,
    Tz::Australia__Lord_Howe,
    Tz::America__Havana,
    Tz::Asia__Beirut,
    Tz::Asia__Kolkata,
    Tz::UTC,
];

/// Dates around which cases are drawn: changes of clock, a leap day and its absence, a year's end.
const AROUND: [&str; 10] = [
    "2025-03-30",
    "2025-10-26",
    "2025-11-02",
    "2025-03-09",
    "2025-04-06",
    "2025-10-05",
    "2024-02-29",
    "2025-02-28",
    "2025-12-31",
    "2026-06-15",
];

const ASKED: AgencyId = AgencyId(Uuid::from_u128(1));
const OTHER: AgencyId = AgencyId(Uuid::from_u128(2));

#[derive(Clone, Debug)]
struct Case {
    zone: Tz,
    now: DateTime<Utc>,
    theme: ThemeRules,
    people: Vec<Person>,
    closures: Vec<Closure>,
    from: NaiveDate,
    to: NaiveDate,
}

fn date_near(day: NaiveDate) -> impl Strategy<Value = NaiveDate> {
    (-9_i64..=9).prop_map(move |days| day + TimeDelta::days(days))
}

fn channels() -> impl Strategy<Value = Channels> {
    prop_oneof![4 => Just(Channels::EVERY), 1 => Just([Channel::Office].into_iter().collect()), 1 => Just([Channel::Phone].into_iter().collect())]
}

fn recurrence(day: NaiveDate) -> impl Strategy<Value = WindowKind> {
    let nth = prop_oneof![5 => Just(None), 1 => (1_i8..=5).prop_map(Some), 1 => (-5_i8..=-1).prop_map(Some)];
    let validity = (date_near(day), 0_u64..60, any::<bool>(), any::<bool>());
    (0_u8..7, 1_u16..=3, nth, validity).prop_map(
        |(weekday, interval, nth, (first, length, bounded, open))| {
            let valid_from = (interval > 1 || bounded).then_some(first - Days::new(20));
            let valid_until = open.then(|| first + Days::new(length));
            let weekday = Weekday::try_from(weekday).unwrap();
            WindowKind::Recurring(Recurrence { weekday, interval, nth, valid_from, valid_until })
        },
    )
}

fn window(day: NaiveDate) -> impl Strategy<Value = Window> {
    let kind = prop_oneof![
        6 => recurrence(day),
        2 => date_near(day).prop_map(WindowKind::Opening),
        2 => date_near(day).prop_map(WindowKind::Closing),
    ];
    let hours =
        prop_oneof![3 => (0_u16..96, 1_u16..=96), 1 => (0_u16..12, 1_u16..24), 1 => (88_u16..96, 8_u16..=8)];
    let agency = prop_oneof![3 => Just(None), 2 => Just(Some(ASKED)), 1 => Just(Some(OTHER))];
    (kind, hours, agency, channels()).prop_map(|(kind, (from, length), agency, channels)| {
        let from = from * 15;
        Window { kind, agency, channels, from, to: (from + length * 15).min(1_440) }
    })
}

/// Whole days, and parts of them.
fn closure(day: NaiveDate) -> impl Strategy<Value = Closure> {
    (date_near(day), any::<bool>(), 0_u16..23, 1_u16..8).prop_map(|(date, whole, from, hours)| match whole {
        true => Closure::whole(date),
        false => Closure { date, from: from * 60, to: (from * 60 + hours * 60).min(1_440) },
    })
}

/// Appointments, holds, and holds that lapsed.
fn booking((span, hold, expires): (Span, bool, i64)) -> Booking {
    Booking { span, expires: hold.then_some(expires) }
}

fn spans(day: NaiveDate) -> impl Strategy<Value = Vec<Span>> {
    let midnight = day.and_time(NaiveTime::MIN).and_utc().timestamp();
    let span = (-4_000_i64..4_000, 1_i64..300)
        .prop_map(move |(start, length)| Span::new(midnight + start * 60, midnight + (start + length) * 60));
    prop::collection::vec(span, 0..6)
}

fn case() -> impl Strategy<Value = Case> {
    let place = (prop::sample::select(&ZONES[..]), prop::sample::select(&AROUND[..]));
    place.prop_flat_map(|(zone, day)| {
        let day: NaiveDate = day.parse().unwrap();
        let midnight = day.and_time(NaiveTime::MIN).and_utc().timestamp();
        let lapses = (prop::bool::weighted(0.3), midnight - 8_000 * 60..midnight + 3_000 * 60);
        let bookings = (spans(day), prop::collection::vec(lapses, 6)).prop_map(|(spans, lapses)| {
            spans
                .into_iter()
                .zip(lapses)
                .map(|(span, (hold, expires))| booking((span, hold, expires)))
                .collect()
        });
        let person = (prop::collection::vec(window(day), 1..6), bookings, spans(day));
        let theme = (
            1_u32..=8,
            prop::sample::select(&[0_u32, 10, 15, 30][..]),
            prop::sample::select(&[5_u32, 10, 15, 20, 30, 60, 120, 1_440][..]),
            prop::sample::select(&[0_u32, 60, 1_500][..]),
            0_u32..12,
            prop_oneof![3 => Just(Anchor::Midnight), 1 => Just(Anchor::Window)],
        );
        (
            Just(zone),
            prop::collection::vec(person, 1..4),
            theme,
            prop::collection::vec(closure(day), 0..3),
            (-8_000_i64 * 60..3_000 * 60),
            (date_near(day), 0_u64..6),
        )
            .prop_map(move |(zone, people, theme, mut closures, now, (from, days))| Case {
                zone,
                now: day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::seconds(now),
                theme: ThemeRules {
                    duration: Minutes(theme.0 * 15),
                    buffer: Minutes(theme.1),
                    step: Minutes(theme.2),
                    anchor: theme.5,
                    notice: Minutes(theme.3),
                    horizon_days: theme.4,
                    channels: Channels::EVERY,
                },
                people: people
                    .into_iter()
                    .enumerate()
                    .map(|(place, (windows, bookings, busy)): (_, (_, Vec<Booking>, _))| Person {
                        id: StaffId(Uuid::from_u128(place as u128)),
                        windows,
                        bookings,
                        busy,
                    })
                    .collect(),
                closures: {
                    closures.sort_unstable();
                    closures
                },
                from,
                to: from + Days::new(days),
            })
    })
}

/// RFC 5545 §3.3.5, by chrono-tz: the first of two, and the offset before the change for what is skipped.
fn instant(zone: Tz, date: NaiveDate, minute: u16) -> i64 {
    let local = date.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute.into());
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.timestamp(),
        LocalResult::None => {
            let before = zone.from_local_datetime(&(local - TimeDelta::hours(3))).earliest().unwrap();
            local.and_utc().timestamp() - i64::from(before.offset().fix().local_minus_utc())
        }
    }
}

/// By counting: the dates of the weekday in the month, the Mondays or the months since `valid_from`.
fn stands(kind: &WindowKind, date: NaiveDate) -> bool {
    let WindowKind::Recurring(rule) = kind else {
        return matches!(kind, WindowKind::Opening(day) | WindowKind::Closing(day) if *day == date);
    };
    let valid =
        rule.valid_from.is_none_or(|day| day <= date) && rule.valid_until.is_none_or(|day| date <= day);
    if date.weekday() != rule.weekday || !valid {
        return false;
    }
    let first = date.with_day(1).unwrap();
    let same: Vec<_> = first
        .iter_days()
        .take_while(|day| day.month() == date.month())
        .filter(|day| day.weekday() == rule.weekday)
        .collect();
    let place = same.iter().position(|day| *day == date).unwrap() as i8;
    if rule.nth.is_some_and(|nth| nth != place + 1 && nth != place - same.len() as i8) {
        return false;
    }
    let Some(start) = rule.valid_from else { return true };
    let passed = if rule.nth.is_some() {
        start
            .with_day(1)
            .unwrap()
            .iter_days()
            .take_while(|day| *day <= date)
            .filter(|day| day.day() == 1)
            .count()
            - 1
    } else {
        // Mondays after the start, up to the date.
        start
            .iter_days()
            .skip(1)
            .take_while(|day| *day <= date)
            .filter(|day| day.weekday() == Weekday::Mon)
            .count()
    };
    passed % usize::from(rule.interval) == 0
}

/// Spans of windows that stand on `date`: those that open, or those that close, the agency's included.
fn standing(case: &Case, person: &Person, date: NaiveDate, closes: bool) -> Vec<Span> {
    let read = |from, to| Span::new(instant(case.zone, date, from), instant(case.zone, date, to));
    let own = person
        .windows
        .iter()
        .filter(|window| matches!(window.kind, WindowKind::Closing(_)) == closes)
        .filter(|window| window.agency != Some(OTHER) && window.channels.contains(Channel::Office))
        .filter(|window| stands(&window.kind, date))
        .map(|window| read(window.from, window.to));
    let agency = case.closures.iter().filter(|closure| closes && closure.date == date);
    own.chain(agency.map(|closure| read(closure.from, closure.to))).collect()
}

fn inside(spans: &[Span], at: i64) -> bool {
    spans.iter().any(|span| span.start <= at && at < span.end)
}

/// Whether `start` is a whole number of steps after the beginning of the free stretch that holds it, in one of the
/// windows that hold the whole appointment.
fn on_step(case: &Case, start: i64, open: &[Span], free: impl Fn(i64) -> bool) -> bool {
    let step = i64::from(case.theme.step.0) * 60;
    match case.theme.anchor {
        Anchor::Midnight => {
            let local = DateTime::from_timestamp(start, 0).unwrap().with_timezone(&case.zone);
            (local.hour() * 60 + local.minute()).is_multiple_of(case.theme.step.0)
        }
        Anchor::Window => open.iter().any(|window| {
            let mut begins = start;
            while begins > window.start && free(begins - 60) {
                begins -= 60;
            }
            (start - begins) % step == 0
        }),
    }
}

fn may_start(case: &Case, person: &Person, start: i64) -> bool {
    let local = DateTime::from_timestamp(start, 0).unwrap().with_timezone(&case.zone);
    let date = local.date_naive();
    let today = case.now.with_timezone(&case.zone).date_naive();
    let minutes = |end: i64| (start..end).step_by(60);
    let end = start + case.theme.duration.seconds();
    let now = case.now.timestamp();
    let open: Vec<_> = standing(case, person, date, false)
        .into_iter()
        .filter(|window| minutes(end).all(|at| inside(&[*window], at)))
        .collect();
    let closed = standing(case, person, date, true);
    let live = person.bookings.iter().filter(|booking| booking.expires.is_none_or(|expires| expires > now));
    let bookings: Vec<_> = live.map(|booking| booking.span).collect();
    let taken = |at: i64| inside(&bookings, at) || inside(&person.busy, at);
    start >= now + i64::from(case.theme.notice.0) * 60
        && date <= today + Days::new(case.theme.horizon_days.into())
        && !open.is_empty()
        && !minutes(end).any(|at| inside(&closed, at))
        && !minutes(end).any(|at| inside(&person.busy, at))
        && !minutes(end + i64::from(case.theme.buffer.0) * 60).any(|at| inside(&bookings, at))
        && on_step(case, start, &open, |at| !taken(at) && !inside(&closed, at))
}

fn zone(case: &Case) -> Zone {
    let around = case.from.and_time(NaiveTime::MIN).and_utc().timestamp();
    Zone::tabulate(around - 60 * 86_400, around + 60 * 86_400, |at| {
        case.zone
            .offset_from_utc_datetime(&DateTime::from_timestamp(at, 0).unwrap().naive_utc())
            .fix()
            .local_minus_utc()
    })
}

fn compare(case: &Case) -> Result<(), TestCaseError> {
    let zone = zone(case);
    let request = Request {
        theme: &case.theme,
        agency: ASKED,
        channel: Channel::Office,
        zone: &zone,
        closures: &case.closures,
        now: case.now.timestamp(),
    };
    let first = case.from.and_time(NaiveTime::MIN).and_utc().timestamp() - 86_400;
    let last = case.to.and_time(NaiveTime::MIN).and_utc().timestamp() + 2 * 86_400;
    let asked = |at: &i64| (case.from..=case.to).contains(&zone.local_date(*at));
    let naive: Vec<i64> = (first..last)
        .step_by(60)
        .filter(asked)
        .filter(|at| case.people.iter().any(|person| may_start(case, person, *at)))
        .collect();
    let days = offered(&request, &case.people, case.from, case.to);
    let engine: Vec<i64> = days.into_iter().flat_map(|day| day.starts).collect();
    prop_assert_eq!(&engine, &naive);

    for person in &case.people {
        for at in (first..last).step_by(300).filter(asked) {
            prop_assert_eq!(
                verdict(&request, person, at).is_ok(),
                may_start(case, person, at),
                "verdict at {}",
                at
            );
        }
    }
    let mut shuffled = case.people.clone();
    shuffled.reverse();
    shuffled.iter_mut().for_each(|person| {
        person.windows.reverse();
        person.bookings.reverse();
    });
    let again: Vec<i64> =
        offered(&request, &shuffled, case.from, case.to).into_iter().flat_map(|day| day.starts).collect();
    prop_assert_eq!(again, naive, "the order of what is given is indifferent");
    Ok(())
}

#[test]
fn the_engine_agrees_with_the_oracle() {
    let cases = std::env::var("CRENO_ORACLE_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000);
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    runner.run(&case(), |case| compare(&case)).unwrap_or_else(|error| panic!("{error}"));
}
