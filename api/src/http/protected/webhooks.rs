use axum::extract::State;
use axum::http::StatusCode;
use creno_types::Problem;
use creno_types::staff::Permission;
use creno_types::webhook::{
    CreatedWebhook, Delivery, NewWebhook, RotateSecret, RotatedSecret, Webhook, WebhookPatch, Webhooks,
};

use super::deliveries::{Unkept, unkept};
use crate::app::App;
use crate::http::extract::{Actor, Json, Path};
use crate::http::problem::Answer;
use crate::webhooks::endpoints;

/// The servers that are told what happens to appointments.
///
/// By slug, without their secrets.
#[utoipa::path(get, path = "/api/v1/webhooks", tag = "Webhooks",
    responses((status = 200, body = Webhooks), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(crate) async fn list_webhooks(State(app): State<App>, actor: Actor) -> Answer<Unkept<Webhooks>> {
    actor.with_all_of(Permission::Administer)?;
    Ok(unkept(endpoints::list(&app).await?))
}

/// Adds a server to tell.
///
/// It is told of what happens from now on. The answer has its secret, which is never shown again.
#[utoipa::path(post, path = "/api/v1/webhooks", tag = "Webhooks", request_body = NewWebhook,
    responses((status = 201, body = CreatedWebhook), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 422, body = Problem)))]
pub(crate) async fn create_webhook(
    State(app): State<App>,
    actor: Actor,
    Json(new): Json<NewWebhook>,
) -> Answer<(StatusCode, Unkept<CreatedWebhook>)> {
    let member = actor.with_all_of(Permission::Administer)?;
    Ok((StatusCode::CREATED, unkept(endpoints::create(&app, &member, &new).await?)))
}

/// One server to tell.
///
/// Named by slug or id.
#[utoipa::path(get, path = "/api/v1/webhooks/{webhook}", tag = "Webhooks", params(("webhook" = String, Path)),
    responses((status = 200, body = Webhook), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub(crate) async fn get_webhook(
    State(app): State<App>,
    actor: Actor,
    Path(webhook): Path<String>,
) -> Answer<Unkept<Webhook>> {
    actor.with_all_of(Permission::Administer)?;
    Ok(unkept(endpoints::find(&app, &webhook).await?))
}

/// Changes a server to tell.
///
/// What is absent stays. What waits goes to the new address.
#[utoipa::path(patch, path = "/api/v1/webhooks/{webhook}", tag = "Webhooks", params(("webhook" = String, Path)),
    request_body = WebhookPatch,
    responses((status = 200, body = Webhook), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn update_webhook(
    State(app): State<App>,
    actor: Actor,
    Path(webhook): Path<String>,
    Json(patch): Json<WebhookPatch>,
) -> Answer<Unkept<Webhook>> {
    let member = actor.with_all_of(Permission::Administer)?;
    Ok(unkept(endpoints::update(&app, &member, &webhook, &patch).await?))
}

/// Removes a server to tell.
///
/// With what waits for it, and the journal of what it was told.
#[utoipa::path(delete, path = "/api/v1/webhooks/{webhook}", tag = "Webhooks", params(("webhook" = String, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub(crate) async fn delete_webhook(
    State(app): State<App>,
    actor: Actor,
    Path(webhook): Path<String>,
) -> Answer<StatusCode> {
    let member = actor.with_all_of(Permission::Administer)?;
    endpoints::delete(&app, &member, &webhook).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Draws another secret.
///
/// The answer has it, and it is never shown again. Until the overlap ends, deliveries bear two signatures.
#[utoipa::path(post, path = "/api/v1/webhooks/{webhook}/secret", tag = "Webhooks", params(("webhook" = String, Path)),
    request_body = RotateSecret,
    responses((status = 200, body = RotatedSecret), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn rotate_secret(
    State(app): State<App>,
    actor: Actor,
    Path(webhook): Path<String>,
    Json(wish): Json<RotateSecret>,
) -> Answer<Unkept<RotatedSecret>> {
    let member = actor.with_all_of(Permission::Administer)?;
    Ok(unkept(endpoints::rotate(&app, &member, &webhook, &wish).await?))
}

/// Sends a test.
///
/// At once, even to a server that is paused, and once. The answer is its delivery: read it again to see what came of it.
#[utoipa::path(post, path = "/api/v1/webhooks/{webhook}/test", tag = "Webhooks", params(("webhook" = String, Path)),
    responses((status = 202, body = Delivery), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub(crate) async fn test_webhook(
    State(app): State<App>,
    actor: Actor,
    Path(webhook): Path<String>,
) -> Answer<(StatusCode, Unkept<Delivery>)> {
    actor.with_all_of(Permission::Administer)?;
    Ok((StatusCode::ACCEPTED, unkept(endpoints::test(&app, &webhook).await?)))
}

/// Pauses a server to tell.
///
/// What happens meanwhile is told when it is resumed.
#[utoipa::path(post, path = "/api/v1/webhooks/{webhook}/pause", tag = "Webhooks", params(("webhook" = String, Path)),
    responses((status = 200, body = Webhook), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub(crate) async fn pause_webhook(
    State(app): State<App>,
    actor: Actor,
    Path(webhook): Path<String>,
) -> Answer<Unkept<Webhook>> {
    let member = actor.with_all_of(Permission::Administer)?;
    Ok(unkept(endpoints::pause(&app, &member, &webhook).await?))
}

/// Resumes a server to tell.
///
/// It is told at once of what happened meanwhile, in order.
#[utoipa::path(post, path = "/api/v1/webhooks/{webhook}/resume", tag = "Webhooks", params(("webhook" = String, Path)),
    responses((status = 200, body = Webhook), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub(crate) async fn resume_webhook(
    State(app): State<App>,
    actor: Actor,
    Path(webhook): Path<String>,
) -> Answer<Unkept<Webhook>> {
    let member = actor.with_all_of(Permission::Administer)?;
    Ok(unkept(endpoints::resume(&app, &member, &webhook).await?))
}
