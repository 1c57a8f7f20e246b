//! The demonstration network, from the lists of what it has.

use super::draw::Draw;
use super::fields::FIELDS;
use super::places::{PLACES, WITHOUT_SELF_EMPLOYED};
use super::profiles::PROFILES;
use super::rows::{Agency, Closure, Network, Profile, Skill, Theme};
use super::themes::{SKILLS, THEMES};
use super::{Day, campaigns, people, windows};

/// The theme that some agencies do not offer.
const SELF_EMPLOYED: &str = "independants";

/// The demonstration network on that day.
pub(super) fn network(draw: &mut Draw, day: &Day, password_hash: &str) -> Network {
    let agencies: Vec<_> = PLACES
        .iter()
        .map(|place| Agency {
            id: draw.id(day.since),
            slug: place.slug.into(),
            name: place.name.into(),
            street: place.street.into(),
            postcode: place.postcode.into(),
            city: place.city.into(),
            zone: place.zone,
            latitude: place.position.0,
            longitude: place.position.1,
            channels: place.channels.iter().copied().collect(),
        })
        .collect();
    let offered = |slug: &str, place: &usize| slug != SELF_EMPLOYED || !WITHOUT_SELF_EMPLOYED.contains(place);
    let (skills, themes) = offer(draw, day, agencies.len(), offered);
    let mut staff = people::people(draw, day, &agencies, &themes, password_hash);
    windows::add_exceptions(&mut staff, day, &agencies);
    // Works close one agency for a day, so that the reason can be seen.
    let date = day.after(12);
    let closures =
        vec![Closure { id: draw.id(day.since), agency: 6, from: date, until: date, label: "Travaux" }];
    let campaigns = campaigns::campaigns(day, &agencies);
    let profiles = profiles(draw, day);
    Network { skills, fields: &FIELDS, profiles, agencies, themes, closures, staff, campaigns }
}

/// The skills and the themes, offered by the agencies for which `offered` is true.
pub(super) fn offer(
    draw: &mut Draw,
    day: &Day,
    agencies: usize,
    offered: impl Fn(&str, &usize) -> bool,
) -> (Vec<Skill>, Vec<Theme>) {
    let skills: Vec<_> = SKILLS.iter().map(|seed| Skill { id: draw.id(day.since), seed }).collect();
    let themes = THEMES.iter().map(|seed| Theme {
        id: draw.id(day.since),
        skill: skills[seed.skill].id,
        seed,
        agencies: (0..agencies).filter(|place| offered(seed.slug, place)).collect(),
    });
    let themes = themes.collect();
    (skills, themes)
}

/// The profiles, by [`super::profiles::Role`].
pub(super) fn profiles(draw: &mut Draw, day: &Day) -> Vec<Profile> {
    PROFILES.iter().map(|seed| Profile { id: draw.id(day.since), seed }).collect()
}
