//! `cargo xtask fuzz`: requests that nobody would think of, drawn by schemathesis from the API's own description.
//!
//! Every operation is tried as a visitor, with an administrator's session but for what would end it, and with a key of
//! every scope on SQLite and on PostgreSQL, each on a demonstration of its own. An answer 5xx, a status, a type or a shape
//! that the description does not have, or a panic in the log, is a failure.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, ExitCode, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::postgres::Cluster;
use crate::step::Steps;
use crate::{assets, process, pypi};

/// The version that runs, from PyPI.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";
/// The same requests at each run.
const SEED: &str = "1";
const CHECKS: &str =
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";
const ADMINISTRATOR: &str = r#"{"email":"admin@concilia.fr","password":"demo1234"}"#;
/// Every resource that a key can open.
const SCOPES: &str = "agencies skills themes fields users profiles availabilities exceptions calendar campaigns \
    appointments documents events messages webhooks api-keys journals reports settings branding";
const COOKIE: &str = "__Host-creno=";
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);

/// Draws `examples` requests at most for each operation, besides those that probe the edges of each parameter.
///
/// # Errors
/// When Python, schemathesis or the server can't be had, or when interrupted.
pub fn run(examples: u32) -> Result<ExitCode> {
    let folder = crate::root().join("target/fuzz");
    let environment = pypi::ensure(&folder, SCHEMATHESIS, "the API's fuzzer")?;
    let program = environment.join("bin/schemathesis");
    assets::ensure_folder()?;
    // With the same features as the tests: nothing is compiled twice.
    process::run(process::cargo("build").args(["--workspace", "--bin", "creno", "--tests"]))?;

    let mut steps = Steps::default();
    let run = folder.join("run");
    steps.run("as a visitor", || {
        let server = Server::start(&run)?;
        let outcome = fuzz(&program, &server, examples, &[]);
        server.check_log()?;
        outcome
    })?;
    steps.run("as an administrator", || as_administrator(&program, &Server::start(&run)?, examples))?;
    steps.run("as a program", || as_program(&program, &Server::start(&run)?, examples))?;
    steps.run("as a program, on PostgreSQL", || {
        let cluster = Cluster::start(false)?;
        as_program(&program, &Server::start_on(&run, &cluster.url())?, examples)
    })?;
    steps.print_table();
    Ok(if steps.all_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn as_administrator(program: &Path, server: &Server, examples: u32) -> Result<()> {
    let cookie = server.sign_in()?;
    // As the description says that sessions are shown: a header would give way to the cookies that are drawn.
    let session = format!("[auth.openapi.session]\napi_key = \"{}\"\n", cookie.trim_start_matches(COOKIE));
    fs::write(server.folder.join("schemathesis.toml"), session)?;
    // Signing out, or changing the person who is signed in, would make a visitor of what comes after: the latter is left
    // to programs.
    let mut more = Vec::new();
    for operation in ["delete_session", "end_own_session", "replace_users", "patch_users", "delete_users"] {
        more.extend(["--exclude-operation-id", operation]);
    }
    let outcome = fuzz(program, server, examples, &more);
    server.check_log()?;
    outcome?;
    let head = server.ask(&format!("GET /api/v1/session HTTP/1.1\r\nCookie: {cookie}\r\n"), "")?;
    if !head.starts_with("HTTP/1.1 200") {
        bail!("the session ended while it was used: {head}");
    }
    Ok(())
}

fn as_program(program: &Path, server: &Server, examples: u32) -> Result<()> {
    let header = format!("Authorization: Bearer {}", server.make_key()?);
    // A key does not open what is a person's own.
    let mut more = vec!["--header", header.as_str()];
    for operation in ["create_session", "get_session", "delete_session"] {
        more.extend(["--exclude-operation-id", operation]);
    }
    let outcome = fuzz(program, server, examples, &more);
    server.check_log()?;
    outcome
}

fn fuzz(program: &Path, server: &Server, examples: u32, more: &[&str]) -> Result<()> {
    let mut command = process::command(program);
    command
        // It leaves files where it runs.
        .current_dir(&server.folder)
        .args(["run", "--no-color", "--continue-on-failure", "--warnings", "off"])
        .args(["--phases", "examples,coverage,fuzzing", "--checks", CHECKS, "--seed", SEED])
        .args(["--generation-database", "none", "--max-examples", &examples.to_string()])
        // Headers and bodies of a file leave little of what is drawn.
        .args(["--suppress-health-check", "filter_too_much"])
        .args(more)
        .arg(format!("http://{}/api/v1/openapi.json", server.address));
    process::run(&mut command)
}

/// A demonstration on a database of its own; it ends when this goes out of scope.
struct Server {
    child: Child,
    address: SocketAddr,
    folder: PathBuf,
    /// Kept open: a server that can't write ends.
    _output: BufReader<ChildStdout>,
}

impl Server {
    /// Starts one on a database of SQLite in `folder`, emptied.
    fn start(folder: &Path) -> Result<Self> {
        Self::start_on(folder, &format!("sqlite://{}", folder.join("creno.db").display()))
    }

    /// Starts one in `folder`, emptied, on a port that the system chooses; waits for the line that tells it.
    fn start_on(folder: &Path, database: &str) -> Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        let mut command = process::command(crate::root().join("target/debug/creno"));
        for (key, _) in std::env::vars_os().filter(|(key, _)| key.to_string_lossy().starts_with("CRENO_")) {
            command.env_remove(key);
        }
        command
            .args(["demo", "--listen", "127.0.0.1:0", "--database-url", database, "--data-dir"])
            .arg(folder)
            // All requests come from one address, and none solves a challenge.
            .envs([("CRENO_CHALLENGE", "off"), ("CRENO_RATE_LIMIT", "off"), ("CRENO_LOG", "warn")])
            .stdout(Stdio::piped())
            .stderr(File::create(folder.join("log"))?);
        let mut child = command.spawn().context("starting the server")?;
        let mut output = BufReader::new(child.stdout.take().context("no output")?);
        let address = output.by_ref().lines().map_while(Result::ok).find_map(|line| {
            let (address, _) = line.split_once("http://")?.1.split_once(' ')?;
            address.parse().ok()
        });
        match address {
            Some(address) => Ok(Self { child, address, folder: folder.to_owned(), _output: output }),
            None => bail!("the server ended:\n{}", fs::read_to_string(folder.join("log"))?),
        }
    }

    /// The cookie of an administrator's new session.
    fn sign_in(&self) -> Result<String> {
        let request = "POST /api/v1/session HTTP/1.1\r\nContent-Type: application/json\r\n";
        let head = self.ask(request, ADMINISTRATOR)?;
        let (_, rest) = head.split_once(COOKIE).with_context(|| format!("no session: {head}"))?;
        let value = rest.split(';').next().unwrap_or(rest);
        Ok(format!("{COOKIE}{value}"))
    }

    /// The secret of a new key that opens everything.
    fn make_key(&self) -> Result<String> {
        let cookie = self.sign_in()?;
        let scopes: Vec<_> = SCOPES.split(' ').map(|resource| format!("\"{resource}:write\"")).collect();
        let body = format!("{{\"name\":\"fuzz\",\"scopes\":[{}]}}", scopes.join(","));
        let request = format!(
            "POST /api/v1/api-keys HTTP/1.1\r\nContent-Type: application/json\r\nCookie: {cookie}\r\n"
        );
        let answer = self.exchange(&request, &body)?;
        let secret = answer.split("\"secret\":\"").nth(1).and_then(|rest| rest.split('"').next());
        Ok(secret.with_context(|| format!("no key: {answer}"))?.to_owned())
    }

    /// Sends a request, of which the first lines are given, and returns the head of the answer.
    fn ask(&self, first_lines: &str, body: &str) -> Result<String> {
        let answer = self.exchange(first_lines, body)?;
        let (head, _) = answer.split_once("\r\n\r\n").context("the answer has no end of head")?;
        Ok(head.to_owned())
    }

    fn exchange(&self, first_lines: &str, body: &str) -> Result<String> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(ANSWER_TIMEOUT))?;
        let length = body.len();
        write!(
            stream,
            "{first_lines}Host: {}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}",
            self.address
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }

    fn check_log(&self) -> Result<()> {
        let log = fs::read_to_string(self.folder.join("log"))?;
        if log.contains("panicked") {
            bail!("the server panicked:\n{log}");
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A throw-away database: nothing to end in order.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
