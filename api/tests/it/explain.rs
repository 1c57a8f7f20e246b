//! Why a start is offered or not, to those who may know.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::booking::{book, hold, hold_body};
use crate::slots::slots;
use crate::support::{TestApp, network, on_both_engines};

on_both_engines!(
    each_rule_is_named,
    a_date_is_told_in_runs,
    one_person_may_be_asked_about,
    questions_that_make_no_sense_are_refused,
    it_agrees_with_the_list,
    everyone_sees_as_far_as_they_reach,
    campaigns_are_explained_too,
    clients_are_not_named,
);

/// A question about `conseil` in Paris at the office.
fn paris(rest: &str) -> String {
    format!("/api/v1/slots/explain?agency=paris&theme=conseil&channel=office&{rest}")
}

/// People with their verdicts, as (slug, [(from, to, rule, detail)]).
type People = Vec<(String, Vec<(String, String, Option<String>, String)>)>;

async fn explain(app: &TestApp, path: &str) -> People {
    let answer = app.get(path).await;
    assert_eq!(answer.status, 200, "{path} {answer:?}");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let verdict = |value: &Value| {
        let rule = value["rule"].as_str().map(str::to_owned);
        (text(&value["from"]), text(&value["to"]), rule, text(&value["detail"]))
    };
    let people = answer.json()["people"].as_array().unwrap().clone();
    let person = |person: &Value| {
        let verdicts = person["verdicts"].as_array().unwrap().iter().map(verdict).collect();
        (text(&person["staff"]["slug"]), verdicts)
    };
    people.iter().map(person).collect()
}

/// What the rules say of Ana at an instant: the rule and its detail.
async fn of_ana(app: &TestApp, at: &str) -> (Option<String>, String) {
    let people = explain(app, &paris(&format!("at={at}"))).await;
    let [(slug, verdicts)] = &people[..] else { panic!("{people:?}") };
    let [(from, to, rule, detail)] = &verdicts[..] else { panic!("{verdicts:?}") };
    let same = |text: &str| text.parse::<DateTime<Utc>>().unwrap() == at.parse::<DateTime<Utc>>().unwrap();
    assert!(slug == "ana" && same(from) && same(to), "{people:?}");
    (rule.clone(), detail.clone())
}

/// Something of every kind in the week: a closure, a closing, a hold, busy time.
async fn fill_the_week(app: &TestApp) {
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
    hold(app, "2026-06-19T10:00:00+02:00").await;
}

async fn each_rule_is_named(app: TestApp) {
    fill_the_week(&app).await;
    app.sign_in(network::ADMIN).await;
    let rows = [
        ("2026-06-16T08:00:00Z", None, "Proposé."),
        ("2026-06-15T05:45:00Z", Some("past"), "L’heure est passée."),
        ("2026-06-15T06:45:00Z", Some("notice"), "rien avant le 15/06/2026 à"),
        ("2026-06-23T08:00:00Z", Some("horizon"), "7 jours à l’avance"),
        ("2026-06-17T07:30:00Z", Some("closed_date"), "L’agence est fermée : Travaux."),
        ("2026-06-21T08:00:00Z", Some("closed_date"), "L’agence est fermée : Fête de la musique."),
        ("2026-06-16T12:00:00Z", Some("no_window"), "Aucune plage"),
        ("2026-06-18T07:15:00Z", Some("closing"), "Fermeture exceptionnelle de 9:00 à 10:00."),
        (
            "2026-06-16T09:30:00Z",
            Some("window_too_short"),
            "La plage se termine à 12:00, trop tôt pour 45 minutes.",
        ),
        ("2026-06-16T08:05:00Z", Some("off_step"), "pas de 15 minutes"),
        ("2026-06-19T07:15:00Z", Some("booked"), "occupe de 10:00 à 11:00, battement compris."),
        ("2026-06-20T07:30:00Z", Some("busy"), "L’agenda externe est occupé de 10:00 à 10:30."),
    ];
    for (at, rule, detail) in rows {
        let (given, text) = of_ana(&app, at).await;
        assert_eq!(given.as_deref(), rule, "{at} {text}");
        assert!(text.contains(detail), "{at} {text}");
    }
    let people = explain(&app, &paris("at=2026-06-16T08:00:00Z&staff=ivo")).await;
    assert_eq!(people[0].1[0].2.as_deref(), Some("not_handled"));
    for (channel, theme, code) in [
        ("phone", "conseil", "channel_closed"),
        ("office", "suivi", "channel_closed"),
        ("video", "conseil", "channel_closed"),
    ] {
        let path = format!(
            "/api/v1/slots/explain?agency=paris&theme={theme}&channel={channel}&at=2026-06-16T08:00:00Z"
        );
        assert_eq!(app.get(&path).await.refusal(), (422, code.to_owned()), "{path}");
        let list = format!("agency=paris&theme={theme}&channel={channel}&from=2026-06-16&to=2026-06-16");
        assert_eq!(slots(&app, &list).await.refusal(), (422, code.to_owned()), "like the list");
    }
    // A hold that lapsed explains nothing any more.
    app.clock.advance(TimeDelta::minutes(10));
    assert_eq!(of_ana(&app, "2026-06-19T07:15:00Z").await.0, None);
}

