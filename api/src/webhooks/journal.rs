//! The journal of events, for those who ask rather than being told.

use creno_types::appointment::ClientSummary;
use creno_types::event::{Events, EventsQuery};
use creno_types::webhook::EventType;

use super::{payload, publish};
use crate::app::App;
use crate::store::staff::Member;
use crate::store::{StoreError, journal};

/// Events of a page, when nothing is asked, and at most.
const PAGE: (u32, u32) = (100, 500);

/// A page of the journal, the oldest first. A profile that does not see how clients are reached does not see who comes.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App, member: &Member, query: &EventsQuery) -> Result<Events, StoreError> {
    // What is committed by now is to be seen, whether the worker came round or not.
    publish::number(app).await?;
    let limit = query.limit.unwrap_or(PAGE.0).clamp(1, PAGE.1);
    let after = query.after.unwrap_or_default().max(0);
    // No test is in the journal.
    if query.kind == Some(EventType::Test) {
        return Ok(Events { items: Vec::new(), next: after, more: false });
    }
    let head = journal::find_head(&app.db).await?;
    let mut found = journal::list_events(&app.db, after, query.kind, limit + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    // Those of other types are passed by once, not at each call. What was numbered since is seen by the next.
    let last = found.last().map(|event| event.position);
    let next = if more { last.unwrap_or(after) } else { last.unwrap_or(after).max(head) };
    let mut items: Vec<_> = found.into_iter().map(|event| payload::event(app, event)).collect();
    for event in &mut items {
        if member.sight.masks_contact() {
            event.data.client = None;
        }
        if let Some(client) = &mut event.data.client {
            let mut seen = ClientSummary {
                name: std::mem::take(&mut client.name),
                email: client.email.take(),
                phone: client.phone.take(),
            };
            member.sight.dim(&mut seen);
            (client.name, client.email, client.phone) = (seen.name, seen.email, seen.phone);
            member.sight.dim_answers(&mut client.answers);
        }
    }
    Ok(Events { items, next, more })
}
