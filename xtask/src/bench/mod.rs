//! `cargo xtask bench`: the figures of speed, measured on the release, and the page that shows them.

mod page;

use std::ffi::OsString;
use std::fs;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::postgres::{self, Cluster};
use crate::step::step;
use crate::{build, process};

/// Where the figures are written for people to read, from the root.
const PAGE: &str = "docs/benchmarks.md";
/// Where the program that measures writes them, from the root.
const FIGURES: &str = "target/bar.json";
/// The profile of what measures: it is told apart from the release, which it would otherwise be built over.
const PROFILE: [&str; 2] = ["--profile", "measure"];

/// Builds the release, measures it with a private PostgreSQL, and writes [`PAGE`] when everything was measured.
///
/// A figure that misses is no failure: the page says so.
///
/// # Errors
/// When something does not build or a measurement does not come to its end.
pub fn run(quick: bool, args: &[OsString]) -> Result<ExitCode> {
    build::release()?;
    let engine_alone = step("engine alone", || engine_alone(quick))?;
    let figures = crate::root().join(FIGURES);
    if figures.exists() {
        fs::remove_file(&figures)?;
    }
    step("figures", || {
        let mut bar = bench("creno", "bar");
        bar.arg("--server").arg(crate::root().join(build::BINARY)).arg("--out").arg(&figures);
        bar.args(quick.then_some("--quick")).args(args);
        // Only what asks for PostgreSQL waits for it. Commits are durable, as they are in use.
        let cluster = if quick { None } else { Some(Cluster::start(true)?) };
        if let Some(cluster) = &cluster {
            bar.env(postgres::URL_VARIABLE, cluster.url());
        }
        process::run(&mut bar)
    })?;
    if quick || !args.is_empty() {
        println!("{PAGE} is left as it is: only a part was measured");
        return Ok(ExitCode::SUCCESS);
    }
    let json = fs::read(&figures).context("reading the figures")?;
    let page = crate::root().join(PAGE);
    let kept = fs::read_to_string(&page).map(|before| page::kept(&before).to_owned()).unwrap_or_default();
    let figures = page::render(&serde_json::from_slice(&json)?, &versions()?, &engine_alone)?;
    fs::write(&page, format!("{figures}{kept}")).with_context(|| format!("writing {PAGE}"))?;
    println!("{PAGE} is written");
    Ok(ExitCode::SUCCESS)
}

/// A program that measures, built and about to run; its arguments are still to come.
fn bench(package: &str, name: &str) -> Command {
    let mut cargo = process::cargo("bench");
    cargo.args(["--package", package, "--bench", name]).args(PROFILE).arg("--");
    cargo
}

/// The engine's own measurements, as they are printed.
fn engine_alone(quick: bool) -> Result<String> {
    let mut lines = Vec::new();
    let mut slots = bench("creno-engine", "slots");
    if quick {
        slots.args(["--max-time", "1"]);
    }
    let status = process::status_with_lines(&mut slots, |line| lines.push(line.trim_end().to_owned()))?;
    if !status.success() {
        bail!("the engine's measurements ended with {status}");
    }
    let table = lines.into_iter().skip_while(|line| !line.contains("fastest")).collect::<Vec<_>>();
    Ok(table.join("\n").trim_end().to_owned())
}

/// What was measured, and what built it.
fn versions() -> Result<Vec<(String, String)>> {
    let mut versions = Vec::new();
    if process::find("git").is_some() && crate::root().join(".git").exists() {
        let revision = process::text(process::command("git").args(["describe", "--always", "--abbrev=10"]))?;
        let changes =
            process::text(process::command("git").args(["status", "--porcelain", "--untracked-files=no"]))?;
        let changed = if changes.is_empty() { "" } else { ", with changes" };
        versions.push(("Créno".to_owned(), format!("{revision}{changed}")));
    }
    let rustc = process::text(process::command("rustc").arg("--version"))?;
    versions.push(("Compiler".to_owned(), rustc));
    Ok(versions)
}
