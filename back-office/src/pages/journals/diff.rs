//! What differs between a setting before and after, member by member.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::i18n::t;

/// A member that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its name: `duration_min`, `texts.fr.name`, `sessions 2`.
    pub member: String,
    /// What it was; none when there was none.
    pub before: Option<String>,
    /// What it is; none when there is none any more.
    pub after: Option<String>,
}

/// The members that are not the same, in the order of their names. Ids and versions tell people nothing.
pub fn diff(before: Option<&Value>, after: Option<&Value>) -> Vec<Change> {
    let mut changes = Vec::new();
    compare("", before, after, &mut changes);
    changes
}

fn compare(member: &str, before: Option<&Value>, after: Option<&Value>, changes: &mut Vec<Change>) {
    let is_internal = matches!(member, "id" | "version" | "revision");
    if before == after || is_internal {
        return;
    }
    let empty = |value: Option<&Value>| value.is_none_or(|value| matches!(value, Value::Null));
    match (before, after) {
        (Some(Value::Object(before)), Some(Value::Object(after))) => {
            let names: BTreeSet<_> = before.keys().chain(after.keys()).collect();
            for name in names {
                compare(&within(member, name), before.get(name), after.get(name), changes);
            }
        }
        (Some(Value::Object(whole)), other) if empty(other) => {
            for (name, value) in whole {
                compare(&within(member, name), Some(value), None, changes);
            }
        }
        (other, Some(Value::Object(whole))) if empty(other) => {
            for (name, value) in whole {
                compare(&within(member, name), None, Some(value), changes);
            }
        }
        (Some(Value::Array(before)), Some(Value::Array(after))) if is_deep(before) || is_deep(after) => {
            for place in 0..before.len().max(after.len()) {
                let name = format!("{member} {}", place + 1);
                compare(&name, before.get(place), after.get(place), changes);
            }
        }
        _ => {
            let (before, after) = (before.and_then(shown), after.and_then(shown));
            if before != after {
                changes.push(Change { member: member.to_owned(), before, after });
            }
        }
    }
}

fn within(member: &str, name: &str) -> String {
    if member.is_empty() { name.to_owned() } else { format!("{member}.{name}") }
}

/// Whether a list holds more than plain values.
fn is_deep(list: &[Value]) -> bool {
    list.iter().any(|item| item.is_object() || item.is_array())
}

/// A value as people read it; none for what is empty.
fn shown(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::Bool(true) => t("changes.yes").to_owned(),
        Value::Bool(false) => t("changes.no").to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().filter_map(shown).collect::<Vec<_>>().join(", "),
        Value::Object(members) => {
            let pair = |(name, value): (&String, &Value)| Some(format!("{name}\u{a0}: {}", shown(value)?));
            members.iter().filter_map(pair).collect::<Vec<_>>().join(", ")
        }
        Value::Number(number) => number.to_string(),
    };
    Some(text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(before: &Value, after: &Value) -> Vec<(String, Option<String>, Option<String>)> {
        let given = |value: &Value| Some(value).filter(|value| !value.is_null()).cloned();
        let changes = diff(given(before).as_ref(), given(after).as_ref());
        changes.into_iter().map(|change| (change.member, change.before, change.after)).collect()
    }

    #[test]
    fn only_what_changed_is_told() {
        let before = json!({ "id": 1, "name": "Conseil", "active": true, "channels": ["office"], "texts": { "fr": "a" } });
        let after = json!({ "id": 2, "name": "Conseil", "active": false, "channels": ["office", "video"],
            "texts": { "fr": "b", "en": "" } });
        let text = |text: &str| Some(text.to_owned());
        let expected = [
            ("active".to_owned(), text("oui"), text("non")),
            ("channels".into(), text("office"), text("office, video")),
            ("texts.fr".into(), text("a"), text("b")),
        ];
        assert_eq!(told(&before, &after), expected);
        assert_eq!(told(&before, &before), []);
    }

    #[test]
    fn what_is_added_or_removed_is_told_whole() {
        let whole = json!({ "name": "Site", "scopes": ["a:read"], "expires_at": null, "on": { "day": 1 } });
        let added = told(&Value::Null, &whole);
        let names: Vec<_> = added.iter().map(|(name, before, _)| (name.as_str(), before.is_none())).collect();
        assert_eq!(names, [("name", true), ("on.day", true), ("scopes", true)]);
        assert!(
            told(&whole, &Value::Null).iter().all(|(_, before, after)| before.is_some() && after.is_none())
        );
    }

    #[test]
    fn lists_of_things_are_compared_place_by_place() {
        let before = json!({ "sessions": [{ "agency": "paris" }] });
        let after = json!({ "sessions": [{ "agency": "lyon" }, { "agency": "paris" }] });
        let names: Vec<_> = told(&before, &after).into_iter().map(|(name, ..)| name).collect();
        assert_eq!(names, ["sessions 1.agency", "sessions 2.agency"]);
    }
}
