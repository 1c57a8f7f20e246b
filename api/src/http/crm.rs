//! The page of a demonstration on which a partner's site carries the widget, beside a CRM that receives its deliveries;
//! see [`crate::webhooks::crm`].

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use creno_types::ProblemCode;
use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::sync::watch;

use super::problem::{Answer, Refusal};
use crate::app::App;
use crate::webhooks::crm::{Crm, Entry};

/// Proxies close what is silent for longer.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// What the CRM received, and goes on receiving, as server-sent events. Who was cut off is told what came since.
pub(super) async fn list_received(
    State(app): State<App>,
    headers: HeaderMap,
) -> Answer<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    let crm = app.crm.clone().ok_or_else(|| Refusal::new(ProblemCode::NotFound))?;
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse().ok());
    let follower = Follower {
        last: crm.subscribe(),
        crm,
        after: last.unwrap_or_default(),
        pending: VecDeque::new(),
        current: false,
    };
    let events = unfold(follower, async |mut follower| Some((follower.next().await?, follower)));
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

/// Somebody who looks at the CRM.
struct Follower {
    crm: Arc<Crm>,
    last: watch::Receiver<Option<u64>>,
    after: u64,
    pending: VecDeque<Entry>,
    /// Whether they were told that what was there has been told.
    current: bool,
}

impl Follower {
    /// The next event; none when the server stops.
    async fn next(&mut self) -> Option<Result<Event, Infallible>> {
        loop {
            if let Some(entry) = self.pending.pop_front() {
                self.after = entry.number;
                let event = Event::default().event("delivery").id(entry.number.to_string());
                return Some(Ok(event.json_data(&entry).unwrap_or_default()));
            }
            // Marked as seen before it is looked at: what comes in between is not missed.
            (*self.last.borrow_and_update())?;
            self.pending = self.crm.after(self.after).into();
            if self.pending.is_empty() {
                if !self.current {
                    self.current = true;
                    // Browsers pass by events without data.
                    return Some(Ok(Event::default().event("current").data("now")));
                }
                self.last.changed().await.ok()?;
            }
        }
    }
}
