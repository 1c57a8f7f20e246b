//! Names of files, as they are shown and given back.

use creno_types::document::DocumentKind;
use unicode_normalization::UnicodeNormalization as _;

/// The longest name, in characters.
pub const MAX_NAME: usize = 120;

/// A name without folders, without what terminals, browsers and file systems take for something else, that ends as
/// files of its kind do: nobody opens a program by a name that came with a picture.
pub fn cleaned(name: &str, kind: DocumentKind) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.nfc().filter(|letter| !is_unfit(*letter)).collect();
    let words: Vec<_> = kept.split_whitespace().collect();
    let words = words.join(" ");
    let words = words.trim_matches(['.', ' ']);
    let usual = kind.extensions().first().copied().unwrap_or_default();
    let (stem, end) = match words.rsplit_once('.') {
        Some((stem, end)) if kind.extensions().contains(&end.to_ascii_lowercase().as_str()) => (stem, end),
        _ => (words, usual),
    };
    let stem = stem.trim_matches(['.', ' ']);
    let room = MAX_NAME.saturating_sub(end.chars().count() + 1);
    let stem: String = stem.chars().take(room).collect();
    let stem = if stem.is_empty() { "document" } else { stem.as_str() };
    format!("{stem}.{end}")
}

/// Control characters, those that turn or hide text, and those that Windows refuses.
fn is_unfit(letter: char) -> bool {
    let hides = matches!(letter,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{061C}' | '\u{00AD}');
    (letter.is_control() && !letter.is_whitespace())
        || hides
        || matches!(letter, '<' | '>' | ':' | '"' | '|' | '?' | '*' | ';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_only_names() {
        for (name, clean) in [
            ("Carte d’identité.pdf", "Carte d’identité.pdf"),
            ("C:\\Users\\Léa\\avis.PDF", "avis.PDF"),
            ("../../etc/passwd", "passwd.pdf"),
            ("facture.exe", "facture.exe.pdf"),
            ("fac\u{202E}fdp.exe", "facfdp.exe.pdf"),
            ("a\r\nb\t\u{0}\u{7}c.pdf", "a b c.pdf"),
            ("<b>\"x\";.pdf", "bx.pdf"),
            ("  ..  ", "document.pdf"),
            ("", "document.pdf"),
            (".pdf", "pdf.pdf"),
            ("e\u{301}.pdf", "é.pdf"),
        ] {
            assert_eq!(cleaned(name, DocumentKind::Pdf), clean, "{name:?}");
        }
        assert_eq!(cleaned("photo.JPEG", DocumentKind::Jpeg), "photo.JPEG");
        let long = cleaned(&format!("{}.pdf", "é".repeat(500)), DocumentKind::Pdf);
        assert_eq!((long.chars().count(), long.ends_with(".pdf")), (MAX_NAME, true));
    }
}
