//! P2 and P3: lists of starts with nothing kept: by the engine alone, and as whole requests.
//!
//! A request is made cold by setting the demonstration's clock, to what it is anyway: that forgets every snapshot, and
//! with them the answers drawn from them. What is left is a process that runs, its connections to the database and
//! their prepared statements. Setting the clock is a request of its own, which is not measured.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use chrono::{DateTime, Utc};
use creno::app::{App, Clock as _, SystemClock};
use creno::config::{Config, Overrides};
use creno::slots::{Board, Wanted};
use creno::store::Db;
use creno_engine::starts::{Day, Search};
use creno_types::Channel;
use hyper::Method;

use crate::client::Connection;
use crate::databases::Database;
use crate::load;
use crate::report::{Reach, Report};
use crate::server::Server;
use crate::special;
use crate::stats::{Times, ms, us};

/// How often the engine searches.
const SEARCHES: usize = 5_000;
/// How many turns each database has, cold requests in each, and how many go before them.
const TURNS: usize = 4;
const EACH: usize = 250;
const FIRST: usize = 20;

/// Measures the engine alone on the special agency's own data.
pub async fn engine_alone(report: &mut Report, database: &Database, now: DateTime<Utc>) -> Result<()> {
    let overrides = Overrides { database_url: Some(database.url.clone()), ..Overrides::default() };
    let db = Db::connect(&database.url).await?;
    let app = App::demo(db.clone(), Config::load(&overrides, true)?);
    let wanted =
        Wanted { agency: special::AGENCY, theme: special::THEME, channel: Channel::Office, campaign: None };
    let board = Board::find(&app, wanted).await?;
    let request = board.request();
    let people: Vec<_> = board.handlers().map(|handler| handler.person).collect();
    let appointments: usize = people.iter().map(|person| person.bookings.len()).sum();
    ensure!(
        (people.len(), appointments) == (10, 500),
        "{} people, {appointments} appointments",
        people.len()
    );

    let (from, to) = special::dates(now);
    let mut starts = 0;
    let mut times = Vec::with_capacity(SEARCHES);
    for _ in 0..SEARCHES {
        let begun = Instant::now();
        let search = Search::new(&request, black_box(&people));
        let days: Vec<Day> = search.days(from, to).collect();
        black_box(search.next_after(to));
        times.push(begun.elapsed());
        starts = days.iter().map(|day| day.starts.len()).sum();
    }
    db.close().await;
    let times = Times::of(times).context("no search")?;
    report.figure(
        "P2",
        "slots, cold, engine alone: 10 people, 62 days, 500 appointments",
        (us(times.median()), "µs"),
        Reach::AtMost(150.0),
        format!("median of {SEARCHES} searches, p99 {:.0} µs; {starts} starts", us(times.p99())),
    );
    Ok(())
}

/// Whole requests of one database.
pub struct Cold {
    /// The special agency's, 62 days.
    special: Times,
    /// Those of the network's agencies in turn, as the widget asks first.
    any: Times,
}

/// A database's server, with what is asked of it and what came of it.
struct Asked {
    server: Server,
    special: String,
    offers: Vec<String>,
    times: [Vec<Duration>; 2],
}

/// Measures whole requests on each database, in turns, so that none has the better part of a machine that changes.
pub async fn requests(binary: &Path, databases: &[Database], now: DateTime<Utc>) -> Result<Vec<Cold>> {
    let mut all = Vec::with_capacity(databases.len());
    for database in databases {
        all.push(Asked {
            server: Server::start(binary, &database.url).await?,
            special: load::path(special::AGENCY, special::THEME, "office", now, special::DAYS),
            offers: load::offers(&database.url, now).await?,
            times: Default::default(),
        });
    }
    for turn in 0..TURNS {
        for Asked { server, special, offers, times: [of_special, of_any] } in &mut all {
            of_special.append(&mut cold(server, |_| special).await?);
            // A stride that meets every agency, whatever the order.
            of_any.append(
                &mut cold(server, |place| &offers[(turn * EACH + place) * 7_919 % offers.len()]).await?,
            );
        }
    }
    let times = |times| Times::of(times).context("no request");
    all.into_iter()
        .map(|Asked { times: [special, any], .. }| Ok(Cold { special: times(special)?, any: times(any)? }))
        .collect()
}

/// Asks cold, one after the other; the first few are not counted.
async fn cold<'a>(server: &Server, path: impl Fn(usize) -> &'a String) -> Result<Vec<Duration>> {
    let mut connection = Connection::open(server.address).await?;
    let mut times = Vec::with_capacity(FIRST + EACH);
    for place in 0..FIRST + EACH {
        forget(&mut connection).await?;
        let begun = Instant::now();
        connection.length(path(place)).await?;
        times.push(begun.elapsed());
    }
    Ok(times.split_off(FIRST))
}

/// Makes the server forget what it knows of agencies.
async fn forget(connection: &mut Connection) -> Result<()> {
    let clock = format!(r#"{{"now":"{}"}}"#, SystemClock.now().to_rfc3339());
    let (status, _) = connection.call(Method::POST, "/api/v1/sandbox/clock", clock).await?;
    ensure!(status.is_success(), "the clock can't be set: {status}");
    Ok(())
}

/// Notes the figures of the first database, and how those of the others compare.
pub fn note(report: &mut Report, measured: &[(&Database, &Cold)]) {
    let Some(((first, of_first), others)) = measured.split_first() else { return };
    let Cold { special, any } = of_first;
    report.figure(
        "P2",
        format!("slots, cold, whole request, {}, {}×: p99", first.engine.name(), first.scale),
        (ms(special.p99()), "ms"),
        Reach::AtMost(5.0),
        format!(
            "median {:.2} ms, longest {:.1} ms, of {}; any agency in turn, 28 days: median {:.2} ms, p99 {:.2} ms",
            ms(special.median()),
            ms(special.worst()),
            special.count(),
            ms(any.median()),
            ms(any.p99()),
        ),
    );
    for (other, of_other) in others {
        let share = |time: fn(&Cold) -> Duration| time(of_other).as_secs_f64() / time(of_first).as_secs_f64();
        report.figure(
            "P3",
            format!(
                "slots, cold, whole request, {}: median at {}× ÷ at {}×",
                first.engine.name(),
                other.scale,
                first.scale
            ),
            (share(|cold| cold.special.median()), ""),
            Reach::AtMost(1.2),
            format!(
                "{:.2} ms ÷ {:.2} ms; p99 {:.2} ms, ratio {:.2}; any agency in turn: median's ratio {:.2}, p99's {:.2}; \
                 {} agencies, {} people and {} appointments made in {:.0} s",
                ms(of_other.special.median()),
                ms(special.median()),
                ms(of_other.special.p99()),
                share(|cold| cold.special.p99()),
                share(|cold| cold.any.median()),
                share(|cold| cold.any.p99()),
                other.totals.agencies,
                other.totals.staff,
                other.totals.appointments,
                other.took.as_secs_f64(),
            ),
        );
    }
}
