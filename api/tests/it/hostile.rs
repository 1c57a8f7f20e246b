//! Many visitors at once, none of them polite: they hold, replace, confirm, move, cancel, give back and let lapse, on two
//! instances of the application, and no person's time is ever given twice.
//!
//! `CRENO_HOSTILE_OPERATIONS` sets how many operations there are (800 by default; the bar asks for 10 000).

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::json;

use crate::booking::confirm_body;
use crate::client_rules::{add_colleague, managed, patch};
use crate::support::{Response, TestApp, on_both_engines};

on_both_engines!(nobody_is_ever_booked_twice);

const VISITORS: usize = 12;

#[derive(Default)]
struct Visitor {
    hold: Option<String>,
    links: Vec<String>,
}

type Tally = BTreeMap<(&'static str, u16, String), usize>;

async fn nobody_is_ever_booked_twice(app: TestApp) {
    add_colleague(&app).await;
    let operations =
        std::env::var("CRENO_HOSTILE_OPERATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(800);
    let (one, other) = (Arc::new(app.fresh()), Arc::new(app.elsewhere().await));
    let left = Arc::new(AtomicUsize::new(operations));
    let visitors: Vec<_> = (0..VISITORS)
        .map(|number| {
            let app = if number % 2 == 0 { one.clone() } else { other.clone() };
            tokio::spawn(visit(app, left.clone(), number as u64))
        })
        .collect();
    let mut tally = Tally::new();
    for visitor in visitors {
        for (what, count) in visitor.await.unwrap() {
            *tally.entry(what).or_default() += count;
        }
    }
    let expected = |what: &str, status: u16, code: &str| match status {
        200 | 201 | 204 => true,
        404 => code == "unknown_hold",
        409 => {
            ["slot_taken", "slot_not_offered", "hold_already_renewed", "appointment_changed"].contains(&code)
        }
        410 => ["hold_expired", "appointment_cancelled"].contains(&code) && what != "hold",
        _ => false,
    };
    let odd: Vec<_> =
        tally.iter().filter(|((what, status, code), _)| !expected(what, *status, code)).collect();
    assert!(odd.is_empty(), "{odd:?}");
    for what in ["hold", "replace", "confirm", "move", "move to hold", "cancel", "renew", "give back"] {
        assert!(
            tally.iter().any(|((done, status, _), _)| *done == what && *status < 300),
            "no {what} in {tally:?}"
        );
    }
    check(&app).await;
}

async fn visit(app: Arc<TestApp>, left: Arc<AtomicUsize>, seed: u64) -> Tally {
    let mut random = StdRng::seed_from_u64(seed);
    let mut visitor = Visitor::default();
    let mut tally = Tally::new();
    while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok() {
        let (what, answer) = act(&app, &mut visitor, &mut random).await;
        let code = if answer.status.is_success() { String::new() } else { answer.problem() };
        *tally.entry((what, answer.status.as_u16(), code)).or_default() += 1;
        // At each step: what overlaps now may be cancelled or moved away by the end.
        if answer.status.is_success() {
            assert_eq!(count(&app, OVERLAPPING).await, 0, "overlaps after {what}");
        }
    }
    tally
}

const OVERLAPPING: &str =
    "SELECT count(*) AS rows FROM occupancy a JOIN occupancy b ON a.staff_id = b.staff_id AND a.id < b.id
    WHERE a.starts_at < b.busy_until AND b.starts_at < a.busy_until";

async fn count(app: &TestApp, sql: &'static str) -> i64 {
    app.app.db.query(sql).fetch_one().await.unwrap().get("rows").unwrap()
}

/// One of sixty starts over six days, where a day has room for three appointments: rivals meet all the time.
fn start(random: &mut StdRng) -> String {
    let (day, quarter) = (random.random_range(16..22), random.random_range(0..10));
    format!("2026-06-{day}T{:02}:{:02}:00+02:00", 9 + quarter / 4, quarter % 4 * 15)
}

async fn act(app: &TestApp, visitor: &mut Visitor, random: &mut StdRng) -> (&'static str, Response) {
    const HOLDS: &str = "/api/v1/public/holds";
    let mut body =
        json!({ "agency": "paris", "theme": "conseil", "channel": "office", "start": start(random) });
    let link = visitor.links.last().cloned();
    match (random.random_range(0..12), visitor.hold.clone(), link) {
        // One appointment each, so that there is always something left to fight for.
        (0..=2, Some(hold), None) => {
            let mut confirm = confirm_body(&hold);
            confirm["client"]["email"] = json!(format!("v{}@exemple.fr", random.random_range(0..9_999)));
            let answer = app.post("/api/v1/public/appointments", &confirm).await;
            visitor.hold = None;
            if answer.status == 201 {
                visitor.links.push(managed(&answer.json()));
            }
            ("confirm", answer)
        }
        (3, Some(hold), _) => ("renew", app.post(&format!("{HOLDS}/{hold}/renewal"), &json!({})).await),
        (4, Some(hold), _) => {
            visitor.hold = None;
            ("give back", app.delete(&format!("{HOLDS}/{hold}")).await)
        }
        (0..=2, Some(hold), Some(link)) => {
            visitor.hold = None;
            ("move to hold", patch(app, &link, &json!({ "hold": hold })).await)
        }
        (7..=9, _, Some(link)) => ("move", patch(app, &link, &json!({ "start": start(random) })).await),
        (10..=11, _, Some(link)) => {
            visitor.links.pop();
            ("cancel", app.delete(&link).await)
        }
        (_, Some(hold), _) => {
            body["replaces"] = json!(hold);
            let answer = app.post(HOLDS, &body).await;
            if answer.status == 201 {
                visitor.hold = answer.json()["hold"].as_str().map(str::to_owned);
            }
            ("replace", answer)
        }
        (_, None, _) => {
            let answer = app.post(HOLDS, &body).await;
            if answer.status == 201 {
                visitor.hold = answer.json()["hold"].as_str().map(str::to_owned);
            }
            // Some holds are left to lapse.
            if random.random_range(0..20) == 0 {
                visitor.hold = None;
                app.clock.advance(TimeDelta::seconds(60));
            }
            ("hold", answer)
        }
    }
}

/// What the tables must say at the end, whatever happened.
async fn check(app: &TestApp) {
    let db = &app.app.db;
    let apart = "SELECT count(*) AS rows FROM appointment p LEFT JOIN occupancy o ON o.appointment_id = p.id
        WHERE p.status = 'confirmed' AND (o.id IS NULL OR o.starts_at <> p.starts_at OR o.ends_at <> p.ends_at
            OR o.staff_id <> p.staff_id)";
    let orphans = "SELECT count(*) AS rows FROM occupancy o JOIN appointment p ON p.id = o.appointment_id
        WHERE p.status <> 'confirmed'";
    for (what, sql) in
        [("overlaps", OVERLAPPING), ("appointments without their time", apart), ("times without", orphans)]
    {
        assert_eq!(count(app, sql).await, 0, "{what}");
    }
    // Read off the appointments themselves, without trusting the table that guards them: 15 minutes of buffer.
    let rows = db
        .query("SELECT staff_id, starts_at, ends_at FROM appointment WHERE status = 'confirmed' ORDER BY staff_id, starts_at")
        .fetch_all()
        .await
        .unwrap();
    let times: Vec<(uuid::Uuid, DateTime<Utc>, DateTime<Utc>)> = rows
        .iter()
        .map(|row| (row.get("staff_id").unwrap(), row.get("starts_at").unwrap(), row.get("ends_at").unwrap()))
        .collect();
    assert!(!times.is_empty());
    for pair in times.windows(2) {
        let apart = pair[0].0 != pair[1].0 || pair[0].2 + TimeDelta::minutes(15) <= pair[1].1;
        assert!(apart, "{pair:?}");
    }
}
