//! The computed public holidays are those of two packages made by others, where these follow the law.
//!
//! `tests/data/holidays.json` holds `{package: {zone: {year: [dates]}}}` as written by the Python packages
//! `jours-feries-france` 0.7.0 (Etalab, MIT licence) and `holidays` 0.109 (MIT licence), years 2024 to 2035.
#![expect(clippy::unwrap_used, reason = "a test that can't go on fails")]

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate, Weekday};
use creno_engine::holiday::{Holiday, easter, holiday_on, holidays};
use creno_types::holiday::HolidayCalendar::{
    self, AlsaceMoselle, Guadeloupe, Guyane, Martinique, Mayotte, National, NouvelleCaledonie,
    PolynesieFrancaise, Reunion, SaintBarthelemy, SaintMartin, SaintPierreEtMiquelon, WallisEtFutuna,
};

const YEARS: std::ops::RangeInclusive<i32> = 2024..=2035;

type Dates = BTreeSet<NaiveDate>;
type Package = BTreeMap<String, BTreeMap<i32, Dates>>;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn good_friday(year: i32) -> NaiveDate {
    easter(year).unwrap() - Days::new(2)
}

/// What a package leaves out of the law's list, and what it adds to it.
#[derive(Default)]
struct Difference {
    lacks: Vec<NaiveDate>,
    adds: Vec<NaiveDate>,
}

impl Difference {
    fn lacks(dates: impl Into<Vec<NaiveDate>>) -> Self {
        Self { lacks: dates.into(), adds: Vec::new() }
    }

    fn adds(dates: impl Into<Vec<NaiveDate>>) -> Self {
        Self { lacks: Vec::new(), adds: dates.into() }
    }
}

/// Compares every zone of a package, year by year; a difference that isn't there fails too.
fn compare(
    package: &str,
    zones: &[(&str, HolidayCalendar)],
    difference: impl Fn(HolidayCalendar, i32) -> Difference,
) {
    let mut packages: BTreeMap<String, Package> =
        serde_json::from_str(include_str!("data/holidays.json")).unwrap();
    let reference = packages.remove(package).unwrap();
    let known: BTreeSet<&str> = zones.iter().map(|(zone, _)| *zone).collect();
    assert_eq!(known, reference.keys().map(String::as_str).collect(), "zones of {package}");
    for &(zone, calendar) in zones {
        assert!(reference[zone].keys().copied().eq(YEARS), "years of {zone}");
        for (&year, dates) in &reference[zone] {
            let Difference { lacks, adds } = difference(calendar, year);
            let mut expected = dates.clone();
            assert!(
                adds.iter().all(|date| expected.remove(date)),
                "{package} has no such day: {zone} {year}"
            );
            assert!(
                lacks.into_iter().all(|date| expected.insert(date)),
                "{package} has the day: {zone} {year}"
            );
            let ours: Vec<_> = holidays(calendar, year).into_iter().map(|(date, _)| date).collect();
            assert_eq!(ours, expected.into_iter().collect::<Vec<_>>(), "{package}, {zone}, {year}");
        }
    }
}

#[test]
fn the_days_are_those_of_jours_feries_france() {
    let zones = [
        ("Métropole", National),
        ("Alsace-Moselle", AlsaceMoselle),
        ("Guadeloupe", Guadeloupe),
        ("Martinique", Martinique),
        ("Guyane", Guyane),
        ("La Réunion", Reunion),
        ("Mayotte", Mayotte),
        ("Saint-Pierre-et-Miquelon", SaintPierreEtMiquelon),
        ("Saint-Barthélémy", SaintBarthelemy),
        ("Saint-Martin", SaintMartin),
        ("Polynésie Française", PolynesieFrancaise),
        ("Nouvelle-Calédonie", NouvelleCaledonie),
        ("Wallis-et-Futuna", WallisEtFutuna),
    ];
    compare("jours-feries-france 0.7.0", &zones, |calendar, year| match calendar {
        // The package knows the three Pacific zones, and gives them the national days alone.
        PolynesieFrancaise => {
            let moved = if year <= 2025 { day(year, 6, 29) } else { day(year, 11, 20) };
            Difference::lacks([day(year, 3, 5), good_friday(year), moved])
        }
        NouvelleCaledonie => Difference::lacks([day(year, 9, 24)]),
        WallisEtFutuna => Difference::lacks([day(year, 4, 28), day(year, 6, 29), day(year, 7, 29)]),
        _ => Difference::default(),
    });
}

