//! The servers that are told, as administrators set them.

use chrono::{DateTime, TimeDelta, Utc};
use creno_types::webhook::{
    CheckedWebhook, CreatedWebhook, Delivery, NewWebhook, PauseReason, RotateSecret, RotatedSecret, Webhook,
    WebhookPatch, WebhookState, Webhooks,
};
use creno_types::{FieldError, FieldErrorCode, ZonedInstant};
use secrecy::{ExposeSecret as _, SecretString};
use uuid::Uuid;

use super::worker::LEASE;
use super::{WebhookError, deliver, private_address, publish, seal, sign};
use crate::app::App;
use crate::store::deliveries;
use crate::store::journal;
use crate::store::webhooks::{self, Endpoint, NewEndpoint};

/// For how many hours the secret before signs as well, when nothing is asked.
const OVERLAP_HOURS: i64 = 24;

/// The servers, by slug.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App) -> Result<Webhooks, WebhookError> {
    let endpoints = webhooks::list_endpoints(&app.db).await?;
    Ok(Webhooks { items: endpoints.into_iter().map(shown).collect() })
}

/// One server, by slug or id.
///
/// # Errors
/// When there is none.
pub async fn find(app: &App, name: &str) -> Result<Webhook, WebhookError> {
    Ok(shown(endpoint(app, name).await?))
}

/// Adds a server, which is told of what happens from now on.
///
/// # Errors
/// When some fields can't be accepted.
pub async fn create(app: &App, new: &NewWebhook) -> Result<CreatedWebhook, WebhookError> {
    let settings =
        CheckedWebhook::check(new, |url| url_fault(app, url)).map_err(WebhookError::InvalidFields)?;
    let secret = sign::new_secret(app);
    let webhook = add(app, settings, &secret).await?;
    Ok(CreatedWebhook { webhook, secret: secret.expose_secret().to_owned() })
}

/// Adds a server whose secret is known.
///
/// # Errors
/// When another has its slug.
pub(crate) async fn add(
    app: &App,
    settings: CheckedWebhook,
    secret: &SecretString,
) -> Result<Webhook, WebhookError> {
    let id = app.new_id();
    let secret = seal::seal(app, id, secret).ok_or(WebhookError::Sealing)?;
    // What happened before is not told.
    while publish(app).await? {}
    let mut tx = app.db.begin().await?;
    let published = journal::find_head(&mut tx).await?;
    let new = NewEndpoint { id, settings, secret, published, at: app.now() };
    if let Err(error) = webhooks::insert_endpoint(&mut tx, new).await {
        tx.rollback().await?;
        if error.is_unique_violation() {
            let taken = FieldError::new("slug", FieldErrorCode::NameTaken);
            return Err(WebhookError::InvalidFields(vec![taken]));
        }
        return Err(error.into());
    }
    tx.commit().await?;
    find(app, &id.to_string()).await
}

/// Changes a server; what is absent stays.
///
/// # Errors
/// When there is none, some fields can't be accepted, or somebody changed it at the same time.
pub async fn update(app: &App, name: &str, patch: &WebhookPatch) -> Result<Webhook, WebhookError> {
    let Endpoint { id, settings, version, .. } = endpoint(app, name).await?;
    let settings = settings.patched(patch, |url| url_fault(app, url)).map_err(WebhookError::InvalidFields)?;
    let mut tx = app.db.begin().await?;
    if !webhooks::update_endpoint(&mut tx, id, version, &settings, app.now()).await? {
        tx.rollback().await?;
        return Err(WebhookError::Changed);
    }
    tx.commit().await?;
    find(app, &id.to_string()).await
}

/// Removes a server, with what it was told.
///
/// # Errors
/// When there is none.
pub async fn delete(app: &App, name: &str) -> Result<(), WebhookError> {
    let id = endpoint(app, name).await?.id;
    let mut tx = app.db.begin().await?;
    webhooks::delete_endpoint(&mut tx, id).await?;
    Ok(tx.commit().await?)
}

