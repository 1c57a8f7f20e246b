//! Kinds and sizes of files, as they are taken and told.

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

#[cfg(test)]
mod tests {
    use super::*;

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
