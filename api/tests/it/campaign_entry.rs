//! Campaigns over the API: what is refused, what a right one changes, and who may.

use axum::http::Method;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::availabilities::{pairs, with};
use crate::booking::{confirm_body, hold_body};
use crate::calendar_entry::{Door, knock, open_settings_of_paris};
use crate::slots::{slots, starts_on};
use crate::support::{TestApp, network, on_both_engines};

on_both_engines!(
    wrong_campaigns_are_refused_by_field_and_place,
    a_campaign_changes_the_slots_at_once,
    sessions_come_back_as_they_were_typed,
    one_that_has_appointments_stays,
    who_left_may_stay_in_a_campaign,
    of_two_of_one_name_one_is_written,
    every_door_of_campaigns_is_watched,
    campaigns_beyond_a_perimeter_are_out_of_reach,
);

const CAMPAIGNS: &str = "/api/v1/campaigns";
const FORUM: &str = "/api/v1/campaigns/forum";
const TUESDAY: &str = "2026-06-16";

/// Ana, in Paris, on Tuesday 16 June from 14:00 to 16:00.
fn forum() -> Value {
    json!({ "slug": "forum", "name": "Forum", "active": true, "themes": ["conseil"],
        "staff": [{ "staff": "ana", "priority": 1 }], "sessions": [session(json!({ "date": TUESDAY }))] })
}

fn session(when: Value) -> Value {
    let session =
        json!({ "agency": "paris", "from_time": "14:00", "to_time": "16:00", "channels": ["office"] });
    with(&session, when)
}

async fn ask(app: &TestApp, agency: &str, campaign: &str) -> crate::support::Response {
    slots(
        app,
        &format!(
            "agency={agency}&theme=conseil&channel=office&campaign={campaign}&from=2026-06-15&to=2026-06-22"
        ),
    )
    .await
}

/// The starts of a campaign in Paris.
async fn starts(app: &TestApp, agency: &str, campaign: &str) -> Vec<String> {
    let days = ask(app, agency, campaign).await.json()["days"].as_array().unwrap().clone();
    let starts = days.iter().flat_map(|day| day["starts"].as_array().unwrap());
    starts.map(|start| start.as_str().unwrap()[..16].to_owned()).collect()
}

async fn campaigns(app: &TestApp) -> Value {
    let listed = app.get(CAMPAIGNS).await;
    assert_eq!(listed.headers["cache-control"], "no-store");
    listed.json()["items"].clone()
}

