use axum::extract::State;
use axum::http::{HeaderName, StatusCode};
use creno_types::Problem;
use creno_types::api_key::{ApiKeys, CreatedApiKey, NewApiKey};
use creno_types::staff::Permission;
use uuid::Uuid;

use crate::app::App;
use crate::http::caching::NO_STORE;
use crate::http::extract::{Actor, Json, Path};
use crate::http::problem::Answer;
use crate::keys;

/// Keys of the API.
///
/// The latest first, those that were revoked included; never the secrets.
#[utoipa::path(get, path = "/api/v1/api-keys", tag = "Clés d’API",
    responses((status = 200, body = ApiKeys), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(crate) async fn list_api_keys(
    State(app): State<App>,
    actor: Actor,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<ApiKeys>)> {
    actor.with(Permission::Administer)?;
    Ok((NO_STORE, axum::Json(ApiKeys { items: keys::list(&app).await? })))
}

/// Makes a key.
///
/// Its secret is in this answer and nowhere else. A key that makes another gives it no scope that it lacks.
#[utoipa::path(post, path = "/api/v1/api-keys", tag = "Clés d’API", request_body = NewApiKey,
    responses((status = 201, body = CreatedApiKey), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 422, body = Problem)))]
pub(crate) async fn create_api_key(
    State(app): State<App>,
    actor: Actor,
    Json(new): Json<NewApiKey>,
) -> Answer<(StatusCode, [(HeaderName, &'static str); 1], axum::Json<CreatedApiKey>)> {
    let member = actor.with(Permission::Administer)?;
    Ok((StatusCode::CREATED, NO_STORE, axum::Json(keys::create(&app, &member, &new).await?)))
}

/// Revokes a key.
///
/// From the next request on it opens nothing. The key stays in the list.
#[utoipa::path(delete, path = "/api/v1/api-keys/{key}", tag = "Clés d’API", params(("key" = Uuid, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(crate) async fn revoke_api_key(
    State(app): State<App>,
    actor: Actor,
    Path(key): Path<Uuid>,
) -> Answer<StatusCode> {
    let member = actor.with(Permission::Administer)?;
    keys::revoke(&app, &member, key).await?;
    Ok(StatusCode::NO_CONTENT)
}
