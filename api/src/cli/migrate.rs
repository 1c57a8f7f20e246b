//! `creno migrate`.

use super::serve::open;
use crate::config::{Config, Overrides};

pub(super) async fn run(options: Overrides) -> anyhow::Result<()> {
    let config = Config::load(&options, false)?;
    let db = open(&config).await?;
    db.migrate().await?;
    db.close().await;
    println!("{:?} : schéma à jour", config.database_url);
    Ok(())
}
