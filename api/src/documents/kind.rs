//! What a file is, by its content: the name and the type that come with it prove nothing.

use creno_types::document::DocumentKind;

/// The kind of `content`; none when it is of none that is taken.
pub fn of_content(content: &[u8]) -> Option<DocumentKind> {
    let found = infer::get(content)?;
    match found.mime_type() {
        // `infer` looks for it in the first kilobyte, where a file may begin as something else.
        "application/pdf" => content.starts_with(b"%PDF-").then_some(DocumentKind::Pdf),
        "image/jpeg" => Some(DocumentKind::Jpeg),
        "image/png" => Some(DocumentKind::Png),
        "image/heif" => Some(DocumentKind::Heic),
        _ if content.starts_with(b"PK\x03\x04") => of_archive(content),
        _ => None,
    }
}

/// The kind of a ZIP archive. Office programs write the entries in orders of their own, which `infer` does not all know.
fn of_archive(content: &[u8]) -> Option<DocumentKind> {
    let names = entry_names(content);
    let has = |name: &[u8]| names.contains(&name);
    // Programs inside, which open with the document.
    let active = |name: &&[u8]| {
        name.ends_with(b"vbaProject.bin") || name.starts_with(b"Basic/") || name.starts_with(b"Scripts/")
    };
    if names.iter().any(active) {
        return None;
    }
    if has(b"word/document.xml") {
        return has(b"[Content_Types].xml").then_some(DocumentKind::Docx);
    }
    (infer::odf::is_odt(content) && has(b"content.xml")).then_some(DocumentKind::Odt)
}

/// Names of the entries of a ZIP archive, from its central directory (APPNOTE 4.3.12): never compressed.
fn entry_names(content: &[u8]) -> Vec<&[u8]> {
    const ENTRY: &[u8] = b"PK\x01\x02";
    const LENGTH_AT: usize = 28;
    const NAME_AT: usize = 46;
    /// More than any document has: what has more is made to be long.
    const MOST: usize = 10_000;
    let mut names = Vec::new();
    let mut rest = content;
    while let Some(place) = rest.windows(ENTRY.len()).position(|part| part == ENTRY) {
        let entry = &rest[place..];
        let length = entry.get(LENGTH_AT..LENGTH_AT + 2).and_then(|bytes| bytes.first_chunk::<2>());
        let length = length.map_or(0, |bytes| usize::from(u16::from_le_bytes(*bytes)));
        names.extend(entry.get(NAME_AT..NAME_AT + length));
        rest = &entry[ENTRY.len()..];
        if names.len() > MOST {
            return Vec::new();
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An archive of empty stored entries, as far as it is read.
    fn archive(names: &[&str]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut directory = Vec::new();
        for name in names {
            let length = (name.len() as u16).to_le_bytes();
            let content: &[u8] =
                if *name == "mimetype" { b"application/vnd.oasis.opendocument.text" } else { b"" };
            let size = (content.len() as u32).to_le_bytes();
            bytes.extend_from_slice(b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0");
            bytes.extend_from_slice(&size);
            bytes.extend_from_slice(&size);
            bytes.extend_from_slice(&length);
            bytes.extend_from_slice(b"\0\0");
            bytes.extend_from_slice(name.as_bytes());
            bytes.extend_from_slice(content);
            directory.extend_from_slice(b"PK\x01\x02");
            directory.extend_from_slice(&[0; 24]);
            directory.extend_from_slice(&length);
            directory.extend_from_slice(&[0; 16]);
            directory.extend_from_slice(name.as_bytes());
        }
        [bytes, directory].concat()
    }

    #[test]
    fn content_tells_the_kind() {
        let rows: [(&[u8], Option<DocumentKind>); 10] = [
            (b"%PDF-1.7\n%\xE2\xE3", Some(DocumentKind::Pdf)),
            (b"MZ junk %PDF-1.7", None),
            (b"\xFF\xD8\xFF\xE0\0\x10JFIF", Some(DocumentKind::Jpeg)),
            (b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", Some(DocumentKind::Png)),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Some(DocumentKind::Heic)),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", None),
            (b"<html><script>", None),
            (b"GIF89a", None),
            (b"MZ\x90\0", None),
            (b"", None),
        ];
        for (content, kind) in rows {
            assert_eq!(of_content(content), kind, "{:?}", String::from_utf8_lossy(content));
        }
    }

    #[test]
    fn archives_are_documents_by_their_entries() {
        let word = ["[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "word/document.xml"];
        let text = ["mimetype", "content.xml", "META-INF/manifest.xml"];
        let kind = |names: &[&str]| of_content(&archive(names));
        assert_eq!(kind(&word), Some(DocumentKind::Docx));
        assert_eq!(kind(&["word/document.xml", "[Content_Types].xml"]), Some(DocumentKind::Docx));
        assert_eq!(kind(&text), Some(DocumentKind::Odt));
        assert_eq!(kind(&[&word[..], &["word/vbaProject.bin"]].concat()), None, "macros");
        assert_eq!(kind(&[&text[..], &["Basic/Standard/Module1.xml"]].concat()), None, "macros");
        assert_eq!(
            kind(&["[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "xl/workbook.xml"]),
            None
        );
        assert_eq!(kind(&["mimetype"]), None);
        assert_eq!(kind(&["a.txt"]), None);
        assert_eq!(entry_names(b"PK\x01\x02 cut").len(), 0);
    }
}
