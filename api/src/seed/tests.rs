//! The demonstration as a whole, without a database.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, Utc, Weekday};
use creno_engine::{Span, WindowKind, span};
use creno_types::appointment::AppointmentStatus;
use creno_types::{Channel, Slug};

use super::day::Day;
use super::draw::Draw;
use super::rows::{Booking, Network};
use super::{COLLABORATEUR, DEMO_SEED, MANAGER, diary, network, reference, year};

/// A moment of each day of a week, clock changes of both kinds within the weeks around, and a 29 February.
const MOMENTS: [&str; 10] = [
    "2026-11-22T06:42:23Z",
    "2026-11-23T08:00:00Z",
    "2026-11-24T23:30:00Z",
    "2026-11-25T12:00:00Z",
    "2026-11-26T00:10:00Z",
    "2026-11-27T16:59:59Z",
    "2026-11-28T21:00:00Z",
    "2026-03-28T09:00:00Z",
    "2026-10-25T00:30:00Z",
    "2028-02-29T10:00:00Z",
];

fn demonstration(now: &str) -> (Day, Network, Vec<Booking>) {
    let day = Day::of(now.parse().unwrap());
    let mut draw = Draw::new(DEMO_SEED, day.date);
    let network = network::network(&mut draw, &day, "hash");
    let bookings = diary::fill(&mut draw, &day, &network);
    (day, network, bookings)
}

fn local_date(booking: &Booking, at: DateTime<Utc>) -> chrono::NaiveDate {
    at.with_timezone(&booking.zone).date_naive()
}

#[test]
fn is_the_same_for_the_same_instant() {
    let [one, other] = [MOMENTS[0], MOMENTS[0]].map(|now| format!("{:?}", demonstration(now).2));
    assert_eq!(one, other);
}

#[test]
fn is_full_today_whatever_the_day() {
    for now in MOMENTS {
        let (day, network, bookings) = demonstration(now);
        assert!((290..=300).contains(&bookings.len()), "{now}: {}", bookings.len());
        let today = || {
            bookings
                .iter()
                .filter(|booking| local_date(booking, booking.starts_at) == local_date(booking, day.now))
        };
        let account = |email: &str| network.staff.iter().find(|person| person.email == email).unwrap();

        let own = today().filter(|booking| booking.staff == account(COLLABORATEUR).id).count();
        let workday = !matches!(chrono::Datelike::weekday(&day.date), Weekday::Sat | Weekday::Sun);
        assert!(own >= if workday { 6 } else { 2 }, "{now}: {own}");
        let perimeter: Vec<_> =
            account(MANAGER).agencies.iter().map(|place| network.agencies[*place].id).collect();
        let within = today().filter(|booking| perimeter.contains(&booking.agency)).count();
        assert!(within > own, "{now}: {within}");
    }
}

#[test]
fn appointments_stand_where_and_when_people_receive() {
    for now in MOMENTS {
        let (day, network, bookings) = demonstration(now);
        let mut taken: BTreeMap<_, Vec<Span>> = BTreeMap::new();
        for booking in &bookings {
            let what = format!("{now}: {} {}", booking.reference, booking.starts_at);
            assert!(booking.created_at < day.now && booking.created_at < booking.starts_at, "{what}");
            assert!(booking.starts_at < booking.ends_at && booking.ends_at <= booking.busy_until, "{what}");
            let past = booking.ends_at <= day.now;
            let expected = match booking.status {
                AppointmentStatus::Confirmed => !past,
                AppointmentStatus::Cancelled => true,
                _ => past,
            };
            assert!(expected, "{what}: {:?}", booking.status);
            let theme = network.themes.iter().find(|theme| theme.id == booking.theme).unwrap();
            let place = network.agencies.iter().position(|agency| agency.id == booking.agency).unwrap();
            assert!(theme.channels_in(place, &network.agencies[place]).contains(booking.channel), "{what}");
            let person = network.staff.iter().find(|person| person.id == booking.staff).unwrap();
            let date = local_date(booking, booking.starts_at);
            let at_work = person.windows.iter().any(|window| {
                window.agency.is_some_and(|agency| agency.0 == booking.agency)
                    && !window.kind.closes()
                    && window.kind.stands_on(date)
                    && window.channels.contains(booking.channel)
            });
            assert!(at_work, "{what}");
            if booking.status != AppointmentStatus::Cancelled {
                let span = Span::new(booking.starts_at.timestamp(), booking.busy_until.timestamp());
                taken.entry(booking.staff).or_default().push(span);
            }
        }
        assert!(taken.into_values().all(no_overlap), "{now}");
    }
}

fn no_overlap(spans: Vec<Span>) -> bool {
    let total: i64 = spans.iter().map(|span| span.end - span.start).sum();
    span::union(spans).iter().map(|span| span.end - span.start).sum::<i64>() == total
}

#[test]
fn two_people_at_least_handle_each_theme_by_each_channel_where_it_is_offered() {
    let (_, network, _) = demonstration(MOMENTS[0]);
    for (place, agency) in network.agencies.iter().enumerate() {
        for (number, theme) in network.themes.iter().enumerate() {
            for channel in theme.channels_in(place, agency).iter() {
                let able = network.staff.iter().filter(|person| {
                    person.themes.iter().any(|(theme, _)| *theme == number)
                        && person.agencies.contains(&place)
                        && person.windows.iter().any(|window| {
                            window.agency.is_some_and(|id| id.0 == agency.id)
                                && window.channels.contains(channel)
                                && matches!(window.kind, WindowKind::Recurring(rhythm) if rhythm.nth.is_none())
                                && usize::from(window.to - window.from) >= theme.seed.duration as usize
                        })
                });
                assert!(able.count() >= 2, "{} in {} by {channel}", theme.seed.slug, agency.slug);
            }
        }
    }
}

