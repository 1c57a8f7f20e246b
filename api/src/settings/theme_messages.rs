//! How the clients of a theme are written to.

use creno_types::api_key::ApiResource;
use creno_types::journal::SettingsAction;
use creno_types::theme_messages::{CheckedThemeMessages, ThemeMessageSettings, ThemeMessages};

use super::{SettingError, log, whole_network};
use crate::app::App;
use crate::precondition::Precondition;
use crate::store::staff::Member;
use crate::store::theme_messages;

/// How the clients of the theme of that slug or id are written to.
///
/// # Errors
/// When there is no such theme.
pub async fn find(app: &App, theme: &str) -> Result<ThemeMessageSettings, SettingError> {
    let theme = theme_messages::find_theme(&app.db, theme).await?.ok_or(SettingError::NotFound)?;
    let messages = theme_messages::find_messages(&app.db, theme).await?;
    Ok(ThemeMessageSettings { messages, sms_available: app.sms.is_set() })
}

/// Replaces how they are written to. A reminder that is new counts from now on: what would have fallen due already is not
/// sent.
///
/// # Errors
/// When `member` does not reach the whole network, there is no such theme, its settings are not what was seen, or can't be
/// accepted.
pub async fn put(
    app: &App,
    member: &Member,
    theme: &str,
    seen: &Precondition,
    messages: &ThemeMessages,
) -> Result<ThemeMessageSettings, SettingError> {
    whole_network(member)?;
    let sms_available = app.sms.is_set();
    let checked =
        CheckedThemeMessages::check(messages.clone(), sms_available).map_err(SettingError::InvalidFields)?;
    let mut tx = app.db.begin().await?;
    let (theme, slug) = theme_messages::lock_theme(&mut tx, theme).await?.ok_or(SettingError::NotFound)?;
    let before = theme_messages::find_messages(&mut tx, theme).await?;
    seen.check(&ThemeMessageSettings { messages: before.clone(), sms_available })?;
    theme_messages::put_messages(&mut tx, theme, checked.messages(), app.now()).await?;
    let after = checked.messages();
    let subject = format!("{slug}/messages");
    let action = SettingsAction::Updated;
    log(app, &mut tx, member, ApiResource::Themes, subject, action, Some(&before), Some(after)).await?;
    tx.commit().await?;
    Ok(ThemeMessageSettings { messages: after.clone(), sms_available })
}