async fn wrong_campaigns_are_refused_by_field_and_place(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    assert_eq!(app.post(CAMPAIGNS, &with(&forum(), json!({ "slug": "taken" }))).await.status, 201);
    let kept = app.post(CAMPAIGNS, &forum()).await;
    assert_eq!(kept.status, 201, "{kept:?}");
    let sessions =
        |wrong: Value| json!({ "sessions": [session(json!({ "date": TUESDAY })), session(wrong)] });
    let rows = [
        (json!({ "slug": "" }), vec![("slug", "required")]),
        (json!({ "slug": "Forum 2026" }), vec![("slug", "not_slug")]),
        (json!({ "slug": "taken" }), vec![("slug", "name_taken")]),
        (json!({ "name": " " }), vec![("name", "required")]),
        (json!({ "name": "x".repeat(121) }), vec![("name", "too_long")]),
        (json!({ "active": null }), vec![("active", "required")]),
        (json!({ "themes": [] }), vec![("themes", "required")]),
        (json!({ "themes": ["conseil", "nothing"] }), vec![("themes[1]", "not_choice")]),
        (json!({ "themes": ["conseil", "suivi", "conseil"] }), vec![("themes[2]", "duplicate")]),
        (json!({ "staff": [] }), vec![("staff", "required")]),
        (json!({ "staff": [{ "staff": "nobody-else" }] }), vec![("staff[0].staff", "not_choice")]),
        (
            json!({ "staff": [{ "staff": "ana", "priority": 0 }] }),
            vec![("staff[0].priority", "out_of_range")],
        ),
        (
            json!({ "staff": [{ "staff": "gone" }, { "staff": "ana" }, { "staff": "ana" }] }),
            vec![("staff[0].staff", "not_choice"), ("staff[2].staff", "duplicate")],
        ),
        (json!({ "sessions": [] }), vec![("sessions", "required")]),
        (
            sessions(json!({ "date": TUESDAY, "agency": "nowhere" })),
            vec![("sessions[1].agency", "not_choice")],
        ),
        (sessions(json!({ "date": TUESDAY, "agency": "" })), vec![("sessions[1].agency", "required")]),
        (sessions(json!({})), vec![("sessions[1].weekday", "required")]),
        (sessions(json!({ "date": "16/06/2026" })), vec![("sessions[1].date", "not_date")]),
        (sessions(json!({ "date": TUESDAY, "weekday": 2 })), vec![("sessions[1].date", "not_choice")]),
        (sessions(json!({ "weekday": 8 })), vec![("sessions[1].weekday", "out_of_range")]),
        (sessions(json!({ "weekday": 4, "nth": 6 })), vec![("sessions[1].nth", "out_of_range")]),
        (sessions(json!({ "weekday": 4, "every": 0 })), vec![("sessions[1].every", "out_of_range")]),
        (sessions(json!({ "weekday": 4, "every": 2 })), vec![("sessions[1].valid_from", "required")]),
        (
            sessions(json!({ "weekday": 4, "valid_from": "2026-06-16", "valid_until": "2026-06-15" })),
            vec![("sessions[1].valid_until", "ends_before_start")],
        ),
        (
            sessions(json!({ "date": TUESDAY, "to_time": "14:00" })),
            vec![("sessions[1].to_time", "ends_before_start")],
        ),
        (
            sessions(json!({ "date": TUESDAY, "from_time": "2 pm" })),
            vec![("sessions[1].from_time", "not_time")],
        ),
        (sessions(json!({ "date": TUESDAY, "channels": [] })), vec![("sessions[1].channels", "required")]),
        (
            json!({ "slug": "taken", "name": "", "themes": ["nothing"], "staff": [],
                "sessions": [session(json!({ "agency": "nowhere", "weekday": 9 }))] }),
            vec![
                ("name", "required"),
                ("staff", "required"),
                ("sessions[0].weekday", "out_of_range"),
                ("slug", "name_taken"),
                ("themes[0]", "not_choice"),
                ("sessions[0].agency", "not_choice"),
            ],
        ),
    ];
    for (change, faults) in rows {
        let body = with(&forum(), change);
        assert_eq!(app.put(FORUM, &body).await.faults(), pairs(&faults), "{body}");
        let new = if body["slug"] == "forum" { with(&body, json!({ "slug": "other" })) } else { body };
        assert_eq!(app.post(CAMPAIGNS, &new).await.faults(), pairs(&faults), "{new}");
    }
    assert_eq!(app.post(CAMPAIGNS, &forum()).await.faults(), pairs(&[("slug", "name_taken")]));
    for body in [with(&forum(), json!({ "theme": [] })), with(&forum(), json!({ "staff": ["ana"] }))] {
        assert_eq!(app.post(CAMPAIGNS, &body).await.refusal(), (400, "invalid_json".into()), "{body}");
    }
    assert_eq!(campaigns(&app).await.as_array().unwrap().len(), 2, "nothing is written");
    assert_eq!(app.get(FORUM).await.json(), kept.json());
}

