//! Themes.

use creno_types::ids::ThemeId;
use creno_types::settings::theme::{NewTheme, ThemeSettings};
use creno_types::theme::{Anchor, Assignment};
use sqlx::types::Json;

use super::{Listing, listed};
use crate::store::catalog::{channels, word};
use crate::store::schedule::id_or_nil;
use crate::store::{Db, Queries, Row, StoreError, Tx, statements};

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT t.id, t.slug, t.name, t.description, t.instructions, t.color, k.slug AS skill, t.assignment,
            t.position, t.duration_min, t.buffer_min, t.step_min, t.anchor, t.notice_min, t.horizon_days,
            t.move_deadline_min, t.cancel_deadline_min, t.release, t.release_delay_min, t.max_upcoming, t.prove_email,
            t.active, t.translations,
            (SELECT string_agg(c.channel, ',') FROM theme_channel c WHERE c.theme_id = t.id) AS channels,
            (SELECT string_agg(a.slug, ',' ORDER BY a.slug) FROM theme_agency ta JOIN agency a ON a.id = ta.agency_id
                WHERE ta.theme_id = t.id) AS agencies,
            (SELECT string_agg(f.field_key, ',' ORDER BY f.position, f.field_key) FROM theme_field f
                WHERE f.theme_id = t.id) AS fields
            FROM theme t JOIN skill k ON k.id = t.skill_id WHERE ",
            $condition
        )
    };
}

statements! {
    LIST = select!("t.slug > $1 AND (lower(t.name) LIKE $2 OR t.slug LIKE $2)
        AND (CAST($3 AS BOOLEAN) IS NULL OR t.active = $3) ORDER BY t.slug LIMIT $4");
    FIND = select!("t.slug = $1 OR t.id = $2");
    INSERT = "INSERT INTO theme (id, slug, name, description, instructions, color, skill_id, assignment, position,
        duration_min, buffer_min, step_min, anchor, notice_min, horizon_days, move_deadline_min, cancel_deadline_min,
        release, release_delay_min, max_upcoming, prove_email, active, translations, revision)
        VALUES ($1, $2, $3, $4, $5, $6, (SELECT id FROM skill WHERE slug = $7), $8, $9, $10, $11, $12, $13, $14, $15,
        $16, $17, $18, $19, $20, $21, $22, $23, 0)";
    UPDATE = "UPDATE theme SET slug = $2, name = $3, description = $4, instructions = $5, color = $6,
        skill_id = (SELECT id FROM skill WHERE slug = $7), assignment = $8, position = $9, duration_min = $10,
        buffer_min = $11, step_min = $12, anchor = $13, notice_min = $14, horizon_days = $15,
        move_deadline_min = $16, cancel_deadline_min = $17, release = $18, release_delay_min = $19,
        max_upcoming = $20, prove_email = $21, active = $22, translations = $23, revision = revision + 1 WHERE id = $1";
    DELETE = "DELETE FROM theme WHERE id = $1";
    DELETE_CHANNELS = "DELETE FROM theme_channel WHERE theme_id = $1";
    INSERT_CHANNEL = "INSERT INTO theme_channel (theme_id, channel) VALUES ($1, $2)";
    DELETE_AGENCIES = "DELETE FROM theme_agency WHERE theme_id = $1";
    INSERT_AGENCY = "INSERT INTO theme_agency (theme_id, agency_id) VALUES ($1, (SELECT id FROM agency WHERE slug = $2))";
    DELETE_FIELDS = "DELETE FROM theme_field WHERE theme_id = $1";
    INSERT_FIELD = "INSERT INTO theme_field (theme_id, field_key, position) VALUES ($1, $2, $3)";
}

/// Some of the themes, by short name.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &Db, asked: Listing) -> Result<Vec<ThemeSettings>, StoreError> {
    let query = db.query(LIST).bind(asked.after).bind(asked.like).bind(asked.active).bind(asked.limit);
    query.fetch_all().await?.iter().map(theme).collect()
}

