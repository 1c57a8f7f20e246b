//! Figures beside what they are to reach, and the machine that they were measured on.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde::Serialize;

/// What a figure is to reach.
#[derive(Clone, Copy, Debug)]
pub enum Reach {
    /// Less is better.
    AtMost(f64),
    /// More is better.
    AtLeast(f64),
    /// A count, and nothing else.
    Exactly(f64),
}

/// One figure, with all that is to be said of it.
#[derive(Debug, Serialize)]
pub struct Figure {
    id: &'static str,
    what: String,
    measured: String,
    reach: String,
    reached: bool,
    verdict: String,
    detail: String,
}

/// Everything that a run has to say.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// The most that others were seen to take of the processors, of 1.
    others: f64,
    facts: Vec<(String, String)>,
    figures: Vec<Figure>,
}

impl Report {
    /// Notes something about the machine or the run.
    pub fn fact(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        println!("{name}: {value}");
        self.facts.push((name.into(), value));
    }

    /// Notes what others take of the processors while we rest, of 1.
    pub fn others(&mut self, when: &str, share: f64) -> Result<()> {
        self.others = self.others.max(share);
        let averages = load_averages()?;
        self.fact(
            &format!("Others {when}"),
            format!("{:.0} % of the processors in use; load averages {averages}", share * 100.0),
        );
        Ok(())
    }

    /// Notes a figure: `value` is in `unit`, and so is `reach`.
    pub fn figure(
        &mut self,
        id: &'static str,
        what: impl Into<String>,
        (value, unit): (f64, &'static str),
        reach: Reach,
        detail: impl Into<String>,
    ) {
        let (limit, sign, reached) = match reach {
            Reach::AtMost(limit) => (limit, "≤", value <= limit),
            Reach::AtLeast(limit) => (limit, "≥", value >= limit),
            Reach::Exactly(limit) => (limit, "=", (value - limit).abs() < 0.5),
        };
        let verdict = if reached {
            "reached".into()
        } else {
            format!("missed by {:.0} %", ((value - limit).abs() / limit * 100.0).max(1.0))
        };
        let figure = Figure {
            id,
            what: what.into(),
            measured: number(value, unit),
            reach: format!("{sign} {}", number(limit, unit)),
            reached,
            verdict,
            detail: detail.into(),
        };
        let Figure { what, measured, reach, verdict, detail, .. } = &figure;
        println!("{id:<4} {what}: {measured} ({reach}) {verdict}\n     {detail}");
        self.figures.push(figure);
    }

    /// Writes it as JSON.
    pub fn write(&self, path: &Path) -> Result<()> {
        let json = serde_json::to_vec_pretty(self)?;
        fs::write(path, json).with_context(|| format!("writing {}", path.display()))
    }

    /// How many figures miss.
    pub fn missed(&self) -> usize {
        self.figures.iter().filter(|figure| !figure.reached).count()
    }
}

/// Three figures that mean something, whatever the size.
fn number(value: f64, unit: &str) -> String {
    let digits = match value.abs() {
        100.0.. => 0,
        10.0.. => 1,
        _ => 2,
    };
    let text = format!("{value:.digits$}");
    // 150, not 150.00: limits are round.
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if unit.is_empty() { text.into() } else { format!("{text} {unit}") }
}

/// Notes what the machine is, and how busy others keep it.
pub fn machine(report: &mut Report) -> Result<()> {
    let processors = fs::read_to_string("/proc/cpuinfo")?;
    let field = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name)).and_then(|line| line.split_once(':'));
        line.map_or_else(|| "unknown".into(), |(_, value)| value.trim().to_owned())
    };
    let count = processors.lines().filter(|line| line.starts_with("processor")).count();
    report.fact("Processors", format!("{count} × {}", field(&processors, "model name")));
    let memory = field(&fs::read_to_string("/proc/meminfo")?, "MemTotal");
    let memory: f64 = memory.trim_end_matches(" kB").parse().unwrap_or_default();
    report.fact("Memory", format!("{:.0} GB", memory / 1024.0 / 1024.0));
    report.fact("Kernel", format!("Linux {}", fs::read_to_string("/proc/sys/kernel/osrelease")?.trim()));
    Ok(())
}

/// The load averages of the last 1, 5 and 15 minutes.
fn load_averages() -> Result<String> {
    let text = fs::read_to_string("/proc/loadavg")?;
    Ok(text.split_whitespace().take(3).collect::<Vec<_>>().join(" "))
}

/// Share of the processors in use during a pause of ours: what others take.
pub async fn others_share(pause: Duration) -> Result<f64> {
    let before = jiffies()?;
    tokio::time::sleep(pause).await;
    let after = jiffies()?;
    let (busy, all) = (after.0.saturating_sub(before.0), after.1.saturating_sub(before.1));
    Ok(busy as f64 / all.max(1) as f64)
}

/// Ticks in use, and all of them, since the machine started (proc(5), `/proc/stat`).
fn jiffies() -> Result<(u64, u64)> {
    let text = fs::read_to_string("/proc/stat")?;
    let line = text.lines().next().unwrap_or_default();
    let ticks: Vec<u64> =
        line.split_whitespace().skip(1).take(8).map_while(|word| word.parse().ok()).collect();
    let all = ticks.iter().sum();
    // The fourth and fifth are idle, and idle while waiting for a disk.
    let idle: u64 = ticks.iter().skip(3).take(2).sum();
    Ok((all - idle, all))
}
