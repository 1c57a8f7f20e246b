use axum::extract::State;
use axum::http::{HeaderName, StatusCode};
use creno_types::Problem;
use creno_types::campaign::{CampaignSettings, Campaigns, NewCampaign};
use creno_types::staff::Permission;

use crate::app::App;
use crate::http::caching::{NO_STORE, Tagged};
use crate::http::extract::{Actor, IfMatch, Json, Path};
use crate::http::problem::Answer;
use crate::settings::campaigns;

/// Whoever may see when people receive may see campaigns.
const READERS: [Permission; 3] =
    [Permission::Administer, Permission::ManageAvailability, Permission::ViewAppointments];

/// Campaigns.
///
/// Those with a session in an agency within the reach of the profile, or in which the person takes part, by name.
#[utoipa::path(get, path = "/api/v1/campaigns", tag = "Réglages",
    responses((status = 200, body = Campaigns), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(crate) async fn list_campaigns(
    State(app): State<App>,
    actor: Actor,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<Campaigns>)> {
    let member = actor.with_any(&READERS)?;
    let items = campaigns::list(&app, &member).await?;
    Ok((NO_STORE, axum::Json(Campaigns { items })))
}

/// Adds a campaign.
///
/// With its themes, people and sessions; every fault is named with its place, such as `sessions[1].agency`.
#[utoipa::path(post, path = "/api/v1/campaigns", tag = "Réglages", request_body = NewCampaign,
    responses((status = 201, body = CampaignSettings), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 422, body = Problem)))]
pub(crate) async fn create_campaign(
    State(app): State<App>,
    actor: Actor,
    Json(new): Json<NewCampaign>,
) -> Answer<(StatusCode, axum::Json<CampaignSettings>)> {
    let member = actor.with(Permission::Administer)?;
    Ok((StatusCode::CREATED, axum::Json(campaigns::create(&app, &member, &new).await?)))
}

/// One campaign.
///
/// Named by slug or id.
#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}", tag = "Réglages", params(("campaign" = String, Path)),
    responses((status = 200, body = CampaignSettings, headers(("etag" = String))), (status = 304), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub(crate) async fn get_campaign(
    State(app): State<App>,
    actor: Actor,
    Path(campaign): Path<String>,
) -> Answer<Tagged<CampaignSettings>> {
    let member = actor.with_any(&READERS)?;
    Ok(Tagged(campaigns::find(&app, &member, &campaign).await?))
}

/// Replaces a campaign.
///
/// With its themes, people and sessions: what is absent is no more. Appointments already taken stay.
#[utoipa::path(put, path = "/api/v1/campaigns/{campaign}", tag = "Réglages", params(("campaign" = String, Path), ("If-Match" = Option<String>, Header, description = "Entity tag read before")),
    request_body = NewCampaign,
    responses((status = 200, body = CampaignSettings, headers(("etag" = String))), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn update_campaign(
    State(app): State<App>,
    actor: Actor,
    Path(campaign): Path<String>,
    IfMatch(seen): IfMatch,
    Json(new): Json<NewCampaign>,
) -> Answer<Tagged<CampaignSettings>> {
    let member = actor.with(Permission::Administer)?;
    Ok(Tagged(campaigns::update(&app, &member, &campaign, &seen, &new).await?))
}

/// Removes a campaign.
///
/// One through which appointments were taken is refused with `campaign_in_use`: switch it off instead.
#[utoipa::path(delete, path = "/api/v1/campaigns/{campaign}", tag = "Réglages", params(("campaign" = String, Path), ("If-Match" = Option<String>, Header, description = "Entity tag read before")),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 412, body = Problem), (status = 409, body = Problem)))]
pub(crate) async fn delete_campaign(
    State(app): State<App>,
    actor: Actor,
    Path(campaign): Path<String>,
    IfMatch(seen): IfMatch,
) -> Answer<StatusCode> {
    let member = actor.with(Permission::Administer)?;
    campaigns::delete(&app, &member, &campaign, &seen).await?;
    Ok(StatusCode::NO_CONTENT)
}
