//! What is on offer, in a language that we have.

use creno_types::Catalog;

use crate::app::App;
use crate::store::{self, StoreError};

/// Languages that the widget speaks; the first is what others fall back to.
pub const LANGUAGES: [&str; 2] = ["fr", "en"];

/// The language to answer in when `asked` is wanted.
pub fn language(asked: &str) -> &'static str {
    LANGUAGES.into_iter().find(|lang| asked.split(['-', '_']).next() == Some(lang)).unwrap_or(LANGUAGES[0])
}

/// Everything on offer, in `lang` where it is translated.
///
/// # Errors
/// When the database fails.
pub async fn find_catalog(app: &App, lang: &str) -> Result<Catalog, StoreError> {
    let catalog = store::catalog::find_catalog(&app.db, language(lang), app.now().date_naive()).await?;
    Ok(Catalog { challenge: app.config.challenge, map_tiles: app.config.map_tiles.clone(), ..catalog })
}
