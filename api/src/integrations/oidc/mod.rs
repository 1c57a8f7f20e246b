//! The organisation's own sign-in service, by OpenID Connect: authorization code with PKCE (RFC 7636), discovery, keys that
//! change. What its word is worth here is decided by [`crate::staff::sso`].

mod error;
mod http;

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdTokenClaims, CoreJwsSigningAlgorithm,
    CoreTokenResponse, CoreUserInfoClaims,
};
use openidconnect::{
    AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IssuerUrl, LogoutRequest, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge,
    PkceCodeVerifier, PostLogoutRedirectUrl, ProviderMetadataWithLogout, RedirectUrl, Scope,
    TokenResponse as _,
};
use secrecy::ExposeSecret as _;

pub use error::OidcError;

use crate::config::OidcConfig;

/// For how long what the service says of itself is believed without asking again.
const FRESH: TimeDelta = TimeDelta::hours(1);
/// How long all the calls of one sign-in may take: less than a request may.
const PATIENCE: Duration = Duration::from_secs(12);

/// A client of the service, once its metadata are known.
type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// The service.
#[derive(Debug)]
pub struct Provider {
    /// What the operator set.
    pub config: OidcConfig,
    /// Where people are sent back to.
    redirect_url: String,
    http: reqwest::Client,
    known: Mutex<Option<(Arc<ProviderMetadataWithLogout>, DateTime<Utc>)>>,
}

/// What only the browser of an attempt knows.
#[derive(Clone)]
pub struct AttemptSecrets {
    /// What comes back with the answer.
    pub state: String,
    /// What the service signs.
    pub nonce: String,
    /// What proves that who asked is who fetches (RFC 7636).
    pub verifier: String,
}

/// What the service vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Who says so.
    pub issuer: String,
    /// Whom it speaks of; the same for ever.
    pub subject: String,
    /// Their mail address.
    pub email: Option<String>,
    /// Whether the service has checked it.
    pub email_verified: bool,
    /// What they are called.
    pub name: Option<String>,
}

impl Provider {
    /// The service of a configuration, for the server at `public_url`.
    ///
    /// # Errors
    /// When TLS can't be set up.
    pub fn new(config: OidcConfig, public_url: &str) -> anyhow::Result<Self> {
        let redirect_url = format!("{public_url}/api/v1/session/oidc/callback");
        Ok(Self { config, redirect_url, http: http::client()?, known: Mutex::default() })
    }

    /// Where to send somebody who wants to sign in.
    ///
    /// # Errors
    /// When the service can't be reached, or is not what it is set to be.
    pub async fn authorization_url(
        &self,
        secrets: &AttemptSecrets,
        now: DateTime<Utc>,
    ) -> Result<String, OidcError> {
        let metadata = patiently(Box::pin(self.metadata(now))).await?;
        let (state, nonce) = (secrets.state.clone(), secrets.nonce.clone());
        let verifier = PkceCodeVerifier::new(secrets.verifier.clone());
        let client = self.client(&metadata)?;
        let mut request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        for scope in &self.config.scopes {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        Ok(request.url().0.into())
    }

    /// Fetches what the service says of who comes back with that code, and checks it.
    ///
    /// # Errors
    /// When the service can't be reached, refuses, or says what can't be believed.
    pub async fn identify(
        &self,
        code: String,
        secrets: &AttemptSecrets,
        now: DateTime<Utc>,
    ) -> Result<Identity, OidcError> {
        patiently(Box::pin(self.fetch_identity(code, secrets, now))).await
    }

    /// Where to send somebody who signs out; none when the service offers no such thing.
    ///
    /// # Errors
    /// When the service can't be reached, or is not what it is set to be.
    pub async fn sign_out_url(&self, back_to: &str, now: DateTime<Utc>) -> Result<Option<String>, OidcError> {
        let metadata = patiently(Box::pin(self.metadata(now))).await?;
        let Some(endpoint) = metadata.additional_metadata().end_session_endpoint.clone() else {
            return Ok(None);
        };
        let back_to = PostLogoutRedirectUrl::new(back_to.to_owned()).map_err(OidcError::invalid)?;
        // A token of identity would say more, the address of the person for one, in a URL.
        let request = LogoutRequest::from(endpoint)
            .set_client_id(ClientId::new(self.config.client_id.clone()))
            .set_post_logout_redirect_uri(back_to);
        Ok(Some(request.http_get_url().into()))
    }

    /// Whether that is the issuer, when an answer names one (RFC 9207).
    pub fn is_issuer(&self, named: &str) -> bool {
        named == self.config.issuer
    }

    async fn fetch_identity(
        &self,
        code: String,
        secrets: &AttemptSecrets,
        now: DateTime<Utc>,
    ) -> Result<Identity, OidcError> {
        let metadata = self.metadata(now).await?;
        let client = self.client(&metadata)?;
        let http = |request| http::call(self.http.clone(), request);
        let tokens: CoreTokenResponse = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(OidcError::invalid)?
            .set_pkce_verifier(PkceCodeVerifier::new(secrets.verifier.clone()))
            .request_async(&http)
            .await
            .map_err(OidcError::of_exchange)?;
        let nonce = Nonce::new(secrets.nonce.clone());
        let claims = match claims(&client, &tokens, &nonce, now) {
            // Signed by a key that was not there when the keys were read: they are read again, once.
            Err(error) if error.is_unknown_key() => {
                let metadata = self.read_metadata(now).await?;
                claims(&self.client(&metadata)?, &tokens, &nonce, now)?
            }
            claims => claims?,
        };
        let mut identity = Identity {
            issuer: claims.issuer().to_string(),
            subject: claims.subject().to_string(),
            email: claims.email().map(|email| email.to_string()),
            email_verified: claims.email_verified().unwrap_or(false),
            name: claims.name().and_then(|name| name.get(None)).map(|name| name.to_string()),
        };
        if identity.email.is_none() && metadata.userinfo_endpoint().is_some() {
            // The subject is compared: the answer can't be another's.
            let request = client
                .user_info(tokens.access_token().clone(), Some(claims.subject().clone()))
                .map_err(OidcError::invalid)?;
            let told: CoreUserInfoClaims =
                request.request_async(&http).await.map_err(OidcError::of_user_info)?;
            identity.email = told.email().map(|email| email.to_string());
            identity.email_verified = told.email_verified().unwrap_or(false);
            let name = told.name().and_then(|name| name.get(None)).map(|name| name.to_string());
            identity.name = name.or(identity.name);
        }
        Ok(identity)
    }

    /// What the service says of itself. When it can't be asked again, what it said last stands.
    async fn metadata(&self, now: DateTime<Utc>) -> Result<Arc<ProviderMetadataWithLogout>, OidcError> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match known {
            // Of a clock that was set back, nothing is fresh.
            Some((metadata, read_at)) if read_at <= now && now - read_at < FRESH => Ok(metadata),
            Some((metadata, _)) => match self.read_metadata(now).await {
                Err(OidcError::Unreachable(_)) => Ok(metadata),
                read => read,
            },
            None => self.read_metadata(now).await,
        }
    }

