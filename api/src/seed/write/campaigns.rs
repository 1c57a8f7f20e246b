//! Campaigns, who takes part, and when.

use creno_engine::WindowKind;
use serde_json::json;
use sqlx::types::Json;

use super::insert;
use super::people::{agency, window_id};
use crate::seed::SeedError;
use crate::seed::rows::Network;
use crate::store::Tx;

const CAMPAIGN: &str = "INSERT INTO campaign (id, slug, name, active)";
const CAMPAIGN_THEME: &str = "INSERT INTO campaign_theme (campaign_id, theme_id)";
const CAMPAIGN_STAFF: &str = "INSERT INTO campaign_staff (campaign_id, staff_id, priority)";
const SESSION: &str =
    "INSERT INTO campaign_session (id, campaign_id, agency_id, weekday, every, nth, valid_from,
    valid_until, from_minute, to_minute, channels)";

/// Writes the campaigns of a network.
pub(super) async fn campaigns(tx: &mut Tx, network: &Network) -> Result<(), SeedError> {
    let campaigns = &network.campaigns;
    insert(tx, CAMPAIGN, 4, campaigns, |query, campaign| {
        query.bind(campaign.id).bind(campaign.slug).bind(campaign.name).bind(true)
    })
    .await?;
    let themes: Vec<_> = campaigns
        .iter()
        .flat_map(|campaign| campaign.themes.iter().map(|theme| (campaign.id, network.themes[*theme].id)))
        .collect();
    insert(tx, CAMPAIGN_THEME, 2, &themes, |query, (campaign, theme)| query.bind(*campaign).bind(*theme))
        .await?;
    let staff: Vec<_> = campaigns
        .iter()
        .flat_map(|campaign| {
            (1_i64..).zip(&campaign.staff).map(|(rank, who)| (campaign.id, network.staff[*who].id, rank))
        })
        .collect();
    insert(tx, CAMPAIGN_STAFF, 3, &staff, |query, (campaign, person, rank)| {
        query.bind(*campaign).bind(*person).bind(*rank)
    })
    .await?;
    let sessions: Vec<_> = campaigns
        .iter()
        .flat_map(|campaign| {
            campaign.sessions.iter().enumerate().filter_map(|(rank, session)| match session.kind {
                WindowKind::Recurring(recurrence) => Some((campaign.id, rank, session, recurrence)),
                WindowKind::Opening(_) | WindowKind::Closing(_) => None,
            })
        })
        .collect();
    insert(tx, SESSION, 11, &sessions, |query, (campaign, rank, session, recurrence)| {
        query
            .bind(window_id(*campaign, *rank))
            .bind(*campaign)
            .bind(agency(session))
            .bind(i64::from(recurrence.weekday.number_from_monday()))
            .bind(i64::from(recurrence.interval))
            .bind(recurrence.nth.map(i64::from))
            .bind(recurrence.valid_from)
            .bind(recurrence.valid_until)
            .bind(i64::from(session.from))
            .bind(i64::from(session.to))
            .bind(Json(json!(session.channels)))
    })
    .await?;
    Ok(())
}
