//! Journals as files for spreadsheets.
//!
//! A byte-order mark, without which Excel takes UTF-8 for Windows-1252; semicolons, which is what Excel and LibreOffice
//! expect where the comma is for decimals; instants as `2026-06-15 05:59:00`, which they take for dates.

use chrono::{DateTime, Utc};
use creno_types::journal::{AccessLine, SettingsAction, SettingsChange};
use creno_types::message::Message;
use creno_types::refusal::RefusalLine;
use csv::{Terminator, WriterBuilder};
use serde::Serialize;
use serde_json::Value;

/// What a file begins with.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A line of a journal, as a row of a sheet.
pub trait Line {
    /// Titles of the columns.
    const TITLES: &[&str];

    /// The cells, in the order of the titles.
    fn cells(&self) -> Vec<String>;
}

/// The beginning of a file: the mark and the titles.
///
/// # Errors
/// Those of the writer, which writes to memory.
pub fn head<T: Line>() -> Result<Vec<u8>, csv::Error> {
    let titles = T::TITLES.iter().map(|title| (*title).to_owned()).collect();
    Ok([BYTE_ORDER_MARK, &write([titles].into_iter())?].concat())
}

/// The rows of some lines.
///
/// # Errors
/// Those of the writer, which writes to memory.
pub fn rows<T: Line>(lines: &[T]) -> Result<Vec<u8>, csv::Error> {
    write(lines.iter().map(Line::cells))
}

fn write(rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, csv::Error> {
    let mut writer =
        WriterBuilder::new().delimiter(b';').terminator(Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.into_iter().map(harmless))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// A cell that no spreadsheet takes for a formula: what strangers type ends up there (OWASP, "CSV Injection").
fn harmless(cell: String) -> String {
    // Some also take the wide forms of East Asian keyboards.
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{cell}") } else { cell }
}

fn instant(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M:%S").to_string()
}

fn yes_or_no(answer: bool) -> String {
    if answer { "oui".into() } else { "non".into() }
}

/// The word of an enum, as it is written in JSON.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

impl Line for AccessLine {
    const TITLES: &[&str] = &["Instant (UTC)", "Nature", "Qui", "Clé d’API", "Adresse réseau", "Objet"];

    fn cells(&self) -> Vec<String> {
        let kind = self.kind.as_str().to_owned();
        let (who, address, subject) = (self.who.clone(), self.address.clone(), self.subject.clone());
        vec![instant(self.at), kind, who, yes_or_no(self.by_key), address, subject]
    }
}

impl Line for SettingsChange {
    const TITLES: &[&str] = &[
        "Instant (UTC)",
        "Qui",
        "Clé d’API",
        "Adresse réseau",
        "Réglage",
        "Lequel",
        "Action",
        "Avant (JSON)",
        "Après (JSON)",
    ];

    fn cells(&self) -> Vec<String> {
        let action = match self.action {
            SettingsAction::Created => "created",
            SettingsAction::Updated => "updated",
            SettingsAction::Deleted => "deleted",
        };
        let json = |value: &Option<Value>| value.as_ref().map(Value::to_string).unwrap_or_default();
        vec![
            instant(self.at),
            self.who.clone(),
            yes_or_no(self.by_key),
            self.address.clone(),
            self.resource.clone(),
            self.subject.clone(),
            action.to_owned(),
            json(&self.before),
            json(&self.after),
        ]
    }
}

impl Line for RefusalLine {
    const TITLES: &[&str] = &["Instant (UTC)", "Motif", "Demande", "Réseau", "Nombre"];

    fn cells(&self) -> Vec<String> {
        let reason = self.reason.as_str().to_owned();
        let occurrences = self.occurrences.to_string();
        vec![instant(self.at), reason, self.resource.clone(), self.prefix.clone(), occurrences]
    }
}

impl Line for Message {
    const TITLES: &[&str] = &[
        "Instant (UTC)",
        "Rendez-vous",
        "Événement",
        "Pour",
        "État",
        "Erreur",
        "Destinataire",
        "Objet",
        "Texte",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            instant(self.at.utc()),
            self.reference.as_ref().map(ToString::to_string).unwrap_or_default(),
            word(&self.event),
            word(&self.audience),
            word(&self.state),
            self.error.clone().unwrap_or_default(),
            self.recipient.clone().unwrap_or_default(),
            self.subject.clone().unwrap_or_default(),
            self.body.clone().unwrap_or_default(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::{harmless, write};

    #[test]
    fn no_cell_is_a_formula() {
        for start in ["=", "+", "-", "@", "\t", "\r", "\n", "＝"] {
            assert_eq!(harmless(format!("{start}1+1")), format!("'{start}1+1"));
        }
        assert_eq!(harmless("a=1".into()), "a=1");
    }

    #[test]
    fn what_separates_is_quoted() {
        let row = vec!["a;b".into(), "c\"d".into(), "e\nf".into(), String::new()];
        assert_eq!(write([row].into_iter()).unwrap(), b"\"a;b\";\"c\"\"d\";\"e\nf\";\r\n");
    }
}
