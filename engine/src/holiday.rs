//! Public holidays (*jours fériés*): the days of a calendar in a year, computed.
//!
//! Sources, calendar by calendar:
//!
//! | calendar | days | source |
//! |---|---|---|
//! | national | 1 January, Easter Monday, 1 May, 8 May, Ascension, Whit Monday, 14 July, 15 August, 1 November, 11 November, 25 December | Code du travail, L3133-1 |
//! | Alsace-Moselle | Good Friday, 26 December | Code du travail, L3134-13 |
//! | Guadeloupe, Guyane, Martinique, La Réunion, Mayotte, Saint-Barthélemy | the day of the abolition of slavery | Code du travail, L3422-2; décret n° 83-1003 du 23 novembre 1983, amended by n° 2012-553 |
//! | Saint-Martin | the same, on 28 May | see below |
//! | Polynésie française | Good Friday, 5 March; 29 June to 2025, 20 November from 2026 | Code du travail of Polynésie française, amended by loi du pays n° 2025-12 |
//! | Nouvelle-Calédonie | 24 September | Accord interprofessionnel territorial, article 74 |
//! | Wallis-et-Futuna | 28 April, 29 June, 29 July | the yearly order (*arrêté*) of the prefect, administrateur supérieur |
//!
//! The local days come on top of the national ones. Choices made where the texts leave one:
//!
//! - L3134-13 gives Good Friday only to the communes of Alsace-Moselle that have a Protestant church or a
//!   shared one; it is listed for all of them.
//! - At Saint-Martin the consolidated texts kept 27 May, then a misprint; the interministerial circulars have
//!   allowed 28 May since 2018, and the prefecture declares it a public holiday under L3422-2.
//! - Days that usage, collective agreements or public offices add (Good Friday, mid-Lent and 21 July in the
//!   Antilles, Muslim feasts in Mayotte) are not in the lists: an agency that
//!   observes them closes on those days.
//! - Earlier years get the lists in force since 2018; only Polynésie française changes with the year.

use chrono::{Datelike, Days, NaiveDate};
use creno_types::holiday::HolidayCalendar;

/// One public holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holiday {
    /// 1 January.
    NewYear,
    /// The day after Easter.
    EasterMonday,
    /// 1 May.
    LabourDay,
    /// 8 May.
    Victory1945,
    /// 39 days after Easter, a Thursday.
    Ascension,
    /// 50 days after Easter.
    WhitMonday,
    /// 14 July.
    NationalDay,
    /// 15 August.
    Assumption,
    /// 1 November.
    AllSaints,
    /// 11 November.
    Armistice1918,
    /// 25 December.
    Christmas,
    /// Two days before Easter: Alsace-Moselle, Polynésie française.
    GoodFriday,
    /// 26 December: Alsace-Moselle.
    SaintStephen,
    /// A date of their own in each of the seven overseas places that L3422-2 names.
    AbolitionOfSlavery,
    /// 5 March: Polynésie française.
    ArrivalOfTheGospel,
    /// 29 June, to 2025: Polynésie française.
    Autonomy,
    /// 20 November, from 2026: Polynésie française.
    Matarii,
    /// 24 September: Nouvelle-Calédonie.
    Citizenship,
    /// 28 April: Wallis-et-Futuna.
    SaintPeterChanel,
    /// 29 June: Wallis-et-Futuna.
    SaintsPeterAndPaul,
    /// 29 July: Wallis-et-Futuna.
    TerritoryDay,
}

impl Holiday {
    /// Its name in French, as people are shown it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NewYear => "Jour de l’an",
            Self::EasterMonday => "Lundi de Pâques",
            Self::LabourDay => "Fête du Travail",
            Self::Victory1945 => "Victoire de 1945",
            Self::Ascension => "Ascension",
            Self::WhitMonday => "Lundi de Pentecôte",
            Self::NationalDay => "Fête nationale",
            Self::Assumption => "Assomption",
            Self::AllSaints => "Toussaint",
            Self::Armistice1918 => "Armistice de 1918",
            Self::Christmas => "Noël",
            Self::GoodFriday => "Vendredi saint",
            Self::SaintStephen => "Saint-Étienne",
            Self::AbolitionOfSlavery => "Abolition de l’esclavage",
            Self::ArrivalOfTheGospel => "Arrivée de l’Évangile",
            Self::Autonomy => "Fête de l’autonomie",
            Self::Matarii => "Matari’i",
            Self::Citizenship => "Fête de la citoyenneté",
            Self::SaintPeterChanel => "Saint-Pierre-Chanel",
            Self::SaintsPeterAndPaul => "Saints-Pierre-et-Paul",
            Self::TerritoryDay => "Fête du Territoire",
        }
    }
}

/// A month, a day of it, and the holiday on that day.
type Fixed = (u32, u32, Holiday);

/// The national days that keep their date (L3133-1).
const NATIONAL: &[Fixed] = &[
    (1, 1, Holiday::NewYear),
    (5, 1, Holiday::LabourDay),
    (5, 8, Holiday::Victory1945),
    (7, 14, Holiday::NationalDay),
    (8, 15, Holiday::Assumption),
    (11, 1, Holiday::AllSaints),
    (11, 11, Holiday::Armistice1918),
    (12, 25, Holiday::Christmas),
];

