use axum::extract::State;
use axum::http::{HeaderName, StatusCode};
use creno_types::Problem;
use creno_types::notification::{Feed, NewFeed};
use creno_types::staff::Permission;

use crate::app::App;
use crate::http::caching::NO_STORE;
use crate::http::extract::Actor;
use crate::http::problem::Answer;
use crate::staff::feed;

/// One's personal calendar feed.
#[utoipa::path(get, path = "/api/v1/session/feed", tag = "Session",
    responses((status = 200, body = Feed), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(crate) async fn get_feed(
    State(app): State<App>,
    actor: Actor,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<Feed>)> {
    Ok((NO_STORE, axum::Json(feed::describe(&app, &actor.any()).await?)))
}

/// Makes a feed.
///
/// Its address is a secret that is shown this once; that of a former one opens nothing any more.
#[utoipa::path(post, path = "/api/v1/session/feed", tag = "Session",
    responses((status = 201, body = NewFeed), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(crate) async fn create_feed(
    State(app): State<App>,
    actor: Actor,
) -> Answer<(StatusCode, [(HeaderName, &'static str); 1], axum::Json<NewFeed>)> {
    let member = actor.with(Permission::ViewAppointments)?;
    Ok((StatusCode::CREATED, NO_STORE, axum::Json(feed::create(&app, &member).await?)))
}

/// Ends the feed.
#[utoipa::path(delete, path = "/api/v1/session/feed", tag = "Session",
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(crate) async fn delete_feed(State(app): State<App>, actor: Actor) -> Answer<StatusCode> {
    feed::delete(&app, &actor.any()).await?;
    Ok(StatusCode::NO_CONTENT)
}
