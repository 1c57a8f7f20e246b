//! What tests of other teams do to a demonstration: set its clock, start afresh.

use crate::app::App;
use crate::seed::{self, SeedError};
use crate::staff::password;
use crate::store::maintenance;
use crate::webhooks::crm;

/// Writes the demonstration network in an empty database.
///
/// # Errors
/// When the database fails or holds a network.
pub async fn seed(app: &App) -> Result<(), SeedError> {
    // An account without a usable hash can't sign in, which the next sign-in would show at once.
    let hash = |text: &str| password::hash(text, &app.random_bytes()).unwrap_or_default();
    seed::demo(&app.db, app.now(), &hash).await?;
    // The organisation's CRM is told of what happens.
    crm::seed(app).await.map_err(|error| SeedError::Webhook(error.to_string()))
}

/// Empties the database, and writes the demonstration network around the clock's present.
///
/// # Errors
/// When the database fails.
pub async fn reset(app: &App) -> Result<(), SeedError> {
    maintenance::delete_everything(&app.db).await?;
    app.documents.clear().await;
    seed(app).await
}