async fn a_campaign_changes_the_slots_at_once(app: TestApp) {
    let morning = starts_on(&app, "paris", TUESDAY).await;
    assert_eq!(ask(&app, "paris", "forum").await.refusal(), (404, "unknown_campaign".into()));
    app.sign_in(network::SETTINGS).await;
    let created = app.post(CAMPAIGNS, &forum()).await;
    assert_eq!(created.status, 201, "{created:?}");
    assert_eq!(
        starts(&app, "paris", "forum").await,
        ["14:00", "14:15", "14:30", "14:45", "15:00", "15:15"].map(|time| format!("{TUESDAY}T{time}"))
    );
    assert_eq!(starts_on(&app, "paris", TUESDAY).await, morning, "none of it in the ordinary journey");
    let id = created.json()["id"].as_str().unwrap().to_owned();
    let catalog = app.get("/api/v1/public/catalog").await.json();
    assert_eq!(catalog["campaigns"][0]["slug"], "forum");

    // Everything is replaced at once: place, person, rhythm and name.
    let weekly = session(json!({ "agency": "reunion", "weekday": 3, "to_time": "15:00" }));
    let moved =
        with(&forum(), json!({ "slug": "salon", "staff": [{ "staff": "bea" }], "sessions": [weekly] }));
    let moved = app.put(&format!("{CAMPAIGNS}/{id}"), &moved).await;
    assert_eq!((moved.status.as_u16(), &moved.json()["id"]), (200, &json!(id)), "{moved:?}");
    for (agency, name) in [("paris", "forum"), ("paris", "salon"), ("reunion", "forum")] {
        assert_eq!(
            ask(&app, agency, name).await.refusal(),
            (404, "unknown_campaign".into()),
            "{agency} {name}"
        );
    }
    assert_eq!(starts(&app, "reunion", "salon").await, ["2026-06-17T14:00", "2026-06-17T14:15"]);
    assert_eq!(app.get(FORUM).await.refusal(), (404, "not_found".into()));

    let salon = format!("{CAMPAIGNS}/salon");
    assert_eq!(app.put(&salon, &with(&forum(), json!({ "themes": ["suivi"] }))).await.status, 200);
    assert_eq!(ask(&app, "paris", "forum").await.refusal(), (422, "theme_not_offered".into()));
    assert_eq!(app.put(FORUM, &with(&forum(), json!({ "active": false }))).await.status, 200);
    assert_eq!(ask(&app, "paris", "forum").await.refusal(), (404, "unknown_campaign".into()));
    assert_eq!(app.put(FORUM, &forum()).await.status, 200);
    assert_eq!(starts(&app, "paris", "forum").await.len(), 6);
    assert_eq!(app.delete(FORUM).await.status, 204);
    assert_eq!(ask(&app, "paris", "forum").await.refusal(), (404, "unknown_campaign".into()));
    assert_eq!(app.delete(FORUM).await.refusal(), (404, "not_found".into()));
    assert_eq!(app.put(FORUM, &forum()).await.refusal(), (404, "not_found".into()));
    assert_eq!(starts_on(&app, "paris", TUESDAY).await, morning);
}

