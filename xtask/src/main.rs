//! Development tasks: `cargo xtask --help` lists them.
//!
//! One more command: a variant of [`Task`], a file of its own, a line in [`dispatch`].
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool talks to its terminal")]

mod apt;
mod assets;
mod bench;
mod build;
mod communes;
mod demo;
mod fuzz;
mod npm;
mod postgres;
mod process;
mod pypi;
mod sizes;
mod step;
mod test;
mod toolchain;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

/// Development tasks of Créno.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Task {
    /// Builds what browsers load (widget, back-office, demo site) into target/assets
    Assets,
    /// Builds everything and runs the server on its demonstration data
    Demo {
        /// Arguments for `creno demo`
        #[arg(last = true)]
        args: Vec<OsString>,
    },
    /// Runs every check: format, lints, Rust tests on both databases, browser tests
    Test {
        /// Runs only these parts, in their usual order
        #[arg(long, value_delimiter = ',', value_enum)]
        only: Vec<test::Part>,
    },
    /// Builds the release into dist/ and prints its sizes beside the budgets; fails when one is over
    Build,
    /// Measures the release on SQLite and PostgreSQL, and writes docs/benchmarks.md
    Bench {
        /// SQLite at the reference scale only; writes nothing
        #[arg(long)]
        quick: bool,
        /// More arguments for the program that measures: `-- --help` lists them; writes nothing
        #[arg(last = true)]
        args: Vec<OsString>,
    },
    /// Sends the API what a fuzzer draws from its description, as a visitor and as an administrator (needs PyPI)
    Fuzz {
        /// Requests drawn for each operation, at most
        #[arg(long, default_value_t = 15)]
        examples: u32,
    },
    /// Makes api/data/communes.tsv.br from open data of npm and PyPI
    Communes,
    /// Runs a command with CRENO_TEST_POSTGRES naming a private, throw-away PostgreSQL
    Postgres {
        /// Keeps durable commits on (slower; for measurements)
        #[arg(long)]
        durable: bool,
        /// The command and its arguments
        #[arg(last = true, required = true)]
        command: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    match process::catch_signals().and_then(|()| dispatch(Task::parse())) {
        Ok(code) => code,
        Err(error) if error.is::<process::Interrupted>() => {
            eprintln!("\n{error}");
            ExitCode::from(130)
        }
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(task: Task) -> Result<ExitCode> {
    match task {
        Task::Assets => assets::run(),
        Task::Demo { args } => demo::run(&args),
        Task::Test { only } => test::run(&only),
        Task::Build => build::run(),
        Task::Bench { quick, args } => bench::run(quick, &args),
        Task::Fuzz { examples } => fuzz::run(examples),
        Task::Communes => communes::run(),
        Task::Postgres { durable, command } => postgres::run(durable, &command),
    }
}

/// The root of the repository.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}
