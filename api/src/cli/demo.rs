//! What `creno demo` does before it serves: the network of a fictional organisation.

use crate::app::App;
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
