//! When colleagues receive, and what a window that is not saved yet would offer.

use creno_engine::preview::{preview, zone};
use creno_engine::rules::Window;
use creno_types::slot_inputs::SlotInputs;
use creno_types::window::{Exceptions, Windows};
use serde_json::{Value, json};

use crate::availabilities::{AVAILABILITIES, EXCEPTIONS_PATH};
use crate::booking::hold;
use crate::slots::slots;
use crate::support::{TestApp, network, on_both_engines};

on_both_engines!(
    colleagues_are_seen_by_everyone_of_the_agency,
    bands_are_windows_less_what_closes,
    wrong_questions_about_the_team_are_refused,
    a_preview_agrees_with_the_list,
    a_draft_is_previewed_as_it_is_then_offered,
    inputs_go_as_far_as_the_profile,
    who_changed_a_window_meanwhile_is_named,
);

const WEEK: &str = "from=2026-06-15&to=2026-06-21";

async fn team(app: &TestApp, query: &str) -> Value {
    let answer = app.get(&format!("/api/v1/team?{query}")).await;
    assert_eq!(answer.status, 200, "{query} {answer:?}");
    assert_eq!(answer.headers["cache-control"], "no-store");
    answer.json()
}

/// (slug, whether it is within reach, how many bands) of each person.
fn people(team: &Value) -> Vec<(String, bool, usize)> {
    let person = |person: &Value| {
        let slug = person["staff"]["slug"].as_str().unwrap().to_owned();
        (slug, person["within_reach"].as_bool().unwrap(), person["bands"].as_array().unwrap().len())
    };
    team["people"].as_array().unwrap().iter().map(person).collect()
}

async fn colleagues_are_seen_by_everyone_of_the_agency(app: TestApp) {
    let path = format!("/api/v1/team?{WEEK}");
    assert_eq!(app.get(&path).await.refusal(), (401, "unauthenticated".into()));
    app.sign_in(network::NOBODY).await;
    assert_eq!(app.get(&path).await.refusal(), (403, "forbidden".into()));

    let named = |slugs: &[(&str, bool, usize)]| {
        slugs.iter().map(|(slug, reach, bands)| ((*slug).to_owned(), *reach, *bands)).collect::<Vec<_>>()
    };
    // Ana reaches her own availability, and sees when the others of Paris receive.
    app.sign_in(network::ANA).await;
    let paris = [
        ("accueil", false, 0),
        ("ana", true, 7),
        ("ivo", false, 0),
        ("manager", false, 0),
        ("nobody", false, 0),
    ];
    assert_eq!(people(&team(&app, WEEK).await), named(&paris));
    let elsewhere = app.get(&format!("{path}&agency=reunion")).await;
    assert_eq!(elsewhere.refusal(), (404, "unknown_agency".into()));
    let ana = &team(&app, WEEK).await["people"][1];
    assert_eq!((&ana["themes"], &ana["agencies"]), (&json!(["suivi", "conseil"]), &json!(["paris"])));
    // A colleague's rules stay out of her reach.
    let rules = app.get(&format!("{AVAILABILITIES}?staff=ivo")).await.json();
    assert_eq!(rules["items"], json!([]));

    app.sign_in(network::MANAGER).await;
    let reached = paris.map(|(slug, _, bands)| (slug, true, bands));
    assert_eq!(people(&team(&app, WEEK).await), named(&reached));

    app.sign_in(network::ADMIN).await;
    let whole = team(&app, WEEK).await;
    let agencies: Vec<_> =
        whole["agencies"].as_array().unwrap().iter().map(|agency| &agency["slug"]).collect();
    assert_eq!(agencies, ["paris", "reunion"]);
    assert!(people(&whole).contains(&("bea".into(), true, 7)), "{whole}");
    let reunion = team(&app, &format!("{WEEK}&agency=reunion")).await;
    assert_eq!(people(&reunion), named(&[("bea", true, 7), ("ivo", true, 0)]));
}

async fn bands_are_windows_less_what_closes(app: TestApp) {
    app.write_all(&[
        "INSERT INTO closure (id, agency_id, from_date, until_date, from_minute, to_minute, label)
            VALUES ($1, @agency.paris, '2026-06-16', '2026-06-16', 660, 690, 'Travaux')",
        "INSERT INTO exception (id, staff_id, agency_id, date, opens, from_minute, to_minute, channels)
            VALUES ($1, @staff.ana, NULL, '2026-06-16', FALSE, 540, 600, '[\"office\"]')",
        "INSERT INTO exception (id, staff_id, agency_id, date, opens, from_minute, to_minute, channels)
            VALUES ($1, @staff.ana, NULL, '2026-06-30', FALSE, 540, 600, '[\"office\"]')",
    ])
    .await;
    app.sign_in(network::ANA).await;
    let team = team(&app, "from=2026-06-16&to=2026-06-16&agency=paris").await;
    assert_eq!(
        team["agencies"][0]["closures"],
        json!([{ "date": "2026-06-16", "from_time": "11:00", "to_time": "11:30", "label": "Travaux" }])
    );
    let ana = &team["people"].as_array().unwrap().iter().find(|one| one["staff"]["slug"] == "ana").unwrap()["bands"];
    let band = |from: &str, to: &str, channels: &[&str]| json!({ "date": "2026-06-16", "from_time": from, "to_time": to, "channels": channels, "agencies": ["paris"] });
    let every = ["office", "video", "phone"];
    assert_eq!(
        *ana,
        json!([
            band("09:00", "10:00", &["video", "phone"]),
            band("10:00", "11:00", &every),
            band("11:30", "12:00", &every),
        ])
    );
}