#[test]
fn nobody_is_in_two_windows_at_once() {
    let (day, network, _) = demonstration(MOMENTS[0]);
    let zones = day.zones(network.agencies.iter().map(|agency| agency.zone));
    for person in &network.staff {
        for date in day.date.iter_days().take(70) {
            let spans =
                person.windows.iter().filter(|window| !window.kind.closes() && window.kind.stands_on(date));
            let spans = spans.map(|window| {
                let agency =
                    network.agencies.iter().find(|agency| window.agency.is_some_and(|id| id.0 == agency.id));
                let zone = &zones[&agency.unwrap().zone];
                Span::new(zone.instant(date, window.from), zone.instant(date, window.to))
            });
            assert!(no_overlap(spans.collect()), "{} on {date}", person.slug);
        }
    }
}

#[test]
fn a_campaign_has_a_session_soon_apart_from_the_windows_of_those_who_take_part() {
    for now in MOMENTS {
        let (day, network, _) = demonstration(now);
        let [campaign] = &*network.campaigns else { panic!("{now}: one campaign") };
        assert_eq!((campaign.staff.len(), campaign.themes.len()), (2, 2));
        let on = |date| campaign.sessions.iter().filter(move |session| session.kind.stands_on(date));
        let soon: Vec<_> =
            (1..=14).map(|days| day.after(days)).filter(|date| on(*date).count() > 0).collect();
        assert!(!soon.is_empty(), "{now}");
        for person in campaign.staff.iter().map(|who| &network.staff[*who]) {
            for date in day.date.iter_days().take(70) {
                let own = person.windows.iter().filter(|window| !window.kind.closes());
                for (own, session) in own
                    .filter(|window| window.kind.stands_on(date))
                    .flat_map(|own| on(date).map(move |session| (own, session)))
                {
                    assert!(own.to <= session.from, "{now}: {} on {date}", person.slug);
                }
            }
        }
    }
}

#[test]
fn slugs_and_addresses_are_well_formed_and_unique() {
    let (_, network, _) = demonstration(MOMENTS[0]);
    assert_eq!((network.agencies.len(), network.themes.len(), network.staff.len()), (12, 8, 40));
    let slugs = network.agencies.iter().map(|agency| agency.slug.as_str());
    let slugs = slugs.chain(network.themes.iter().map(|theme| theme.seed.slug));
    let slugs: Vec<_> = slugs.chain(network.staff.iter().map(|person| person.slug.as_str())).collect();
    assert!(slugs.iter().all(|slug| slug.parse::<Slug>().is_ok()), "{slugs:?}");
    assert_eq!(slugs.iter().collect::<BTreeSet<_>>().len(), 60);
    let emails: BTreeSet<_> = network.staff.iter().map(|person| &person.email).collect();
    assert_eq!(emails.len(), 40);
    assert!(emails.iter().all(|email| email.ends_with("@concilia.fr") && **email == email.to_lowercase()));
}

#[test]
fn the_demonstration_shows_every_channel_and_outcome() {
    let (_, _, bookings) = demonstration(MOMENTS[0]);
    for channel in Channel::ALL {
        assert!(bookings.iter().any(|booking| booking.channel == channel));
    }
    for status in AppointmentStatus::ALL {
        assert!(bookings.iter().any(|booking| booking.status == status), "{status:?}");
    }
}

/// A tenth of the reference network: as many appointments as promised, half of them past, nobody twice at once.
#[test]
fn the_year_of_the_reference_network_has_no_overlap() {
    let day = Day::beginning("2026-11-22T06:42:23Z".parse().unwrap());
    let size = reference::Size::of(0.1).unwrap();
    let made = || {
        let mut draw = Draw::new(5, day.date);
        let network = reference::network(&mut draw, &day, &size);
        let mut year = year::Year::new(&mut draw, &day, &network, size.appointments);
        std::iter::from_fn(|| year.next_batch()).flatten().collect::<Vec<_>>()
    };
    let bookings = made();
    assert_eq!(bookings.len() as u64, size.appointments);
    assert_eq!(format!("{:?}", bookings[17]), format!("{:?}", made()[17]));
    let past = bookings.iter().filter(|booking| local_date(booking, booking.starts_at) < day.date).count();
    assert!((3_200..=3_300).contains(&past), "{past}");
    let mut taken: BTreeMap<_, Vec<Span>> = BTreeMap::new();
    for booking in &bookings {
        assert!(booking.created_at < day.now && booking.created_at < booking.starts_at);
        let span = Span::new(booking.starts_at.timestamp(), booking.busy_until.timestamp());
        taken.entry(booking.staff).or_default().push(span);
    }
    assert!(taken.into_values().all(no_overlap));
    let references: BTreeSet<_> = bookings.iter().map(|booking| &booking.reference).collect();
    assert_eq!(references.len(), bookings.len());
    let year = day.after(-182)..=day.after(182) + Days::new(1);
    assert!(bookings.iter().all(|booking| year.contains(&local_date(booking, booking.starts_at))));
}
