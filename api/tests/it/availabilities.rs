//! Windows and exceptions: what is refused, what a right one changes, and who may.

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
    nobody_receives_in_two_agencies_at_once,
    of_two_that_overlap_at_once_one_is_written,
    rhythms_that_never_meet_do_not_overlap,
    zones_are_compared_by_instants,
    an_opening_elsewhere_takes_a_closing,
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

/// A window of Ivo's on Mondays.
fn ivo(agency: &str, from: &str, to: &str) -> Value {
    json!({ "staff": "ivo", "agency": agency, "channels": ["office"], "weekday": 1, "from_time": from, "to_time": to })
}

/// The sentence that names the conflict.
fn overlapping(response: &Response) -> String {
    assert_eq!(response.faults(), pairs(&[("from_time", "overlapping_window")]), "{response:?}");
    let problem = response.json();
    assert_eq!(problem["detail"], problem["errors"][0]["detail"]);
    problem["detail"].as_str().unwrap().to_owned()
}

async fn nobody_receives_in_two_agencies_at_once(app: TestApp) {
    network::open_lyon(&app.app.db).await;
    app.sign_in(network::IVO).await;
    let dated = with(&ivo("paris", "09:00", "12:00"), json!({ "valid_from": "2026-06-15" }));
    assert_eq!(app.post(AVAILABILITIES, &dated).await.status, 201);
    let refused = app.post(AVAILABILITIES, &ivo("lyon", "11:59", "13:00")).await;
    let sentence = "Chevauche la plage du lundi 9:00–12:00 à Paris (à partir du 15/06/2026)";
    assert!(overlapping(&refused).starts_with(sentence), "{refused:?}");
    assert!(overlapping(&refused).contains("premier jour commun le 15/06/2026"), "{refused:?}");
    assert_eq!(app.count(WINDOWS).await, 15, "nothing is written");

    for (body, why) in [
        (ivo("lyon", "12:00", "13:00"), "it touches"),
        (ivo("paris", "10:00", "11:00"), "the same agency"),
        (with(&ivo("paris", "09:30", "10:00"), json!({ "agency": null })), "every agency"),
        (with(&ivo("lyon", "09:00", "12:00"), json!({ "weekday": 2 })), "another day"),
        (with(&ivo("lyon", "09:00", "12:00"), json!({ "valid_until": "2026-06-14" })), "before"),
    ] {
        assert_eq!(app.post(AVAILABILITIES, &body).await.status, 201, "{why}");
    }
    let moved = app.post(AVAILABILITIES, &ivo("lyon", "18:00", "19:00")).await;
    let moved = path(AVAILABILITIES, &moved);
    overlapping(&app.put(&moved, &ivo("lyon", "08:00", "09:01")).await);
    assert_eq!(app.put(&moved, &ivo("lyon", "18:30", "19:00")).await.status, 200, "it is not its own rival");
    let opening = with(
        &opening(),
        json!({ "staff": "ivo", "agency": "paris", "date": "2026-06-22", "from_time": "18:00", "to_time": "20:00" }),
    );
    let refused = app.post(EXCEPTIONS_PATH, &opening).await;
    assert!(
        overlapping(&refused).contains("lundi 18:30–19:00 à Lyon : premier jour commun le 22/06/2026"),
        "{refused:?}"
    );
    assert_eq!(app.count(EXCEPTIONS).await, 0);
}

async fn of_two_that_overlap_at_once_one_is_written(app: TestApp) {
    network::open_lyon(&app.app.db).await;
    app.sign_in(network::IVO).await;
    for hour in 9..14 {
        let (from, to) = (format!("{hour:02}:00"), format!("{hour:02}:59"));
        let (paris, lyon) = (ivo("paris", &from, &to), ivo("lyon", &from, &to));
        let (one, other) = tokio::join!(app.post(AVAILABILITIES, &paris), app.post(AVAILABILITIES, &lyon));
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 422], "{one:?} {other:?}");
    }
}

