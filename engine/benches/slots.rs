//! The engine alone: lists of starts and verdicts, for the agency that the bar speaks of and for a worse one.
//!
//! `cargo bench -p creno-engine --bench slots --profile measure`
#![expect(clippy::unwrap_used, reason = "dates and zones are written here")]

use std::hint::black_box;

use chrono::{DateTime, Days, NaiveDate, Offset as _, TimeZone as _, Weekday};
use creno_engine::rules::{Booking, Person, Recurrence, Request, ThemeRules, Window, WindowKind};
use creno_engine::span::Span;
use creno_engine::starts::Search;
use creno_engine::verdict::verdict;
use creno_engine::{Closure, Zone};
use creno_types::channel::Channels;
use creno_types::ids::{AgencyId, StaffId};
use creno_types::theme::Anchor;
use creno_types::{Channel, Minutes};
use divan::Bencher;
use uuid::Uuid;

fn main() {
    divan::main();
}

/// Days asked: the most that one call answers.
const DAYS: u64 = 62;
/// Length and buffer of the appointments that are there, in minutes.
const BOOKED: (u16, u16) = (45, 15);

/// An agency with its people, and what is asked of it.
struct Case {
    theme: ThemeRules,
    people: Vec<Person>,
    closures: Vec<Closure>,
    zone: Zone,
    now: i64,
    from: NaiveDate,
}

/// 10 people, 500 appointments, a start every quarter of an hour.
fn usual() -> Case {
    Case::new(10, 50, 15, Anchor::Midnight)
}

/// 30 people, 1 500 appointments, a start every five minutes.
fn large() -> Case {
    Case::new(30, 50, 5, Anchor::Midnight)
}

/// The same from the beginning of each free stretch, which no grid answers.
fn large_from_windows() -> Case {
    Case::new(30, 50, 5, Anchor::Window)
}

impl Case {
    fn new(people: usize, bookings: usize, step: u32, anchor: Anchor) -> Self {
        // A Sunday evening; the clock changes on 25 October, within the days asked.
        let now = DateTime::parse_from_rfc3339("2026-09-06T20:00:00+02:00").unwrap().timestamp();
        let from = NaiveDate::from_ymd_opt(2026, 9, 7).unwrap();
        let paris = |at: i64| {
            let at = DateTime::from_timestamp(at, 0).unwrap().naive_utc();
            chrono_tz::Europe::Paris.offset_from_utc_datetime(&at).fix().local_minus_utc()
        };
        let zone = Zone::tabulate(now - 86_400 * 30, now + 86_400 * 400, paris);
        let people = (0..people).map(|rank| person(rank, bookings, from, &zone)).collect();
        let theme = ThemeRules {
            duration: Minutes(30),
            buffer: Minutes(10),
            step: Minutes(step),
            anchor,
            notice: Minutes(60),
            horizon_days: 90,
            channels: Channels::EVERY,
        };
        let closed = [(2026, 11, 1), (2026, 11, 11)];
        let closed = closed.map(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day).unwrap());
        Self { theme, people, closures: closed.map(Closure::whole).to_vec(), zone, now, from }
    }

    fn request(&self) -> Request<'_> {
        Request {
            theme: &self.theme,
            agency: AGENCY,
            channel: Channel::Office,
            zone: &self.zone,
            closures: &self.closures,
            now: self.now,
        }
    }

    fn to(&self) -> NaiveDate {
        self.from + Days::new(DAYS - 1)
    }

    /// Starts on all the days asked.
    fn starts(&self) -> usize {
        let request = self.request();
        Search::new(&request, &self.people).days(self.from, self.to()).map(|day| day.starts.len()).sum()
    }
}

const AGENCY: AgencyId = AgencyId(Uuid::from_u128(1));

/// Someone who receives on five days, morning and afternoon, and has appointments on as many of their days as can be,
/// at hours of their own.
fn person(rank: usize, bookings: usize, from: NaiveDate, zone: &Zone) -> Person {
    let week = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
    let windows = week.iter().flat_map(|weekday| {
        [(540, 750), (810, 1_020)].map(|(from, to)| Window {
            kind: WindowKind::Recurring(Recurrence {
                weekday: *weekday,
                interval: 1,
                nth: None,
                valid_from: None,
                valid_until: None,
            }),
            agency: Some(AGENCY),
            channels: Channels::EVERY,
            from,
            to,
        })
    });
    let workdays = from.iter_days().take(DAYS as usize).filter(|date| {
        use chrono::Datelike as _;
        date.weekday().num_days_from_monday() < 5
    });
    // Half an hour earlier or later by person and day, so that no two diaries are alike; afternoons come second.
    let hours = [540, 840].into_iter().flat_map(|hour| {
        let shift = move |place: usize| ((place * 7 + rank * 3) % 5) as u16 * 30;
        workdays.clone().enumerate().map(move |(place, date)| (date, hour + shift(place)))
    });
    let booked = hours.take(bookings).map(|(date, minute)| {
        let start = zone.instant(date, minute);
        Booking::from(Span::new(start, start + i64::from(BOOKED.0 + BOOKED.1) * 60))
    });
    Person {
        id: StaffId(Uuid::from_u128(rank as u128 + 10)),
        windows: windows.collect(),
        bookings: booked.collect(),
        busy: Vec::new(),
    }
}

/// Every start of 62 days.
#[divan::bench(args = ["usual", "large", "large_from_windows"], sample_count = 500)]
fn days(bencher: Bencher<'_, '_>, name: &str) {
    let case = match name {
        "usual" => usual(),
        "large" => large(),
        _ => large_from_windows(),
    };
    assert!(case.starts() > 500, "the case must be worth measuring");
    bencher.bench_local(|| black_box(&case).starts());
}

/// The first start after the days asked.
#[divan::bench(sample_count = 500)]
fn next_after(bencher: Bencher<'_, '_>) {
    let case = usual();
    let request = case.request();
    let search = Search::new(&request, &case.people);
    bencher.bench_local(|| search.next_after(black_box(case.to())));
}

/// Whether each of ten people may receive at one start, as taking a start asks.
#[divan::bench(sample_count = 500)]
fn verdicts(bencher: Bencher<'_, '_>) {
    let case = usual();
    let request = case.request();
    let start = case.zone.instant(case.from + Days::new(30), 600);
    bencher.bench_local(|| {
        case.people.iter().filter(|person| verdict(&request, person, black_box(start)).is_ok()).count()
    });
}
