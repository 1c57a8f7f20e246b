//! Dates and times as people of the language write them. Dates come from `Intl`, times from the catalogue.

use chrono::{Datelike, NaiveDate, Timelike};
use creno_types::ZonedInstant;
use js_sys::{Array, Date, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::I18n;
use crate::json::date;

/// How much of a date is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum DateStyle {
    /// `lundi 15 juin`, with the year when it is not that of `Date.now()`.
    Full,
    /// `lun.`
    Weekday,
    /// `15 juin`
    Short,
    /// `juin`, as short as the language allows.
    ShortMonth,
    /// `lun. 15 juin`
    Brief,
}

impl I18n {
    /// `date` in that style.
    pub fn date(&self, date: NaiveDate, style: DateStyle) -> String {
        let mut options = vec![("timeZone", "UTC")];
        match style {
            DateStyle::Full => {
                options.extend([("weekday", "long"), ("day", "numeric"), ("month", "long")]);
                if date.year() != this_year() {
                    options.push(("year", "numeric"));
                }
            }
            DateStyle::Weekday => options.push(("weekday", "short")),
            DateStyle::Short => options.extend([("day", "numeric"), ("month", "long")]),
            DateStyle::Brief => {
                options.extend([("weekday", "short"), ("day", "numeric"), ("month", "short")]);
            }
            DateStyle::ShortMonth => options.push(("month", "short")),
        }
        let at = Date::new_0();
        // Noon in UTC: the same date whatever the rounding.
        at.set_time(f64::from(date.num_days_from_ce() - DAYS_TO_1970) * 86_400_000.0 + 43_200_000.0);
        let text = self.format(&at, &options).unwrap_or_else(|| date.to_string());
        // `Intl` writes "1 juin"; French writes "1er juin".
        let text = match (style, self.lang(), date.day()) {
            (DateStyle::Full | DateStyle::Brief, "fr", 1) => text.replacen(" 1 ", " 1er ", 1),
            (DateStyle::Short, "fr", 1) => text.replacen("1 ", "1er ", 1),
            _ => text,
        };
        // A date stays on one line.
        text.replace(' ', "\u{a0}")
    }

    /// `11:00`, for grids.
    pub fn time(&self, at: ZonedInstant) -> String {
        clock(at.local_time().hour(), at.local_time().minute(), ":")
    }

    /// `11 h 00` or `11:00`, for running text.
    pub fn time_in_text(&self, at: ZonedInstant) -> String {
        let (hour, minute) = (at.local_time().hour(), at.local_time().minute());
        self.with("time", &[("h", &hour.to_string()), ("m", &two_digits(minute))])
    }

    /// `Lundi 15 juin à 11 h 00`, standing alone.
    pub fn instant(&self, at: ZonedInstant) -> String {
        capital(&self.instant_in_text(at))
    }

    /// `lundi 15 juin à 11 h 00`, within a sentence.
    pub fn instant_in_text(&self, at: ZonedInstant) -> String {
        self.dated(at, DateStyle::Full)
    }

    /// `Lun. 15 juin à 11 h 00`, where there is little room.
    pub fn instant_in_short(&self, at: ZonedInstant) -> String {
        capital(&self.dated(at, DateStyle::Brief))
    }

    fn dated(&self, at: ZonedInstant, style: DateStyle) -> String {
        let date = self.date(at.local_date(), style);
        self.with("instant", &[("date", &date), ("time", &self.time_in_text(at))])
    }

    /// A length: `45 min`, `1 h 30`.
    pub fn minutes(&self, minutes: u32) -> String {
        let (hours, rest) = (minutes / 60, minutes % 60);
        let rest_text = two_digits(rest);
        let values =
            [("h", &*hours.to_string()), ("m", &*if hours == 0 { rest.to_string() } else { rest_text })];
        match (hours, rest) {
            (0, _) => self.with("duration.minutes", &values),
            (_, 0) => self.with("duration.hours", &values),
            _ => self.with("duration.both", &values),
        }
    }

