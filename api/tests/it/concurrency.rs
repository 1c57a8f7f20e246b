use std::collections::BTreeMap;
use std::sync::Arc;

use crate::booking::{START, book, confirm_body, hold, hold_body};
use crate::support::{APPOINTMENTS, OCCUPANCIES, TestApp, on_both_engines};

on_both_engines!(
    two_hundred_rivals_get_one_hold,
    overlapping_starts_never_stand_together,
    one_hold_gives_one_appointment,
);

/// How often each (status, code) came.
type Tally = BTreeMap<(u16, String), usize>;

async fn rivals(
    app: Arc<TestApp>,
    count: usize,
    path: &'static str,
    body: impl Fn(usize) -> serde_json::Value,
) -> Tally {
    let tasks: Vec<_> = (0..count)
        .map(|rival| {
            let (app, body) = (app.clone(), body(rival));
            tokio::spawn(async move {
                let response = app.post(path, &body).await;
                let code = if response.status.is_success() { String::new() } else { response.problem() };
                (response.status.as_u16(), code)
            })
        })
        .collect();
    let mut tally = Tally::new();
    for task in tasks {
        *tally.entry(task.await.unwrap()).or_default() += 1;
    }
    tally
}

async fn two_hundred_rivals_get_one_hold(app: TestApp) {
    let app = Arc::new(app);
    let tally = rivals(app.clone(), 200, "/api/v1/public/holds", |_| hold_body(START)).await;
    assert_eq!(tally, Tally::from([((201, String::new()), 1), ((409, "slot_taken".into()), 199)]));
    assert_eq!(app.count(OCCUPANCIES).await, 1);
}

/// Every quarter of an hour is asked by four rivals; what is kept must stand an hour apart (45 minutes and 15 of buffer).
async fn overlapping_starts_never_stand_together(app: TestApp) {
    let app = Arc::new(app);
    let start = |rival: usize| {
        let quarter = rival % 10;
        hold_body(&format!("2026-06-16T{:02}:{:02}:00+02:00", 9 + quarter / 4, quarter % 4 * 15))
    };
    rivals(app.clone(), 40, "/api/v1/public/holds", start).await;
    let rows = app
        .app
        .db
        .query("SELECT starts_at, busy_until FROM occupancy ORDER BY starts_at")
        .fetch_all()
        .await
        .unwrap();
    let spans: Vec<(chrono::DateTime<chrono::Utc>, chrono::DateTime<chrono::Utc>)> =
        rows.iter().map(|row| (row.get("starts_at").unwrap(), row.get("busy_until").unwrap())).collect();
    assert!((2..=3).contains(&spans.len()), "{spans:?}");
    assert!(spans.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{spans:?}");
}

async fn one_hold_gives_one_appointment(app: TestApp) {
    book(&app, "2026-06-16T09:00:00+02:00").await;
    let token = hold(&app, START).await;
    let app = Arc::new(app);
    let body = confirm_body(&token);
    let tally = rivals(app.clone(), 40, "/api/v1/public/appointments", |_| body.clone()).await;
    assert_eq!(tally, Tally::from([((201, String::new()), 1), ((404, "unknown_hold".into()), 39)]));
    assert_eq!(app.count(APPOINTMENTS).await, 2);
}
