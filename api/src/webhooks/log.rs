//! What a server was told, and telling it again.

use chrono::{DateTime, Utc};
use creno_types::webhook::{
    Deliveries, DeliveriesQuery, Delivery, DeliveryWithAttempts, ReplayPeriod, Replayed,
};
use creno_types::{FieldError, FieldErrorCode};
use uuid::Uuid;

use super::publish::{new_deliveries, wanted};
use super::{WebhookError, endpoints};
use crate::app::App;
use crate::store::deliveries::{self, DeliveryFilter};
use crate::store::walk::Walk;
use crate::store::{attempts, journal};

/// Deliveries of a page, when nothing is asked, and at most.
const PAGE: (u32, u32) = (50, 200);
/// The most events that one call tells again.
const MOST_REPLAYED: i64 = 10_000;

/// A page of what a server was told, in the order asked.
///
/// # Errors
/// When there is no such server.
pub async fn list(app: &App, name: &str, query: &DeliveriesQuery) -> Result<Deliveries, WebhookError> {
    let endpoint = endpoints::endpoint(app, name).await?;
    let limit = query.limit.unwrap_or(PAGE.0).clamp(1, PAGE.1);
    let filter = DeliveryFilter {
        endpoint: endpoint.id,
        state: query.state,
        paused: endpoint.paused.is_some(),
        from: query.from.map_or(EVER.0, |from| from.utc().clamp(EVER.0, EVER.1)),
        to: query.to.map_or(EVER.1, |to| to.utc().clamp(EVER.0, EVER.1)),
        walk: Walk { order: query.order, after: query.cursor },
    };
    let mut items = deliveries::list_deliveries(&app.db, &filter, limit + 1).await?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items.last().map(|delivery| delivery.id).filter(|_| more);
    Ok(Deliveries { items, next })
}

/// Before and after all that is written, in years of four digits: tables sort their texts.
const EVER: (DateTime<Utc>, DateTime<Utc>) = (DateTime::UNIX_EPOCH, end_of_time());

const fn end_of_time() -> DateTime<Utc> {
    match DateTime::from_timestamp(253_402_300_799, 0) {
        Some(end) => end,
        None => DateTime::<Utc>::MAX_UTC,
    }
}

/// A delivery, with its attempts.
///
/// # Errors
/// When the server has no such delivery.
pub async fn find(app: &App, name: &str, delivery: Uuid) -> Result<DeliveryWithAttempts, WebhookError> {
    let endpoint = endpoints::id(app, name).await?;
    let found = deliveries::find_delivery(&app.db, endpoint, delivery).await?;
    let delivery = found.ok_or(WebhookError::UnknownDelivery)?;
    let log = attempts::list_attempts(&app.db, delivery.id).await?;
    Ok(DeliveryWithAttempts { delivery, log })
}

/// Tells a server again: the same id, so that it knows it again. One that waits goes on waiting.
///
/// # Errors
/// When the server has no such delivery, or it is a test.
pub async fn replay(app: &App, name: &str, delivery: Uuid) -> Result<Delivery, WebhookError> {
    let endpoint = endpoints::id(app, name).await?;
    let found = deliveries::find_delivery(&app.db, endpoint, delivery).await?;
    if found.ok_or(WebhookError::UnknownDelivery)?.position.is_none() {
        return Err(WebhookError::TestReplayed);
    }
    let mut tx = app.db.begin().await?;
    deliveries::replay(&mut tx, delivery, endpoint, app.now()).await?;
    tx.commit().await?;
    deliveries::find_delivery(&app.db, endpoint, delivery).await?.ok_or(WebhookError::UnknownDelivery)
}

/// Gives up a delivery that waits, so that those after it come.
///
/// # Errors
/// When the server has no such delivery, or it is over.
pub async fn give_up(app: &App, name: &str, delivery: Uuid) -> Result<Delivery, WebhookError> {
    let endpoint = endpoints::id(app, name).await?;
    let mut tx = app.db.begin().await?;
    let given_up = deliveries::give_up(&mut tx, delivery, endpoint, app.now()).await?;
    tx.commit().await?;
    let found = deliveries::find_delivery(&app.db, endpoint, delivery).await?;
    let found = found.ok_or(WebhookError::UnknownDelivery)?;
    if given_up { Ok(found) } else { Err(WebhookError::DeliveryOver) }
}

/// Tells a server again what happened in a period, whether it was told already or not, as far as its types go.
///
/// # Errors
/// When there is no such server, the period is empty, or more happened in it than one call tells again.
pub async fn replay_period(app: &App, name: &str, period: &ReplayPeriod) -> Result<Replayed, WebhookError> {
    let endpoint = endpoints::endpoint(app, name).await?;
    let fault = |field, code| WebhookError::InvalidFields(vec![FieldError::new(field, code)]);
    if period.to <= period.from {
        return Err(fault("to", FieldErrorCode::EndsBeforeStart));
    }
    let (from, to) = (period.from.utc().clamp(EVER.0, EVER.1), period.to.utc().clamp(EVER.0, EVER.1));
    let mut tx = app.db.begin().await?;
    let events = journal::list_period(&mut tx, from, to, MOST_REPLAYED + 1).await?;
    if i64::try_from(events.len()).is_ok_and(|count| count > MOST_REPLAYED) {
        tx.rollback().await?;
        return Err(fault("to", FieldErrorCode::OutOfRange));
    }
    let new = new_deliveries(app, endpoint.id, wanted(&endpoint.settings.events, &events));
    let deliveries = deliveries::replay_deliveries(&mut tx, &new, app.now()).await?;
    tx.commit().await?;
    Ok(Replayed { deliveries })
}
