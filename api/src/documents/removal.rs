//! Removing documents for good: the row at once, the object by a job that is tried until it is done.

use creno_types::ids::DocumentId;
use creno_types::staff::Permission;

use super::{DocumentError, Happened, note, refuse_over};
use crate::app::App;
use crate::booking::{Author, ManageError};
use crate::notifications::SendError;
use crate::outbox::{self, Job};
use crate::store::appointments::{self, FullAppointment};
use crate::store::documents::{self, KeptDocument};
use crate::store::outbox::ClaimedJob;
use crate::store::{StoreError, Tx};

/// Removes a document.
///
/// # Errors
/// When there is none, or `author` may not.
pub async fn delete(
    app: &App,
    full: &FullAppointment,
    author: Author<'_>,
    id: DocumentId,
) -> Result<(), DocumentError> {
    let mut tx = app.db.begin().await?;
    match delete_in(app, &mut tx, full, author, id).await {
        Ok(()) => Ok(tx.commit().await?),
        Err(error) => {
            tx.rollback().await?;
            Err(error)
        }
    }
}

async fn delete_in(
    app: &App,
    tx: &mut Tx,
    full: &FullAppointment,
    author: Author<'_>,
    id: DocumentId,
) -> Result<(), DocumentError> {
    let appointment = full.appointment.id;
    documents::lock_appointment(tx, appointment).await?;
    let full = appointments::find_appointment(&mut *tx, appointment).await?.ok_or(ManageError::Unknown)?;
    let asked = take(app, tx, &full, author, id).await?;
    Ok(note(app, tx, &full, author, Happened::Deleted(asked.as_deref())).await?)
}

/// Removes a document of an appointment that is locked: which of those asked it was.
///
/// # Errors
/// When there is none, or `author` may not.
pub(super) async fn take(
    app: &App,
    tx: &mut Tx,
    full: &FullAppointment,
    author: Author<'_>,
    id: DocumentId,
) -> Result<Option<String>, DocumentError> {
    let document = documents::find(&mut *tx, full.appointment.id, id).await?.ok_or(DocumentError::Unknown)?;
    refuse(app, full, &document, author)?;
    let (object, asked) = documents::delete(tx, id).await?.ok_or(DocumentError::Unknown)?;
    outbox::enqueue(app, tx, None, &Job::EraseObject { object }).await?;
    Ok(asked)
}

/// Refuses to remove a document: links are forwarded, so what staff gave is out of their reach; and whoever does not see
/// documents cannot know what they would remove.
///
/// # Errors
/// When `author` may not.
pub(super) fn refuse(
    app: &App,
    full: &FullAppointment,
    document: &KeptDocument,
    author: Author<'_>,
) -> Result<(), DocumentError> {
    match author {
        Author::Client => {
            refuse_over(app, full, author)?;
            if document.actor == author.actor() { Ok(()) } else { Err(DocumentError::NotTheirs) }
        }
        // A cancelled appointment's too: what is not needed any more goes.
        Author::Member(member) => {
            if !member.permissions.contains(&Permission::ManageAppointments) || !member.sight.sees_documents()
            {
                return Err(DocumentError::Masked);
            }
            Ok(())
        }
    }
}

/// Removes an object that is no document's; one that is, stays.
///
/// # Errors
/// When the database fails.
pub async fn erase(app: &App, job: &ClaimedJob, object: &str) -> Result<(), StoreError> {
    let erased = if documents::is_used(&app.db, object).await? {
        Ok(())
    } else {
        app.documents
            .shelf
            .delete(object)
            .await
            .map_err(|error| SendError { text: error.to_string(), permanent: false })
    };
    let mut tx = app.db.begin().await?;
    outbox::settle(app, &mut tx, job, erased.as_ref().copied()).await?;
    tx.commit().await
}