    async fn read_metadata(&self, now: DateTime<Utc>) -> Result<Arc<ProviderMetadataWithLogout>, OidcError> {
        let issuer = IssuerUrl::new(self.config.issuer.clone()).map_err(OidcError::invalid)?;
        let http = |request| http::call(self.http.clone(), request);
        let metadata = ProviderMetadataWithLogout::discover_async(issuer, &http)
            .await
            .map_err(OidcError::of_discovery)?;
        let metadata = Arc::new(metadata);
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some((metadata.clone(), now));
        Ok(metadata)
    }

    fn client(&self, metadata: &ProviderMetadataWithLogout) -> Result<Client, OidcError> {
        let secret = self.config.client_secret.as_ref();
        let secret = secret.map(|secret| ClientSecret::new(secret.expose_secret().to_owned()));
        let id = ClientId::new(self.config.client_id.clone());
        let redirect_url = RedirectUrl::new(self.redirect_url.clone()).map_err(OidcError::invalid)?;
        // The header is what is meant when nothing is said (OpenID Connect Discovery 1.0 §3).
        let by_header = metadata
            .token_endpoint_auth_methods_supported()
            .is_none_or(|methods| methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let client = CoreClient::from_provider_metadata(metadata.clone(), id, secret);
        let kind = if by_header { AuthType::BasicAuth } else { AuthType::RequestBody };
        Ok(client.set_redirect_uri(redirect_url).set_auth_type(kind))
    }
}

/// Algorithms that a service may sign with: those of a key pair.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Signature, issuer, audience, end and nonce, checked.
fn claims(
    client: &Client,
    tokens: &CoreTokenResponse,
    nonce: &Nonce,
    now: DateTime<Utc>,
) -> Result<CoreIdTokenClaims, OidcError> {
    let verifier = client.id_token_verifier().set_allowed_algs(ALGORITHMS).set_time_fn(move || now);
    let token = tokens.id_token().ok_or_else(|| OidcError::invalid("no ID token in the answer"))?;
    token.claims(&verifier, nonce).cloned().map_err(OidcError::of_claims)
}

/// Boxed: the compiler can't see otherwise that what the library does may go from one thread to another.
type Calls<'a, T> = Pin<Box<dyn Future<Output = Result<T, OidcError>> + Send + 'a>>;

async fn patiently<T>(calls: Calls<'_, T>) -> Result<T, OidcError> {
    let late = |_| OidcError::Unreachable(format!("no answer within {} s", PATIENCE.as_secs()));
    tokio::time::timeout(PATIENCE, calls).await.map_err(late)?
}
