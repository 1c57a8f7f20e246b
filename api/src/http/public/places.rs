use axum::http::HeaderMap;
use axum::response::Response;
use creno_types::Problem;
use creno_types::place::{Places, PlacesQuery};

use crate::http::caching::tagged_json;
use crate::http::extract::Query;
use crate::http::problem::Answer;
use crate::places;

/// Towns by name or postcode.
///
/// The best six, with their positions, to list the agencies near one: communes of France, overseas included, and the
/// arrondissements of Paris, Lyon and Marseille. Accents, case and a slip of the finger don't matter. None for a single
/// character.
#[utoipa::path(get, path = "/api/v1/public/places", tag = "Parcours public", params(PlacesQuery),
    responses((status = 200, body = Places), (status = 304), (status = 400, body = Problem),
        (status = 422, body = Problem), (status = 429, body = Problem)))]
pub(crate) async fn list_places(Query(query): Query<PlacesQuery>, headers: HeaderMap) -> Answer<Response> {
    // The same for everyone, and for as long as this version runs.
    tagged_json(&headers, &places::list_places(&query).await?, "public, max-age=86400")
}
