//! Themes.

use creno_types::api_key::ApiResource;
use creno_types::ids::ThemeId;
use creno_types::settings::theme::{NewTheme, ThemeSettings};
use creno_types::{FieldError, FieldErrorCode};

use super::SettingError;
use super::resource::{Names, Setting};
use crate::app::App;
use crate::store::settings::{Listing, Referred, fields, themes};
use crate::store::{Db, Queries, StoreError, Tx};

impl Setting for ThemeSettings {
    type Input = NewTheme;
    const RESOURCE: ApiResource = ApiResource::Themes;

    fn slug(&self) -> &str {
        &self.settings.slug
    }

    fn input(&self) -> &NewTheme {
        &self.settings
    }

    async fn list(db: &Db, asked: Listing) -> Result<Vec<Self>, StoreError> {
        themes::list(db, asked).await
    }

    async fn find(source: impl Queries + Send, name: &str) -> Result<Option<Self>, StoreError> {
        themes::find(source, name).await
    }

    async fn resolve(
        app: &App,
        tx: &mut Tx,
        before: Option<&Self>,
        input: NewTheme,
    ) -> Result<Self, SettingError> {
        let mut unknown = Vec::new();
        for (place, key) in input.fields.iter().enumerate() {
            let field = format!("fields[{place}]");
            if input.fields.iter().take(place).any(|other| other == key) {
                unknown.push(FieldError::new(field, FieldErrorCode::Duplicate));
            } else if fields::find(&mut *tx, key).await?.is_none() {
                unknown.push(FieldError::new(field, FieldErrorCode::NotChoice));
            }
        }
        let checked = input.check();
        let mut names = Names::new(tx, checked);
        names.faults.extend(unknown);
        let skill = match input.skill.trim() {
            "" => String::new(),
            name => names.one(Referred::Skills, "skill", name).await?,
        };
        let agencies = names.many(Referred::Agencies, "agencies", &input.agencies).await?;
        names.end()?;
        let id = before.map_or_else(|| ThemeId(app.new_id()), |before| before.id);
        Ok(Self { id, settings: NewTheme { skill, agencies, ..input } })
    }

    async fn write(&self, _: &App, tx: &mut Tx, before: Option<&Self>) -> Result<(), SettingError> {
        Ok(themes::write(tx, self, before).await?)
    }

    async fn remove(&self, tx: &mut Tx) -> Result<(), SettingError> {
        Ok(themes::delete(tx, self.id).await?)
    }
}
