//! The figures of speed that Créno is held to, each beside a reference measured in the same run.
//!
//! `cargo xtask bench` runs it on what it needs: the release binary, and a private PostgreSQL. By hand:
//! `cargo bench -p creno --bench bar --profile measure -- --quick`.
#![expect(clippy::print_stdout, reason = "a command-line tool talks to its terminal")]

mod across;
mod agenda;
mod bookings;
mod client;
mod cold;
mod databases;
mod load;
mod report;
mod rivals;
mod server;
mod single_rows;
mod special;
mod stats;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use clap::{Parser, ValueEnum};
use creno::app::{Clock as _, SystemClock};
use tokio::signal::unix::{SignalKind, signal};

use databases::{Databases, Engine};
use report::Report;

/// The scale of reference, and the one that it is compared with.
const SCALES: [u32; 2] = [1, 10];

/// How long we rest to see what others do.
const REST: Duration = Duration::from_secs(3);

/// Measures Créno's speed.
#[derive(Parser)]
#[command(name = "bar")]
struct Options {
    /// SQLite at scale 1 only
    #[arg(long)]
    quick: bool,
    /// Only on these engines
    #[arg(long, value_delimiter = ',', value_enum)]
    engines: Vec<Engine>,
    /// Only at these scales, 1 and 10 by default; the others than P3 are measured at the first
    #[arg(long, value_delimiter = ',', value_parser = clap::value_parser!(u32).range(1..=100))]
    scales: Vec<u32>,
    /// Only these figures
    #[arg(long, value_delimiter = ',', value_enum)]
    only: Vec<Part>,
    /// The server to measure [default: target/release/creno]
    #[arg(long)]
    server: Option<PathBuf>,
    /// Writes the figures there too, as JSON
    #[arg(long)]
    out: Option<PathBuf>,
    /// What `cargo bench` says to every program of its kind
    #[arg(long, hide = true)]
    bench: bool,
}

/// A group of figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Warm slots, memory, start, size (P1 and P10)
    P1,
    /// Cold slots, and how they grow with the network (P2 and P3)
    P2,
    /// Bookings (P4 and P5)
    P4,
    /// A week of the agenda (P9)
    P9,
    /// From one instance to another (P11)
    P11,
}

fn main() -> Result<()> {
    let options = Options::parse();
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let (mut interrupt, mut terminate) =
            (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        // Whatever is under way is dropped, its servers and files with it.
        tokio::select! {
            done = run(&options) => done,
            _ = interrupt.recv() => bail!("interrupted"),
            _ = terminate.recv() => bail!("interrupted"),
        }
    })
}

async fn run(options: &Options) -> Result<()> {
    let binary = options
        .server
        .clone()
        .unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/release/creno")));
    ensure!(binary.is_file(), "{} is absent: build it first, with --release", binary.display());
    let all = if options.quick { &[Engine::Sqlite][..] } else { &[Engine::Sqlite, Engine::Postgres] };
    let engines = if options.engines.is_empty() { all } else { &options.engines };
    let all = if options.quick { &SCALES[..1] } else { &SCALES };
    let scales = if options.scales.is_empty() { all } else { &options.scales };
    let first = *scales.first().context("no scale")?;
    let wants = |part| options.only.is_empty() || options.only.contains(&part);

    let mut report = Report::default();
    let now = SystemClock.now();
    report.fact("Date", now.format("%Y-%m-%d %H:%M UTC").to_string());
    report::machine(&mut report)?;
    let mut databases = Databases::new(std::env::var("CRENO_TEST_POSTGRES").ok())?;
    for engine in engines {
        report.fact(engine.name(), databases.version(*engine).await?);
    }
    report.others("when we began", report::others_share(REST).await?)?;

    load::binary_size(&mut report, &binary)?;
    for engine in engines {
        if wants(Part::P1) {
            let database = databases.get(*engine, first, now).await?;
            load::measure(&mut report, &binary, &database, now).await?;
        }
    }
    if wants(Part::P2) {
        let database = databases.get(engines[0], first, now).await?;
        cold::engine_alone(&mut report, &database, now).await?;
        for engine in engines {
            let mut of_engine = Vec::with_capacity(scales.len());
            for scale in scales {
                of_engine.push(databases.get(*engine, *scale, now).await?);
            }
            let cold = cold::requests(&binary, &of_engine, now).await?;
            let cold: Vec<_> = of_engine.iter().zip(&cold).collect();
            cold::note(&mut report, &cold);
        }
    }
    for engine in engines {
        if wants(Part::P9) {
            let database = databases.get(*engine, first, now).await?;
            agenda::measure(&mut report, &binary, &database, now).await?;
        }
    }
    if wants(Part::P11) && engines.contains(&Engine::Postgres) {
        let database = databases.get(Engine::Postgres, first, now).await?;
        across::measure(&mut report, &binary, &database, now).await?;
    }

    // Last: they fill the network.
    for engine in engines {
        if wants(Part::P4) {
            let database = databases.get(*engine, first, now).await?;
            rivals::measure(&mut report, &binary, &database, now).await?;
            bookings::measure(&mut report, &binary, &database, now).await?;
        }
    }

    report.others("when we ended", report::others_share(REST).await?)?;
    if let Some(path) = &options.out {
        report.write(path)?;
    }
    println!("{} missed", report.missed());
    databases.remove().await
}
