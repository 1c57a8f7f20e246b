//! R2 of the quality bar: what was acknowledged is there after the server is killed under load.
//!
//! `creno demo` runs as a process of its own on a database of its own. A dozen clients book, move and cancel over HTTP;
//! it is ended by SIGKILL while their requests are under way, and started again, `CRENO_KILLS` times (3 unless told).
//! A client that gets no answer sends the same request again to the next server, with the same `Idempotency-Key`.
//! Then the database is read: everything that was answered must be in it, once. A power cut is not imitated: what the
//! process wrote, the system keeps.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{Method, Request, header};
use chrono::{DateTime, Days, Utc};
use creno::app::{Clock as _, SystemClock};
use creno::store::Db;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::support::postgres_schema;

const CLIENTS: u32 = 12;
/// Confirmations that a server is sent before it is killed; some more at some kills, so that no two strike alike.
const SENT_BEFORE_KILL: u32 = 15;
/// A run that takes longer hangs: what a kill and its start may take, and the rest.
const EACH_KILL: Duration = Duration::from_secs(30);
const REST: Duration = Duration::from_secs(120);

const AGENCIES: [&str; 3] = ["paris-opera", "lyon-part-dieu", "saint-denis-reunion"];

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_by_a_kill_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("creno.db").display());
    run("SQLite", &url, folder.path()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_by_a_kill_on_postgres() {
    let folder = tempfile::tempdir().unwrap();
    run("PostgreSQL", &postgres_schema().await, folder.path()).await;
}

async fn run(engine: &str, url: &str, folder: &Path) {
    let kills = std::env::var("CRENO_KILLS").map_or(3, |text| text.parse().expect("CRENO_KILLS: a number"));
    let whole = kill_and_compare(engine, kills, url, folder);
    if tokio::time::timeout(REST + EACH_KILL * kills, whole).await.is_err() {
        panic!("{engine}: hangs; the server's log:\n{}", log(folder));
    }
}

#[expect(clippy::print_stdout, reason = "figures, for who asks for a long run")]
async fn kill_and_compare(engine: &str, kills: u32, url: &str, folder: &Path) {
    let mut server = Server::start(url, folder).await;
    let (now_at, at) = watch::channel(At { life: 0, address: server.address });
    let load = Arc::new(Load::default());
    let mut tasks = JoinSet::new();
    for number in 0..CLIENTS {
        let client = Client { number, at: at.clone(), connection: None, unanswered: 0, load: load.clone() };
        tasks.spawn(client.work());
    }
    for life in 1..=kills {
        let until = load.sent() + SENT_BEFORE_KILL + life * 7 % 11;
        let mut sent = load.confirmations.subscribe();
        tokio::select! {
            reached = sent.wait_for(|sent| *sent >= until) => drop(reached.unwrap()),
            ended = tasks.join_next() => panic!("a client ended: {ended:?}; the server's log:\n{}", log(folder)),
        }
        server.kill();
        server = Server::start(url, folder).await;
        now_at.send(At { life, address: server.address }).unwrap();
    }
    load.stop.store(true, Ordering::Relaxed);
    let (mut booked, mut unanswered) = (Vec::new(), 0);
    while let Some(done) = tasks.join_next().await {
        let (mut some, lost) = done.unwrap();
        booked.append(&mut some);
        unanswered += lost;
    }
    let mut last = Client { number: CLIENTS, at, connection: None, unanswered: 0, load };
    let (status, _) = last.call(Method::GET, "/readyz", None, &Value::Null).await;
    assert_eq!(status, 204, "ready after {kills} kills");
    for known in &booked {
        let again = last.confirm(&known.key, &known.body).await;
        assert_eq!(again["reference"], known.reference, "the same key gets the same answer: {known:?}");
    }
    let found = read(url).await;
    compare(&booked, &found);
    let log = log(folder);
    assert!(!log.contains("panicked"), "{log}");
    assert!(kills == 0 || unanswered > 0, "no kill met a request under way");
    let retried = booked.iter().filter(|known| known.retried).count();
    let of = |state| booked.iter().filter(|known| known.status == state).count();
    println!(
        "{engine}: {kills} kills; {} acknowledged, {} of them cancelled, {} moved; {unanswered} requests unanswered, of \
         which {retried} confirmations; 0 missing",
        booked.len(),
        of("cancelled"),
        booked.iter().filter(|known| known.moves > 0).count(),
    );
}

/// The server of the moment, and how many were killed before it.
#[derive(Clone, Copy)]
struct At {
    life: u32,
    address: SocketAddr,
}

struct Server {
    child: Child,
    address: SocketAddr,
    /// Kept open: a server that can't write ends.
    _output: BufReader<ChildStdout>,
}

impl Server {
    /// Starts one on a port that the system chooses, and waits for the line that tells it.
    async fn start(url: &str, folder: &Path) -> Self {
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
        let Some(address) = address else { panic!("the server does not start:\n{}", self::log(folder)) };
        Self { child, address, _output: output }
    }

    fn kill(&mut self) {
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

fn log(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("log")).unwrap_or_default()
}

/// What the clients share.
#[derive(Default)]
struct Load {
    stop: AtomicBool,
    clients: AtomicU32,
    confirmations: watch::Sender<u32>,
}

impl Load {
    fn sent(&self) -> u32 {
        *self.confirmations.borrow()
    }
}

/// What a client was told of one appointment.
#[derive(Debug)]
struct Known {
    key: String,
    body: Value,
    email: String,
    reference: String,
    status: &'static str,
    start: DateTime<Utc>,
    moves: i64,
    retried: bool,
}

struct Client {
    number: u32,
    at: watch::Receiver<At>,
    connection: Option<(u32, SendRequest<Full<Bytes>>)>,
    unanswered: u32,
    load: Arc<Load>,
}

/// No answer came from the server of this life.
struct Lost(u32);

impl Client {
    /// Books, moves and cancels until it is told to stop; what it was told, and how many requests had no answer.
    async fn work(mut self) -> (Vec<Known>, u32) {
        let mut booked = Vec::new();
        let mut round = self.number;
        while !self.load.stop.load(Ordering::Relaxed) {
            round += 1;
            let agency = AGENCIES[round as usize % AGENCIES.len()];
            let from = SystemClock.now().date_naive() + Days::new(u64::from(3 + round * 5 % 40));
            let path = format!(
                "/api/v1/public/slots?agency={agency}&theme=premier-rdv&channel=office&from={from}&to={}",
                from + Days::new(6)
            );
            let (status, slots) = self.call(Method::GET, &path, None, &Value::Null).await;
            assert_eq!(status, 200, "{slots}");
            let starts: Vec<_> = slots["days"].as_array().unwrap().iter().flat_map(starts).collect();
            if starts.is_empty() {
                continue;
            }
            let pick = |place: u32| &starts[place as usize * 37 % starts.len()];
            let hold = json!({ "agency": agency, "theme": "premier-rdv", "channel": "office", "start": pick(round) });
            let (status, held) = self.call(Method::POST, "/api/v1/public/holds", None, &hold).await;
            // Somebody else's, or our own whose answer was lost.
            if status != 201 {
                assert_eq!(status, 409, "{held}");
                continue;
            }
            let (mut known, link) = self.book(&held).await;
            if round.is_multiple_of(3) {
                self.r#move(&mut known, &link, pick(round + 1)).await;
            }
            if round.is_multiple_of(4) {
                self.cancel(&mut known, &link).await;
            }
            booked.push(known);
        }
        (booked, self.unanswered)
    }

    async fn book(&mut self, held: &Value) -> (Known, String) {
        let client = self.load.clients.fetch_add(1, Ordering::Relaxed);
        let email = format!("kill-{client}@exemple.fr");
        let key = format!("kill {client}");
        let body = json!({
            "hold": held["hold"], "consent": true, "lang": "fr",
            "client": { "last_name": "Durand", "first_name": "Zoé", "email": email, "phone": format!("06{:08}", 39_980_000 + client) },
        });
        let before = self.unanswered;
        self.load.confirmations.send_modify(|sent| *sent += 1);
        let answer = self.confirm(&key, &body).await;
        let text = |member: &str| answer[member].as_str().unwrap();
        let token = text("manage_url").split_once("#rendez-vous=").unwrap().1;
        let known = Known {
            reference: text("reference").to_owned(),
            start: text("start").parse().unwrap(),
            status: "confirmed",
            moves: 0,
            retried: self.unanswered > before,
            email,
            key,
            body,
        };
        (known, format!("/api/v1/public/appointments/{token}"))
    }

    async fn confirm(&mut self, key: &str, body: &Value) -> Value {
        let (status, answer) = self.call(Method::POST, "/api/v1/public/appointments", Some(key), body).await;
        assert_eq!(status, 201, "{key}: {answer}");
        answer
    }

    async fn r#move(&mut self, known: &mut Known, link: &str, start: &Value) {
        let (status, answer) = self.call(Method::PATCH, link, None, &json!({ "start": start })).await;
        if status != 200 {
            assert_eq!(status, 409, "{answer}");
            return;
        }
        let start = answer["start"].as_str().unwrap().parse().unwrap();
        known.moves += i64::from(start != known.start);
        known.start = start;
    }

    async fn cancel(&mut self, known: &mut Known, link: &str) {
        let before = self.unanswered;
        let (status, answer) = self.call(Method::DELETE, link, None, &Value::Null).await;
        // 410: it was done, and the answer was lost.
        assert!(status == 204 || (status == 410 && self.unanswered > before), "{status} {answer}");
        known.status = "cancelled";
    }

    /// Asks until it is answered, by whichever server there is.
    async fn call(&mut self, method: Method, path: &str, key: Option<&str>, body: &Value) -> (u16, Value) {
        loop {
            match self.ask(method.clone(), path, key, body).await {
                Ok((status, answer)) => {
                    assert!(status < 500, "{path}: {status} {answer}");
                    return (status, answer);
                }
                Err(Lost(life)) => {
                    self.unanswered += 1;
                    self.connection = None;
                    // A connection lost without a kill waits for ever, which the deadline tells.
                    self.at.wait_for(|at| at.life > life).await.unwrap();
                }
            }
        }
    }

    async fn ask(
        &mut self,
        method: Method,
        path: &str,
        key: Option<&str>,
        body: &Value,
    ) -> Result<(u16, Value), Lost> {
        let At { life, address } = *self.at.borrow();
        if self.connection.as_ref().is_none_or(|(of, _)| *of != life) {
            let stream = TcpStream::connect(address).await.map_err(|_| Lost(life))?;
            let (sender, connection) = handshake(TokioIo::new(stream)).await.map_err(|_| Lost(life))?;
            // Its end is seen by the next request.
            tokio::spawn(async move { drop(connection.await) });
            self.connection = Some((life, sender));
        }
        let (_, sender) = self.connection.as_mut().unwrap();
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1");
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let body = if body.is_null() { Bytes::new() } else { body.to_string().into() };
        if !body.is_empty() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        sender.ready().await.map_err(|_| Lost(life))?;
        let answer =
            sender.send_request(request.body(Full::new(body)).unwrap()).await.map_err(|_| Lost(life))?;
        let status = answer.status().as_u16();
        let bytes = answer.into_body().collect().await.map_err(|_| Lost(life))?.to_bytes();
        Ok((status, serde_json::from_slice(&bytes).unwrap_or_default()))
    }
}

fn starts(day: &Value) -> Vec<Value> {
    day["starts"].as_array().unwrap().clone()
}

/// An appointment as the database has it.
#[derive(Debug)]
struct Row {
    reference: String,
    status: String,
    start: DateTime<Utc>,
    taken: Option<DateTime<Utc>>,
    events: HashMap<&'static str, i64>,
}

const BOOKED: &str = "SELECT a.reference, a.status, a.starts_at, o.starts_at AS taken, c.email,
    (SELECT count(*) FROM appointment_event e WHERE e.appointment_id = a.id AND e.kind = 'created') AS created,
    (SELECT count(*) FROM appointment_event e WHERE e.appointment_id = a.id AND e.kind = 'moved') AS moved,
    (SELECT count(*) FROM appointment_event e WHERE e.appointment_id = a.id AND e.kind = 'cancelled') AS cancelled
    FROM appointment a JOIN client c ON c.id = a.client_id LEFT JOIN occupancy o ON o.appointment_id = a.id
    WHERE c.email LIKE 'kill-%'";
const OVERLAPS: &str =
    "SELECT count(*) AS rows FROM appointment a JOIN appointment b ON b.staff_id = a.staff_id
    AND b.id <> a.id AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
    WHERE a.status = 'confirmed' AND b.status = 'confirmed'";

/// Every appointment of our clients, by their address.
async fn read(url: &str) -> HashMap<String, Vec<Row>> {
    let db = Db::connect(url).await.unwrap();
    let overlaps: i64 = db.query(OVERLAPS).fetch_one().await.unwrap().get("rows").unwrap();
    assert_eq!(overlaps, 0, "a person has two appointments at once");
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    for row in db.query(BOOKED).fetch_all().await.unwrap() {
        let events = ["created", "moved", "cancelled"].map(|kind| (kind, row.get(kind).unwrap()));
        found.entry(row.get("email").unwrap()).or_default().push(Row {
            reference: row.get("reference").unwrap(),
            status: row.get("status").unwrap(),
            start: row.get("starts_at").unwrap(),
            taken: row.get("taken").unwrap(),
            events: events.into(),
        });
    }
    db.close().await;
    found
}

/// Everything that was told is there, once, and nothing else is.
fn compare(booked: &[Known], found: &HashMap<String, Vec<Row>>) {
    for known in booked {
        let [row] = found.get(&known.email).map_or(&[][..], Vec::as_slice) else {
            panic!("not there exactly once: {known:?}: {:?}", found.get(&known.email));
        };
        assert_eq!((&row.reference, row.status.as_str()), (&known.reference, known.status), "{known:?}");
        assert_eq!(row.start, known.start, "{known:?}");
        let cancelled = known.status == "cancelled";
        assert_eq!(row.taken, (!cancelled).then_some(known.start), "its time is taken: {known:?}");
        let events = [("created", 1), ("moved", known.moves), ("cancelled", i64::from(cancelled))];
        assert_eq!(row.events, events.into(), "{known:?}");
    }
    assert_eq!(found.len(), booked.len(), "something is there that no client was told of");
}
