//! What administrators set, all in one way: listed, read, added, replaced, changed in part, removed. A kind is a line
//! of `settings!` here and its routes in the router; what it takes is in [`crate::settings::resource`].

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use creno_types::settings::agency::{AgencySettings, NewAgency};
use creno_types::settings::field::FieldSettings;
use creno_types::settings::profile::{NewProfile, ProfileSettings};
use creno_types::settings::skill::{NewSkill, SkillSettings};
use creno_types::settings::texts::OrganisationTexts;
use creno_types::settings::theme::{NewTheme, ThemeSettings};
use creno_types::settings::user::{NewUser, User};
use creno_types::settings::{Page, SettingsQuery};
use creno_types::staff::Permission;
use creno_types::{Branding, Problem};
use serde_json::{Map, Value};

use crate::app::App;
use crate::http::caching::{Tagged, listed};
use crate::http::extract::{Actor, IfMatch, Json, Path, Query};
use crate::http::problem::Answer;
use crate::settings::{resource, single};

/// Whoever works with appointments, availability or settings may read what is on offer.
const EVERYONE: &[Permission] = &Permission::ALL;
/// Accounts and rights are for those who administer.
const ADMINISTRATORS: &[Permission] = &[Permission::Administer];

macro_rules! settings {
    ($($module:ident: $path:literal, $one:literal, $name:literal, $tag:literal, $readers:ident, $input:ident => $output:ident
;)+) => {$(
        #[doc = $tag]
        pub(crate) mod $module {
            use super::*;

            /// Lists.
            ///
            /// By short name; the header `Link` leads to the next page.
            #[utoipa::path(get, path = $path, tag = $tag,
                operation_id = concat!("list_", stringify!($module)), params(SettingsQuery),
                responses((status = 200, body = Page<$output>), (status = 400, body = Problem),
                    (status = 401, body = Problem), (status = 403, body = Problem)))]
            pub(crate) async fn list(
                State(app): State<App>,
                actor: Actor,
                Query(query): Query<SettingsQuery>,
            ) -> Answer<Response> {
                actor.with_any($readers)?;
                let page: Page<$output> = resource::list(&app, query.clone()).await?;
                Ok(listed($path, &query, page.next.clone(), &page))
            }

            /// Adds.
            ///
            /// Every fault is named with its field.
            #[utoipa::path(post, path = $path, tag = $tag,
                operation_id = concat!("create_", stringify!($module)), request_body = $input,
                responses((status = 201, body = $output, headers(("etag" = String))), (status = 401, body = Problem),
                    (status = 403, body = Problem), (status = 422, body = Problem)))]
            pub(crate) async fn create(
                State(app): State<App>,
                actor: Actor,
                Json(new): Json<$input>,
            ) -> Answer<Response> {
                let member = actor.with(Permission::Administer)?;
                let made: $output = resource::create(&app, &member, new).await?;
                Ok((StatusCode::CREATED, Tagged(made)).into_response())
            }

            /// Reads one.
            ///
            /// By short name or id. Its entity tag goes into `If-Match` of a change.
            #[utoipa::path(get, path = $one, tag = $tag,
                operation_id = concat!("get_", stringify!($module)), params(($name = String, Path)),
                responses((status = 200, body = $output, headers(("etag" = String))), (status = 304),
                    (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
            pub(crate) async fn get(
                State(app): State<App>,
                actor: Actor,
                Path(name): Path<String>,
            ) -> Answer<Tagged<$output>> {
                actor.with_any($readers)?;
                Ok(Tagged(resource::find(&app, &name).await?))
            }

            /// Replaces.
            ///
            /// What is absent takes its default. With `If-Match`, only what was read is replaced.
            #[utoipa::path(put, path = $one, tag = $tag,
                operation_id = concat!("replace_", stringify!($module)), request_body = $input,
                params(($name = String, Path), ("If-Match" = Option<String>, Header, description = "Entity tag read before")),
                responses((status = 200, body = $output, headers(("etag" = String))), (status = 401, body = Problem),
                    (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
                    (status = 412, body = Problem), (status = 422, body = Problem)))]
            pub(crate) async fn put(
                State(app): State<App>,
                actor: Actor,
                Path(name): Path<String>,
                IfMatch(seen): IfMatch,
                Json(new): Json<$input>,
            ) -> Answer<Tagged<$output>> {
                let member = actor.with(Permission::Administer)?;
                Ok(Tagged(resource::replace(&app, &member, &name, &seen, new).await?))
            }

            /// Changes in part.
            ///
            /// What is absent stays, what is null takes its default (RFC 7396); what it becomes is checked as a whole.
            #[utoipa::path(patch, path = $one, tag = $tag,
                operation_id = concat!("patch_", stringify!($module)), request_body = $input,
                params(($name = String, Path), ("If-Match" = Option<String>, Header, description = "Entity tag read before")),
                responses((status = 200, body = $output, headers(("etag" = String))), (status = 401, body = Problem),
                    (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
                    (status = 412, body = Problem), (status = 422, body = Problem)))]
            pub(crate) async fn patch(
                State(app): State<App>,
                actor: Actor,
                Path(name): Path<String>,
                IfMatch(seen): IfMatch,
                Json(members): Json<Map<String, Value>>,
            ) -> Answer<Tagged<$output>> {
                let member = actor.with(Permission::Administer)?;
                Ok(Tagged(resource::patch(&app, &member, &name, &seen, members).await?))
            }

            /// Removes.
            ///
            /// What something else refers to is refused with `in_use`: switch it off instead.
            #[utoipa::path(delete, path = $one, tag = $tag,
                operation_id = concat!("delete_", stringify!($module)),
                params(($name = String, Path), ("If-Match" = Option<String>, Header, description = "Entity tag read before")),
                responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
                    (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem)))]
            pub(crate) async fn delete(
                State(app): State<App>,
                actor: Actor,
                Path(name): Path<String>,
                IfMatch(seen): IfMatch,
            ) -> Answer<StatusCode> {
                let member = actor.with(Permission::Administer)?;
                resource::delete::<$output>(&app, &member, &name, &seen).await?;
                Ok(StatusCode::NO_CONTENT)
            }
        }
    )+};
}

