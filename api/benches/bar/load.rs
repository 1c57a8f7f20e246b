//! P1 and P10: lists of starts from memory, against an answer of the same size that takes no work.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use chrono::{DateTime, Days, Utc};
use creno::store::Db;
use tokio::task::JoinSet;

use crate::client::Connection;
use crate::databases::Database;
use crate::report::{Reach, Report};
use crate::server::Server;
use crate::special;
use crate::stats::{Times, median, ms, us};

const CONNECTIONS: usize = 10;
/// Turns of slots and constant.
const TURNS: usize = 6;
const TURN: Duration = Duration::from_secs(2);
/// Before the first turn: allocators and branch predictors find their ways.
const WARM_UP: Duration = Duration::from_secs(1);
/// How many days the widget asks for at first.
const WIDGET_DAYS: u64 = 28;
/// How often the server is started.
const STARTS: usize = 7;

/// Everything that is on offer in the network, without the special agency.
const OFFERS: &str = "SELECT a.slug AS agency, t.slug AS theme, tc.channel FROM theme_agency ta
    JOIN agency a ON a.id = ta.agency_id JOIN theme t ON t.id = ta.theme_id
    JOIN theme_channel tc ON tc.theme_id = t.id
    JOIN agency_channel ac ON ac.agency_id = a.id AND ac.channel = tc.channel
    WHERE a.slug <> $1 ORDER BY tc.channel, t.slug, a.slug";

/// Questions and, in the same order, constants of the lengths of their answers.
struct Variant {
    name: &'static str,
    slots: Arc<[String]>,
    constants: Arc<[String]>,
    /// Of all the answers.
    bytes: usize,
}

/// What one turn came to.
struct Turn {
    per_second: f64,
    /// Server's processor time by answer, in microseconds.
    processor: f64,
    times: Vec<Duration>,
}

/// Measures both variants on a server of its own, then what the server's memory has come to.
pub async fn measure(
    report: &mut Report,
    binary: &Path,
    database: &Database,
    now: DateTime<Utc>,
) -> Result<()> {
    let on = database.engine.name();
    let starts = start_often(binary, &database.url).await?;
    let server = Server::start(binary, &database.url).await?;
    let idle = server.resident()?;
    for (name, questions) in [
        ("special agency, 62 days", special_question(now)),
        ("any agency", offers(&database.url, now).await?),
    ] {
        let variant = warm(&server, name, questions).await?;
        alternate(report, &server, on, &variant).await?;
    }
    let resident = server.resident()?;
    let mb = |bytes: u64| bytes as f64 / 1e6;
    report.figure(
        "P10",
        format!("resident memory after P1's load, {on}, {}×", database.scale),
        (mb(resident), "MB"),
        Reach::AtMost(120.0),
        format!("{:.1} MB when it was ready", mb(idle)),
    );
    report.figure(
        "P10",
        format!("start to ready, {on}, {}×", database.scale),
        (ms(starts.median()), "ms"),
        Reach::AtMost(500.0),
        format!("median of {} starts, the longest {:.0} ms", starts.count(), ms(starts.worst())),
    );
    Ok(())
}

/// The size of the release binary.
pub fn binary_size(report: &mut Report, binary: &Path) -> Result<()> {
    let bytes = std::fs::metadata(binary).with_context(|| binary.display().to_string())?.len();
    let what = "release binary, assets included";
    report.figure("P10", what, (bytes as f64 / 1e6, "MB"), Reach::AtMost(40.0), format!("{bytes} bytes"));
    Ok(())
}

async fn start_often(binary: &Path, url: &str) -> Result<Times> {
    let mut times = Vec::with_capacity(STARTS);
    for _ in 0..STARTS {
        times.push(Server::start(binary, url).await?.ready_after);
    }
    Times::of(times).context("no start")
}

/// The path of a question.
pub fn path(agency: &str, theme: &str, channel: &str, now: DateTime<Utc>, days: u64) -> String {
    let (from, _) = special::dates(now);
    let to = from + Days::new(days - 1);
    format!("/api/v1/public/slots?agency={agency}&theme={theme}&channel={channel}&from={from}&to={to}")
}

fn special_question(now: DateTime<Utc>) -> Vec<String> {
    vec![path(special::AGENCY, special::THEME, "office", now, special::DAYS)]
}

/// What the widget asks first, for every agency, theme and channel.
pub async fn offers(url: &str, now: DateTime<Utc>) -> Result<Vec<String>> {
    let db = Db::connect(url).await?;
    let rows = db.query(OFFERS).bind(special::AGENCY).fetch_all().await?;
    db.close().await;
    let text = |row: &creno::store::Row, column| row.get::<String>(column);
    let paths = rows.iter().map(|row| {
        let (agency, theme, channel) = (text(row, "agency")?, text(row, "theme")?, text(row, "channel")?);
        Ok(path(&agency, &theme, &channel, now, WIDGET_DAYS))
    });
    paths.collect()
}

