//! The twelve agencies of the demonstration.

use chrono_tz::{Europe, Indian, Tz};
use creno_types::Channel;
use creno_types::Channel::{Office, Phone, Video};

/// An agency of the demonstration.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) slug: &'static str,
    pub(super) name: &'static str,
    pub(super) street: &'static str,
    pub(super) postcode: &'static str,
    pub(super) city: &'static str,
    pub(super) zone: Tz,
    /// Degrees north and east.
    pub(super) position: (f64, f64),
    pub(super) channels: &'static [Channel],
}

const EVERY: &[Channel] = &Channel::ALL;

const fn place(
    slug: &'static str,
    name: &'static str,
    [street, postcode, city]: [&'static str; 3],
    position: (f64, f64),
    channels: &'static [Channel],
) -> Place {
    Place { slug, name, street, postcode, city, zone: Europe::Paris, position, channels }
}

/// The agencies; other lists refer to their places here.
pub(super) const PLACES: [Place; 12] = [
    place("paris-opera", "Paris Opéra", ["12 rue Scribe", "75009", "Paris"], (48.8711, 2.3301), EVERY),
    place(
        "paris-nation",
        "Paris Nation",
        ["9 place de la Nation", "75011", "Paris"],
        (48.8488, 2.3958),
        EVERY,
    ),
    place(
        "lyon-part-dieu",
        "Lyon Part-Dieu",
        ["45 rue de la Villette", "69003", "Lyon"],
        (45.7600, 4.8612),
        EVERY,
    ),
    place(
        "marseille-prado",
        "Marseille Prado",
        ["210 avenue du Prado", "13008", "Marseille"],
        (43.2793, 5.3893),
        EVERY,
    ),
    place(
        "lille-grand-place",
        "Lille Grand-Place",
        ["17 rue Nationale", "59800", "Lille"],
        (50.6365, 3.0616),
        EVERY,
    ),
    place(
        "bordeaux-meriadeck",
        "Bordeaux Mériadeck",
        ["24 rue Claude-Bonnier", "33000", "Bordeaux"],
        (44.8386, -0.5874),
        EVERY,
    ),
    place(
        "nantes-commerce",
        "Nantes Commerce",
        ["6 allée Brancas", "44000", "Nantes"],
        (47.2133, -1.5577),
        EVERY,
    ),
    place(
        "strasbourg-halles",
        "Strasbourg Les Halles",
        ["3 quai Kléber", "67000", "Strasbourg"],
        (48.5858, 7.7420),
        EVERY,
    ),
    place(
        "toulouse-wilson",
        "Toulouse Wilson",
        ["31 allées Jean-Jaurès", "31000", "Toulouse"],
        (43.6068, 1.4500),
        &[Office, Video],
    ),
    place(
        "rennes-republique",
        "Rennes République",
        ["15 quai Lamennais", "35000", "Rennes"],
        (48.1093, -1.6806),
        &[Office, Phone],
    ),
    place(
        "clermont-ferrand-jaude",
        "Clermont-Ferrand Jaude",
        ["9 rue Blatin", "63000", "Clermont-Ferrand"],
        (45.7762, 3.0808),
        &[Office, Phone],
    ),
    Place {
        zone: Indian::Reunion,
        ..place(
            "saint-denis-reunion",
            "Saint-Denis de La Réunion",
            ["52 rue de Paris", "97400", "Saint-Denis"],
            (-20.8803, 55.4507),
            EVERY,
        )
    },
];

/// Agencies that also open on Saturdays.
pub(super) const SATURDAY: [usize; 2] = [0, 2];
/// The agency that answers on Sundays, by phone and video.
pub(super) const SUNDAY: usize = 0;
/// The agencies that do not offer the theme for the self-employed.
pub(super) const WITHOUT_SELF_EMPLOYED: [usize; 4] = [1, 7, 9, 11];
/// The agencies of the manager whose account is open to visitors.
pub(super) const PERIMETER: [usize; 4] = [0, 1, 2, 4];
/// Those of the other manager.
pub(super) const OTHER_PERIMETER: [usize; 4] = [3, 5, 8, 10];
