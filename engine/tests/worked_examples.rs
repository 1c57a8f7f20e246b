//! The examples of `docs/creneaux.md`: each list of times on the page is what the engine offers.
//!
//! An example is one or more lines `**Créneaux proposés :** 9:00, 9:15` (or `**Créneaux proposés le 2026-03-30 :** …`,
//! one for each date that has any), closed on the next line by `<!-- exemple: NAME -->`, which names
//! `tests/data/worked/NAME.json`.
#![expect(clippy::unwrap_used, reason = "a test that can't go on fails")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Offset, TimeZone};
use creno_engine::scenario::Scenario;

/// The page must show at least so many.
const FEWEST: usize = 10;

/// One line of times; without a date, they are all that the scenario offers, on one date.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    date: Option<NaiveDate>,
    times: Vec<String>,
}

#[derive(Debug)]
struct Example {
    name: String,
    lines: Vec<Line>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn worked() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/worked")
}

fn offset_in(name: &str) -> Option<impl Fn(i64) -> i32 + use<>> {
    let zone: chrono_tz::Tz = name.parse().ok()?;
    Some(move |at: i64| {
        let utc = DateTime::from_timestamp(at, 0).unwrap().naive_utc();
        zone.offset_from_utc_datetime(&utc).fix().local_minus_utc()
    })
}

/// A line of times, or what is wrong with it; `None` for any other text.
fn line(text: &str) -> Option<Result<Line, String>> {
    let rest = text.strip_prefix("**Créneaux proposés")?;
    let (when, times) = rest.split_once(" :** ").unwrap_or((rest, ""));
    let date = when.strip_prefix(" le ").map(str::parse).transpose();
    let times: Vec<String> = times.split(", ").map(str::to_owned).collect();
    let well_formed = |time: &String| {
        time.split_once(':').is_some_and(|(hours, minutes)| {
            let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
            matches!(hours.len(), 1 | 2) && minutes.len() == 2 && digits(hours) && digits(minutes)
        })
    };
    Some(match date {
        Ok(None) if !when.is_empty() => Err(format!("not `le` and a date: {text}")),
        Ok(None) if times == ["aucun"] => Ok(Line { date: None, times: Vec::new() }),
        Ok(date) if times.iter().all(well_formed) => Ok(Line { date, times }),
        Ok(_) => Err(format!("not times separated by a comma and a space: {text}")),
        Err(error) => Err(format!("{error}: {text}")),
    })
}

/// The page's examples, in order, and what is wrong with how they are written.
fn examples(page: &str) -> (Vec<Example>, Vec<String>) {
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    let mut lines = Vec::new();
    let mut after_times = false;
    // A no-break space before a colon is what French typography asks; a plain one is read as well.
    for text in page.replace('\u{a0}', " ").lines().map(str::trim_end) {
        if let Some(read) = line(text) {
            read.map_or_else(|fault| faults.push(fault), |line| lines.push(line));
            after_times = true;
            continue;
        }
        let name = text.strip_prefix("<!-- exemple: ").and_then(|rest| rest.strip_suffix(" -->"));
        match name {
            Some(name) if after_times => {
                found.push(Example { name: name.to_owned(), lines: std::mem::take(&mut lines) });
            }
            Some(name) => faults.push(format!("{name}: no line of times just before")),
            // The lines of several dates are paragraphs of their own.
            None if text.is_empty() => {}
            None if lines.is_empty() => {}
            None => faults.push(format!("{:?}: no name on the next line", std::mem::take(&mut lines))),
        }
        after_times = false;
    }
    if !lines.is_empty() {
        faults.push(format!("{lines:?}: no name on the next line"));
    }
    (found, faults)
}

