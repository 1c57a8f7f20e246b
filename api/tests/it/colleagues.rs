//! Starts for staff, who could receive instead, a day given away.

use serde_json::{Value, json};

use crate::booking::{START, book, hold_body};
use crate::by_staff;
use crate::client_rules::{add_colleague, execute};
use crate::support::network::{ADMIN, ANA, BEA, DESK, MANAGER, NOBODY};
use crate::support::{Response, TestApp, on_both_engines};

on_both_engines!(
    starts_for_staff_need_no_notice,
    an_appointment_is_not_in_its_own_way,
    starts_are_those_within_reach,
    colleagues_are_the_free_ones_the_least_busy_first,
    a_day_is_given_away_by_a_plan,
);

const SLOTS: &str = "/api/v1/slots?agency=paris&theme=conseil&channel=office";
const DAY: &str = "from=2026-06-15&to=2026-06-15";

fn starts(slots: &Response) -> Vec<Value> {
    assert_eq!(slots.status, 200, "{slots:?}");
    let slots = slots.json();
    let days = slots["days"].as_array().unwrap();
    days.iter().flat_map(|day| day["starts"].as_array().unwrap().clone()).collect()
}

async fn starts_for_staff_need_no_notice(app: TestApp) {
    by_staff::sign_in(&app, ADMIN).await;
    app.clock.set("2026-06-15T06:59:00Z".parse().unwrap());
    let public = app.get(&format!("/api/v1/public{}&{DAY}", &SLOTS["/api/v1".len()..])).await;
    let staff = app.get(&format!("{SLOTS}&{DAY}")).await;
    assert_eq!(starts(&public)[0], "2026-06-15T10:00:00+02:00", "an hour's notice");
    assert_eq!(starts(&staff)[0], "2026-06-15T09:00:00+02:00");
    assert_eq!(staff.headers["cache-control"], "no-store");
    // What is listed can be booked.
    let wish = by_staff::wish("paris", "2026-06-15T09:00:00+02:00");
    assert_eq!(app.post("/api/v1/appointments", &wish).await.status, 201);
    assert_eq!(starts(&app.get(&format!("{SLOTS}&{DAY}")).await)[0], "2026-06-15T10:00:00+02:00");
    let far = format!("{SLOTS}&from=2026-06-15&to=2026-09-15");
    assert_eq!(app.get(&far).await.refusal(), (422, "invalid_range".into()));
}

async fn an_appointment_is_not_in_its_own_way(app: TestApp) {
    by_staff::sign_in(&app, ADMIN).await;
    let booked = by_staff::book(&app, "paris", START).await.json();
    let day = "from=2026-06-16&to=2026-06-16";
    let without = starts(&app.get(&format!("{SLOTS}&{day}")).await);
    assert!(
        !without.contains(&json!(START)) && !without.contains(&json!("2026-06-16T10:15:00+02:00")),
        "{without:?}"
    );
    let path = format!("{SLOTS}&{day}&appointment={}", booked["reference"].as_str().unwrap());
    let with = starts(&app.get(&path).await);
    assert!(with.contains(&json!(START)) && with.contains(&json!("2026-06-16T10:15:00+02:00")), "{with:?}");
    assert_eq!(app.get(&format!("{SLOTS}&{day}&appointment=CRN-222222")).await.refusal().0, 404);
    // Who may give it away is shown colleagues of other agencies, too.
    app.sign_in(ANA).await;
    let there = format!("/api/v1/slots?agency=reunion&theme=conseil&channel=office&{day}&staff=bea");
    assert_eq!(app.get(&there).await.refusal(), (404, "unknown_agency".into()));
    let path = format!("{there}&appointment={}", booked["reference"].as_str().unwrap());
    assert!(!starts(&app.get(&path).await).is_empty());
}

async fn starts_are_those_within_reach(app: TestApp) {
    add_colleague(&app).await;
    let path = format!("{SLOTS}&from=2026-06-16&to=2026-06-16");
    assert_eq!(app.get(&path).await.refusal(), (401, "unauthenticated".into()));
    for who in [NOBODY, MANAGER, ANA] {
        app.sign_in(who).await;
        assert_eq!(app.get(&path).await.refusal(), (403, "forbidden".into()), "{who}");
    }
    by_staff::sign_in(&app, ANA).await;
    book(&app, START).await;
    // One of the two is taken: for the desk the start is there, for the one who is taken it is not.
    let row = app.app.db.query("SELECT s.slug FROM appointment p JOIN staff s ON s.id = p.staff_id");
    let taken: String = row.fetch_one().await.unwrap().get("slug").unwrap();
    app.sign_in(DESK).await;
    assert!(starts(&app.get(&path).await).contains(&json!(START)));
    assert!(!starts(&app.get(&format!("{path}&staff={taken}")).await).contains(&json!(START)));
    assert_eq!(app.get(&format!("{path}&staff=bea")).await.refusal(), (404, "not_found".into()));
    app.sign_in(ANA).await;
    assert_eq!(starts(&app.get(&path).await).contains(&json!(START)), taken != "ana");
    assert_eq!(app.get(&format!("{path}&staff=eve")).await.refusal(), (404, "not_found".into()));
    app.sign_in(BEA).await;
    assert_eq!(app.get(&path).await.refusal(), (404, "unknown_agency".into()));
}

/// Books with somebody, and answers the reference.
async fn book_with(app: &TestApp, staff: &str, start: &str) -> String {
    let mut wish = by_staff::wish("paris", start);
    wish["staff"] = staff.into();
    let booked = app.post("/api/v1/appointments", &wish).await;
    assert_eq!(booked.status, 201, "{booked:?}");
    booked.json()["reference"].as_str().unwrap().to_owned()
}

