//! The server that is killed: `creno demo` as a process of its own.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// Kept open: a server that can't write ends.
    _output: BufReader<ChildStdout>,
}

impl Server {
    /// Starts one on a port that the system chooses, and waits for the line that tells it.
    pub async fn start(url: &str, folder: &Path) -> Self {
        let log = std::fs::File::options().create(true).append(true).open(folder.join("log")).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_creno"));
        for (key, _) in std::env::vars_os().filter(|(key, _)| key.to_string_lossy().starts_with("CRENO_")) {
            command.env_remove(key);
        }
        command
            .args(["demo", "--listen", "127.0.0.1:0", "--database-url", url, "--data-dir"])
            .arg(folder)
            .envs([("CRENO_CHALLENGE", "off"), ("CRENO_RATE_LIMIT", "off"), ("CRENO_LOG", "warn")])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log);
        let mut child = command.spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (address, output) = tokio::task::spawn_blocking(move || {
            let address = output.by_ref().lines().map_while(Result::ok).find_map(|line| {
                let (address, _) = line.split_once("http://")?.1.split_once(' ')?;
                address.parse().ok()
            });
            (address, output)
        })
        .await
        .unwrap();
        let Some(address) = address else { panic!("the server does not start:\n{}", super::log(folder)) };
        Self { child, address, _output: output }
    }

    pub fn kill(&mut self) {
        // SIGKILL on Unix, to this child's own id.
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have been killed; nothing is left to do when this fails.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