async fn rhythms_that_never_meet_do_not_overlap(app: TestApp) {
    network::open_lyon(&app.app.db).await;
    app.sign_in(network::IVO).await;
    let rows = [
        (
            json!({ "every": 2, "valid_from": "2026-06-15" }),
            json!({ "every": 2, "valid_from": "2026-06-22" }),
            None,
        ),
        (
            json!({ "every": 2, "valid_from": "2026-06-15" }),
            json!({ "every": 3, "valid_from": "2026-06-22" }),
            Some("13/07/2026"),
        ),
        (json!({ "nth": 1 }), json!({ "nth": 3 }), None),
        // The fourth Monday is the last of most months, June 2026 being one with five.
        (json!({ "nth": 4, "valid_from": "2026-06-23" }), json!({ "nth": -1 }), Some("27/07/2026")),
        (json!({ "nth": 5, "valid_from": "2026-06-15" }), json!({ "nth": -5 }), None),
        (json!({ "valid_until": "2026-06-21" }), json!({ "valid_from": "2026-06-22" }), None),
        // Every second year has no common month.
        (
            json!({ "nth": 2, "every": 24, "valid_from": "2026-07-01" }),
            json!({ "nth": 2, "every": 24, "valid_from": "2027-07-01" }),
            None,
        ),
        // They meet after twenty-five years only.
        (
            json!({ "every": 51, "valid_from": "2026-06-15" }),
            json!({ "every": 53, "valid_from": "2026-06-22" }),
            Some("13/11/2051"),
        ),
    ];
    for (ours, theirs, meeting) in rows {
        let one = app.post(AVAILABILITIES, &with(&ivo("paris", "09:00", "10:00"), ours.clone())).await;
        assert_eq!(one.status, 201, "{one:?}");
        let other = app.post(AVAILABILITIES, &with(&ivo("lyon", "09:00", "10:00"), theirs.clone())).await;
        match meeting {
            Some(date) => assert!(overlapping(&other).contains(date), "{ours} {theirs} {other:?}"),
            None => {
                assert_eq!(other.status, 201, "{ours} {theirs} {other:?}");
                assert_eq!(app.delete(&path(AVAILABILITIES, &other)).await.status, 204);
            }
        }
        assert_eq!(app.delete(&path(AVAILABILITIES, &one)).await.status, 204);
    }
}

async fn zones_are_compared_by_instants(app: TestApp) {
    app.sign_in(network::IVO).await;
    let first = app.post(AVAILABILITIES, &ivo("paris", "09:00", "12:00")).await;
    // La Réunion is two hours ahead in summer, three in winter.
    assert_eq!(app.post(AVAILABILITIES, &ivo("reunion", "09:00", "11:00")).await.status, 201);
    assert_eq!(app.post(AVAILABILITIES, &ivo("reunion", "15:00", "16:00")).await.status, 201);
    let winter = app.post(AVAILABILITIES, &ivo("reunion", "14:00", "15:00")).await;
    assert!(overlapping(&winter).contains("premier jour commun le 26/10/2026"), "{winter:?}");
    let summer = with(&ivo("reunion", "14:00", "15:00"), json!({ "valid_until": "2026-10-25" }));
    assert_eq!(app.post(AVAILABILITIES, &summer).await.status, 201);
    // Monday 23:00 in Paris is Tuesday 1:00 in La Réunion.
    let late = app.put(&path(AVAILABILITIES, &first), &ivo("paris", "22:00", "24:00")).await;
    assert_eq!(late.status, 200, "{late:?}");
    let night = with(&ivo("reunion", "00:00", "01:30"), json!({ "weekday": 2 }));
    let night = app.post(AVAILABILITIES, &night).await;
    assert!(
        overlapping(&night).contains("lundi 22:00–24:00 à Paris : premier jour commun le 15/06/2026"),
        "{night:?}"
    );
}

async fn an_opening_elsewhere_takes_a_closing(app: TestApp) {
    network::open_lyon(&app.app.db).await;
    app.sign_in(network::IVO).await;
    assert_eq!(app.post(AVAILABILITIES, &ivo("paris", "09:00", "12:00")).await.status, 201);
    let exception = |agency: &str, opens: bool, from: &str, to: &str| {
        json!({ "staff": "ivo", "agency": agency, "channels": ["office"], "date": "2026-06-22", "opens": opens,
            "from_time": from, "to_time": to })
    };
    let opening = exception("lyon", true, "10:00", "12:00");
    overlapping(&app.post(EXCEPTIONS_PATH, &opening).await);
    let closing = app.post(EXCEPTIONS_PATH, &exception("paris", false, "11:00", "12:00")).await;
    let closing = path(EXCEPTIONS_PATH, &closing);
    overlapping(&app.post(EXCEPTIONS_PATH, &opening).await);
    assert_eq!(app.put(&closing, &exception("paris", false, "10:00", "12:00")).await.status, 200);
    let opened = app.post(EXCEPTIONS_PATH, &opening).await;
    assert_eq!(opened.status, 201, "{opened:?}");
    // The closing now keeps the two apart.
    overlapping(&app.delete(&closing).await);
    overlapping(&app.put(&closing, &exception("paris", false, "10:00", "11:00")).await);
    assert_eq!(app.count(EXCEPTIONS).await, 2);
    assert_eq!(app.delete(&path(EXCEPTIONS_PATH, &opened)).await.status, 204);
    assert_eq!(app.delete(&closing).await.status, 204);
}
