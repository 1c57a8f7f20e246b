//! The documents that a theme asks of clients.

use creno_types::api_key::ApiResource;
use creno_types::document::{CheckedThemeDocuments, ThemeDocuments};
use creno_types::journal::SettingsAction;

use super::{SettingError, log, whole_network};
use crate::app::App;
use crate::precondition::Precondition;
use crate::store::staff::Member;
use crate::store::{documents, theme_messages};

/// What the theme of that slug or id asks.
///
/// # Errors
/// When there is no such theme.
pub async fn find(app: &App, theme: &str) -> Result<ThemeDocuments, SettingError> {
    let theme = theme_messages::find_theme(&app.db, theme).await?.ok_or(SettingError::NotFound)?;
    Ok(documents::find_asked(&app.db, theme).await?)
}

/// Replaces what it asks. What was received stays, under the name that it was asked by.
///
/// # Errors
/// When `member` does not reach the whole network, there is no such theme, what it asks is not what was seen, or can't be
/// accepted.
pub async fn put(
    app: &App,
    member: &Member,
    theme: &str,
    seen: &Precondition,
    asked: ThemeDocuments,
) -> Result<ThemeDocuments, SettingError> {
    whole_network(member)?;
    let checked = CheckedThemeDocuments::check(asked).map_err(SettingError::InvalidFields)?;
    let mut tx = app.db.begin().await?;
    let (theme, slug) = documents::lock_theme(&mut tx, theme).await?.ok_or(SettingError::NotFound)?;
    let before = documents::find_asked(&mut tx, theme).await?;
    seen.check(&before)?;
    let after = checked.asked();
    documents::put_asked(&mut tx, theme, after).await?;
    let (subject, action) = (format!("{slug}/documents"), SettingsAction::Updated);
    log(app, &mut tx, member, ApiResource::Themes, subject, action, Some(&before), Some(after)).await?;
    tx.commit().await?;
    Ok(after.clone())
}
