//! R2 of the quality bar: what was acknowledged is there after the server is killed under load.
//!
//! `creno demo` runs as a process of its own on a database of its own. A dozen clients book, move and cancel over HTTP;
//! it is ended by SIGKILL while their requests are under way, and started again, `CRENO_KILLS` times (3 unless told).
//! A client that gets no answer sends the same request again to the next server, with the same `Idempotency-Key`.
//! Then the database is read: everything that was answered must be in it, once, and everyone was told. A power cut is
//! not imitated: what the process wrote, the system keeps.

mod client;
mod server;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::http::Method;
use chrono::{DateTime, Utc};
use creno::app::{Clock as _, SystemClock};
use creno::store::Db;
use creno::store::outbox::count_jobs;
use serde_json::Value;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::support::postgres_schema;
use client::{At, Client, Known, Load};
use server::Server;

const CLIENTS: u32 = 12;
/// Confirmations that a server is sent before it is killed; some more at some kills, so that no two strike alike.
const SENT_BEFORE_KILL: u32 = 15;
/// A run that takes longer hangs: what a kill and its start may take, and the rest.
const EACH_KILL: Duration = Duration::from_secs(30);
const REST: Duration = Duration::from_secs(120);

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_by_a_kill_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("creno.db").display());
    run("SQLite", &url, folder.path()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_by_a_kill_on_postgres() {
    let folder = tempfile::tempdir().unwrap();
    run("PostgreSQL", &postgres_schema().await, folder.path()).await;
}

async fn run(engine: &str, url: &str, folder: &Path) {
    let kills = std::env::var("CRENO_KILLS").map_or(3, |text| text.parse().expect("CRENO_KILLS: a number"));
    let whole = kill_and_compare(engine, kills, url, folder);
    if tokio::time::timeout(REST + EACH_KILL * kills, whole).await.is_err() {
        panic!("{engine}: hangs; the server's log:\n{}", log(folder));
    }
}

#[expect(clippy::print_stdout, reason = "figures, for who asks for a long run")]
async fn kill_and_compare(engine: &str, kills: u32, url: &str, folder: &Path) {
    let mut server = Server::start(url, folder).await;
    let (now_at, at) = watch::channel(At { life: 0, address: server.address });
    let load = Arc::new(Load::default());
    let mut tasks = JoinSet::new();
    for number in 0..CLIENTS {
        tasks.spawn(Client::new(number, at.clone(), load.clone()).work());
    }
    for life in 1..=kills {
        let until = load.sent() + SENT_BEFORE_KILL + life * 7 % 11;
        let mut sent = load.confirmations.subscribe();
        tokio::select! {
            reached = sent.wait_for(|sent| *sent >= until) => drop(reached.unwrap()),
            ended = tasks.join_next() => panic!("a client ended: {ended:?}; the server's log:\n{}", log(folder)),
        }
        // Not always just when a confirmation is sent: what is pending differs from one moment to the next.
        sleep(Duration::from_millis(u64::from(life * 17 % 60))).await;
        server.kill();
        server = Server::start(url, folder).await;
        now_at.send(At { life, address: server.address }).unwrap();
    }
    load.stop.store(true, Ordering::Relaxed);
    let (mut booked, mut unanswered) = (Vec::new(), 0);
    while let Some(done) = tasks.join_next().await {
        let (mut some, lost) = done.unwrap();
        booked.append(&mut some);
        unanswered += lost;
    }
    let mut last = Client::new(CLIENTS, at, load);
    let (status, _) = last.call(Method::GET, "/readyz", None, &Value::Null).await;
    assert_eq!(status, 204, "ready after {kills} kills");
    for known in &booked {
        let again = last.confirm(&known.key, &known.body).await;
        assert_eq!(again["reference"], known.reference, "the same key gets the same answer: {known:?}");
    }
    all_told(url).await;
    let found = read(url).await;
    compare(&booked, &found);
    let log = log(folder);
    assert!(!log.contains("panicked"), "{log}");
    assert!(kills == 0 || unanswered > 0, "no kill met a request under way");
    let retried = booked.iter().filter(|known| known.retried).count();
    let of = |state| booked.iter().filter(|known| known.status == state).count();
    println!(
        "{engine}: {kills} kills; {} acknowledged, {} of them cancelled, {} moved; {unanswered} requests unanswered, of \
         which {retried} confirmations; 0 missing",
        booked.len(),
        of("cancelled"),
        booked.iter().filter(|known| known.moves > 0).count(),
    );
}

fn log(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("log")).unwrap_or_default()
}

/// Events without a place in the journal, those that the CRM was not told of once, and deliveries that still wait.
const UNTOLD: &str = "SELECT count(*) FILTER (WHERE e.position IS NULL) AS unnumbered,
    count(*) FILTER (WHERE d.state IS NULL OR d.state <> 'delivered') AS untold, count(*) AS events,
    count(DISTINCT e.position) AS positions FROM appointment_event e LEFT JOIN delivery d ON d.message_id = e.id
    WHERE e.snapshot IS NOT NULL";

