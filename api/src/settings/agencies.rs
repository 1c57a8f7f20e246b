//! Agencies.

use chrono_tz::Tz;
use creno_types::api_key::ApiResource;
use creno_types::ids::AgencyId;
use creno_types::settings::agency::{AgencySettings, NewAgency};
use creno_types::staff::Scope;
use creno_types::{FieldError, FieldErrorCode};

use super::SettingError;
use super::resource::Setting;
use crate::app::App;
use crate::staff::overlap::{Changed, refuse_overlap};
use crate::staff::reach::RuleError;
use crate::store::settings::{Listing, agencies};
use crate::store::staff::Member;
use crate::store::{Db, Queries, StoreError, Tx, occupancy, reach};

impl Setting for AgencySettings {
    type Input = NewAgency;
    const RESOURCE: ApiResource = ApiResource::Agencies;

    fn slug(&self) -> &str {
        &self.settings.slug
    }

    fn input(&self) -> &NewAgency {
        &self.settings
    }

    async fn list(db: &Db, asked: Listing) -> Result<Vec<Self>, StoreError> {
        agencies::list(db, asked).await
    }

    async fn find(source: impl Queries + Send, name: &str) -> Result<Option<Self>, StoreError> {
        agencies::find(source, name).await
    }

    /// Whoever reaches an agency may change it.
    async fn allow(member: &Member, db: &Db, name: &str) -> Result<(), SettingError> {
        if member.scope == Scope::Network || agencies::find_reached(db, member, name).await?.is_some() {
            return Ok(());
        }
        Err(SettingError::NotFound)
    }

    async fn resolve(
        app: &App,
        _: &mut Tx,
        before: Option<&Self>,
        mut input: NewAgency,
    ) -> Result<Self, SettingError> {
        input.timezone = input.timezone.trim().to_owned();
        let mut faults = input.check().err().unwrap_or_default();
        if input.timezone.parse::<Tz>().is_err() {
            faults.push(FieldError::new("timezone", FieldErrorCode::UnknownZone));
        }
        if !faults.is_empty() {
            return Err(SettingError::InvalidFields(faults));
        }
        let id = before.map_or_else(|| AgencyId(app.new_id()), |before| before.id);
        Ok(Self { id, settings: input })
    }

    async fn write(&self, app: &App, tx: &mut Tx, before: Option<&Self>) -> Result<(), SettingError> {
        let moves = before.is_some_and(|before| before.settings.timezone != self.settings.timezone);
        // People before the agency, and in order, as whoever changes their rules does: nobody waits in a circle.
        let people = if moves { reach::list_receiving(&app.db, self.id).await? } else { Vec::new() };
        for person in &people {
            occupancy::lock_staff(tx, *person).await?;
        }
        agencies::write(tx, self, before).await?;
        // Wall-clock times stay, so that instants move: whoever receives here and elsewhere is looked at again.
        let changed = Changed { moved: Some(self.id), ..Changed::default() };
        for person in people {
            refuse_overlap(app, tx, person, changed).await.map_err(|error| match error {
                RuleError::Overlapping(conflict) => SettingError::Overlapping(conflict),
                RuleError::InvalidFields(errors) => SettingError::InvalidFields(errors),
                RuleError::NotFound | RuleError::BeyondReach => SettingError::NotFound,
                RuleError::Changed(changed) => changed.into(),
                RuleError::ChangedBy(_) => crate::precondition::Changed.into(),
                RuleError::Store(error) => error.into(),
            })?;
        }
        Ok(())
    }

    async fn remove(&self, tx: &mut Tx) -> Result<(), SettingError> {
        Ok(agencies::delete(tx, self.id).await?)
    }
}
