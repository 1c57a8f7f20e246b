//! Holidays, closures, campaigns and external busy time, as visitors meet them.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::booking::{confirm_body, hold_body};
use crate::slots::{slots, starts_on};
use crate::support::{APPOINTMENTS, OCCUPANCIES, Response, TestApp, on_both_engines};

on_both_engines!(
    agencies_observe_their_own_holidays,
    changes_add_days_and_take_them_away,
    closures_take_days_and_parts_of_days,
    campaigns_offer_their_sessions_alone,
    campaigns_that_are_not_offered_say_why,
    a_session_is_booked_as_the_campaigns,
    nobody_is_booked_twice_by_a_campaign,
    what_closes_takes_sessions_too,
    busy_time_takes_no_buffer,
);

const TUESDAY: &str = "2026-06-16";

/// Hours of the starts of a day for `conseil`.
async fn hours(app: &TestApp, agency: &str, date: &str) -> Vec<String> {
    starts_on(app, agency, date).await.iter().map(|start| start[11..16].to_owned()).collect()
}

async fn hold_at(app: &TestApp, start: &str, campaign: Option<&str>) -> Response {
    let mut body = hold_body(start);
    if let Some(campaign) = campaign {
        body["campaign"] = json!(campaign);
    }
    app.post("/api/v1/public/holds", &body).await
}

/// What a hold of `start` in Paris is refused with; nothing is kept.
async fn refused(app: &TestApp, start: &str, campaign: Option<&str>) -> (u16, String) {
    let before = app.count(OCCUPANCIES).await;
    let refusal = hold_at(app, start, campaign).await.refusal();
    assert_eq!(app.count(OCCUPANCIES).await, before, "nothing is kept");
    refusal
}

fn not_offered() -> (u16, String) {
    (409, "slot_not_offered".into())
}

fn taken() -> (u16, String) {
    (409, "slot_taken".into())
}

async fn agencies_observe_their_own_holidays(app: TestApp) {
    app.clock.set("2026-07-10T06:00:00Z".parse().unwrap());
    for agency in ["paris", "reunion"] {
        assert_eq!(hours(&app, agency, "2026-07-13").await.len(), 10, "{agency}");
        assert!(hours(&app, agency, "2026-07-14").await.is_empty(), "{agency}");
    }
    assert_eq!(refused(&app, "2026-07-14T10:00:00+02:00", None).await, not_offered());
    app.write("UPDATE agency SET holidays = 'none' WHERE slug = 'paris'").await;
    assert_eq!(hours(&app, "paris", "2026-07-14").await.len(), 10);
    assert!(hours(&app, "reunion", "2026-07-14").await.is_empty(), "each its own");

    app.clock.set("2026-12-18T06:00:00Z".parse().unwrap());
    assert_eq!(hours(&app, "reunion", "2026-12-20").await.len(), 10);
    app.write("UPDATE agency SET holidays = 'reunion' WHERE slug = 'reunion'").await;
    assert!(hours(&app, "reunion", "2026-12-20").await.is_empty());
    assert_eq!(hours(&app, "paris", "2026-12-20").await.len(), 10);

    app.clock.set("2026-12-22T06:00:00Z".parse().unwrap());
    app.write("UPDATE agency SET holidays = 'national' WHERE slug = 'paris'").await;
    assert!(hours(&app, "paris", "2026-12-25").await.is_empty());
    assert_eq!(hours(&app, "paris", "2026-12-26").await.len(), 10);
    app.write("UPDATE agency SET holidays = 'alsace_moselle' WHERE slug = 'paris'").await;
    assert!(hours(&app, "paris", "2026-12-25").await.is_empty());
    assert!(hours(&app, "paris", "2026-12-26").await.is_empty());
    assert_eq!(refused(&app, "2026-12-26T10:00:00+01:00", None).await, not_offered());
}

