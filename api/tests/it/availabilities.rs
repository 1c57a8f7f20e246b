//! Windows and exceptions: what is refused, what a right one changes, and who may.

mod overlaps;

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

use crate::slots::starts_on;
use crate::support::{EXCEPTIONS, Response, TestApp, WINDOWS, network, on_both_engines};

on_both_engines!(
    wrong_windows_are_refused_by_field,
    wrong_exceptions_are_refused_by_field,
    a_window_changes_the_slots_at_once,
    an_exception_changes_the_slots_at_once,
    every_door_is_watched,
    what_holds_elsewhere_too_is_out_of_reach,
);

pub const AVAILABILITIES: &str = "/api/v1/availabilities";
pub const EXCEPTIONS_PATH: &str = "/api/v1/exceptions";

/// `base` with the members of `change`.
pub fn with(base: &Value, change: Value) -> Value {
    let mut body = base.clone();
    for (name, value) in change.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

/// Tuesdays of Ana's in Paris, from 14:00 to 15:30.
fn window() -> Value {
    json!({ "staff": "ana", "agency": "paris", "channels": ["office"], "weekday": 2, "from_time": "14:00", "to_time": "15:30" })
}

/// Tuesday 16 June: Ana receives in the afternoon too.
fn opening() -> Value {
    json!({ "staff": "ana", "agency": "paris", "channels": ["office"], "date": "2026-06-16", "opens": true,
        "from_time": "14:00", "to_time": "15:30" })
}

fn path(resource: &str, response: &Response) -> String {
    format!("{resource}/{}", response.json()["id"].as_str().unwrap())
}

pub fn pairs(faults: &[(&str, &str)]) -> Vec<(String, String)> {
    faults.iter().map(|(field, code)| ((*field).to_owned(), (*code).to_owned())).collect()
}

async fn wrong_windows_are_refused_by_field(app: TestApp) {
    app.sign_in(network::MANAGER).await;
    let before = app.count(WINDOWS).await;
    let kept = network::window_id(network::ANA_ID, 2);
    let rows = [
        (json!({ "to_time": "14:00" }), vec![("to_time", "ends_before_start")]),
        (json!({ "to_time": "09:00" }), vec![("to_time", "ends_before_start")]),
        (json!({ "to_time": "24:30" }), vec![("to_time", "not_time")]),
        (json!({ "from_time": "2 pm" }), vec![("from_time", "not_time")]),
        (json!({ "weekday": 0 }), vec![("weekday", "out_of_range")]),
        (json!({ "weekday": 8 }), vec![("weekday", "out_of_range")]),
        (json!({ "nth": 0 }), vec![("nth", "out_of_range")]),
        (json!({ "nth": 6 }), vec![("nth", "out_of_range")]),
        (json!({ "nth": -6 }), vec![("nth", "out_of_range")]),
        (json!({ "every": 0 }), vec![("every", "out_of_range")]),
        (json!({ "every": 2 }), vec![("valid_from", "required")]),
        (
            json!({ "valid_from": "2026-06-16", "valid_until": "2026-06-15" }),
            vec![("valid_until", "ends_before_start")],
        ),
        (json!({ "valid_from": "16/06/2026" }), vec![("valid_from", "not_date")]),
        (json!({ "channels": [] }), vec![("channels", "required")]),
        (json!({ "staff": "" }), vec![("staff", "required")]),
        (
            json!({ "channels": [], "weekday": 9, "every": 0, "nth": 9, "to_time": "13:59" }),
            vec![
                ("channels", "required"),
                ("weekday", "out_of_range"),
                ("every", "out_of_range"),
                ("nth", "out_of_range"),
                ("to_time", "ends_before_start"),
            ],
        ),
    ];
    for (change, faults) in rows {
        let body = with(&window(), change);
        assert_eq!(app.post(AVAILABILITIES, &body).await.faults(), pairs(&faults), "{body}");
        let replaced = app.put(&format!("{AVAILABILITIES}/{kept}"), &body).await;
        assert_eq!(replaced.faults(), pairs(&faults), "{body}");
    }
    for body in
        [with(&window(), json!({ "chanels": [] })), with(&window(), json!({ "channels": ["pigeon"] }))]
    {
        assert_eq!(app.post(AVAILABILITIES, &body).await.refusal(), (400, "invalid_json".into()));
    }
    assert_eq!(app.count(WINDOWS).await, before, "nothing is written");
    let listed = app.get(&format!("{AVAILABILITIES}?staff=ana")).await.json();
    assert!(listed["items"].as_array().unwrap().iter().all(|window| window["from_time"] == "09:00"));
}

async fn wrong_exceptions_are_refused_by_field(app: TestApp) {
    app.sign_in(network::MANAGER).await;
    let rows = [
        (json!({ "date": "" }), vec![("date", "required")]),
        (json!({ "date": "2026-02-30" }), vec![("date", "not_date")]),
        (json!({ "opens": null }), vec![("opens", "required")]),
        (json!({ "from_time": "" }), vec![("from_time", "required")]),
        (
            json!({ "channels": [], "to_time": "13:00" }),
            vec![("to_time", "ends_before_start"), ("channels", "required")],
        ),
    ];
    for (change, faults) in rows {
        let body = with(&opening(), change);
        assert_eq!(app.post(EXCEPTIONS_PATH, &body).await.faults(), pairs(&faults), "{body}");
    }
    assert_eq!(app.count(EXCEPTIONS).await, 0, "nothing is written");
}

async fn a_window_changes_the_slots_at_once(app: TestApp) {
    let morning = starts_on(&app, "paris", "2026-06-16").await;
    app.sign_in(network::MANAGER).await;
    let created = app.post(AVAILABILITIES, &window()).await;
    assert_eq!(created.status, 201, "{created:?}");
    let path = path(AVAILABILITIES, &created);
    let read = created.json();
    assert_eq!((&read["staff"]["slug"], &read["agency"]["name"]), (&json!("ana"), &json!("Paris")));
    assert_eq!((&read["timezone"], &read["nth"]), (&json!("Europe/Paris"), &json!(null)));
    assert_eq!((&read["every"], &read["channels"]), (&json!(1), &json!(["office"])));
    let listed = app.get(&format!("{AVAILABILITIES}?staff=ana&agency=paris")).await;
    assert_eq!(listed.headers["cache-control"], "no-store");
    let listed = listed.json()["items"].as_array().unwrap().clone();
    assert_eq!(listed.len(), 8);
    assert!(listed.contains(&read), "read as it was written");
    assert_eq!(app.get(&format!("{AVAILABILITIES}?staff=nobody")).await.json()["items"], json!([]));
    assert_eq!(app.get(&format!("{AVAILABILITIES}?agency=reunion")).await.json()["items"], json!([]));

    let afternoon: Vec<_> = starts_on(&app, "paris", "2026-06-16").await.split_off(morning.len());
    assert_eq!(afternoon.first().unwrap(), "2026-06-16T14:00:00+02:00");
    let later = with(&window(), json!({ "from_time": "22:00", "to_time": "24:00" }));
    let changed = app.put(&path, &later).await;
    assert_eq!((changed.status.as_u16(), &changed.json()["to_time"]), (200, &json!("24:00")), "{changed:?}");
    let night = starts_on(&app, "paris", "2026-06-16").await.split_off(morning.len());
    assert_eq!(night.first().unwrap(), "2026-06-16T22:00:00+02:00");
    let other = with(&window(), json!({ "staff": "nobody" }));
    assert_eq!(app.put(&path, &other).await.faults(), pairs(&[("staff", "not_choice")]));

    assert_eq!(app.delete(&path).await.status, 204);
    assert_eq!(starts_on(&app, "paris", "2026-06-16").await, morning);
    assert_eq!(app.delete(&path).await.refusal(), (404, "not_found".into()));
    assert_eq!(app.put(&path, &window()).await.refusal(), (404, "not_found".into()));
}

async fn an_exception_changes_the_slots_at_once(app: TestApp) {
    let morning = starts_on(&app, "paris", "2026-06-16").await;
    app.sign_in(network::MANAGER).await;
    let opened = app.post(EXCEPTIONS_PATH, &opening()).await;
    assert_eq!(opened.status, 201, "{opened:?}");
    assert!(starts_on(&app, "paris", "2026-06-16").await.len() > morning.len());
    let path = path(EXCEPTIONS_PATH, &opened);
    let closing = with(&opening(), json!({ "opens": false, "from_time": "00:00", "to_time": "24:00" }));
    assert_eq!(app.put(&path, &closing).await.status, 200);
    assert_eq!(starts_on(&app, "paris", "2026-06-16").await, Vec::<String>::new());
    let listed = app.get(&format!("{EXCEPTIONS_PATH}?staff=ana")).await.json();
    assert_eq!(
        (&listed["items"][0]["opens"], &listed["items"][0]["date"]),
        (&json!(false), &json!("2026-06-16"))
    );
    assert_eq!(app.delete(&path).await.status, 204);
    assert_eq!(starts_on(&app, "paris", "2026-06-16").await, morning);
    assert_eq!(app.get(EXCEPTIONS_PATH).await.json()["items"], json!([]));
}

async fn every_door_is_watched(app: TestApp) {
    let bea = with(&window(), json!({ "staff": "bea", "agency": "reunion" }));
    let bea_opens = with(&opening(), json!({ "staff": "bea", "agency": "reunion" }));
    app.sign_in(network::SETTINGS).await;
    let exception = app.post(EXCEPTIONS_PATH, &bea_opens).await;
    assert_eq!(exception.status, 201, "everybody is in reach of the network's administrator: {exception:?}");
    let exception = path(EXCEPTIONS_PATH, &exception);
    let standing = format!("{AVAILABILITIES}/{}", network::window_id(network::BEA_ID, 1));
    let doors: [(Method, &str, Option<&Value>); 8] = [
        (Method::GET, AVAILABILITIES, None),
        (Method::GET, EXCEPTIONS_PATH, None),
        (Method::POST, AVAILABILITIES, Some(&bea)),
        (Method::PUT, &standing, Some(&bea)),
        (Method::DELETE, &standing, None),
        (Method::POST, EXCEPTIONS_PATH, Some(&bea_opens)),
        (Method::PUT, &exception, Some(&bea_opens)),
        (Method::DELETE, &exception, None),
    ];
    let knock = async |who: Option<&str>| {
        app.delete("/api/v1/session").await;
        if let Some(who) = who {
            app.sign_in(who).await;
        }
        let mut answers = Vec::new();
        for (method, path, body) in &doors {
            let request = match body {
                Some(body) => app.json_by(method.clone(), path, body),
                None => app.request(method.clone(), path).body(Body::empty()).unwrap(),
            };
            answers.push(app.send(request).await);
        }
        answers
    };
    let statuses =
        |answers: &[Response]| answers.iter().map(|answer| answer.status.as_u16()).collect::<Vec<_>>();
    let mut foreign = app.json_by(Method::PUT, &standing, &bea);
    foreign.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
    assert_eq!(app.send(foreign).await.refusal(), (403, "cross_site_refused".into()));
    assert_eq!(statuses(&knock(None).await), [401; 8]);
    assert_eq!(statuses(&knock(Some(network::NOBODY)).await), [403; 8]);
    // Ana sees appointments, and so her own windows; she changes none.
    let ana = knock(Some(network::ANA)).await;
    assert_eq!(statuses(&ana), [200, 200, 403, 403, 403, 403, 403, 403]);
    assert_eq!(ana[0].json()["items"].as_array().unwrap().len(), 7);
    // The manager of Paris finds nothing of La Réunion, Ivo nothing but his own.
    for (who, windows) in [(network::MANAGER, 7), (network::IVO, 0)] {
        let answers = knock(Some(who)).await;
        assert_eq!(statuses(&answers), [200, 200, 404, 404, 404, 404, 404, 404], "{who}");
        assert_eq!(answers[0].json()["items"].as_array().unwrap().len(), windows, "{who}");
        assert_eq!(answers[1].json()["items"], json!([]), "{who}");
    }
    app.sign_in(network::MANAGER).await;
    for change in
        [json!({ "staff": "nowhere" }), json!({ "agency": "nowhere" }), json!({ "agency": "reunion" })]
    {
        let body = with(&window(), change);
        assert_eq!(app.post(AVAILABILITIES, &body).await.refusal(), (404, "not_found".into()), "{body}");
    }
    assert_eq!(app.delete(&format!("{AVAILABILITIES}/nothing")).await.refusal(), (404, "not_found".into()));
    // The administrator reaches every agency, and still people receive only where they work.
    app.sign_in(network::SETTINGS).await;
    let elsewhere = with(&window(), json!({ "agency": "reunion" }));
    assert_eq!(app.post(AVAILABILITIES, &elsewhere).await.faults(), pairs(&[("agency", "not_choice")]));
    assert_eq!(app.count(WINDOWS).await, 14);
    assert_eq!(statuses(&knock(Some(network::SETTINGS)).await), [200, 200, 201, 200, 204, 201, 200, 204]);
}

async fn what_holds_elsewhere_too_is_out_of_reach(app: TestApp) {
    let ivo = with(&window(), json!({ "staff": "ivo" }));
    let everywhere = with(&ivo, json!({ "agency": null }));
    app.sign_in(network::IVO).await;
    let created = app.post(AVAILABILITIES, &everywhere).await;
    assert_eq!((created.status.as_u16(), &created.json()["timezone"]), (201, &json!(null)), "{created:?}");
    let everywhere_path = path(AVAILABILITIES, &created);
    let reunion = app.post(AVAILABILITIES, &with(&ivo, json!({ "agency": "reunion", "weekday": 5 }))).await;
    assert_eq!(app.get(AVAILABILITIES).await.json()["items"].as_array().unwrap().len(), 2);
    let local = app.get(&format!("{AVAILABILITIES}?agency=paris")).await.json();
    assert_eq!(local["items"].as_array().unwrap().len(), 1, "what holds everywhere holds in Paris");

    app.sign_in(network::MANAGER).await;
    let seen = app.get(&format!("{AVAILABILITIES}?staff=ivo")).await.json()["items"].clone();
    assert_eq!(seen, json!([created.json()]), "La Réunion's is hidden");
    assert_eq!(app.put(&everywhere_path, &ivo).await.refusal(), (403, "forbidden".into()));
    assert_eq!(app.delete(&everywhere_path).await.refusal(), (403, "forbidden".into()));
    assert_eq!(app.delete(&path(AVAILABILITIES, &reunion)).await.refusal(), (404, "not_found".into()));
    assert_eq!(app.post(AVAILABILITIES, &everywhere).await.faults(), pairs(&[("agency", "required")]));
    assert_eq!(app.post(AVAILABILITIES, &ivo).await.status, 201);
}
