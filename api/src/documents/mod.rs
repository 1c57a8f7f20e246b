//! Documents that clients hand in, and that staff add for them: taken ([`intake`]), listed and read ([`reading`]), removed
//! for good ([`removal`]). Their bytes are encrypted ([`keys`]) in a folder that nothing serves ([`shelf`]).
//!
//! To take another kind of file: `DocumentKind` in the types, how it is told in [`kind`], and the words of
//! `DocumentKindRefused`. See `docs/decisions/0023-documents.md`.

pub mod intake;
pub mod keys;
mod kind;
mod name;
pub mod reading;
pub mod removal;
mod scan;
mod shelf;
mod turns;
pub mod upkeep;

use creno_types::appointment::AppointmentStatus;
use creno_types::{FieldError, FieldErrorCode};
use serde_json::json;

use self::keys::Keyring;
pub use self::keys::SealedKey;
use self::shelf::Shelf;
pub use self::shelf::ShelfError;
use self::turns::Turns;
use crate::app::App;
use crate::booking::{Author, ManageError, manage};
use crate::config::DocumentConfig;
use crate::store::appointments::{self, FullAppointment};
use crate::store::events::{self, NewEvent};
use crate::store::journal::Snapshot;
use crate::store::staff::Member;
use crate::store::{StoreError, Tx};

/// The most documents of an appointment.
pub const MOST: i64 = 10;

/// Keys, folder and antivirus.
#[derive(Debug)]
pub struct Vault {
    keys: Keyring,
    shelf: Shelf,
    clamav: Option<String>,
    max_bytes: usize,
    turns: Turns,
}

impl Vault {
    /// As it is set.
    pub fn new(config: &DocumentConfig) -> Self {
        Self {
            keys: Keyring::new(config),
            shelf: Shelf::new(config.folder.clone()),
            clamav: config.clamav.clone(),
            max_bytes: config.max_bytes,
            turns: Turns::new(),
        }
    }

    /// Whether a key is set, without which nothing is taken nor read.
    pub fn is_open(&self) -> bool {
        self.keys.current().is_some()
    }

    /// Removes every file, for a demonstration that starts afresh; what can't be is only told.
    pub(crate) async fn clear(&self) {
        if let Err(error) = self.shelf.clear().await {
            tracing::warn!(%error, "objects stay without their documents");
        }
    }

    /// The largest file, in bytes.
    pub fn max_bytes(&self) -> usize {
        self.max_bytes
    }
}

/// Why a document can't be taken, read or removed. Those that are there stay as they were.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// The management link opens nothing, or not any more.
    #[error(transparent)]
    Manage(#[from] ManageError),
    /// No such appointment within reach.
    #[error("unknown, or out of reach")]
    OutOfReach,
    /// The profile masks what clients gave.
    #[error("documents are masked")]
    Masked,
    /// Staff gave it, and a client would remove it.
    #[error("given by somebody else")]
    NotTheirs,
    /// The appointment has no such document.
    #[error("unknown document")]
    Unknown,
    /// What is said of the file can't be accepted.
    #[error("invalid fields")]
    InvalidFields(Vec<FieldError>),
    /// As many as there may be.
    #[error("too many documents")]
    TooMany,
    /// Larger than the limit.
    #[error("too large")]
    TooLarge {
        /// The limit, in bytes.
        max_bytes: usize,
    },
    /// Nothing in it.
    #[error("empty")]
    Empty,
    /// Of no kind that is taken, or not of the one that was said.
    #[error("kind refused")]
    KindRefused,
    /// The antivirus found something.
    #[error("infected")]
    Infected,
    /// The antivirus could not look.
    #[error("not scanned")]
    NotScanned,
    /// Others are taken at this moment.
    #[error("busy")]
    Busy,
    /// No key is set, or not the one of this document.
    #[error("no key")]
    NoKey,
    /// The folder of documents fails.
    #[error(transparent)]
    Shelf(#[from] ShelfError),
    /// What is in the folder is not what was put there.
    #[error("the bytes of a document were changed")]
    Damaged,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The appointment of a management link.
///
/// # Errors
/// When the link opens nothing.
pub async fn of_link(app: &App, token: &str) -> Result<FullAppointment, DocumentError> {
    Ok(manage::open(app, token).await?.1)
}

/// The appointment of that id or reference, within reach.
///
/// # Errors
/// When there is none.
pub async fn within(app: &App, member: &Member, name: &str) -> Result<FullAppointment, DocumentError> {
    appointments::find_within(&app.db, member, name).await?.ok_or(DocumentError::OutOfReach)
}

/// Refuses what can't be changed any more: for the client once it has begun, for staff when it was cancelled.
fn refuse_over(app: &App, full: &FullAppointment, author: Author<'_>) -> Result<(), ManageError> {
    let appointment = &full.appointment;
    match (appointment.status, author) {
        (AppointmentStatus::Cancelled, _) => Err(ManageError::Cancelled),
        (_, Author::Member(_)) => Ok(()),
        (AppointmentStatus::Confirmed, Author::Client) if appointment.start.utc() > app.now() => Ok(()),
        (_, Author::Client) => Err(ManageError::Past),
    }
}

/// What happened, and to which of those asked, by slug.
#[derive(Clone, Copy)]
enum Happened<'a> {
    /// One came.
    Added(Option<&'a str>),
    /// One came in the place of another.
    Replaced { before: Option<&'a str>, after: Option<&'a str> },
    /// One went.
    Deleted(Option<&'a str>),
}

/// Notes that a document came or went, with nothing that tells what is in it.
async fn note(
    app: &App,
    tx: &mut Tx,
    full: &FullAppointment,
    author: Author<'_>,
    what: Happened<'_>,
) -> Result<(), StoreError> {
    let (kind, changes) = match what {
        Happened::Added(asked) => ("document_added", json!({ "document": [null, asked] })),
        Happened::Replaced { before, after } => ("document_replaced", json!({ "document": [before, after] })),
        Happened::Deleted(asked) => ("document_deleted", json!({ "document": [asked, null] })),
    };
    let event = NewEvent {
        id: app.new_id(),
        appointment: full.appointment.id,
        at: app.now(),
        kind,
        actor: author.actor(),
        staff: author.staff(),
        changes,
        snapshot: Some(Snapshot::of(full)),
    };
    events::insert_event(tx, event).await
}

fn fault(field: &str, code: FieldErrorCode) -> DocumentError {
    DocumentError::InvalidFields(vec![FieldError::new(field, code)])
}