async fn wrong_questions_about_the_team_are_refused(app: TestApp) {
    app.sign_in(network::ADMIN).await;
    for (query, status, code) in [
        ("from=2026-06-16&to=2026-06-15", 422, "invalid_range"),
        ("from=2026-06-01&to=2026-07-02", 422, "invalid_range"),
        ("from=2026-06-16", 400, "invalid_query"),
        ("from=2026-06-16&to=2026-06-16&agency=nowhere", 404, "unknown_agency"),
    ] {
        assert_eq!(
            app.get(&format!("/api/v1/team?{query}")).await.refusal(),
            (status, code.into()),
            "{query}"
        );
    }
}

fn inputs_path(rest: &str) -> String {
    format!("/api/v1/slots/inputs?theme=conseil&channel=office&{rest}")
}

/// What the browser has of Ana's windows and exceptions.
async fn windows_of_ana(app: &TestApp) -> Vec<Window> {
    let windows: Windows =
        serde_json::from_value(app.get(&format!("{AVAILABILITIES}?staff=ana")).await.json()).unwrap();
    let exceptions: Exceptions =
        serde_json::from_value(app.get(&format!("{EXCEPTIONS_PATH}?staff=ana")).await.json()).unwrap();
    let recurring = windows.items.iter().map(|window| {
        Window::recurring(&window.rule, window.agency.as_ref().map(|agency| agency.id)).unwrap()
    });
    let dated = exceptions.items.iter().map(|exception| {
        Window::exceptional(&exception.rule, exception.agency.as_ref().map(|agency| agency.id))
    });
    recurring.chain(dated).collect()
}

/// The starts that the browser would show for the week, as the list writes them.
async fn previewed(app: &TestApp, more: Vec<Window>, days: (&str, &str)) -> Vec<String> {
    let (from, to) = days;
    let answer = app.get(&inputs_path(&format!("staff=ana&agency=paris&from={from}&to={to}"))).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let inputs: SlotInputs = serde_json::from_value(answer.json()).unwrap();
    let windows = windows_of_ana(app).await.into_iter().chain(more).collect();
    let zone = zone(&inputs);
    let starts = preview(&inputs, windows, from.parse().unwrap(), to.parse().unwrap());
    let starts = starts.into_iter().flat_map(|day| day.starts);
    starts
        .map(|start| {
            let offset = chrono::FixedOffset::east_opt(zone.offset_at(start)).unwrap();
            chrono::DateTime::from_timestamp(start, 0).unwrap().with_timezone(&offset).to_rfc3339()
        })
        .collect()
}

/// The starts that clients are offered.
async fn offered(app: &TestApp, (from, to): (&str, &str)) -> Vec<String> {
    let list =
        slots(app, &format!("agency=paris&theme=conseil&channel=office&from={from}&to={to}")).await.json();
    let days = list["days"].as_array().unwrap().iter();
    days.flat_map(|day| day["starts"].as_array().unwrap())
        .map(|start| start.as_str().unwrap().to_owned())
        .collect()
}

const DAYS: (&str, &str) = ("2026-06-15", "2026-06-22");

async fn a_preview_agrees_with_the_list(app: TestApp) {
    app.write_all(&[
        "INSERT INTO closure (id, agency_id, from_date, until_date, from_minute, to_minute, label)
            VALUES ($1, @agency.paris, '2026-06-17', '2026-06-17', 600, 630, 'Travaux')",
        "INSERT INTO exception (id, staff_id, agency_id, date, opens, from_minute, to_minute, channels)
            VALUES ($1, @staff.ana, NULL, '2026-06-18', FALSE, 540, 600, '[\"office\"]')",
        "INSERT INTO busy_interval (id, staff_id, starts_at, ends_at, source)
            VALUES ($1, @staff.ana, '2026-06-20T08:00:00+00:00', '2026-06-20T08:30:00+00:00', 'test')",
        "INSERT INTO holiday (id, agency_id, date, observed, label)
            VALUES ($1, NULL, '2026-06-21', TRUE, 'Fête de la musique')",
    ])
    .await;
    hold(&app, "2026-06-19T10:00:00+02:00").await;
    app.sign_in(network::ADMIN).await;
    let listed = offered(&app, DAYS).await;
    assert!(listed.len() > 40, "{}", listed.len());
    assert_eq!(previewed(&app, Vec::new(), DAYS).await, listed);

    // A theme that packs appointments back to back, across the night on which the clock goes back.
    app.write(
        "UPDATE theme SET anchor = 'window', step_min = 20, horizon_days = 400, revision = revision + 1",
    )
    .await;
    app.write("UPDATE agency SET revision = revision + 1").await;
    let autumn = ("2026-10-23", "2026-10-27");
    let listed = offered(&app, autumn).await;
    assert!(
        listed.iter().any(|start| start.ends_with("+01:00")) && listed[0].ends_with("+02:00"),
        "{listed:?}"
    );
    assert_eq!(previewed(&app, Vec::new(), autumn).await, listed);
}

