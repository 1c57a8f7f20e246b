//! P5: two hundred visitors want the same start, which a few people are free for.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, ensure};
use chrono::{DateTime, Utc};
use creno::app::App;
use creno::config::{Config, Overrides};
use creno::slots::{Board, Wanted};
use creno::store::Db;
use creno_engine::starts::Search;
use creno_types::Channel;
use serde_json::json;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::bookings::{Booked, book};
use crate::client::Connection;
use crate::databases::Database;
use crate::report::{Reach, Report};
use crate::server::Server;
use crate::special;

const RIVALS: usize = 200;
/// How many starts they want, one after the other.
const ROUNDS: usize = 5;

/// Lets them book, and counts who did.
pub async fn measure(
    report: &mut Report,
    binary: &Path,
    database: &Database,
    now: DateTime<Utc>,
) -> Result<()> {
    let starts = starts(database, now).await?;
    let server = Server::start(binary, &database.url).await?;
    let mut connections = Vec::with_capacity(RIVALS);
    for _ in 0..RIVALS {
        connections.push(Connection::open(server.address).await?);
    }
    let (mut booked, mut refused, mut free) = (0, 0, 0);
    for (start, able) in &starts {
        let hold = json!({
            "agency": special::AGENCY, "theme": special::THEME, "channel": "office", "start": start,
        });
        let together = Arc::new(Barrier::new(RIVALS));
        let mut tasks = JoinSet::new();
        for mut connection in connections.drain(..) {
            let (hold, together) = (hold.to_string(), together.clone());
            tasks.spawn(async move {
                together.wait().await;
                // Whatever is neither an appointment nor 409 is an error, and ends the measurement.
                let done = book(&mut connection, hold, &json!({})).await;
                (connection, done)
            });
        }
        while let Some(task) = tasks.join_next().await {
            let (connection, done) = task?;
            connections.push(connection);
            match done? {
                Booked::Yes => booked += 1,
                Booked::Taken => refused += 1,
            }
        }
        free += able;
    }
    report.figure(
        "P5",
        format!("{RIVALS} clients on the same start, {}: booked", database.engine.name()),
        (f64::from(booked), ""),
        Reach::Exactly(free as f64),
        format!(
            "{free} people were free at {} starts in all; {refused} were told 409, none anything else",
            starts.len()
        ),
    );
    Ok(())
}

/// Starts that several people are free for, far from each other, and how many those are.
async fn starts(database: &Database, now: DateTime<Utc>) -> Result<Vec<(String, usize)>> {
    let overrides = Overrides { database_url: Some(database.url.clone()), ..Overrides::default() };
    let db = Db::connect(&database.url).await?;
    let app = App::demo(db.clone(), Config::load(&overrides, true)?);
    let wanted =
        Wanted { agency: special::AGENCY, theme: special::THEME, channel: Channel::Office, campaign: None };
    let board = Board::find(&app, wanted).await?;
    let request = board.request();
    let people: Vec<_> = board.handlers().map(|handler| handler.person).collect();
    let (from, to) = special::dates(now);
    let search = Search::new(&request, &people);
    let firsts = search.days(from, to).filter_map(|day| day.starts.first().copied());
    let starts = firsts.skip(5).filter_map(|start| {
        let able = board.able(DateTime::from_timestamp(start, 0)?).len();
        (able > 1).then(|| (board.read(start).to_string(), able))
    });
    let starts: Vec<_> = starts.take(ROUNDS).collect();
    db.close().await;
    ensure!(starts.len() == ROUNDS, "the special agency has no {ROUNDS} such starts");
    Ok(starts)
}
