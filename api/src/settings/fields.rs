//! Fields of forms.

use creno_types::api_key::ApiResource;
use creno_types::settings::field::FieldSettings;
use creno_types::{FieldError, FieldErrorCode};

use super::SettingError;
use super::resource::Setting;
use crate::app::App;
use crate::store::settings::{Listing, fields};
use crate::store::{Db, Queries, StoreError, Tx};

impl Setting for FieldSettings {
    type Input = Self;
    const RESOURCE: ApiResource = ApiResource::Fields;

    fn slug(&self) -> &str {
        &self.key
    }

    fn input(&self) -> &Self {
        self
    }

    async fn list(db: &Db, asked: Listing) -> Result<Vec<Self>, StoreError> {
        fields::list(db, asked).await
    }

    async fn find(source: impl Queries + Send, name: &str) -> Result<Option<Self>, StoreError> {
        fields::find(source, name).await
    }

    async fn resolve(_: &App, tx: &mut Tx, before: Option<&Self>, input: Self) -> Result<Self, SettingError> {
        let mut faults = input.check().err().unwrap_or_default();
        match before {
            // Answers are kept under the key.
            Some(before) if before.key != input.key => {
                faults.push(FieldError::new("key", FieldErrorCode::NotChoice));
            }
            None if fields::find(tx, &input.key).await?.is_some() => {
                faults.push(FieldError::new("key", FieldErrorCode::NameTaken));
            }
            _ => {}
        }
        if faults.is_empty() { Ok(input) } else { Err(SettingError::InvalidFields(faults)) }
    }

    async fn write(&self, _: &App, tx: &mut Tx, _: Option<&Self>) -> Result<(), SettingError> {
        Ok(fields::write(tx, self).await?)
    }

    async fn remove(&self, tx: &mut Tx) -> Result<(), SettingError> {
        Ok(fields::delete(tx, &self.key).await?)
    }
}
