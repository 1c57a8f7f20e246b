//! The CRM of a demonstration: it stands for the organisation's own, receives deliveries in this process, checks their
//! signature as theirs would, and shows them on a page.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use creno_types::event::Event;
use creno_types::webhook::{CheckedWebhook, NewWebhook};
use secrecy::SecretString;
use serde::Serialize;
use standardwebhooks::{HEADER_WEBHOOK_ID, HEADER_WEBHOOK_SIGNATURE, HEADER_WEBHOOK_TIMESTAMP};
use subtle::ConstantTimeEq as _;
use tokio::sync::watch;

use super::{Outgoing, Posted, Reply, Transport, WebhookError, endpoints, sign};
use crate::app::{App, Clock};

/// Where the CRM is, below the public address.
const PATH: &str = "/demo/crm";
/// Slug of the CRM's webhook.
pub const SLUG: &str = "crm-de-demonstration";
/// How many deliveries are kept to be shown.
const KEPT: usize = 50;
/// How old a delivery may be, and how far ahead, in seconds: what Standard Webhooks' own libraries accept.
const TOLERANCE: i64 = 5 * 60;

/// Has the CRM told of what happens from now on, where there is one.
///
/// # Errors
/// When the database fails, or has it told already.
pub(crate) async fn seed(app: &App) -> Result<(), WebhookError> {
    let Some(crm) = &app.crm else { return Ok(()) };
    crm.clear();
    let new = NewWebhook {
        slug: SLUG.into(),
        url: crm.url().into(),
        description: "Le CRM simulé de la page /demo/integration".into(),
        events: Vec::new(),
    };
    let settings = CheckedWebhook::check(&new, |_| None).map_err(WebhookError::InvalidFields)?;
    endpoints::add(app, settings, &Crm::secret()).await.map(drop)
}

/// The simulated CRM.
#[derive(Debug)]
pub struct Crm {
    url: String,
    clock: Arc<dyn Clock>,
    received: Mutex<Received>,
    /// The number of the last delivery; closed when the server stops.
    last: watch::Sender<Option<u64>>,
}

#[derive(Debug)]
struct Received {
    next: u64,
    entries: VecDeque<Entry>,
}

/// A delivery, as the CRM shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// Its number here.
    pub number: u64,
    /// `webhook-id`.
    pub message: String,
    /// When it was received, in UTC.
    pub received_at: chrono::DateTime<chrono::Utc>,
    /// Whether its signature is good.
    pub verified: bool,
    /// Whether it was received before.
    pub again: bool,
    /// What it told; none for a test, and for what is not to be believed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<Event>,
}