async fn a_date_is_told_in_runs(app: TestApp) {
    hold(&app, "2026-06-16T10:00:00+02:00").await;
    app.sign_in(network::ADMIN).await;
    let answer = app.get(&paris("date=2026-06-16")).await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert_eq!(answer.json()["timezone"], "Europe/Paris");
    let people = explain(&app, &paris("date=2026-06-16")).await;
    let runs: Vec<_> =
        people[0].1.iter().map(|(from, to, rule, _)| (&from[11..16], &to[11..], rule.as_deref())).collect();
    assert_eq!(
        runs,
        [
            ("00:00", "08:45:00+02:00", Some("no_window")),
            ("09:00", "09:00:00+02:00", None),
            ("09:15", "10:45:00+02:00", Some("booked")),
            ("11:00", "11:15:00+02:00", None),
            ("11:30", "11:45:00+02:00", Some("window_too_short")),
            ("12:00", "23:45:00+02:00", Some("no_window")),
        ]
    );
}

async fn one_person_may_be_asked_about(app: TestApp) {
    app.write("INSERT INTO staff_agency (staff_id, agency_id) VALUES (@staff.bea, @agency.paris)").await;
    app.sign_in(network::ADMIN).await;
    let slugs = async |rest: &str| {
        let people = explain(&app, &paris(rest)).await;
        people.into_iter().map(|(slug, _)| slug).collect::<Vec<_>>()
    };
    assert_eq!(slugs("date=2026-06-16").await, ["ana", "bea"], "in order of name");
    assert_eq!(slugs("date=2026-06-16&staff=bea").await, ["bea"]);
    let ana = network::staff_id(network::ANA_ID);
    assert_eq!(slugs(&format!("date=2026-06-16&staff={ana}")).await, ["ana"]);
    // Who does not receive there is told so, about the whole of what is asked.
    let ivo = explain(&app, &paris("date=2026-06-16&staff=ivo")).await;
    let (from, to, rule, detail) = &ivo[0].1[0];
    assert_eq!((ivo[0].0.as_str(), ivo[0].1.len(), rule.as_deref()), ("ivo", 1, Some("not_handled")));
    assert_eq!((&from[..16], &to[..16]), ("2026-06-16T00:00", "2026-06-16T23:59"));
    assert_eq!(detail, "Cette personne ne traite pas ce thème dans cette agence.");
    let nobody = app.get(&paris("date=2026-06-16&staff=zorro")).await;
    assert_eq!(nobody.refusal(), (404, "not_found".into()));
}

async fn questions_that_make_no_sense_are_refused(app: TestApp) {
    app.sign_in(network::ADMIN).await;
    for rest in ["staff=ana", "at=2026-06-16T08:00:00Z&date=2026-06-16", "date=2026-02-30", "at=10:00"] {
        assert_eq!(app.get(&paris(rest)).await.refusal(), (400, "invalid_query".into()), "{rest}");
    }
    for (question, status, code) in [
        ("agency=nowhere&theme=conseil&channel=office", 404, "unknown_agency"),
        ("agency=paris&theme=nothing&channel=office", 404, "unknown_theme"),
        ("agency=reunion&theme=suivi&channel=phone", 422, "theme_not_offered"),
        ("agency=paris&theme=conseil&channel=office&campaign=nothing", 404, "unknown_campaign"),
    ] {
        let path = format!("/api/v1/slots/explain?{question}&date=2026-06-16");
        assert_eq!(app.get(&path).await.refusal(), (status, code.to_owned()), "{path}");
    }
}