#[test]
fn the_days_are_those_of_the_holidays_package() {
    let zones = [
        ("FR", National),
        ("57", AlsaceMoselle),
        ("6AE", AlsaceMoselle),
        ("971", Guadeloupe),
        ("972", Martinique),
        ("973", Guyane),
        ("974", Reunion),
        ("976", Mayotte),
        ("PM", SaintPierreEtMiquelon),
        ("BL", SaintBarthelemy),
        ("MF", SaintMartin),
        ("PF", PolynesieFrancaise),
        ("NC", NouvelleCaledonie),
        ("WF", WallisEtFutuna),
    ];
    compare("holidays 0.109", &zones, |calendar, year| match calendar {
        // Mid-Lent, Good Friday and Victor Schœlcher's day are usage: neither L3133-1 nor L3422-2 has them.
        Guadeloupe => {
            Difference::adds([easter(year).unwrap() - Days::new(24), good_friday(year), day(year, 7, 21)])
        }
        Martinique | SaintMartin => Difference::adds([day(year, 7, 21)]),
        // The package has Matari’i from 2025, as announced in April 2024; the loi du pays voted on 6 May 2025
        // (n° 2025-12) moved the day from 2026 on.
        PolynesieFrancaise if year == 2025 => {
            Difference { lacks: vec![day(2025, 6, 29)], adds: vec![day(2025, 11, 20)] }
        }
        _ => Difference::default(),
    });
}

#[test]
fn easter_falls_on_the_known_dates() {
    // The earliest and latest that there are, the two exceptions of Gauss's rule, and years near ours.
    for (year, month, date) in [
        (1598, 3, 22),
        (1693, 3, 22),
        (1734, 4, 25),
        (1761, 3, 22),
        (1818, 3, 22),
        (1886, 4, 25),
        (1913, 3, 23),
        (1940, 3, 24),
        (1943, 4, 25),
        (1954, 4, 18),
        (1961, 4, 2),
        (1981, 4, 19),
        (2000, 4, 23),
        (2008, 3, 23),
        (2011, 4, 24),
        (2016, 3, 27),
        (2019, 4, 21),
        (2024, 3, 31),
        (2025, 4, 20),
        (2026, 4, 5),
        (2030, 4, 21),
        (2035, 3, 25),
        (2038, 4, 25),
        (2049, 4, 18),
        (2060, 4, 18),
        (2076, 4, 19),
        (2285, 3, 22),
        (3000, 4, 13),
        (4089, 4, 10),
        (4099, 4, 19),
    ] {
        assert_eq!(easter(year), Some(day(year, month, date)));
    }
    let by_day = |year: &i32| easter(*year).map(|date| (date.month(), date.day()));
    assert_eq!((1954..=2060).min_by_key(by_day), Some(2008));
    assert_eq!((1954..=2060).max_by_key(by_day), Some(2038));
}

#[test]
fn easter_is_a_sunday_between_its_bounds() {
    for year in 1583..=4099 {
        let date = easter(year).unwrap();
        assert_eq!(date.weekday(), Weekday::Sun, "{date}");
        assert!((day(year, 3, 22)..=day(year, 4, 25)).contains(&date), "{date}");
    }
}

#[test]
fn years_out_of_reach_have_no_holidays() {
    for year in [i32::MIN, -1, 0, 1582, 262_143, i32::MAX] {
        assert_eq!(easter(year), None, "{year}");
        assert_eq!(holidays(National, year), [], "{year}");
    }
    assert_eq!(holidays(National, NaiveDate::MAX.year()).len(), 11);
    assert_eq!(holiday_on(National, NaiveDate::MIN), None);
}

