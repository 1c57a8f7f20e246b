//! Towns where the reference network has agencies: one in six is overseas.

use chrono_tz::{America, Europe, Indian, Tz};

/// A town: its name, its postcode, its zone, its position in degrees north and east.
#[derive(Clone, Copy, Debug)]
pub(super) struct Town {
    pub(super) name: &'static str,
    pub(super) postcode: &'static str,
    pub(super) zone: Tz,
    pub(super) position: (f64, f64),
}

const fn town(name: &'static str, postcode: &'static str, zone: Tz, position: (f64, f64)) -> Town {
    Town { name, postcode, zone, position }
}

const fn mainland(name: &'static str, postcode: &'static str, position: (f64, f64)) -> Town {
    town(name, postcode, Europe::Paris, position)
}

/// The towns, in an order in which any beginning of the list is a network in small.
pub(super) const TOWNS: [Town; 60] = [
    mainland("Paris", "75009", (48.8720, 2.3400)),
    mainland("Lyon", "69003", (45.7600, 4.8500)),
    mainland("Marseille", "13006", (43.2860, 5.3800)),
    mainland("Lille", "59800", (50.6310, 3.0570)),
    mainland("Toulouse", "31000", (43.6045, 1.4440)),
    town("Saint-Denis", "97400", Indian::Reunion, (-20.8800, 55.4500)),
    mainland("Nantes", "44000", (47.2180, -1.5530)),
    mainland("Strasbourg", "67000", (48.5830, 7.7480)),
    mainland("Bordeaux", "33000", (44.8410, -0.5800)),
    mainland("Rennes", "35000", (48.1110, -1.6800)),
    mainland("Montpellier", "34000", (43.6110, 3.8770)),
    town("Fort-de-France", "97200", America::Martinique, (14.6037, -61.0670)),
    mainland("Nice", "06000", (43.7030, 7.2660)),
    mainland("Grenoble", "38000", (45.1880, 5.7240)),
    mainland("Rouen", "76000", (49.4430, 1.0990)),
    mainland("Reims", "51100", (49.2580, 4.0310)),
    mainland("Toulon", "83000", (43.1240, 5.9280)),
    town("Pointe-à-Pitre", "97110", America::Guadeloupe, (16.2410, -61.5330)),
    mainland("Saint-Étienne", "42000", (45.4400, 4.3870)),
    mainland("Dijon", "21000", (47.3220, 5.0410)),
    mainland("Angers", "49000", (47.4710, -0.5520)),
    mainland("Nîmes", "30000", (43.8370, 4.3600)),
    mainland("Clermont-Ferrand", "63000", (45.7770, 3.0870)),
    town("Cayenne", "97300", America::Cayenne, (4.9370, -52.3260)),
    mainland("Le Havre", "76600", (49.4940, 0.1080)),
    mainland("Tours", "37000", (47.3940, 0.6840)),
    mainland("Limoges", "87000", (45.8330, 1.2610)),
    mainland("Amiens", "80000", (49.8940, 2.2960)),
    mainland("Metz", "57000", (49.1190, 6.1760)),
    town("Mamoudzou", "97600", Indian::Mayotte, (-12.7810, 45.2280)),
    mainland("Besançon", "25000", (47.2380, 6.0240)),
    mainland("Orléans", "45000", (47.9030, 1.9090)),
    mainland("Mulhouse", "68100", (47.7490, 7.3390)),
    mainland("Brest", "29200", (48.3900, -4.4860)),
    mainland("Caen", "14000", (49.1830, -0.3700)),
    town("Saint-Pierre", "97410", Indian::Reunion, (-21.3390, 55.4780)),
    mainland("Nancy", "54000", (48.6920, 6.1840)),
    mainland("Perpignan", "66000", (42.6990, 2.8950)),
    mainland("Avignon", "84000", (43.9490, 4.8060)),
    mainland("Poitiers", "86000", (46.5800, 0.3400)),
    mainland("La Rochelle", "17000", (46.1600, -1.1510)),
    town("Le Lamentin", "97232", America::Martinique, (14.6120, -61.0020)),
    mainland("Pau", "64000", (43.2960, -0.3700)),
    mainland("Annecy", "74000", (45.8990, 6.1290)),
    mainland("Le Mans", "72000", (48.0060, 0.1990)),
    mainland("Troyes", "10000", (48.2970, 4.0740)),
    mainland("Bayonne", "64100", (43.4930, -1.4750)),
    town("Les Abymes", "97139", America::Guadeloupe, (16.2710, -61.5040)),
    mainland("Valence", "26000", (44.9330, 4.8920)),
    mainland("Quimper", "29000", (47.9960, -4.1020)),
    mainland("Chambéry", "73000", (45.5650, 5.9180)),
    mainland("Lorient", "56100", (47.7480, -3.3700)),
    mainland("Bourges", "18000", (47.0810, 2.3990)),
    town("Kourou", "97310", America::Cayenne, (5.1600, -52.6500)),
    mainland("Ajaccio", "20000", (41.9190, 8.7380)),
    mainland("Angoulême", "16000", (45.6490, 0.1560)),
    mainland("Colmar", "68000", (48.0790, 7.3580)),
    mainland("Saint-Brieuc", "22000", (48.5140, -2.7650)),
    mainland("Tarbes", "65000", (43.2330, 0.0780)),
    town("Saint-Paul", "97460", Indian::Reunion, (-21.0100, 55.2700)),
];

/// Quarters, to tell apart the agencies of one town.
pub(super) const QUARTERS: [&str; 8] =
    ["Centre", "Gare", "Hôtel de Ville", "Les Halles", "République", "Nord", "Sud", "Université"];

/// Streets that every French town has.
pub(super) const STREETS: [&str; 8] = [
    "rue de la République",
    "avenue Jean-Jaurès",
    "rue Victor-Hugo",
    "place de la Mairie",
    "boulevard Gambetta",
    "rue Pasteur",
    "avenue de la Gare",
    "rue des Écoles",
];

#[cfg(test)]
mod tests {
    use super::TOWNS;

    #[test]
    fn one_town_in_six_is_overseas_whatever_the_size() {
        for (place, town) in TOWNS.iter().enumerate() {
            assert_eq!(town.postcode.starts_with("97"), place % 6 == 5, "{}", town.name);
            assert_eq!(town.zone == chrono_tz::Europe::Paris, place % 6 != 5, "{}", town.name);
        }
    }
}
