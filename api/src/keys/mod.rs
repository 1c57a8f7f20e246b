//! Keys by which programs call the API: made, shown once, checked, revoked.

use chrono::{SubsecRound as _, TimeDelta};
use creno_types::api_key::{ApiKey, ApiResource, ApiScope, CreatedApiKey, NewApiKey};
use creno_types::ids::StaffId;
use creno_types::journal::SettingsAction;
use creno_types::staff::{Permission, Scope, StaffName};
use creno_types::{FieldError, FieldErrorCode};
use uuid::Uuid;

use crate::app::App;
use crate::booking::hash;
use crate::settings::{SettingError, log, whole_network};
use crate::sight::Sight;
use crate::store::api_keys;
use crate::store::staff::Member;
use crate::store::{StoreError, Tx};

/// What every secret begins with, so that tools that look for secrets in the wrong places find ours.
const HEAD: &str = "creno_";
/// How much of a secret is kept to recognise it by, in characters.
const PREFIX: usize = HEAD.len() + 6;
/// Uses closer than this are noted once.
const USE_STEP: TimeDelta = TimeDelta::minutes(1);

/// Why a key opens nothing.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// It is none of ours, lapsed, or was revoked.
    #[error("no such key, or none that is good")]
    Unknown,
    /// It does not open this.
    #[error("the key lacks the scope {0}")]
    Lacks(ApiScope),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Who calls with `secret`, when it opens what `asked` names.
///
/// # Errors
/// When it does not.
pub async fn authenticate(
    app: &App,
    secret: &str,
    asked: ApiScope,
    address: String,
) -> Result<Member, KeyError> {
    if !secret.starts_with(HEAD) {
        return Err(KeyError::Unknown);
    }
    let now = app.now();
    // Found by its hash: what a stranger sends is never compared with what we keep byte by byte.
    let key = api_keys::find_live_key(&app.db, hash(b"api key", secret.as_bytes()), now).await?;
    let key = key.ok_or(KeyError::Unknown)?;
    if !key.scopes.iter().any(|scope| scope.opens(asked)) {
        return Err(KeyError::Lacks(asked));
    }
    if key.last_used_at.is_none_or(|last| now - last >= USE_STEP) {
        api_keys::note_use(&app.db, key.id, now.trunc_subsecs(0)).await?;
    }
    let (id, slug) = (StaffId(Uuid::nil()), "api".parse());
    let slug = slug.map_err(|_| StoreError::Corrupt { column: "slug", value: "api".into() })?;
    Ok(Member {
        staff: StaffName { id, slug, name: key.name.clone() },
        profile: key.name.clone(),
        scope: Scope::Network,
        // What a key may do is what its scopes say, which was looked at.
        permissions: Permission::ALL.to_vec(),
        sight: Sight::whole(key.masks_contact),
        key: Some(key),
        address,
    })
}

/// Every key, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App) -> Result<Vec<ApiKey>, StoreError> {
    api_keys::list_keys(&app.db).await
}

/// Makes a key. One that makes another gives it no more than it has.
///
/// # Errors
/// When it can't be accepted.
pub async fn create(app: &App, member: &Member, new: &NewApiKey) -> Result<CreatedApiKey, SettingError> {
    whole_network(member)?;
    // No database keeps a finer instant than another then.
    let now = app.now().trunc_subsecs(0);
    let scopes = new.check(now).map_err(SettingError::InvalidFields)?;
    if let Some(maker) = &member.key {
        refuse_more(maker, new, &scopes)?;
    }
    let secret = format!("{HEAD}{}", text(app.random_bytes::<32>()));
    let key = ApiKey {
        id: app.new_id(),
        name: new.name.trim().to_owned(),
        prefix: secret.chars().take(PREFIX).collect(),
        scopes,
        masks_contact: new.masks_contact,
        created_by: member.staff.name.clone(),
        created_at: now,
        expires_at: new.expires_at.map(|end| end.trunc_subsecs(0)),
        last_used_at: None,
        revoked_at: None,
    };
    let mut tx = app.db.begin().await?;
    api_keys::insert_key(&mut tx, &key, hash(b"api key", secret.as_bytes())).await?;
    note(app, &mut tx, member, SettingsAction::Created, None, Some(&key)).await?;
    tx.commit().await?;
    Ok(CreatedApiKey { key, secret })
}

/// Makes a key open nothing any more; one that does not is left as it is.
///
/// # Errors
/// When there is none of that id.
pub async fn revoke(app: &App, member: &Member, id: Uuid) -> Result<(), SettingError> {
    whole_network(member)?;
    let mut tx = app.db.begin().await?;
    let revoked = api_keys::revoke_key(&mut tx, id, app.now().trunc_subsecs(0)).await?;
    let after = api_keys::find_key(&mut tx, id).await?.ok_or(SettingError::NotFound)?;
    if revoked {
        let before = ApiKey { revoked_at: None, ..after.clone() };
        note(app, &mut tx, member, SettingsAction::Updated, Some(&before), Some(&after)).await?;
    }
    Ok(tx.commit().await?)
}

async fn note(
    app: &App,
    tx: &mut Tx,
    member: &Member,
    action: SettingsAction,
    before: Option<&ApiKey>,
    after: Option<&ApiKey>,
) -> Result<(), StoreError> {
    let subject = after.or(before).map(|key| key.name.clone()).unwrap_or_default();
    log(app, tx, member, ApiResource::ApiKeys, subject, action, before, after).await
}

fn refuse_more(maker: &ApiKey, new: &NewApiKey, scopes: &[ApiScope]) -> Result<(), SettingError> {
    let mut faults: Vec<_> = scopes
        .iter()
        .enumerate()
        .filter(|(_, scope)| !maker.scopes.iter().any(|own| own.opens(**scope)))
        .map(|(place, _)| FieldError::new(format!("scopes[{place}]"), FieldErrorCode::NotChoice))
        .collect();
    if maker.masks_contact && !new.masks_contact {
        faults.push(FieldError::new("masks_contact", FieldErrorCode::NotChoice));
    }
    if let Some(end) = maker.expires_at
        && new.expires_at.is_none_or(|asked| asked > end)
    {
        faults.push(FieldError::new("expires_at", FieldErrorCode::OutOfRange));
    }
    if faults.is_empty() { Ok(()) } else { Err(SettingError::InvalidFields(faults)) }
}

/// Letters and digits alone: a key is one word for whoever clicks on it twice.
fn text(bytes: [u8; 32]) -> String {
    const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    // 256 is no multiple of 62: the first eight letters come a little more often, which leaves over 189 bits.
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect()
}
