//! Several instances on one PostgreSQL server: what one changes, the others show, and none believes its memory more
//! than the database.

use std::time::Duration;

use creno::store::Db;
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

use crate::booking::{START, hold, hold_body};
use crate::slots::starts_on;
use crate::support::{OCCUPANCIES, TestApp};

/// The longest that we wait for a change to be seen.
const DEADLINE: Duration = Duration::from_secs(10);
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// Waits until `look` gives true.
async fn until(what: &str, mut look: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + DEADLINE;
    while !look().await {
        assert!(Instant::now() < deadline, "not in time: {what}");
        sleep(BETWEEN_LOOKS).await;
    }
}

async fn has(app: &TestApp, start: &str) -> bool {
    starts_on(app, "paris", &start[..10]).await.iter().any(|listed| listed == start)
}

/// Processes that end with the test.
struct Watching(Vec<JoinHandle<()>>);

impl Watching {
    /// Both instances tell and hear, their connections made.
    async fn on(apps: [&TestApp; 2]) -> Self {
        let watch = |app: &TestApp| {
            let db = app.app.db.clone();
            tokio::spawn(async move { db.watch().await })
        };
        let watching = Self(apps.map(watch).into());
        until("both listen", async || listeners(&apps[0].app.db).await.len() == 2).await;
        watching
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        for task in &self.0 {
            task.abort();
        }
    }
}

/// The server's processes of the connections of our database that listen.
async fn listeners(db: &Db) -> Vec<i64> {
    let rows = db.query("SELECT CAST(pid AS BIGINT) AS pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%' ORDER BY pid")
        .fetch_all().await.unwrap();
    rows.iter().map(|row| row.get("pid").unwrap()).collect()
}

/// Two instances alone on a database, so that nothing else is heard there. It ends with [`end`].
async fn two_alone() -> (TestApp, TestApp) {
    let one = TestApp::on_database_of_its_own().await;
    let other = one.elsewhere().await;
    (one, other)
}