#[test]
fn a_date_comes_once_and_the_fixed_day_gives_its_label() {
    let shared = [
        (National, day(2008, 5, 1), Holiday::LabourDay),
        (National, day(1997, 5, 8), Holiday::Victory1945),
        (Martinique, day(2031, 5, 22), Holiday::AbolitionOfSlavery),
        (Guadeloupe, day(2049, 5, 27), Holiday::AbolitionOfSlavery),
        (Guyane, day(2030, 6, 10), Holiday::AbolitionOfSlavery),
    ];
    for (calendar, date, holiday) in shared {
        let year = holidays(calendar, date.year());
        let there: Vec<_> = year.iter().filter(|(day, _)| *day == date).collect();
        assert_eq!(there, [&(date, holiday)]);
        assert_eq!(year.len(), if calendar == National { 10 } else { 11 });
        assert_eq!(holiday_on(calendar, date), Some(holiday));
    }
    assert_eq!(holiday_on(National, day(2030, 6, 10)), Some(Holiday::WhitMonday));
}

#[test]
fn one_date_and_the_whole_year_agree() {
    for calendar in HolidayCalendar::ALL {
        for year in 1995..=2060 {
            let listed = holidays(calendar, year);
            assert!(listed.is_sorted_by(|one, next| one.0 < next.0), "{calendar} {year}");
            let asked: Vec<_> = day(year, 1, 1)
                .iter_days()
                .take_while(|date| date.year() == year)
                .filter_map(|date| Some((date, holiday_on(calendar, date)?)))
                .collect();
            assert_eq!(asked, listed, "{calendar} {year}");
        }
    }
    assert_eq!(holidays(HolidayCalendar::None, 2026), []);
}

#[test]
fn labels_are_french_and_tell_the_days_apart() {
    for calendar in HolidayCalendar::ALL {
        let year = holidays(calendar, 2026);
        let labels: BTreeSet<_> = year.iter().map(|(_, holiday)| holiday.label()).collect();
        assert_eq!(labels.len(), year.len(), "{calendar}");
        assert!(labels.iter().all(|label| !label.contains('\'')), "{calendar}");
    }
    assert_eq!(holiday_on(National, day(2026, 4, 6)).map(Holiday::label), Some("Lundi de Pâques"));
    let abolition = holiday_on(Reunion, day(2026, 12, 20)).map(Holiday::label);
    assert_eq!(abolition, Some("Abolition de l’esclavage"));
}

#[test]
fn a_calendar_is_written_and_read_as_its_word() {
    for calendar in HolidayCalendar::ALL {
        assert_eq!(serde_json::to_value(calendar).unwrap(), calendar.as_str());
        assert_eq!(calendar.to_string().parse(), Ok(calendar));
        let refusal = "".parse::<HolidayCalendar>().unwrap_err().to_string();
        assert!(refusal.contains(calendar.as_str()), "{refusal}");
    }
}

#[test]
fn a_postcode_proposes_a_calendar() {
    for (postcode, calendar) in [
        ("75001", National),
        ("20000", National),
        ("01000", National),
        ("56999", National),
        ("69001", National),
        ("57000", AlsaceMoselle),
        ("67000", AlsaceMoselle),
        (" 68 100 ", AlsaceMoselle),
        ("97110", Guadeloupe),
        ("97133", SaintBarthelemy),
        ("97150", SaintMartin),
        ("97200", Martinique),
        ("97300", Guyane),
        ("97400", Reunion),
        ("97500", SaintPierreEtMiquelon),
        ("97600", Mayotte),
        ("98600", WallisEtFutuna),
        ("98714", PolynesieFrancaise),
        ("98800", NouvelleCaledonie),
        ("", National),
        ("57", National),
        ("6800", National),
        ("670000", National),
        ("6７000", National),
        ("+5700", National),
    ] {
        assert_eq!(HolidayCalendar::of_postcode(postcode), calendar, "{postcode:?}");
    }
}
