//! Agendas, and the file of one appointment.

use serde_json::{Value, json};
use sqlx::types::Json;
use uuid::Uuid;

use crate::availabilities::with;
use crate::booking::{START, book};
use crate::client_rules::{add_colleague, execute};
use crate::support::network::{ADMIN, ANA, ANA_ID, BEA, DESK, IVO, MANAGER, NOBODY, SETTINGS, staff_id};
use crate::support::{TestApp, on_both_engines};

on_both_engines!(
    an_agenda_shows_when_somebody_receives_whom_and_when_they_are_busy,
    closures_holidays_and_absences_are_taken_off,
    sessions_of_campaigns_stand_beside_windows,
    each_sees_the_agendas_within_reach,
    an_agenda_is_of_fourteen_days_at_most,
    a_look_at_an_agenda_is_journaled,
    a_file_has_the_answers_in_the_order_of_the_form,
    appointments_are_searched,
);

const PATH: &str = "/api/v1/appointments/agenda";
/// The week of the tests, from Monday.
const WEEK: &str = "from=2026-06-15&to=2026-06-21";

async fn agenda(app: &TestApp, query: &str) -> Value {
    let answer = app.get(&format!("{PATH}?{query}")).await;
    assert_eq!(answer.status, 200, "{query} {answer:?}");
    assert_eq!(answer.headers["cache-control"], "no-store");
    answer.json()
}

fn slugs(agenda: &Value) -> Vec<&str> {
    let people = agenda["people"].as_array().unwrap();
    people.iter().map(|person| person["staff"]["slug"].as_str().unwrap()).collect()
}

/// Start and end of each stretch of a list.
fn times(list: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    list.as_array().unwrap().iter().map(|one| (text(&one["start"]), text(&one["end"]))).collect()
}

fn paris(day: u32, from: &str, to: &str) -> (String, String) {
    (format!("2026-06-{day}T{from}:00+02:00"), format!("2026-06-{day}T{to}:00+02:00"))
}