async fn end(one: TestApp, other: TestApp) {
    other.app.db.close().await;
    one.drop_database().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_leaves_the_other_instance_s_list() {
    let (one, other) = two_alone().await;
    let watching = Watching::on([&one, &other]).await;
    assert!(has(&one, START).await && has(&other, START).await);
    let token = hold(&one, START).await;
    assert!(!has(&one, START).await, "at once where it was taken");
    until("the hold elsewhere", async || !has(&other, START).await).await;
    assert_eq!(one.delete(&format!("/api/v1/public/holds/{token}")).await.status, 204);
    until("the start is back", async || has(&other, START).await).await;
    // And the other way.
    other.write("UPDATE agency SET active = FALSE WHERE slug = 'paris'").await;
    let path = "/api/v1/public/slots?agency=paris&theme=conseil&channel=office&from=2026-06-16&to=2026-06-16";
    until("the agency is closed", async || one.get(path).await.status == 404).await;
    drop(watching);
    end(one, other).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_are_seen_after_a_lost_connection() {
    let (one, other) = two_alone().await;
    let watching = Watching::on([&one, &other]).await;
    assert!(has(&other, START).await);
    let before = listeners(&one.app.db).await;
    let ended = one.app.db.query("SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'")
        .fetch_all().await.unwrap();
    assert!(ended.len() == 2 && ended.iter().all(|row| row.get("ended").unwrap()));
    // While nobody listens.
    let token = hold(&one, START).await;
    until("what was not heard", async || !has(&other, START).await).await;
    until("both listen again", async || {
        let now = listeners(&one.app.db).await;
        now.len() == 2 && now.iter().all(|pid| !before.contains(pid))
    })
    .await;
    assert_eq!(one.delete(&format!("/api/v1/public/holds/{token}")).await.status, 204);
    until("what is heard again", async || has(&other, START).await).await;
    drop(watching);
    end(one, other).await;
}

/// Nobody tells it of anything: an instance that knows Monday's slots, and no more.
#[tokio::test(flavor = "multi_thread")]
async fn a_stale_instance_takes_only_what_is_free() {
    let one = TestApp::postgres().await;
    let stale = one.elsewhere().await;
    let ask = async |body: &Value| {
        let answer = stale.post("/api/v1/public/holds", body).await;
        if answer.status == 201 { (201, String::new()) } else { answer.refusal() }
    };
    let start = hold_body(START);
    let taken = (409, "slot_taken".to_owned());
    assert!(has(&stale, START).await);
    let token = hold(&one, START).await;
    assert!(has(&stale, START).await, "it was told of nothing");
    assert_eq!(ask(&start).await, taken);
    assert_eq!(one.count(OCCUPANCIES).await, 1, "nobody is booked twice");

    // It now knows that the start is taken; it does not know that it is free again.
    assert!(!has(&stale, START).await);
    assert_eq!(one.delete(&format!("/api/v1/public/holds/{token}")).await.status, 204);
    assert!(!has(&stale, START).await);
    assert_eq!(ask(&start).await, (201, String::new()), "what is free is not refused");
    assert_eq!(one.count(OCCUPANCIES).await, 1);

    // Settings and people: what closed meanwhile is refused, what opened is not.
    for (start, close, open) in [
        (
            "2026-06-17T10:00:00+02:00",
            "INSERT INTO closure (id, agency_id, from_date, until_date, label) VALUES ($1, @agency.paris, '2026-06-17', '2026-06-17', '')",
            "DELETE FROM closure",
        ),
        (
            "2026-06-18T10:00:00+02:00",
            "UPDATE staff SET active = FALSE WHERE slug = 'ana'",
            "UPDATE staff SET active = TRUE WHERE slug = 'ana'",
        ),
        (
            "2026-06-19T10:00:00+02:00",
            "UPDATE availability_window SET to_minute = 600 WHERE staff_id = @staff.ana",
            "UPDATE availability_window SET to_minute = 720 WHERE staff_id = @staff.ana",
        ),
    ] {
        // What it commits itself it has heard of: it looks at the database before each change.
        assert!(has(&stale, start).await);
        one.write(close).await;
        assert!(has(&stale, start).await, "it was told of nothing: {close}");
        assert_eq!(ask(&hold_body(start)).await, (409, "slot_not_offered".into()), "{close}");
        assert!(!has(&stale, start).await);
        one.write(open).await;
        assert!(!has(&stale, start).await, "it was told of nothing: {open}");
        assert_eq!(ask(&hold_body(start)).await, (201, String::new()), "{open}");
    }
}

/// What a stale instance believes to be no offer at all is looked up as well.
#[tokio::test(flavor = "multi_thread")]
async fn a_stale_instance_learns_of_new_offers() {
    let one = TestApp::postgres().await;
    let stale = one.elsewhere().await;
    let with = |members: Value| {
        let mut body = hold_body(START);
        for (name, value) in members.as_object().unwrap() {
            body[name] = value.clone();
        }
        body
    };
    let ask = async |body: &Value| {
        let answer = stale.post("/api/v1/public/holds", body).await;
        if answer.status == 201 { (201, String::new()) } else { answer.refusal() }
    };
    assert!(has(&stale, START).await);
    one.write("INSERT INTO agency_channel (agency_id, channel) VALUES (@agency.paris, 'video')").await;
    assert_eq!(ask(&with(json!({ "channel": "video" }))).await, (201, String::new()), "a channel");

    let phone = with(
        json!({ "agency": "reunion", "theme": "suivi", "channel": "phone", "start": "2026-06-17T10:00:00+04:00" }),
    );
    assert_eq!(ask(&phone).await, (422, "theme_not_offered".into()));
    one.write("INSERT INTO theme_agency (theme_id, agency_id) VALUES (@theme.suivi, @agency.reunion)").await;
    one.write("INSERT INTO staff_theme (staff_id, theme_id, priority) VALUES (@staff.bea, @theme.suivi, 1)")
        .await;
    one.write("INSERT INTO agency_channel (agency_id, channel) VALUES (@agency.reunion, 'phone')").await;
    assert_eq!(ask(&phone).await, (201, String::new()), "a theme");

    let forum = with(json!({ "campaign": "forum", "start": "2026-06-16T14:00:00+02:00" }));
    assert_eq!(ask(&forum).await, (404, "unknown_campaign".into()));
    crate::calendar::open_forum(&one).await;
    assert_eq!(ask(&forum).await, (201, String::new()), "a campaign");
    // It looks at the database after its own commit, and not again.
    assert!(!has(&stale, START).await);
    one.write("UPDATE campaign SET active = FALSE").await;
    let later = with(json!({ "campaign": "forum", "start": "2026-06-16T15:00:00+02:00" }));
    assert_eq!(ask(&later).await, (404, "unknown_campaign".into()), "one that ended");
}
