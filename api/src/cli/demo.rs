//! `creno demo`: the server on the network of a fictional organisation.

use std::sync::Arc;

use super::serve::{self, Demonstration};
use crate::app::{App, SettableClock};
use crate::config::Overrides;
use crate::seed;
use crate::staff::password;

pub(super) async fn run(options: Overrides) -> anyhow::Result<()> {
    let clock = Arc::new(SettableClock::default());
    serve::run(options, Some(Demonstration { clock })).await
}

/// Seeds the demonstration network, unless the database has one already.
pub(super) async fn fill_if_empty(app: &App) -> anyhow::Result<()> {
    if seed::is_empty(&app.db).await? {
        let hash = |text: &str| password::hash(text, &app.random_bytes()).unwrap_or_default();
        seed::demo(&app.db, app.now(), &hash).await?;
    }
    for (label, email, password) in seed::DEMO_ACCOUNTS {
        println!("  {label} : {email} / {password}");
    }
    Ok(())
}
