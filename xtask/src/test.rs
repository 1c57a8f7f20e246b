//! `cargo xtask test`: every check, in the order that fails fastest.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use serde_json::Value;

use crate::postgres::{self, Cluster};
use crate::step::Steps;
use crate::{apt, assets, npm, process, pypi};

/// A part of the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Format of the Rust sources
    Fmt,
    /// Lints of the whole workspace, warnings refused
    Clippy,
    /// Unit, property and API tests on SQLite and PostgreSQL
    Rust,
    /// The Drupal module: its own tests, its coding standard
    Drupal,
    /// The browser build
    Assets,
    /// Browser tests, with the binary and the assets as built
    E2e,
}

/// What receivers in Python verify webhooks with, from PyPI.
const STANDARD_WEBHOOKS: &str = "standardwebhooks==1.1.0";

/// PHP, its test runner and sniffer, and the libraries of Drupal that Debian has.
const PHP_PACKAGES: [&str; 10] = [
    "php-cli",
    "php-mbstring",
    "php-xml",
    "php-codesniffer",
    "php-masterminds-html5",
    "php-symfony-dependency-injection",
    "php-symfony-event-dispatcher",
    "php-symfony-yaml",
    "php-twig",
    "phpunit",
];

/// Tests that ran, by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    passed: u64,
    failed: u64,
}

