//! P11: how soon one instance knows what another one changed.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use chrono::{DateTime, Utc};
use creno_types::hold::Hold;
use creno_types::slots::Slots;
use hyper::{Method, StatusCode};
use serde_json::json;
use tokio::time::sleep;

use crate::client::Connection;
use crate::databases::Database;
use crate::load;
use crate::report::{Reach, Report};
use crate::server::Server;
use crate::special;
use crate::stats::{Times, ms};

/// How many starts are taken.
const ROUNDS: usize = 200;
/// Between two looks at the other instance.
const LOOK: Duration = Duration::from_millis(1);
/// Longer than both would take to find out by themselves.
const TIMEOUT: Duration = Duration::from_secs(20);
/// Both instances are listening to each other by then.
const SETTLED: Duration = Duration::from_secs(2);

/// Takes starts on one instance, and waits until the other lists them no longer.
pub async fn measure(
    report: &mut Report,
    binary: &Path,
    database: &Database,
    now: DateTime<Utc>,
) -> Result<()> {
    let (here, there) =
        (Server::start(binary, &database.url).await?, Server::start(binary, &database.url).await?);
    sleep(SETTLED).await;
    let (mut a, mut b) = (Connection::open(here.address).await?, Connection::open(there.address).await?);
    let question = load::path(special::AGENCY, special::LONE_THEME, "office", now, special::DAYS);
    let (_, body) = b.call(Method::GET, &question, "").await?;
    let slots: Slots = serde_json::from_slice(&body).context("reading the slots")?;
    // Not the first days: a start may grow too near while we measure.
    let starts: Vec<_> = slots.days.iter().skip(5).flat_map(|day| &day.starts).copied().collect();
    ensure!(!starts.is_empty(), "the special agency offers nothing");

    let mut times = Vec::with_capacity(ROUNDS);
    for round in 0..ROUNDS {
        let start = starts[round * 31 % starts.len()];
        let listed = start.to_string();
        wait_until(&mut b, &question, &listed, true).await?;
        let new = json!({
            "agency": special::AGENCY, "theme": special::LONE_THEME, "channel": "office", "start": start,
        });
        let (status, body) = a.call(Method::POST, "/api/v1/public/holds", new.to_string()).await?;
        let taken = Instant::now();
        ensure!(status == StatusCode::CREATED, "{start} is not held: {}", String::from_utf8_lossy(&body));
        wait_until(&mut b, &question, &listed, false).await?;
        times.push(taken.elapsed());
        let hold: Hold = serde_json::from_slice(&body)?;
        a.call(Method::DELETE, &format!("/api/v1/public/holds/{}", hold.hold), "").await?;
    }
    let times = Times::of(times).context("no round")?;
    report.figure(
        "P11",
        "a start taken on one instance is no longer listed by another, PostgreSQL: p99",
        (ms(times.p99()), "ms"),
        Reach::AtMost(1_000.0),
        format!(
            "p50 {:.1} ms, longest {:.1} ms, of {}; instances tell each other, and look for themselves every 5 s",
            ms(times.median()),
            ms(times.worst()),
            times.count(),
        ),
    );
    Ok(())
}

/// Asks until the list has the start, or has it no longer.
async fn wait_until(connection: &mut Connection, question: &str, start: &str, listed: bool) -> Result<()> {
    let since = Instant::now();
    while since.elapsed() < TIMEOUT {
        let (_, body) = connection.call(Method::GET, question, "").await?;
        let quoted = format!("\"{start}\"");
        if contains(&body, quoted.as_bytes()) == listed {
            return Ok(());
        }
        sleep(LOOK).await;
    }
    bail!("{start}: after {} s the list has not changed", TIMEOUT.as_secs())
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}
