//! Settings that administrators change: the rules of themes, the zones and the public holidays of agencies.

use chrono_tz::Tz;
use creno_types::agency::AgencySettings;
use creno_types::holiday::HolidayCalendar;
use creno_types::ids::{AgencyId, ThemeId};
use creno_types::theme::Anchor;
use creno_types::theme_rules::ThemeRules;

use super::catalog::word;
use super::reach::scope;
use super::schedule::id_or_nil;
use super::staff::Member;
use super::{Db, Row, StoreError, Tx, statements};

statements! {
    LOCK_THEME = "UPDATE theme SET active = active WHERE slug = $1 OR id = $2";
    FIND_THEME_RULES = "SELECT id, duration_min, buffer_min, step_min, anchor, notice_min, horizon_days,
        move_deadline_min, cancel_deadline_min, release, release_delay_min, max_upcoming, prove_email, active FROM theme
        WHERE slug = $1 OR id = $2";
    UPDATE_THEME_RULES = "UPDATE theme SET duration_min = $2, buffer_min = $3, step_min = $4, anchor = $5,
        notice_min = $6, horizon_days = $7, move_deadline_min = $8, cancel_deadline_min = $9,
        release = $10, release_delay_min = $11, max_upcoming = $12, prove_email = $13, active = $14 WHERE id = $1";
    FIND_AGENCY_SETTINGS = "SELECT a.id, a.slug, a.name, a.timezone, a.holidays FROM agency a
        WHERE (a.slug = $1 OR a.id = $2) AND ($4 = 'network' OR EXISTS (
            SELECT 1 FROM staff_agency sa WHERE sa.agency_id = a.id AND sa.staff_id = $3))";
    UPDATE_AGENCY_ZONE = "UPDATE agency SET timezone = $2 WHERE id = $1";
    UPDATE_AGENCY_HOLIDAYS = "UPDATE agency SET holidays = $2 WHERE id = $1";
}

/// The rules of the theme of that slug or id, locked until the end of the transaction so that two changes of
/// different rules both last.
///
/// # Errors
/// When the database fails.
pub async fn lock_theme_rules(tx: &mut Tx, name: &str) -> Result<Option<(ThemeId, ThemeRules)>, StoreError> {
    tx.query(LOCK_THEME).bind(name.to_owned()).bind(id_or_nil(name)).execute().await?;
    let query = tx.query(FIND_THEME_RULES).bind(name.to_owned()).bind(id_or_nil(name));
    query.fetch_optional().await?.as_ref().map(rules).transpose()
}

/// Writes the rules of a theme.
///
/// # Errors
/// When the database fails.
pub async fn update_theme_rules(tx: &mut Tx, theme: ThemeId, rules: &ThemeRules) -> Result<(), StoreError> {
    let anchor = match rules.anchor {
        Anchor::Midnight => "midnight",
        Anchor::Window => "window",
    };
    let query = tx.query(UPDATE_THEME_RULES).bind(theme.0).bind(rules.duration_min).bind(rules.buffer_min);
    let query = query.bind(rules.step_min).bind(anchor).bind(rules.notice_min).bind(rules.horizon_days);
    let query =
        query.bind(rules.move_deadline_min).bind(rules.cancel_deadline_min).bind(rules.release.as_str());
    let query = query.bind(rules.release_delay_min).bind(rules.max_upcoming);
    query.bind(rules.prove_email).bind(rules.active).execute().await.map(drop)
}

/// The settings of the agency of that slug or id, when `member` reaches it.
///
/// # Errors
/// When the database fails.
pub async fn find_agency_settings(
    db: &Db,
    member: &Member,
    name: &str,
) -> Result<Option<AgencySettings>, StoreError> {
    let query = db.query(FIND_AGENCY_SETTINGS).bind(name.to_owned()).bind(id_or_nil(name));
    let row = query.bind(member.staff.id.0).bind(scope(member.scope)).fetch_optional().await?;
    row.map(|row| {
        Ok(AgencySettings {
            id: AgencyId(row.get("id")?),
            slug: row.parse("slug")?,
            name: row.get("name")?,
            timezone: row.get("timezone")?,
            holidays: row.parse("holidays")?,
        })
    })
    .transpose()
}

/// Moves an agency to a zone.
///
/// # Errors
/// When the database fails.
pub async fn update_agency_zone(tx: &mut Tx, agency: AgencyId, zone: Tz) -> Result<(), StoreError> {
    tx.query(UPDATE_AGENCY_ZONE).bind(agency.0).bind(zone.name()).execute().await.map(drop)
}

/// Has an agency observe other public holidays.
///
/// # Errors
/// When the database fails.
pub async fn update_agency_holidays(
    tx: &mut Tx,
    agency: AgencyId,
    holidays: HolidayCalendar,
) -> Result<(), StoreError> {
    tx.query(UPDATE_AGENCY_HOLIDAYS).bind(agency.0).bind(holidays.as_str()).execute().await.map(drop)
}

fn rules(row: &Row) -> Result<(ThemeId, ThemeRules), StoreError> {
    let rules = ThemeRules {
        duration_min: row.get("duration_min")?,
        buffer_min: row.get("buffer_min")?,
        step_min: row.get("step_min")?,
        anchor: word(row, "anchor")?,
        notice_min: row.get("notice_min")?,
        horizon_days: row.get("horizon_days")?,
        move_deadline_min: row.get("move_deadline_min")?,
        cancel_deadline_min: row.get("cancel_deadline_min")?,
        release: word(row, "release")?,
        release_delay_min: row.get("release_delay_min")?,
        max_upcoming: row.get("max_upcoming")?,
        prove_email: row.get("prove_email")?,
        active: row.get("active")?,
    };
    Ok((ThemeId(row.get("id")?), rules))
}
