use std::collections::BTreeSet;
use std::path::Path;

use creno_types::api_key::ApiResource;
use creno_types::appointment::{AppointmentStatus, Source};
use creno_types::journal::AccessKind;
use creno_types::local_minute::LocalMinute;
use creno_types::sign_in::SsoRefusal;
use creno_types::{Channel, ProblemCode};

use crate::pages::file::HISTORY_KINDS;

use super::{CATALOGUE, dates, grouped, t_count, t_with, words};

/// What the sources of the application say, tests excepted.
fn sources(folder: &Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, text);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            text.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

/// Every quoted text of the sources that looks like a key: `word.word`.
fn quoted_keys(text: &str) -> BTreeSet<&str> {
    let key = |text: &&str| {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'_' || byte == b'.';
        text.contains('.') && text.bytes().all(plain) && !text.starts_with('.') && !text.ends_with('.')
    };
    text.split('"').filter(key).collect()
}

/// Keys that are made from a word of the wire.
fn made_keys() -> BTreeSet<String> {
    let channels = Channel::ALL.map(Channel::as_str);
    let statuses = AppointmentStatus::ALL.map(AppointmentStatus::as_str);
    let mut keys: BTreeSet<_> = channels.map(|word| format!("channel.{word}")).into();
    keys.extend(statuses.map(|word| format!("status.{word}")));
    keys.extend(Source::ALL.map(|source| format!("source.{}", source.as_str())));
    let counted = channels.iter().chain(statuses.iter().filter(|status| **status != "confirmed"));
    keys.extend(counted.map(|word| format!("count.{word}")));
    let reasons = words::REFUSALS.map(ProblemCode::as_str).into_iter().chain(["other"]);
    let parts = ["name", "meaning", "action"];
    keys.extend(reasons.flat_map(|word| parts.map(|part| format!("reason.{word}.{part}"))));
    keys.extend(words::FIELD_ERRORS.map(|code| format!("field_error.{}", code.as_str())));
    keys.extend(words::RESOURCES.map(|word| format!("resource.{word}")));
    keys.extend(words::MESSAGE_EVENTS.map(|word| format!("message_event.{word}")));
    keys.extend(words::MESSAGE_STATES.map(|word| format!("message_state.{word}")));
    keys.extend(["client", "staff"].map(|word| format!("message_audience.{word}")));
    keys.extend(AccessKind::ALL.map(|kind| format!("access.{}", kind.as_str())));
    keys.extend(words::ACCESS_JOURNALS.map(|word| format!("access_journal.{word}")));
    keys.extend(words::SETTINGS.iter().chain(&words::SCOPES).map(|word| format!("setting.{word}")));
    keys.extend(words::JOBS.map(|word| format!("job.{word}")));
    keys.extend(words::DELIVERY_STATES.map(|word| format!("delivery_state.{word}")));
    keys.extend(HISTORY_KINDS.iter().chain(&["changed"]).map(|word| format!("history.{word}")));
    let parts = ["title", "detail"];
    keys.extend(
        SsoRefusal::ALL.iter().flat_map(|word| parts.map(|part| format!("sso.{}.{part}", word.as_str()))),
    );
    keys.extend(words::MEMBERS.map(|word| format!("member.{word}")));
    keys
}

#[test]
fn every_key_has_its_text_and_every_text_its_use() {
    let mut text = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut text);
    let sections: BTreeSet<_> = CATALOGUE.keys().filter_map(|key| key.split('.').next()).collect();
    let quoted = quoted_keys(&text);
    let used: BTreeSet<String> = quoted
        .iter()
        // Names of preferences look like keys too.
        .filter(|key| key.split('.').next().is_some_and(|section| sections.contains(section)))
        .map(ToString::to_string)
        .chain(made_keys())
        .collect();
    let plural = |key: &str| CATALOGUE.contains_key(&format!("{key}.one"));
    let missing: Vec<_> = used.iter().filter(|key| !CATALOGUE.contains_key(*key) && !plural(key)).collect();
    let stem = |key: &str| key.trim_end_matches(".one").trim_end_matches(".other").to_owned();
    let unused: Vec<_> = CATALOGUE.keys().filter(|key| !used.contains(&stem(key))).collect();
    assert!(missing.is_empty() && unused.is_empty(), "missing {missing:?}, unused {unused:?}");
}

