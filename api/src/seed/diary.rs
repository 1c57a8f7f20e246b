//! The appointments of the demonstration: each on a start that the engine offered when it was taken.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use creno_engine::holiday::holiday_on;
use creno_engine::{Person, Request, Span, ThemeRules, Zone, starts, verdict};
use creno_types::appointment::AppointmentStatus;
use creno_types::ids::{AgencyId, StaffId};
use creno_types::{Channel, Reference};

use super::clients::client;
use super::day::{Day, shift};
use super::draw::Draw;
use super::rows::{Booking, Network};

/// How many appointments there are, cancelled ones included.
const APPOINTMENTS: usize = 300;
/// How many days before and after today they spread over.
const BEFORE: i64 = 14;
const AFTER: i64 = 21;
/// The person whose day is full, and whose week is busy: the one of the account that visitors open.
const BUSY: usize = 0;
/// How many appointments more than those of [`BUSY`] each open agency has today.
const TODAY: usize = 2;
/// How many draws that takes at most: on Sundays hardly anybody is there.
const ATTEMPTS_TODAY: usize = 40;
/// How many draws at most: many fall on closed days.
const ATTEMPTS: usize = 4_000;

/// The appointments around that day.
pub(super) fn fill(draw: &mut Draw, day: &Day, network: &Network) -> Vec<Booking> {
    let mut diary = Diary::new(draw, day, network);
    diary.fill_day_of(BUSY);
    for days in (-7..=10).filter(|days| *days != 0) {
        diary.book_with(BUSY, days);
        diary.book_with(BUSY, days);
        diary.book_with(BUSY, days);
    }
    for agency in 0..network.agencies.len() {
        let wanted = diary.booked_on(agency, diary.today(agency)) + TODAY;
        for _ in 0..ATTEMPTS_TODAY {
            if diary.booked_on(agency, diary.today(agency)) < wanted {
                diary.book_somewhere(agency, 0);
            }
        }
    }
    for _ in 0..ATTEMPTS {
        if diary.bookings.len() >= APPOINTMENTS {
            break;
        }
        let agency = diary.draw.below(network.agencies.len());
        let days = diary.draw.within(-BEFORE, AFTER);
        diary.book_somewhere(agency, days);
    }
    // Written in the order in which they were taken, as they would have been.
    diary.bookings.sort_by_key(|booking| (booking.created_at, booking.id));
    diary.bookings
}

struct Diary<'a> {
    draw: &'a mut Draw,
    day: &'a Day,
    network: &'a Network,
    zones: HashMap<Tz, Zone>,
    rules: Vec<ThemeRules>,
    /// Everyone as the engine knows them, by their place in the network.
    people: Vec<Person>,
    references: HashSet<Reference>,
    bookings: Vec<Booking>,
}

/// What is asked: where, about what, how, on which date.
#[derive(Clone, Copy)]
struct Wish {
    agency: usize,
    theme: usize,
    channel: Channel,
    date: NaiveDate,
}

impl<'a> Diary<'a> {
    fn new(draw: &'a mut Draw, day: &'a Day, network: &'a Network) -> Self {
        let people = network.staff.iter().map(|person| Person {
            id: StaffId(person.id),
            windows: person.windows.clone(),
            bookings: Vec::new(),
            busy: Vec::new(),
        });
        Self {
            draw,
            day,
            network,
            zones: day.zones(network.agencies.iter().map(|agency| agency.zone)),
            rules: network.themes.iter().map(|theme| theme.rules()).collect(),
            people: people.collect(),
            references: HashSet::new(),
            bookings: Vec::new(),
        }
    }

    fn today(&self, agency: usize) -> NaiveDate {
        self.day.now.with_timezone(&self.network.agencies[agency].zone).date_naive()
    }

    fn booked_on(&self, agency: usize, date: NaiveDate) -> usize {
        let agency = &self.network.agencies[agency];
        let on_date = |at: DateTime<Utc>| at.with_timezone(&agency.zone).date_naive() == date;
        self.bookings
            .iter()
            .filter(|booking| booking.agency == agency.id && on_date(booking.starts_at))
            .filter(|booking| booking.status != AppointmentStatus::Cancelled)
            .count()
    }

    /// One appointment after another through today of one person, as far as their windows go.
    fn fill_day_of(&mut self, who: usize) {
        let Some(&agency) = self.network.staff[who].agencies.first() else { return };
        let date = self.today(agency);
        let mut failures = 0;
        while failures < 6 {
            let wish = self.wish(agency, date, Some(who));
            let booked = wish.and_then(|wish| {
                let later = usize::from(self.draw.percent(25));
                self.book(wish, &[who], |starts| starts.get(later).or(starts.first()).copied(), 0)
            });
            failures += usize::from(booked.is_none());
        }
    }

    /// An appointment with one person so many days from today, if what is drawn is on offer.
    fn book_with(&mut self, who: usize, days: i64) {
        let Some(&agency) = self.network.staff[who].agencies.first() else { return };
        if let Some(wish) = self.wish(agency, shift(self.today(agency), days), Some(who)) {
            self.book_anywhen(wish, &[who]);
        }
    }

    /// An appointment in an agency so many days from today, if what is drawn is on offer.
    fn book_somewhere(&mut self, agency: usize, days: i64) {
        let Some(wish) = self.wish(agency, shift(self.today(agency), days), None) else { return };
        let who: Vec<_> = self.handlers(wish.theme, agency).collect();
        self.book_anywhen(wish, &who);
    }

