//! `creno simulate`: what the engine answers to scenarios in a file, and why.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use creno_engine::scenario::{Question, Scenario};
use creno_engine::verdict::verdicts_on;
use serde_json::{Value, json};

use crate::zones::offset_in_named;

#[derive(clap::Args)]
pub(super) struct Options {
    /// A scenario, or a list of them (JSON)
    file: PathBuf,
    /// Say for each refused start, and each person, which rule refused it
    #[arg(long)]
    explain: bool,
}

pub(super) fn run(options: &Options) -> anyhow::Result<()> {
    let name = options.file.display();
    let text = std::fs::read_to_string(&options.file).with_context(|| format!("{name} can't be read"))?;
    let mut out = std::io::stdout().lock();
    let value: Value = serde_json::from_str(&text).with_context(|| format!("{name} is not JSON"))?;
    match value {
        Value::Array(scenarios) => {
            for (place, scenario) in scenarios.into_iter().enumerate() {
                let context = || format!("{name}, scenario {place}");
                let (scenario, question) = read(scenario).with_context(context)?;
                let mut answer = json!({ "id": scenario.id, "starts": question.starts() });
                if options.explain {
                    answer["refused"] = refused(&question);
                }
                writeln!(out, "{answer}")?;
            }
        }
        scenario => {
            let (_, question) = read(scenario).with_context(|| name.to_string())?;
            if options.explain {
                let answer = json!({ "starts": question.starts(), "refused": refused(&question) });
                writeln!(out, "{answer:#}")?;
            } else {
                writeln!(out, "{}", json!(question.starts()))?;
            }
        }
    }
    Ok(())
}

fn read(value: Value) -> anyhow::Result<(Scenario, Question)> {
    let scenario: Scenario = serde_json::from_value(value).context("not a scenario")?;
    let question = scenario.question(offset_in_named)?;
    Ok((scenario, question))
}

/// Each step of the dates asked that is refused to each person, the rule, and the stretch of time that it looked at.
fn refused(question: &Question) -> Value {
    let request = question.request();
    let mut refused = Vec::new();
    for (person, name) in question.people.iter().zip(&question.names) {
        for date in question.dates() {
            for (start, verdict) in verdicts_on(&request, person, date) {
                let Err(refusal) = verdict else { continue };
                let by = refusal.span.map(|span| [question.read(span.start), question.read(span.end)]);
                refused.push(json!({
                    "start": question.read(start), "staff": name, "rule": refusal.rule, "by": by,
                }));
            }
        }
    }
    Value::Array(refused)
}