    /// The zone's name in words at that instant, such as `heure de La Réunion`.
    pub fn zone_name(&self, zone: &str, at: ZonedInstant) -> String {
        let options = [("timeZone", zone), ("timeZoneName", "long")];
        formatter(self.lang(), &options)
            .and_then(|formatter| {
                let parts = method(&formatter, "formatToParts")?;
                let parts: Array = parts.call1(&formatter, &date_of(at)).ok()?.dyn_into().ok()?;
                parts.iter().find(|part| field(part, "type").as_deref() == Some("timeZoneName"))
            })
            .and_then(|part| field(&part, "value"))
            .unwrap_or_else(|| zone.to_owned())
    }

    fn format(&self, at: &Date, options: &[(&str, &str)]) -> Option<String> {
        let formatter = formatter(self.lang(), options)?;
        method(&formatter, "format")?.call1(&formatter, at).ok()?.as_string()
    }
}

/// Whether the visitor's clock shows another hour than the agency's at that instant.
pub fn visitor_is_elsewhere(at: ZonedInstant) -> bool {
    -date_of(at).get_timezone_offset() * 60.0 != f64::from(at.offset_seconds())
}

/// The instant at the offset of the visitor's own clock.
pub fn for_visitor(at: ZonedInstant) -> Option<ZonedInstant> {
    let seconds = -date_of(at).get_timezone_offset() * 60.0;
    chrono::FixedOffset::east_opt(seconds as i32).map(|offset| ZonedInstant::new(at.utc(), &offset))
}

/// Today's date in `zone`; the visitor's own where the browser does not know the zone.
pub fn today_in(zone: &str) -> NaiveDate {
    // Swedish writes dates as ISO 8601 does.
    let options = [("timeZone", zone), ("year", "numeric"), ("month", "2-digit"), ("day", "2-digit")];
    let now = Date::new_0();
    formatter("sv", &options)
        .and_then(|formatter| method(&formatter, "format")?.call1(&formatter, &now).ok()?.as_string())
        .and_then(|text| date(&text))
        .or_else(|| NaiveDate::from_ymd_opt(this_year(), now.get_month() + 1, now.get_date()))
        .unwrap_or_default()
}

/// Days from the first of January of year 1 to that of 1970, in chrono's count.
const DAYS_TO_1970: i32 = 719_163;

fn this_year() -> i32 {
    i32::try_from(Date::new_0().get_full_year()).unwrap_or_default()
}

fn date_of(at: ZonedInstant) -> Date {
    let date = Date::new_0();
    date.set_time(at.utc().timestamp_millis() as f64);
    date
}

/// The text with a capital at its head.
pub fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().into_iter().flat_map(char::to_uppercase).chain(rest).collect()
}

/// Minutes and seconds, or hours and minutes, as figures.
pub fn clock(left: u32, right: u32, between: &str) -> String {
    [&*two_digits(left), between, &two_digits(right)].concat()
}

fn two_digits(number: u32) -> String {
    let digits = number.to_string();
    if number < 10 { ["0", &digits].concat() } else { digits }
}

/// `new Intl.DateTimeFormat(lang, options)`, or nothing where the browser refuses the options: the bindings'
/// own constructor would take the whole widget down for a zone that an old browser does not know.
fn formatter(lang: &str, options: &[(&str, &str)]) -> Option<JsValue> {
    let locale = if lang == "fr" {
        "fr-FR"
    } else if lang == "en" {
        "en-GB"
    } else {
        lang
    };
    let intl = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).ok()?;
    let constructor = method(&intl, "DateTimeFormat")?;
    let object = Object::new();
    for (name, value) in options {
        Reflect::set(&object, &JsValue::from_str(name), &JsValue::from_str(value)).ok()?;
    }
    let arguments = Array::of2(&JsValue::from_str(locale), &object);
    Reflect::construct(&constructor, &arguments).ok()
}

fn method(object: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(object, &JsValue::from_str(name)).ok()?.dyn_into().ok()
}

fn field(object: &JsValue, name: &str) -> Option<String> {
    Reflect::get(object, &JsValue::from_str(name)).ok()?.as_string()
}
