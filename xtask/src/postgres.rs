//! A private PostgreSQL for tests: made in a temporary folder, removed when it goes out of scope.

use std::ffi::{OsStr, OsString};
use std::fs::{self, Permissions};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::errno::Errno;
use nix::sys::signal::kill;
use nix::unistd::{Pid, User, geteuid};

use crate::{apt, process};

/// The variable that tests read: the address of a PostgreSQL where they may make schemas.
pub const URL_VARIABLE: &str = "CRENO_TEST_POSTGRES";

const FOLDER_PREFIX: &str = "creno-postgres-";
const START_TIMEOUT: Duration = Duration::from_secs(30);

/// `cargo xtask postgres`: runs `words` with [`URL_VARIABLE`] set, and ends with their exit status.
///
/// # Errors
/// When PostgreSQL cannot be started or the command is absent.
pub fn run(durable: bool, words: &[OsString]) -> Result<ExitCode> {
    let cluster = Cluster::start(durable)?;
    let Some((program, args)) = words.split_first() else { bail!("no command to run") };
    let mut command = Command::new(program);
    let status = process::status(command.args(args).env(URL_VARIABLE, cluster.url()))?;
    Ok(ExitCode::from(u8::try_from(status.code().unwrap_or(1)).unwrap_or(1)))
}

/// A running PostgreSQL of our own.
pub struct Cluster {
    folder: PathBuf,
    port: u16,
    programs: Programs,
    server: Child,
}

impl Cluster {
    /// Starts one on a free port of 127.0.0.1; `durable` keeps `fsync` on.
    ///
    /// # Errors
    /// When PostgreSQL is absent and may not be installed, or does not start.
    pub fn start(durable: bool) -> Result<Self> {
        let programs = Programs::find()?;
        remove_abandoned_folders();
        let folder = std::env::temp_dir().join(format!("{FOLDER_PREFIX}{}", std::process::id()));
        match start_in(&folder, &programs, durable) {
            Ok((server, port)) => Ok(Self { folder, port, programs, server }),
            Err(error) => {
                let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
                // Already failing: a folder that stays behind is removed by the next start.
                let _ = fs::remove_dir_all(&folder);
                Err(error.context(format!("starting a PostgreSQL for tests\n{log}")))
            }
        }
    }

    /// The address of its `postgres` database, as its superuser.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut stop = self.programs.command("pg_ctl");
        stop.args(["stop", "-s", "-m", "immediate", "-D"]).arg(self.folder.join("data"));
        // Not through `process`: that refuses to start anything once interrupted.
        if !stop.status().is_ok_and(|status| status.success()) {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("warning: {} stays behind: {error}", self.folder.display());
        }
    }
}

fn start_in(folder: &Path, programs: &Programs, durable: bool) -> Result<(Child, u16)> {
    fs::create_dir(folder).with_context(|| format!("creating {}", folder.display()))?;
    fs::set_permissions(folder, Permissions::from_mode(0o700))?;
    if let Some(user) = &programs.user {
        chown(folder, Some(user.uid.as_raw()), Some(user.gid.as_raw()))?;
    }
    let data = folder.join("data");
    let mut initdb = programs.command("initdb");
    initdb.args([
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
        "-D",
    ]);
    process::filter(initdb.arg(&data), &[])?;

    // Another program may take the port between our look and the server's start: try again.
    for _ in 0..3 {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let mut server = programs.command("postgres");
        server.arg("-D").arg(&data);
        for setting in settings(folder, port, durable) {
            server.arg("-c").arg(setting);
        }
        let log = fs::File::create(folder.join("log"))?;
        server.stdout(log.try_clone()?).stderr(log);
        // Out of the terminal's Ctrl-C: it is stopped after the tests that use it.
        let mut server = server.process_group(0).spawn().context("starting postgres")?;
        if wait_until_ready(&mut server, programs, port)? {
            return Ok((server, port));
        }
    }
    bail!("postgres does not start")
}

fn settings(folder: &Path, port: u16, durable: bool) -> Vec<String> {
    let mut settings = vec![
        "listen_addresses=127.0.0.1".to_owned(),
        format!("port={port}"),
        format!("unix_socket_directories={}", folder.display()),
        "max_connections=200".to_owned(),
    ];
    if !durable {
        settings.extend(["fsync=off", "synchronous_commit=off", "full_page_writes=off"].map(str::to_owned));
    }
    settings
}

/// Whether the server answers; `false` when it ended by itself.
fn wait_until_ready(server: &mut Child, programs: &Programs, port: u16) -> Result<bool> {
    let start = Instant::now();
    while start.elapsed() < START_TIMEOUT {
        process::check_interrupted().inspect_err(|_| stop(server))?;
        if server.try_wait()?.is_some() {
            return Ok(false);
        }
        let mut ready = programs.command("pg_isready");
        ready.args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()]);
        if ready.status().is_ok_and(|status| status.success()) {
            return Ok(true);
        }
        thread::sleep(Duration::from_millis(50));
    }
    stop(server);
    bail!("postgres does not answer after {} s", START_TIMEOUT.as_secs())
}

fn stop(server: &mut Child) {
    let _ = server.kill();
    let _ = server.wait();
}

/// Folders of tasks that were killed outright, recognised by a process that no longer lives.
fn remove_abandoned_folders() {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let pid =
            name.to_str().and_then(|name| name.strip_prefix(FOLDER_PREFIX)).and_then(|pid| pid.parse().ok());
        if pid.is_some_and(|pid| kill(Pid::from_raw(pid), None) == Err(Errno::ESRCH)) {
            // Best effort: someone else's folder is theirs to remove.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Where the programs are, and who runs them.
struct Programs {
    folder: PathBuf,
    /// PostgreSQL refuses to run as root: its own system user then.
    user: Option<User>,
}

impl Programs {
    fn find() -> Result<Self> {
        let folder = match bin_folder() {
            Some(folder) => folder,
            None => {
                apt::ensure(&["postgresql"], "the tests on PostgreSQL")?;
                bin_folder().context(
                    "initdb: absent, needed for the tests on PostgreSQL; install PostgreSQL 15 or later",
                )?
            }
        };
        let user = if geteuid().is_root() {
            let user = User::from_name("postgres")?;
            Some(user.context("the system user `postgres` is absent: root needs it to run PostgreSQL")?)
        } else {
            None
        };
        Ok(Self { folder, user })
    }

    fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let program = self.folder.join(program.as_ref());
        let mut command = if process::find("setpriv").is_some() {
            // Should this task be killed outright, the server ends with it.
            let mut command = process::command("setpriv");
            command.arg("--pdeathsig=QUIT");
            if let Some(user) = &self.user {
                command.arg(format!("--reuid={}", user.uid)).arg(format!("--regid={}", user.gid));
                command.arg("--clear-groups");
            }
            command.arg(program);
            command
        } else {
            process::command(program)
        };
        command.current_dir(std::env::temp_dir()).stdin(Stdio::null()).env("LC_ALL", "C.UTF-8");
        command
    }
}

/// Debian keeps the programs of each version apart and off the PATH: the newest version wins.
fn bin_folder() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .filter(|version| {
            Path::new("/usr/lib/postgresql").join(version.to_string()).join("bin/initdb").is_file()
        })
        .max();
    match newest {
        Some(version) => Some(PathBuf::from(format!("/usr/lib/postgresql/{version}/bin"))),
        None => process::find("initdb").and_then(|path| path.parent().map(Path::to_path_buf)),
    }
}