async fn it_agrees_with_the_list(app: TestApp) {
    fill_the_week(&app).await;
    // Two people: a start is on the list when either may receive.
    app.write("INSERT INTO staff_agency (staff_id, agency_id) VALUES (@staff.bea, @agency.paris)").await;
    app.write(
        "UPDATE availability_window SET from_minute = 630, to_minute = 900 WHERE staff_id = @staff.bea",
    )
    .await;
    app.sign_in(network::ADMIN).await;
    let list =
        slots(&app, "agency=paris&theme=conseil&channel=office&from=2026-06-16&to=2026-06-22").await.json();
    let days = list["days"].as_array().unwrap();
    let listed: Vec<String> = days
        .iter()
        .flat_map(|day| day["starts"].as_array().unwrap())
        .map(|start| start.as_str().unwrap().to_owned())
        .collect();
    assert!(listed.len() > 100, "{}", listed.len());

    let first: DateTime<chrono::FixedOffset> = "2026-06-16T00:00:00+02:00".parse().unwrap();
    let quarters: Vec<_> = (0..7 * 96).map(|quarter| first + TimeDelta::minutes(15 * quarter)).collect();
    let mut by_instant = Vec::new();
    let mut by_date = Vec::new();
    for date in (16..=22).map(|day| format!("2026-06-{day}")) {
        let people = explain(&app, &paris(&format!("date={date}"))).await;
        assert_eq!(people.len(), 2);
        for quarter in quarters.iter().map(DateTime::to_rfc3339).filter(|quarter| quarter.starts_with(&date))
        {
            let of_run = people.iter().map(|(_, runs)| {
                let mut runs = runs.iter().filter(|(from, to, ..)| *from <= quarter && quarter <= *to);
                let run = runs.next().unwrap_or_else(|| panic!("{quarter} is in no run"));
                assert!(runs.next().is_none(), "{quarter} is in two runs");
                run.2.clone()
            });
            let of_run: Vec<_> = of_run.collect();
            let at = paris(&format!("at={}", quarter.replace('+', "%2B")));
            let of_instant: Vec<_> =
                explain(&app, &at).await.into_iter().map(|(_, mut verdicts)| verdicts.remove(0).2).collect();
            assert_eq!(of_run, of_instant, "{quarter}");
            by_date.extend(of_run.contains(&None).then(|| quarter.clone()));
            by_instant.extend(of_instant.contains(&None).then_some(quarter));
        }
    }
    assert_eq!(by_instant, listed);
    assert_eq!(by_date, listed);
}

async fn everyone_sees_as_far_as_they_reach(app: TestApp) {
    app.write("INSERT INTO staff_agency (staff_id, agency_id) VALUES (@staff.bea, @agency.paris)").await;
    let of_paris = paris("date=2026-06-16");
    let of_reunion = "/api/v1/slots/explain?agency=reunion&theme=conseil&channel=office&date=2026-06-16";
    assert_eq!(app.get(&of_paris).await.refusal(), (401, "unauthenticated".into()));
    let out_of_reach = (404, "unknown_agency".to_owned());
    let slugs =
        async |path: &str| explain(&app, path).await.into_iter().map(|(slug, _)| slug).collect::<Vec<_>>();

    app.sign_in(network::NOBODY).await;
    assert_eq!(app.get(&of_paris).await.refusal(), (403, "forbidden".into()));
    // Only herself; what is another's looks like what does not exist.
    app.sign_in(network::ANA).await;
    assert_eq!(slugs(&of_paris).await, ["ana"]);
    assert_eq!(app.get(&paris("date=2026-06-16&staff=bea")).await.refusal(), (404, "not_found".into()));
    assert_eq!(app.get(&paris("date=2026-06-16&staff=ivo")).await.refusal(), (404, "not_found".into()));
    assert_eq!(app.get(of_reunion).await.refusal(), out_of_reach);
    // Everyone of the agencies that the desk belongs to, and no other agency.
    app.sign_in(network::DESK).await;
    assert_eq!(slugs(&of_paris).await, ["ana", "bea"]);
    assert_eq!(app.get(of_reunion).await.refusal(), out_of_reach);
    app.sign_in(network::ADMIN).await;
    assert_eq!(slugs(&of_paris).await, ["ana", "bea"]);
    assert_eq!(slugs(of_reunion).await, ["bea"]);
}

async fn campaigns_are_explained_too(app: TestApp) {
    crate::calendar::open_forum(&app).await;
    app.sign_in(network::ADMIN).await;
    let rule = async |rest: &str| {
        let people = explain(&app, &paris(&format!("campaign=forum&{rest}"))).await;
        let (_, _, rule, detail) = people[0].1[0].clone();
        (people[0].0.clone(), rule, detail)
    };
    assert_eq!(rule("at=2026-06-16T12:00:00Z").await, ("ana".into(), None, "Proposé.".into()));
    assert_eq!(rule("at=2026-06-16T08:00:00Z").await.1.as_deref(), Some("no_window"), "her own hours");
    let (slug, refused, detail) = rule("at=2026-06-16T12:00:00Z&staff=bea").await;
    assert_eq!((slug.as_str(), refused.as_deref()), ("bea", Some("not_handled")));
    assert_eq!(detail, "Cette personne ne participe pas à la campagne « Forum ».");
}

async fn clients_are_not_named(app: TestApp) {
    let booked = book(&app, "2026-06-16T10:00:00+02:00").await;
    let held = app.post("/api/v1/public/holds", &hold_body("2026-06-16T11:00:00+02:00")).await.json();
    app.sign_in(network::ADMIN).await;
    let text = app.get(&paris("date=2026-06-16")).await.text;
    assert!(text.contains("\"booked\""), "{text}");
    let at = app.get(&paris("at=2026-06-16T08:00:00Z")).await.text;
    assert!(at.contains("\"booked\""), "{at}");
    let secrets = [
        json!("Zoé"),
        json!("Durand"),
        json!("zoe@"),
        json!("0639981234"),
        booked["reference"].clone(),
        held["hold"].clone(),
    ];
    for secret in secrets {
        let secret = secret.as_str().unwrap();
        assert!(!text.contains(secret) && !at.contains(secret), "{secret}");
    }
}
