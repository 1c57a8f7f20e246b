//! The smallest network that every rule can be seen on.
//!
//! - `paris` (Europe/Paris: office, phone) and `reunion` (Indian/Reunion: office);
//! - `conseil`: 45 minutes and 15 of buffer, every 15 minutes, office and video, a week ahead, in both agencies;
//!   `suivi`: 30 minutes, in Paris only, phone;
//! - Ivo works in both agencies and handles no theme; he, the manager of Paris and the administrator of settings change
//!   availability, each within their reach;
//! - Ana alone handles both themes in Paris, every day from 9:00 to 12:00; Bea `conseil` in La Réunion.

use creno::staff::password;
use creno::store::{Db, Tx};
use serde_json::{Value, json};
use sqlx::types::Json;
use uuid::Uuid;

pub const PASSWORD: &str = "correct horse battery";

pub const ANA: &str = "ana@example.fr";
pub const BEA: &str = "bea@example.fr";
/// Reaches Paris, and sees no way to reach clients.
pub const DESK: &str = "accueil@example.fr";
/// Reaches everything.
pub const ADMIN: &str = "admin@example.fr";
/// Changes his own availability, in Paris and La Réunion.
pub const IVO: &str = "ivo@example.fr";
/// Changes the availability of those who work in Paris.
pub const MANAGER: &str = "manager@example.fr";
/// Changes everybody's availability, and the settings.
pub const SETTINGS: &str = "reglages@example.fr";
/// May nothing.
pub const NOBODY: &str = "nobody@example.fr";

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

const PARIS: u128 = 1;
const REUNION: u128 = 2;
const SKILL: u128 = 3;
const CONSEIL: u128 = 4;
const SUIVI: u128 = 5;
pub const ANA_ID: u128 = 10;
pub const BEA_ID: u128 = 11;
const IVO_ID: u128 = 15;
const LYON: u128 = 6;

/// A person, as [`fill`] made them.
pub fn staff_id(staff: u128) -> Uuid {
    id(staff)
}

/// A window of the person on that weekday, as [`fill`] made it.
pub fn window_id(staff: u128, weekday: u128) -> Uuid {
    id(staff * 100 + weekday)
}

