//! `cargo xtask demo`: from a fresh clone to a running demonstration.

use std::ffi::OsString;
use std::net::TcpStream;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::process::Interrupted;
use crate::step::step;
use crate::{assets, process};

const DEFAULT_LISTEN: &str = "127.0.0.1:8080";
const READY_TIMEOUT: Duration = Duration::from_secs(60);

/// Builds everything and runs `creno demo` with `args` until Ctrl-C.
///
/// # Errors
/// When something cannot be built or the server fails.
pub fn run(args: &[OsString]) -> Result<ExitCode> {
    assets::run()?;
    // As a part of the workspace: by itself it would have its dependencies compiled with other features
    // than the tests use.
    step("server", || process::run(process::cargo("build").args(["--workspace", "--bin", "creno"])))?;

    let listen = listen_address(args);
    thread::spawn(move || announce(&listen));
    let mut server = process::command(crate::root().join("target/debug/creno"));
    let status = match process::status(server.arg("demo").args(args)) {
        // Ctrl-C is the ordinary end of a demonstration.
        Err(error) if error.is::<Interrupted>() => return Ok(ExitCode::SUCCESS),
        status => status?,
    };
    Ok(ExitCode::from(u8::try_from(status.code().unwrap_or(1)).unwrap_or(1)))
}

/// The address that the server will listen on, by its own rules: option, variable, default.
fn listen_address(args: &[OsString]) -> String {
    let mut args = args.iter().map(|arg| arg.to_string_lossy());
    while let Some(arg) = args.next() {
        if arg == "--listen" {
            return args.next().unwrap_or_default().into_owned();
        }
        if let Some(address) = arg.strip_prefix("--listen=") {
            return address.to_owned();
        }
    }
    std::env::var("CRENO_LISTEN").unwrap_or_else(|_| DEFAULT_LISTEN.to_owned())
}

/// Prints the addresses once the server accepts connections.
fn announce(listen: &str) {
    let start = Instant::now();
    while TcpStream::connect(listen).is_err() {
        if start.elapsed() > READY_TIMEOUT {
            return;
        }
        thread::sleep(Duration::from_millis(100));
    }
    println!(
        "
  demo site       http://{listen}/
  hosted page     http://{listen}/rdv
  back-office     http://{listen}/back-office/
  interface       http://{listen}/api/docs

  accounts        collaborateur@concilia.fr · manager@concilia.fr · admin@concilia.fr
  password        demo1234

  Ctrl-C stops the server.
"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_listen_option_is_read_in_both_forms() {
        assert_eq!(listen_address(&["--listen".into(), "127.0.0.1:9000".into()]), "127.0.0.1:9000");
        assert_eq!(listen_address(&["--listen=127.0.0.1:9001".into()]), "127.0.0.1:9001");
    }
}