/// Asks each question once, for the answers to be there and their lengths known.
async fn warm(server: &Server, name: &'static str, questions: Vec<String>) -> Result<Variant> {
    ensure!(!questions.is_empty(), "the network offers nothing");
    let mut connection = Connection::open(server.address).await?;
    let mut constants = Vec::with_capacity(questions.len());
    let mut bytes = 0;
    for question in &questions {
        let length = connection.length(question).await?;
        constants.push(format!("/api/v1/sandbox/constant?bytes={length}"));
        bytes += length;
    }
    Ok(Variant { name, slots: questions.into(), constants: constants.into(), bytes })
}

async fn alternate(report: &mut Report, server: &Server, on: &str, variant: &Variant) -> Result<()> {
    load(server, &variant.slots, WARM_UP).await?;
    load(server, &variant.constants, WARM_UP).await?;
    let (mut slots, mut constants) = (Vec::with_capacity(TURNS), Vec::with_capacity(TURNS));
    for _ in 0..TURNS {
        slots.push(load(server, &variant.slots, TURN).await?);
        constants.push(load(server, &variant.constants, TURN).await?);
    }
    let ratios = slots.iter().zip(&constants).map(|(slots, constant)| slots.per_second / constant.per_second);
    let ratio = median(ratios.collect());
    let rate = |turns: &[Turn]| median(turns.iter().map(|turn| turn.per_second).collect());
    let processor = |turns: &[Turn]| median(turns.iter().map(|turn| turn.processor).collect());
    let count = variant.slots.len();
    let asked = if count == 1 {
        format!("one question of {:.1} KB", variant.bytes as f64 / 1e3)
    } else {
        format!(
            "{count} questions in turn, {:.1} KB each, {:.0} MB in all",
            variant.bytes as f64 / count as f64 / 1e3,
            variant.bytes as f64 / 1e6
        )
    };
    report.figure(
        "P1",
        format!("slots, warm, {}, {on}: throughput ÷ constant answer's", variant.name),
        (ratio, ""),
        Reach::AtLeast(0.7),
        format!(
            "{:.0}/s ÷ {:.0}/s, median of {TURNS} turns of each; {:.0} µs and {:.0} µs of the server's processor time by \
             answer; {asked}",
            rate(&slots), rate(&constants), processor(&slots), processor(&constants),
        ),
    );
    let times = |turns: Vec<Turn>| Times::of(turns.into_iter().flat_map(|turn| turn.times).collect());
    let (slots, constants) = (times(slots).context("no answer")?, times(constants).context("no answer")?);
    report.figure(
        "P1",
        format!("slots, warm, {}, {on}: p99 at {CONNECTIONS} connections", variant.name),
        (ms(slots.p99()), "ms"),
        Reach::AtMost(5.0),
        format!(
            "p50 {:.0} µs, longest {:.1} ms, of {} answers; the constant answer: p50 {:.0} µs, p99 {:.2} ms",
            us(slots.median()),
            ms(slots.worst()),
            slots.count(),
            us(constants.median()),
            ms(constants.p99()),
        ),
    );
    Ok(())
}

/// Asks for `paths` in turn over each connection until `length` has passed.
async fn load(server: &Server, paths: &Arc<[String]>, length: Duration) -> Result<Turn> {
    let mut connections = Vec::with_capacity(CONNECTIONS);
    for _ in 0..CONNECTIONS {
        connections.push(Connection::open(server.address).await?);
    }
    let processor = server.processor_time()?;
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for (rank, connection) in connections.into_iter().enumerate() {
        let first = rank * paths.len() / CONNECTIONS;
        tasks.spawn(ask(connection, paths.clone(), first, started + length));
    }
    let mut times = Vec::new();
    while let Some(task) = tasks.join_next().await {
        times.append(&mut task??);
    }
    let elapsed = started.elapsed().as_secs_f64();
    let taken = server.processor_time()?.saturating_sub(processor);
    let answers = times.len().max(1) as f64;
    Ok(Turn { per_second: answers / elapsed, processor: us(taken) / answers, times })
}

async fn ask(
    mut connection: Connection,
    paths: Arc<[String]>,
    first: usize,
    until: Instant,
) -> Result<Vec<Duration>> {
    let mut times = Vec::new();
    let mut asked = Instant::now();
    for path in paths.iter().cycle().skip(first) {
        connection.length(path).await?;
        let answered = Instant::now();
        times.push(answered - asked);
        if answered >= until {
            break;
        }
        asked = answered;
    }
    Ok(times)
}
