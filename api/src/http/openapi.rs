//! The published description of the API.

use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};

/// Name of the session's cookie. The prefix ties it to this host, to HTTPS and to the whole site (RFC 6265bis §4.1.3.2).
pub const SESSION_COOKIE: &str = "__Host-creno";

/// Title, version and security of the description; the paths come from the handlers.
#[derive(OpenApi)]
#[openapi(
    info(title = "Créno", description = "Prise de rendez-vous en ligne. Les erreurs sont des documents RFC 9457 \
        (`application/problem+json`) dont le `code` est stable."),
    components(schemas(creno_types::Problem)),
    modifiers(&Security),
)]
pub struct ApiDescription;

struct Security;

impl utoipa::Modify for Security {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(SESSION_COOKIE)));
        openapi.components.get_or_insert_default().add_security_scheme("session", cookie);
    }
}
