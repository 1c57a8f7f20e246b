//! Campaigns, as administrators write them. What slots read of them is in [`super::schedule`].

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use creno_types::appointment::Named;
use creno_types::campaign::{CampaignSession, CampaignSettings, Participant};
use creno_types::ids::{AgencyId, CampaignId, ThemeId};
use creno_types::staff::StaffName;
use sqlx::types::Json;
use uuid::Uuid;

use super::reach::scope;
use super::schedule::id_or_nil;
use super::staff::Member;
use super::windows::{agency, person, rule};
use super::{Db, Queries, Row, StoreError, Tx, statements};

statements! {
    // Within reach: with a session in an agency of theirs, or with them.
    LIST_CAMPAIGNS = "SELECT c.id, c.slug, c.name, c.active FROM campaign c
        WHERE (CAST($3 AS TEXT) IS NULL OR c.slug = $3 OR c.id = $4) AND ($2 = 'network'
            OR EXISTS (SELECT 1 FROM campaign_staff cs WHERE cs.campaign_id = c.id AND cs.staff_id = $1)
            OR EXISTS (SELECT 1 FROM campaign_session ss JOIN staff_agency mine ON mine.agency_id = ss.agency_id
                WHERE ss.campaign_id = c.id AND mine.staff_id = $1))
        ORDER BY c.name, c.slug";
    LIST_THEMES = "SELECT ct.campaign_id, t.id, t.slug, t.name FROM campaign_theme ct JOIN theme t ON t.id = ct.theme_id
        WHERE $1 OR ct.campaign_id = $2";
    LIST_STAFF = "SELECT cs.campaign_id, cs.priority, s.id AS staff_id, s.slug AS staff_slug, s.name AS staff_name
        FROM campaign_staff cs JOIN staff s ON s.id = cs.staff_id WHERE $1 OR cs.campaign_id = $2";
    LIST_SESSIONS = "SELECT ss.campaign_id, ss.agency_id, a.slug AS agency_slug, a.name AS agency_name, a.timezone,
        ss.weekday, ss.every, ss.nth, ss.valid_from, ss.valid_until, ss.from_minute, ss.to_minute, ss.channels
        FROM campaign_session ss JOIN agency a ON a.id = ss.agency_id WHERE $1 OR ss.campaign_id = $2";
    FIND_SESSION_OUT_OF_REACH = "SELECT 1 AS found FROM campaign_session ss WHERE ss.campaign_id = $1 AND NOT EXISTS (
        SELECT 1 FROM staff_agency mine WHERE mine.agency_id = ss.agency_id AND mine.staff_id = $2)";
    // Each choice: what is active and within reach, and what the campaign has already.
    LIST_THEME_CHOICES = "SELECT t.id, t.slug, t.name FROM theme t WHERE t.active OR EXISTS (
        SELECT 1 FROM campaign_theme ct WHERE ct.theme_id = t.id AND ct.campaign_id = $1)";
    LIST_STAFF_CHOICES = "SELECT s.id AS staff_id, s.slug AS staff_slug, s.name AS staff_name FROM staff s
        WHERE (s.active AND (s.id = $2 OR $3 = 'network' OR ($3 = 'perimeter' AND EXISTS (
            SELECT 1 FROM staff_agency mine JOIN staff_agency theirs ON theirs.agency_id = mine.agency_id
            WHERE mine.staff_id = $2 AND theirs.staff_id = s.id))))
        OR EXISTS (SELECT 1 FROM campaign_staff cs WHERE cs.staff_id = s.id AND cs.campaign_id = $1)";
    LIST_AGENCY_CHOICES = "SELECT a.id AS agency_id, a.slug AS agency_slug, a.name AS agency_name, a.timezone FROM agency a
        WHERE ($3 = 'network' OR EXISTS (
            SELECT 1 FROM staff_agency mine WHERE mine.agency_id = a.id AND mine.staff_id = $2))
        AND (a.active OR EXISTS (SELECT 1 FROM campaign_session ss WHERE ss.agency_id = a.id AND ss.campaign_id = $1))";
    FIND_BY_SLUG = "SELECT id FROM campaign WHERE slug = $1";
    INSERT_CAMPAIGN = "INSERT INTO campaign (id, slug, name, active) VALUES ($1, $2, $3, $4)";
    UPDATE_CAMPAIGN = "UPDATE campaign SET slug = $2, name = $3, active = $4 WHERE id = $1";
    DELETE_THEMES = "DELETE FROM campaign_theme WHERE campaign_id = $1";
    DELETE_STAFF = "DELETE FROM campaign_staff WHERE campaign_id = $1";
    DELETE_SESSIONS = "DELETE FROM campaign_session WHERE campaign_id = $1";
    INSERT_THEME = "INSERT INTO campaign_theme (campaign_id, theme_id) VALUES ($1, $2)";
    INSERT_PARTICIPANT = "INSERT INTO campaign_staff (campaign_id, staff_id, priority) VALUES ($1, $2, $3)";
    INSERT_SESSION = "INSERT INTO campaign_session (id, campaign_id, agency_id, weekday, every, nth, valid_from,
        valid_until, from_minute, to_minute, channels) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    DELETE_LAPSED_HOLDS = "DELETE FROM occupancy WHERE campaign_id = $1 AND expires_at <= $2";
    DELETE_CAMPAIGN = "DELETE FROM campaign WHERE id = $1";
}

