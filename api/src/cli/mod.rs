//! The command line: one file per sub-command.
//!
//! Exit status: 0 done, 1 refused (what, where, how to mend, on stderr), 2 wrong usage.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line talks to people")]

mod demo;
mod migrate;
mod seed;
mod serve;
mod simulate;
mod user;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Overrides;

/// Créno: online appointment booking.
#[derive(Parser)]
#[command(name = "creno", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server
    Serve(Overrides),
    /// Run the server on a seeded demonstration network; nothing leaves
    Demo(Overrides),
    /// Bring a database to the current schema
    Migrate(Overrides),
    /// Fill a database with a reference network, the same for the same scale, seed and day
    Seed(seed::Options),
    /// Print the starts that a scenario offers, as a JSON list
    Simulate(simulate::Options),
    /// Accounts for rescue
    #[command(subcommand)]
    User(user::Command),
}

/// Runs the command of the process's arguments.
pub fn run() -> ExitCode {
    let command = Cli::parse().command;
    let done = match command {
        Command::Serve(options) => within_runtime(serve::run(options, false)),
        Command::Demo(options) => within_runtime(serve::run(options, true)),
        Command::Migrate(options) => within_runtime(migrate::run(options)),
        Command::Seed(options) => within_runtime(seed::run(options)),
        Command::Simulate(options) => simulate::run(&options),
        Command::User(command) => within_runtime(user::run(command)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("creno: {error:#}");
            ExitCode::from(1)
        }
    }
}

fn within_runtime(command: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(command)
}
