//! Agencies.

use creno_types::Position;
use creno_types::appointment::Named;
use creno_types::holiday::HolidayCalendar;
use creno_types::ids::AgencyId;
use creno_types::settings::agency::{AgencySettings, NewAgency};
use sqlx::types::Json;

use super::Listing;
use crate::store::catalog::channels;
use crate::store::reach::scope;
use crate::store::schedule::id_or_nil;
use crate::store::staff::Member;
use crate::store::{Db, Queries, Row, StoreError, Tx, statements};

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT a.id, a.slug, a.name, a.street, a.postcode, a.city, a.timezone, a.latitude, a.longitude, a.holidays,
            a.active, a.translations,
            (SELECT string_agg(c.channel, ',') FROM agency_channel c WHERE c.agency_id = a.id) AS channels
            FROM agency a WHERE ",
            $condition
        )
    };
}

statements! {
    LIST = select!("a.slug > $1 AND (lower(a.name) LIKE $2 OR lower(a.city) LIKE $2 OR a.slug LIKE $2)
        AND (CAST($3 AS BOOLEAN) IS NULL OR a.active = $3) ORDER BY a.slug LIMIT $4");
    FIND = select!("a.slug = $1 OR a.id = $2");
    FIND_REACHED = "SELECT a.id, a.slug, a.name, a.holidays FROM agency a
        WHERE (a.slug = $1 OR a.id = $2) AND ($4 = 'network' OR EXISTS (
            SELECT 1 FROM staff_agency sa WHERE sa.agency_id = a.id AND sa.staff_id = $3))";
    INSERT = "INSERT INTO agency (id, slug, name, street, postcode, city, timezone, latitude, longitude, holidays,
        active, translations, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0)";
    UPDATE = "UPDATE agency SET slug = $2, name = $3, street = $4, postcode = $5, city = $6, timezone = $7,
        latitude = $8, longitude = $9, holidays = $10, active = $11, translations = $12 WHERE id = $1";
    DELETE = "DELETE FROM agency WHERE id = $1";
    DELETE_CHANNELS = "DELETE FROM agency_channel WHERE agency_id = $1";
    INSERT_CHANNEL = "INSERT INTO agency_channel (agency_id, channel) VALUES ($1, $2)";
}

/// An agency within somebody's reach.
#[derive(Clone, Debug)]
pub struct ReachedAgency {
    /// Which.
    pub agency: Named<AgencyId>,
    /// The public holidays that it observes.
    pub holidays: HolidayCalendar,
}

/// Some of the agencies, by short name.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &Db, asked: Listing) -> Result<Vec<AgencySettings>, StoreError> {
    let query = db.query(LIST).bind(asked.after).bind(asked.like).bind(asked.active).bind(asked.limit);
    query.fetch_all().await?.iter().map(agency).collect()
}

/// The agency of that slug or id.
///
/// # Errors
/// When the database fails.
pub async fn find(mut source: impl Queries, name: &str) -> Result<Option<AgencySettings>, StoreError> {
    let query = source.query(FIND).bind(name.to_owned()).bind(id_or_nil(name));
    query.fetch_optional().await?.as_ref().map(agency).transpose()
}

/// The agency of that slug or id, when `member` reaches it.
///
/// # Errors
/// When the database fails.
pub async fn find_reached(db: &Db, member: &Member, name: &str) -> Result<Option<ReachedAgency>, StoreError> {
    let query = db.query(FIND_REACHED).bind(name.to_owned()).bind(id_or_nil(name));
    let row = query.bind(member.staff.id.0).bind(scope(member.scope)).fetch_optional().await?;
    row.map(|row| {
        let agency = Named { id: AgencyId(row.get("id")?), slug: row.parse("slug")?, name: row.get("name")? };
        Ok(ReachedAgency { agency, holidays: row.parse("holidays")? })
    })
    .transpose()
}

/// Adds an agency, or replaces it: `before` is what it was.
///
/// # Errors
/// When the database fails, or another has its slug.
pub async fn write(
    tx: &mut Tx,
    agency: &AgencySettings,
    before: Option<&AgencySettings>,
) -> Result<(), StoreError> {
    let AgencySettings { id, settings } = agency;
    let query = tx.query(if before.is_none() { INSERT } else { UPDATE }).bind(id.0);
    let query = query.bind(settings.slug.clone()).bind(settings.name.clone()).bind(settings.street.clone());
    let query = query.bind(settings.postcode.clone()).bind(settings.city.clone());
    let query = query.bind(settings.timezone.clone()).bind(settings.position.latitude);
    let query = query.bind(settings.position.longitude).bind(settings.holidays.clone());
    query.bind(settings.active).bind(Json(settings.translations.clone())).execute().await?;
    if before.is_none_or(|before| before.settings.channels != settings.channels) {
        tx.query(DELETE_CHANNELS).bind(id.0).execute().await?;
        for channel in settings.channels.iter() {
            tx.query(INSERT_CHANNEL).bind(id.0).bind(channel.as_str()).execute().await?;
        }
    }
    Ok(())
}

/// Removes an agency.
///
/// # Errors
/// When the database fails, or appointments were taken there.
pub async fn delete(tx: &mut Tx, id: AgencyId) -> Result<(), StoreError> {
    tx.query(DELETE).bind(id.0).execute().await.map(drop)
}

fn agency(row: &Row) -> Result<AgencySettings, StoreError> {
    let settings = NewAgency {
        slug: row.get("slug")?,
        name: row.get("name")?,
        street: row.get("street")?,
        postcode: row.get("postcode")?,
        city: row.get("city")?,
        timezone: row.get("timezone")?,
        position: Position { latitude: row.get("latitude")?, longitude: row.get("longitude")? },
        holidays: row.get("holidays")?,
        channels: channels(row, "channels")?,
        active: row.get("active")?,
        translations: row.json("translations")?,
    };
    Ok(AgencySettings { id: AgencyId(row.get("id")?), settings })
}
