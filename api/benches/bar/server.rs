//! The release binary as a child process.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use hyper::Method;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::time::sleep;

use crate::client::Connection;

const READY_TIMEOUT: Duration = Duration::from_secs(60);
const STOP_TIMEOUT: Duration = Duration::from_secs(10);
/// How often `/readyz` is asked while the server starts.
const ASK: Duration = Duration::from_millis(1);
/// Ticks in a second of `/proc/PID/stat`: `USER_HZ`, 100 for every program on Linux (time(7)).
const TICKS: u64 = 100;

/// A running `creno demo`; it ends when this goes out of scope.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From the start of the process to its first answer that it is ready.
    pub ready_after: Duration,
}

impl Server {
    /// Starts one on a free port of 127.0.0.1, and waits until it is ready.
    pub async fn start(binary: &Path, database_url: &str) -> Result<Self> {
        // Another program may take the port between our look and the server's start: try again.
        for _ in 0..3 {
            let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
            let mut command = Command::new(binary);
            for (key, _) in std::env::vars_os() {
                // Settings of whoever runs this would change what is measured.
                if key.to_string_lossy().starts_with("CRENO_") {
                    command.env_remove(key);
                }
            }
            command
                .args(["demo", "--database-url", database_url, "--listen", &address.to_string()])
                .envs([("CRENO_RATE_LIMIT", "off"), ("CRENO_CHALLENGE", "off"), ("CRENO_LOG", "warn")])
                .stdin(Stdio::null())
                .stdout(Stdio::null());
            let started = Instant::now();
            let child = command.spawn().with_context(|| format!("starting {}", binary.display()))?;
            let mut server = Self { child, address, ready_after: Duration::ZERO };
            if server.wait_until_ready(started).await? {
                server.ready_after = started.elapsed();
                return Ok(server);
            }
        }
        bail!("{} does not start", binary.display())
    }

    /// False when it ended by itself.
    async fn wait_until_ready(&mut self, started: Instant) -> Result<bool> {
        while started.elapsed() < READY_TIMEOUT {
            if let Ok(mut connection) = Connection::open(self.address).await
                && let Ok((status, _)) = connection.call(Method::GET, "/readyz", "").await
                && status.is_success()
            {
                return Ok(true);
            }
            if self.child.try_wait()?.is_some() {
                return Ok(false);
            }
            sleep(ASK).await;
        }
        bail!("the server is not ready after {} s", READY_TIMEOUT.as_secs())
    }

    /// Memory that it has in use, in bytes.
    pub fn resident(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kilobytes * 1024)
    }

    /// Processor time that it has taken, in the program and in the kernel.
    pub fn processor_time(&self) -> Result<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The second field is a name in parentheses, which may hold anything; proc(5) counts from 1.
        let (_, fields) = stat.rsplit_once(')').context("no process name")?;
        let ticks = fields.split_whitespace().skip(14 - 3).take(2).map(str::parse::<u64>);
        let ticks: u64 = ticks.sum::<Result<_, _>>()?;
        Ok(Duration::from_millis(ticks * 1_000 / TICKS))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let asked =
            i32::try_from(self.child.id()).is_ok_and(|pid| kill(Pid::from_raw(pid), Signal::SIGTERM).is_ok());
        let since = Instant::now();
        while asked && since.elapsed() < STOP_TIMEOUT {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        // It would not end by itself; nothing is left to do when this fails too.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
