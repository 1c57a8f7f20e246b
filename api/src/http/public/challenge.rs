use axum::extract::State;
use axum::http::HeaderName;
use creno_types::Problem;
use creno_types::challenge::{Challenge, ChallengeKind, ChallengeQuery};

use crate::anti_abuse::{Resource, challenge, door, question};
use crate::app::App;
use crate::http::caching::NO_STORE;
use crate::http::extract::{ClientPrefix, Query};
use crate::http::problem::{Answer, Refusal};

/// A challenge to answer.
///
/// A proof of work by ALTCHA's protocol v2, whose payload goes into `challenge` when confirming, or into the header
/// `Creno-Challenge` when listing slots (`?for=slots`); or, with `?kind=question`, a question for the visitor, whose
/// answer goes into `challenge` as `{token, answer}`. Each serves once, within five minutes by default.
#[utoipa::path(get, path = "/api/v1/public/challenge", tag = "Parcours public", params(ChallengeQuery),
    responses((status = 200, body = Challenge), (status = 400, body = Problem), (status = 429, body = Problem)))]
pub(crate) async fn get_challenge(
    State(app): State<App>,
    ClientPrefix(prefix): ClientPrefix,
    Query(query): Query<ChallengeQuery>,
) -> Answer<([(HeaderName, &'static str); 1], axum::Json<Challenge>)> {
    let challenge = match query.kind {
        ChallengeKind::Work => {
            door::take(&app, Resource::Challenges, prefix)?;
            let made = challenge::issue(&app, query.purpose, prefix).await;
            Challenge::Work(made.map_err(Refusal::internal)?)
        }
        ChallengeKind::Question => {
            door::take(&app, Resource::Questions, prefix)?;
            Challenge::Question(question::issue(&app, &query.lang).await?)
        }
    };
    Ok((NO_STORE, axum::Json(challenge)))
}
