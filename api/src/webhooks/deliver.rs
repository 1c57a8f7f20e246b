//! One attempt of a delivery, and what follows from it.

use std::collections::BTreeMap;
use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};
use creno_types::ZonedInstant;
use creno_types::webhook::{Attempt, EventType, PauseReason};
use secrecy::SecretString;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{LONGEST_PAUSE, Outgoing, PAUSES, Posted, Reply, payload, seal, sign};
use crate::app::App;
use crate::outbox::{Job, enqueue, jittered};
use crate::store::deliveries::{self, ClaimedDelivery, message_id};
use crate::store::webhooks::{self, Endpoint};
use crate::store::{StoreError, Tx, attempts, journal};

/// Makes an attempt, notes it, and says what is next: nothing more, another attempt, or a pause of the server.
///
/// # Errors
/// When the database fails: the attempt is made again when the lease ends.
pub(super) async fn attempt(app: &App, claimed: &ClaimedDelivery) -> Result<(), StoreError> {
    // Removed meanwhile, and its deliveries with it.
    let Some(endpoint) = webhooks::find_target(&app.db, claimed.endpoint).await? else {
        return Ok(());
    };
    let (at, clock) = (app.now(), Instant::now());
    let (outgoing, posted) = post(app, claimed, &endpoint, at).await?;
    let outcome = Outcome::of(&posted, app.now());
    let attempt = logged(outgoing, posted, &outcome, at, clock);
    let mut tx = app.db.begin().await?;
    attempts::insert_attempt(&mut tx, app.new_id(), claimed.id, at, attempt).await?;
    settle(app, &mut tx, claimed, &endpoint, &outcome).await?;
    tx.commit().await
}

/// What was posted, the body as it is kept.
struct Sent {
    outgoing: Outgoing,
    kept_body: String,
}

async fn post(
    app: &App,
    claimed: &ClaimedDelivery,
    endpoint: &Endpoint,
    at: DateTime<Utc>,
) -> Result<(Sent, Posted), StoreError> {
    let body = match claimed.kind {
        EventType::Test => Some(payload::test(app, claimed)),
        _ => journal::find_event(&app.db, claimed.message)
            .await?
            .map(|event| json!(payload::event(app, event))),
    };
    let unsent = |body: Option<Value>| Sent {
        outgoing: Outgoing {
            url: endpoint.settings.url.clone(),
            headers: BTreeMap::new(),
            body: String::new(),
        },
        kept_body: body.map(payload::without_client).unwrap_or_default(),
    };
    let Some(body) = body else {
        return Ok((unsent(None), Posted::Failed("l’événement n’est plus au journal".into())));
    };
    let text = body.to_string();
    let signed = live_secrets(app, endpoint, at).and_then(|secrets| {
        sign::headers(&message_id(claimed.message), at.timestamp(), &text, &secrets).ok()
    });
    let Some(signed) = signed else {
        let why =
            "le secret de signature ne peut pas être relu (CRENO_SECRET a-t-il changé ?) : renouvelez-le";
        return Ok((unsent(Some(body)), Posted::Failed(why.into())));
    };
    let headers = signed.into_iter().chain([("content-type", "application/json".to_owned())]).collect();
    let outgoing = Outgoing { url: endpoint.settings.url.clone(), headers, body: text };
    let posted = app.webhooks.post(&outgoing).await;
    Ok((Sent { outgoing, kept_body: payload::without_client(body) }, posted))
}

/// The secrets that sign: the present one, then the one before while it is live.
fn live_secrets(app: &App, endpoint: &Endpoint, at: DateTime<Utc>) -> Option<Vec<SecretString>> {
    let mut secrets = vec![seal::open(app, endpoint.id, &endpoint.secret)?];
    if let Some((previous, _)) = endpoint.previous.as_ref().filter(|(_, until)| at < *until) {
        secrets.extend(seal::open(app, endpoint.id, previous));
    }
    Some(secrets)
}

/// What an attempt comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Outcome {
    Delivered,
    Kept,
    /// The server wants nothing any more.
    Gone(String),
    /// Another attempt, not before this time has passed.
    Failed {
        why: String,
        wait: Option<TimeDelta>,
    },
}

