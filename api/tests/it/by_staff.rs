//! What staff, and programs by key, do to appointments: lists, booking for a client, moving, transfer, cancelling,
//! attendance.

use axum::http::{Method, header};
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{APPOINTMENTS, OCCUPANCIES, Response, TestApp, network, on_both_engines};

on_both_engines!(
    an_appointment_is_booked_for_a_client_however_soon,
    sent_again_it_is_booked_once,
    what_is_refused_keeps_no_start,
    it_is_moved_whatever_the_deadline,
    it_is_given_to_somebody_else_of_another_agency,
    of_two_who_saw_the_same_one_moves_it,
    it_is_cancelled_and_the_time_is_free_again,
    attendance_is_noted_when_it_can_be_known,
    lists_are_filtered_and_read_page_by_page,
    each_reaches_what_their_profile_reaches,
    history_names_who_did_it,
);

const PATH: &str = "/api/v1/appointments";

/// Gives those who see appointments the right to change them, and signs one of them in.
pub async fn sign_in(app: &TestApp, who: &str) {
    app.sign_in(network::SETTINGS).await;
    for profile in ["collaborateur", "accueil", "administrateur"] {
        let permissions = json!({ "permissions": ["view_appointments", "manage_appointments"] });
        let path = format!("/api/v1/profiles/{profile}");
        assert_eq!(app.patch(&path, &permissions).await.status, 200);
    }
    app.sign_in(who).await;
}

pub fn wish(agency: &str, start: &str) -> Value {
    json!({ "agency": agency, "theme": "conseil", "channel": "office", "start": start, "consent": true,
        "client": { "last_name": "Martin", "first_name": "Léa", "email": "lea@example.org", "phone": "06 12 34 56 78" } })
}

pub async fn book(app: &TestApp, agency: &str, start: &str) -> Response {
    let booked = app.post(PATH, &wish(agency, start)).await;
    assert_eq!(booked.status, 201, "{booked:?}");
    booked
}

fn one(booked: &Response) -> String {
    format!("{PATH}/{}", booked.json()["reference"].as_str().unwrap())
}

async fn with_tag(app: &TestApp, method: Method, path: &str, tag: &Response, body: &Value) -> Response {
    let mut request = app.json_by(method, path, body);
    request.headers_mut().insert(header::IF_MATCH, tag.headers[header::ETAG].clone());
    app.send(request).await
}

async fn an_appointment_is_booked_for_a_client_however_soon(app: TestApp) {
    sign_in(&app, network::ADMIN).await;
    // The theme asks an hour's notice; it is 8:59.
    app.clock.set("2026-06-15T06:59:00Z".parse().unwrap());
    let start = "2026-06-15T09:00:00+02:00";
    let hold = json!({ "agency": "paris", "theme": "conseil", "channel": "office", "start": start });
    assert_eq!(app.post("/api/v1/public/holds", &hold).await.refusal(), (409, "slot_not_offered".into()));
    let booked = book(&app, "paris", start).await.json();
    assert_eq!((&booked["start"], &booked["staff"]["slug"]), (&json!(start), &json!("ana")));
    assert_eq!((&booked["source"], &booked["client"]["name"]), (&json!("staff"), &json!("Léa Martin")));
    assert_eq!(
        app.app
            .db
            .query("SELECT count(*) AS rows FROM outbox")
            .fetch_one()
            .await
            .unwrap()
            .get::<i64>("rows")
            .unwrap(),
        2,
        "client and staff are told"
    );
    let again = app.post(PATH, &wish("paris", start)).await;
    assert_eq!(again.refusal(), (409, "slot_taken".into()));
    assert!(!again.json()["alternatives"].as_array().unwrap().is_empty(), "{again:?}");
    let past = app.post(PATH, &wish("paris", "2026-06-15T08:00:00+02:00")).await;
    assert_eq!(past.refusal(), (422, "start_in_past".into()));
    let closed = app.post(PATH, &wish("paris", "2026-06-15T20:00:00+02:00")).await;
    assert_eq!(closed.refusal(), (409, "slot_not_offered".into()));
}