async fn changes_add_days_and_take_them_away(app: TestApp) {
    let open = async |agency: &str, date: &str| !hours(&app, agency, date).await.is_empty();
    let network = "INSERT INTO holiday (id, agency_id, date, observed, label) VALUES ($1, NULL, '2026-06-17', TRUE, 'Fête')";
    app.write(network).await;
    assert_eq!((open("paris", "2026-06-17").await, open("reunion", "2026-06-17").await), (false, false));
    assert!(open("paris", "2026-06-18").await);
    // The agency's own beats the network's, whichever was written first.
    app.write("INSERT INTO holiday (id, agency_id, date, observed, label) VALUES ($1, @agency.paris, '2026-06-17', FALSE, '')")
        .await;
    assert_eq!((open("paris", "2026-06-17").await, open("reunion", "2026-06-17").await), (true, false));
    app.write("DELETE FROM holiday WHERE agency_id IS NULL").await;
    app.write("UPDATE holiday SET observed = TRUE").await;
    app.write(&network.replace("TRUE", "FALSE")).await;
    assert_eq!((open("paris", "2026-06-17").await, open("reunion", "2026-06-17").await), (false, true));
    assert_eq!(refused(&app, "2026-06-17T10:00:00+02:00", None).await, not_offered());

    // A computed day that is worked: everywhere, then not here.
    app.clock.set("2026-07-10T06:00:00Z".parse().unwrap());
    app.write("INSERT INTO holiday (id, agency_id, date, observed, label) VALUES ($1, NULL, '2026-07-14', FALSE, '')").await;
    assert_eq!((open("paris", "2026-07-14").await, open("reunion", "2026-07-14").await), (true, true));
    app.write("INSERT INTO holiday (id, agency_id, date, observed, label) VALUES ($1, @agency.paris, '2026-07-14', TRUE, 'Fête')")
        .await;
    assert_eq!((open("paris", "2026-07-14").await, open("reunion", "2026-07-14").await), (false, true));
}

async fn closures_take_days_and_parts_of_days(app: TestApp) {
    app.write("INSERT INTO closure (id, agency_id, from_date, until_date, label) VALUES ($1, @agency.paris, '2026-06-16', '2026-06-17', 'Travaux')")
        .await;
    for (date, count) in [("2026-06-15", 10), (TUESDAY, 0), ("2026-06-17", 0), ("2026-06-18", 10)] {
        assert_eq!(hours(&app, "paris", date).await.len(), count, "{date}");
    }
    assert_eq!(hours(&app, "reunion", TUESDAY).await.len(), 10);
    assert_eq!(refused(&app, "2026-06-17T10:00:00+02:00", None).await, not_offered());

    // Local minutes of each of its days; an appointment may end as it begins, its buffer goes on.
    app.write("UPDATE closure SET from_minute = 600, to_minute = 660").await;
    for date in [TUESDAY, "2026-06-17"] {
        assert_eq!(hours(&app, "paris", date).await, ["09:00", "09:15", "11:00", "11:15"], "{date}");
    }
    assert_eq!(hours(&app, "paris", "2026-06-18").await.len(), 10);
    assert_eq!(refused(&app, "2026-06-17T10:00:00+02:00", None).await, not_offered());
    assert_eq!(refused(&app, "2026-06-17T09:30:00+02:00", None).await, not_offered(), "it would end inside");
    assert_eq!(hold_at(&app, "2026-06-17T09:15:00+02:00", None).await.status, 201);

    // The network's, by each agency's clock.
    app.write("DELETE FROM closure").await;
    app.write("INSERT INTO closure (id, agency_id, from_date, until_date, from_minute, to_minute, label) VALUES ($1, NULL, '2026-06-18', '2026-06-18', 540, 660, 'Séminaire')")
        .await;
    assert_eq!(starts_on(&app, "paris", "2026-06-18").await[0], "2026-06-18T11:00:00+02:00");
    assert_eq!(starts_on(&app, "reunion", "2026-06-18").await[0], "2026-06-18T11:00:00+04:00");
    app.write("UPDATE closure SET from_minute = 0, to_minute = 1440").await;
    for agency in ["paris", "reunion"] {
        assert!(hours(&app, agency, "2026-06-18").await.is_empty(), "{agency}");
        assert_eq!(hours(&app, agency, "2026-06-19").await.len(), 10, "{agency}");
    }
}

/// The campaign `forum`: `conseil` in Paris with Ana, on Tuesday from 14:00 to 16:00 and Thursday from 10:00 to 12:00.
pub async fn open_forum(app: &TestApp) {
    app.write_all(&[
        "INSERT INTO campaign (id, slug, name, active) VALUES ($1, 'forum', 'Forum', TRUE)",
        "INSERT INTO campaign_theme (campaign_id, theme_id) VALUES (@campaign.forum, @theme.conseil)",
        "INSERT INTO campaign_staff (campaign_id, staff_id, priority) VALUES (@campaign.forum, @staff.ana, 1)",
        "INSERT INTO campaign_session (id, campaign_id, agency_id, weekday, every, valid_from, valid_until, from_minute, to_minute, channels)
            VALUES ($1, @campaign.forum, @agency.paris, 2, 1, '2026-06-16', '2026-06-16', 840, 960, '[\"office\"]')",
        "INSERT INTO campaign_session (id, campaign_id, agency_id, weekday, every, valid_from, valid_until, from_minute, to_minute, channels)
            VALUES ($1, @campaign.forum, @agency.paris, 4, 1, '2026-06-18', '2026-06-18', 600, 720, '[\"office\"]')",
    ])
    .await;
}

