//! Closures and public holidays over the API: what is refused, what a right one changes, and who may.

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

use crate::availabilities::{pairs, with};
use crate::slots::starts_on;
use crate::support::{Response, TestApp, network, on_both_engines};

on_both_engines!(
    an_agency_takes_another_calendar,
    the_calendar_tells_what_is_computed_and_what_was_changed,
    wrong_closures_are_refused_by_field,
    wrong_changes_are_refused_by_field,
    a_closure_changes_the_slots_at_once,
    a_change_of_holidays_changes_the_slots_at_once,
    every_door_of_the_calendar_is_watched,
    a_perimeter_ends_at_its_agencies,
);

const CALENDAR: &str = "/api/v1/calendar";
const CLOSURES: &str = "/api/v1/calendar/closures";
const HOLIDAYS: &str = "/api/v1/calendar/holidays";
const TUESDAY: &str = "2026-06-16";

/// A call: method, address, body.
pub type Door<'a> = (Method, &'a str, Option<&'a Value>);

/// Statuses of the answers to `doors`, for someone or for nobody.
pub async fn knock(app: &TestApp, who: Option<&str>, doors: &[Door<'_>]) -> Vec<u16> {
    app.delete("/api/v1/session").await;
    if let Some(who) = who {
        app.sign_in(who).await;
    }
    let mut statuses = Vec::new();
    for (method, path, body) in doors {
        let request = match body {
            Some(body) => app.json_by(method.clone(), path, body),
            None => app.request(method.clone(), path).body(Body::empty()).unwrap(),
        };
        statuses.push(app.send(request).await.status.as_u16());
    }
    statuses
}

/// Makes the manager of Paris its administrator, and of nothing else.
pub async fn open_settings_of_paris(app: &TestApp) {
    app.write("UPDATE profile SET permissions = '[\"administer\"]' WHERE slug = 'manager'").await;
}

async fn rows(app: &TestApp, sql: &'static str) -> i64 {
    app.app.db.query(sql).fetch_one().await.unwrap().get("rows").unwrap()
}

async fn closures(app: &TestApp) -> i64 {
    rows(app, "SELECT count(*) AS rows FROM closure").await
}

async fn changes(app: &TestApp) -> i64 {
    rows(app, "SELECT count(*) AS rows FROM holiday").await
}

async fn calendar(app: &TestApp, agency: &str, year: i32) -> Value {
    let response = app.get(&format!("{CALENDAR}?agency={agency}&year={year}")).await;
    assert_eq!(
        (response.status.as_u16(), &response.headers["cache-control"]),
        (200, &"no-store".parse().unwrap())
    );
    response.json()
}

/// Date, kind and label of each day.
async fn days(app: &TestApp, agency: &str) -> Vec<(String, String, String)> {
    let text = |day: &Value, member: &str| day[member].as_str().unwrap().to_owned();
    let items = calendar(app, agency, 2026).await["items"].as_array().unwrap().clone();
    items.iter().map(|day| (text(day, "date"), text(day, "kind"), text(day, "label"))).collect()
}

async fn on(app: &TestApp, agency: &str, date: &str) -> Vec<Value> {
    let items = calendar(app, agency, 2026).await["items"].as_array().unwrap().clone();
    items.into_iter().filter(|day| day["date"] == date).collect()
}

async fn open_hours(app: &TestApp, agency: &str) -> Vec<String> {
    starts_on(app, agency, TUESDAY).await.iter().map(|start| start[11..16].to_owned()).collect()
}

fn id(response: &Response) -> String {
    response.json()["id"].as_str().unwrap().to_owned()
}

/// Paris is closed on Tuesday 16 June and the next day.
fn closure() -> Value {
    json!({ "agency": "paris", "from_date": TUESDAY, "until_date": "2026-06-17", "label": "Travaux" })
}

fn holiday() -> Value {
    json!({ "agency": "paris", "observed": true, "label": "Fête locale" })
}

async fn an_agency_takes_another_calendar(app: TestApp) {
    app.clock.set("2026-04-01T06:00:00Z".parse().unwrap());
    app.sign_in(network::SETTINGS).await;
    let path = "/api/v1/agencies/paris";
    let refused = app.patch(path, &json!({ "holidays": "alsace", "timezone": "Europe/Lutece" })).await;
    assert_eq!(refused.faults(), pairs(&[("holidays", "not_choice"), ("timezone", "unknown_zone")]));
    let refused = app.patch(path, &json!({ "holidays": "", "timezone": "Indian/Reunion" })).await;
    assert_eq!(refused.faults(), pairs(&[("holidays", "not_choice")]));
    let before = app.patch(path, &json!({})).await.json();
    assert_eq!((&before["holidays"], &before["timezone"]), (&json!("national"), &json!("Europe/Paris")));

    let good_friday = "2026-04-03";
    assert_eq!(starts_on(&app, "paris", good_friday).await.len(), 10);
    let changed = app.patch(path, &json!({ "holidays": "alsace_moselle" })).await;
    assert_eq!((changed.status.as_u16(), &changed.json()["holidays"]), (200, &json!("alsace_moselle")));
    assert!(starts_on(&app, "paris", good_friday).await.is_empty());
    assert_eq!(starts_on(&app, "reunion", good_friday).await.len(), 10);
    let year = calendar(&app, "paris", 2026).await;
    assert_eq!((&year["holidays"], year["items"].as_array().unwrap().len()), (&json!("alsace_moselle"), 13));
    let both = json!({ "holidays": "none", "timezone": "Indian/Reunion" });
    let both = app.patch(path, &both).await.json();
    assert_eq!((&both["holidays"], &both["timezone"]), (&json!("none"), &json!("Indian/Reunion")));
    assert_eq!(calendar(&app, "paris", 2026).await["items"], json!([]));
}

async fn the_calendar_tells_what_is_computed_and_what_was_changed(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let computed = calendar(&app, "paris", 2026).await;
    assert_eq!((&computed["agency"]["slug"], &computed["year"]), (&json!("paris"), &json!(2026)));
    assert_eq!(computed["closures"], json!([]));
    let computed = computed["items"].as_array().unwrap().clone();
    assert_eq!(computed.len(), 11);
    assert_eq!(
        computed[0],
        json!({ "date": "2026-01-01", "label": "Jour de l’an", "kind": "holiday", "from_time": "00:00",
            "to_time": "24:00", "computed": true, "network": false })
    );

    let worked = json!({ "agency": "paris", "observed": false, "label": "Journée de solidarité" });
    let worked = app.put(&format!("{HOLIDAYS}/2026-05-25"), &worked).await;
    let added = json!({ "observed": true, "label": "Pont" });
    let added = app.put(&format!("{HOLIDAYS}/2026-05-15"), &added).await;
    assert_eq!((worked.status.as_u16(), added.status.as_u16()), (200, 200), "{worked:?} {added:?}");
    let long =
        with(&closure(), json!({ "agency": null, "from_date": "2025-12-30", "until_date": "2026-01-02" }));
    let long = app.post(CLOSURES, &long).await;
    let afternoon = with(&closure(), json!({ "until_date": TUESDAY, "from_time": "14:00" }));
    let afternoon = app.post(CLOSURES, &afternoon).await;

    let year = calendar(&app, "paris", 2026).await;
    assert_eq!(year["closures"], json!([long.json(), afternoon.json()]), "whole");
    let told = days(&app, "paris").await;
    assert_eq!(told.len(), 11 + 1 + 2 + 1);
    assert!(told.is_sorted_by_key(|(date, ..)| date), "{told:?}");
    let day = |date: &str, kind: &str, label: &str| (date.to_owned(), kind.to_owned(), label.to_owned());
    let first = [
        day("2026-01-01", "holiday", "Jour de l’an"),
        day("2026-01-01", "closure", "Travaux"),
        day("2026-01-02", "closure", "Travaux"),
    ];
    assert_eq!(told[..3], first);
    assert_eq!(
        on(&app, "paris", "2026-05-25").await,
        [
            json!({ "date": "2026-05-25", "label": "Journée de solidarité", "kind": "worked", "from_time": "00:00",
            "to_time": "24:00", "computed": true, "id": id(&worked), "network": false })
        ]
    );
    assert_eq!(
        on(&app, "paris", "2026-05-15").await,
        [json!({ "date": "2026-05-15", "label": "Pont", "kind": "holiday", "from_time": "00:00",
            "to_time": "24:00", "computed": false, "id": id(&added), "network": true })]
    );
    assert_eq!(
        on(&app, "paris", TUESDAY).await,
        [json!({ "date": TUESDAY, "label": "Travaux", "kind": "closure", "from_time": "14:00",
            "to_time": "24:00", "computed": false, "id": id(&afternoon), "network": false })]
    );
    assert_eq!(days(&app, "reunion").await.len(), 11 + 1 + 2, "the rest is of Paris alone");
    assert_eq!(on(&app, "reunion", "2026-05-25").await[0]["kind"], "holiday");
    assert_eq!(calendar(&app, "paris", 2025).await["closures"], json!([long.json()]));
    for query in [
        "agency=paris&year=1999",
        "agency=paris&year=2100",
        "agency=paris&year=x",
        "agency=paris",
        "year=2026",
    ] {
        let refused = app.get(&format!("{CALENDAR}?{query}")).await;
        assert_eq!(refused.refusal(), (400, "invalid_query".into()), "{query}");
    }
}

async fn wrong_closures_are_refused_by_field(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let kept = app.post(CLOSURES, &closure()).await;
    let rows = [
        (json!({ "until_date": "2026-06-15" }), vec![("until_date", "ends_before_start")]),
        (json!({ "until_date": "2028-06-16" }), vec![("until_date", "out_of_range")]),
        (json!({ "from_date": "" }), vec![("from_date", "required")]),
        (json!({ "from_date": "16/06/2026" }), vec![("from_date", "not_date")]),
        (json!({ "until_date": "2026-06-31" }), vec![("until_date", "not_date")]),
        (json!({ "from_time": "14:00", "to_time": "14:00" }), vec![("to_time", "ends_before_start")]),
        (json!({ "to_time": "00:00" }), vec![("to_time", "ends_before_start")]),
        (json!({ "from_time": "2 pm" }), vec![("from_time", "not_time")]),
        (json!({ "to_time": "24:01" }), vec![("to_time", "not_time")]),
        (json!({ "label": " " }), vec![("label", "required")]),
        (json!({ "label": "x".repeat(121) }), vec![("label", "too_long")]),
        (
            json!({ "until_date": "2026-06-15", "to_time": "00:00", "label": "" }),
            vec![
                ("until_date", "ends_before_start"),
                ("to_time", "ends_before_start"),
                ("label", "required"),
            ],
        ),
    ];
    for (change, faults) in rows {
        let body = with(&closure(), change);
        assert_eq!(app.post(CLOSURES, &body).await.faults(), pairs(&faults), "{body}");
        let replaced = app.put(&format!("{CLOSURES}/{}", id(&kept)), &body).await;
        assert_eq!(replaced.faults(), pairs(&faults), "{body}");
    }
    let typo = with(&closure(), json!({ "until": "2026-06-17" }));
    assert_eq!(app.post(CLOSURES, &typo).await.refusal(), (400, "invalid_json".into()));
    assert_eq!(closures(&app).await, 1, "nothing is written");
    assert_eq!(calendar(&app, "paris", 2026).await["closures"], json!([kept.json()]));
}

async fn wrong_changes_are_refused_by_field(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let rows = [
        (TUESDAY, json!({ "observed": null }), vec![("observed", "required")]),
        (TUESDAY, json!({ "label": "" }), vec![("label", "required")]),
        (TUESDAY, json!({ "label": "é".repeat(121) }), vec![("label", "too_long")]),
        ("2026-02-30", json!({}), vec![("date", "not_date")]),
        (
            "16-06-2026",
            json!({ "observed": null, "label": "" }),
            vec![("date", "not_date"), ("observed", "required"), ("label", "required")],
        ),
    ];
    for (date, change, faults) in rows {
        let body = with(&holiday(), change);
        assert_eq!(app.put(&format!("{HOLIDAYS}/{date}"), &body).await.faults(), pairs(&faults), "{body}");
    }
    assert_eq!(changes(&app).await, 0, "nothing is written");
    let missing = app.delete(&format!("{HOLIDAYS}/2026-02-30?agency=paris")).await;
    assert_eq!(missing.refusal(), (404, "not_found".into()));
}

async fn a_closure_changes_the_slots_at_once(app: TestApp) {
    let morning = open_hours(&app, "paris").await;
    assert_eq!((morning.len(), open_hours(&app, "reunion").await.len()), (10, 10));
    app.sign_in(network::SETTINGS).await;
    let network = with(&closure(), json!({ "agency": null }));
    let created = app.post(CLOSURES, &network).await;
    assert_eq!((created.status.as_u16(), &created.json()["agency"]), (201, &json!(null)), "{created:?}");
    assert_eq!(created.json()["to_time"], "24:00");
    assert!(open_hours(&app, "paris").await.is_empty());
    assert!(open_hours(&app, "reunion").await.is_empty());

    let path = format!("{CLOSURES}/{}", id(&created));
    let hour = with(&closure(), json!({ "from_time": "10:00", "to_time": "11:00" }));
    let changed = app.put(&path, &hour).await;
    assert_eq!((changed.status.as_u16(), &changed.json()["agency"]["name"]), (200, &json!("Paris")));
    assert_eq!(open_hours(&app, "paris").await, ["09:00", "09:15", "11:00", "11:15"]);
    assert_eq!(open_hours(&app, "reunion").await.len(), 10);

    assert_eq!(app.delete(&path).await.status, 204);
    assert_eq!(open_hours(&app, "paris").await, morning);
    assert_eq!(app.delete(&path).await.refusal(), (404, "not_found".into()));
    assert_eq!(app.put(&path, &hour).await.refusal(), (404, "not_found".into()));
}

async fn a_change_of_holidays_changes_the_slots_at_once(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let path = format!("{HOLIDAYS}/{TUESDAY}");
    let everywhere = with(&holiday(), json!({ "agency": null }));
    let added = app.put(&path, &everywhere).await;
    assert_eq!((added.status.as_u16(), &added.json()["date"]), (200, &json!(TUESDAY)), "{added:?}");
    assert!(open_hours(&app, "paris").await.is_empty() && open_hours(&app, "reunion").await.is_empty());
    // An agency's own word comes first.
    let worked = with(&holiday(), json!({ "observed": false }));
    let worked = app.put(&path, &worked).await;
    assert_eq!((open_hours(&app, "paris").await.len(), open_hours(&app, "reunion").await.len()), (10, 0));
    // Said again, it is replaced.
    let again = app.put(&path, &holiday()).await;
    assert_eq!((id(&again), changes(&app).await), (id(&worked), 2));
    assert!(open_hours(&app, "paris").await.is_empty());
    let renamed = app.put(&path, &with(&everywhere, json!({ "label": "Pont" }))).await;
    assert_eq!((id(&renamed), changes(&app).await), (id(&added), 2));

    assert_eq!(app.delete(&path).await.status, 204);
    assert_eq!((open_hours(&app, "paris").await.len(), open_hours(&app, "reunion").await.len()), (0, 10));
    let of_paris = format!("{path}?agency=paris");
    assert_eq!(app.delete(&of_paris).await.status, 204);
    assert_eq!(open_hours(&app, "paris").await.len(), 10);
    for gone in [&path, &of_paris] {
        assert_eq!(app.delete(gone).await.refusal(), (404, "not_found".into()), "{gone}");
    }
}

async fn every_door_of_the_calendar_is_watched(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let kept = app.post(CLOSURES, &closure()).await;
    let (standing, date) = (format!("{CLOSURES}/{}", id(&kept)), format!("{HOLIDAYS}/{TUESDAY}"));
    let (of_paris, year) = (format!("{date}?agency=paris"), format!("{CALENDAR}?agency=paris&year=2026"));
    let (closure, holiday) = (closure(), holiday());
    let doors: [Door<'_>; 6] = [
        (Method::GET, &year, None),
        (Method::POST, CLOSURES, Some(&closure)),
        (Method::PUT, &standing, Some(&closure)),
        (Method::PUT, &date, Some(&holiday)),
        (Method::DELETE, &standing, None),
        (Method::DELETE, &of_paris, None),
    ];
    assert_eq!(knock(&app, None, &doors).await, [401; 6]);
    assert_eq!(knock(&app, Some(network::NOBODY), &doors).await, [403; 6]);
    for who in [network::ANA, network::IVO, network::MANAGER, network::ADMIN] {
        assert_eq!(knock(&app, Some(who), &doors).await, [200, 403, 403, 403, 403, 403], "{who}");
    }
    assert_eq!((closures(&app).await, changes(&app).await), (1, 0), "nothing is written");
    let elsewhere = format!("{CALENDAR}?agency=reunion&year=2026");
    for (who, status) in
        [(network::ANA, 404), (network::MANAGER, 404), (network::IVO, 200), (network::ADMIN, 200)]
    {
        assert_eq!(knock(&app, Some(who), &[(Method::GET, &elsewhere, None)]).await, [status], "{who}");
    }
    assert_eq!(knock(&app, Some(network::SETTINGS), &doors).await, [200, 201, 200, 200, 204, 204]);
    let unknown = with(&closure, json!({ "agency": "nowhere" }));
    assert_eq!(app.post(CLOSURES, &unknown).await.refusal(), (404, "not_found".into()));
    let nothing = app.put(&format!("{CLOSURES}/nothing"), &closure).await;
    assert_eq!(nothing.refusal(), (404, "not_found".into()));
}

async fn a_perimeter_ends_at_its_agencies(app: TestApp) {
    open_settings_of_paris(&app).await;
    app.sign_in(network::SETTINGS).await;
    let reunion =
        (with(&closure(), json!({ "agency": "reunion" })), with(&holiday(), json!({ "agency": "reunion" })));
    let everywhere =
        (with(&closure(), json!({ "agency": null })), with(&holiday(), json!({ "agency": null })));
    let date = format!("{HOLIDAYS}/{TUESDAY}");
    for (closure, holiday, query, status) in
        [(&reunion.0, &reunion.1, "?agency=reunion", 404), (&everywhere.0, &everywhere.1, "", 403)]
    {
        app.sign_in(network::SETTINGS).await;
        let standing = format!("{CLOSURES}/{}", id(&app.post(CLOSURES, closure).await));
        assert_eq!(app.put(&date, holiday).await.status, 200);
        let (paris, taken_back) = (self::closure(), format!("{date}{query}"));
        let doors: [Door<'_>; 6] = [
            (Method::POST, CLOSURES, Some(closure)),
            (Method::PUT, &standing, Some(closure)),
            (Method::PUT, &standing, Some(&paris)),
            (Method::PUT, &date, Some(holiday)),
            (Method::DELETE, &standing, None),
            (Method::DELETE, &taken_back, None),
        ];
        assert_eq!(knock(&app, Some(network::MANAGER), &doors).await, [status; 6], "{closure}");
    }
    assert_eq!((closures(&app).await, changes(&app).await), (2, 2), "nothing is written");
    // In Paris, the network's are seen and La Réunion's are not; what is of Paris is theirs to change.
    assert_eq!(calendar(&app, "paris", 2026).await["closures"].as_array().unwrap().len(), 1);
    let own = app.post(CLOSURES, &closure()).await;
    let own = format!("{CLOSURES}/{}", id(&own));
    assert_eq!(app.put(&own, &reunion.0).await.refusal(), (404, "not_found".into()));
    assert_eq!(app.put(&own, &everywhere.0).await.refusal(), (403, "forbidden".into()));
    assert_eq!(
        (app.put(&own, &closure()).await.status, app.delete(&own).await.status.as_u16()),
        (200.try_into().unwrap(), 204)
    );
}
