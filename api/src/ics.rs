//! Calendar files (RFC 5545), alone or as invitations in mails (RFC 5546).

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, Days, NaiveDateTime, Offset as _, TimeZone as _, Utc};
use creno_types::message::MessageEvent;
use creno_types::{Channel, ZonedInstant};
use icalendar::{
    Calendar, CalendarDateTime, Class, Component as _, Event, EventLike as _, EventStatus, Property,
};

use crate::notifications::{Facts, Notice};

/// A calendar file that comes with a mail.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// `REQUEST`, or `CANCEL` for an appointment that is called off.
    pub method: &'static str,
    /// The file.
    pub text: String,
}

/// The appointment as a calendar file.
pub fn file(facts: &Facts, manage_url: &str, now: DateTime<Utc>) -> String {
    text(facts, event(facts, Some(manage_url), now), None)
}

/// What goes with a mail from the address `organiser` to `attendee`; nothing with one after which calendars stay as they are.
pub fn invitation(
    mail: &Notice,
    organiser: &str,
    attendee: &str,
    manage_url: Option<&str>,
    now: DateTime<Utc>,
) -> Option<Invitation> {
    let mut event = event(&mail.facts, manage_url, now);
    event.add_property("ORGANIZER", format!("mailto:{organiser}"));
    let mut attendee = Property::new("ATTENDEE", format!("mailto:{attendee}"));
    event.append_multi_property(attendee.add_parameter("PARTSTAT", "ACCEPTED").done());
    let method = match mail.event {
        MessageEvent::Reminder
        | MessageEvent::EmailCode
        | MessageEvent::WebhookPaused
        | MessageEvent::PasswordReset => return None,
        MessageEvent::Confirmed | MessageEvent::Moved | MessageEvent::Transferred => "REQUEST",
        MessageEvent::Cancelled => {
            event.status(EventStatus::Cancelled);
            "CANCEL"
        }
    };
    Some(Invitation { method, text: text(&mail.facts, event, Some(method)) })
}

/// An appointment of a calendar of many.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The appointment.
    pub facts: Facts,
    /// Its title.
    pub summary: String,
    /// Where it is seen.
    pub link: String,
    /// What its stamp is: the same each time, so that what has not changed reads the same.
    pub changed_at: DateTime<Utc>,
}

/// Appointments as one calendar.
pub fn calendar(entries: &[Entry]) -> String {
    let mut calendar = blank();
    calendar.name("Rendez-vous");
    let mut zones: BTreeMap<&str, (DateTime<Utc>, DateTime<Utc>)> = BTreeMap::new();
    for entry in entries {
        let start = entry.facts.start.utc();
        let span = zones.entry(&entry.facts.timezone).or_insert((start, start));
        *span = (span.0.min(start), span.1.max(start));
        let mut event = event(&entry.facts, None, entry.changed_at);
        event.summary(&entry.summary);
        event.description(&format!("{}\n{}", description(&entry.facts, None), entry.link));
        calendar.push(event);
    }
    let zones: String =
        zones.into_iter().map(|(zone, (first, last))| zone_between(zone, first, last)).collect();
    calendar.to_string().replacen("BEGIN:VEVENT", &format!("{zones}BEGIN:VEVENT"), 1)
}

/// A calendar with what each must have, once (RFC 5545 §3.6): the library's own would name two products.
fn blank() -> Calendar {
    let mut calendar = Calendar::empty();
    for (name, value) in [("VERSION", "2.0"), ("PRODID", "-//Creno//FR"), ("CALSCALE", "GREGORIAN")] {
        calendar.append_property(Property::new(name, value));
    }
    calendar
}

