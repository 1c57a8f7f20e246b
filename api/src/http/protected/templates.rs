use axum::extract::State;
use axum::http::{HeaderName, StatusCode};
use creno_types::Problem;
use creno_types::message::{Audience, Medium, MessageEvent};
use creno_types::staff::Permission;
use creno_types::template::{
    MessageLang, MessageTemplates, NewTemplate, TemplateDraft, TemplateKey, TemplatePreview,
};

use crate::app::App;
use crate::http::caching::NO_STORE;
use crate::http::extract::{Actor, Json, Path};
use crate::http::problem::Answer;
use crate::settings::templates;

/// What names a text in an address.
type Place = (String, MessageEvent, Audience, Medium, MessageLang);

fn key((theme, event, audience, medium, lang): Place) -> (String, TemplateKey) {
    (theme, TemplateKey { event, audience, medium, lang })
}

/// The texts of messages.
///
/// The program's own, those that replace them for all themes, those of each theme; what values and filters they may name.
#[utoipa::path(get, path = "/api/v1/message-templates", tag = "Réglages",
    responses((status = 200, body = MessageTemplates), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(crate) async fn list_templates(
    State(app): State<App>,
    actor: Actor,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<MessageTemplates>)> {
    actor.with(Permission::Administer)?;
    Ok((NO_STORE, axum::Json(templates::list(&app).await?)))
}

/// Writes the text of a message.
///
/// For a theme, by slug or id, or for `all`. What can't be understood is refused with its line and column; a text puts
/// values in and chooses by `if`, nothing else.
#[utoipa::path(put, path = "/api/v1/message-templates/{theme}/{event}/{audience}/{medium}/{lang}", tag = "Réglages",
    params(("theme" = String, Path), ("event" = MessageEvent, Path), ("audience" = Audience, Path),
        ("medium" = Medium, Path), ("lang" = MessageLang, Path)),
    request_body = NewTemplate,
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn put_template(
    State(app): State<App>,
    actor: Actor,
    Path(place): Path<Place>,
    Json(text): Json<NewTemplate>,
) -> Answer<StatusCode> {
    let member = actor.with(Permission::Administer)?;
    let (theme, key) = key(place);
    templates::put(&app, &member, &theme, &key, &text).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Goes back to the text that this one replaces.
#[utoipa::path(delete, path = "/api/v1/message-templates/{theme}/{event}/{audience}/{medium}/{lang}", tag = "Réglages",
    params(("theme" = String, Path), ("event" = MessageEvent, Path), ("audience" = Audience, Path),
        ("medium" = Medium, Path), ("lang" = MessageLang, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)))]
pub(crate) async fn delete_template(
    State(app): State<App>,
    actor: Actor,
    Path(place): Path<Place>,
) -> Answer<StatusCode> {
    let member = actor.with(Permission::Administer)?;
    let (theme, key) = key(place);
    templates::delete(&app, &member, &theme, &key).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows a text as it would be sent.
///
/// With the values of an appointment within reach, or with examples; a text message with how many parts it takes.
#[utoipa::path(post, path = "/api/v1/message-templates/preview", tag = "Réglages", request_body = TemplateDraft,
    responses((status = 200, body = TemplatePreview), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn preview_template(
    State(app): State<App>,
    actor: Actor,
    Json(draft): Json<TemplateDraft>,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<TemplatePreview>)> {
    let member = actor.with(Permission::Administer)?;
    Ok((NO_STORE, axum::Json(templates::preview(&app, &member, &draft).await?)))
}