async fn in_campaign(app: &TestApp, campaign: &str) -> Vec<String> {
    let query = format!(
        "agency=paris&theme=conseil&channel=office&campaign={campaign}&from=2026-06-15&to=2026-06-22"
    );
    let answer = slots(app, &query).await.json();
    let days: Vec<Value> = answer["days"].as_array().unwrap().clone();
    let starts = days.iter().flat_map(|day| day["starts"].as_array().unwrap());
    starts.map(|start| start.as_str().unwrap()[8..16].to_owned()).collect()
}

async fn campaigns_offer_their_sessions_alone(app: TestApp) {
    let before = hours(&app, "paris", TUESDAY).await;
    open_forum(&app).await;
    let sessions = [
        "16T14:00", "16T14:15", "16T14:30", "16T14:45", "16T15:00", "16T15:15", "18T10:00", "18T10:15",
        "18T10:30", "18T10:45", "18T11:00", "18T11:15",
    ];
    assert_eq!(in_campaign(&app, "forum").await, sessions, "none of Ana's own windows");
    assert_eq!(hours(&app, "paris", TUESDAY).await, before, "sessions are offered in the campaign only");
    assert_eq!(refused(&app, "2026-06-16T14:00:00+02:00", None).await, not_offered());
    assert_eq!(refused(&app, "2026-06-16T10:00:00+02:00", Some("forum")).await, not_offered());

    // By its id too, and with someone who works elsewhere.
    let row = app.app.db.query("SELECT id FROM campaign").fetch_one().await.unwrap();
    let id: Uuid = row.get("id").unwrap();
    assert_eq!(in_campaign(&app, &id.to_string()).await, sessions);
    app.write("UPDATE campaign_staff SET staff_id = @staff.bea").await;
    assert_eq!(in_campaign(&app, "forum").await, sessions);
    let held = hold_at(&app, "2026-06-16T14:00:00+02:00", Some("forum")).await;
    assert_eq!(held.json()["staff"]["name"], "bea", "{held:?}");
    assert_eq!(hours(&app, "paris", TUESDAY).await, before, "Bea is not booked in Paris otherwise");
    // 14:00 in Paris is 16:00 in La Réunion: out of her own hours.
    assert_eq!(hours(&app, "reunion", TUESDAY).await.len(), 10);
}

async fn campaigns_that_are_not_offered_say_why(app: TestApp) {
    open_forum(&app).await;
    let ask = async |agency: &str, theme: &str, channel: &str, campaign: &str| {
        let query = format!(
            "agency={agency}&theme={theme}&channel={channel}&campaign={campaign}&from=2026-06-15&to=2026-06-22"
        );
        let listed = slots(&app, &query).await.refusal();
        let body = json!({ "agency": agency, "theme": theme, "channel": channel, "campaign": campaign,
            "start": "2026-06-16T14:00:00+02:00" });
        assert_eq!(
            app.post("/api/v1/public/holds", &body).await.refusal(),
            listed,
            "a hold is refused alike"
        );
        listed
    };
    let unknown = (404, "unknown_campaign".to_owned());
    assert_eq!(ask("paris", "conseil", "office", "nothing").await, unknown);
    assert_eq!(ask("reunion", "conseil", "office", "forum").await, unknown, "no session there");
    assert_eq!(ask("paris", "suivi", "phone", "forum").await, (422, "theme_not_offered".into()));
    assert_eq!(ask("paris", "conseil", "phone", "forum").await, (422, "channel_closed".into()));
    app.write("UPDATE campaign SET active = FALSE").await;
    assert_eq!(ask("paris", "conseil", "office", "forum").await, unknown);
    assert_eq!(app.count(OCCUPANCIES).await, 0);
}

