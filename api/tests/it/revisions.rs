//! What is kept in memory is never staler than the last change: whatever alters a slot moves a revision.

mod answers;
mod instances;

use creno::store::schedule::{Revision, find_revision};
use serde_json::Value;

use crate::booking::{START, confirm_body, hold};
use crate::slots::slots;
use crate::support::{Response, TestApp, network, on_both_engines};

on_both_engines!(
    settings_of_agencies_and_themes_are_seen_at_once,
    people_and_their_time_are_seen_at_once,
    closed_days_are_seen_at_once,
    campaigns_are_seen_at_once,
    bookings_are_seen_at_once,
);

/// Over four weeks, so that holidays are among them.
const CONSEIL: &str = "agency=paris&theme=conseil&channel=office&from=2026-06-15&to=2026-07-15";
const FORUM: &str = "agency=paris&theme=conseil&channel=office&campaign=forum&from=2026-06-15&to=2026-07-15";

async fn revision(app: &TestApp) -> Option<Revision> {
    let row = app.app.db.query("SELECT id FROM agency WHERE name = 'Paris'").fetch_one().await.unwrap();
    let mut reader = app.app.db.reader().await.unwrap();
    find_revision(&mut reader, creno_types::ids::AgencyId(row.get("id").unwrap())).await.unwrap()
}

fn told(response: &Response) -> (u16, String) {
    (response.status.as_u16(), response.text.clone())
}

/// Each statement, in turn, moves the revision of Paris and the very next list, which is what an instance that knows
/// nothing yet reads.
async fn each_is_seen(app: &TestApp, question: &str, statements: &[&str]) {
    let mut before = (revision(app).await, told(&slots(app, question).await));
    for sql in statements {
        app.write(sql).await;
        let now = (revision(app).await, told(&slots(app, question).await));
        assert_ne!(now.0, before.0, "the revision stays after {sql}");
        assert_ne!(now.1, before.1, "the list stays after {sql}");
        let fresh = told(&slots(&app.fresh(), question).await);
        assert_eq!(without_instance(&now.1), without_instance(&fresh), "the list is stale after {sql}");
        before = now;
    }
}

/// Problems name the request that they answer, which differs from one to the other.
fn without_instance((status, text): &(u16, String)) -> (u16, Value) {
    let mut body: Value = serde_json::from_str(text).unwrap();
    if let Some(members) = body.as_object_mut() {
        members.remove("instance");
        members.remove("request_id");
    }
    (*status, body)
}

async fn settings_of_agencies_and_themes_are_seen_at_once(app: TestApp) {
    network::open_lyon(&app.app.db).await;
    each_is_seen(
        &app,
        CONSEIL,
        &[
            "UPDATE theme SET horizon_days = 40 WHERE slug = 'conseil'",
            "UPDATE theme SET duration_min = 30 WHERE slug = 'conseil'",
            "UPDATE theme SET active = FALSE WHERE slug = 'conseil'",
            "UPDATE theme SET active = TRUE WHERE slug = 'conseil'",
            "UPDATE skill SET active = FALSE",
            "UPDATE skill SET active = TRUE",
            "UPDATE agency SET timezone = 'America/Martinique' WHERE slug = 'paris'",
            "UPDATE agency SET holidays = 'none' WHERE slug = 'paris'",
            "UPDATE agency SET active = FALSE WHERE slug = 'paris'",
            "UPDATE agency SET active = TRUE WHERE slug = 'paris'",
            "UPDATE agency SET slug = 'lutece' WHERE slug = 'paris'",
            "UPDATE agency SET slug = 'paris' WHERE slug = 'lutece'",
            "DELETE FROM agency_channel WHERE agency_id = @agency.paris AND channel = 'office'",
            "INSERT INTO agency_channel (agency_id, channel) VALUES (@agency.paris, 'office')",
            "UPDATE agency_channel SET channel = 'video' WHERE agency_id = @agency.paris AND channel = 'office'",
            "UPDATE agency_channel SET channel = 'office' WHERE agency_id = @agency.paris AND channel = 'video'",
            "DELETE FROM theme_channel WHERE theme_id = @theme.conseil AND channel = 'office'",
            "INSERT INTO theme_channel (theme_id, channel) VALUES (@theme.conseil, 'office')",
            "UPDATE theme_channel SET channel = 'phone' WHERE theme_id = @theme.conseil AND channel = 'office'",
            "UPDATE theme_channel SET channel = 'office' WHERE theme_id = @theme.conseil AND channel = 'phone'",
            "DELETE FROM theme_agency WHERE theme_id = @theme.conseil AND agency_id = @agency.paris",
            "INSERT INTO theme_agency (theme_id, agency_id) VALUES (@theme.conseil, @agency.paris)",
            "UPDATE theme_agency SET agency_id = @agency.lyon WHERE theme_id = @theme.conseil AND agency_id = @agency.paris",
            "UPDATE theme_agency SET agency_id = @agency.paris WHERE theme_id = @theme.conseil AND agency_id = @agency.lyon",
        ],
    )
    .await;
}