/// The national days that follow Easter, by their distance in days (L3133-1).
const AFTER_EASTER: [(Days, Holiday); 3] = [
    (Days::new(1), Holiday::EasterMonday),
    (Days::new(39), Holiday::Ascension),
    (Days::new(50), Holiday::WhitMonday),
];

/// The first year in which Polynésie française observes 20 November in place of 29 June.
const FIRST_MATARII: i32 = 2026;

/// The days of fixed date that a calendar adds to the national ones.
const fn local(calendar: HolidayCalendar, year: i32) -> &'static [Fixed] {
    match calendar {
        HolidayCalendar::None | HolidayCalendar::National | HolidayCalendar::SaintPierreEtMiquelon => &[],
        HolidayCalendar::AlsaceMoselle => &[(12, 26, Holiday::SaintStephen)],
        HolidayCalendar::Guadeloupe => &[(5, 27, Holiday::AbolitionOfSlavery)],
        HolidayCalendar::Martinique => &[(5, 22, Holiday::AbolitionOfSlavery)],
        HolidayCalendar::Guyane => &[(6, 10, Holiday::AbolitionOfSlavery)],
        HolidayCalendar::Reunion => &[(12, 20, Holiday::AbolitionOfSlavery)],
        HolidayCalendar::Mayotte => &[(4, 27, Holiday::AbolitionOfSlavery)],
        HolidayCalendar::SaintBarthelemy => &[(10, 9, Holiday::AbolitionOfSlavery)],
        HolidayCalendar::SaintMartin => &[(5, 28, Holiday::AbolitionOfSlavery)],
        HolidayCalendar::PolynesieFrancaise if year < FIRST_MATARII => {
            &[(3, 5, Holiday::ArrivalOfTheGospel), (6, 29, Holiday::Autonomy)]
        }
        HolidayCalendar::PolynesieFrancaise => {
            &[(3, 5, Holiday::ArrivalOfTheGospel), (11, 20, Holiday::Matarii)]
        }
        HolidayCalendar::NouvelleCaledonie => &[(9, 24, Holiday::Citizenship)],
        HolidayCalendar::WallisEtFutuna => &[
            (4, 28, Holiday::SaintPeterChanel),
            (6, 29, Holiday::SaintsPeterAndPaul),
            (7, 29, Holiday::TerritoryDay),
        ],
    }
}

/// Easter Sunday of a Gregorian year; `None` before 1583, the first whole year of that calendar, and beyond
/// the years that a [`NaiveDate`] holds.
///
/// The anonymous Gregorian computus: *Nature*, 20 April 1876; Butcher's *Ecclesiastical Calendar*, 1877;
/// Spencer Jones, *General Astronomy*, 1922; Meeus, *Astronomical Algorithms*, chapter 8.
pub fn easter(year: i32) -> Option<NaiveDate> {
    let gregorian = u32::try_from(year).ok().filter(|year| *year >= 1583)?;
    let golden = gregorian % 19;
    let (century, of_century) = (gregorian / 100, gregorian % 100);
    let moon_shift = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - moon_shift + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let packed = epact + to_sunday + 114 - 7 * late;
    NaiveDate::from_ymd_opt(year, packed / 31, packed % 31 + 1)
}

/// The days of a calendar: those of fixed date first, then those that follow Easter.
fn days(calendar: HolidayCalendar, year: i32) -> impl Iterator<Item = (NaiveDate, Holiday)> {
    let observed = calendar != HolidayCalendar::None;
    let good_friday =
        matches!(calendar, HolidayCalendar::AlsaceMoselle | HolidayCalendar::PolynesieFrancaise);
    observed.then(|| easter(year)).flatten().into_iter().flat_map(move |easter| {
        let fixed = NATIONAL.iter().chain(local(calendar, year)).filter_map(move |&(month, day, holiday)| {
            Some((NaiveDate::from_ymd_opt(year, month, day)?, holiday))
        });
        let before = good_friday.then(|| easter.checked_sub_days(Days::new(2))).flatten();
        let after = AFTER_EASTER
            .into_iter()
            .filter_map(move |(days, holiday)| Some((easter.checked_add_days(days)?, holiday)));
        fixed.chain(before.map(|date| (date, Holiday::GoodFriday))).chain(after)
    })
}

/// The public holidays of a calendar in a year, by date.
///
/// Each date comes once. Where a day that follows Easter falls on one of fixed date (Ascension on 1 May 2008,
/// Whit Monday on 27 May in Guadeloupe), the fixed one gives the label: it is the day that the law names by
/// its date, and 1 May is the one with rules of its own (L3133-4). None before 1583 (see [`easter`]).
pub fn holidays(calendar: HolidayCalendar, year: i32) -> Vec<(NaiveDate, Holiday)> {
    let mut found: Vec<_> = days(calendar, year).collect();
    // Stable: on one date, the fixed day stays ahead of the one that follows Easter.
    found.sort_by_key(|(date, _)| *date);
    found.dedup_by_key(|(date, _)| *date);
    found
}

/// The public holiday on a date, if it is one; the same label as in [`holidays`].
pub fn holiday_on(calendar: HolidayCalendar, date: NaiveDate) -> Option<Holiday> {
    days(calendar, date.year()).find(|(day, _)| *day == date).map(|(_, holiday)| holiday)
}
