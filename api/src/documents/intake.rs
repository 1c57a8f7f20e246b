//! Taking a document. What is asked of the appointment is looked at before a byte is read, what is in the file before a byte
//! is kept; the row comes last, so that a document that is listed can be read.

use bytes::Bytes;
use chrono::TimeDelta;
use creno_types::FieldErrorCode;
use creno_types::document::{AskedDocument, Document, DocumentKind, DocumentQuery};
use creno_types::ids::DocumentId;
use sha2::{Digest as _, Sha256};
use tokio::sync::OwnedSemaphorePermit;
use uuid::Uuid;

use super::keys::DataKey;
use super::scan::{Verdict, scan};
use super::{DocumentError, Happened, MOST, fault, kind, name, note, reading, refuse_over};
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
    _turn: OwnedSemaphorePermit,
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
        documents::find(&app.db, appointment, replaced).await?.ok_or(DocumentError::Unknown)?;
    } else if documents::count(&app.db, appointment).await? >= MOST {
        return Err(DocumentError::TooMany);
    }
    let turns = app.documents.turns.clone();
    let turn = turns.try_acquire_owned().map_err(|_| DocumentError::Busy)?;
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
        let kept = match app.documents.shelf.put(&document.object, sealed).await {
            Ok(()) => self.write(app, &document, guard).await,
            Err(error) => Err(error.into()),
        };
        if kept.is_err() && app.documents.shelf.delete(&document.object).await.is_err() {
            // The job of the guard removes it.
            tracing::warn!("an object without a document stays for now");
        }
        kept
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
            let sha256 = Sha256::digest(&content).to_vec();
            // Room for the tag and the nonce: the bytes are not copied again.
            let mut text = Vec::with_capacity(content.len() + 64);
            text.extend_from_slice(&content);
            Some((data_key.seal(&sealing, id, text)?, sha256))
        });
        let (sealed, sha256) = sealed.await.ok().flatten().ok_or(DocumentError::Damaged)?;
        let document = KeptDocument {
            id,
            asked: self.asked.as_ref().map(|asked| asked.slug.clone()),
            label: self.asked.as_ref().map(|asked| asked.label.clone()),
            name: name::cleaned(&file.name, kind),
            media_type: kind.media_type().to_owned(),
            size,
            sha256,
            object: Uuid::from_bytes(app.random_bytes()).simple().to_string(),
            key,
            actor: self.author.actor().to_owned(),
            staff: None,
            created_at: app.now(),
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

    async fn write(
        &self,
        app: &App,
        document: &KeptDocument,
        guard: Uuid,
    ) -> Result<Document, DocumentError> {
        let mut tx = app.db.begin().await?;
        match self.write_in(app, &mut tx, document, guard).await {
            Ok(()) => tx.commit().await?,
            Err(error) => {
                tx.rollback().await?;
                return Err(error);
            }
        }
        let kept = documents::find(&app.db, self.full.appointment.id, document.id).await?;
        Ok(reading::shown(&self.full, kept.ok_or(DocumentError::Unknown)?, self.author))
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
        if let Some(replaced) = self.replaces {
            let (object, asked) = documents::delete(tx, id, replaced).await?.ok_or(DocumentError::Unknown)?;
            outbox::enqueue(app, tx, None, &Job::EraseObject { object }).await?;
            note(app, tx, &full, self.author, Happened::Deleted, asked.as_deref()).await?;
        }
        if documents::count(&mut *tx, id).await? >= MOST {
            return Err(DocumentError::TooMany);
        }
        documents::insert(tx, id, document, self.author.staff()).await?;
        jobs::end_job(tx, guard, None, app.now()).await?;
        note(app, tx, &full, self.author, Happened::Added, document.asked.as_deref()).await?;
        Ok(())
    }
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
    let kind = kind::of_content(content).ok_or(DocumentError::KindRefused)?;
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
