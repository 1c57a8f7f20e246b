//! Every scenario of `tests/data/samples.json` gets exactly the starts that it expects.
#![expect(clippy::unwrap_used, reason = "a test that can't go on fails")]

use chrono::{DateTime, Offset, TimeZone};
use creno_engine::scenario::Scenario;
use creno_engine::verdict::verdict;

fn offset_in(name: &str) -> Option<impl Fn(i64) -> i32 + use<>> {
    let zone: chrono_tz::Tz = name.parse().ok()?;
    Some(move |at: i64| {
        let utc = DateTime::from_timestamp(at, 0).unwrap().naive_utc();
        zone.offset_from_utc_datetime(&utc).fix().local_minus_utc()
    })
}

fn scenarios() -> Vec<Scenario> {
    serde_json::from_str(include_str!("data/samples.json")).unwrap()
}

#[test]
fn every_scenario_gets_its_starts() {
    for scenario in scenarios() {
        let question = scenario.question(offset_in).unwrap();
        let name = scenario.id.clone().unwrap_or_default();
        let texts =
            |starts: &[creno_types::ZonedInstant]| starts.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(texts(&question.starts()), texts(scenario.expected_starts.as_deref().unwrap()), "{name}");
        for (staff, expected) in &scenario.expected_by_staff {
            let place = question.names.iter().position(|name| name == staff).unwrap();
            let starts = question.starts_of(std::slice::from_ref(&question.people[place]));
            assert_eq!(texts(&starts), texts(expected), "{name}, {staff}");
        }
    }
}

/// What the list offers and what the verdict on one instant says are the same, minute by minute.
#[test]
fn the_verdict_agrees_with_the_list() {
    for scenario in scenarios() {
        let question = scenario.question(offset_in).unwrap();
        let request = question.request();
        for person in &question.people {
            let offered: Vec<_> = question
                .starts_of(std::slice::from_ref(person))
                .into_iter()
                .map(|start| start.utc().timestamp())
                .collect();
            let (Some(&first), Some(&last)) = (offered.first(), offered.last()) else { continue };
            let wanted: Vec<_> =
                (first..=last).step_by(60).filter(|&at| verdict(&request, person, at).is_ok()).collect();
            let listed: Vec<_> = offered.into_iter().filter(|at| (at - first) % 60 == 0).collect();
            assert_eq!(wanted, listed, "{:?}", scenario.id);
        }
    }
}
