//! Profiles.

use creno_types::api_key::ApiResource;
use creno_types::ids::ProfileId;
use creno_types::settings::profile::{NewProfile, ProfileSettings};
use creno_types::{FieldError, FieldErrorCode};

use super::SettingError;
use super::resource::Setting;
use crate::app::App;
use crate::store::settings::{Listing, fields, profiles, users};
use crate::store::{Db, Queries, StoreError, Tx};

impl Setting for ProfileSettings {
    type Input = NewProfile;
    const RESOURCE: ApiResource = ApiResource::Profiles;

    fn slug(&self) -> &str {
        &self.settings.slug
    }

    fn input(&self) -> &NewProfile {
        &self.settings
    }

    async fn list(db: &Db, asked: Listing) -> Result<Vec<Self>, StoreError> {
        profiles::list(db, asked).await
    }

    async fn find(source: impl Queries + Send, name: &str) -> Result<Option<Self>, StoreError> {
        profiles::find(source, name).await
    }

    async fn resolve(
        app: &App,
        tx: &mut Tx,
        before: Option<&Self>,
        input: NewProfile,
    ) -> Result<Self, SettingError> {
        let mut faults = input.check().err().unwrap_or_default();
        for (place, key) in input.masked_fields.iter().enumerate() {
            if fields::find(&mut *tx, key).await?.is_none() {
                faults.push(FieldError::new(format!("masked_fields[{place}]"), FieldErrorCode::NotChoice));
            }
        }
        if !faults.is_empty() {
            return Err(SettingError::InvalidFields(faults));
        }
        let id = before.map_or_else(|| ProfileId(app.new_id()), |before| before.id);
        Ok(Self { id, settings: input })
    }

    async fn write(&self, _: &App, tx: &mut Tx, before: Option<&Self>) -> Result<(), SettingError> {
        profiles::write(tx, self, before.is_none()).await?;
        keep_an_administrator(tx).await
    }

    async fn remove(&self, tx: &mut Tx) -> Result<(), SettingError> {
        Ok(profiles::delete(tx, self.id).await?)
    }
}

/// Refuses a change after which nobody could change the settings any more.
pub(super) async fn keep_an_administrator(tx: &mut Tx) -> Result<(), SettingError> {
    if users::count_administrators(tx).await? > 0 { Ok(()) } else { Err(SettingError::LastAdministrator) }
}