    /// Takes any start of the date; six in a hundred are called off later.
    fn book_anywhen(&mut self, wish: Wish, who: &[usize]) {
        let chance = self.draw.below(1_000);
        self.book(wish, who, |starts| starts.get(chance * starts.len() / 1_000).copied(), 6);
    }

    fn handlers(&self, theme: usize, agency: usize) -> impl Iterator<Item = usize> {
        let handles = move |person: &super::rows::Staff| {
            person.agencies.contains(&agency) && person.themes.iter().any(|(place, _)| *place == theme)
        };
        self.network
            .staff
            .iter()
            .enumerate()
            .filter(move |(_, person)| handles(person))
            .map(|(place, _)| place)
    }

    /// A theme of the agency, or of the person when there is one, and a way of meeting for it.
    fn wish(&mut self, agency: usize, date: NaiveDate, who: Option<usize>) -> Option<Wish> {
        let of_person = |theme: &usize| match who {
            Some(who) => self.network.staff[who].themes.iter().any(|(place, _)| place == theme),
            None => true,
        };
        let themes: Vec<_> = (0..self.network.themes.len()).filter(of_person).collect();
        let theme = self.draw.pick(&themes)?;
        let channels = self.network.themes[theme].channels_in(agency, &self.network.agencies[agency]);
        // Most people come in person where they can.
        let channel = if channels.contains(Channel::Office) && self.draw.percent(45) {
            Channel::Office
        } else {
            self.draw.pick(&channels.iter().collect::<Vec<_>>())?
        };
        Some(Wish { agency, theme, channel, date })
    }

    /// Takes the start that `choose` picks among those on offer from those people; so many in a hundred are
    /// called off later.
    fn book(
        &mut self,
        wish: Wish,
        who: &[usize],
        choose: impl Fn(&[i64]) -> Option<i64>,
        cancelled: u8,
    ) -> Option<()> {
        let agency = &self.network.agencies[wish.agency];
        let rules = &self.rules[wish.theme];
        let zone = self.zones.get(&agency.zone)?;
        // Taken some days before, and in any case before now.
        let lead = self.draw.within(30, 20 * 24 * 60) * 60;
        let asked = zone.instant(wish.date, 0) - rules.notice.seconds() - lead;
        let asked = asked.min(self.day.now.timestamp() - self.draw.within(5, 600) * 60);
        let closed = self.network.closures.iter().any(|closure| {
            closure.agency == wish.agency && (closure.from..=closure.until).contains(&wish.date)
        });
        if closed || holiday_on(agency.holidays(), wish.date).is_some() {
            return None;
        }
        let request = Request {
            theme: rules,
            agency: AgencyId(agency.id),
            channel: wish.channel,
            zone,
            closures: &[],
            now: asked,
        };
        let people: Vec<_> = who.iter().map(|place| self.people[*place].clone()).collect();
        let offered = starts::offered(&request, &people, wish.date, wish.date);
        let start = choose(&offered.first()?.starts)?;
        let able = verdict::able(&request, &people, start);
        let taker = who[self.draw.pick(&able)?];

        let end = start + rules.duration.seconds();
        let busy_until = end + rules.buffer.seconds();
        let status = self.status(end, cancelled);
        if status != AppointmentStatus::Cancelled {
            self.people[taker].bookings.push(Span::new(start, busy_until).into());
        }
        let booking = self.booking(wish, taker, status, [asked, start, end, busy_until])?;
        self.bookings.push(booking);
        Some(())
    }

    /// What became of an appointment that ends then.
    fn status(&mut self, end: i64, cancelled: u8) -> AppointmentStatus {
        if self.draw.percent(cancelled) {
            return AppointmentStatus::Cancelled;
        }
        if end > self.day.now.timestamp() {
            return AppointmentStatus::Confirmed;
        }
        match self.draw.below(100) {
            0..6 => AppointmentStatus::Absent,
            6..11 => AppointmentStatus::Excused,
            _ => AppointmentStatus::Honoured,
        }
    }

    fn booking(
        &mut self,
        wish: Wish,
        taker: usize,
        status: AppointmentStatus,
        instants: [i64; 4],
    ) -> Option<Booking> {
        let (agency, theme) = (&self.network.agencies[wish.agency], &self.network.themes[wish.theme]);
        let [created_at, starts_at, ends_at, busy_until] =
            instants.map(|seconds| DateTime::from_timestamp(seconds, 0).unwrap_or(self.day.now));
        let client = client(self.draw, theme.seed, self.day.date);
        let mut reference = self.draw.reference();
        while !self.references.insert(reference.clone()) {
            reference = self.draw.reference();
        }
        Some(Booking {
            id: self.draw.id(created_at),
            client_id: self.draw.id(created_at),
            occupancy_id: self.draw.id(created_at),
            event_id: self.draw.id(created_at),
            reference,
            status,
            agency: agency.id,
            theme: theme.id,
            theme_name: theme.seed.name[0],
            channel: wish.channel,
            staff: self.network.staff[taker].id,
            starts_at,
            ends_at,
            busy_until,
            zone: agency.zone,
            token_hash: self.draw.bytes(),
            created_at,
            client,
        })
    }
}
