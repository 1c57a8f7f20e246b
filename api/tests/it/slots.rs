use chrono::TimeDelta;
use serde_json::json;

use crate::booking::hold_body;
use crate::support::{Response, TestApp, on_both_engines};

on_both_engines!(
    slots_are_those_of_the_windows,
    a_held_start_leaves_the_list_until_the_hold_lapses,
    the_agency_tells_its_own_time,
    wrong_questions_get_their_code,
);

pub async fn slots(app: &TestApp, query: &str) -> Response {
    app.get(&format!("/api/v1/public/slots?{query}")).await
}

pub async fn starts_on(app: &TestApp, agency: &str, date: &str) -> Vec<String> {
    let query = format!("agency={agency}&theme=conseil&channel=office&from={date}&to={date}");
    let answer = slots(app, &query).await.json();
    let days = answer["days"].as_array().unwrap();
    days.iter()
        .flat_map(|day| day["starts"].as_array().unwrap())
        .map(|start| start.as_str().unwrap().to_owned())
        .collect()
}

async fn slots_are_those_of_the_windows(app: TestApp) {
    let answer = slots(&app, "agency=paris&theme=conseil&channel=office&from=2026-06-15&to=2026-06-16").await;
    assert_eq!(answer.status, 200);
    let answer = answer.json();
    assert_eq!(answer["timezone"], "Europe/Paris");
    assert_eq!(answer["days"][0]["date"], "2026-06-15");
    let starts = answer["days"][0]["starts"].as_array().unwrap();
    assert_eq!(starts.len(), 10);
    assert_eq!(starts[0], "2026-06-15T09:00:00+02:00");
    assert_eq!(starts[9], "2026-06-15T11:15:00+02:00");
    assert_eq!(answer["next"], "2026-06-17T09:00:00+02:00");

    // The horizon is a week: the last day asked is its last, and nothing comes after.
    let last =
        slots(&app, "agency=paris&theme=conseil&channel=office&from=2026-06-22&to=2026-06-30").await.json();
    assert_eq!(last["days"].as_array().unwrap().len(), 1);
    assert_eq!(last["next"], json!(null));
}

async fn a_held_start_leaves_the_list_until_the_hold_lapses(app: TestApp) {
    let before = starts_on(&app, "paris", "2026-06-16").await;
    let held = app.post("/api/v1/public/holds", &hold_body("2026-06-16T10:00:00+02:00")).await;
    assert_eq!(held.status, 201, "{held:?}");
    // 45 minutes and 15 of buffer, on both sides of 10:00.
    let during = starts_on(&app, "paris", "2026-06-16").await;
    let left: Vec<_> = during.iter().map(|start| &start[11..16]).collect();
    assert_eq!(left, ["09:00", "11:00", "11:15"]);
    app.clock.advance(TimeDelta::minutes(10));
    assert_eq!(starts_on(&app, "paris", "2026-06-16").await, before);
}

async fn the_agency_tells_its_own_time(app: TestApp) {
    // 8:00 in Paris is 10:00 in La Réunion: with an hour of notice, the morning begins at 11:00 there.
    assert_eq!(
        starts_on(&app, "reunion", "2026-06-15").await,
        ["2026-06-15T11:00:00+04:00", "2026-06-15T11:15:00+04:00"]
    );
}

async fn wrong_questions_get_their_code(app: TestApp) {
    let rows = [
        ("agency=nowhere&theme=conseil&channel=office&from=2026-06-15&to=2026-06-16", 404, "unknown_agency"),
        ("agency=paris&theme=nothing&channel=office&from=2026-06-15&to=2026-06-16", 404, "unknown_theme"),
        ("agency=reunion&theme=suivi&channel=phone&from=2026-06-15&to=2026-06-16", 422, "theme_not_offered"),
        ("agency=paris&theme=conseil&channel=phone&from=2026-06-15&to=2026-06-16", 422, "channel_closed"),
        ("agency=paris&theme=conseil&channel=video&from=2026-06-15&to=2026-06-16", 422, "channel_closed"),
        ("agency=paris&theme=conseil&channel=pigeon&from=2026-06-15&to=2026-06-16", 400, "invalid_query"),
        ("agency=paris&theme=conseil&channel=office&from=2026-06-15", 400, "invalid_query"),
        ("agency=paris&theme=conseil&channel=office&from=2026-02-30&to=2026-03-01", 400, "invalid_query"),
        ("agency=paris&theme=conseil&channel=office&from=2026-06-16&to=2026-06-15", 422, "invalid_range"),
        ("agency=paris&theme=conseil&channel=office&from=2026-06-15&to=2026-08-16", 422, "invalid_range"),
    ];
    for (query, status, code) in rows {
        assert_eq!(slots(&app, query).await.refusal(), (status, code.to_owned()), "{query}");
    }
    let longest = "agency=paris&theme=conseil&channel=office&from=2026-06-15&to=2026-08-15";
    assert_eq!(slots(&app, longest).await.status, 200);
}