impl Crm {
    /// An empty one.
    pub fn new(public_url: &str, clock: Arc<dyn Clock>) -> Self {
        let url = format!("{public_url}{PATH}");
        // Numbers go on from one process to the next, for pages that ask what came after one.
        let next = u64::try_from(clock.now().timestamp_millis()).unwrap_or_default();
        let received = Mutex::new(Received { next, entries: VecDeque::new() });
        Self { url, clock, received, last: watch::Sender::new(Some(next)) }
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The secret that its deliveries are signed with. Known to everyone, as the demonstration's accounts are: the
    /// database outlives the process, and both must have the same.
    pub fn secret() -> SecretString {
        SecretString::from("whsec_Y3Jlbm8tZGVtb25zdHJhdGlvbi1zZWNyZXQtMDE=")
    }

    /// What was received after the entry of that number, the oldest first.
    pub fn after(&self, number: u64) -> Vec<Entry> {
        let received = self.received.lock().unwrap_or_else(PoisonError::into_inner);
        // Of a process whose clock was ahead: everything is shown.
        let number = if number > received.next { 0 } else { number };
        received.entries.iter().filter(|entry| entry.number > number).cloned().collect()
    }

    /// Tells of each entry from now on, and of the end.
    pub fn subscribe(&self) -> watch::Receiver<Option<u64>> {
        self.last.subscribe()
    }

    /// Ends what waits for entries: the server stops.
    pub fn close(&self) {
        self.last.send_replace(None);
    }

    /// Forgets everything: the demonstration starts afresh. Numbers go on.
    pub fn clear(&self) {
        self.received.lock().unwrap_or_else(PoisonError::into_inner).entries.clear();
    }

    /// Receives a delivery as an HTTP server would, and answers its status.
    fn receive(&self, outgoing: &Outgoing) -> u16 {
        let verified = self.is_signed(outgoing);
        let message = outgoing.headers.get(HEADER_WEBHOOK_ID).cloned().unwrap_or_default();
        let event = if verified { serde_json::from_str(&outgoing.body).ok() } else { None };
        let mut received = self.received.lock().unwrap_or_else(PoisonError::into_inner);
        received.next += 1;
        let number = received.next;
        let again = received.entries.iter().any(|entry| entry.message == message && entry.verified);
        let received_at = self.clock.now();
        received.entries.push_back(Entry { number, message, received_at, verified, again, event });
        if received.entries.len() > KEPT {
            received.entries.pop_front();
        }
        drop(received);
        self.last.send_if_modified(|last| last.is_some() && last.replace(number).is_some());
        if verified { 204 } else { 401 }
    }

    fn is_signed(&self, outgoing: &Outgoing) -> bool {
        let header = |name: &str| outgoing.headers.get(name).map_or("", String::as_str);
        let Ok(timestamp) = header(HEADER_WEBHOOK_TIMESTAMP).parse::<i64>() else { return false };
        if (self.clock.now().timestamp() - timestamp).abs() > TOLERANCE {
            return false;
        }
        let expected = sign::headers(header(HEADER_WEBHOOK_ID), timestamp, &outgoing.body, &[Self::secret()]);
        let Ok([.., (_, expected)]) = expected else { return false };
        let mut given = header(HEADER_WEBHOOK_SIGNATURE).split(' ');
        given.any(|signature| signature.as_bytes().ct_eq(expected.as_bytes()).into())
    }
}

/// In a demonstration nothing leaves: what is for the CRM goes to it in this process, the rest is kept.
#[async_trait]
impl Transport for Crm {
    async fn post(&self, outgoing: &Outgoing) -> Posted {
        if outgoing.url == self.url {
            Posted::Answered(Reply { status: self.receive(outgoing), ..Reply::default() })
        } else {
            Posted::Kept
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::app::SettableClock;

    #[tokio::test]
    async fn only_what_is_signed_in_time_is_believed() {
        let clock = Arc::new(SettableClock::default());
        let crm = Crm::new("http://localhost:8080", clock.clone());
        let now = clock.now().timestamp();
        let send = |id: &'static str, timestamp: i64, body: &'static str, secret: SecretString| {
            let headers = sign::headers(id, timestamp, "{}", &[secret]).unwrap();
            let headers: BTreeMap<_, _> = headers.into_iter().collect();
            Outgoing { url: crm.url().to_owned(), headers, body: body.to_owned() }
        };
        let other = SecretString::from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        for (id, timestamp, body, secret, status) in [
            ("evt_1", now, "{}", Crm::secret(), 204),
            ("evt_1", now - 200, "{}", Crm::secret(), 204),
            ("evt_2", now - 400, "{}", Crm::secret(), 401),
            ("evt_3", now + 400, "{}", Crm::secret(), 401),
            ("evt_4", now, "{ }", Crm::secret(), 401),
            ("evt_5", now, "{}", other, 401),
        ] {
            let Posted::Answered(reply) = crm.post(&send(id, timestamp, body, secret)).await else {
                panic!("{id}: not answered")
            };
            assert_eq!(reply.status, status, "{id} {timestamp}");
        }
        let all = crm.after(0);
        let again: Vec<_> = all.iter().map(|entry| (entry.verified, entry.again)).collect();
        assert_eq!(again[..3], [(true, false), (true, true), (false, false)]);
        assert_eq!(crm.after(all[4].number).len(), 1);
        assert_eq!(crm.after(all[5].number + 9).len(), 6, "of another process");
        let elsewhere =
            Outgoing { url: "https://crm.example.fr/".into(), ..send("evt_6", now, "{}", Crm::secret()) };
        assert!(matches!(crm.post(&elsewhere).await, Posted::Kept));
        for _ in 0..60 {
            crm.post(&send("evt_7", now, "{}", Crm::secret())).await;
        }
        assert_eq!(crm.after(0).len(), KEPT, "bounded");
    }
}
