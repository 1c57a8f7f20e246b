//! The `creno` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    creno::cli::run()
}
