//! Messages as far as a profile reaches and shows.

use creno_types::message::{Audience, Messages, MessagesQuery};

use crate::app::App;
use crate::store::staff::Member;
use crate::store::{StoreError, messages};

/// Messages of a page, when nothing is asked, and at most.
const PAGE: (u32, u32) = (50, 200);

/// A page of the journal of messages. A profile that does not see how clients are reached sees neither the addresses
/// nor the texts, which name them.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App, member: &Member, query: &MessagesQuery) -> Result<Messages, StoreError> {
    let limit = query.limit.unwrap_or(PAGE.0).clamp(1, PAGE.1);
    let mut items = messages::list_messages(&app.db, member, query, limit + 1).await?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    for message in &mut items {
        if message.audience == Audience::Client && !member.sight.sees_recipient(message.medium)
            || member.sight.masks_contact()
        {
            message.recipient = None;
        }
        message.error = message.error.take().map(|error| member.sight.redacted(&error));
        if !member.sight.sees_texts() {
            (message.subject, message.body) = (None, None);
        }
    }
    let next = items.last().map(|message| message.id).filter(|_| more);
    Ok(Messages { items, next })
}