async fn sent_again_it_is_booked_once(app: TestApp) {
    sign_in(&app, network::ADMIN).await;
    let wanted = wish("paris", "2026-06-16T10:00:00+02:00");
    let (one, other) =
        tokio::join!(app.post_with_key(PATH, "k1", &wanted), app.post_with_key(PATH, "k1", &wanted));
    // While one is served, the other is told to come again: never that the start is taken.
    let made = app.post_with_key(PATH, "k1", &wanted).await;
    assert_eq!(made.status, 201);
    for answer in [one, other] {
        if answer.status == 201 {
            assert_eq!(answer.json(), made.json());
        } else {
            assert_eq!(answer.refusal(), (409, "request_in_progress".into()));
        }
    }
    let different = wish("paris", "2026-06-16T11:00:00+02:00");
    let reused = app.post_with_key(PATH, "k1", &different).await;
    assert_eq!(reused.refusal(), (422, "idempotency_key_reused".into()));
    assert_eq!(app.count(APPOINTMENTS).await, 1);
    sign_in(&app, network::DESK).await;
    let theirs = app.post_with_key(PATH, "k1", &different).await;
    assert_eq!(theirs.status, 201, "another author's key is another key: {theirs:?}");
}

async fn what_is_refused_keeps_no_start(app: TestApp) {
    sign_in(&app, network::ADMIN).await;
    let start = "2026-06-16T10:00:00+02:00";
    let mut wrong = wish("paris", start);
    wrong["client"]["email"] = "lea".into();
    wrong["consent"] = false.into();
    let fields: Vec<_> = app.post(PATH, &wrong).await.faults().into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["email", "consent"]);
    assert_eq!(app.count(OCCUPANCIES).await, 0, "the start is free again");
    let mut nobody = wish("paris", start);
    nobody["staff"] = "personne".into();
    assert_eq!(app.post(PATH, &nobody).await.faults(), [("staff".into(), "not_choice".into())]);
    let mut not_theirs = wish("paris", start);
    not_theirs["staff"] = "bea".into();
    assert_eq!(app.post(PATH, &not_theirs).await.refusal(), (409, "slot_not_offered".into()), "not in Paris");
}

async fn it_is_moved_whatever_the_deadline(app: TestApp) {
    sign_in(&app, network::SETTINGS).await;
    let deadlines = json!({ "move_deadline_min": 10_080, "cancel_deadline_min": 10_080 });
    assert_eq!(app.patch("/api/v1/themes/conseil", &deadlines).await.status, 200);
    app.sign_in(network::ADMIN).await;
    let booked = book(&app, "paris", "2026-06-16T10:00:00+02:00").await;
    let same = app.patch(&one(&booked), &json!({})).await;
    assert_eq!((same.status.as_u16(), same.json()), (200, booked.json()), "nothing to do");
    // Its own time is not in its way.
    let moved = app.patch(&one(&booked), &json!({ "start": "2026-06-16T10:15:00+02:00" })).await;
    assert_eq!((moved.status.as_u16(), &moved.json()["start"]), (200, &json!("2026-06-16T10:15:00+02:00")));
    let taken = book(&app, "paris", "2026-06-17T09:00:00+02:00").await.json();
    let refused = app.patch(&one(&booked), &json!({ "start": taken["start"] })).await;
    assert_eq!(refused.refusal(), (409, "slot_taken".into()));
    let now = app.get(&one(&booked)).await;
    assert_eq!(now.json()["start"], moved.json()["start"], "it stays as it was");
    assert_eq!(now.headers[header::ETAG], moved.headers[header::ETAG]);
    app.clock.set("2026-06-16T09:00:00Z".parse().unwrap());
    app.sign_in(network::ADMIN).await;
    let late = app.patch(&one(&booked), &json!({ "start": "2026-06-18T10:00:00+02:00" })).await;
    assert_eq!(late.refusal(), (409, "appointment_past".into()));
}

async fn it_is_given_to_somebody_else_of_another_agency(app: TestApp) {
    sign_in(&app, network::ANA).await;
    let booked = book(&app, "paris", "2026-06-16T10:00:00+02:00").await;
    let there = json!({ "agency": "reunion", "staff": "bea", "start": "2026-06-17T10:00:00+04:00" });
    let given = app.patch(&one(&booked), &there).await;
    assert_eq!(given.status, 200, "{given:?}");
    let given = given.json();
    assert_eq!((&given["agency"]["slug"], &given["staff"]["slug"]), (&json!("reunion"), &json!("bea")));
    assert_eq!(
        (&given["start"], &given["timezone"]),
        (&json!("2026-06-17T10:00:00+04:00"), &json!("Indian/Reunion"))
    );
    assert_eq!(
        app.get(&one(&booked)).await.refusal(),
        (404, "unknown_appointment".into()),
        "no longer Ana's"
    );
    app.sign_in(network::ADMIN).await;
    let unable = app.patch(&one(&booked), &json!({ "staff": "ivo" })).await;
    assert_eq!(unable.refusal(), (409, "slot_not_offered".into()), "who does not handle the theme");
}

