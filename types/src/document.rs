//! Documents: what a theme asks of clients, and what was received for an appointment.

use serde::{Deserialize, Serialize};

use crate::ids::DocumentId;
use crate::instant::ZonedInstant;
use crate::problem::{FieldError, FieldErrorCode};
use crate::settings::Faults;
use crate::slug::Slug;
use crate::staff::StaffName;

/// The header of an upload that carries the file's name, percent-encoded UTF-8: a name tells of people, and addresses are
/// written down by every proxy.
pub const FILE_NAME_HEADER: &str = "creno-file-name";

/// A document that a theme asks of clients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AskedDocument {
    /// Its name among those of the theme: lower-case letters, digits and single hyphens, 64 at most.
    pub slug: String,
    /// Name on screen, 120 characters at most.
    pub label: String,
    /// What would do, 500 characters at most.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
    /// Whether it is told as missing until it is there. No appointment is refused for it.
    #[serde(default)]
    pub required: bool,
}

/// The documents that a theme asks, in the order in which they are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "documents": [{ "slug": "piece-identite", "label": "Pièce d’identité",
    "help": "Recto et verso.", "required": true }] })))]
#[serde(deny_unknown_fields)]
pub struct ThemeDocuments {
    /// The documents: ten at most.
    pub documents: Vec<AskedDocument>,
}

/// Documents without fault; [`CheckedThemeDocuments::check`] is the only way to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedThemeDocuments(ThemeDocuments);

impl CheckedThemeDocuments {
    /// The most documents of a theme.
    pub const MOST: usize = 10;
    /// The longest label, in characters.
    pub const MAX_LABEL: usize = 120;
    /// The longest explanation, in characters.
    pub const MAX_HELP: usize = 500;

    /// Checks what is asked.
    ///
    /// # Errors
    /// Every fault, by field, such as `documents[1].label`.
    pub fn check(mut asked: ThemeDocuments) -> Result<Self, Vec<FieldError>> {
        let mut faults = Faults::default();
        if asked.documents.len() > Self::MOST {
            faults.add("documents", FieldErrorCode::TooMany);
        }
        for (place, document) in asked.documents.iter().enumerate() {
            let field = |member: &str| format!("documents[{place}].{member}");
            if document.slug.is_empty() {
                faults.add(field("slug"), FieldErrorCode::Required);
            } else if document.slug.parse::<Slug>().is_err() {
                faults.add(field("slug"), FieldErrorCode::NotSlug);
            } else if asked.documents[..place].iter().any(|other| other.slug == document.slug) {
                faults.add(field("slug"), FieldErrorCode::Duplicate);
            }
            faults.name(&field("label"), &shown(&document.label), Self::MAX_LABEL);
            faults.text(&field("help"), &document.help, Self::MAX_HELP);
        }
        faults.all()?;
        for document in &mut asked.documents {
            document.label = shown(&document.label);
            document.help = shown(&document.help);
        }
        Ok(Self(asked))
    }

    /// What is asked.
    pub fn asked(&self) -> &ThemeDocuments {
        &self.0
    }
}

/// A text on one line, without what no screen shows and some databases refuse.
fn shown(text: &str) -> String {
    let kept: String = text.chars().filter(|letter| letter.is_whitespace() || !letter.is_control()).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Kinds of files that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// Portable Document Format.
    Pdf,
    /// A photograph.
    Jpeg,
    /// A picture without loss, such as a screen.
    Png,
    /// A photograph as recent telephones take them.
    Heic,
    /// A text of Office Open XML, without macros.
    Docx,
    /// A text of OpenDocument, without macros.
    Odt,
}

impl DocumentKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Pdf, Self::Jpeg, Self::Png, Self::Heic, Self::Docx, Self::Odt];

    /// The media type that it is served as.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Heic => "image/heic",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Odt => "application/vnd.oasis.opendocument.text",
        }
    }

    /// The ends of its files' names, the usual one first.
    pub const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::Heic => &["heic", "heif"],
            Self::Docx => &["docx"],
            Self::Odt => &["odt"],
        }
    }

    /// The kind of a media type, whatever its parameters.
    pub fn of_media_type(text: &str) -> Option<Self> {
        let bare = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        // Both are registered for what telephones write.
        let bare = if bare == "image/heif" { "image/heic" } else { bare.as_str() };
        Self::ALL.into_iter().find(|kind| kind.media_type() == bare)
    }

    /// The kind that the end of a file's name tells of, where a browser knows no media type.
    pub fn of_name(name: &str) -> Option<Self> {
        let end = name.rsplit_once('.')?.1.to_ascii_lowercase();
        Self::ALL.into_iter().find(|kind| kind.extensions().contains(&end.as_str()))
    }

    /// The kind of a file as a browser tells of it, which knows no media type for what its system has no program for.
    pub fn of_file(media_type: &str, name: &str) -> Option<Self> {
        Self::of_media_type(media_type).or_else(|| Self::of_name(name))
    }
}

/// The size of a file as screens tell it, by the thousand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownSize {
    /// Kilobytes, begun ones included.
    Kilobytes(i64),
    /// Megabytes, to the nearest tenth.
    Megabytes {
        /// The whole ones.
        whole: i64,
        /// The tenths left, from 0 to 9.
        tenth: i64,
    },
}

