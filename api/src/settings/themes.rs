//! The rules of a theme.

use creno_types::theme_rules::{CheckedThemeRules, ThemeRules, ThemeRulesPatch};

use super::SettingError;
use crate::app::App;
use crate::store::settings;

/// Changes the rules of the theme of that slug or id; what they become is checked as a whole.
///
/// # Errors
/// When there is no such theme, or its rules can't be accepted.
pub async fn patch(app: &App, theme: &str, patch: &ThemeRulesPatch) -> Result<ThemeRules, SettingError> {
    let mut tx = app.db.begin().await?;
    let (id, rules) = settings::lock_theme_rules(&mut tx, theme).await?.ok_or(SettingError::NotFound)?;
    let checked = CheckedThemeRules::check(patch.apply(&rules)).map_err(SettingError::InvalidFields)?;
    settings::update_theme_rules(&mut tx, id, checked.rules()).await?;
    tx.commit().await?;
    Ok(checked.rules().clone())
}
