//! Signing in through the organisation's own service (OpenID Connect), and what goes with it.

use secrecy::SecretString;

use super::{Check as _, ConfigError, Values, is_origin};

/// Settings of a sign-in service.
#[derive(Clone, Debug)]
pub struct OidcConfig {
    /// Its issuer, as it calls itself. It may be inside the network: it is the operator's own choice.
    pub issuer: String,
    /// What it calls us.
    pub client_id: String,
    /// What proves that we are its client; none for a public client, which PKCE protects alone.
    pub client_secret: Option<SecretString>,
    /// What people call it: the text of the button.
    pub label: String,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
    /// Profile, by slug, of the accounts that a first sign-in makes; none when it makes none.
    pub create: Option<String>,
    /// Domains of mail addresses that may sign in, in lower case; all of them when empty.
    pub allowed_domains: Vec<String>,
    /// Whether its mail addresses count as verified when it does not say so.
    pub trust_email: bool,
    /// Whether passwords are kept behind a link, for rescue.
    pub password_is_rescue: bool,
}

impl OidcConfig {
    /// The service that is set; none when none is.
    pub(super) fn read(values: &Values) -> Result<Option<Self>, ConfigError> {
        // An empty variable is how some platforms leave one unset.
        let get =
            |key: &str| values.get(key).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let Some(issuer) = get("oidc_issuer") else { return Ok(None) };
        let accepted =
            "an https:// URL without a query, as the service calls itself; http:// on this machine only";
        let issuer = issuer.check("oidc_issuer", accepted, |url| is_origin(url) && is_safe(url))?;
        let client_id = get("oidc_client_id")
            .ok_or_else(|| ConfigError::new("oidc_client_id", "", "a value: `oidc_issuer` is set"))?;
        let words = |key: &str, default: &str| -> Vec<String> {
            let text = values.get(key).unwrap_or_else(|| default.into());
            let words = text.split([' ', ',']).map(str::trim).filter(|word| !word.is_empty());
            words.map(str::to_owned).collect()
        };
        let switch = |key: &'static str| match get(key).as_deref() {
            None | Some("off") => Ok(false),
            Some("on") => Ok(true),
            Some(other) => Err(ConfigError::new(key, other, "on or off")),
        };
        let domains: Vec<_> =
            words("oidc_allowed_domains", "").iter().map(|word| word.to_lowercase()).collect();
        if let Some(wrong) = domains.iter().find(|domain| domain.contains('@') || !domain.contains('.')) {
            let accepted = "domains separated by commas: example.fr, agences.example.fr";
            return Err(ConfigError::new("oidc_allowed_domains", wrong, accepted));
        }
        Ok(Some(Self {
            issuer,
            client_id,
            client_secret: get("oidc_client_secret").map(SecretString::from),
            label: get("oidc_label").unwrap_or_else(|| "Se connecter avec mon compte professionnel".into()),
            scopes: words("oidc_scopes", "email profile"),
            create: get("oidc_create").filter(|profile| profile != "none"),
            allowed_domains: domains,
            trust_email: switch("oidc_trust_email")?,
            password_is_rescue: match get("oidc_password").as_deref() {
                None | Some("shown") => false,
                Some("rescue") => true,
                Some(other) => return Err(ConfigError::new("oidc_password", other, "shown or rescue")),
            },
        }))
    }
}

/// Whether what goes there can't be read on the way.
fn is_safe(url: &str) -> bool {
    if url.starts_with("https://") {
        return true;
    }
    let host = reqwest::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned));
    host.is_some_and(|host| {
        let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
        host == "localhost" || address.is_ok_and(|address| address.is_loopback())
    })
}
