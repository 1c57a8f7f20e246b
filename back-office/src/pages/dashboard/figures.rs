//! What is computed from the agendas: occupancy, counts by day, who comes next.

use chrono::{DateTime, NaiveDate, Utc};
use creno_types::agenda::{Agenda, PersonAgenda};
use creno_types::appointment::{Appointment, AppointmentStatus};

use crate::calendar::after;

/// A stretch of time in seconds since 1970.
type Stretch = (i64, i64);

/// How much of the time in which people receive is taken, in minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Occupancy {
    /// Taken by appointments, within the time open.
    pub booked: i64,
    /// Open.
    pub open: i64,
}

impl Occupancy {
    /// Of all those people together. Time open twice (two channels, two agencies) counts once, and so does time taken
    /// twice; an appointment outside the time open does not count.
    pub fn of(agenda: &Agenda) -> Self {
        agenda.people.iter().map(Self::of_person).fold(Self::default(), |sum, one| Self {
            booked: sum.booked + one.booked,
            open: sum.open + one.open,
        })
    }

    fn of_person(person: &PersonAgenda) -> Self {
        let open =
            merged(person.open.iter().map(|time| (seconds(time.start.utc()), seconds(time.end.utc()))));
        let taken = merged(
            person.appointments.iter().map(|item| (seconds(item.start.utc()), seconds(item.end.utc()))),
        );
        let booked: i64 = open.iter().flat_map(|one| taken.iter().map(|other| overlap(*one, *other))).sum();
        let length: i64 = open.iter().map(|(start, end)| end - start).sum();
        Self { booked: booked / 60, open: length / 60 }
    }

    /// In hundredths, rounded; none when nothing is open.
    pub fn percent(self) -> Option<i64> {
        (self.open > 0).then(|| (self.booked * 200 + self.open) / (self.open * 2))
    }
}

fn seconds(at: DateTime<Utc>) -> i64 {
    at.timestamp()
}

/// The stretches as a union: in order, apart from each other.
fn merged(stretches: impl Iterator<Item = Stretch>) -> Vec<Stretch> {
    let mut sorted: Vec<_> = stretches.filter(|(start, end)| start < end).collect();
    sorted.sort_unstable();
    let mut union: Vec<Stretch> = Vec::with_capacity(sorted.len());
    for (start, end) in sorted {
        match union.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => union.push((start, end)),
        }
    }
    union
}

fn overlap(one: Stretch, other: Stretch) -> i64 {
    (one.1.min(other.1) - one.0.max(other.0)).max(0)
}

/// The appointments of a date, by start.
pub fn of_day(agenda: &Agenda, date: NaiveDate) -> Vec<&Appointment> {
    let all = agenda.people.iter().flat_map(|person| &person.appointments);
    let mut items: Vec<_> = all.filter(|item| item.start.local_date() == date).collect();
    items.sort_by(|one, other| (one.start, &one.reference).cmp(&(other.start, &other.reference)));
    items
}

/// Each day of the agendas with its number of appointments.
pub fn by_day(agenda: &Agenda) -> Vec<(NaiveDate, usize)> {
    let days = agenda.from.iter_days().take_while(|day| *day <= agenda.to);
    days.map(|day| (day, of_day(agenda, day).len())).collect()
}

/// Place of the appointment to receive now or next: still expected, and not over.
pub fn next(items: &[&Appointment], now: DateTime<Utc>) -> Option<usize> {
    items.iter().position(|item| item.status == AppointmentStatus::Confirmed && item.end.utc() > now)
}

/// The last of the days shown.
pub fn last_day(today: NaiveDate) -> NaiveDate {
    after(today, 6)
}

#[cfg(test)]
mod tests {
    use creno_types::Channel;
    use creno_types::agenda::OpenTime;
    use creno_types::channel::Channels;

    use super::*;
    use crate::pages::appointments::samples::appointment;

    fn open(start: &str, end: &str) -> OpenTime {
        OpenTime {
            start: start.parse().unwrap(),
            end: end.parse().unwrap(),
            agency: "paris-opera".parse().unwrap(),
            channels: Channels::from_iter([Channel::Office]),
        }
    }

    fn agenda(open: Vec<OpenTime>, appointments: Vec<Appointment>) -> Agenda {
        let staff = appointment("2026-06-15T09:00:00+02:00", 45).staff;
        let (from, to) = ("2026-06-15".parse().unwrap(), "2026-06-21".parse().unwrap());
        Agenda {
            from,
            to,
            people: vec![PersonAgenda { staff, open, sessions: Vec::new(), appointments, busy: Vec::new() }],
            closed: Vec::new(),
        }
    }

    #[test]
    fn what_is_open_twice_counts_once_and_what_is_outside_does_not() {
        let agenda = agenda(
            vec![
                open("2026-06-15T09:00:00+02:00", "2026-06-15T12:00:00+02:00"),
                open("2026-06-15T11:00:00+02:00", "2026-06-15T13:00:00+02:00"),
            ],
            vec![
                appointment("2026-06-15T09:00:00+02:00", 60),
                // Half of it is after closing time.
                appointment("2026-06-15T12:30:00+02:00", 60),
                appointment("2026-06-15T18:00:00+02:00", 60),
            ],
        );
        let occupancy = Occupancy::of(&agenda);
        assert_eq!(occupancy, Occupancy { booked: 90, open: 240 });
        assert_eq!(occupancy.percent(), Some(38));
    }

    #[test]
    fn nothing_open_is_no_rate() {
        assert_eq!(Occupancy::default().percent(), None);
        assert_eq!(Occupancy { booked: 1, open: 3 }.percent(), Some(33));
        assert_eq!(Occupancy { booked: 2, open: 2 }.percent(), Some(100));
    }

    #[test]
    fn each_day_has_its_number() {
        let items = vec![
            appointment("2026-06-17T09:00:00+02:00", 45),
            appointment("2026-06-15T14:00:00+02:00", 45),
            appointment("2026-06-15T09:00:00+02:00", 45),
        ];
        let agenda = agenda(Vec::new(), items);
        let counts: Vec<_> = by_day(&agenda).into_iter().map(|(_, count)| count).collect();
        assert_eq!(counts, [2, 0, 1, 0, 0, 0, 0]);
        let today = of_day(&agenda, agenda.from);
        assert!(today[0].start < today[1].start);
    }

    #[test]
    fn the_next_is_the_first_still_expected() {
        let mut first = appointment("2026-06-15T09:00:00+02:00", 45);
        let second = appointment("2026-06-15T10:00:00+02:00", 45);
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(next(&[&first, &second], at("2026-06-15T07:30:00Z")), Some(0));
        assert_eq!(next(&[&first, &second], at("2026-06-15T08:45:00Z")), None);
        first.status = AppointmentStatus::Honoured;
        assert_eq!(next(&[&first, &second], at("2026-06-15T07:30:00Z")), Some(1));
    }
}
