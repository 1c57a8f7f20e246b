//! Dates and times in words, by the browser's `Intl`: no table of months or zones is shipped.

use std::cell::RefCell;
use std::collections::HashMap;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Timelike, Utc};
use creno_types::ZonedInstant;
use creno_types::local_minute::LocalMinute;
use js_sys::{Array, Date, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::LANG;

/// Options of an `Intl` formatter.
type Options = &'static [(&'static str, &'static str)];

const LONG_DAY: Options = &[("weekday", "long"), ("day", "numeric"), ("month", "long"), ("year", "numeric")];
const FULL_DAY: Options = &[("day", "numeric"), ("month", "long"), ("year", "numeric")];
const SHORT_DAY: Options = &[("weekday", "short"), ("day", "numeric"), ("month", "long")];
const SHORT_DAY_YEAR: Options =
    &[("weekday", "short"), ("day", "numeric"), ("month", "long"), ("year", "numeric")];
const ISO_DAY: Options = &[("year", "numeric"), ("month", "2-digit"), ("day", "2-digit")];
const ZONE_NAME: Options = &[("timeZoneName", "shortGeneric")];
const RELATIVE: Options = &[("numeric", "auto"), ("style", "long")];

/// This instant.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(Date::now() as i64).unwrap_or_default()
}

/// Today's date in `zone`, an IANA name; in the browser's own when `None` or unknown to it.
pub fn today(zone: Option<&str>) -> NaiveDate {
    let here = Date::new_0();
    let in_zone = zone.and_then(|zone| {
        // This locale writes dates in ISO order.
        let text = format("DateTimeFormat", "sv-SE", ISO_DAY, Some(zone), &[here.clone().into()])?;
        text.parse().ok()
    });
    in_zone
        .or_else(|| {
            let year = i32::try_from(here.get_full_year()).ok()?;
            NaiveDate::from_ymd_opt(year, here.get_month() + 1, here.get_date())
        })
        .unwrap_or_default()
}

/// "lundi 15 juin 2026"
pub fn long_day(date: NaiveDate) -> String {
    day(date, LONG_DAY)
}

/// "15 juin 2026"
pub fn full_day(date: NaiveDate) -> String {
    day(date, FULL_DAY)
}

/// "lun. 15 juin"
pub fn short_day(date: NaiveDate) -> String {
    day(date, SHORT_DAY)
}

/// "lun. 15 juin 2026"
pub fn dated_day(date: NaiveDate) -> String {
    day(date, SHORT_DAY_YEAR)
}

/// `at` as the browser's clock shows it.
pub fn on_this_clock(at: DateTime<Utc>) -> ZonedInstant {
    match FixedOffset::east_opt(here_offset(at)) {
        Some(offset) => ZonedInstant::new(at, &offset),
        None => ZonedInstant::new(at, &Utc),
    }
}

/// "lun. 15 juin, 11:00"
pub fn short_moment(at: ZonedInstant) -> String {
    format!("{}, {}", day(at.local_date(), SHORT_DAY), clock(at.local_time()))
}

/// "lun. 15 juin 2026, 11:00"
pub fn dated_moment(at: ZonedInstant) -> String {
    format!("{}, {}", day(at.local_date(), SHORT_DAY_YEAR), clock(at.local_time()))
}

/// "11:00"
pub fn clock(time: NaiveTime) -> String {
    clock_at(time.num_seconds_from_midnight() / 60)
}

/// "11:00" for so many minutes since midnight; "24:00" at the end of the day.
pub fn clock_at(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// "09:00–12:00"
pub fn hours(from: LocalMinute, to: LocalMinute) -> String {
    format!("{}–{}", clock_at(from.minutes().into()), clock_at(to.minutes().into()))
}

/// "heure : La Réunion", when the clock there does not show what the browser's shows; `None` when it does.
pub fn foreign_zone(at: ZonedInstant, zone: &str) -> Option<String> {
    if at.offset_seconds() == here_offset(at.utc()) {
        return None;
    }
    let date = js_date(at.utc());
    // "15/06/2026 heure : La Réunion": what follows the date is the name.
    let text = format("DateTimeFormat", LANG, ZONE_NAME, Some(zone), &[date.into()]);
    let name = text.as_deref().and_then(|text| text.split_once([' ', ',', '\u{a0}', '\u{202f}']));
    Some(name.map_or_else(|| zone.to_owned(), |(_, name)| name.trim().to_owned()))
}

/// Seconds east of Greenwich of the browser's clock at that instant.
pub fn here_offset(at: DateTime<Utc>) -> i32 {
    (js_date(at).get_timezone_offset() * -60.0) as i32
}

/// The time of `at` on the browser's clock.
pub fn here(at: ZonedInstant) -> String {
    let date = js_date(at.utc());
    clock_at(date.get_hours() * 60 + date.get_minutes())
}

/// "dans 25 minutes", "il y a 2 heures"; within a day of `now`, `None` beyond.
pub fn relative(at: DateTime<Utc>, now: DateTime<Utc>) -> Option<String> {
    let minutes = (at - now).num_minutes();
    let (count, unit) = match minutes.abs() {
        0..=59 => (minutes, "minute"),
        60..=1439 => ((minutes as f64 / 60.0).round() as i64, "hour"),
        _ => return None,
    };
    format("RelativeTimeFormat", LANG, RELATIVE, None, &[JsValue::from_f64(count as f64), unit.into()])
}

fn day(date: NaiveDate, options: Options) -> String {
    let noon = js_date(date.and_time(NaiveTime::MIN).and_utc());
    format("DateTimeFormat", LANG, options, Some("UTC"), &[noon.into()]).unwrap_or_else(|| date.to_string())
}

fn js_date(at: DateTime<Utc>) -> Date {
    Date::new(&JsValue::from_f64(at.timestamp_millis() as f64))
}

thread_local! {
    /// Formatters by locale, options and zone: making one costs far more than using it.
    static FORMATTERS: RefCell<HashMap<String, Option<Function>>> = RefCell::default();
}

/// `new Intl[class](locale, options).format(...args)`; `None` when the browser refuses, as for an unknown zone.
fn format(
    class: &str,
    locale: &str,
    options: Options,
    zone: Option<&str>,
    args: &[JsValue],
) -> Option<String> {
    let key = format!("{class} {locale} {options:?} {zone:?}");
    let formatter = FORMATTERS.with_borrow_mut(|formatters| {
        formatters.entry(key).or_insert_with(|| formatter(class, locale, options, zone)).clone()
    })?;
    let args: Array = args.iter().collect();
    formatter.apply(&JsValue::UNDEFINED, &args).ok()?.as_string()
}

fn formatter(class: &str, locale: &str, options: Options, zone: Option<&str>) -> Option<Function> {
    let bag = Object::new();
    for (name, value) in options.iter().copied().chain(zone.map(|zone| ("timeZone", zone))) {
        Reflect::set(&bag, &name.into(), &value.into()).ok()?;
    }
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &class.into()).ok()?.dyn_into().ok()?;
    let args = Array::of2(&locale.into(), &bag);
    let made = Reflect::construct(&class, &args).ok()?;
    let format: Function = Reflect::get(&made, &"format".into()).ok()?.dyn_into().ok()?;
    Some(format.bind0(&made))
}
