//! What there is of an appointment's documents, and what is in them.

use bytes::Bytes;
use creno_types::document::{Document, DocumentKind, Documents, WantedDocument};
use creno_types::ids::DocumentId;
use creno_types::staff::Permission;

use super::turns::Reading;
use super::{DocumentError, MOST, refuse_over, removal};
use crate::app::App;
use crate::booking::Author;
use crate::journals;
use crate::store::appointments::FullAppointment;
use crate::store::documents::{self, KeptDocument};
use crate::store::staff::Member;

/// The documents of an appointment as `author` sees them; the look of staff is journaled.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App, full: &FullAppointment, author: Author<'_>) -> Result<Documents, DocumentError> {
    let (asked, kept) = tokio::try_join!(
        documents::find_asked(&app.db, full.appointment.theme.id),
        documents::list(&app.db, full.appointment.id),
    )?;
    let asked: Vec<_> = asked
        .documents
        .into_iter()
        .map(|asked| WantedDocument {
            received: kept.iter().any(|document| document.asked.as_ref() == Some(&asked.slug)),
            slug: asked.slug,
            label: asked.label,
            help: asked.help,
            required: asked.required,
        })
        .collect();
    let stands = refuse_over(app, full, author).is_ok();
    let open = stands && app.documents.is_open();
    let (can_send, can_read) = match author {
        Author::Client => (open && !asked.is_empty(), false),
        Author::Member(member) => {
            let manages = member.permissions.contains(&Permission::ManageAppointments);
            (manages && open, member.sight.sees_documents() && app.documents.is_open())
        }
    };
    let has_room = i64::try_from(kept.len()).is_ok_and(|count| count < MOST);
    if let Author::Member(member) = author {
        journals::note_read(app, member, format!("documents of {}", full.appointment.reference)).await?;
    }
    Ok(Documents {
        asked,
        items: kept.into_iter().map(|document| shown(app, full, document, author)).collect(),
        can_send,
        can_add: can_send && has_room,
        can_read,
        media_types: DocumentKind::ALL.map(|kind| kind.media_type().to_owned()).to_vec(),
        max_bytes: i64::try_from(app.documents.max_bytes()).unwrap_or(i64::MAX),
        max_count: MOST,
    })
}

/// A document as `author` sees it.
pub(super) fn shown(
    app: &App,
    full: &FullAppointment,
    document: KeptDocument,
    author: Author<'_>,
) -> Document {
    let can_delete = removal::refuse(app, full, &document, author).is_ok();
    let (name, staff) = match author {
        Author::Client => (Some(document.name), None),
        Author::Member(member) => (member.sight.sees_documents().then_some(document.name), document.staff),
    };
    Document {
        id: document.id,
        asked: document.asked,
        label: document.label,
        name,
        media_type: document.media_type,
        size: document.size,
        added_at: full.read(document.created_at),
        by: document.actor,
        staff,
        can_delete,
    }
}

/// A file, to give away.
#[derive(Debug)]
pub struct OpenFile {
    /// Its name.
    pub name: String,
    /// What it is, of the kinds that are taken.
    pub kind: DocumentKind,
    /// Its content.
    pub content: Bytes,
    /// It is in memory until it has been given.
    pub turn: Reading,
}

/// What is in a document; journaled before it is given.
///
/// # Errors
/// When the profile masks it, there is none, or it can't be opened.
pub async fn read(
    app: &App,
    member: &Member,
    full: &FullAppointment,
    id: DocumentId,
) -> Result<OpenFile, DocumentError> {
    if !member.sight.sees_documents() {
        return Err(DocumentError::Masked);
    }
    let document = documents::find(&app.db, full.appointment.id, id).await?.ok_or(DocumentError::Unknown)?;
    let turn = app.documents.turns.read().ok_or(DocumentError::Busy)?;
    let key = app.documents.keys.open(id, &document.key).ok_or(DocumentError::NoKey)?;
    let sealed = app.documents.shelf.get(&document.object).await?;
    let opened = tokio::task::spawn_blocking(move || key.open(id, sealed.into()));
    let content = opened.await.ok().flatten().ok_or(DocumentError::Damaged)?;
    let kind = DocumentKind::of_media_type(&document.media_type).ok_or(DocumentError::Damaged)?;
    journals::note_read(app, member, format!("document {id} of {}", full.appointment.reference)).await?;
    Ok(OpenFile { name: document.name, kind, content: content.into(), turn })
}
