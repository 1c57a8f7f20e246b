use axum::extract::State;
use axum::http::{HeaderName, header};
use creno_types::Problem;
use creno_types::address::{Addresses, AddressesQuery};

use crate::app::App;
use crate::http::extract::Query;
use crate::http::problem::Answer;
use crate::integrations::addresses;

/// Addresses that begin as typed.
///
/// From the Base Adresse Nationale, asked by the server; the likeliest five, in parts that fill a form. None under three
/// characters, or where the operator named no server of addresses. A `503` `addresses_unavailable` is no reason to stop: the
/// address is typed by hand.
#[utoipa::path(get, path = "/api/v1/public/addresses", tag = "Parcours public", params(AddressesQuery),
    responses((status = 200, body = Addresses), (status = 400, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem), (status = 503, body = Problem)))]
pub(crate) async fn list_addresses(
    State(app): State<App>,
    Query(query): Query<AddressesQuery>,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<Addresses>)> {
    // Where somebody lives is kept nowhere on the way.
    let headers = [(header::CACHE_CONTROL, "private, no-store")];
    Ok((headers, axum::Json(addresses::list_addresses(&app, &query).await?)))
}