fn event(facts: &Facts, manage_url: Option<&str>, now: DateTime<Utc>) -> Event {
    let local = |at: ZonedInstant| CalendarDateTime::WithTimezone {
        date_time: at.local_date().and_time(at.local_time()),
        tzid: facts.timezone.clone(),
    };
    let mut event = Event::new();
    event
        .uid(&format!("{}@creno", facts.id))
        .timestamp(now)
        .starts(local(facts.start))
        .ends(local(facts.end))
        .summary(&format!("{}, {}", facts.theme, facts.agency))
        .description(&description(facts, manage_url))
        .class(Class::Private)
        .add_property("SEQUENCE", facts.sequence.to_string())
        .status(EventStatus::Confirmed);
    if facts.channel == Channel::Office {
        event.location(&format!("{}, {}", facts.agency, facts.address));
    }
    event.done()
}

fn text(facts: &Facts, event: Event, method: Option<&str>) -> String {
    let mut calendar = blank();
    if let Some(method) = method {
        calendar.append_property(Property::new("METHOD", method));
    }
    calendar.push(event);
    // The library has no zones: ours goes before the event that names it.
    calendar.to_string().replacen("BEGIN:VEVENT", &format!("{}BEGIN:VEVENT", zone(facts)), 1)
}

fn description(facts: &Facts, manage_url: Option<&str>) -> String {
    let how = match facts.channel {
        Channel::Office => "En agence",
        Channel::Video => "En visioconférence",
        Channel::Phone => "Par téléphone",
    };
    let mut lines =
        vec![format!("Référence : {}", facts.reference), format!("{how}, avec {}", facts.staff_name)];
    if !facts.instructions.is_empty() {
        lines.push(facts.instructions.clone());
    }
    lines.extend(manage_url.map(|url| format!("Voir, déplacer ou annuler : {url}")));
    lines.join("\n")
}

/// How far around the appointment its zone is told.
const AROUND: Days = Days::new(366);

/// The zone around the appointment: the offset before, then each change of it (RFC 5545 §3.6.5).
fn zone(facts: &Facts) -> String {
    zone_between(&facts.timezone, facts.start.utc(), facts.start.utc())
}

fn zone_between(timezone: &str, first: DateTime<Utc>, last: DateTime<Utc>) -> String {
    let zone: chrono_tz::Tz = timezone.parse().unwrap_or(chrono_tz::UTC);
    let offset = |at: DateTime<Utc>| zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc();
    let (mut at, last) = (first - AROUND, last + AROUND);
    let mut known = offset(at);
    let mut observances = vec![observance("STANDARD", known, known, DateTime::UNIX_EPOCH.naive_utc())];
    while at < last {
        let next = at + Days::new(1);
        if offset(next) != known {
            // The minute of the change: no zone changes twice in a day.
            let minutes = (0..=1_440).map(|minute| at + chrono::TimeDelta::minutes(minute));
            let change = minutes.into_iter().find(|minute| offset(*minute) != known).unwrap_or(next);
            let to = offset(change);
            let wall = change.naive_utc() + chrono::TimeDelta::seconds(known.into());
            observances.push(observance(if to > known { "DAYLIGHT" } else { "STANDARD" }, known, to, wall));
            known = to;
        }
        at = next;
    }
    format!("BEGIN:VTIMEZONE\r\nTZID:{timezone}\r\n{}END:VTIMEZONE\r\n", observances.concat())
}

/// An offset from the wall time at which it begins.
fn observance(name: &str, from: i32, to: i32, wall: NaiveDateTime) -> String {
    debug_assert!(wall.year() >= 1970, "calendars know no zone before");
    format!(
        "BEGIN:{name}\r\nDTSTART:{}\r\nTZOFFSETFROM:{}\r\nTZOFFSETTO:{}\r\nEND:{name}\r\n",
        wall.format("%Y%m%dT%H%M%S"),
        figures(from),
        figures(to)
    )
}

fn figures(offset: i32) -> String {
    let minutes = offset.abs() / 60;
    format!("{}{:02}{:02}", if offset < 0 { '-' } else { '+' }, minutes / 60, minutes % 60)
}