/// The theme of that slug or id.
///
/// # Errors
/// When the database fails.
pub async fn find(mut source: impl Queries, name: &str) -> Result<Option<ThemeSettings>, StoreError> {
    let query = source.query(FIND).bind(name.to_owned()).bind(id_or_nil(name));
    query.fetch_optional().await?.as_ref().map(theme).transpose()
}

/// Adds a theme, or replaces it: `before` is what it was.
///
/// # Errors
/// When the database fails, or another has its slug.
pub async fn write(
    tx: &mut Tx,
    theme: &ThemeSettings,
    before: Option<&ThemeSettings>,
) -> Result<(), StoreError> {
    let ThemeSettings { id, settings } = theme;
    write_row(tx, theme, before.is_none()).await?;
    let before = before.map(|before| &before.settings);
    if before.is_none_or(|before| before.channels != settings.channels) {
        tx.query(DELETE_CHANNELS).bind(id.0).execute().await?;
        for channel in settings.channels.iter() {
            tx.query(INSERT_CHANNEL).bind(id.0).bind(channel.as_str()).execute().await?;
        }
    }
    if before.is_none_or(|before| before.agencies != settings.agencies) {
        tx.query(DELETE_AGENCIES).bind(id.0).execute().await?;
        for agency in &settings.agencies {
            tx.query(INSERT_AGENCY).bind(id.0).bind(agency.clone()).execute().await?;
        }
    }
    if before.is_none_or(|before| before.fields != settings.fields) {
        tx.query(DELETE_FIELDS).bind(id.0).execute().await?;
        for (place, field) in (0_i64..).zip(&settings.fields) {
            tx.query(INSERT_FIELD).bind(id.0).bind(field.clone()).bind(place).execute().await?;
        }
    }
    Ok(())
}

async fn write_row(tx: &mut Tx, theme: &ThemeSettings, new: bool) -> Result<(), StoreError> {
    let ThemeSettings { id, settings } = theme;
    let query = tx.query(if new { INSERT } else { UPDATE }).bind(id.0).bind(settings.slug.clone());
    let query = query.bind(settings.name.clone()).bind(settings.description.clone());
    let query = query.bind(settings.instructions.clone()).bind(settings.color.clone());
    let query = query.bind(settings.skill.clone()).bind(assignment(settings.assignment));
    let query = query.bind(settings.position).bind(settings.duration_min).bind(settings.buffer_min);
    let query = query.bind(settings.step_min).bind(anchor(settings.anchor)).bind(settings.notice_min);
    let query = query.bind(settings.horizon_days).bind(settings.move_deadline_min);
    let query = query.bind(settings.cancel_deadline_min).bind(settings.release.as_str());
    let query = query.bind(settings.release_delay_min).bind(settings.max_upcoming).bind(settings.prove_email);
    query.bind(settings.active).bind(Json(settings.translations.clone())).execute().await.map(drop)
}

/// Removes a theme.
///
/// # Errors
/// When the database fails, or appointments are about it.
pub async fn delete(tx: &mut Tx, id: ThemeId) -> Result<(), StoreError> {
    tx.query(DELETE).bind(id.0).execute().await.map(drop)
}

const fn anchor(anchor: Anchor) -> &'static str {
    match anchor {
        Anchor::Midnight => "midnight",
        Anchor::Window => "window",
    }
}

const fn assignment(assignment: Assignment) -> &'static str {
    match assignment {
        Assignment::Random => "random",
        Assignment::Priority => "priority",
        Assignment::RoundRobin => "round_robin",
    }
}

fn theme(row: &Row) -> Result<ThemeSettings, StoreError> {
    let settings = NewTheme {
        slug: row.get("slug")?,
        name: row.get("name")?,
        description: row.get("description")?,
        instructions: row.get("instructions")?,
        color: row.get("color")?,
        skill: row.get("skill")?,
        channels: channels(row, "channels")?,
        agencies: listed(row, "agencies")?,
        fields: listed(row, "fields")?,
        assignment: word(row, "assignment")?,
        position: row.get("position")?,
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
        translations: row.json("translations")?,
    };
    Ok(ThemeSettings { id: ThemeId(row.get("id")?), settings })
}
