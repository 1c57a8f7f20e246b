//! The calendar file of an appointment that is moved across a change of the clocks.

use crate::booking::book;
use crate::messages::{recorded, told};
use crate::support::{TestApp, on_both_engines};

on_both_engines!(a_move_across_a_change_of_the_clocks_is_the_same_event_at_the_new_offset);

fn line<'a>(file: &'a str, begins: &str) -> &'a str {
    file.lines().find(|line| line.starts_with(begins)).unwrap_or_else(|| panic!("{begins}: {file}"))
}

async fn a_move_across_a_change_of_the_clocks_is_the_same_event_at_the_new_offset(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    app.clock.set("2026-10-20T06:00:00Z".parse().unwrap());
    let booked = book(&app, "2026-10-23T10:00:00+02:00").await;
    let token = booked["manage_url"].as_str().unwrap().split_once("#rendez-vous=").unwrap().1;
    let link = format!("/api/v1/public/appointments/{token}");
    let confirmed = told(&app, &recorder).await.remove(0).calendar;
    let moved = app.patch(&link, &serde_json::json!({ "start": "2026-10-26T10:00:00+01:00" })).await;
    assert_eq!(moved.status, 200, "{moved:?}");
    let mail = told(&app, &recorder).await.remove(0);
    assert_eq!(mail.method, "REQUEST");
    let fetched = app.get(&format!("{link}/calendar.ics")).await.text;
    for moved in [&mail.calendar, &fetched] {
        assert_eq!(line(&confirmed, "UID:"), line(moved, "UID:"), "the same event");
        assert_eq!((line(&confirmed, "SEQUENCE:"), line(moved, "SEQUENCE:")), ("SEQUENCE:0", "SEQUENCE:1"));
        assert_eq!(line(moved, "DTSTART;"), "DTSTART;TZID=Europe/Paris:20261026T100000");
        assert_eq!(line(moved, "DTEND;"), "DTEND;TZID=Europe/Paris:20261026T104500");
        // Clocks go back at three in the morning of the 25th, which is one hour UTC.
        let change = "BEGIN:STANDARD\r\nDTSTART:20261025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n";
        assert!(moved.contains(change), "{moved}");
        let zone =
            moved.split_once("BEGIN:VTIMEZONE\r\nTZID:Europe/Paris\r\n").expect("the zone that it names").1;
        assert!(zone.contains("END:VTIMEZONE\r\nBEGIN:VEVENT"), "before the event: {moved}");
    }
}
