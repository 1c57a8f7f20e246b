//! The rules of themes and the zones of agencies.

use serde_json::{Value, json};

use crate::availabilities::AVAILABILITIES;
use crate::slots::{slots, starts_on};
use crate::support::{TestApp, network, on_both_engines};

on_both_engines!(
    the_rules_of_a_theme_are_checked_as_a_whole,
    an_agency_moves_to_a_zone_that_exists,
    a_move_that_would_have_somebody_in_two_places_is_refused,
    only_administrators_change_settings,
);

const THEME: &str = "/api/v1/themes/conseil";
const AGENCY: &str = "/api/v1/agencies/paris";

async fn the_rules_of_a_theme_are_checked_as_a_whole(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let before = starts_on(&app, "paris", "2026-06-16").await;
    for (patch, field, code) in [
        (json!({ "duration_min": 0 }), "duration_min", "out_of_range"),
        (json!({ "duration_min": 481 }), "duration_min", "out_of_range"),
        (json!({ "buffer_min": -1 }), "buffer_min", "out_of_range"),
        (json!({ "buffer_min": 481 }), "buffer_min", "out_of_range"),
        (json!({ "step_min": 7 }), "step_min", "not_divisor"),
        (json!({ "step_min": 0 }), "step_min", "not_divisor"),
        (json!({ "notice_min": -1 }), "notice_min", "out_of_range"),
        (json!({ "horizon_days": 731 }), "horizon_days", "out_of_range"),
    ] {
        assert_eq!(app.patch(THEME, &patch).await.faults(), [(field.to_owned(), code.to_owned())], "{patch}");
    }
    let all = json!({ "duration_min": 0, "buffer_min": 500, "step_min": 11, "horizon_days": -1 });
    assert_eq!(app.patch(THEME, &all).await.faults().len(), 4, "all at once");
    for patch in [json!({ "duration": 30 }), json!({ "duration_min": 30.5 }), json!({ "anchor": "noon" })] {
        assert_eq!(app.patch(THEME, &patch).await.refusal(), (400, "invalid_json".into()), "{patch}");
    }
    assert_eq!(starts_on(&app, "paris", "2026-06-16").await, before, "nothing is written");

    let changed = app.patch(THEME, &json!({ "duration_min": 90, "step_min": 30 })).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    let rules = json!({ "duration_min": 90, "buffer_min": 15, "step_min": 30, "anchor": "midnight",
        "notice_min": 60, "horizon_days": 7, "move_deadline_min": 0, "cancel_deadline_min": 0, "release": "at_once",
        "release_delay_min": 0, "max_upcoming": null, "prove_email": false, "active": true });
    for (name, value) in rules.as_object().unwrap() {
        assert_eq!(&changed.json()[name], value, "what is absent stays: {name}");
    }
    let starts = starts_on(&app, "paris", "2026-06-16").await;
    let starts: Vec<_> = starts.iter().map(|start| &start[11..16]).collect();
    assert_eq!(starts, ["09:00", "09:30", "10:00", "10:30"]);
    let catalog = app.get("/api/v1/public/catalog").await.json();
    assert_eq!(catalog["themes"].as_array().unwrap().last().unwrap()["duration_min"], 90);

    let policy = json!({ "move_deadline_min": 2_880, "cancel_deadline_min": 60, "release": "after_delay",
        "release_delay_min": 30, "max_upcoming": 2 });
    let changed = app.patch(THEME, &policy).await.json();
    for (name, value) in policy.as_object().unwrap() {
        assert_eq!(&changed[name], value, "{name}");
    }
    assert_eq!(app.patch(THEME, &json!({ "release": "at_once" })).await.json()["max_upcoming"], 2, "absent");
    assert_eq!(app.patch(THEME, &json!({ "max_upcoming": null })).await.json()["max_upcoming"], json!(null));
    for (field, wrong) in [("move_deadline_min", -1), ("release_delay_min", 10_081), ("max_upcoming", 0)] {
        let refused = app.patch(THEME, &json!({ field: wrong })).await;
        assert_eq!(refused.faults(), [(field.to_owned(), "out_of_range".to_owned())]);
    }

    let off = app.patch(THEME, &json!({ "active": false })).await;
    assert_eq!(off.json()["active"], false);
    assert!(starts_on_is_refused(&app).await, "switched off");
    assert_eq!(
        app.patch(THEME, &json!({ "active": true, "prove_email": true })).await.json()["prove_email"],
        true
    );
    assert!(!starts_on_is_refused(&app).await, "and on again");
}