/// Draws another secret; the one before signs as well for a while.
///
/// # Errors
/// When there is no such server, or the overlap is too long.
pub async fn rotate(app: &App, name: &str, wish: &RotateSecret) -> Result<RotatedSecret, WebhookError> {
    let hours = wish.overlap_hours.unwrap_or(OVERLAP_HOURS);
    if !(0..=RotateSecret::MAX_OVERLAP).contains(&hours) {
        let fault = FieldError::new("overlap_hours", FieldErrorCode::OutOfRange);
        return Err(WebhookError::InvalidFields(vec![fault]));
    }
    let id = endpoint(app, name).await?.id;
    let (secret, now) = (sign::new_secret(app), app.now());
    let until = now + TimeDelta::hours(hours);
    let sealed = seal::seal(app, id, &secret).ok_or(WebhookError::Sealing)?;
    let mut tx = app.db.begin().await?;
    webhooks::rotate_secret(&mut tx, id, sealed, until, now).await?;
    tx.commit().await?;
    Ok(RotatedSecret { secret: secret.expose_secret().to_owned(), previous_secret_until: read(until) })
}

/// Pauses a server: what happens meanwhile is told when it is resumed.
///
/// # Errors
/// When there is none.
pub async fn pause(app: &App, name: &str) -> Result<Webhook, WebhookError> {
    let id = endpoint(app, name).await?.id;
    let mut tx = app.db.begin().await?;
    webhooks::pause(&mut tx, id, PauseReason::ByHand, app.now()).await?;
    tx.commit().await?;
    find(app, &id.to_string()).await
}

/// Resumes a server: what waits is due at once, in order.
///
/// # Errors
/// When there is none.
pub async fn resume(app: &App, name: &str) -> Result<Webhook, WebhookError> {
    let id = endpoint(app, name).await?.id;
    let (mut tx, now) = (app.db.begin().await?, app.now());
    if webhooks::resume(&mut tx, id, now).await? {
        deliveries::restart(&mut tx, id, now).await?;
    }
    tx.commit().await?;
    find(app, &id.to_string()).await
}

/// Sends a test, whether the server is paused or not: the delivery tells what comes of it.
///
/// # Errors
/// When there is no such server.
pub async fn test(app: &App, name: &str) -> Result<Delivery, WebhookError> {
    let id = endpoint(app, name).await?.id;
    let (mut tx, now) = (app.db.begin().await?, app.now());
    let claimed = deliveries::insert_test(&mut tx, app.new_id(), id, now + LEASE, now).await?;
    tx.commit().await?;
    let delivery = deliveries::find_delivery(&app.db, id, claimed.id).await?;
    let ours = app.clone();
    tokio::spawn(async move {
        if let Err(error) = deliver::attempt(&ours, &claimed).await {
            tracing::warn!(delivery = %claimed.id, %error, "the test of a webhook is not noted");
        }
    });
    delivery.ok_or(WebhookError::UnknownDelivery)
}

pub(super) async fn endpoint(app: &App, name: &str) -> Result<Endpoint, WebhookError> {
    webhooks::find_endpoint(&app.db, name).await?.ok_or(WebhookError::UnknownWebhook)
}

/// The CRM of a demonstration is this very server, which no other rule would let through.
fn url_fault(app: &App, url: &str) -> Option<FieldErrorCode> {
    match &app.crm {
        Some(crm) if crm.url() == url => None,
        _ => private_address::fault(url, &app.config.webhooks.hosts),
    }
}

fn shown(endpoint: Endpoint) -> Webhook {
    let paused = endpoint.paused;
    Webhook {
        id: endpoint.id,
        slug: endpoint.settings.slug,
        url: endpoint.settings.url,
        description: endpoint.settings.description,
        events: endpoint.settings.events,
        state: if paused.is_some() { WebhookState::Paused } else { WebhookState::Active },
        reason: paused.map(|(reason, _)| reason),
        paused_at: paused.map(|(_, at)| read(at)),
        failing_since: endpoint.failing_since.map(read),
        previous_secret_until: endpoint.previous.map(|(_, until)| read(until)),
        position: endpoint.published,
        waiting: endpoint.waiting,
        version: endpoint.version,
        created_at: read(endpoint.created_at),
        updated_at: read(endpoint.updated_at),
    }
}

fn read(at: DateTime<Utc>) -> ZonedInstant {
    ZonedInstant::new(at, &Utc)
}

/// The id of a server, for its deliveries.
pub(super) async fn id(app: &App, name: &str) -> Result<Uuid, WebhookError> {
    Ok(endpoint(app, name).await?.id)
}