impl Outcome {
    fn of(posted: &Posted, now: DateTime<Utc>) -> Self {
        let reply = match posted {
            Posted::Kept => return Self::Kept,
            Posted::Failed(why) => return Self::Failed { why: why.clone(), wait: None },
            Posted::Answered(reply) => reply,
        };
        match reply.status {
            200..=299 => Self::Delivered,
            410 => Self::Gone("réponse 410 : le destinataire ne veut plus rien recevoir".into()),
            status @ 300..=399 => {
                let to = reply.headers.get("location").map_or("", String::as_str);
                let why = format!("redirection refusée (statut {status}) : donnez l’adresse définitive {to}");
                Self::Failed { why: why.trim_end().to_owned(), wait: None }
            }
            status => Self::Failed {
                why: format!("réponse {status}"),
                wait: matches!(status, 429 | 503).then(|| retry_after(reply, now)).flatten(),
            },
        }
    }

    fn error(&self) -> Option<String> {
        match self {
            Self::Delivered | Self::Kept => None,
            Self::Gone(why) | Self::Failed { why, .. } => Some(why.clone()),
        }
    }
}

/// When a server asks to be left until (RFC 9110 §10.2.3): seconds or a date.
fn retry_after(reply: &Reply, now: DateTime<Utc>) -> Option<TimeDelta> {
    let text = reply.headers.get("retry-after")?.trim();
    let wait = match text.parse::<u32>() {
        Ok(seconds) => TimeDelta::seconds(seconds.into()),
        Err(_) => DateTime::parse_from_rfc2822(text).ok()?.with_timezone(&Utc) - now,
    };
    (wait > TimeDelta::zero()).then(|| wait.min(LONGEST_PAUSE))
}

fn logged(sent: Sent, posted: Posted, outcome: &Outcome, at: DateTime<Utc>, clock: Instant) -> Attempt {
    let reply = match posted {
        Posted::Answered(reply) => Some(reply),
        Posted::Kept | Posted::Failed(_) => None,
    };
    let headers = sent.outgoing.headers.into_iter().map(|(name, value)| (name.to_owned(), value));
    Attempt {
        at: ZonedInstant::new(at, &Utc),
        duration_ms: i64::try_from(clock.elapsed().as_millis()).unwrap_or(i64::MAX),
        url: sent.outgoing.url,
        request_headers: headers.collect(),
        request_body: sent.kept_body,
        status: reply.as_ref().map(|reply| reply.status.into()),
        error: outcome.error(),
        answer_headers: reply.as_ref().map(|reply| reply.headers.clone()).unwrap_or_default(),
        answer_body: reply.map(|reply| reply.body).unwrap_or_default(),
    }
}

async fn settle(
    app: &App,
    tx: &mut Tx,
    claimed: &ClaimedDelivery,
    endpoint: &Endpoint,
    outcome: &Outcome,
) -> Result<(), StoreError> {
    let now = app.now();
    match outcome {
        Outcome::Delivered | Outcome::Kept => {
            deliveries::end_delivery(tx, claimed.id, *outcome == Outcome::Kept, now).await?;
            // It is back: what failed while it was away need not wait for its turn.
            if webhooks::clear_failing(tx, endpoint.id).await? {
                deliveries::hasten(tx, endpoint.id, now).await?;
            }
            Ok(())
        }
        // Whoever tries the connection reads the result, and tries again.
        Outcome::Gone(_) | Outcome::Failed { .. } if claimed.kind == EventType::Test => {
            deliveries::give_up(tx, claimed.id, endpoint.id, now).await.map(drop)
        }
        Outcome::Gone(_) => {
            deliveries::postpone_delivery(tx, claimed.id, now).await?;
            pause(app, tx, endpoint.id, PauseReason::Gone).await
        }
        Outcome::Failed { wait, .. } => {
            webhooks::set_failing(tx, endpoint.id, now).await?;
            let [chance] = app.random_bytes();
            match jittered(&PAUSES, claimed.attempts, chance) {
                Some(pause) => {
                    let pause = wait.map_or(pause, |wait| wait.max(pause));
                    deliveries::postpone_delivery(tx, claimed.id, now + pause).await
                }
                // It waits for the server to be resumed, as all that comes after it.
                None => {
                    deliveries::postpone_delivery(tx, claimed.id, now).await?;
                    pause(app, tx, endpoint.id, PauseReason::Failing).await
                }
            }
        }
    }
}

/// Pauses a server, and tells those who administer the network.
async fn pause(app: &App, tx: &mut Tx, endpoint: Uuid, reason: PauseReason) -> Result<(), StoreError> {
    if !webhooks::pause(tx, endpoint, reason, app.now()).await? {
        return Ok(());
    }
    tracing::warn!(webhook = %endpoint, reason = reason.as_str(), "a webhook is paused");
    for staff in webhooks::list_administrators(tx).await? {
        enqueue(app, tx, None, &Job::WebhookPaused { endpoint, staff }).await?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "deliver_tests.rs"]
mod tests;
