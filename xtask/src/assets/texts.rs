//! The widget's texts in two: those of the first step, and those that come with the steps after it.

use std::collections::BTreeMap;

use anyhow::Result;

/// Texts by key.
type Texts = BTreeMap<String, String>;

/// What keys of later steps begin with.
const LATER: [&str; 17] = [
    "address.",
    "agency.map.",
    "agency.search.",
    "channel.missing",
    "channel.title",
    "check.",
    "code.",
    "copy",
    "details.",
    "done.",
    "field.",
    "hold.",
    "manage.",
    "problem.",
    "refusal.",
    "slot.",
    "theme.",
];

/// What the first step says all the same: why it can't be shown, and the names of the answers to come.
const FIRST: [&str; 3] = ["problem.unavailable", "problem.unreachable", "problem.unreadable"];

/// The catalogue `json` as the texts of the first step, and the others.
///
/// # Errors
/// When it is no catalogue.
pub fn split(json: &[u8]) -> Result<(Vec<u8>, Vec<u8>)> {
    let (later, first): (Texts, Texts) =
        serde_json::from_slice::<Texts>(json)?.into_iter().partition(|(key, _)| is_later(key));
    Ok((serde_json::to_vec(&first)?, serde_json::to_vec(&later)?))
}

fn is_later(key: &str) -> bool {
    let first = FIRST.contains(&key) || key.ends_with(".name");
    !first && (key.ends_with(".about") || LATER.iter().any(|prefix| key.starts_with(prefix)))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn each_text_is_in_one_of_the_two() {
        let json = br#"{"agency.title":"a","slot.name":"b","slot.title":"c","problem.unreadable":"d","problem.x":"e"}"#;
        let (first, later) = split(json).unwrap();
        assert_eq!(first, br#"{"agency.title":"a","problem.unreadable":"d","slot.name":"b"}"#);
        assert_eq!(later, br#"{"problem.x":"e","slot.title":"c"}"#);
    }
}
