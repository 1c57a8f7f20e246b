//! Campaigns: who may see and change them, and what is refused at entry.

use creno_types::api_key::ApiResource;
use creno_types::campaign::{CampaignSession, CampaignSettings, CheckedCampaign, NewCampaign, Participant};
use creno_types::ids::CampaignId;
use creno_types::journal::SettingsAction;
use creno_types::staff::Scope;
use creno_types::window::WindowRule;
use creno_types::{FieldError, FieldErrorCode, Slug};
use uuid::Uuid;

use super::{SettingError, log};
use crate::app::App;
use crate::precondition::Precondition;
use crate::store::staff::Member;
use crate::store::{StoreError, Tx, campaigns, settings_log};

/// The campaigns that `member` reaches: those with a session in an agency of theirs, or in which they take part.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App, member: &Member) -> Result<Vec<CampaignSettings>, StoreError> {
    campaigns::list_campaigns(&app.db, member).await
}

/// The campaign of that slug or id.
///
/// # Errors
/// When `member` reaches no such campaign.
pub async fn find(app: &App, member: &Member, name: &str) -> Result<CampaignSettings, SettingError> {
    campaigns::find_campaign(&app.db, member, name).await?.ok_or(SettingError::NotFound)
}

/// Adds a campaign.
///
/// # Errors
/// When it can't be accepted.
pub async fn create(app: &App, member: &Member, new: &NewCampaign) -> Result<CampaignSettings, SettingError> {
    let campaign = resolve(app, member, None, new).await?;
    let mut tx = app.db.begin().await?;
    campaigns::insert_campaign(&mut tx, &campaign, || app.new_id()).await.map_err(name_taken)?;
    note(app, &mut tx, member, SettingsAction::Created, None, Some(&campaign)).await?;
    tx.commit().await?;
    Ok(campaign)
}

/// Replaces the campaign of that slug or id, with its themes, people and sessions.
///
/// # Errors
/// When it can't be accepted, is not what was seen, or is out of reach.
pub async fn update(
    app: &App,
    member: &Member,
    name: &str,
    seen: &Precondition,
    new: &NewCampaign,
) -> Result<CampaignSettings, SettingError> {
    let id = allow(app, member, name).await?;
    let campaign = resolve(app, member, Some(id), new).await?;
    let (mut tx, before) = lock(app, member, name, seen).await?;
    campaigns::update_campaign(&mut tx, &campaign, || app.new_id()).await.map_err(name_taken)?;
    note(app, &mut tx, member, SettingsAction::Updated, Some(&before), Some(&campaign)).await?;
    tx.commit().await?;
    Ok(campaign)
}

/// Removes the campaign of that slug or id.
///
/// # Errors
/// When it is out of reach, or has appointments, or holds that may become some.
pub async fn delete(app: &App, member: &Member, name: &str, seen: &Precondition) -> Result<(), SettingError> {
    let id = allow(app, member, name).await?;
    let (mut tx, before) = lock(app, member, name, seen).await?;
    // The database knows what refers to it, and lets nothing in between.
    let deleted = campaigns::delete_campaign(&mut tx, id, app.now()).await;
    match deleted {
        Ok(true) => {
            note(app, &mut tx, member, SettingsAction::Deleted, Some(&before), None).await?;
            Ok(tx.commit().await?)
        }
        Ok(false) => Err(SettingError::NotFound),
        Err(error) if error.is_foreign_key_violation() => Err(SettingError::CampaignInUse),
        Err(error) => Err(error.into()),
    }
}

/// A transaction that is alone to change campaigns, and the campaign as it is then, when it is what was seen.
async fn lock(
    app: &App,
    member: &Member,
    name: &str,
    seen: &Precondition,
) -> Result<(Tx, CampaignSettings), SettingError> {
    let mut tx = app.db.begin().await?;
    settings_log::lock(&mut tx, ApiResource::Campaigns.as_str()).await?;
    let present = campaigns::find_campaign(&mut tx, member, name).await?.ok_or(SettingError::NotFound)?;
    seen.check(&present)?;
    Ok((tx, present))
}

async fn note(
    app: &App,
    tx: &mut Tx,
    member: &Member,
    action: SettingsAction,
    before: Option<&CampaignSettings>,
    after: Option<&CampaignSettings>,
) -> Result<(), StoreError> {
    let subject = before.or(after).map(|campaign| campaign.slug.to_string()).unwrap_or_default();
    log(app, tx, member, ApiResource::Campaigns, subject, action, before, after).await
}

