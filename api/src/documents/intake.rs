//! Taking a document. What is asked of the appointment is looked at before a byte is read, what is in the file before a byte
//! is kept; the row comes last, so that a document that is listed can be read.

use bytes::Bytes;
use chrono::{SubsecRound as _, TimeDelta};
use creno_types::FieldErrorCode;
use creno_types::document::{AskedDocument, Document, DocumentKind, DocumentQuery};
use creno_types::ids::DocumentId;
use uuid::Uuid;

use super::keys::DataKey;
use super::scan::{Verdict, scan};
use super::turns::Taking;
use super::{DocumentError, Happened, MOST, fault, kind, name, note, reading, refuse_over, removal};
use crate::app::App;
use crate::booking::{Author, ManageError};
use crate::outbox::{self, Job};
use crate::store::appointments::{self, FullAppointment};
use crate::store::documents::{self, KeptDocument};
use crate::store::{Tx, outbox as jobs};

/// How long after it was begun an upload is surely over: what it left without a row is removed then.
const ABANDONED: TimeDelta = TimeDelta::hours(1);

/// A document that would be taken, if its file will do.
#[derive(Debug)]
pub struct Slip<'a> {
    full: FullAppointment,
    author: Author<'a>,
    asked: Option<AskedDocument>,
    replaces: Option<DocumentId>,
    _turn: Taking,
}

/// A file, as it came.
#[derive(Debug)]
pub struct NewFile {
    /// Its name, as it was given.
    pub name: String,
    /// What it is said to be.
    pub media_type: String,
    /// Its content.
    pub content: Bytes,
}

/// Looks whether a document may be added.
///
/// # Errors
/// When the appointment or its theme are against it, or documents can't be kept now.
pub async fn begin<'a>(
    app: &App,
    full: FullAppointment,
    author: Author<'a>,
    query: &DocumentQuery,
) -> Result<Slip<'a>, DocumentError> {
    refuse_over(app, &full, author)?;
    if !app.documents.is_open() {
        return Err(DocumentError::NoKey);
    }
    let asked = asked(app, &full, author, query.asked.as_deref()).await?;
    let appointment = full.appointment.id;
    if let Some(replaced) = query.replaces {
        let replaced =
            documents::find(&app.db, appointment, replaced).await?.ok_or(DocumentError::Unknown)?;
        removal::refuse(app, &full, &replaced, author)?;
    } else if documents::count(&app.db, appointment).await? >= MOST {
        return Err(DocumentError::TooMany);
    }
    let turn = app.documents.turns.take(appointment).ok_or(DocumentError::Busy)?;
    Ok(Slip { full, author, asked, replaces: query.replaces, _turn: turn })
}

/// Which of those that the theme asks it is.
async fn asked(
    app: &App,
    full: &FullAppointment,
    author: Author<'_>,
    slug: Option<&str>,
) -> Result<Option<AskedDocument>, DocumentError> {
    let Some(slug) = slug.filter(|slug| !slug.is_empty()) else {
        return match author {
            Author::Client => Err(fault("asked", FieldErrorCode::Required)),
            Author::Member(_) => Ok(None),
        };
    };
    let asked = documents::find_asked(&app.db, full.appointment.theme.id).await?;
    let found = asked.documents.into_iter().find(|document| document.slug == slug);
    found.map(Some).ok_or_else(|| fault("asked", FieldErrorCode::NotChoice))
}