#[test]
fn plurals_have_both_forms() {
    for key in CATALOGUE.keys().filter_map(|key| key.strip_suffix(".one")) {
        assert!(CATALOGUE.contains_key(&format!("{key}.other")), "{key}");
    }
}

/// A typographic slip that only shows in print: French wants a no-break space before `: ; ! ?`.
#[test]
fn french_punctuation_does_not_break() {
    for (key, text) in CATALOGUE.iter() {
        for mark in [" :", " ;", " !", " ?", "« ", " »"] {
            assert!(!text.contains(mark), "{key}: {text}");
        }
        assert!(!text.contains('\''), "{key}: straight apostrophe");
    }
}

#[test]
fn values_take_their_place() {
    assert_eq!(t_count("count.cancelled", 1), "1 annulé");
    assert_eq!(t_count("count.cancelled", 0), "0 annulé");
    assert_eq!(t_count("count.cancelled", 2), "2 annulés");
    assert_eq!(t_with("failure.retry_in", &[("delay", "2 minutes")]), "Réessayez dans 2 minutes.");
}

#[test]
fn numbers_are_grouped_by_three() {
    for (number, text) in
        [(0, "0"), (999, "999"), (1_000, "1\u{202f}000"), (1_234_567, "1\u{202f}234\u{202f}567")]
    {
        assert_eq!(grouped(number), text);
    }
}

#[test]
fn minutes_of_a_day_read_as_on_a_clock() {
    for (minutes, text) in [(0, "00:00"), (9, "00:09"), (545, "09:05"), (1_439, "23:59"), (1_440, "24:00")] {
        assert_eq!(dates::clock_at(minutes), text);
    }
    let (from, to) = ("09:30".parse().unwrap(), LocalMinute::END_OF_DAY);
    assert_eq!(dates::hours(from, to), "09:30–24:00");
    assert_eq!(dates::clock("09:05:59".parse().unwrap()), "09:05");
}

#[test]
fn a_code_that_is_not_known_is_shown_as_it_is() {
    assert_eq!(words::refusal(ProblemCode::Internal)[0], "Autre motif (internal_error)");
    assert_eq!(words::refusal(ProblemCode::RateLimited)[0], "Trop de demandes");
    assert_eq!(words::resource("weather"), "Autre demande");
}

#[test]
fn every_kind_of_setting_and_of_scope_has_its_name() {
    for resource in ApiResource::ALL {
        assert_ne!(words::scope(resource.as_str()), words::scope("weather"), "{}", resource.as_str());
    }
}

#[test]
fn what_was_looked_at_is_told_in_french() {
    assert_eq!(words::access_subject("appointment CRN-7K3QXN"), "Rendez-vous CRN-7K3QXN");
    assert_eq!(words::access_subject("journal of settings"), "Journal des réglages");
    assert_eq!(words::access_subject("appointments"), "Liste de rendez-vous");
    assert_eq!(words::access_subject("search of appointments"), "Recherche de rendez-vous");
    assert_eq!(words::access_subject("agendas of nobody, x to y"), "Agenda de nobody, du x au y");
    assert_eq!(
        words::access_subject("reassignment of nobody, x"),
        "Réattribution de la journée de nobody, x"
    );
    assert_eq!(
        words::access_subject("single sign-on: stale"),
        "Connexion par le service\u{a0}: Cette tentative n’est plus valable."
    );
    assert_eq!(words::access_subject("something else"), "something else");
}

#[test]
fn members_of_settings_have_names() {
    assert_eq!(words::member("duration_min"), "Durée (min)");
    assert_eq!(words::member("sessions 2.agencies"), "sessions 2 › Agences");
    assert_eq!(words::member("some_thing"), "some thing");
}
