//! Whose account an identity opens: the one that it is bound to, or the one of its mail address, or a new one where the
//! operator wants that.

use creno_types::Slug;
use creno_types::api_key::ApiResource;
use creno_types::ids::StaffId;
use creno_types::journal::SettingsAction;
use creno_types::settings::user::{NewUser, User};
use creno_types::sign_in::SsoRefusal;
use unicode_normalization::UnicodeNormalization as _;

use crate::app::App;
use crate::config::OidcConfig;
use crate::integrations::oidc::Identity;
use crate::settings::SettingError;
use crate::settings::resource::Setting as _;
use crate::store::identities::{self, Holder};
use crate::store::settings_log::{self, NewChange};
use crate::store::{StoreError, Tx};

/// How many short names are tried for a new account.
const TRIES: u32 = 50;

/// Whose account the identity opens, or why none.
pub(super) async fn find_holder(
    app: &App,
    config: &OidcConfig,
    identity: &Identity,
) -> Result<Result<Holder, SsoRefusal>, StoreError> {
    let (issuer, subject) = (identity.issuer.as_str(), identity.subject.as_str());
    let email = identity.email.as_deref().map(|email| email.trim().to_lowercase());
    let vouched = identity.email_verified || config.trust_email;
    if !config.allowed_domains.is_empty() {
        match &email {
            None => return Ok(Err(SsoRefusal::NoEmail)),
            Some(_) if !vouched => return Ok(Err(SsoRefusal::UnverifiedEmail)),
            Some(email) if !is_of(email, &config.allowed_domains) => return Ok(Err(SsoRefusal::WrongDomain)),
            Some(_) => {}
        }
    }
    // One that is known stays who they are, whatever address they have now.
    if let Some(holder) = identities::find_by_identity(&app.db, issuer, subject).await? {
        return Ok(Ok(holder));
    }
    let Some(email) = email else { return Ok(Err(SsoRefusal::NoEmail)) };
    if !vouched {
        return Ok(Err(SsoRefusal::UnverifiedEmail));
    }
    let mut tx = app.db.begin().await?;
    // The same first sign-in, twice at once, makes one account.
    settings_log::lock(&mut tx, ApiResource::Users.as_str()).await?;
    let holder = match identities::find_by_email(&mut tx, &email).await? {
        Some(holder) => holder,
        None => match create(app, &mut tx, config, identity, &email).await? {
            Some(holder) => holder,
            None => return Ok(Err(SsoRefusal::UnknownAccount)),
        },
    };
    if !holder.active {
        return Ok(Ok(holder));
    }
    match identities::insert_identity(&mut tx, issuer, subject, holder.id, app.now()).await {
        Ok(()) => tx.commit().await.map(|()| Ok(holder)),
        // An address that was given to somebody else does not take the account of its former holder along.
        Err(error) if error.is_unique_violation() => Ok(Err(SsoRefusal::OtherIdentity)),
        Err(error) => Err(error),
    }
}

fn is_of(email: &str, domains: &[String]) -> bool {
    email.rsplit_once('@').is_some_and(|(_, domain)| domains.iter().any(|one| one == domain))
}

/// Makes the account of a first sign-in, where the operator wants that. It works in no agency until an administrator says so.
async fn create(
    app: &App,
    tx: &mut Tx,
    config: &OidcConfig,
    identity: &Identity,
    email: &str,
) -> Result<Option<Holder>, StoreError> {
    let Some(profile) = &config.create else { return Ok(None) };
    let named = identity.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let name: String = named.or(email.split('@').next()).unwrap_or(email).chars().take(120).collect();
    let Some(slug) = free_slug(tx, &name).await? else { return Ok(None) };
    let input = NewUser {
        slug,
        name,
        email: email.to_owned(),
        profile: profile.clone(),
        agencies: Vec::new(),
        themes: Vec::new(),
        active: true,
    };
    let made = match User::resolve(app, tx, None, input).await {
        Ok(user) => user.write(app, tx, None).await.map(|()| user),
        Err(error) => Err(error),
    };
    let user = match made {
        Ok(user) => user,
        Err(SettingError::Store(error)) => return Err(error),
        Err(error) => {
            tracing::error!(?error, profile, "an account can't be made: see CRENO_OIDC_CREATE");
            return Ok(None);
        }
    };
    let change = NewChange {
        id: app.new_id(),
        at: app.now(),
        staff: Some(user.id),
        key: None,
        who: user.settings.name.clone(),
        address: String::new(),
        resource: ApiResource::Users.as_str(),
        subject: user.settings.slug.clone(),
        action: SettingsAction::Created,
        before: None,
        after: serde_json::to_value(&user).ok(),
    };
    settings_log::insert_change(tx, change).await?;
    Ok(Some(Holder { id: StaffId(user.id.0), name: user.settings.name, active: true }))
}

/// A short name of nobody's, made of what somebody is called.
async fn free_slug(tx: &mut Tx, name: &str) -> Result<Option<String>, StoreError> {
    let stem = slug_of(name);
    for place in 1..=TRIES {
        let slug = if place == 1 { stem.clone() } else { format!("{stem}-{place}") };
        if slug.parse::<Slug>().is_ok() && User::find(&mut *tx, &slug).await?.is_none() {
            return Ok(Some(slug));
        }
    }
    Ok(None)
}

/// "Élodie O’Connor" as `elodie-o-connor`.
fn slug_of(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.nfkd().flat_map(char::to_lowercase).take(200) {
        match letter {
            letter if letter.is_ascii_alphanumeric() && slug.len() < 56 => slug.push(letter),
            // An accent, on the letter before.
            letter if !letter.is_ascii() && !letter.is_alphanumeric() && letter != '’' => {}
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    let slug = slug.trim_matches('-');
    if slug.is_empty() { "compte".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{is_of, slug_of};

    #[test]
    fn names_make_short_names() {
        for (name, slug) in [
            ("Élodie O’Connor", "elodie-o-connor"),
            ("  Jean-Luc   de La Tour ", "jean-luc-de-la-tour"),
            ("李", "compte"),
            ("", "compte"),
        ] {
            assert_eq!(slug_of(name), slug);
        }
        assert!(slug_of(&"Anne ".repeat(50)).len() <= 64);
    }

    #[test]
    fn domains_are_whole() {
        let domains = ["example.fr".to_owned()];
        assert!(is_of("lea@example.fr", &domains));
        for other in ["lea@agences.example.fr", "lea@notexample.fr", "lea@example.fr.evil.com", "example.fr"]
        {
            assert!(!is_of(other, &domains), "{other}");
        }
    }
}
