//! What stands for other people's servers in a demonstration, on ports of its own, so that the real clients run.

use std::net::Ipv4Addr;

use axum::extract::Query;
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::Value;
use tokio::net::TcpListener;

use crate::integrations::addresses::demo_features;

/// A question to the Base Adresse Nationale.
#[derive(Deserialize)]
struct Search {
    q: String,
    #[serde(default = "usual_limit")]
    limit: usize,
}

const fn usual_limit() -> usize {
    5
}

/// Serves some hundreds of real streets as the Base Adresse Nationale would, to this machine only, until the process ends;
/// returns its address.
///
/// # Errors
/// When no port is free.
pub async fn serve_addresses() -> std::io::Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}", listener.local_addr()?);
    let router = Router::new().route("/search/", get(search));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(url)
}

async fn search(Query(search): Query<Search>) -> Json<Value> {
    Json(demo_features(&search.q, search.limit))
}
