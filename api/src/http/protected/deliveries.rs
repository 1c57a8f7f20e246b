use axum::extract::State;
use axum::http::HeaderName;
use axum::response::Response;
use creno_types::Problem;
use creno_types::staff::Permission;
use creno_types::webhook::{
    Deliveries, DeliveriesQuery, Delivery, DeliveryWithAttempts, ReplayPeriod, Replayed,
};
use uuid::Uuid;

use crate::app::App;
use crate::http::caching::{NO_STORE, listed};
use crate::http::extract::{Actor, Json, Path, Query};
use crate::http::problem::{Answer, Refusal};
use crate::webhooks::{WebhookError, log};

/// An answer that nobody may keep.
pub(super) type Unkept<T> = ([(HeaderName, &'static str); 1], axum::Json<T>);

pub(super) fn unkept<T>(body: T) -> Unkept<T> {
    (NO_STORE, axum::Json(body))
}

/// A name of a delivery that is no id names none.
fn read(delivery: &str) -> Result<Uuid, Refusal> {
    delivery.parse().map_err(|_| WebhookError::UnknownDelivery.into())
}

/// What a server was told.
///
/// And is still to be told, the latest first. The header `Link` leads to the next page.
#[utoipa::path(get, path = "/api/v1/webhooks/{webhook}/deliveries", tag = "Webhooks",
    params(("webhook" = String, Path), DeliveriesQuery),
    responses((status = 200, body = Deliveries), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(crate) async fn list_deliveries(
    State(app): State<App>,
    actor: Actor,
    Path(webhook): Path<String>,
    Query(query): Query<DeliveriesQuery>,
) -> Answer<Response> {
    actor.with_all_of(Permission::Administer)?;
    let page = log::list(&app, &webhook, &query).await?;
    let path = format!("/api/v1/webhooks/{webhook}/deliveries");
    Ok(listed(&path, &query, page.next.map(|next| next.to_string()), &page))
}

/// One delivery, with its attempts.
///
/// What was sent, but for the client, and what was answered.
#[utoipa::path(get, path = "/api/v1/webhooks/{webhook}/deliveries/{delivery}", tag = "Webhooks",
    params(("webhook" = String, Path), ("delivery" = String, Path)),
    responses((status = 200, body = DeliveryWithAttempts), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub(crate) async fn get_delivery(
    State(app): State<App>,
    actor: Actor,
    Path((webhook, delivery)): Path<(String, String)>,
) -> Answer<Unkept<DeliveryWithAttempts>> {
    actor.with_all_of(Permission::Administer)?;
    Ok(unkept(log::find(&app, &webhook, read(&delivery)?).await?))
}

/// Tells a server again.
///
/// By the same `webhook-id`, with the client as known now. One that waits goes on waiting.
#[utoipa::path(post, path = "/api/v1/webhooks/{webhook}/deliveries/{delivery}/replay", tag = "Webhooks",
    params(("webhook" = String, Path), ("delivery" = String, Path)),
    responses((status = 200, body = Delivery), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(crate) async fn replay_delivery(
    State(app): State<App>,
    actor: Actor,
    Path((webhook, delivery)): Path<(String, String)>,
) -> Answer<Unkept<Delivery>> {
    actor.with_all_of(Permission::Administer)?;
    Ok(unkept(log::replay(&app, &webhook, read(&delivery)?).await?))
}

/// Gives up a delivery.
///
/// One that waits and can't succeed, so that those of its appointment that come after it are sent.
#[utoipa::path(post, path = "/api/v1/webhooks/{webhook}/deliveries/{delivery}/give-up", tag = "Webhooks",
    params(("webhook" = String, Path), ("delivery" = String, Path)),
    responses((status = 200, body = Delivery), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem)))]
pub(crate) async fn give_up_delivery(
    State(app): State<App>,
    actor: Actor,
    Path((webhook, delivery)): Path<(String, String)>,
) -> Answer<Unkept<Delivery>> {
    actor.with_all_of(Permission::Administer)?;
    Ok(unkept(log::give_up(&app, &webhook, read(&delivery)?).await?))
}

/// Tells a server again of a period.
///
/// What happened in it, as far as the server's types go, whether it was told already or not; 10 000 events at most.
#[utoipa::path(post, path = "/api/v1/webhooks/{webhook}/replay", tag = "Webhooks", params(("webhook" = String, Path)),
    request_body = ReplayPeriod,
    responses((status = 200, body = Replayed), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn replay_period(
    State(app): State<App>,
    actor: Actor,
    Path(webhook): Path<String>,
    Json(period): Json<ReplayPeriod>,
) -> Answer<Unkept<Replayed>> {
    actor.with_all_of(Permission::Administer)?;
    Ok(unkept(log::replay_period(&app, &webhook, &period).await?))
}