async fn of_two_who_saw_the_same_one_moves_it(app: TestApp) {
    sign_in(&app, network::ADMIN).await;
    let booked = book(&app, "paris", "2026-06-16T10:00:00+02:00").await;
    let path = one(&booked);
    let (first, second) =
        (json!({ "start": "2026-06-17T10:00:00+02:00" }), json!({ "start": "2026-06-18T10:00:00+02:00" }));
    let (first, second) = tokio::join!(
        with_tag(&app, Method::PATCH, &path, &booked, &first),
        with_tag(&app, Method::PATCH, &path, &booked, &second)
    );
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert!(statuses == [200, 412] || statuses == [200, 409], "{first:?} {second:?}");
    let late =
        with_tag(&app, Method::PUT, &format!("{path}/attendance"), &booked, &json!({ "status": "honoured" }))
            .await;
    assert_eq!(late.refusal(), (412, "precondition_failed".into()));
    let late = with_tag(&app, Method::POST, &format!("{path}/cancellation"), &booked, &json!({})).await;
    assert_eq!(late.refusal(), (412, "precondition_failed".into()));
    assert_eq!(app.count(OCCUPANCIES).await, 1);
}

async fn it_is_cancelled_and_the_time_is_free_again(app: TestApp) {
    sign_in(&app, network::ADMIN).await;
    let start = "2026-06-16T10:00:00+02:00";
    let booked = book(&app, "paris", start).await;
    let path = format!("{}/cancellation", one(&booked));
    let long = json!({ "reason": "x".repeat(501) });
    assert_eq!(app.post(&path, &long).await.faults(), [("reason".into(), "too_long".into())]);
    assert_eq!(app.post(&path, &json!({ "reason": "Fermeture" })).await.status, 204);
    assert_eq!(app.post(&path, &json!({})).await.refusal(), (410, "appointment_cancelled".into()));
    assert_eq!(app.get(&one(&booked)).await.json()["status"], "cancelled");
    book(&app, "paris", start).await;
    let nobody = format!("{PATH}/CRN-222222/cancellation");
    assert_eq!(app.post(&nobody, &json!({})).await.refusal(), (404, "unknown_appointment".into()));
}

async fn attendance_is_noted_when_it_can_be_known(app: TestApp) {
    sign_in(&app, network::ADMIN).await;
    let booked = book(&app, "paris", "2026-06-16T10:00:00+02:00").await;
    let path = format!("{}/attendance", one(&booked));
    let put = async |status: &str| app.put(&path, &json!({ "status": status })).await;
    assert_eq!(put("honoured").await.refusal(), (409, "appointment_not_begun".into()), "26 hours before");
    app.clock.advance(TimeDelta::hours(20));
    app.sign_in(network::ADMIN).await;
    assert_eq!(put("honoured").await.json()["status"], "honoured", "early at the desk");
    assert_eq!(put("absent").await.refusal(), (409, "appointment_not_begun".into()));
    app.clock.advance(TimeDelta::hours(8));
    app.sign_in(network::ADMIN).await;
    for status in ["absent", "excused", "excused", "confirmed", "honoured"] {
        assert_eq!(put(status).await.json()["status"], status);
    }
    assert_eq!(put("cancelled").await.faults(), [("status".into(), "not_choice".into())]);
    let history = app.get(&format!("{}/history", one(&booked))).await.json();
    let kinds: Vec<_> =
        history["items"].as_array().unwrap().iter().map(|item| item["kind"].clone()).collect();
    let noted = vec!["attendance"; 5];
    assert_eq!(kinds, [vec!["created"], noted].concat(), "the same again is no change");
}

