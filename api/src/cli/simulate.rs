//! `creno simulate`: what the engine answers to scenarios in a file.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use creno_engine::scenario::Scenario;
use serde_json::{Value, json};

use crate::zones::offset_in_named;

#[derive(clap::Args)]
pub(super) struct Options {
    /// A scenario, or a list of them (JSON)
    file: PathBuf,
}

pub(super) fn run(options: &Options) -> anyhow::Result<()> {
    let name = options.file.display();
    let text = std::fs::read_to_string(&options.file).with_context(|| format!("{name} can't be read"))?;
    let mut out = std::io::stdout().lock();
    let value: Value = serde_json::from_str(&text).with_context(|| format!("{name} is not JSON"))?;
    match value {
        Value::Array(scenarios) => {
            for (place, scenario) in scenarios.into_iter().enumerate() {
                let scenario = read(scenario).with_context(|| format!("{name}, scenario {place}"))?;
                let starts = starts(&scenario).with_context(|| format!("{name}, scenario {place}"))?;
                writeln!(out, "{}", json!({ "id": scenario.id, "starts": starts }))?;
            }
        }
        scenario => {
            let scenario = read(scenario).with_context(|| name.to_string())?;
            writeln!(out, "{}", starts(&scenario).with_context(|| name.to_string())?)?;
        }
    }
    Ok(())
}

fn read(value: Value) -> anyhow::Result<Scenario> {
    serde_json::from_value(value).context("is not a scenario")
}

fn starts(scenario: &Scenario) -> anyhow::Result<Value> {
    Ok(json!(scenario.question(offset_in_named)?.starts()))
}