async fn people_and_their_time_are_seen_at_once(app: TestApp) {
    network::open_lyon(&app.app.db).await;
    // Who comes or goes may leave the sum of the versions as it was.
    app.write("UPDATE staff SET booking_version = 0").await;
    each_is_seen(
        &app,
        CONSEIL,
        &[
            "DELETE FROM staff_agency WHERE staff_id = @staff.ana",
            "INSERT INTO staff_agency (staff_id, agency_id) VALUES (@staff.ana, @agency.paris)",
            "UPDATE staff_agency SET agency_id = @agency.lyon WHERE staff_id = @staff.ana",
            "UPDATE staff_agency SET agency_id = @agency.paris WHERE staff_id = @staff.ana",
        ],
    )
    .await;
    each_is_seen(
        &app,
        CONSEIL,
        &[
            "UPDATE staff SET active = FALSE WHERE slug = 'ana'",
            "UPDATE staff SET active = TRUE WHERE slug = 'ana'",
            "DELETE FROM staff_theme WHERE staff_id = @staff.ana AND theme_id = @theme.conseil",
            "INSERT INTO staff_theme (staff_id, theme_id, priority) VALUES (@staff.ana, @theme.conseil, 1)",
            "UPDATE staff_theme SET staff_id = @staff.ivo WHERE staff_id = @staff.ana AND theme_id = @theme.conseil",
            "UPDATE staff_theme SET staff_id = @staff.ana WHERE staff_id = @staff.ivo",
            "INSERT INTO availability_window (id, staff_id, weekday, every, from_minute, to_minute, channels)
                VALUES ($1, @staff.ana, 2, 1, 840, 900, '[\"office\"]')",
            "UPDATE availability_window SET to_minute = 960 WHERE from_minute = 840",
            "UPDATE availability_window SET staff_id = @staff.bea WHERE from_minute = 840",
            "UPDATE availability_window SET staff_id = @staff.ana WHERE from_minute = 840",
            "DELETE FROM availability_window WHERE from_minute = 840",
            "INSERT INTO exception (id, staff_id, agency_id, date, opens, from_minute, to_minute, channels)
                VALUES ($1, @staff.ana, NULL, '2026-06-16', FALSE, 540, 600, '[\"office\"]')",
            "UPDATE exception SET to_minute = 660",
            "UPDATE exception SET staff_id = @staff.bea",
            "UPDATE exception SET staff_id = @staff.ana",
            "DELETE FROM exception",
            "INSERT INTO busy_interval (id, staff_id, starts_at, ends_at, source)
                VALUES ($1, @staff.ana, '2026-06-16T08:00:00+00:00', '2026-06-16T08:30:00+00:00', 'test')",
            "UPDATE busy_interval SET ends_at = '2026-06-16T09:00:00+00:00'",
            "UPDATE busy_interval SET staff_id = @staff.bea",
            "UPDATE busy_interval SET staff_id = @staff.ana",
            "DELETE FROM busy_interval",
        ],
    )
    .await;
}