settings! {
    agencies: "/api/v1/agencies", "/api/v1/agencies/{agency}", "agency", "Agences", EVERYONE, NewAgency => AgencySettings;
    skills: "/api/v1/skills", "/api/v1/skills/{skill}", "skill", "Compétences", EVERYONE, NewSkill => SkillSettings;
    themes: "/api/v1/themes", "/api/v1/themes/{theme}", "theme", "Thèmes", EVERYONE, NewTheme => ThemeSettings;
    fields: "/api/v1/fields", "/api/v1/fields/{field}", "field", "Champs", EVERYONE, FieldSettings => FieldSettings;
    profiles: "/api/v1/profiles", "/api/v1/profiles/{profile}", "profile", "Profils", ADMINISTRATORS,
        NewProfile => ProfileSettings;
    users: "/api/v1/users", "/api/v1/users/{user}", "user", "Collaborateurs", ADMINISTRATORS, NewUser => User;
}

/// The organisation's colours.
#[utoipa::path(get, path = "/api/v1/branding", tag = "Organisation",
    responses((status = 200, body = Branding, headers(("etag" = String))), (status = 304), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub(crate) async fn get_branding(State(app): State<App>, actor: Actor) -> Answer<Tagged<Branding>> {
    actor.with_any(EVERYONE)?;
    Ok(Tagged(single::find_branding(&app.db).await?))
}

/// Sets the organisation's colours.
///
/// Texts must stand out from what they are on (WCAG 2.2 AA).
#[utoipa::path(put, path = "/api/v1/branding", tag = "Organisation", request_body = Branding,
    params(("If-Match" = Option<String>, Header, description = "Entity tag read before")),
    responses((status = 200, body = Branding, headers(("etag" = String))), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn put_branding(
    State(app): State<App>,
    actor: Actor,
    IfMatch(seen): IfMatch,
    Json(new): Json<Branding>,
) -> Answer<Tagged<Branding>> {
    let member = actor.with(Permission::Administer)?;
    Ok(Tagged(single::put_branding(&app, &member, &seen, new).await?))
}

/// The organisation's texts, by language.
#[utoipa::path(get, path = "/api/v1/settings", tag = "Organisation",
    responses((status = 200, body = OrganisationTexts, headers(("etag" = String))), (status = 304),
        (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(crate) async fn get_settings(State(app): State<App>, actor: Actor) -> Answer<Tagged<OrganisationTexts>> {
    actor.with_any(EVERYONE)?;
    Ok(Tagged(single::find_texts(&app.db).await?))
}

/// Sets the organisation's texts.
///
/// Another consent text wants another version: consents are kept with it.
#[utoipa::path(put, path = "/api/v1/settings", tag = "Organisation", request_body = OrganisationTexts,
    params(("If-Match" = Option<String>, Header, description = "Entity tag read before")),
    responses((status = 200, body = OrganisationTexts, headers(("etag" = String))), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn put_settings(
    State(app): State<App>,
    actor: Actor,
    IfMatch(seen): IfMatch,
    Json(new): Json<OrganisationTexts>,
) -> Answer<Tagged<OrganisationTexts>> {
    let member = actor.with(Permission::Administer)?;
    Ok(Tagged(single::put_texts(&app, &member, &seen, new).await?))
}
