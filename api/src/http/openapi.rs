//! The published description of the API.

use utoipa::OpenApi;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Required, Response, ResponseBuilder};

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
        let key = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("creno_…").build();
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("session", cookie);
        components.add_security_scheme("key", SecurityScheme::Http(key));
    }
}

/// What a JSON body may be refused for, whoever reads it: malformed, too large, of another type.
const BODY_REFUSALS: [&str; 3] = ["400", "413", "415"];
const PROBLEM: &str = "application/problem+json";

/// Says of every operation what the handlers need not repeat: refusals of a body, and the type of refusals.
pub fn describe_refusals(openapi: &mut utoipa::openapi::OpenApi) {
    for item in openapi.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            describe_refusals_of(operation);
        }
    }
}

fn describe_refusals_of(operation: &mut Operation) {
    let responses = &mut operation.responses.responses;
    if let Some(RefOr::T(body)) = &operation.request_body
        && matches!(body.required, Some(Required::True))
    {
        for status in BODY_REFUSALS {
            responses.entry(status.to_owned()).or_insert_with(|| RefOr::T(problem()));
        }
    }
    for (status, response) in responses {
        if let RefOr::T(response) = response
            && status.starts_with(['4', '5'])
            && let Some(content) = response.content.swap_remove("application/json")
        {
            response.content.insert(PROBLEM.to_owned(), content);
        }
    }
}

fn problem() -> Response {
    let schema = Ref::from_schema_name("Problem");
    ResponseBuilder::new().content(PROBLEM, ContentBuilder::new().schema(Some(schema)).build()).build()
}
