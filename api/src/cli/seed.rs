//! `creno seed`.

use indicatif::{ProgressBar, ProgressStyle};

use super::serve::open;
use crate::app::{Clock as _, SystemClock};
use crate::config::{Config, Overrides};
use crate::seed;

#[derive(clap::Args)]
pub(super) struct Options {
    #[command(flatten)]
    config: Overrides,
    /// How many times the reference network of 120 agencies and 450 people; a fraction makes a smaller one
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
    /// Number from which everything is drawn
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

pub(super) async fn run(options: Options) -> anyhow::Result<()> {
    anyhow::ensure!(options.scale > 0.0 && options.scale <= 100.0, "--scale must be above 0 and at most 100");
    let config = Config::load(&options.config, false)?;
    let db = open(&config).await?;
    db.migrate().await?;
    anyhow::ensure!(
        seed::is_empty(&db).await?,
        "{:?} already holds a network; give an empty database",
        config.database_url
    );
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} lignes, {elapsed}")?;
    let bar = ProgressBar::new(0).with_style(style);
    let progress = |done: u64, total: u64| {
        bar.set_length(total);
        bar.set_position(done);
    };
    let totals = seed::scale(&db, SystemClock.now(), options.scale, options.seed, &progress).await?;
    bar.finish();
    db.close().await;
    println!("{totals}");
    Ok(())
}
