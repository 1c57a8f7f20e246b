//! The published description of the API.

use std::collections::BTreeMap;

use creno_types::api_key::{Access, ApiResource, ApiScope};
use serde_json::Value;
use utoipa::OpenApi;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::ArrayItems;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{
    Components, ContentBuilder, Object, Ref, RefOr, Required, Response, ResponseBuilder, Schema,
};

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

/// Operations of the protected part that are for who is not signed in yet.
const AT_THE_DOOR: [&str; 7] = [
    "create_session",
    "list_sign_in_methods",
    "begin_sso",
    "finish_sso",
    "sign_out_sso",
    "ask_password_reset",
    "set_password",
];

/// Says of every operation who may call it, and of changes in part that nothing is required in them.
pub fn describe_protected(openapi: &mut utoipa::openapi::OpenApi) {
    let mut partial = Vec::new();
    for (path, item) in &mut openapi.paths.paths {
        if let Some(operation) = &mut item.patch {
            partial.extend(name_partial(operation));
        }
        let by_key = path.strip_prefix("/api/v1/").and_then(ApiResource::of_route);
        let operations = [
            (&mut item.get, Access::Read),
            (&mut item.put, Access::Write),
            (&mut item.post, Access::Write),
            (&mut item.patch, Access::Write),
            (&mut item.delete, Access::Write),
        ];
        for (operation, access) in operations {
            let Some(operation) = operation else { continue };
            // Signing in asks for nothing; what was described by its handler stays.
            if operation.operation_id.as_deref().is_some_and(|id| AT_THE_DOOR.contains(&id)) {
                continue;
            }
            let scope = by_key.map(|resource| ApiScope { resource, access });
            let key = scope.map(|scope| SecurityRequirement::new("key", [scope.to_string()]));
            let session = SecurityRequirement::new("session", Vec::<String>::new());
            operation.security = Some([session].into_iter().chain(key).collect());
        }
    }
    let Some(components) = &mut openapi.components else { return };
    write_out_settings(components);
    for (whole, name) in partial {
        let Some(RefOr::T(Schema::Object(schema))) = components.schemas.get(&whole).cloned() else {
            continue;
        };
        let mut schema = schema;
        schema.required.clear();
        // An example of some members: those that come first to mind.
        schema.example = schema.example.and_then(|example| partial_example(&example));
        components.schemas.insert(name, RefOr::T(Schema::Object(schema)));
    }
}

/// Writes out what is read of a setting, which is what is typed and its id: what is typed takes no other member, and
/// would not take the id.
fn write_out_settings(components: &mut Components) {
    let typed = components.schemas.clone();
    components.schemas.values_mut().for_each(|schema| write_out(schema, &typed));
}

fn write_out(schema: &mut RefOr<Schema>, typed: &BTreeMap<String, RefOr<Schema>>) {
    match schema {
        RefOr::T(Schema::AllOf(parts)) => {
            let objects: Option<Vec<_>> = parts.items.iter().map(|part| as_object(part, typed)).collect();
            let Some(objects) = objects else { return };
            let mut whole = Object::default();
            whole.description.clone_from(&parts.description);
            whole.example.clone_from(&parts.example);
            for part in objects {
                whole.properties.extend(part.properties.clone());
                whole.required.extend(part.required.iter().cloned());
            }
            *schema = RefOr::T(Schema::Object(whole));
        }
        RefOr::T(Schema::Object(object)) => {
            object.properties.values_mut().for_each(|member| write_out(member, typed));
        }
        RefOr::T(Schema::Array(array)) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                write_out(items, typed);
            }
        }
        _ => {}
    }
}

/// The object that a part of a schema is, or refers to.
fn as_object<'a>(part: &'a RefOr<Schema>, named: &'a BTreeMap<String, RefOr<Schema>>) -> Option<&'a Object> {
    let part = match part {
        RefOr::Ref(reference) => named.get(reference.ref_location.rsplit('/').next()?)?,
        part => part,
    };
    match part {
        RefOr::T(Schema::Object(object)) => Some(object),
        _ => None,
    }
}

/// The short name or key left out, and two members that are given at most.
fn partial_example(example: &Value) -> Option<Value> {
    let members = example.as_object()?.iter().filter(|(name, _)| !matches!(name.as_str(), "slug" | "key"));
    Some(Value::Object(members.take(2).map(|(name, value)| (name.clone(), value.clone())).collect()))
}

/// Has a change in part of `New…` or `…Settings` take `…Patch`; the names of both.
fn name_partial(operation: &mut Operation) -> Option<(String, String)> {
    let Some(RefOr::T(body)) = &mut operation.request_body else { return None };
    let RefOr::T(content) = body.content.get_mut("application/json")? else { return None };
    let Some(RefOr::Ref(reference)) = &content.schema else { return None };
    let whole = reference.ref_location.rsplit('/').next()?.to_owned();
    let bare = whole.strip_prefix("New").or_else(|| whole.strip_suffix("Settings"))?;
    let name = format!("{bare}Patch");
    content.schema = Some(RefOr::Ref(Ref::from_schema_name(&name)));
    Some((whole, name))
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