/// One more colleague like Eve.
async fn add_another(app: &TestApp) {
    for sql in [
        "INSERT INTO staff (id, slug, name, email, password_hash, profile_id, active, booking_version)
            SELECT $1, 'abe', 'abe', 'abe', NULL, profile_id, TRUE, 0 FROM staff WHERE slug = 'ana'",
        "INSERT INTO staff_agency (staff_id, agency_id) VALUES (@staff.abe, @agency.paris)",
        "INSERT INTO staff_theme (staff_id, theme_id, priority) VALUES (@staff.abe, @theme.conseil, 1)",
        "INSERT INTO availability_window (id, staff_id, agency_id, weekday, every, nth, valid_from, valid_until,
            from_minute, to_minute, channels)
            SELECT $1, @staff.abe, NULL, weekday, 1, NULL, NULL, NULL, from_minute, to_minute, channels
            FROM availability_window WHERE staff_id = @staff.ana AND weekday = 2",
    ] {
        app.write(sql).await;
    }
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one["slug"].as_str().unwrap()).collect()
}

async fn colleagues_are_the_free_ones_the_least_busy_first(app: TestApp) {
    add_colleague(&app).await;
    add_another(&app).await;
    by_staff::sign_in(&app, ADMIN).await;
    let reference = book_with(&app, "ana", START).await;
    let path = format!("/api/v1/appointments/{reference}/colleagues");
    let list = app.get(&path).await.json();
    assert_eq!(names(&list["items"]), ["abe", "eve"]);
    assert!(!list["alternatives"].as_array().unwrap().contains(&json!(START)), "{list}");
    assert!(!list["alternatives"].as_array().unwrap().is_empty());
    book_with(&app, "abe", "2026-06-16T11:00:00+02:00").await;
    assert_eq!(names(&app.get(&path).await.json()["items"]), ["eve", "abe"], "Abe has one that day");
    let later = format!("{path}?start=2026-06-16T11:00:00%2B02:00");
    assert_eq!(names(&app.get(&later).await.json()["items"]), ["eve"]);
    let there = format!("{path}?agency=reunion&start=2026-06-16T10:00:00%2B04:00");
    assert_eq!(names(&app.get(&there).await.json()["items"]), ["bea"]);
    assert_eq!(app.get(&format!("{path}?channel=video")).await.refusal(), (422, "channel_closed".into()));
    assert_eq!(app.get(&format!("{path}?agency=lyon")).await.refusal(), (404, "unknown_agency".into()));
    app.sign_in(BEA).await;
    assert_eq!(app.get(&path).await.refusal(), (404, "unknown_appointment".into()));
    app.sign_in(MANAGER).await;
    assert_eq!(app.get(&path).await.refusal(), (403, "forbidden".into()));
}

async fn a_day_is_given_away_by_a_plan(app: TestApp) {
    add_colleague(&app).await;
    add_another(&app).await;
    by_staff::sign_in(&app, ADMIN).await;
    let (first, second, third) =
        ("2026-06-16T09:00:00+02:00", "2026-06-16T10:00:00+02:00", "2026-06-16T11:00:00+02:00");
    for start in [first, second, third] {
        book_with(&app, "ana", start).await;
    }
    // At ten, nobody but Abe; at eleven, nobody.
    for (staff, start) in [("eve", second), ("eve", third), ("abe", third)] {
        book_with(&app, staff, start).await;
    }
    let path = "/api/v1/appointments/reassignment?staff=ana&date=2026-06-16";
    let plan = app.get(path).await.json();
    let items = plan["items"].as_array().unwrap();
    let given: Vec<_> = items.iter().map(|item| item["proposed"]["slug"].clone()).collect();
    assert_eq!(given, [json!("abe"), json!("abe"), json!(null)]);
    assert_eq!(names(&items[0]["colleagues"]), ["abe", "eve"], "Eve has two that day");
    assert_eq!(items[2]["colleagues"], json!([]));
    assert!(!items[2]["alternatives"].as_array().unwrap().is_empty(), "{plan}");
    assert_eq!(app.get(path).await.json(), plan, "the same again");
    // The tag given is the one that the change is checked against, and what is proposed is accepted.
    for item in &items[..2] {
        let one = format!("/api/v1/appointments/{}", item["appointment"]["id"].as_str().unwrap());
        let body = json!({ "staff": item["proposed"]["slug"] });
        let mut change = app.json_by(axum::http::Method::PATCH, &one, &body);
        change.headers_mut().insert("if-match", item["etag"].as_str().unwrap().parse().unwrap());
        let changed = app.send(change).await;
        assert_eq!((changed.status.as_u16(), &changed.json()["staff"]["slug"]), (200, &body["staff"]));
    }
    assert_eq!(app.get(path).await.json()["items"].as_array().unwrap().len(), 1);
    app.clock.set("2026-06-16T09:30:00Z".parse().unwrap());
    app.sign_in(ADMIN).await;
    assert_eq!(app.get(path).await.json()["items"], json!([]), "what has begun stays");
    app.sign_in(DESK).await;
    let other = path.replace("ana", "bea");
    assert_eq!(app.get(&other).await.refusal(), (404, "not_found".into()));
    execute(&app, "UPDATE profile SET masks_contact = FALSE").await;
    let refused = app.get("/api/v1/appointments/reassignment?staff=ana&date=16").await;
    assert_eq!(refused.refusal(), (400, "invalid_query".into()));
    assert!(hold_body(START).is_object());
}