async fn sessions_come_back_as_they_were_typed(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let monthly = json!({ "agency": "reunion", "weekday": 4, "every": 2, "nth": 3, "valid_from": "2026-06-01",
        "valid_until": "2027-06-30", "from_time": "09:00", "to_time": "24:00" });
    let body = with(
        &forum(),
        json!({ "name": " Forum ", "themes": ["suivi", "conseil"], "staff": [{ "staff": "bea", "priority": 2 }, { "staff": "ana" }],
            "sessions": [session(monthly), session(json!({ "date": TUESDAY })), session(json!({ "weekday": 1 }))] }),
    );
    let created = app.post(CAMPAIGNS, &body).await;
    let told = created.json();
    assert_eq!((created.status.as_u16(), &told["name"]), (201, &json!("Forum")), "{created:?}");
    let slugs = |list: &str, at: &str| {
        let items = told[list].as_array().unwrap().iter();
        items.map(|item| item.pointer(at).unwrap().as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(slugs("themes", "/slug"), ["conseil", "suivi"]);
    assert_eq!(slugs("staff", "/staff/slug"), ["ana", "bea"]);
    assert_eq!(slugs("sessions", "/agency/slug"), ["paris", "paris", "reunion"]);
    let dates = told["sessions"].as_array().unwrap().iter().map(|session| session["date"].clone());
    assert_eq!(dates.collect::<Vec<_>>(), [json!(null), json!(TUESDAY), json!(null)]);
    let monthly = told["sessions"][2].as_object().unwrap();
    for (member, value) in [
        ("timezone", json!("Indian/Reunion")),
        ("weekday", json!(4)),
        ("every", json!(2)),
        ("nth", json!(3)),
        ("valid_from", json!("2026-06-01")),
        ("valid_until", json!("2027-06-30")),
        ("from_time", json!("09:00")),
        ("to_time", json!("24:00")),
        ("channels", json!(["office"])),
    ] {
        assert_eq!(monthly[member], value, "{member}");
    }
    for path in [FORUM.to_owned(), format!("{CAMPAIGNS}/{}", told["id"].as_str().unwrap())] {
        assert_eq!(app.get(&path).await.json(), told, "{path}");
    }
    let other = with(&forum(), json!({ "slug": "autre", "name": "Autre" }));
    let other = app.post(CAMPAIGNS, &other).await.json();
    assert_eq!(campaigns(&app).await, json!([other, told]), "by name, each with what is its own");
}

async fn one_that_has_appointments_stays(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let in_use = || (409, "campaign_in_use".to_owned());
    let hold = with(&hold_body("2026-06-16T14:00:00+02:00"), json!({ "campaign": "forum" }));
    assert_eq!(app.post(CAMPAIGNS, &forum()).await.status, 201);
    assert_eq!(app.post("/api/v1/public/holds", &hold).await.status, 201);
    assert_eq!(app.delete(FORUM).await.refusal(), in_use(), "a hold may become an appointment");
    app.clock.advance(TimeDelta::minutes(11));
    assert_eq!(app.delete(FORUM).await.status, 204, "it lapsed");

    assert_eq!(app.post(CAMPAIGNS, &forum()).await.status, 201);
    let held = app.post("/api/v1/public/holds", &hold).await.json();
    let booked = app.post("/api/v1/public/appointments", &confirm_body(held["hold"].as_str().unwrap())).await;
    assert_eq!(booked.status, 201, "{booked:?}");
    assert_eq!(app.delete(FORUM).await.refusal(), in_use());
    assert_eq!(starts(&app, "paris", "forum").await.len(), 2, "it is whole");
    let manage = booked.json()["manage_url"].as_str().unwrap().rsplit_once('=').unwrap().1.to_owned();
    assert_eq!(app.delete(&format!("/api/v1/public/appointments/{manage}")).await.status, 204);
    assert_eq!(app.delete(FORUM).await.refusal(), in_use(), "what was cancelled is kept too");
    assert_eq!(app.put(FORUM, &with(&forum(), json!({ "active": false }))).await.status, 200);
    assert_eq!(ask(&app, "paris", "forum").await.refusal(), (404, "unknown_campaign".into()));
}

async fn who_left_may_stay_in_a_campaign(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    assert_eq!(app.post(CAMPAIGNS, &forum()).await.status, 201);
    app.write("UPDATE staff SET active = FALSE WHERE slug = 'ana'").await;
    app.write("UPDATE theme SET active = FALSE WHERE slug = 'conseil'").await;
    app.write("UPDATE agency SET active = FALSE WHERE slug = 'paris'").await;
    let off = app.put(FORUM, &with(&forum(), json!({ "active": false }))).await;
    assert_eq!(off.status, 200, "it can still be switched off: {off:?}");
    let other = app.post(CAMPAIGNS, &with(&forum(), json!({ "slug": "autre" }))).await;
    assert_eq!(
        other.faults(),
        pairs(&[
            ("themes[0]", "not_choice"),
            ("staff[0].staff", "not_choice"),
            ("sessions[0].agency", "not_choice")
        ])
    );
}

async fn of_two_of_one_name_one_is_written(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    for turn in 0..5 {
        let body = with(&forum(), json!({ "slug": format!("forum-{turn}") }));
        let (one, other) = tokio::join!(app.post(CAMPAIGNS, &body), app.post(CAMPAIGNS, &body));
        let (first, second) = if one.status == 201 { (one, other) } else { (other, one) };
        assert_eq!(first.status, 201, "{first:?}");
        assert_eq!(second.faults(), pairs(&[("slug", "name_taken")]));
        let path = format!("{CAMPAIGNS}/forum-{turn}");
        let (one, other) = tokio::join!(app.put(&path, &body), app.put(&path, &body));
        assert_eq!((one.status.as_u16(), other.status.as_u16()), (200, 200), "{one:?} {other:?}");
        assert_eq!(app.get(&path).await.json()["sessions"].as_array().unwrap().len(), 1);
    }
}

async fn every_door_of_campaigns_is_watched(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    assert_eq!(app.post(CAMPAIGNS, &forum()).await.status, 201);
    let (forum, other) = (forum(), with(&forum(), json!({ "slug": "autre" })));
    let doors: [Door<'_>; 5] = [
        (Method::GET, CAMPAIGNS, None),
        (Method::GET, FORUM, None),
        (Method::POST, CAMPAIGNS, Some(&other)),
        (Method::PUT, FORUM, Some(&forum)),
        (Method::DELETE, FORUM, None),
    ];
    assert_eq!(knock(&app, None, &doors).await, [401; 5]);
    assert_eq!(knock(&app, Some(network::NOBODY), &doors).await, [403; 5]);
    for who in [network::ANA, network::IVO, network::MANAGER, network::ADMIN] {
        assert_eq!(knock(&app, Some(who), &doors).await, [200, 200, 403, 403, 403], "{who}");
        assert_eq!(campaigns(&app).await.as_array().unwrap().len(), 1, "{who}");
    }
    // Bea, of La Réunion, finds nothing of Paris until she takes part.
    assert_eq!(knock(&app, Some(network::BEA), &doors).await, [200, 404, 403, 403, 403]);
    assert_eq!(campaigns(&app).await, json!([]));
    app.sign_in(network::SETTINGS).await;
    let with_bea = with(&forum, json!({ "staff": [{ "staff": "ana" }, { "staff": "bea" }] }));
    assert_eq!(app.put(FORUM, &with_bea).await.status, 200);
    assert_eq!(knock(&app, Some(network::BEA), &doors[..2]).await, [200, 200]);
    assert_eq!(knock(&app, Some(network::SETTINGS), &doors).await, [200, 200, 201, 200, 204]);
}

async fn campaigns_beyond_a_perimeter_are_out_of_reach(app: TestApp) {
    open_settings_of_paris(&app).await;
    app.sign_in(network::SETTINGS).await;
    let of = |slug: &str, sessions: Value| {
        with(
            &forum(),
            json!({ "slug": slug, "name": slug, "staff": [{ "staff": "bea" }], "sessions": sessions }),
        )
    };
    let (paris, reunion) =
        (session(json!({ "weekday": 2 })), session(json!({ "weekday": 2, "agency": "reunion" })));
    let local = of("local", json!([paris]));
    let both = of("both", json!([paris, reunion]));
    let away = of("away", json!([reunion]));
    for body in [&local, &both, &away] {
        assert_eq!(app.post(CAMPAIGNS, body).await.status, 201);
    }
    let path = |slug: &str| format!("{CAMPAIGNS}/{slug}");
    app.sign_in(network::MANAGER).await;
    let seen =
        campaigns(&app).await.as_array().unwrap().iter().map(|one| one["slug"].clone()).collect::<Vec<_>>();
    assert_eq!(seen, [json!("both"), json!("local")]);
    assert_eq!(app.get(&path("away")).await.refusal(), (404, "not_found".into()));
    assert_eq!(app.put(&path("away"), &away).await.refusal(), (404, "not_found".into()));
    assert_eq!(app.delete(&path("away")).await.refusal(), (404, "not_found".into()));
    assert_eq!(app.put(&path("both"), &both).await.refusal(), (403, "forbidden".into()));
    assert_eq!(app.delete(&path("both")).await.refusal(), (403, "forbidden".into()));
    // What is beyond is not known; who takes part already may stay.
    let widened = with(&local, json!({ "sessions": [paris, reunion] }));
    assert_eq!(
        app.put(&path("local"), &widened).await.faults(),
        pairs(&[("sessions[1].agency", "not_choice")])
    );
    let new = with(&local, json!({ "slug": "new" }));
    assert_eq!(app.post(CAMPAIGNS, &new).await.faults(), pairs(&[("staff[0].staff", "not_choice")]));
    assert_eq!(app.put(&path("local"), &local).await.status, 200);
    assert_eq!(app.delete(&path("local")).await.status, 204);
}
