//! Documents: what a theme asks of clients, and what was received for an appointment.

mod asked;
mod file;

use serde::{Deserialize, Serialize};

pub use self::asked::{AskedDocument, CheckedThemeDocuments, ThemeDocuments};
pub use self::file::{DocumentKind, ShownSize};
use crate::ids::DocumentId;
use crate::instant::ZonedInstant;
use crate::staff::StaffName;

/// The header of an upload that carries the file's name, percent-encoded UTF-8: a name tells of people, and addresses are
/// written down by every proxy.
pub const FILE_NAME_HEADER: &str = "creno-file-name";

/// A document that was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// Which of those asked it is, by slug; none for another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<String>,
    /// What was asked, as it was called then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The file's name; absent for whom clients' data are masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is, found in its content.
    pub media_type: String,
    /// Its size, in bytes.
    pub size: i64,
    /// When it was received.
    pub added_at: ZonedInstant,
    /// Who gave it: `client`, `staff` or `api`.
    pub by: String,
    /// Which staff member, when it was one and staff are told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<StaffName>,
    /// Whether who reads this may delete or replace it now. Clients may what they gave themselves.
    #[serde(default)]
    pub can_delete: bool,
}

/// A document that is asked, and whether it is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WantedDocument {
    /// Its name among those of the theme.
    pub slug: String,
    /// Name on screen.
    pub label: String,
    /// What would do.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
    /// Whether it is told as missing.
    #[serde(default)]
    pub required: bool,
    /// Whether at least one file was received for it.
    #[serde(default)]
    pub received: bool,
}

/// The documents of an appointment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Documents {
    /// Those that its theme asks now, in order.
    pub asked: Vec<WantedDocument>,
    /// Those that were received, the oldest first.
    pub items: Vec<Document>,
    /// Whether who reads this may send files now: in the place of others, and more while there is room.
    #[serde(default)]
    pub can_send: bool,
    /// Whether there is room for more as well.
    #[serde(default)]
    pub can_add: bool,
    /// Whether who reads this may read the files.
    #[serde(default)]
    pub can_read: bool,
    /// Media types that are taken.
    pub media_types: Vec<String>,
    /// The largest file, in bytes.
    pub max_bytes: i64,
    /// The most files of an appointment.
    pub max_count: i64,
}

impl Documents {
    /// Whether nothing is added for there is no more room.
    pub fn is_full(&self) -> bool {
        self.can_send && !self.can_add
    }

    /// Whether who reads this may give another file in the place of `document`, as the piece that it is.
    pub fn can_replace(&self, document: &Document) -> bool {
        let is_asked = |slug: &String| self.asked.iter().any(|asked| asked.slug == *slug);
        document.can_delete && self.can_send && document.asked.as_ref().is_none_or(is_asked)
    }
}

/// What is said of a file that is sent, in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct DocumentQuery {
    /// Which of those asked it is, by slug. Clients always say; what staff add may be something else.
    #[serde(default)]
    pub asked: Option<String>,
    /// The document that it takes the place of: that one goes when this one is kept, and not before.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(value_type = Option<uuid::Uuid>))]
    pub replaces: Option<DocumentId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_list_takes_what_replaces() {
        let wanted = WantedDocument {
            slug: "contrat".into(),
            label: "Contrat".into(),
            help: String::new(),
            required: true,
            received: true,
        };
        let document = |asked: Option<&str>, can_delete| Document {
            id: DocumentId(uuid::Uuid::nil()),
            asked: asked.map(str::to_owned),
            label: None,
            name: None,
            media_type: "application/pdf".into(),
            size: 1,
            added_at: "2026-06-15T10:00:00+02:00".parse().unwrap(),
            by: "client".into(),
            staff: None,
            can_delete,
        };
        let (theirs, other) = (document(Some("contrat"), true), document(Some("contrat"), false));
        let past = document(Some("facture"), true);
        let mut documents = Documents {
            asked: vec![wanted],
            items: vec![theirs.clone()],
            max_count: 1,
            ..Documents::default()
        };
        assert!(
            !documents.is_full() && !documents.can_replace(&theirs),
            "nothing is taken, for another reason"
        );
        documents.can_send = true;
        assert!(documents.is_full() && documents.can_replace(&theirs));
        assert!(documents.can_replace(&document(None, true)));
        assert!(!documents.can_replace(&other) && !documents.can_replace(&past));
        documents.can_add = true;
        assert!(!documents.is_full() && documents.can_replace(&theirs));
    }
}