impl Slip<'_> {
    /// Keeps the file.
    ///
    /// # Errors
    /// When it can't be accepted or kept; what it was to replace is still there then.
    pub async fn keep(self, app: &App, file: NewFile) -> Result<Document, DocumentError> {
        let kind = checked(app, &file).await?;
        let (sealed, document) = self.seal(app, file, kind).await?;
        let guard = self.guard(app, &document.object).await?;
        let written = match app.documents.shelf.put(&document.object, sealed).await {
            Ok(()) => self.write(app, &document, guard).await,
            Err(error) => Err(error.into()),
        };
        match written {
            // A commit that fails may have been made: the guard's job looks before it removes anything.
            Ok(tx) => tx.commit().await?,
            Err(error) => {
                if let Err(cause) = abandon(app, &document.object, guard).await {
                    tracing::warn!(%cause, "an object without a document stays for now");
                }
                return Err(error);
            }
        }
        Ok(reading::shown(app, &self.full, document, self.author))
    }

    /// The bytes to keep, and what is to be written of them.
    async fn seal(
        &self,
        app: &App,
        file: NewFile,
        kind: DocumentKind,
    ) -> Result<(Vec<u8>, KeptDocument), DocumentError> {
        let id = DocumentId(app.new_id());
        let data_key = DataKey::draw(app);
        let key = app.documents.keys.seal(app, id, &data_key).ok_or(DocumentError::NoKey)?;
        let size = i64::try_from(file.content.len()).unwrap_or(i64::MAX);
        let (content, sealing) = (file.content, app.clone());
        // Milliseconds that other requests need not wait for.
        let sealed = tokio::task::spawn_blocking(move || {
            // Room for the tag and the nonce: the bytes are not copied again.
            let mut text = Vec::with_capacity(content.len() + 64);
            text.extend_from_slice(&content);
            data_key.seal(&sealing, id, text)
        });
        let sealed = sealed.await.ok().flatten().ok_or(DocumentError::Damaged)?;
        let document = KeptDocument {
            id,
            asked: self.asked.as_ref().map(|asked| asked.slug.clone()),
            label: self.asked.as_ref().map(|asked| asked.label.clone()),
            name: name::cleaned(&file.name, kind),
            media_type: kind.media_type().to_owned(),
            size,
            object: Uuid::from_bytes(app.random_bytes()).simple().to_string(),
            key,
            actor: self.author.actor().to_owned(),
            staff: self.author.staff_name(),
            // As finely as both engines keep it.
            created_at: app.now().trunc_subsecs(6),
        };
        Ok((sealed, document))
    }

    /// Has the object removed later, should its row never be written: the process may end in between.
    async fn guard(&self, app: &App, object: &str) -> Result<Uuid, DocumentError> {
        let mut tx = app.db.begin().await?;
        let job = Job::EraseObject { object: object.to_owned() };
        let guard = outbox::enqueue_at(app, &mut tx, None, &job, app.now() + ABANDONED).await?;
        tx.commit().await?;
        Ok(guard)
    }

    /// Writes the row; it remains to commit.
    async fn write(&self, app: &App, document: &KeptDocument, guard: Uuid) -> Result<Tx, DocumentError> {
        let mut tx = app.db.begin().await?;
        match self.write_in(app, &mut tx, document, guard).await {
            Ok(()) => Ok(tx),
            Err(error) => {
                tx.rollback().await?;
                Err(error)
            }
        }
    }

    async fn write_in(
        &self,
        app: &App,
        tx: &mut Tx,
        document: &KeptDocument,
        guard: Uuid,
    ) -> Result<(), DocumentError> {
        let id = self.full.appointment.id;
        documents::lock_appointment(tx, id).await?;
        // It may have been cancelled, or have begun, while the file was on its way.
        let full = appointments::find_appointment(&mut *tx, id).await?.ok_or(ManageError::Unknown)?;
        refuse_over(app, &full, self.author)?;
        let replaced = match self.replaces {
            Some(replaced) => Some(removal::take(app, tx, &full, self.author, replaced).await?),
            None => None,
        };
        if documents::count(&mut *tx, id).await? >= MOST {
            return Err(DocumentError::TooMany);
        }
        documents::insert(tx, id, document).await?;
        jobs::end_job(tx, guard, None, app.now()).await?;
        let after = document.asked.as_deref();
        let happened = match &replaced {
            Some(before) => Happened::Replaced { before: before.as_deref(), after },
            None => Happened::Added(after),
        };
        note(app, tx, &full, self.author, happened).await?;
        Ok(())
    }
}

/// Removes the object of a document that was not written, and ends the job that would have.
async fn abandon(app: &App, object: &str, guard: Uuid) -> Result<(), DocumentError> {
    app.documents.shelf.delete(object).await?;
    let mut tx = app.db.begin().await?;
    jobs::end_job(&mut tx, guard, None, app.now()).await?;
    Ok(tx.commit().await?)
}

/// What the file is, when it may be kept.
async fn checked(app: &App, file: &NewFile) -> Result<DocumentKind, DocumentError> {
    let content = &file.content;
    if content.is_empty() {
        return Err(DocumentError::Empty);
    }
    let max_bytes = app.documents.max_bytes();
    if content.len() > max_bytes {
        return Err(DocumentError::TooLarge { max_bytes });
    }
    let looked_at = content.clone();
    // Archives are walked through: other requests need not wait for it.
    let kind = tokio::task::spawn_blocking(move || kind::of_content(&looked_at)).await;
    let kind = kind.ok().flatten().ok_or(DocumentError::KindRefused)?;
    if DocumentKind::of_media_type(&file.media_type) != Some(kind) {
        return Err(DocumentError::KindRefused);
    }
    let Some(clamav) = &app.documents.clamav else { return Ok(kind) };
    match scan(clamav, content).await {
        Verdict::Clean => Ok(kind),
        Verdict::Infected => Err(DocumentError::Infected),
        Verdict::Unknown => Err(DocumentError::NotScanned),
    }
}