/// What the names of a campaign may stand for.
#[derive(Clone, Debug)]
pub struct Choices {
    /// Themes.
    pub themes: Vec<Named<ThemeId>>,
    /// People.
    pub staff: Vec<StaffName>,
    /// Agencies, each with the name of its zone.
    pub agencies: Vec<(Named<AgencyId>, String)>,
}

/// The campaigns that `member` reaches, by name.
///
/// # Errors
/// When the database fails.
pub async fn list_campaigns(db: &Db, member: &Member) -> Result<Vec<CampaignSettings>, StoreError> {
    list(db, member, None).await
}

/// The campaign of that slug or id, when `member` reaches it.
///
/// # Errors
/// When the database fails.
pub async fn find_campaign(
    source: impl Queries,
    member: &Member,
    name: &str,
) -> Result<Option<CampaignSettings>, StoreError> {
    Ok(list(source, member, Some(name)).await?.into_iter().next())
}

async fn list(
    mut source: impl Queries,
    member: &Member,
    name: Option<&str>,
) -> Result<Vec<CampaignSettings>, StoreError> {
    let query = source.query(LIST_CAMPAIGNS).bind(member.staff.id.0).bind(scope(member.scope));
    let query = query.bind(name.map(str::to_owned)).bind(name.map_or(Uuid::nil(), id_or_nil));
    let rows = query.fetch_all().await?;
    let mut campaigns: Vec<_> = rows.iter().map(campaign).collect::<Result<_, _>>()?;
    let Some(first) = campaigns.first() else { return Ok(campaigns) };
    let (all, only) = (name.is_none(), first.id.0);
    let place: HashMap<Uuid, usize> =
        campaigns.iter().enumerate().map(|(place, campaign)| (campaign.id.0, place)).collect();
    for row in source.query(LIST_THEMES).bind(all).bind(only).fetch_all().await? {
        if let Some(place) = place.get(&row.get("campaign_id")?) {
            campaigns[*place].themes.push(theme(&row)?);
        }
    }
    for row in source.query(LIST_STAFF).bind(all).bind(only).fetch_all().await? {
        if let Some(place) = place.get(&row.get("campaign_id")?) {
            let participant = Participant { staff: person(&row)?, priority: row.get("priority")? };
            campaigns[*place].staff.push(participant);
        }
    }
    for row in source.query(LIST_SESSIONS).bind(all).bind(only).fetch_all().await? {
        if let Some(place) = place.get(&row.get("campaign_id")?)
            && let Some(agency) = agency(&row)?
        {
            let session = CampaignSession::new(agency, row.get("timezone")?, rule(&row)?);
            campaigns[*place].sessions.push(session);
        }
    }
    Ok(campaigns.into_iter().map(CampaignSettings::in_order).collect())
}

/// Whether a campaign has sessions in agencies that a person does not belong to.
///
/// # Errors
/// When the database fails.
pub async fn has_sessions_out_of_reach(
    db: &Db,
    member: &Member,
    campaign: CampaignId,
) -> Result<bool, StoreError> {
    let query = db.query(FIND_SESSION_OUT_OF_REACH).bind(campaign.0).bind(member.staff.id.0);
    Ok(query.fetch_optional().await?.is_some())
}

/// What the names of a campaign may stand for: what is active and within reach, and what it has already.
///
/// # Errors
/// When the database fails.
pub async fn list_choices(db: &Db, member: &Member, campaign: CampaignId) -> Result<Choices, StoreError> {
    let themes = db.query(LIST_THEME_CHOICES).bind(campaign.0).fetch_all().await?;
    let reached = |sql| db.query(sql).bind(campaign.0).bind(member.staff.id.0).bind(scope(member.scope));
    let mut agencies = Vec::new();
    for row in reached(LIST_AGENCY_CHOICES).fetch_all().await? {
        if let Some(agency) = agency(&row)? {
            agencies.push((agency, row.get("timezone")?));
        }
    }
    Ok(Choices {
        themes: themes.iter().map(theme).collect::<Result<_, _>>()?,
        staff: reached(LIST_STAFF_CHOICES).fetch_all().await?.iter().map(person).collect::<Result<_, _>>()?,
        agencies,
    })
}

