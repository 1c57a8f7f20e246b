//! A year of appointments for the reference network.
//!
//! A person's windows are cut into cells that hold any appointment with its buffer; an appointment takes a cell of
//! its own, so that none overlaps another. They are made in the order of their dates: what is written together
//! then lies together in the indexes, which is what the time of a large database goes into.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use creno_engine::{Window, Zone};
use creno_types::appointment::AppointmentStatus;
use creno_types::channel::Channels;
use creno_types::ids::AgencyId;
use creno_types::{Channel, Reference};
use uuid::Uuid;

use super::clients::client;
use super::day::{Day, shift};
use super::draw::Draw;
use super::rows::{Agency, Booking, Network, Staff};

/// Days before today and days from today on.
const HALF_YEAR: i64 = 182;
/// Length of a cell in minutes: the longest appointment, the longest buffer, and room to begin on a step.
const CELL: u16 = 90;
/// How many appointments are made before they are written.
const BATCH: usize = 2_000;

/// What is still to be made of the year.
pub(super) struct Year<'a> {
    draw: &'a mut Draw,
    day: &'a Day,
    network: &'a Network,
    zones: HashMap<Tz, Zone>,
    agencies: HashMap<AgencyId, usize>,
    /// The cells that are taken, with their person's place in the network, by date.
    plan: Vec<(usize, Cell)>,
    next: usize,
    references: HashSet<Reference>,
}

/// A place for one appointment.
#[derive(Clone, Copy)]
struct Cell {
    agency: usize,
    channels: Channels,
    date: NaiveDate,
    from: u16,
}

impl<'a> Year<'a> {
    /// A year of `total` appointments.
    pub(super) fn new(draw: &'a mut Draw, day: &'a Day, network: &'a Network, total: u64) -> Self {
        let agencies = network.agencies.iter().enumerate();
        let mut year = Self {
            draw,
            day,
            network,
            zones: day.zones(network.agencies.iter().map(|agency| agency.zone)),
            agencies: agencies.map(|(place, agency)| (AgencyId(agency.id), place)).collect(),
            plan: Vec::new(),
            next: 0,
            references: HashSet::new(),
        };
        year.make_plan(total);
        year
    }

    /// Shares the appointments among those who receive, half of them before today.
    fn make_plan(&mut self, total: u64) {
        let people: Vec<_> =
            self.network.staff.iter().enumerate().filter(|(_, person)| !person.windows.is_empty()).collect();
        let share = |people_before: usize| (total * people_before as u64 / people.len() as u64) as usize;
        for (rank, (place, person)) in people.iter().enumerate() {
            let quota = share(rank + 1) - share(rank);
            let past = (quota + rank % 2) / 2;
            self.spread(*place, person, -HALF_YEAR, -1, past);
            self.spread(*place, person, 0, HALF_YEAR, quota - past);
        }
        self.plan.sort_by_key(|(place, cell)| (cell.date, *place, cell.from));
    }

    /// Some more appointments; none when all are made.
    pub(super) fn next_batch(&mut self) -> Option<Vec<Booking>> {
        let batch: Vec<_> = self.plan.iter().skip(self.next).take(BATCH).copied().collect();
        self.next += batch.len();
        let bookings: Vec<_> = batch
            .into_iter()
            .filter_map(|(place, cell)| self.booking(&self.network.staff[place], cell))
            .collect();
        (!bookings.is_empty()).then_some(bookings)
    }

    /// Spreads so many appointments of one person evenly between two days, as far as there are cells.
    fn spread(&mut self, place: usize, person: &Staff, from: i64, to: i64, count: usize) {
        let cells: Vec<_> = (from..=to).flat_map(|days| self.cells(person, self.day.after(days))).collect();
        let count = count.min(cells.len());
        for turn in 0..count {
            let (first, end) = (turn * cells.len() / count, (turn + 1) * cells.len() / count);
            self.plan.push((place, cells[first + self.draw.below(end - first)]));
        }
    }

    /// The cells of one date, in order.
    fn cells(&self, person: &Staff, date: NaiveDate) -> Vec<Cell> {
        let mut cells = Vec::with_capacity(4);
        for window in person.windows.iter().filter(|window| window.kind.stands_on(date)) {
            let Some(agency) = window.agency.and_then(|id| self.agencies.get(&id)) else { continue };
            let Window { from, to, channels, .. } = *window;
            let starts = (from..to).step_by(usize::from(CELL)).filter(|start| start + CELL <= to);
            cells.extend(starts.map(|from| Cell { agency: *agency, channels, date, from }));
        }
        cells
    }

    fn booking(&mut self, person: &Staff, cell: Cell) -> Option<Booking> {
        let agency = &self.network.agencies[cell.agency];
        let (theme, channel) = self.subject(person, cell, agency)?;
        let theme = &self.network.themes[theme];
        let rules = theme.seed;
        let room = u32::from(CELL) - rules.duration - rules.buffer;
        let steps = self.draw.below((room / rules.step + 1) as usize) as u16;
        let start = self.zones.get(&agency.zone)?.instant(cell.date, cell.from + steps * rules.step as u16);
        let [starts_at, ends_at, busy_until] =
            [0, rules.duration, rules.duration + rules.buffer].map(|minutes| {
                DateTime::from_timestamp(start + i64::from(minutes) * 60, 0).unwrap_or(self.day.now)
            });
        let lead = i64::from(rules.notice) + self.draw.within(30, 20 * 24 * 60);
        let latest = self.day.now - chrono::TimeDelta::minutes(self.draw.within(1, 14 * 24 * 60));
        let created_at = latest.min(starts_at - chrono::TimeDelta::minutes(lead));

        let mut reference = self.draw.reference();
        while !self.references.insert(reference.clone()) {
            reference = self.draw.reference();
        }
        let mut id = || -> Uuid { self.draw.id(created_at) };
        let (id, client_id, occupancy_id, event_id) = (id(), id(), id(), id());
        Some(Booking {
            id,
            client_id,
            occupancy_id,
            event_id,
            reference,
            status: self.status(cell.date < self.day.date),
            agency: agency.id,
            theme: theme.id,
            theme_name: rules.name[0],
            channel,
            staff: person.id,
            starts_at,
            ends_at,
            busy_until,
            zone: agency.zone,
            token_hash: self.draw.bytes(),
            created_at,
            client: client(self.draw, rules, shift(self.day.date, -1)),
        })
    }

    /// A theme that the person handles and a way of meeting that the cell allows.
    fn subject(&mut self, person: &Staff, cell: Cell, agency: &Agency) -> Option<(usize, Channel)> {
        let themes = &person.themes;
        let first = self.draw.below(themes.len());
        let mut rotated = themes[first..].iter().chain(&themes[..first]).map(|(theme, _)| *theme);
        let open =
            |theme: usize| self.network.themes[theme].channels_in(cell.agency, agency).and(cell.channels);
        let theme = rotated.find(|theme| !open(*theme).is_empty())?;
        let channels: Vec<_> = open(theme).iter().collect();
        Some((theme, self.draw.pick(&channels)?))
    }

    fn status(&mut self, past: bool) -> AppointmentStatus {
        match (past, self.draw.below(100)) {
            (true, 0..82) => AppointmentStatus::Honoured,
            (true, 82..88) => AppointmentStatus::Absent,
            (true, 88..92) => AppointmentStatus::Excused,
            (false, 0..95) => AppointmentStatus::Confirmed,
            _ => AppointmentStatus::Cancelled,
        }
    }
}
