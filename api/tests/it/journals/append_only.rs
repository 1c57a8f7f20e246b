//! What nothing touches.

use std::path::Path;

use creno::store::all_statements;

/// Tables whose rows tell what happened.
const JOURNALS: [&str; 4] = ["access_log", "settings_log", "refusal", "appointment_event"];
/// What drops old rows, what empties a demonstration, and what numbers.
const REMOVALS: [&str; 9] = [
    // Gives events their place in the order in which they are told: nothing that they hold.
    "NUMBER",
    "PURGE_ACCESSES",
    "PURGE_SETTINGS",
    "PURGE_REFUSALS",
    "DELETE_ACCESSES",
    "DELETE_SETTINGS_LOG",
    "DELETE_REFUSALS",
    "DELETE_EVENTS",
    // Rows of messages, which are no journal of this kind: their state changes.
    "PURGE_MESSAGES",
];

/// Where an event stands among the others is told once they are committed: nothing of what it tells changes.
const NUMBERING: &str = "update appointment_event set position = $2 where id = $1";

/// What a statement does to the rows of a journal that are there, if it does.
fn touches(sql: &str) -> Option<String> {
    let sql = sql.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().replace(NUMBERING, "");
    let verbs =
        ["update", "delete from", "truncate", "truncate table", "replace into", "insert or replace into"];
    for (table, verb) in JOURNALS.iter().flat_map(|table| verbs.map(|verb| (table, verb))) {
        let words = format!("{verb} {table}");
        let whole =
            |at: usize| !sql[at + words.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
        if sql.match_indices(&words).any(|(at, _)| whole(at)) {
            return Some(words);
        }
    }
    let inserts = JOURNALS.iter().any(|table| sql.contains(&format!("insert into {table} ")));
    (inserts && sql.contains("on conflict")).then(|| "on conflict".into())
}

#[test]
fn nothing_changes_what_journals_hold() {
    let touching: Vec<_> =
        all_statements().filter(|(name, sql)| !REMOVALS.contains(name) && touches(sql).is_some()).collect();
    assert!(touching.is_empty(), "{touching:?}");
    let removals = all_statements().filter(|(name, sql)| REMOVALS.contains(name) && touches(sql).is_some());
    assert_eq!(removals.count(), 8, "this test sees those that it allows");

    // Nor does SQL that is made as it goes.
    let mut files = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut read = 0;
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && !path.ends_with("store/maintenance.rs")
            && !path.ends_with("store/retention.rs")
        {
            read += 1;
            // Events are given their place once: nothing that they hold.
            let text = std::fs::read_to_string(&path).unwrap();
            let text = text.replace("UPDATE appointment_event SET position", "");
            let touched = touches(&text).filter(|how| how != "on conflict");
            assert_eq!(touched, None, "{}", path.display());
        }
    }
    assert!(read > 100, "{read}");
}

#[test]
fn what_changes_a_journal_is_seen() {
    for sql in [
        "UPDATE access_log SET who = ''",
        "DELETE\n FROM  refusal WHERE day < $1",
        "INSERT INTO settings_log (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET who = excluded.who",
    ] {
        assert!(touches(sql).is_some(), "{sql}");
    }
    for sql in
        ["INSERT INTO access_log (id) VALUES ($1)", "DELETE FROM refusals_of_others", "SELECT 1 FROM refusal"]
    {
        assert_eq!(touches(sql), None, "{sql}");
    }
}
