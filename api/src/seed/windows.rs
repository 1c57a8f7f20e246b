//! When the people of the demonstration receive.

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use creno_engine::rules::Recurrence;
use creno_engine::{Window, WindowKind};
use creno_types::Channel::{Office, Phone, Video};
use creno_types::channel::Channels;
use creno_types::ids::AgencyId;

use super::Day;
use super::places::{SATURDAY, SUNDAY};
use super::rows::{Agency, Staff};

use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};

/// How far back rhythms of several weeks begin; an even number of weeks, so that this week is one of theirs.
const WEEKS_BACK: u64 = 8;

/// Windows of one agency, being listed.
struct In<'a> {
    agency: &'a Agency,
    /// Monday of the week from which rhythms are counted, when this week is in and when it is out.
    rhythm: [NaiveDate; 2],
    windows: Vec<Window>,
}

impl In<'_> {
    /// A window on a weekday from one time to another, as `[hours, minutes]`; none for channels that the agency
    /// does not offer.
    fn on(&mut self, weekday: Weekday, from: [u16; 2], to: [u16; 2], channels: Channels) -> &mut Self {
        self.recurring(
            Recurrence { weekday, interval: 1, nth: None, valid_from: None, valid_until: None },
            from,
            to,
            channels,
        )
    }

    /// The same every second week; in this one or in the next.
    fn every_second(
        &mut self,
        weekday: Weekday,
        this_week: bool,
        from: [u16; 2],
        to: [u16; 2],
        channels: Channels,
    ) -> &mut Self {
        let valid_from = Some(self.rhythm[usize::from(!this_week)]);
        self.recurring(
            Recurrence { weekday, interval: 2, nth: None, valid_from, valid_until: None },
            from,
            to,
            channels,
        )
    }

    /// The same on one such weekday of each month, counted from its end when negative.
    fn nth(
        &mut self,
        weekday: Weekday,
        nth: i8,
        from: [u16; 2],
        to: [u16; 2],
        channels: Channels,
    ) -> &mut Self {
        let recurrence =
            Recurrence { weekday, interval: 1, nth: Some(nth), valid_from: None, valid_until: None };
        self.recurring(recurrence, from, to, channels)
    }

    fn recurring(
        &mut self,
        recurrence: Recurrence,
        from: [u16; 2],
        to: [u16; 2],
        channels: Channels,
    ) -> &mut Self {
        let channels = channels.and(self.agency.channels);
        if !channels.is_empty() {
            self.windows.push(Window {
                kind: WindowKind::Recurring(recurrence),
                agency: Some(AgencyId(self.agency.id)),
                channels,
                from: minute(from),
                to: minute(to),
            });
        }
        self
    }
}

/// The windows of the person who is the `turn`th of the first of `places`, and also works in the second if there
/// is one.
pub(super) fn of(day: &Day, agencies: &[Agency], places: &[usize], turn: usize) -> Vec<Window> {
    let monday = monday(day.date) - Days::new(7 * WEEKS_BACK);
    let rhythm = [monday, monday - Days::new(7)];
    let within = |place: usize| In { agency: &agencies[place], rhythm, windows: Vec::new() };
    let remote: Channels = [Video, Phone].into_iter().collect();
    let office: Channels = [Office].into_iter().collect();

    let mut windows = Vec::new();
    for (rank, &place) in places.iter().enumerate() {
        let mut week = within(place);
        match (turn, rank) {
            (0, 0) => full_week(&mut week, remote),
            (1, 0) => four_days(&mut week, remote, office),
            (_, 0) => three_days(&mut week, places.len() == 1),
            _ => two_days(&mut week),
        }
        if rank == 0 {
            weekend(&mut week, place, turn, remote);
        }
        windows.append(&mut week.windows);
    }
    windows
}

/// Monday to Friday, whole days.
fn full_week(week: &mut In<'_>, remote: Channels) {
    for weekday in [Mon, Tue, Wed, Thu, Fri] {
        let afternoon = if weekday == Wed { remote } else { Channels::EVERY };
        week.on(weekday, [9, 0], [12, 30], Channels::EVERY).on(weekday, [13, 30], [17, 30], afternoon);
    }
}

/// Four days, every second Friday afternoon, and the first Wednesday of the month at a distance.
fn four_days(week: &mut In<'_>, remote: Channels, office: Channels) {
    for weekday in [Mon, Tue, Thu, Fri] {
        week.on(weekday, [8, 30], [12, 0], Channels::EVERY);
    }
    week.on(Mon, [13, 0], [17, 0], Channels::EVERY)
        .on(Tue, [13, 0], [18, 30], Channels::EVERY)
        .on(Thu, [13, 0], [17, 0], office)
        .every_second(Fri, false, [13, 0], [16, 30], Channels::EVERY)
        .nth(Wed, 1, [9, 0], [12, 0], remote);
}