/// The campaign of that name, when `member` may change it: all of its agencies are within reach.
async fn allow(app: &App, member: &Member, name: &str) -> Result<CampaignId, SettingError> {
    let id = find(app, member, name).await?.id;
    if member.scope != Scope::Network && campaigns::has_sessions_out_of_reach(&app.db, member, id).await? {
        return Err(SettingError::BeyondReach);
    }
    Ok(id)
}

/// Two people may have chosen the same slug at the same time.
fn name_taken(error: StoreError) -> SettingError {
    if error.is_unique_violation() {
        return SettingError::InvalidFields(vec![FieldError::new("slug", FieldErrorCode::NameTaken)]);
    }
    error.into()
}

/// The campaign as typed, its names looked up: every fault at once, of form and of names.
async fn resolve(
    app: &App,
    member: &Member,
    id: Option<CampaignId>,
    new: &NewCampaign,
) -> Result<CampaignSettings, SettingError> {
    let (checked, faults) = match CheckedCampaign::check(new) {
        Ok(checked) => (Some(checked), Vec::new()),
        Err(faults) => (None, faults),
    };
    let mut names = Names { faults };
    let slug = new.slug.trim();
    if let Some(other) = campaigns::find_by_slug(&app.db, slug).await?
        && Some(other) != id
    {
        names.faults.push(FieldError::new("slug", FieldErrorCode::NameTaken));
    }
    let choices = campaigns::list_choices(&app.db, member, id.unwrap_or(CampaignId(Uuid::nil()))).await?;
    let (mut themes, mut staff, mut agencies) = (Vec::new(), Vec::new(), Vec::new());
    for (place, name) in new.themes.iter().enumerate() {
        let known = choices.themes.iter().find(|theme| is(name, &theme.slug, theme.id.0));
        let twice = known.is_some_and(|known| themes.contains(known));
        themes.extend(names.found(format!("themes[{place}]"), name, known, twice).cloned());
    }
    for (place, person) in new.staff.iter().enumerate() {
        let known = choices.staff.iter().find(|known| is(&person.staff, &known.slug, known.id.0));
        let twice = known.is_some_and(|known| staff.iter().any(|one: &Participant| one.staff == *known));
        let known = names.found(format!("staff[{place}].staff"), &person.staff, known, twice).cloned();
        staff.extend(known.map(|staff| Participant { staff, priority: person.priority }));
    }
    for (place, session) in new.sessions.iter().enumerate() {
        let known =
            choices.agencies.iter().find(|(agency, _)| is(&session.agency, &agency.slug, agency.id.0));
        let field = format!("sessions[{place}].agency");
        agencies.extend(names.found(field, &session.agency, known, false).cloned());
    }
    let Some(checked) = checked.filter(|_| names.faults.is_empty()) else {
        return Err(SettingError::InvalidFields(names.faults));
    };
    let session =
        |((agency, timezone), rule): (_, &WindowRule)| CampaignSession::new(agency, timezone, rule.clone());
    let campaign = CampaignSettings {
        id: id.unwrap_or_else(|| CampaignId(app.new_id())),
        slug: checked.slug().clone(),
        name: checked.name().to_owned(),
        active: checked.is_active(),
        themes,
        staff,
        sessions: agencies.into_iter().zip(checked.sessions()).map(session).collect(),
    };
    Ok(campaign.in_order())
}

/// Whether `name` is that slug or that id.
fn is(name: &str, slug: &Slug, id: Uuid) -> bool {
    name.trim() == slug.as_str() || name.trim() == id.to_string()
}

/// The faults found so far.
struct Names {
    faults: Vec<FieldError>,
}

impl Names {
    /// What was found under `name`; a fault when nothing was, or when it came before. An empty name is a fault of form,
    /// told already.
    fn found<T>(&mut self, field: String, name: &str, known: Option<T>, twice: bool) -> Option<T> {
        if twice {
            self.faults.push(FieldError::new(field, FieldErrorCode::Duplicate));
        } else if known.is_none() && !name.trim().is_empty() {
            self.faults.push(FieldError::new(field, FieldErrorCode::NotChoice));
        }
        known
    }
}