/// Whether the theme is unknown to visitors.
async fn starts_on_is_refused(app: &TestApp) -> bool {
    let question = "agency=paris&theme=conseil&channel=office&from=2026-06-16&to=2026-06-16";
    slots(app, question).await.status == 404
}

async fn an_agency_moves_to_a_zone_that_exists(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    for zone in ["", "Europe/Lutece", "+02:00", "europe/paris; drop"] {
        let refused = app.patch(AGENCY, &json!({ "timezone": zone })).await;
        assert_eq!(refused.faults(), [("timezone".to_owned(), "unknown_zone".to_owned())], "{zone}");
    }
    let question = "agency=paris&theme=conseil&channel=office&from=2026-06-16&to=2026-06-16";
    assert_eq!(slots(&app, question).await.json()["timezone"], "Europe/Paris");
    let moved = app.patch(AGENCY, &json!({ "timezone": "Pacific/Noumea" })).await;
    assert_eq!(
        (moved.status.as_u16(), &moved.json()["timezone"]),
        (200, &json!("Pacific/Noumea")),
        "{moved:?}"
    );
    let answer = slots(&app, question).await.json();
    assert_eq!(answer["timezone"], "Pacific/Noumea");
    assert_eq!(answer["days"][0]["starts"][0], "2026-06-16T09:00:00+11:00", "windows follow the wall clock");
    let same = app.patch(AGENCY, &json!({})).await;
    assert_eq!((same.status.as_u16(), &same.json()["slug"]), (200, &json!("paris")));
}

async fn a_move_that_would_have_somebody_in_two_places_is_refused(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    for (agency, from, to) in [("paris", "09:00", "12:00"), ("reunion", "09:00", "11:00")] {
        let window = json!({ "staff": "ivo", "agency": agency, "channels": ["office"], "weekday": 1,
            "from_time": from, "to_time": to });
        assert_eq!(app.post(AVAILABILITIES, &window).await.status, 201);
    }
    let refused = app.patch(AGENCY, &json!({ "timezone": "Indian/Reunion" })).await;
    assert_eq!(refused.faults(), [("timezone".to_owned(), "overlapping_window".to_owned())]);
    let sentence = "une disponibilité de ivo chevaucherait la plage du lundi 9:00–11:00 à Saint-Denis";
    assert!(refused.json()["detail"].as_str().unwrap().contains(sentence), "{refused:?}");
    let unchanged = app.patch(AGENCY, &json!({})).await.json();
    assert_eq!(unchanged["timezone"], "Europe/Paris", "nothing is written");
    assert_eq!(app.patch(AGENCY, &json!({ "timezone": "Europe/Brussels" })).await.status, 200);
}

async fn only_administrators_change_settings(app: TestApp) {
    let doors: [(&str, Value); 2] =
        [(THEME, json!({ "buffer_min": 0 })), (AGENCY, json!({ "timezone": "Europe/Paris" }))];
    for (path, patch) in &doors {
        assert_eq!(app.patch(path, patch).await.refusal(), (401, "unauthenticated".into()), "{path}");
    }
    for who in [network::NOBODY, network::ANA, network::MANAGER, network::ADMIN] {
        app.sign_in(who).await;
        for (path, patch) in &doors {
            assert_eq!(app.patch(path, patch).await.refusal(), (403, "forbidden".into()), "{who} {path}");
        }
    }
    app.sign_in(network::SETTINGS).await;
    for (path, patch) in &doors {
        assert_eq!(app.patch(path, patch).await.status, 200, "{path}");
        let nowhere = format!("{}/nowhere", path.rsplit_once('/').unwrap().0);
        assert_eq!(app.patch(&nowhere, patch).await.refusal(), (404, "not_found".into()), "{nowhere}");
    }
}