async fn add_busy(app: &TestApp, from: &str, to: &str) {
    let mut tx = app.app.db.begin().await.unwrap();
    let read = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    tx.query("INSERT INTO busy_interval (id, staff_id, starts_at, ends_at, source) VALUES ($1, $2, $3, $4, 'test')")
        .bind(Uuid::now_v7())
        .bind(staff_id(ANA_ID))
        .bind(read(from))
        .bind(read(to))
        .execute()
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn an_agenda_shows_when_somebody_receives_whom_and_when_they_are_busy(app: TestApp) {
    let booked = book(&app, START).await;
    add_busy(&app, "2026-06-16T09:00:00Z", "2026-06-16T09:30:00Z").await;
    add_busy(&app, "2026-06-29T09:00:00Z", "2026-06-29T09:30:00Z").await;
    app.sign_in(ANA).await;
    let week = agenda(&app, WEEK).await;
    assert_eq!(slugs(&week), ["ana"]);
    let ana = &week["people"][0];
    let days: Vec<_> = (15..=21).map(|day| paris(day, "09:00", "12:00")).collect();
    assert_eq!(times(&ana["open"]), days);
    assert_eq!(ana["open"][0]["agency"], "paris");
    assert_eq!(ana["open"][0]["channels"], json!(["office", "video", "phone"]));
    assert_eq!(ana["appointments"].as_array().unwrap().len(), 1);
    assert_eq!(ana["appointments"][0]["reference"], booked["reference"]);
    assert_eq!(ana["appointments"][0]["client"]["name"], "Zoé Durand");
    assert_eq!(times(&ana["busy"]), [paris(16, "11:00", "11:30")]);
    let monday = agenda(&app, "from=2026-06-15&to=2026-06-15&staff=ana").await;
    assert_eq!(monday["people"][0]["appointments"], json!([]), "tomorrow's is not today's");
    // The island's own clock.
    app.sign_in(BEA).await;
    let there = agenda(&app, "from=2026-06-16&to=2026-06-16").await;
    let start = ("2026-06-16T09:00:00+04:00".to_owned(), "2026-06-16T12:00:00+04:00".to_owned());
    assert_eq!(times(&there["people"][0]["open"]), [start]);
    assert_eq!(there["people"][0]["open"][0]["agency"], "reunion");
}

async fn closures_holidays_and_absences_are_taken_off(app: TestApp) {
    let date = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let mut tx = app.app.db.begin().await.unwrap();
    tx.query(
        "INSERT INTO closure (id, agency_id, from_date, until_date, label, from_minute, to_minute)
        VALUES ($1, NULL, $2, $2, 'Travaux', 600, 660)",
    )
    .bind(Uuid::from_u128(1))
    .bind(date("2026-06-16"))
    .execute()
    .await
    .unwrap();
    // Away on Wednesday from 11:00 in the office alone; an opening on Thursday afternoon.
    for (id, day, opens, from, to, channels) in [
        (2, "2026-06-17", false, 660, 1_440, json!(["office"])),
        (3, "2026-06-18", true, 840, 900, json!(["phone"])),
    ] {
        tx.query(
            "INSERT INTO exception (id, staff_id, agency_id, date, opens, from_minute, to_minute, channels)
            VALUES ($1, $2, NULL, $3, $4, $5, $6, $7)",
        )
        .bind(Uuid::from_u128(id))
        .bind(staff_id(ANA_ID))
        .bind(date(day))
        .bind(opens)
        .bind(from)
        .bind(to)
        .bind(Json(channels))
        .execute()
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    app.sign_in(ANA).await;
    let tuesday = agenda(&app, "from=2026-06-16&to=2026-06-16").await;
    let open = &tuesday["people"][0]["open"];
    assert_eq!(times(open), [paris(16, "09:00", "10:00"), paris(16, "11:00", "12:00")]);
    assert_eq!(tuesday["closed"], json!([{ "agency": "paris", "date": "2026-06-16", "label": "Travaux" }]));
    let wednesday = agenda(&app, "from=2026-06-17&to=2026-06-17").await;
    let open = wednesday["people"][0]["open"].clone();
    assert_eq!(times(&open), [paris(17, "09:00", "11:00"), paris(17, "11:00", "12:00")]);
    assert_eq!(
        (&open[0]["channels"], &open[1]["channels"]),
        (&json!(["office", "video", "phone"]), &json!(["video", "phone"]))
    );
    let thursday = agenda(&app, "from=2026-06-18&to=2026-06-18").await;
    assert_eq!(times(&thursday["people"][0]["open"])[1], paris(18, "14:00", "15:00"));
    // A holiday of the agency's calendar: 14 July.
    execute(&app, "UPDATE agency SET holidays = 'national' WHERE slug = 'paris'").await;
    let july = agenda(&app, "from=2026-07-13&to=2026-07-15").await;
    let days: Vec<_> = times(&july["people"][0]["open"]).into_iter().map(|(start, _)| start).collect();
    assert_eq!(days, ["2026-07-13T09:00:00+02:00", "2026-07-15T09:00:00+02:00"]);
    assert_eq!(july["closed"][0]["date"], "2026-07-14");
    // What is past is shown as it was.
    let past = agenda(&app, "from=2025-06-16&to=2025-06-16").await;
    assert_eq!(times(&past["people"][0]["open"]).len(), 1);
}

async fn sessions_of_campaigns_stand_beside_windows(app: TestApp) {
    let session = |agency: &str, date: &str| {
        let session =
            json!({ "agency": agency, "from_time": "14:00", "to_time": "16:00", "channels": ["office"] });
        with(&session, json!({ "date": date }))
    };
    let forum = |active: bool| {
        json!({ "slug": "forum", "name": "Forum", "active": active, "themes": ["conseil"],
            "staff": [{ "staff": "ana", "priority": 1 }, { "staff": "ivo", "priority": 2 }],
            "sessions": [session("paris", "2026-06-16"), session("reunion", "2026-06-17")] })
    };
    app.sign_in(SETTINGS).await;
    let created = app.post("/api/v1/campaigns", &forum(true)).await;
    assert_eq!(created.status, 201, "{created:?}");
    let there = ("2026-06-17T14:00:00+04:00".to_owned(), "2026-06-17T16:00:00+04:00".to_owned());
    app.sign_in(ANA).await;
    let week = agenda(&app, WEEK).await;
    let ana = &week["people"][0];
    // One's own are seen wherever they are; the windows stay what they are.
    assert_eq!(times(&ana["sessions"]), [paris(16, "14:00", "16:00"), there.clone()]);
    assert_eq!(times(&ana["open"]).len(), 7);
    let first = &ana["sessions"][0];
    assert_eq!((&first["agency"], &first["channels"]), (&json!("paris"), &json!(["office"])));
    assert_eq!((&first["campaign"]["slug"], &first["campaign"]["name"]), (&json!("forum"), &json!("Forum")));
    let others = agenda(&app, "from=2026-06-18&to=2026-06-21").await;
    assert_eq!(others["people"][0]["sessions"], json!([]));
    let here = agenda(&app, &format!("{WEEK}&agency=paris")).await;
    assert_eq!(times(&here["people"][0]["sessions"]), [paris(16, "14:00", "16:00")]);
    // Whoever is named is there, with what they do in the agency asked: nothing, where they do not work.
    app.sign_in(ADMIN).await;
    let elsewhere = agenda(&app, &format!("{WEEK}&staff=bea&agency=paris")).await;
    assert_eq!((slugs(&elsewhere), &elsewhere["people"][0]["open"]), (vec!["bea"], &json!([])));
    // Of others, those in the agencies within reach.
    app.sign_in(DESK).await;
    let desk = agenda(&app, &format!("{WEEK}&staff=ana")).await;
    assert_eq!(times(&desk["people"][0]["sessions"]), [paris(16, "14:00", "16:00")]);
    app.sign_in(ADMIN).await;
    let all = agenda(&app, &format!("{WEEK}&staff=ana")).await;
    assert_eq!(times(&all["people"][0]["sessions"]), [paris(16, "14:00", "16:00"), there]);
    // Who receives for a campaign alone is there on its days, as long as it is on.
    let listed = async |day: &str| {
        let all = agenda(&app, &format!("from={day}&to={day}")).await;
        slugs(&all).contains(&"ivo")
    };
    assert!(listed("2026-06-16").await && !listed("2026-06-18").await);
    // Whoever is away takes no part.
    execute(
        &app,
        "INSERT INTO exception (id, staff_id, agency_id, date, opens, from_minute, to_minute, channels)
        SELECT id, id, NULL, '2026-06-16', FALSE, 900, 1440, '[\"office\"]' FROM staff WHERE slug = 'ana'",
    )
    .await;
    let tuesday = agenda(&app, "from=2026-06-16&to=2026-06-16&staff=ana").await;
    assert_eq!(times(&tuesday["people"][0]["sessions"]), [paris(16, "14:00", "15:00")]);
    app.sign_in(SETTINGS).await;
    assert_eq!(app.put("/api/v1/campaigns/forum", &forum(false)).await.status, 200);
    let none = agenda(&app, &format!("{WEEK}&staff=ana")).await;
    assert_eq!(none["people"][0]["sessions"], json!([]));
    app.sign_in(ADMIN).await;
    assert!(!listed("2026-06-16").await);
}

async fn each_sees_the_agendas_within_reach(app: TestApp) {
    add_colleague(&app).await;
    book(&app, START).await;
    assert_eq!(app.get(&format!("{PATH}?{WEEK}")).await.refusal(), (401, "unauthenticated".into()));
    for (who, people) in [
        (ANA, &["ana"][..]),
        (DESK, &["ana", "eve"]),
        (ADMIN, &["ana", "bea", "eve"]),
        (MANAGER, &["ana", "eve"]),
    ] {
        app.sign_in(who).await;
        let week = agenda(&app, WEEK).await;
        assert_eq!(slugs(&week), people, "{who}");
        let seen = week["people"][0]["appointments"].as_array().unwrap().clone();
        // Who only sets hours sees no appointment; who masks contacts, nobody.
        let client = seen.first().map(|appointment| appointment["client"].clone());
        match who {
            MANAGER => assert_eq!(client, None),
            DESK => assert_eq!(client, Some(json!({ "name": "Z. D." }))),
            _ => assert_eq!(client.unwrap()["name"], "Zoé Durand", "{who}"),
        }
    }
    app.sign_in(IVO).await;
    assert_eq!(agenda(&app, &format!("{WEEK}&staff=ivo")).await["people"][0]["open"], json!([]));
    app.sign_in(NOBODY).await;
    assert_eq!(app.get(&format!("{PATH}?{WEEK}")).await.refusal(), (403, "forbidden".into()));
    for (who, query, code) in [
        (ANA, "staff=eve", "not_found"),
        (DESK, "staff=bea", "not_found"),
        (DESK, "agency=reunion", "unknown_agency"),
        (ADMIN, "staff=personne", "not_found"),
    ] {
        app.sign_in(who).await;
        let refused = app.get(&format!("{PATH}?{WEEK}&{query}")).await;
        assert_eq!(refused.refusal(), (404, code.into()), "{who} {query}");
    }
    app.sign_in(ADMIN).await;
    assert_eq!(slugs(&agenda(&app, &format!("{WEEK}&agency=reunion")).await), ["bea"]);
    assert_eq!(slugs(&agenda(&app, &format!("{WEEK}&staff=eve&agency=paris")).await), ["eve"]);
}

async fn an_agenda_is_of_fourteen_days_at_most(app: TestApp) {
    app.sign_in(ANA).await;
    agenda(&app, "from=2026-06-15&to=2026-06-28").await;
    for query in [
        "from=2026-06-15&to=2026-06-29",
        "from=2026-06-15&to=2026-06-14",
        "from=0001-06-15&to=0001-06-15",
        "from=9999-06-15&to=9999-06-15",
    ] {
        let refused = app.get(&format!("{PATH}?{query}")).await;
        assert_eq!(refused.refusal(), (422, "invalid_range".into()), "{query}");
    }
    assert_eq!(app.get(PATH).await.refusal(), (400, "invalid_query".into()));
}

async fn a_look_at_an_agenda_is_journaled(app: TestApp) {
    app.sign_in(ANA).await;
    agenda(&app, &format!("{WEEK}&staff=ana")).await;
    let rows =
        app.app.db.query("SELECT subject FROM access_log WHERE kind = 'read'").fetch_all().await.unwrap();
    let subjects: Vec<String> = rows.iter().map(|row| row.get("subject").unwrap()).collect();
    assert_eq!(subjects, ["agendas of ana, 2026-06-15 to 2026-06-21"]);
}

async fn a_file_has_the_answers_in_the_order_of_the_form(app: TestApp) {
    let booked = book(&app, START).await;
    let path = format!("/api/v1/appointments/{}", booked["reference"].as_str().unwrap());
    app.sign_in(ANA).await;
    let file = app.get(&path).await.json();
    let keys: Vec<_> =
        file["answers"].as_array().unwrap().iter().map(|answer| answer["key"].clone()).collect();
    assert_eq!(keys[..3], [json!("last_name"), json!("first_name"), json!("email")]);
    assert_eq!(file["answers"][0], json!({ "key": "last_name", "label": "last_name", "value": "Durand" }));
    assert_eq!(file["instructions"], "Venez avec vos papiers.");
    assert_eq!(
        (&file["last_change"]["kind"], &file["last_change"]["actor"]),
        (&json!("created"), &json!("client"))
    );
    assert_eq!(file["can_change"], false, "the profile only looks");
    // A field that left the form still has its answer.
    execute(&app, "DELETE FROM theme_field WHERE field_key = 'last_name'").await;
    let file = app.get(&path).await.json();
    assert_eq!(file["answers"].as_array().unwrap().last().unwrap()["value"], "Durand");
    app.sign_in(DESK).await;
    let masked = app.get(&path).await.json();
    assert!(masked["answers"].as_array().unwrap().iter().all(|answer| answer["value"].is_null()), "{masked}");
    let mut tx = app.app.db.begin().await.unwrap();
    let all = json!(["view_appointments", "manage_appointments"]);
    tx.query("UPDATE profile SET permissions = $1").bind(Json(all)).execute().await.unwrap();
    tx.commit().await.unwrap();
    app.sign_in(ANA).await;
    let file = app.get(&path).await;
    assert_eq!(file.json()["can_change"], true);
    // The tag is the one that changes are checked against.
    let mut change =
        app.json_by(axum::http::Method::PATCH, &path, &json!({ "start": "2026-06-16T11:00:00+02:00" }));
    change.headers_mut().insert("if-match", file.headers["etag"].clone());
    assert_eq!(app.send(change).await.status, 200);
    let body = json!({ "reason": "Empêchement" });
    assert_eq!(app.post(&format!("{path}/cancellation"), &body).await.status, 204);
    let file = app.get(&path).await.json();
    assert_eq!((&file["cancel_reason"], &file["can_change"]), (&json!("Empêchement"), &json!(false)));
    assert_eq!(file["last_change"]["staff"]["slug"], "ana");
    app.sign_in(DESK).await;
    assert_eq!(app.get(&path).await.json()["cancel_reason"], json!(null));
}

async fn appointments_are_searched(app: TestApp) {
    let booked = book(&app, START).await;
    let reference = booked["reference"].as_str().unwrap().to_owned();
    let found = async |q: &str| {
        let page = app.get(&creno_types::endpoint::with_query("/api/v1/appointments", &[("q", q)])).await;
        assert_eq!(page.status, 200, "{q} {page:?}");
        page.json()["items"].as_array().unwrap().len()
    };
    app.sign_in(ADMIN).await;
    for (q, count) in [
        (reference.as_str(), 1),
        (&reference.to_lowercase(), 1),
        (&reference[4..], 1),
        ("zoe", 1),
        ("ZOÉ durand", 1),
        ("durand zoé", 1),
        ("zoé martin", 0),
        ("zoe@", 1),
        ("%", 0),
        ("_", 0),
        ("  ", 1),
    ] {
        assert_eq!(found(q).await, count, "{q}");
    }
    execute(&app, "UPDATE client SET phone = '06 12.34-56 78', phone_key = '33612345678'").await;
    for (q, count) in
        [("0612345678", 1), ("06 12 34", 1), ("+33 6 12 34 56 78", 1), ("3456 durand", 1), ("0712", 0)]
    {
        assert_eq!(found(q).await, count, "{q}");
    }
    // The desk does not find by what it does not see; who works elsewhere finds nothing.
    app.sign_in(DESK).await;
    for (q, count) in [("durand", 0), ("zoe@", 0), ("0612345678", 0), (reference.as_str(), 1)] {
        assert_eq!(found(q).await, count, "desk {q}");
    }
    app.sign_in(BEA).await;
    assert_eq!((found("durand").await, found(&reference).await), (0, 0));
    execute(&app, "UPDATE appointment SET status = 'cancelled'").await;
    app.sign_in(ADMIN).await;
    assert_eq!(
        (found("durand").await, found(&reference).await),
        (0, 1),
        "a whole reference finds it all the same"
    );
}
