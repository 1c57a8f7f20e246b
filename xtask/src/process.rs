//! Child processes: running them, reading their output, and stopping them on Ctrl-C.

use std::ffi::OsStr;
use std::fmt;
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Error, Result, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static RUNNING: Mutex<Option<Pid>> = Mutex::new(None);

/// The task was stopped by Ctrl-C or by a signal to end.
#[derive(Debug)]
pub struct Interrupted;

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("interrupted")
    }
}

impl std::error::Error for Interrupted {}

/// Makes Ctrl-C and SIGTERM end the running child, then the task by its ordinary way out, so that
/// what it set up (a database, a folder) is taken down again.
///
/// # Errors
/// When the handler cannot be installed.
pub fn catch_signals() -> Result<()> {
    ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::SeqCst) {
            signal_running(Signal::SIGKILL);
            return;
        }
        thread::spawn(|| {
            // A terminal has already told the child; it gets a moment to end by itself.
            for (wait, signal) in [(2, Signal::SIGTERM), (10, Signal::SIGKILL)] {
                thread::sleep(Duration::from_secs(wait));
                signal_running(signal);
            }
        });
    })
    .context("installing the Ctrl-C handler")
}

fn signal_running(signal: Signal) {
    if let Ok(Some(pid)) = RUNNING.lock().as_deref() {
        // The child may have ended in between: nothing is left to stop then.
        let _ = kill(*pid, signal);
    }
}

fn set_running(pid: Option<u32>) {
    if let Ok(mut running) = RUNNING.lock() {
        *running = pid.and_then(|pid| i32::try_from(pid).ok()).map(Pid::from_raw);
    }
}

/// Fails with [`Interrupted`] once the task was told to stop; long loops call it.
///
/// # Errors
/// [`Interrupted`].
pub fn check_interrupted() -> Result<()> {
    if INTERRUPTED.load(Ordering::SeqCst) { Err(Interrupted.into()) } else { Ok(()) }
}

/// A command of this program, run from the root of the repository and without standard input.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(crate::root()).stdin(Stdio::null());
    command
}

/// `cargo` of the toolchain that runs this task, with what it builds under `target/`.
pub fn cargo(subcommand: &str) -> Command {
    let mut cargo = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.arg(subcommand).env_remove("CARGO_TARGET_DIR");
    if in_ci() {
        cargo.arg("--locked");
    }
    cargo
}

/// Whether this is continuous integration, where lock files must be up to date.
pub fn in_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| value == "true")
}

/// Where `program` is on the PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Runs to the end with the terminal's own output.
///
/// # Errors
/// When the program is absent, fails, or the task is interrupted.
pub fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    expect_success(command, status)
}

/// Runs to the end and returns how it ended.
///
/// # Errors
/// When the program is absent or the task is interrupted.
pub fn status(command: &mut Command) -> Result<ExitStatus> {
    let mut child = spawn(command)?;
    finish(&mut child)
}

/// Runs to the end, printing standard output line by line and handing each line to `each`.
///
/// # Errors
/// When the program is absent or the task is interrupted.
pub fn status_with_lines(command: &mut Command, mut each: impl FnMut(&str)) -> Result<ExitStatus> {
    let mut child = spawn(command.stdout(Stdio::piped()))?;
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n') {
            let line = line.context("reading the output of a child")?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            each(&line);
        }
    }
    finish(&mut child)
}

/// Runs with `input` as standard input and returns standard output.
///
/// # Errors
/// When the program is absent, fails, or the task is interrupted.
pub fn filter(command: &mut Command, input: &[u8]) -> Result<Vec<u8>> {
    let mut child = spawn(command.stdin(Stdio::piped()).stdout(Stdio::piped()))?;
    let stdin = child.stdin.take();
    let output = thread::scope(|scope| {
        // Written from a thread: the child may fill its output before it has read all its input.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
        child.wait_with_output()
    });
    set_running(None);
    check_interrupted()?;
    let output = output.with_context(|| format!("running {}", shown(command)))?;
    expect_success(command, output.status)?;
    Ok(output.stdout)
}

/// Runs and returns the standard output as text.
///
/// # Errors
/// When the program is absent, fails, or the task is interrupted.
pub fn text(command: &mut Command) -> Result<String> {
    Ok(String::from_utf8_lossy(&filter(command, &[])?).trim().to_owned())
}

fn spawn(command: &mut Command) -> Result<Child> {
    check_interrupted()?;
    let child = command.spawn().map_err(|error| start_error(command, error))?;
    set_running(Some(child.id()));
    Ok(child)
}

fn finish(child: &mut Child) -> Result<ExitStatus> {
    let status = child.wait().context("waiting for a child");
    set_running(None);
    check_interrupted()?;
    status
}

fn start_error(command: &Command, error: std::io::Error) -> Error {
    let program = command.get_program().to_string_lossy().into_owned();
    if error.kind() == ErrorKind::NotFound {
        anyhow::anyhow!("`{program}` was not found; it is needed to run {}", shown(command))
    } else {
        Error::new(error).context(format!("starting `{program}`"))
    }
}

fn expect_success(command: &Command, status: ExitStatus) -> Result<()> {
    if !status.success() {
        bail!("{} ended with {status}", shown(command));
    }
    Ok(())
}

fn shown(command: &Command) -> String {
    let words: Vec<_> = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    format!("`{}`", words.join(" "))
}