async fn a_session_is_booked_as_the_campaigns(app: TestApp) {
    open_forum(&app).await;
    let booked = async |start: &str, campaign: Option<&str>| {
        let held = hold_at(&app, start, campaign).await;
        assert_eq!(held.status, 201, "{held:?}");
        let token = held.json()["hold"].as_str().unwrap().to_owned();
        let confirmed = app.post("/api/v1/public/appointments", &confirm_body(&token)).await;
        assert_eq!(confirmed.status, 201, "{confirmed:?}");
    };
    booked("2026-06-16T14:30:00+02:00", Some("forum")).await;
    booked("2026-06-17T10:00:00+02:00", None).await;
    assert_eq!(app.count(APPOINTMENTS).await, 2);
    let rows = app
        .app
        .db
        .query("SELECT a.source, c.slug AS mine, d.slug AS time FROM appointment a JOIN occupancy o ON o.appointment_id = a.id
            LEFT JOIN campaign c ON c.id = a.campaign_id LEFT JOIN campaign d ON d.id = o.campaign_id ORDER BY a.starts_at")
        .fetch_all()
        .await
        .unwrap();
    let rows: Vec<(String, Option<String>, Option<String>)> = rows
        .iter()
        .map(|row| (row.get("source").unwrap(), row.get("mine").unwrap(), row.get("time").unwrap()))
        .collect();
    let forum = Some("forum".to_owned());
    assert_eq!(rows, [("campaign".into(), forum.clone(), forum), ("widget".into(), None, None)]);
    let left = in_campaign(&app, "forum").await;
    assert!(left.iter().all(|start| start.starts_with("18T") || start.as_str() == "16T15:30"), "{left:?}");
}

async fn nobody_is_booked_twice_by_a_campaign(app: TestApp) {
    open_forum(&app).await;
    assert_eq!(hold_at(&app, "2026-06-18T10:30:00+02:00", Some("forum")).await.status, 201);
    // 45 minutes and 15 of buffer on both sides of 10:30.
    assert_eq!(hours(&app, "paris", "2026-06-18").await, ["09:00", "09:15", "09:30"]);
    assert_eq!(refused(&app, "2026-06-18T10:30:00+02:00", None).await, taken());
    assert_eq!(refused(&app, "2026-06-18T10:30:00+02:00", Some("forum")).await, taken());
    // An ordinary appointment takes the session's time as well.
    assert_eq!(hold_at(&app, "2026-06-18T09:00:00+02:00", None).await.status, 201);
    assert!(in_campaign(&app, "forum").await.iter().all(|start| start.starts_with("16T")));
}

async fn what_closes_takes_sessions_too(app: TestApp) {
    open_forum(&app).await;
    app.write(
        "INSERT INTO exception (id, staff_id, agency_id, date, opens, from_minute, to_minute, channels)
        VALUES ($1, @staff.ana, NULL, '2026-06-16', FALSE, 840, 900, '[\"office\"]')",
    )
    .await;
    let of_tuesday = async || {
        let starts = in_campaign(&app, "forum").await;
        starts.into_iter().filter(|start| start.starts_with("16T")).collect::<Vec<_>>()
    };
    assert_eq!(of_tuesday().await, ["16T15:00", "16T15:15"], "Ana's own closing");
    assert_eq!(refused(&app, "2026-06-16T14:00:00+02:00", Some("forum")).await, not_offered());
    // One-off openings of hers are her own windows: they add nothing to the campaign.
    app.write("UPDATE exception SET opens = TRUE, from_minute = 1020, to_minute = 1140").await;
    assert_eq!(of_tuesday().await.len(), 6);
    app.write(
        "INSERT INTO busy_interval (id, staff_id, starts_at, ends_at, source)
        VALUES ($1, @staff.ana, '2026-06-16T13:00:00+00:00', '2026-06-16T13:30:00+00:00', 'test')",
    )
    .await;
    assert_eq!(of_tuesday().await, ["16T14:00", "16T14:15"], "her external calendar");
    app.write(
        "INSERT INTO closure (id, agency_id, from_date, until_date, from_minute, to_minute, label)
        VALUES ($1, NULL, '2026-06-16', '2026-06-16', 840, 855, 'Alerte')",
    )
    .await;
    assert_eq!(of_tuesday().await, ["16T14:15"], "the network's closure");
    app.write("INSERT INTO holiday (id, agency_id, date, observed, label) VALUES ($1, @agency.paris, '2026-06-16', TRUE, 'Fête')")
        .await;
    assert!(of_tuesday().await.is_empty());
    assert_eq!(refused(&app, "2026-06-16T14:15:00+02:00", Some("forum")).await, not_offered());
}

async fn busy_time_takes_no_buffer(app: TestApp) {
    app.write(
        "INSERT INTO busy_interval (id, staff_id, starts_at, ends_at, source)
        VALUES ($1, @staff.ana, '2026-06-16T08:00:00+00:00', '2026-06-16T08:30:00+00:00', 'test')",
    )
    .await;
    // An appointment may end as it begins, and begin as it ends; the buffer of 15 minutes is of no account.
    let left = ["09:00", "09:15", "10:30", "10:45", "11:00", "11:15"];
    assert_eq!(hours(&app, "paris", TUESDAY).await, left);
    assert_eq!(hours(&app, "reunion", TUESDAY).await.len(), 10, "Bea's time is hers");
    assert_eq!(refused(&app, "2026-06-16T10:00:00+02:00", None).await, taken());
    assert_eq!(hold_at(&app, "2026-06-16T09:15:00+02:00", None).await.status, 201);
    // The fraction of a second counts as a whole one.
    app.write("UPDATE busy_interval SET starts_at = '2026-06-17T08:00:00+00:00', ends_at = '2026-06-17T08:30:00.250000+00:00'")
        .await;
    assert_eq!(hours(&app, "paris", "2026-06-17").await, ["09:00", "09:15", "10:45", "11:00", "11:15"]);
}
