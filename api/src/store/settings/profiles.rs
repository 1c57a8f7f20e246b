//! Profiles.

use creno_types::ids::ProfileId;
use creno_types::settings::profile::{NewProfile, ProfileSettings};
use sqlx::types::Json;

use super::Listing;
use crate::store::catalog::word;
use crate::store::reach::scope;
use crate::store::schedule::id_or_nil;
use crate::store::{Db, Queries, Row, StoreError, Tx, statements};

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT id, slug, name, scope, permissions, masks_contact, masked_fields FROM profile WHERE ",
            $condition
        )
    };
}

statements! {
    LIST = select!("slug > $1 AND (lower(name) LIKE $2 OR slug LIKE $2) ORDER BY slug LIMIT $3");
    FIND = select!("slug = $1 OR id = $2");
    INSERT = "INSERT INTO profile (id, slug, name, scope, permissions, masks_contact, masked_fields)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    UPDATE = "UPDATE profile SET slug = $2, name = $3, scope = $4, permissions = $5, masks_contact = $6,
        masked_fields = $7 WHERE id = $1";
    DELETE = "DELETE FROM profile WHERE id = $1";
}

/// Some of the profiles, by short name.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &Db, asked: Listing) -> Result<Vec<ProfileSettings>, StoreError> {
    let query = db.query(LIST).bind(asked.after).bind(asked.like).bind(asked.limit);
    query.fetch_all().await?.iter().map(profile).collect()
}

/// The profile of that slug or id.
///
/// # Errors
/// When the database fails.
pub async fn find(mut source: impl Queries, name: &str) -> Result<Option<ProfileSettings>, StoreError> {
    let query = source.query(FIND).bind(name.to_owned()).bind(id_or_nil(name));
    query.fetch_optional().await?.as_ref().map(profile).transpose()
}

/// Adds a profile, or replaces it.
///
/// # Errors
/// When the database fails, or another has its slug.
pub async fn write(tx: &mut Tx, profile: &ProfileSettings, new: bool) -> Result<(), StoreError> {
    let ProfileSettings { id, settings } = profile;
    tx.query(if new { INSERT } else { UPDATE })
        .bind(id.0)
        .bind(settings.slug.clone())
        .bind(settings.name.clone())
        .bind(scope(settings.scope))
        .bind(Json(settings.permissions.clone()))
        .bind(settings.masks_contact)
        .bind(Json(settings.masked_fields.clone()))
        .execute()
        .await
        .map(drop)
}

/// Removes a profile.
///
/// # Errors
/// When the database fails, or somebody has it.
pub async fn delete(tx: &mut Tx, id: ProfileId) -> Result<(), StoreError> {
    tx.query(DELETE).bind(id.0).execute().await.map(drop)
}

fn profile(row: &Row) -> Result<ProfileSettings, StoreError> {
    let settings = NewProfile {
        slug: row.get("slug")?,
        name: row.get("name")?,
        scope: word(row, "scope")?,
        permissions: row.json("permissions")?,
        masks_contact: row.get("masks_contact")?,
        masked_fields: row.json("masked_fields")?,
    };
    Ok(ProfileSettings { id: ProfileId(row.get("id")?), settings })
}
