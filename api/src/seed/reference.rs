//! The reference network at any scale: agencies, people and windows by simple arithmetic.

use chrono::Weekday;
use creno_engine::rules::Recurrence;
use creno_engine::{Window, WindowKind};
use creno_types::Channel::{Phone, Video};
use creno_types::channel::Channels;
use creno_types::ids::AgencyId;

use super::day::Day;
use super::draw::Draw;
use super::fields::FIELDS;
use super::names::{FIRST, LAST, slug};
use super::network::{offer, profiles};
use super::profiles::Role;
use super::rows::{Agency, Network, Staff};
use super::themes::THEMES;
use super::towns::{QUARTERS, STREETS, TOWNS};
use super::windows::minute;

/// How many of each there are at scale 1.
const AGENCIES: f64 = 120.0;
const RECEIVERS: f64 = 450.0;
const MANAGERS: f64 = 30.0;
const ADMINISTRATORS: f64 = 10.0;
const APPOINTMENTS: f64 = 65_000.0;

/// How many of each there are at the scale asked.
#[derive(Debug)]
pub(super) struct Size {
    agencies: usize,
    receivers: usize,
    managers: usize,
    administrators: usize,
    /// Over a year.
    pub(super) appointments: u64,
}

impl Size {
    /// The size at a scale above 0 and at most 100; two agencies of two people at the least.
    pub(super) fn of(scale: f64) -> Option<Self> {
        if !(scale > 0.0 && scale <= 100.0) {
            return None;
        }
        let times = |reference: f64, least: usize| ((reference * scale).round() as usize).max(least);
        let agencies = times(AGENCIES, 2);
        Some(Self {
            agencies,
            receivers: times(RECEIVERS, 2 * agencies),
            managers: times(MANAGERS, 1),
            administrators: times(ADMINISTRATORS, 1),
            appointments: times(APPOINTMENTS, 1) as u64,
        })
    }
}

/// The network of that size.
pub(super) fn network(draw: &mut Draw, day: &Day, size: &Size) -> Network {
    let agencies: Vec<_> = (0..size.agencies).map(|place| agency(draw, day, place)).collect();
    let (skills, themes) = offer(draw, day, agencies.len(), |_, _| true);
    let mut staff = receivers(draw, day, &agencies, size.receivers);
    let each = size.agencies.div_ceil(size.managers);
    for manager in 0..size.managers {
        let perimeter = (0..each).map(|next| (manager * each + next) % size.agencies).collect();
        staff.push(person(draw, day, staff.len(), Role::Manager, perimeter));
    }
    for _ in 0..size.administrators {
        staff.push(person(draw, day, staff.len(), Role::Administrateur, Vec::new()));
    }
    let profiles = profiles(draw, day);
    let (closures, campaigns) = (Vec::new(), Vec::new());
    Network { skills, fields: &FIELDS, profiles, agencies, themes, closures, staff, campaigns }
}

/// The agency of that rank: every town has one before any has two.
fn agency(draw: &mut Draw, day: &Day, rank: usize) -> Agency {
    let town = TOWNS[rank % TOWNS.len()];
    let round = rank / TOWNS.len();
    let quarter = QUARTERS[round % QUARTERS.len()];
    let name = match round / QUARTERS.len() {
        0 => format!("{} {quarter}", town.name),
        again => format!("{} {quarter} {}", town.name, again + 1),
    };
    // About three kilometres around the town, at most.
    let mut near = |degrees: f64| degrees + draw.within(-250, 250) as f64 / 10_000.0;
    let (latitude, longitude) = (near(town.position.0), near(town.position.1));
    Agency {
        id: draw.id(day.since),
        slug: slug(&name),
        name,
        street: format!("{} {}", draw.within(1, 180), draw.one(&STREETS)),
        postcode: town.postcode.into(),
        city: town.name.into(),
        zone: town.zone,
        latitude,
        longitude,
        channels: Channels::EVERY,
    }
}