/// What the engine offers for the scenario of that name, in the page's terms.
fn offered(name: &str) -> Result<Vec<(NaiveDate, Vec<String>)>, String> {
    let text = std::fs::read_to_string(worked().join(format!("{name}.json")))
        .map_err(|error| format!("{name}.json: {error}"))?;
    let scenario: Scenario = serde_json::from_str(&text).map_err(|error| format!("{name}.json: {error}"))?;
    if scenario.id.as_deref() != Some(name) {
        return Err(format!("{name}.json: its id is {:?}", scenario.id));
    }
    if scenario.expected_starts.is_some() {
        return Err(format!("{name}.json: the page is what says the starts"));
    }
    let question = scenario.question(offset_in).map_err(|error| format!("{name}.json: {error}"))?;
    let mut days: Vec<(NaiveDate, Vec<String>)> = Vec::new();
    for start in question.starts() {
        let start: DateTime<chrono::FixedOffset> = start.to_string().parse().unwrap();
        let time = start.format("%-H:%M").to_string();
        match days.last_mut() {
            Some((date, times)) if *date == start.date_naive() => times.push(time),
            _ => days.push((start.date_naive(), vec![time])),
        }
    }
    Ok(days)
}

/// Whether the page's lines say exactly what is offered.
fn compare(example: &Example) -> Result<(), String> {
    let days = offered(&example.name)?;
    let agrees = match example.lines.as_slice() {
        [Line { date: None, times }] => match days.as_slice() {
            [] => times.is_empty(),
            [(_, offered)] => offered == times,
            _ => false,
        },
        lines => {
            lines.len() == days.len()
                && lines
                    .iter()
                    .zip(&days)
                    .all(|(line, (date, times))| line.date == Some(*date) && line.times == *times)
        }
    };
    let differs = || format!("{}: the page says {:?}, the engine {days:?}", example.name, example.lines);
    agrees.then_some(()).ok_or_else(differs)
}

#[test]
fn every_example_of_the_page_is_what_the_engine_offers() {
    let page = std::fs::read_to_string(root().join("docs/creneaux.md")).unwrap();
    let (examples, mut faults) = examples(&page);
    faults.extend(examples.iter().filter_map(|example| compare(example).err()));
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(examples.len() >= FEWEST, "{} examples", examples.len());
}

#[test]
fn every_scenario_is_cited_once() {
    let page = std::fs::read_to_string(root().join("docs/creneaux.md")).unwrap();
    let (examples, _) = examples(&page);
    let cited: BTreeSet<String> = examples.iter().map(|example| format!("{}.json", example.name)).collect();
    assert_eq!(cited.len(), examples.len(), "a scenario is cited twice");
    let files = std::fs::read_dir(worked()).unwrap();
    let files: BTreeSet<String> =
        files.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(cited, files);
}

/// The reading of the page itself: what is ill written is a fault, never an example that says nothing.
#[test]
fn an_ill_written_example_is_a_fault() {
    let faults = |page: &str| examples(page).1.len();
    let good = "**Créneaux proposés\u{a0}:** 9:00, 10:15\n<!-- exemple: battement -->\n";
    assert_eq!(faults(good), 0);
    assert_eq!(faults(&good.replace("<!-- exemple: battement -->", "")), 1, "no name");
    assert_eq!(faults(&good.replace("\n<!--", "\n\n<!--")), 2, "a name that is not on the next line");
    assert_eq!(faults("<!-- exemple: battement -->\n"), 1, "no times");
    assert_eq!(faults(&good.replace("9:00, 10:15", "9:00,10:15")), 1, "no space");
    assert_eq!(faults(&good.replace("9:00", "9h00")), 1, "no time");
    assert_eq!(faults(&good.replace("proposés", "proposés le 2026-02-30")), 1, "no such date");
    assert_eq!(faults(&good.replace("proposés", "proposés demain")), 1, "no date");

    let example = |name: &str, page: &str| compare(&examples(&page.replace("battement", name)).0[0]);
    assert!(example("battement", &good.replace("9:00, 10:15", "9:00, 11:00, 11:15")).is_ok());
    assert!(example("battement", &good.replace("9:00, 10:15", "9:00, 10:45, 11:15")).is_err());
    assert!(example("battement", &good.replace("9:00, 10:15", "aucun")).is_err());
    assert!(example("no-such-scenario", good).is_err());
}
