//! Staff members.

use creno_types::api_key::ApiResource;
use creno_types::ids::StaffId;
use creno_types::settings::user::{NewUser, User, UserTheme};
use creno_types::{FieldError, FieldErrorCode};

use super::SettingError;
use super::profiles::keep_an_administrator;
use super::resource::{Names, Setting};
use crate::app::App;
use crate::store::settings::{Listing, Referred, users};
use crate::store::staff::find_account_id;
use crate::store::{Db, Queries, StoreError, Tx, sessions, settings_log};

impl Setting for User {
    type Input = NewUser;
    const RESOURCE: ApiResource = ApiResource::Users;

    fn slug(&self) -> &str {
        &self.settings.slug
    }

    fn input(&self) -> &NewUser {
        &self.settings
    }

    async fn list(db: &Db, asked: Listing) -> Result<Vec<Self>, StoreError> {
        users::list(db, asked).await
    }

    async fn find(source: impl Queries + Send, name: &str) -> Result<Option<Self>, StoreError> {
        users::find(source, name).await
    }

    async fn resolve(
        app: &App,
        tx: &mut Tx,
        before: Option<&Self>,
        input: NewUser,
    ) -> Result<Self, SettingError> {
        let id = before.map_or_else(|| StaffId(app.new_id()), |before| before.id);
        // Signing in looks for it in lower case.
        let email = input.email.trim().to_lowercase();
        let holder = find_account_id(&mut *tx, &email).await?;
        let checked = input.check();
        let mut names = Names::new(tx, checked);
        if holder.is_some_and(|holder| holder != id) {
            names.faults.push(FieldError::new("email", FieldErrorCode::NameTaken));
        }
        let profile = match input.profile.trim() {
            "" => String::new(),
            name => names.one(Referred::Profiles, "profile", name).await?,
        };
        let agencies = names.many(Referred::Agencies, "agencies", &input.agencies).await?;
        let mut themes = Vec::new();
        for (place, theme) in input.themes.iter().enumerate() {
            let field = format!("themes[{place}].theme");
            let slug = names.one(Referred::Themes, &field, &theme.theme).await?;
            if themes.iter().any(|one: &UserTheme| one.theme == slug && !slug.is_empty()) {
                names.faults.push(FieldError::new(field, FieldErrorCode::Duplicate));
            }
            themes.push(UserTheme { theme: slug, priority: theme.priority });
        }
        names.end()?;
        themes.sort_by(|one, other| one.theme.cmp(&other.theme));
        Ok(Self { id, settings: NewUser { email, profile, agencies, themes, ..input } })
    }

    async fn write(&self, _: &App, tx: &mut Tx, before: Option<&Self>) -> Result<(), SettingError> {
        // Of two administrators who go at the same time, one stays; so of two whose profile changes.
        settings_log::lock(tx, ApiResource::Profiles.as_str()).await?;
        users::write(tx, self, before).await?;
        // Switched on again, the account opens by signing in only.
        if !self.settings.active {
            sessions::delete_all_sessions(tx, self.id).await?;
        }
        keep_an_administrator(tx).await
    }

    async fn remove(&self, tx: &mut Tx) -> Result<(), SettingError> {
        settings_log::lock(tx, ApiResource::Profiles.as_str()).await?;
        users::delete(tx, self.id).await?;
        keep_an_administrator(tx).await
    }
}