async fn closed_days_are_seen_at_once(app: TestApp) {
    each_is_seen(
        &app,
        CONSEIL,
        &[
            "INSERT INTO closure (id, agency_id, from_date, until_date, label)
                VALUES ($1, @agency.paris, '2026-06-16', '2026-06-16', 'Travaux')",
            "UPDATE closure SET until_date = '2026-06-17'",
            "UPDATE closure SET from_minute = 600",
            "UPDATE closure SET agency_id = @agency.reunion",
            "UPDATE closure SET agency_id = NULL",
            "DELETE FROM closure",
            "INSERT INTO closure (id, agency_id, from_date, until_date, label)
                VALUES ($1, NULL, '2026-06-16', '2026-06-16', 'Travaux')",
            "DELETE FROM closure",
            "INSERT INTO holiday (id, agency_id, date, observed, label) VALUES ($1, NULL, '2026-06-16', TRUE, 'Fête')",
            "INSERT INTO holiday (id, agency_id, date, observed, label) VALUES ($1, @agency.paris, '2026-06-16', FALSE, '')",
            "UPDATE holiday SET agency_id = @agency.reunion WHERE agency_id IS NOT NULL",
            "UPDATE holiday SET date = '2026-06-17' WHERE agency_id IS NULL",
            "DELETE FROM holiday WHERE agency_id IS NULL",
        ],
    )
    .await;
}

async fn campaigns_are_seen_at_once(app: TestApp) {
    app.write("INSERT INTO campaign (id, slug, name, active) VALUES ($1, 'forum', 'Forum', TRUE)").await;
    // Ana is busy for an hour of the session, Ivo is not.
    app.write(
        "INSERT INTO busy_interval (id, staff_id, starts_at, ends_at, source)
            VALUES ($1, @staff.ana, '2026-06-16T12:00:00+00:00', '2026-06-16T13:00:00+00:00', 'test')",
    )
    .await;
    let member = "INSERT INTO campaign_staff (campaign_id, staff_id, priority) VALUES (@campaign.forum, @staff.ana, 1)";
    let theme = "INSERT INTO campaign_theme (campaign_id, theme_id) VALUES (@campaign.forum, @theme.conseil)";
    let session = "INSERT INTO campaign_session (id, campaign_id, agency_id, weekday, every, from_minute, to_minute, channels)
        VALUES ($1, @campaign.forum, @agency.paris, 2, 1, 840, 960, '[\"office\"]')";
    each_is_seen(
        &app,
        FORUM,
        &[
            session,
            theme,
            member,
            "UPDATE campaign_session SET to_minute = 1020",
            "UPDATE campaign_session SET agency_id = @agency.reunion",
            "UPDATE campaign_session SET agency_id = @agency.paris",
            "UPDATE campaign_staff SET staff_id = @staff.ivo",
            "UPDATE campaign_staff SET staff_id = @staff.ana",
            "UPDATE campaign_theme SET theme_id = @theme.suivi",
            "UPDATE campaign_theme SET theme_id = @theme.conseil",
            "UPDATE campaign SET active = FALSE",
            "UPDATE campaign SET active = TRUE",
            "DELETE FROM campaign_staff",
            member,
            "DELETE FROM campaign_theme",
            theme,
            "DELETE FROM campaign_session",
            session,
            "DELETE FROM campaign",
        ],
    )
    .await;
}

async fn bookings_are_seen_at_once(app: TestApp) {
    let look = async || {
        let list = told(&slots(&app, CONSEIL).await);
        assert_eq!(list, told(&slots(&app.fresh(), CONSEIL).await));
        (revision(&app).await, list)
    };
    let free = look().await;
    let token = hold(&app, START).await;
    let held = look().await;
    assert!(held.0 != free.0 && held.1 != free.1);
    assert_eq!(app.delete(&format!("/api/v1/public/holds/{token}")).await.status, 204);
    let given_back = look().await;
    assert_ne!(given_back.0, held.0);
    assert_eq!(given_back.1, free.1);

    let token = hold(&app, START).await;
    let held = look().await;
    let booked = app.post("/api/v1/public/appointments", &confirm_body(&token)).await.json();
    let confirmed = look().await;
    assert_ne!(confirmed.0, held.0);
    assert_eq!(confirmed.1, held.1, "the same time is taken");
    let manage = booked["manage_url"].as_str().unwrap().split_once("#rendez-vous=").unwrap().1;
    let cancelled = app.delete(&format!("/api/v1/public/appointments/{manage}")).await;
    assert!(cancelled.status.is_success(), "{cancelled:?}");
    let cancelled = look().await;
    assert_ne!(cancelled.0, confirmed.0);
    assert_eq!(cancelled.1, free.1);
}
