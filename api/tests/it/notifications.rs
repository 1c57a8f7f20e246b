//! What a person is told of their own appointments: in the application, and by mail as much as they want.

use creno::outbox;
use serde_json::{Value, json};

use crate::booking::{START, book};
use crate::by_staff;
use crate::client_rules::{add_colleague, execute, managed, patch};
use crate::messages::recorded;
use crate::support::network::{ADMIN, ANA, BEA, DESK, NOBODY};
use crate::support::{TestApp, on_both_engines};

on_both_engines!(
    what_others_did_is_told_until_it_is_read,
    one_that_is_given_away_is_told_to_both,
    mails_are_as_many_as_one_wants,
    preferences_are_ones_own,
);

const PATH: &str = "/api/v1/session/notifications";
const PREFERENCES: &str = "/api/v1/session/preferences";

async fn events(app: &TestApp, who: &str) -> (Vec<Value>, Value) {
    app.sign_in(who).await;
    let told = app.get(PATH).await;
    assert_eq!((told.status.as_u16(), &told.headers["cache-control"]), (200, &"no-store".parse().unwrap()));
    let told = told.json();
    let items = told["items"].as_array().unwrap().iter().map(|item| item["event"].clone()).collect();
    (items, told["unread"].clone())
}

async fn what_others_did_is_told_until_it_is_read(app: TestApp) {
    assert_eq!(app.get(PATH).await.refusal(), (401, "unauthenticated".into()));
    let booked = book(&app, START).await;
    assert_eq!(events(&app, ANA).await, (vec![json!("confirmed")], json!(1)));
    let item = app.get(PATH).await.json()["items"][0].clone();
    assert_eq!((&item["reference"], &item["start"]), (&booked["reference"], &json!(START)));
    assert_eq!(
        (&item["client"], &item["theme"], &item["unread"]),
        (&json!("Zoé Durand"), &json!("conseil"), &json!(true))
    );
    app.clock.advance(chrono::TimeDelta::seconds(1));
    assert_eq!(app.post(&format!("{PATH}/read"), &json!({})).await.status, 204);
    assert_eq!(events(&app, ANA).await, (vec![json!("confirmed")], json!(0)));
    app.clock.advance(chrono::TimeDelta::seconds(1));
    let link = managed(&booked);
    assert_eq!(patch(&app, &link, &json!({ "start": "2026-06-16T11:00:00+02:00" })).await.status, 200);
    app.clock.advance(chrono::TimeDelta::seconds(1));
    assert_eq!(app.delete(&link).await.status, 204);
    assert_eq!(
        events(&app, ANA).await,
        (vec![json!("cancelled"), json!("moved"), json!("confirmed")], json!(2))
    );
    // Nobody else's, and nothing of what one does oneself.
    for who in [BEA, ADMIN, DESK] {
        assert_eq!(events(&app, who).await, (vec![], json!(0)), "{who}");
    }
    by_staff::sign_in(&app, ANA).await;
    by_staff::book(&app, "paris", "2026-06-17T10:00:00+02:00").await;
    assert_eq!(events(&app, ANA).await.0.len(), 3);
    execute(&app, "UPDATE profile SET masks_contact = TRUE").await;
    let masked = app.get(PATH).await.text;
    assert!(masked.contains("Z. D.") && !masked.contains("Durand"), "{masked}");
    app.sign_in(NOBODY).await;
    assert_eq!(app.get(PATH).await.refusal(), (403, "forbidden".into()));
}

async fn one_that_is_given_away_is_told_to_both(app: TestApp) {
    add_colleague(&app).await;
    by_staff::sign_in(&app, ADMIN).await;
    let mut wish = by_staff::wish("paris", START);
    wish["staff"] = "ana".into();
    let booked = app.post("/api/v1/appointments", &wish).await.json();
    let path = format!("/api/v1/appointments/{}", booked["reference"].as_str().unwrap());
    app.clock.advance(chrono::TimeDelta::seconds(1));
    let there = json!({ "agency": "reunion", "staff": "bea", "start": "2026-06-17T10:00:00+04:00" });
    assert_eq!(app.patch(&path, &there).await.status, 200);
    assert_eq!(events(&app, ANA).await.0, ["cancelled", "confirmed"]);
    let item = app.get(PATH).await.json()["items"][0].clone();
    assert_eq!(
        item["start"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap(),
        START.parse::<chrono::DateTime<chrono::Utc>>().unwrap()
    );
    assert_eq!(events(&app, BEA).await.0, ["transferred"]);
    assert_eq!(app.get(PATH).await.json()["items"][0]["start"], "2026-06-17T10:00:00+04:00");
    assert_eq!(events(&app, ADMIN).await.0, Vec::<Value>::new());
}

async fn states(app: &TestApp) -> Vec<(Value, Value)> {
    outbox::run_due(&app.app).await.unwrap();
    app.sign_in(ADMIN).await;
    let all = app.get("/api/v1/messages?limit=200").await.json();
    let of_staff = all["items"].as_array().unwrap().iter().filter(|item| item["audience"] == "staff");
    of_staff.map(|item| (item["state"].clone(), item["error"].clone())).collect()
}

async fn mails_are_as_many_as_one_wants(mut app: TestApp) {
    recorded(&mut app, 0, false);
    let withheld = |state: &(Value, Value)| state.0 == "withheld";
    app.sign_in(ANA).await;
    assert_eq!(app.get(PREFERENCES).await.json(), json!({ "notification_level": "all" }));
    // It is Monday: tomorrow is soon, the day after is not.
    let soon = json!({ "notification_level": "soon" });
    assert_eq!(app.put(PREFERENCES, &soon).await.json(), soon);
    book(&app, START).await;
    let first = states(&app).await;
    assert!(first.len() == 1 && !withheld(&first[0]), "{first:?}");
    let later = book(&app, "2026-06-18T10:00:00+02:00").await;
    let second = states(&app).await;
    assert!(second.len() == 2 && withheld(&second[0]), "{second:?}");
    assert_eq!(second[0].1, "by their notification level", "the journal says why");
    // Moved from far to near: it is soon.
    assert_eq!(
        patch(&app, &managed(&later), &json!({ "start": "2026-06-16T11:00:00+02:00" })).await.status,
        200
    );
    let third = states(&app).await;
    assert!(third.len() == 3 && !withheld(&third[0]), "{third:?}");
    app.sign_in(ANA).await;
    assert_eq!(app.put(PREFERENCES, &json!({ "notification_level": "none" })).await.status, 200);
    assert_eq!(app.delete(&managed(&later)).await.status, 204);
    assert!(withheld(&states(&app).await[0]));
    // The application tells all of it.
    assert_eq!(events(&app, ANA).await.0.len(), 4);
}

async fn preferences_are_ones_own(app: TestApp) {
    app.sign_in(NOBODY).await;
    assert_eq!(app.put(PREFERENCES, &json!({ "notification_level": "none" })).await.status, 200);
    assert_eq!(app.get(PREFERENCES).await.json()["notification_level"], "none");
    app.sign_in(ANA).await;
    assert_eq!(app.get(PREFERENCES).await.json()["notification_level"], "all");
    for wrong in
        [json!({}), json!({ "notification_level": "some" }), json!({ "notification_level": "all", "x": 1 })]
    {
        assert_eq!(app.put(PREFERENCES, &wrong).await.refusal(), (400, "invalid_json".into()), "{wrong}");
    }
}