async fn a_draft_is_previewed_as_it_is_then_offered(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let before = offered(&app, DAYS).await;
    let body = json!({ "staff": "ana", "agency": "paris", "channels": ["office"], "weekday": 2, "every": 2,
        "valid_from": "2026-06-15", "from_time": "14:00", "to_time": "16:10" });
    let typed = serde_json::from_value(body.clone()).unwrap();
    let checked = creno_types::window::CheckedWindow::check(&typed).unwrap();
    let draft = previewed(&app, Window::recurring(checked.rule(), None).into_iter().collect(), DAYS).await;
    assert_eq!(draft.len(), before.len() + 6, "14:00 to 15:15 of one Tuesday");
    assert_eq!(app.post(AVAILABILITIES, &body).await.status, 201);
    assert_eq!(offered(&app, DAYS).await, draft);
    let exception = json!({ "staff": "ana", "agency": "paris", "channels": ["office"], "date": "2026-06-16",
        "opens": false, "from_time": "00:00", "to_time": "24:00" });
    let typed = serde_json::from_value(exception.clone()).unwrap();
    let checked = creno_types::window::CheckedException::check(&typed).unwrap();
    let draft = previewed(&app, vec![Window::exceptional(checked.rule(), None)], DAYS).await;
    assert_eq!(app.post(EXCEPTIONS_PATH, &exception).await.status, 201);
    assert_eq!(offered(&app, DAYS).await, draft);
    assert!(!draft.iter().any(|start| start.starts_with("2026-06-16")), "{draft:?}");
}

async fn inputs_go_as_far_as_the_profile(app: TestApp) {
    let of = |staff: &str, agency: &str| inputs_path(&format!("staff={staff}&agency={agency}&{WEEK}"));
    assert_eq!(app.get(&of("ana", "paris")).await.refusal(), (401, "unauthenticated".into()));
    app.sign_in(network::NOBODY).await;
    assert_eq!(app.get(&of("ana", "paris")).await.refusal(), (403, "forbidden".into()));
    app.sign_in(network::ANA).await;
    let own = app.get(&of("ana", "paris")).await;
    assert_eq!((own.status.as_u16(), own.json()["handles"].clone()), (200, json!(true)));
    assert_eq!(app.get(&of("ivo", "paris")).await.refusal(), (404, "not_found".into()));
    assert_eq!(app.get(&of("ana", "reunion")).await.refusal(), (404, "unknown_agency".into()));
    app.sign_in(network::MANAGER).await;
    let ivo = app.get(&of("ivo", "paris")).await;
    assert_eq!((ivo.status.as_u16(), ivo.json()["handles"].clone()), (200, json!(false)));
    assert_eq!(app.get(&of("bea", "paris")).await.refusal(), (404, "not_found".into()));
    let backwards = inputs_path("staff=ana&agency=paris&from=2026-06-16&to=2026-06-15");
    assert_eq!(app.get(&backwards).await.refusal(), (422, "invalid_range".into()));
    let closed = app.get(&of("ana", "paris").replace("office", "phone")).await;
    assert_eq!(closed.refusal(), (422, "channel_closed".into()));
    // What takes time is told as mere stretches.
    hold(&app, "2026-06-16T10:00:00+02:00").await;
    let told = app.get(&of("ana", "paris")).await;
    assert_eq!(
        told.json()["taken"],
        json!([{ "from": "2026-06-16T10:00:00+02:00", "to": "2026-06-16T11:00:00+02:00", "by": "booking" }])
    );
}

async fn who_changed_a_window_meanwhile_is_named(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let body = json!({ "staff": "ana", "agency": "paris", "channels": ["office"], "weekday": 2,
        "from_time": "14:00", "to_time": "15:30" });
    let made = app.post(AVAILABILITIES, &body).await;
    let path = format!("{AVAILABILITIES}/{}", made.json()["id"].as_str().unwrap());
    let seen = app.get(&path).await.headers["etag"].to_str().unwrap().to_owned();
    app.sign_in(network::MANAGER).await;
    let mut changed = body.clone();
    changed["to_time"] = json!("16:00");
    assert_eq!(app.put(&path, &changed).await.status, 200);
    app.sign_in(network::SETTINGS).await;
    let mut request = app.json_by(axum::http::Method::PUT, &path, &body);
    request.headers_mut().insert("if-match", seen.parse().unwrap());
    let refused = app.send(request).await;
    assert_eq!(refused.refusal(), (412, "precondition_failed".into()));
    let detail = refused.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.starts_with("manager l’a changée le 15/06/2026 à "), "{detail}");
    assert_eq!(app.get(&path).await.json()["to_time"], "16:00");
}