/// The beginning of the week, to which people with no other agency add the Thursday.
fn three_days(week: &mut In<'_>, thursday: bool) {
    for weekday in [Mon, Tue, Wed] {
        week.on(weekday, [9, 30], [12, 30], Channels::EVERY).on(weekday, [14, 0], [18, 0], Channels::EVERY);
    }
    if thursday {
        week.on(Thu, [9, 30], [12, 30], Channels::EVERY);
    }
    week.nth(Sat, 3, [9, 0], [12, 0], Channels::EVERY);
}

/// The end of the week, for people whose first agency is another.
fn two_days(week: &mut In<'_>) {
    week.on(Thu, [9, 30], [12, 30], Channels::EVERY)
        .on(Thu, [14, 0], [17, 30], Channels::EVERY)
        .every_second(Fri, true, [9, 30], [12, 30], Channels::EVERY)
        .nth(Fri, -1, [14, 0], [16, 0], Channels::EVERY);
}

/// Saturday mornings where the agency opens, and the Sunday duty by phone and video.
fn weekend(week: &mut In<'_>, place: usize, turn: usize, remote: Channels) {
    if SATURDAY.contains(&place) {
        match turn {
            0 => drop(week.every_second(Sat, true, [9, 0], [12, 30], Channels::EVERY)),
            1 => drop(week.on(Sat, [9, 30], [13, 0], Channels::EVERY)),
            _ => {}
        }
    }
    if place == SUNDAY {
        match turn {
            0 => drop(week.every_second(Sun, true, [10, 0], [13, 0], remote)),
            1 => drop(week.on(Sun, [10, 0], [13, 0], remote)),
            _ => {}
        }
    }
}

/// Days off, a meeting, and openings out of the usual, around `day`: who (by place), how many days after, what.
const EXCEPTIONS: [(usize, i64, Change); 14] = [
    (0, 9, Change::Off([13, 30], [17, 30])),
    (4, 1, Change::Off([0, 0], [24, 0])),
    (7, -6, Change::Off([0, 0], [24, 0])),
    (7, -5, Change::Off([0, 0], [24, 0])),
    (10, 3, Change::Off([0, 0], [24, 0])),
    (13, 0, Change::Off([8, 30], [10, 0])),
    (16, 7, Change::Off([0, 0], [24, 0])),
    (16, 8, Change::Off([0, 0], [24, 0])),
    (16, 9, Change::Off([0, 0], [24, 0])),
    (22, 2, Change::Off([13, 0], [17, 0])),
    (33, 5, Change::Off([0, 0], [24, 0])),
    (12, 6, Change::SaturdayOpen([9, 0], [12, 0])),
    (18, 13, Change::SaturdayOpen([9, 30], [12, 30])),
    (24, 8, Change::SaturdayOpen([10, 0], [13, 0])),
];

#[derive(Clone, Copy)]
enum Change {
    /// Closed between the two times.
    Off([u16; 2], [u16; 2]),
    /// Open between the two times on the first Saturday from that day on, in the person's first agency.
    SaturdayOpen([u16; 2], [u16; 2]),
}

/// Gives people their exceptions.
pub(super) fn add_exceptions(staff: &mut [Staff], day: &Day, agencies: &[Agency]) {
    for (who, after, change) in EXCEPTIONS {
        let date = day.after(after);
        let Some(person) = staff.get_mut(who) else { continue };
        let home = person.agencies.first().map(|place| &agencies[*place]);
        let (kind, agency, channels, from, to) = match (change, home) {
            (Change::SaturdayOpen(from, to), Some(home)) => {
                let wait = (5 + 7 - date.weekday().num_days_from_monday()) % 7;
                let saturday = date + Days::new(u64::from(wait));
                (WindowKind::Opening(saturday), Some(AgencyId(home.id)), home.channels, from, to)
            }
            (Change::Off(from, to) | Change::SaturdayOpen(from, to), _) => {
                (WindowKind::Closing(date), None, Channels::EVERY, from, to)
            }
        };
        person.windows.push(Window { kind, agency, channels, from: minute(from), to: minute(to) });
    }
}

/// Monday of the week of a date.
pub(super) fn monday(date: NaiveDate) -> NaiveDate {
    date - Days::new(u64::from(date.weekday().num_days_from_monday()))
}

/// The minute of the day of a time.
pub(super) const fn minute([hours, minutes]: [u16; 2]) -> u16 {
    hours * 60 + minutes
}