/// Waits until the outbox is empty and webhooks are delivered, without the time for which the dead had claimed them.
async fn all_told(url: &str) {
    let db = Db::connect(url).await.unwrap();
    let mut changes = db.subscribe();
    let watched = db.clone();
    let watch = tokio::spawn(async move { watched.watch().await });
    loop {
        let backlog = count_jobs(&db).await.unwrap();
        assert_eq!(backlog.dead, 0, "something was given up");
        let events = db.query(UNTOLD).fetch_one().await.unwrap();
        let count = |column| events.get::<i64>(column).unwrap();
        if backlog.waiting == 0 && count("untold") == 0 {
            assert_eq!(count("unnumbered"), 0);
            assert_eq!(count("events"), count("positions"), "each has a place of its own, and one delivery");
            break;
        }
        let mut tx = db.begin().await.unwrap();
        let due = SystemClock.now();
        tx.query("UPDATE outbox SET due_at = $1 WHERE state = 'waiting' AND due_at > $1 AND error IS NULL")
            .bind(due)
            .execute()
            .await
            .unwrap();
        tx.query("UPDATE delivery SET due_at = $1 WHERE state = 'waiting' AND due_at > $1 AND claimed")
            .bind(due)
            .execute()
            .await
            .unwrap();
        tx.commit().await.unwrap();
        changes.changed().await.unwrap();
    }
    watch.abort();
    db.close().await;
}

/// An appointment as the database has it.
#[derive(Debug)]
struct Row {
    reference: String,
    status: String,
    start: DateTime<Utc>,
    taken: Option<DateTime<Utc>>,
    events: HashMap<&'static str, i64>,
    told: HashMap<&'static str, i64>,
}

const BOOKED: &str = "SELECT a.reference, a.status, a.starts_at, o.starts_at AS taken, c.email,
    (SELECT count(*) FROM appointment_event e WHERE e.appointment_id = a.id AND e.kind = 'created') AS created,
    (SELECT count(*) FROM appointment_event e WHERE e.appointment_id = a.id AND e.kind = 'moved') AS moved,
    (SELECT count(*) FROM appointment_event e WHERE e.appointment_id = a.id AND e.kind = 'cancelled') AS cancelled,
    (SELECT count(*) FROM message m WHERE m.appointment_id = a.id AND m.event = 'confirmed' AND m.audience = 'client'
        AND m.state = 'kept') AS told_created,
    (SELECT count(*) FROM message m WHERE m.appointment_id = a.id AND m.event = 'moved' AND m.audience = 'client'
        AND m.state = 'kept') AS told_moved,
    (SELECT count(*) FROM message m WHERE m.appointment_id = a.id AND m.event = 'cancelled' AND m.audience = 'client'
        AND m.state = 'kept') AS told_cancelled
    FROM appointment a JOIN client c ON c.id = a.client_id LEFT JOIN occupancy o ON o.appointment_id = a.id
    WHERE c.email LIKE 'kill-%'";
const OVERLAPS: &str =
    "SELECT count(*) AS rows FROM appointment a JOIN appointment b ON b.staff_id = a.staff_id
    AND b.id <> a.id AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
    WHERE a.status = 'confirmed' AND b.status = 'confirmed'";

/// Every appointment of our clients, by their address.
async fn read(url: &str) -> HashMap<String, Vec<Row>> {
    let db = Db::connect(url).await.unwrap();
    let overlaps: i64 = db.query(OVERLAPS).fetch_one().await.unwrap().get("rows").unwrap();
    assert_eq!(overlaps, 0, "a person has two appointments at once");
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    for row in db.query(BOOKED).fetch_all().await.unwrap() {
        let events = ["created", "moved", "cancelled"].map(|kind| (kind, row.get(kind).unwrap()));
        found.entry(row.get("email").unwrap()).or_default().push(Row {
            reference: row.get("reference").unwrap(),
            status: row.get("status").unwrap(),
            start: row.get("starts_at").unwrap(),
            taken: row.get("taken").unwrap(),
            events: events.into(),
            told: [("created", "told_created"), ("moved", "told_moved"), ("cancelled", "told_cancelled")]
                .map(|(kind, column)| (kind, row.get(column).unwrap()))
                .into(),
        });
    }
    db.close().await;
    found
}

/// Everything that was told is there, once, and nothing else is.
fn compare(booked: &[Known], found: &HashMap<String, Vec<Row>>) {
    for known in booked {
        let [row] = found.get(&known.email).map_or(&[][..], Vec::as_slice) else {
            panic!("not there exactly once: {known:?}: {:?}", found.get(&known.email));
        };
        assert_eq!((&row.reference, row.status.as_str()), (&known.reference, known.status), "{known:?}");
        assert_eq!(row.start, known.start, "{known:?}");
        let cancelled = known.status == "cancelled";
        assert_eq!(row.taken, (!cancelled).then_some(known.start), "its time is taken: {known:?}");
        let events = [("created", 1), ("moved", known.moves), ("cancelled", i64::from(cancelled))];
        assert_eq!(row.events, events.into(), "{known:?}");
        assert_eq!(row.told, events.into(), "told once of each: {known:?}");
    }
    assert_eq!(found.len(), booked.len(), "something is there that no client was told of");
}
