//! Skills.

use creno_types::ids::SkillId;
use creno_types::settings::skill::{NewSkill, SkillSettings};
use sqlx::types::Json;

use super::Listing;
use crate::store::schedule::id_or_nil;
use crate::store::{Db, Queries, Row, StoreError, Tx, statements};

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT id, slug, name, description, position, active, translations FROM skill WHERE ",
            $condition
        )
    };
}

statements! {
    LIST = select!("slug > $1 AND (lower(name) LIKE $2 OR slug LIKE $2)
        AND (CAST($3 AS BOOLEAN) IS NULL OR active = $3) ORDER BY slug LIMIT $4");
    FIND = select!("slug = $1 OR id = $2");
    INSERT = "INSERT INTO skill (id, slug, name, description, position, active, translations)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    UPDATE = "UPDATE skill SET slug = $2, name = $3, description = $4, position = $5, active = $6, translations = $7
        WHERE id = $1";
    DELETE = "DELETE FROM skill WHERE id = $1";
}

/// Some of the skills, by short name.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &Db, asked: Listing) -> Result<Vec<SkillSettings>, StoreError> {
    let query = db.query(LIST).bind(asked.after).bind(asked.like).bind(asked.active).bind(asked.limit);
    query.fetch_all().await?.iter().map(skill).collect()
}

/// The skill of that slug or id.
///
/// # Errors
/// When the database fails.
pub async fn find(mut source: impl Queries, name: &str) -> Result<Option<SkillSettings>, StoreError> {
    let query = source.query(FIND).bind(name.to_owned()).bind(id_or_nil(name));
    query.fetch_optional().await?.as_ref().map(skill).transpose()
}

/// Adds a skill, or replaces it.
///
/// # Errors
/// When the database fails, or another has its slug.
pub async fn write(tx: &mut Tx, skill: &SkillSettings, new: bool) -> Result<(), StoreError> {
    let SkillSettings { id, settings } = skill;
    tx.query(if new { INSERT } else { UPDATE })
        .bind(id.0)
        .bind(settings.slug.clone())
        .bind(settings.name.clone())
        .bind(settings.description.clone())
        .bind(settings.position)
        .bind(settings.active)
        .bind(Json(settings.translations.clone()))
        .execute()
        .await
        .map(drop)
}

/// Removes a skill.
///
/// # Errors
/// When the database fails, or themes belong to it.
pub async fn delete(tx: &mut Tx, id: SkillId) -> Result<(), StoreError> {
    tx.query(DELETE).bind(id.0).execute().await.map(drop)
}

fn skill(row: &Row) -> Result<SkillSettings, StoreError> {
    let settings = NewSkill {
        slug: row.get("slug")?,
        name: row.get("name")?,
        description: row.get("description")?,
        position: row.get("position")?,
        active: row.get("active")?,
        translations: row.json("translations")?,
    };
    Ok(SkillSettings { id: SkillId(row.get("id")?), settings })
}