impl ShownSize {
    /// How so many bytes are told.
    pub const fn of(bytes: i64) -> Self {
        let kilobytes = (bytes + 999) / 1_000;
        if kilobytes < 1_000 {
            // Nothing is shown as weighing nothing.
            return Self::Kilobytes(if kilobytes < 1 { 1 } else { kilobytes });
        }
        let tenths = (bytes + 50_000) / 100_000;
        Self::Megabytes { whole: tenths / 10, tenth: tenths % 10 }
    }
}

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
    /// Whether who reads this may add some now.
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
    /// Whether there are as many as an appointment may have.
    pub fn is_full(&self) -> bool {
        self.items.len() as i64 >= self.max_count
    }

    /// Whether who reads this may give another file in the place of `document`, as the piece that it is.
    pub fn can_replace(&self, document: &Document) -> bool {
        let is_asked = |slug: &String| self.asked.iter().any(|asked| asked.slug == *slug);
        document.can_delete
            && (self.can_add || self.is_full())
            && document.asked.as_ref().is_none_or(is_asked)
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

    fn asked(rows: &[(&str, &str)]) -> ThemeDocuments {
        let document = |(slug, label): &(&str, &str)| AskedDocument {
            slug: (*slug).into(),
            label: (*label).into(),
            help: String::new(),
            required: true,
        };
        ThemeDocuments { documents: rows.iter().map(document).collect() }
    }

    #[test]
    fn ten_documents_with_names_of_their_own() {
        let slugs: Vec<_> = (0..11).map(|number| format!("piece-{number}")).collect();
        let rows: Vec<_> = slugs.iter().map(|slug| (slug.as_str(), " Pièce\u{0} \n")).collect();
        let checked = CheckedThemeDocuments::check(asked(&rows[..10])).unwrap();
        assert_eq!(checked.asked().documents[9].label, "Pièce");
        let faults = |rows: &[(&str, &str)]| -> Vec<_> {
            let faults = CheckedThemeDocuments::check(asked(rows)).unwrap_err();
            faults.into_iter().map(|fault| (fault.field, fault.code.as_str())).collect()
        };
        assert_eq!(faults(&rows), [("documents".into(), "too_many")]);
        let long = "é".repeat(121);
        assert_eq!(
            faults(&[("a", "A"), ("a", ""), ("", "B"), ("Pièce", &long)]),
            [
                ("documents[1].slug".into(), "duplicate"),
                ("documents[1].label".into(), "required"),
                ("documents[2].slug".into(), "required"),
                ("documents[3].slug".into(), "not_slug"),
                ("documents[3].label".into(), "too_long"),
            ]
        );
    }

    #[test]
    fn kinds_are_told_by_type_and_by_name() {
        for kind in DocumentKind::ALL {
            assert_eq!(DocumentKind::of_media_type(kind.media_type()), Some(kind));
            for end in kind.extensions() {
                assert_eq!(DocumentKind::of_name(&format!("a.b.{}", end.to_uppercase())), Some(kind));
            }
        }
        assert_eq!(DocumentKind::of_media_type("Image/JPEG; charset=binary"), Some(DocumentKind::Jpeg));
        assert_eq!(DocumentKind::of_media_type("image/heif"), Some(DocumentKind::Heic));
        for other in ["", "image/svg+xml", "text/html", "application/octet-stream"] {
            assert_eq!(DocumentKind::of_media_type(other), None, "{other}");
        }
        assert_eq!((DocumentKind::of_name("pdf"), DocumentKind::of_name("a.exe")), (None, None));
        assert_eq!(DocumentKind::of_file("image/png", "a.pdf"), Some(DocumentKind::Png));
        assert_eq!(DocumentKind::of_file("", "a.odt"), Some(DocumentKind::Odt));
        assert_eq!(DocumentKind::of_file("text/html", "a.html"), None);
    }

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
        assert!(documents.is_full() && documents.can_replace(&theirs));
        assert!(documents.can_replace(&document(None, true)));
        assert!(!documents.can_replace(&other) && !documents.can_replace(&past));
        documents.max_count = 2;
        assert!(
            !documents.is_full() && !documents.can_replace(&theirs),
            "nothing can be added for another reason"
        );
        documents.can_add = true;
        assert!(documents.can_replace(&theirs));
    }

    #[test]
    fn sizes_are_told_by_the_thousand() {
        use ShownSize::{Kilobytes, Megabytes};
        for (bytes, shown) in [
            (0, Kilobytes(1)),
            (1, Kilobytes(1)),
            (1_001, Kilobytes(2)),
            (950_000, Kilobytes(950)),
            (999_000, Kilobytes(999)),
            (999_001, Megabytes { whole: 1, tenth: 0 }),
            (1_249_999, Megabytes { whole: 1, tenth: 2 }),
            (3_000_000, Megabytes { whole: 3, tenth: 0 }),
            (10_485_760, Megabytes { whole: 10, tenth: 5 }),
        ] {
            assert_eq!(ShownSize::of(bytes), shown, "{bytes}");
        }
    }
}
