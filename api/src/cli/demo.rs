//! What `creno demo` does before it serves: the network of a fictional organisation.

use anyhow::Context as _;

use crate::app::{App, Random as _, SystemRandom};
use crate::config::{Config, DocumentKey};
use crate::documents::keys;
use crate::sandbox;
use crate::seed;

/// Seeds the demonstration network, unless the database has one already.
pub(super) async fn fill_if_empty(app: &App) -> anyhow::Result<()> {
    if seed::is_empty(&app.db).await? {
        sandbox::seed(app).await?;
    }
    for (label, email, password) in seed::DEMO_ACCOUNTS {
        println!("  {label} : {email} / {password}");
    }
    Ok(())
}

/// The key of the demonstration's documents: that of its folder, made the first time.
pub(super) fn document_key(config: &Config) -> anyhow::Result<DocumentKey> {
    let mut secret = [0; DocumentKey::LENGTH];
    SystemRandom.fill(&mut secret);
    let folder = &config.data_dir;
    keys::of_demonstration(folder, secret)
        .with_context(|| format!("the key of documents can't be kept in {}", folder.display()))
}
