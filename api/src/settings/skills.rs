//! Skills.

use creno_types::api_key::ApiResource;
use creno_types::ids::SkillId;
use creno_types::settings::skill::{NewSkill, SkillSettings};

use super::SettingError;
use super::resource::Setting;
use crate::app::App;
use crate::store::settings::{Listing, skills};
use crate::store::{Db, Queries, StoreError, Tx};

impl Setting for SkillSettings {
    type Input = NewSkill;
    const RESOURCE: ApiResource = ApiResource::Skills;

    fn slug(&self) -> &str {
        &self.settings.slug
    }

    fn input(&self) -> &NewSkill {
        &self.settings
    }

    async fn list(db: &Db, asked: Listing) -> Result<Vec<Self>, StoreError> {
        skills::list(db, asked).await
    }

    async fn find(source: impl Queries + Send, name: &str) -> Result<Option<Self>, StoreError> {
        skills::find(source, name).await
    }

    async fn resolve(
        app: &App,
        _: &mut Tx,
        before: Option<&Self>,
        input: NewSkill,
    ) -> Result<Self, SettingError> {
        input.check().map_err(SettingError::InvalidFields)?;
        let id = before.map_or_else(|| SkillId(app.new_id()), |before| before.id);
        Ok(Self { id, settings: input })
    }

    async fn write(&self, _: &App, tx: &mut Tx, before: Option<&Self>) -> Result<(), SettingError> {
        Ok(skills::write(tx, self, before.is_none()).await?)
    }

    async fn remove(&self, tx: &mut Tx) -> Result<(), SettingError> {
        Ok(skills::delete(tx, self.id).await?)
    }
}