/// The campaign of that slug, of whoever it is.
///
/// # Errors
/// When the database fails.
pub async fn find_by_slug(db: &Db, slug: &str) -> Result<Option<CampaignId>, StoreError> {
    let row = db.query(FIND_BY_SLUG).bind(slug.to_owned()).fetch_optional().await?;
    row.map(|row| row.get("id").map(CampaignId)).transpose()
}

/// Adds a campaign; `new_id` makes the ids of its sessions.
///
/// # Errors
/// When the database fails; a unique violation when another has its slug.
pub async fn insert_campaign(
    tx: &mut Tx,
    campaign: &CampaignSettings,
    new_id: impl Fn() -> Uuid,
) -> Result<(), StoreError> {
    write(tx, INSERT_CAMPAIGN, campaign).await?;
    write_lists(tx, campaign, new_id).await
}

/// Replaces a campaign, with all that it has; `new_id` makes the ids of its sessions. False when there is none of that id any more.
///
/// # Errors
/// When the database fails; a unique violation when another has its slug.
pub async fn update_campaign(
    tx: &mut Tx,
    campaign: &CampaignSettings,
    new_id: impl Fn() -> Uuid,
) -> Result<bool, StoreError> {
    // First, so that whoever replaces the same one waits here.
    if !write(tx, UPDATE_CAMPAIGN, campaign).await? {
        return Ok(false);
    }
    for sql in [DELETE_THEMES, DELETE_STAFF, DELETE_SESSIONS] {
        tx.query(sql).bind(campaign.id.0).execute().await?;
    }
    write_lists(tx, campaign, new_id).await?;
    Ok(true)
}

/// Removes a campaign, with its lapsed holds. False when there is none of that id any more.
///
/// # Errors
/// When the database fails; a foreign key violation when it has appointments or live holds.
pub async fn delete_campaign(tx: &mut Tx, id: CampaignId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    tx.query(DELETE_LAPSED_HOLDS).bind(id.0).bind(now).execute().await?;
    Ok(tx.query(DELETE_CAMPAIGN).bind(id.0).execute().await? == 1)
}

async fn write(tx: &mut Tx, sql: &'static str, campaign: &CampaignSettings) -> Result<bool, StoreError> {
    let query = tx.query(sql).bind(campaign.id.0).bind(campaign.slug.to_string());
    Ok(query.bind(campaign.name.clone()).bind(campaign.active).execute().await? == 1)
}

/// Themes and people before sessions: they lock every agency, sessions one at a time.
async fn write_lists(
    tx: &mut Tx,
    campaign: &CampaignSettings,
    new_id: impl Fn() -> Uuid,
) -> Result<(), StoreError> {
    let id = campaign.id.0;
    for theme in &campaign.themes {
        tx.query(INSERT_THEME).bind(id).bind(theme.id.0).execute().await?;
    }
    for participant in &campaign.staff {
        let query = tx.query(INSERT_PARTICIPANT).bind(id).bind(participant.staff.id.0);
        query.bind(participant.priority).execute().await?;
    }
    for session in &campaign.sessions {
        let rule = &session.rule;
        tx.query(INSERT_SESSION)
            .bind(new_id())
            .bind(id)
            .bind(session.agency.id.0)
            .bind(i64::from(rule.weekday))
            .bind(i64::from(rule.every))
            .bind(rule.nth.map(i64::from))
            .bind(rule.valid_from)
            .bind(rule.valid_until)
            .bind(i64::from(rule.from_time.minutes()))
            .bind(i64::from(rule.to_time.minutes()))
            .bind(Json(rule.channels))
            .execute()
            .await?;
    }
    Ok(())
}

fn campaign(row: &Row) -> Result<CampaignSettings, StoreError> {
    Ok(CampaignSettings {
        id: CampaignId(row.get("id")?),
        slug: row.parse("slug")?,
        name: row.get("name")?,
        active: row.get("active")?,
        themes: Vec::new(),
        staff: Vec::new(),
        sessions: Vec::new(),
    })
}

fn theme(row: &Row) -> Result<Named<ThemeId>, StoreError> {
    Ok(Named { id: ThemeId(row.get("id")?), slug: row.parse("slug")?, name: row.get("name")? })
}