/// Opens a third agency, `lyon`, by the clock of Paris, where Ivo works too.
pub async fn open_lyon(db: &Db) {
    let mut tx = db.begin().await.unwrap();
    agency(&mut tx, LYON, "lyon", "Lyon", "Europe/Paris", &["office"]).await;
    let works = tx.query("INSERT INTO staff_agency (staff_id, agency_id) VALUES ($1, $2)");
    works.bind(id(IVO_ID)).bind(id(LYON)).execute().await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn fill(db: &Db) {
    let mut tx = db.begin().await.unwrap();
    agency(&mut tx, PARIS, "paris", "Paris", "Europe/Paris", &["office", "phone"]).await;
    agency(&mut tx, REUNION, "reunion", "Saint-Denis", "Indian/Reunion", &["office"]).await;
    let english = Json(json!({ "en": { "name": "Budget" } }));
    tx.query("INSERT INTO skill (id, slug, name, description, position, active, translations) VALUES ($1, 'budget', 'Le budget', '', 1, TRUE, $2)")
        .bind(id(SKILL)).bind(english).execute().await.unwrap();
    for (key, format, required) in [
        ("last_name", "letters", true),
        ("first_name", "letters", true),
        ("email", "email", true),
        ("phone", "phone", false),
    ] {
        tx.query("INSERT INTO field (key, label, help, format, required, options, translations) VALUES ($1, $1, '', $2, $3, $4, $5)")
            .bind(key).bind(format).bind(required).bind(Json(json!([]))).bind(Json(json!({}))).execute().await.unwrap();
    }
    theme(&mut tx, CONSEIL, "conseil", 45, 15, &["office", "video"], &[PARIS, REUNION]).await;
    theme(&mut tx, SUIVI, "suivi", 30, 0, &["phone"], &[PARIS]).await;

    let hash = password::hash(PASSWORD, &[1; 16]).unwrap();
    let view = json!(["view_appointments"]);
    for (number, slug, scope, permissions, masks) in [
        (20, "collaborateur", "own", &view, false),
        (21, "accueil", "perimeter", &view, true),
        (22, "administrateur", "network", &view, false),
        (23, "rien", "own", &json!([]), false),
        (24, "titulaire", "own", &json!(["manage_availability"]), false),
        (25, "manager", "perimeter", &json!(["manage_availability"]), false),
        (26, "reglages", "network", &json!(["manage_availability", "administer"]), false),
    ] {
        tx.query("INSERT INTO profile (id, slug, name, scope, permissions, masks_contact) VALUES ($1, $2, $2, $3, $4, $5)")
            .bind(id(number)).bind(slug).bind(scope).bind(Json(permissions.clone())).bind(masks).execute().await.unwrap();
    }
    for (number, name, email, profile, agencies) in [
        (ANA_ID, "ana", ANA, 20, &[PARIS][..]),
        (BEA_ID, "bea", BEA, 20, &[REUNION]),
        (12, "accueil", DESK, 21, &[PARIS]),
        (13, "admin", ADMIN, 22, &[]),
        (14, "nobody", NOBODY, 23, &[PARIS]),
        (IVO_ID, "ivo", IVO, 24, &[PARIS, REUNION]),
        (16, "manager", MANAGER, 25, &[PARIS]),
        (17, "reglages", SETTINGS, 26, &[]),
    ] {
        tx.query("INSERT INTO staff (id, slug, name, email, password_hash, profile_id, active, booking_version) VALUES ($1, $2, $2, $3, $4, $5, TRUE, 0)")
            .bind(id(number)).bind(name).bind(email).bind(hash.as_str()).bind(id(profile)).execute().await.unwrap();
        for agency in agencies {
            tx.query("INSERT INTO staff_agency (staff_id, agency_id) VALUES ($1, $2)")
                .bind(id(number))
                .bind(id(*agency))
                .execute()
                .await
                .unwrap();
        }
    }
    for (staff, theme) in [(ANA_ID, CONSEIL), (ANA_ID, SUIVI), (BEA_ID, CONSEIL)] {
        tx.query("INSERT INTO staff_theme (staff_id, theme_id, priority) VALUES ($1, $2, 1)")
            .bind(id(staff))
            .bind(id(theme))
            .execute()
            .await
            .unwrap();
    }
    for weekday in 1..=7_i64 {
        window(&mut tx, ANA_ID, weekday).await;
        window(&mut tx, BEA_ID, weekday).await;
    }
    let texts =
        json!({ "fr": { "organisation": "Exemple", "consent": "J’accepte.", "consent_version": "1" } });
    tx.query("INSERT INTO setting (key, value, revision) VALUES ('texts', $1, 1)")
        .bind(Json(texts))
        .execute()
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn agency(tx: &mut Tx, number: u128, slug: &str, city: &str, zone: &str, channels: &[&str]) {
    tx.query("INSERT INTO agency (id, slug, name, street, postcode, city, timezone, latitude, longitude, active, revision, translations)
        VALUES ($1, $2, $3, '1 rue de la Paix', '75002', $3, $4, 48.5, 2.25, TRUE, 1, $5)")
        .bind(id(number)).bind(slug.to_owned()).bind(city.to_owned()).bind(zone.to_owned()).bind(Json(json!({})))
        .execute().await.unwrap();
    for channel in channels {
        tx.query("INSERT INTO agency_channel (agency_id, channel) VALUES ($1, $2)")
            .bind(id(number))
            .bind((*channel).to_owned())
            .execute()
            .await
            .unwrap();
    }
}

async fn theme(
    tx: &mut Tx,
    number: u128,
    slug: &str,
    duration: i64,
    buffer: i64,
    channels: &[&str],
    agencies: &[u128],
) {
    tx.query("INSERT INTO theme (id, slug, skill_id, name, description, instructions, color, duration_min, buffer_min, step_min,
        anchor, notice_min, horizon_days, cancel_deadline_min, assignment, position, active, revision, translations)
        VALUES ($1, $2, $3, $2, '', 'Venez avec vos papiers.', '#086E6B', $4, $5, 15, 'midnight', 60, 7, 0, 'random', $4, TRUE, 1, $6)")
        .bind(id(number)).bind(slug.to_owned()).bind(id(SKILL)).bind(duration).bind(buffer).bind(Json(Value::Object(Default::default())))
        .execute().await.unwrap();
    for channel in channels {
        tx.query("INSERT INTO theme_channel (theme_id, channel) VALUES ($1, $2)")
            .bind(id(number))
            .bind((*channel).to_owned())
            .execute()
            .await
            .unwrap();
    }
    for agency in agencies {
        tx.query("INSERT INTO theme_agency (theme_id, agency_id) VALUES ($1, $2)")
            .bind(id(number))
            .bind(id(*agency))
            .execute()
            .await
            .unwrap();
    }
    for (position, key) in ["last_name", "first_name", "email", "phone"].into_iter().enumerate() {
        tx.query("INSERT INTO theme_field (theme_id, field_key, position) VALUES ($1, $2, $3)")
            .bind(id(number))
            .bind(key)
            .bind(position as i64)
            .execute()
            .await
            .unwrap();
    }
}

async fn window(tx: &mut Tx, staff: u128, weekday: i64) {
    tx.query("INSERT INTO availability_window (id, staff_id, agency_id, weekday, every, nth, valid_from, valid_until, from_minute, to_minute, channels)
        VALUES ($1, $2, NULL, $3, 1, NULL, NULL, NULL, 540, 720, $4)")
        .bind(window_id(staff, weekday as u128)).bind(id(staff)).bind(weekday).bind(Json(json!(["office", "video", "phone"])))
        .execute().await.unwrap();
}