async fn lists_are_filtered_and_read_page_by_page(app: TestApp) {
    sign_in(&app, network::ADMIN).await;
    let mut all = Vec::new();
    for day in 16..21 {
        all.push(book(&app, "paris", &format!("2026-06-{day}T10:00:00+02:00")).await.json());
        all.push(book(&app, "reunion", &format!("2026-06-{day}T10:00:00+04:00")).await.json());
    }
    all.sort_by_key(|one| one["start"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap());
    let (mut path, mut read) = (Some(format!("{PATH}?limit=3")), Vec::new());
    while let Some(next) = path {
        let page = app.get(&next).await;
        assert_eq!(page.status, 200, "{page:?}");
        read.extend(page.json()["items"].as_array().unwrap().clone());
        let link = page.headers.get(header::LINK).map(|link| link.to_str().unwrap().to_owned());
        path = link.map(|link| link.trim_start_matches('<').split('>').next().unwrap().to_owned());
    }
    assert_eq!(read, all, "each once, by start");

    let count = async |query: &str| {
        let page = app.get(&format!("{PATH}?{query}")).await;
        assert_eq!(page.status, 200, "{query} {page:?}");
        page.json()["items"].as_array().unwrap().len()
    };
    for (query, wanted) in [
        ("date=2026-06-17", 2),
        ("from=2026-06-17&to=2026-06-18", 4),
        ("from=2026-06-20", 2),
        ("agency=reunion", 5),
        ("staff=ana&to=2026-06-16", 1),
        ("theme=suivi", 0),
        ("channel=video", 0),
        ("status=confirmed&agency=paris", 5),
        ("status=cancelled", 0),
    ] {
        assert_eq!(count(query).await, wanted, "{query}");
    }
    let first = format!("{PATH}/{}/cancellation", all[0]["id"].as_str().unwrap());
    assert_eq!(app.post(&first, &json!({})).await.status, 204);
    assert_eq!((count("").await, count("status=cancelled").await), (9, 1));
    for wrong in ["cursor=x", "cursor=2026-06-16_1", "date=16", "status=gone", "limit=-1"] {
        let refused = app.get(&format!("{PATH}?{wrong}")).await;
        assert_eq!(refused.refusal(), (400, "invalid_query".into()), "{wrong}");
    }
}

async fn each_reaches_what_their_profile_reaches(app: TestApp) {
    sign_in(&app, network::ADMIN).await;
    let there = book(&app, "reunion", "2026-06-16T10:00:00+04:00").await;
    let doors = [
        (Method::PATCH, one(&there), json!({ "start": "2026-06-17T10:00:00+04:00" })),
        (Method::POST, format!("{}/cancellation", one(&there)), json!({})),
        (Method::PUT, format!("{}/attendance", one(&there)), json!({ "status": "honoured" })),
    ];
    for who in [network::ANA, network::DESK] {
        app.sign_in(who).await;
        for (method, path, body) in &doors {
            let refused = app.send(app.json_by(method.clone(), path, body)).await;
            assert_eq!(refused.refusal(), (404, "unknown_appointment".into()), "{who} {path}");
        }
        let refused = app.post(PATH, &wish("reunion", "2026-06-17T10:00:00+04:00")).await;
        assert_eq!(refused.refusal(), (404, "unknown_agency".into()), "{who}");
    }
    // The desk is not shown how to reach clients, whatever it does.
    let booked = book(&app, "paris", "2026-06-16T10:00:00+02:00").await;
    assert_eq!(booked.json()["client"], json!({ "name": "L. M." }));
    let moved = with_tag(
        &app,
        Method::PATCH,
        &one(&booked),
        &booked,
        &json!({ "start": "2026-06-17T10:00:00+02:00" }),
    )
    .await;
    assert_eq!((moved.status.as_u16(), &moved.json()["client"]), (200, &json!({ "name": "L. M." })));
    for who in [network::NOBODY, network::MANAGER, network::SETTINGS] {
        app.sign_in(who).await;
        for (method, path, body) in &doors {
            let refused = app.send(app.json_by(method.clone(), path, body)).await;
            assert_eq!(refused.refusal(), (403, "forbidden".into()), "{who} {path}");
        }
        assert_eq!(app.post(PATH, &wish("paris", "2026-06-18T10:00:00+02:00")).await.status, 403, "{who}");
    }
}

async fn history_names_who_did_it(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let key = json!({ "name": "CRM", "scopes": ["appointments:write"] });
    let secret = app.post("/api/v1/api-keys", &key).await.json()["secret"].as_str().unwrap().to_owned();
    let by_key = async |method: Method, path: &str, body: &Value| {
        let mut request = app.json_by(method, path, body);
        request.headers_mut().insert(header::AUTHORIZATION, format!("Bearer {secret}").parse().unwrap());
        app.send(request).await
    };
    let booked = by_key(Method::POST, PATH, &wish("paris", "2026-06-16T10:00:00+02:00")).await;
    assert_eq!((booked.status.as_u16(), &booked.json()["source"]), (201, &json!("api")), "{booked:?}");
    sign_in(&app, network::ADMIN).await;
    let moved = app.patch(&one(&booked), &json!({ "start": "2026-06-17T10:00:00+02:00" })).await;
    assert_eq!(moved.status, 200);
    let cancelled = by_key(Method::POST, &format!("{}/cancellation", one(&booked)), &json!({})).await;
    assert_eq!(cancelled.status, 204, "{cancelled:?}");
    let history = app.get(&format!("{}/history", one(&booked))).await.json();
    let actors: Vec<_> = history["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["kind"].clone(), item["actor"].clone(), item["staff"]["slug"].clone()))
        .collect();
    assert_eq!(
        actors,
        [
            (json!("created"), json!("api"), json!(null)),
            (json!("moved"), json!("staff"), json!("admin")),
            (json!("cancelled"), json!("api"), json!(null)),
        ]
    );
}
