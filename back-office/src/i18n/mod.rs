//! Texts, by key, from one catalogue a language; dates and plurals by the browser's `Intl`.
//!
//! To add a text: a line in `fr.json` and its key where it is used; the test below refuses a key that is
//! missing or no longer used.

pub mod dates;
pub mod fold;
pub mod words;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The language that the back-office speaks, a BCP 47 tag.
pub const LANG: &str = "fr-FR";

static CATALOGUE: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let mut texts = BTreeMap::new();
    if let Ok(tree) = serde_json::from_str(include_str!("fr.json")) {
        flatten("", &tree, &mut texts);
    }
    texts
});

/// `{"a": {"b": "text"}}` as `a.b` → `text`.
fn flatten(prefix: &str, tree: &serde_json::Value, texts: &mut BTreeMap<String, String>) {
    match tree {
        serde_json::Value::Object(branches) => {
            for (name, branch) in branches {
                let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
                flatten(&key, branch, texts);
            }
        }
        serde_json::Value::String(text) => {
            texts.insert(prefix.to_owned(), text.clone());
        }
        _ => {}
    }
}

/// The text of `key`; nothing when there is none.
pub fn t(key: &str) -> &'static str {
    CATALOGUE.get(key).map_or("", String::as_str)
}

/// The text of `key` with each `{name}` replaced by its value.
pub fn t_with(key: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(t(key).to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// A number as French writes it: "12 345", with narrow no-break spaces.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// The text of `key` for `count` things: `key.one` or `key.other`, with `{n}` replaced.
pub fn t_count(key: &str, count: usize) -> String {
    // CLDR: in French zero and one are singular.
    let category = if count < 2 { "one" } else { "other" };
    t_with(&format!("{key}.{category}"), &[("n", &grouped(count))])
}
