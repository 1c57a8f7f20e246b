//! Settings of which there is one: the organisation's colours and texts.

use std::collections::BTreeMap;

use creno_types::api_key::ApiResource;
use creno_types::journal::SettingsAction;
use creno_types::settings::texts::OrganisationTexts;
use creno_types::{Branding, Texts};
use serde::Serialize;

use super::{SettingError, log, whole_network};
use crate::app::App;
use crate::precondition::Precondition;
use crate::store::settings::single;
use crate::store::staff::Member;
use crate::store::{Queries, StoreError, Tx, settings_log};

/// The organisation's colours.
///
/// # Errors
/// When the database fails.
pub async fn find_branding(source: impl Queries) -> Result<Branding, StoreError> {
    Ok(single::find(source, "branding").await?.unwrap_or_default())
}

/// Sets the organisation's colours.
///
/// # Errors
/// When they can't be accepted, or are not what was seen.
pub async fn put_branding(
    app: &App,
    member: &Member,
    seen: &Precondition,
    new: Branding,
) -> Result<Branding, SettingError> {
    whole_network(member)?;
    new.check().map_err(SettingError::InvalidFields)?;
    let mut tx = begin(app, ApiResource::Branding).await?;
    let before = find_branding(&mut tx).await?;
    seen.check(&before)?;
    single::put(&mut tx, "branding", &new).await?;
    end(app, tx, member, ApiResource::Branding, &before, &new).await?;
    Ok(new)
}

/// The organisation's texts.
///
/// # Errors
/// When the database fails.
pub async fn find_texts(source: impl Queries) -> Result<OrganisationTexts, StoreError> {
    let texts: Option<BTreeMap<String, Texts>> = single::find(source, "texts").await?;
    Ok(OrganisationTexts { texts: texts.unwrap_or_default() })
}

/// Sets the organisation's texts.
///
/// # Errors
/// When they can't be accepted, or are not what was seen.
pub async fn put_texts(
    app: &App,
    member: &Member,
    seen: &Precondition,
    new: OrganisationTexts,
) -> Result<OrganisationTexts, SettingError> {
    whole_network(member)?;
    new.check().map_err(SettingError::InvalidFields)?;
    let mut tx = begin(app, ApiResource::Settings).await?;
    let before = find_texts(&mut tx).await?;
    seen.check(&before)?;
    single::put(&mut tx, "texts", &new.texts).await?;
    end(app, tx, member, ApiResource::Settings, &before, &new).await?;
    Ok(new)
}

async fn begin(app: &App, resource: ApiResource) -> Result<Tx, StoreError> {
    let mut tx = app.db.begin().await?;
    settings_log::lock(&mut tx, resource.as_str()).await?;
    Ok(tx)
}

async fn end<T: Serialize>(
    app: &App,
    mut tx: Tx,
    member: &Member,
    resource: ApiResource,
    before: &T,
    after: &T,
) -> Result<(), StoreError> {
    let (subject, action) = (resource.as_str().to_owned(), SettingsAction::Updated);
    log(app, &mut tx, member, resource, subject, action, Some(before), Some(after)).await?;
    tx.commit().await
}