/// The people who receive. One agency in ten is large, with about ten of them; the others have three.
fn receivers(draw: &mut Draw, day: &Day, agencies: &[Agency], count: usize) -> Vec<Staff> {
    let weight = |rank: usize| if rank.is_multiple_of(10) { 21 } else { 6 };
    let total: usize = (0..agencies.len()).map(weight).sum();
    let mut staff = Vec::with_capacity(count);
    let mut passed = 0;
    for home in 0..agencies.len() {
        passed += weight(home);
        // Two in each to begin with, the rest by weight.
        let until = 2 * (home + 1) + (count - 2 * agencies.len()) * passed / total;
        let team = until - staff.len();
        for turn in 0..team {
            let second = second_agency(agencies, home).filter(|_| turn == 2);
            let places = [Some(home), second].into_iter().flatten().collect();
            let mut receiver = person(draw, day, staff.len(), Role::Collaborateur, places);
            // A small team handles everything; in a larger one each leaves out two themes.
            let first_out = if team > 3 { 2 * turn % THEMES.len() } else { THEMES.len() };
            let handled = (0..THEMES.len()).filter(|theme| !(first_out..first_out + 2).contains(theme));
            receiver.themes = handled.map(|theme| (theme, draw.within(1, 3))).collect();
            receiver.windows = week(day, agencies, &receiver.agencies, turn);
            staff.push(receiver);
        }
    }
    staff
}

/// Another agency of the same zone, where a person may work too.
fn second_agency(agencies: &[Agency], home: usize) -> Option<usize> {
    let after = (home + 1)..agencies.len();
    let found = after.chain(0..home).find(|place| agencies[*place].zone == agencies[home].zone);
    found.filter(|place| *place != home)
}

fn person(draw: &mut Draw, day: &Day, rank: usize, role: Role, agencies: Vec<usize>) -> Staff {
    let name = format!("{} {}", draw.one(&FIRST), draw.one(&LAST));
    let slug = format!("{}-{}", slug(&name), rank + 1);
    Staff {
        id: draw.id(day.since),
        email: format!("{slug}@concilia.fr"),
        slug,
        name,
        password_hash: None,
        role,
        agencies,
        themes: Vec::new(),
        windows: Vec::new(),
    }
}

/// Mornings and afternoons; the last two days in the second agency when there is one. Wednesday afternoons are
/// at a distance, and every second Friday afternoon is off for half of the people.
fn week(day: &Day, agencies: &[Agency], places: &[usize], turn: usize) -> Vec<Window> {
    let remote: Channels = [Video, Phone].into_iter().collect();
    let late = if turn.is_multiple_of(2) { 0 } else { 30 };
    let mut windows = Vec::with_capacity(10);
    for weekday in [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri] {
        let end_of_week = weekday.num_days_from_monday() >= 3;
        let place = if end_of_week { places.last() } else { places.first() };
        let agency = place.map(|place| AgencyId(agencies[*place].id));
        for (from, to, afternoon) in [([9, 0], [12, 30], false), ([13, 30], [17, 0], true)] {
            let alternate = afternoon && weekday == Weekday::Fri && !turn.is_multiple_of(2);
            windows.push(Window {
                kind: WindowKind::Recurring(Recurrence {
                    weekday,
                    interval: if alternate { 2 } else { 1 },
                    nth: None,
                    valid_from: alternate.then(|| super::windows::monday(day.after(-364))),
                    valid_until: None,
                }),
                agency,
                channels: if afternoon && weekday == Weekday::Wed { remote } else { Channels::EVERY },
                from: minute(from) + late,
                to: minute(to) + late,
            });
        }
    }
    windows
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::day::Day;
    use super::super::draw::Draw;
    use super::{Size, network};

    #[test]
    fn has_the_size_of_the_reference_network() {
        let size = Size::of(1.0).unwrap();
        assert_eq!((size.agencies, size.receivers, size.managers, size.administrators), (120, 450, 30, 10));
        assert_eq!(size.appointments, 65_000);
        for wrong in [0.0, -1.0, 100.5, f64::NAN, f64::INFINITY] {
            assert!(Size::of(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn at_least_two_people_handle_any_theme_in_any_agency_at_any_scale() {
        let day = Day::of("2026-11-22T10:00:00Z".parse().unwrap());
        for scale in [0.001, 0.1, 1.0, 10.0] {
            let size = Size::of(scale).unwrap();
            let network = network(&mut Draw::new(1, day.date), &day, &size);
            assert_eq!(network.agencies.len(), size.agencies);
            assert_eq!(network.staff.len(), size.receivers + size.managers + size.administrators);
            let slugs: BTreeSet<_> = network.agencies.iter().map(|agency| &agency.slug).collect();
            assert_eq!(slugs.len(), size.agencies);
            let emails: BTreeSet<_> = network.staff.iter().map(|person| &person.email).collect();
            assert_eq!(emails.len(), network.staff.len());
            for agency in 0..network.agencies.len() {
                for theme in 0..network.themes.len() {
                    let able = network.staff.iter().filter(|person| {
                        person.agencies.contains(&agency)
                            && person.themes.iter().any(|(place, _)| *place == theme)
                    });
                    assert!(able.count() >= 2, "theme {theme} in agency {agency} at scale {scale}");
                }
            }
        }
    }
}