/// Runs the parts named in `only`, or all; ends with the line `N passed, M failed`.
///
/// # Errors
/// When interrupted.
pub fn run(only: &[Part]) -> Result<ExitCode> {
    let mut steps = Steps::default();
    let mut counts = Counts::default();
    for part in Part::value_variants() {
        if !only.is_empty() && !only.contains(part) {
            continue;
        }
        match part {
            Part::Fmt => steps.run("format", format)?,
            Part::Clippy => steps.run("lints", lint)?,
            Part::Rust => steps.run("Rust tests, SQLite and PostgreSQL", || rust_tests(&mut counts))?,
            Part::Drupal => steps.run("Drupal module", || drupal(&mut counts))?,
            Part::Assets => steps.run("assets", || assets::build().map(|sizes| sizes.print()))?,
            Part::E2e => steps.run("browser tests", || browser_tests(&mut counts))?,
        };
    }
    steps.print_table();
    println!("{} passed, {} failed", counts.passed, counts.failed);
    Ok(if steps.all_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn format() -> Result<()> {
    let mut fmt = process::command("cargo");
    process::run(fmt.args(["fmt", "--all", "--check"]))
}

fn lint() -> Result<()> {
    assets::ensure_folder()?;
    process::run(process::cargo("clippy").args(["--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn rust_tests(counts: &mut Counts) -> Result<()> {
    assets::ensure_folder()?;
    let cluster = Cluster::start(false)?;
    let mut cargo = process::cargo("test");
    cargo.args(["--workspace", "--no-fail-fast"]).env(postgres::URL_VARIABLE, cluster.url());
    let status = process::status_with_lines(&mut cargo, |line| {
        if let Some(found) = libtest_counts(line) {
            counts.passed += found.passed;
            counts.failed += found.failed;
        }
    })?;
    if !status.success() {
        bail!("the Rust tests ended with {status}");
    }
    Ok(())
}

/// Where Debian's packages can be had; elsewhere PHP is not what this workspace is built with, and it is said.
fn drupal(counts: &mut Counts) -> Result<()> {
    if !apt::present() && process::find("phpunit").is_none() {
        println!("no PHP here: the Drupal module is not checked");
        return Ok(());
    }
    apt::ensure(&PHP_PACKAGES, "the checks of the Drupal module")?;
    let mut phpunit = process::command("phpunit");
    phpunit.args(["-c", "examples/drupal/checks/phpunit.xml"]).current_dir(crate::root());
    let status =
        process::status_with_lines(&mut phpunit, |line| counts.passed += phpunit_count(line).unwrap_or(0))?;
    if !status.success() {
        counts.failed += 1;
        bail!("phpunit ended with {status}");
    }
    let mut phpcs = process::command("phpcs");
    phpcs.args(["--standard=examples/drupal/creno/phpcs.xml.dist", "--ignore=checks/stubs"]);
    process::run(phpcs.args(["examples/drupal/creno", "examples/drupal/checks"]).current_dir(crate::root()))
}

/// Reads `OK (118 tests, 373 assertions)`, the last line of PHPUnit.
fn phpunit_count(line: &str) -> Option<u64> {
    line.trim().strip_prefix("OK (")?.split_once(" test")?.0.parse().ok()
}

/// Reads `test result: ok. 3 passed; 0 failed; …`, the last line of a Rust test binary.
fn libtest_counts(line: &str) -> Option<Counts> {
    let summary = line.trim().strip_prefix("test result: ")?;
    let number_before = |word: &str| {
        let text = summary.split([';', '.']).find_map(|part| part.trim().strip_suffix(word))?;
        text.trim().parse().ok()
    };
    Some(Counts { passed: number_before("passed")?, failed: number_before("failed")? })
}

fn browser_tests(counts: &mut Counts) -> Result<()> {
    let root = crate::root();
    if !root.join("playwright/package.json").is_file() {
        bail!("playwright/package.json is absent: there is no browser test to run");
    }
    if !root.join("target/assets/widget").is_dir() {
        bail!("target/assets is empty: run `cargo xtask assets` first");
    }
    npm::ensure("playwright", "the browser tests")?;
    // What integrators verify webhooks with, in Python.
    let python = pypi::ensure(&root.join("target/python"), STANDARD_WEBHOOKS, "the tests of webhooks")?;
    let chromium = match process::find("chromium") {
        Some(path) => path,
        None => {
            apt::ensure(&["chromium"], "the browser tests")?;
            process::find("chromium")
                .context("chromium: absent from the PATH, needed for the browser tests")?
        }
    };
    // With the same features as the Rust tests, tests' own dependencies included: nothing of it is
    // compiled twice.
    process::run(process::cargo("build").args(["--workspace", "--bin", "creno", "--tests"]))?;

    let report = root.join("target/playwright.json");
    if report.exists() {
        fs::remove_file(&report)?;
    }
    let status = process::status(
        process::command("npx")
            .current_dir(root.join("playwright"))
            .args(["playwright", "test", "--reporter=list,json"])
            .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report)
            .env("CRENO_BIN", root.join("target/debug/creno"))
            .env("CRENO_CHROMIUM", chromium)
            .env("CRENO_PYTHON", python.join("bin/python")),
    )?;
    let json = fs::read(&report).context("reading the report of the browser tests")?;
    let found = playwright_counts(&serde_json::from_slice(&json)?)?;
    counts.passed += found.passed;
    counts.failed += found.failed;
    if !status.success() {
        bail!("the browser tests ended with {status}");
    }
    Ok(())
}

/// Reads Playwright's JSON report; a test that passed at a second try has passed.
fn playwright_counts(report: &Value) -> Result<Counts> {
    let number = |name: &str| {
        report["stats"][name]
            .as_u64()
            .with_context(|| format!("no stats.{name} in the report of the browser tests"))
    };
    Ok(Counts { passed: number("expected")? + number("flaky")?, failed: number("unexpected")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libtest_summaries_are_counted() {
        let ok =
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.02s";
        assert_eq!(libtest_counts(ok), Some(Counts { passed: 12, failed: 0 }));
        let bad = "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.10s";
        assert_eq!(libtest_counts(bad), Some(Counts { passed: 3, failed: 2 }));
        assert_eq!(libtest_counts("test booking::passed ... ok"), None);
    }

    #[test]
    fn playwright_reports_are_counted() {
        let report = serde_json::json!({"stats": {"expected": 7, "unexpected": 1, "flaky": 2, "skipped": 4}});
        assert_eq!(playwright_counts(&report).unwrap(), Counts { passed: 9, failed: 1 });
        assert!(playwright_counts(&Value::Null).is_err());
    }
}
