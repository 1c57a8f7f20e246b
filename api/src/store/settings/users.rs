//! Staff members.

use creno_types::ids::StaffId;
use creno_types::settings::user::{NewUser, User, UserTheme};

use super::{Listing, listed};
use crate::store::schedule::id_or_nil;
use crate::store::{Db, Queries, Row, StoreError, Tx, statements};

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT s.id, s.slug, s.name, s.email, s.active, p.slug AS profile,
            (SELECT string_agg(a.slug, ',' ORDER BY a.slug) FROM staff_agency sa JOIN agency a ON a.id = sa.agency_id
                WHERE sa.staff_id = s.id) AS agencies,
            (SELECT string_agg(t.slug || ' ' || CAST(st.priority AS TEXT), ',' ORDER BY t.slug) FROM staff_theme st
                JOIN theme t ON t.id = st.theme_id WHERE st.staff_id = s.id) AS themes
            FROM staff s JOIN profile p ON p.id = s.profile_id WHERE ",
            $condition
        )
    };
}

statements! {
    LIST = select!("s.slug > $1 AND (lower(s.name) LIKE $2 OR s.slug LIKE $2 OR s.email LIKE $2)
        AND (CAST($3 AS BOOLEAN) IS NULL OR s.active = $3) ORDER BY s.slug LIMIT $4");
    FIND = select!("s.slug = $1 OR s.id = $2");
    INSERT = "INSERT INTO staff (id, slug, name, email, active, profile_id, booking_version)
        VALUES ($1, $2, $3, $4, $5, (SELECT id FROM profile WHERE slug = $6), 0)";
    UPDATE = "UPDATE staff SET slug = $2, name = $3, email = $4, active = $5,
        profile_id = (SELECT id FROM profile WHERE slug = $6) WHERE id = $1";
    DELETE = "DELETE FROM staff WHERE id = $1";
    DELETE_AGENCIES = "DELETE FROM staff_agency WHERE staff_id = $1";
    INSERT_AGENCY = "INSERT INTO staff_agency (staff_id, agency_id) VALUES ($1, (SELECT id FROM agency WHERE slug = $2))";
    DELETE_THEMES = "DELETE FROM staff_theme WHERE staff_id = $1";
    INSERT_THEME = "INSERT INTO staff_theme (staff_id, theme_id, priority)
        VALUES ($1, (SELECT id FROM theme WHERE slug = $2), $3)";
    COUNT_ADMINISTRATORS = "SELECT count(*) AS people FROM staff s JOIN profile p ON p.id = s.profile_id
        WHERE s.active AND p.scope = 'network' AND CAST(p.permissions AS TEXT) LIKE '%\"administer\"%'";
}

/// Some of the staff members, by short name.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &Db, asked: Listing) -> Result<Vec<User>, StoreError> {
    let query = db.query(LIST).bind(asked.after).bind(asked.like).bind(asked.active).bind(asked.limit);
    query.fetch_all().await?.iter().map(user).collect()
}

/// The staff member of that slug or id.
///
/// # Errors
/// When the database fails.
pub async fn find(mut source: impl Queries, name: &str) -> Result<Option<User>, StoreError> {
    let query = source.query(FIND).bind(name.to_owned()).bind(id_or_nil(name));
    query.fetch_optional().await?.as_ref().map(user).transpose()
}

/// Adds a staff member, or replaces them: `before` is what they were.
///
/// # Errors
/// When the database fails, or another has the slug or the address.
pub async fn write(tx: &mut Tx, user: &User, before: Option<&User>) -> Result<(), StoreError> {
    let User { id, settings } = user;
    tx.query(if before.is_none() { INSERT } else { UPDATE })
        .bind(id.0)
        .bind(settings.slug.clone())
        .bind(settings.name.clone())
        .bind(settings.email.clone())
        .bind(settings.active)
        .bind(settings.profile.clone())
        .execute()
        .await?;
    if before.is_none_or(|before| before.settings.agencies != settings.agencies) {
        tx.query(DELETE_AGENCIES).bind(id.0).execute().await?;
        for agency in &settings.agencies {
            tx.query(INSERT_AGENCY).bind(id.0).bind(agency.clone()).execute().await?;
        }
    }
    if before.is_none_or(|before| before.settings.themes != settings.themes) {
        tx.query(DELETE_THEMES).bind(id.0).execute().await?;
        for theme in &settings.themes {
            let query = tx.query(INSERT_THEME).bind(id.0).bind(theme.theme.clone());
            query.bind(theme.priority).execute().await?;
        }
    }
    Ok(())
}

/// Removes a staff member.
///
/// # Errors
/// When the database fails, or appointments are theirs.
pub async fn delete(tx: &mut Tx, id: StaffId) -> Result<(), StoreError> {
    tx.query(DELETE).bind(id.0).execute().await.map(drop)
}

/// How many people may change every setting.
///
/// # Errors
/// When the database fails.
pub async fn count_administrators(tx: &mut Tx) -> Result<i64, StoreError> {
    tx.query(COUNT_ADMINISTRATORS).fetch_one().await?.get("people")
}

fn user(row: &Row) -> Result<User, StoreError> {
    let themes = listed(row, "themes")?.into_iter().map(|text| {
        let parts =
            text.split_once(' ').and_then(|(theme, rank)| Some((theme.to_owned(), rank.parse().ok()?)));
        let (theme, priority) = parts.ok_or(StoreError::Corrupt { column: "themes", value: text })?;
        Ok(UserTheme { theme, priority })
    });
    let settings = NewUser {
        slug: row.get("slug")?,
        name: row.get("name")?,
        email: row.get("email")?,
        profile: row.get("profile")?,
        agencies: listed(row, "agencies")?,
        themes: themes.collect::<Result<_, StoreError>>()?,
        active: row.get("active")?,
    };
    Ok(User { id: StaffId(row.get("id")?), settings })
}
