use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use creno_types::{Channel, FieldErrorCode, ProblemCode};

use super::fill;
use crate::journey::state::Step;

type Catalogue = BTreeMap<String, String>;

fn catalogue(lang: &str) -> Catalogue {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("i18n").join(lang).with_extension("json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

/// The whole source of the widget, tests left out.
fn source() -> String {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    files.into_iter().map(|file| std::fs::read_to_string(file).unwrap()).collect()
}

/// The keys written out in calls of `function`.
fn keys_of(source: &str, function: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for receiver in ["i18n", "self"] {
        for call in source.split(&format!("{receiver}.{function}(")).skip(1) {
            if let Some(key) = call.trim_start().strip_prefix('"') {
                keys.insert(key.split('"').next().unwrap_or_default().to_owned());
            }
        }
    }
    keys
}

/// Keys that the source builds from a word of the contract.
fn built_keys() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for step in Step::ALL {
        for part in ["name", "title"] {
            keys.insert(format!("{}.{part}", step.as_str()));
        }
    }
    for channel in Channel::ALL {
        keys.insert(format!("channel.{channel}"));
        keys.insert(format!("channel.{channel}.about"));
    }
    let of_forms = FieldErrorCode::ALL.iter().filter(|code| !code.concerns_settings());
    keys.extend(of_forms.map(|code| format!("field.{code}")));
    keys.extend(["unreachable", "unreadable"].map(|code| format!("problem.{code}")));
    keys
}

#[test]
fn both_languages_have_the_same_keys_and_values() {
    let (french, english) = (catalogue("fr"), catalogue("en"));
    let keys = |catalogue: &Catalogue| catalogue.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(keys(&french), keys(&english));
    for (key, text) in &french {
        let holes = |text: &str| {
            text.split('{')
                .skip(1)
                .map(|hole| hole.split('}').next().unwrap_or_default().to_owned())
                .collect()
        };
        let (ours, theirs): (BTreeSet<String>, BTreeSet<String>) = (holes(text), holes(&english[key]));
        assert!(ours == theirs || key.ends_with(".one"), "{key}: {ours:?} {theirs:?}");
    }
}

#[test]
fn every_key_of_the_source_has_its_text_and_every_text_is_used() {
    let french = catalogue("fr");
    let source = source();
    let mut used = built_keys();
    for function in ["text", "with", "find"] {
        used.extend(keys_of(&source, function));
    }
    for key in keys_of(&source, "plural") {
        used.insert(format!("{key}.one"));
        used.insert(format!("{key}.other"));
    }
    let missing: Vec<_> = used.iter().filter(|key| !french.contains_key(*key)).collect();
    assert!(missing.is_empty(), "missing: {missing:?}");
    let chosen = |key: &String| source.contains(&format!("\"{key}\""));
    let idle: Vec<_> = french
        .keys()
        .filter(|key| !used.contains(*key) && !key.starts_with("problem.") && !chosen(key))
        .collect();
    assert!(idle.is_empty(), "never shown: {idle:?}");
}

#[test]
fn problems_of_the_catalogue_are_real() {
    for key in catalogue("fr").keys().filter_map(|key| key.strip_prefix("problem.")) {
        let known = ProblemCode::ALL.iter().any(|code| code.as_str() == key);
        assert!(known || key == "unreachable" || key == "unreadable", "{key}");
    }
}

/// A typographic slip that only shows in print: French wants a no-break space before `: ; ! ?`.
#[test]
fn french_punctuation_does_not_break() {
    for (key, text) in catalogue("fr") {
        for mark in [" :", " ;", " !", " ?", "« ", " »"] {
            assert!(!text.contains(mark), "{key}: {text}");
        }
        assert!(!text.contains('\''), "{key}: straight apostrophe");
    }
}

#[test]
fn fills_the_holes() {
    assert_eq!(fill("{n} sur {total}", &[("n", "2"), ("total", "6")]), "2 sur 6");
}
