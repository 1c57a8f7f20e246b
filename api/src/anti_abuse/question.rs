//! A question instead of a proof of work, for visitors whose device can't compute one.
//!
//! A script can be taught to answer: that is why questions are few by network, and each takes one answer only. The
//! token carries the answer under a key of ours, so nothing is kept until it is answered.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use creno_types::ZonedInstant;
use creno_types::challenge::Question;
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use super::challenge::AnswerError;
use super::keys::keys;
use super::words;
use crate::app::App;
use crate::booking::hash;
use crate::catalog::language;
use crate::store::StoreError;
use crate::store::challenges::{self, Proof};

/// What a token says.
#[derive(Serialize, Deserialize)]
struct Claims {
    /// Tells the question from others.
    id: String,
    /// The site that asked.
    site: String,
    /// When it lapses, in seconds since 1970.
    expires_at: i64,
    /// The right answer, under our key.
    answer: String,
}

/// A question in `lang`.
///
/// # Errors
/// When the database fails.
pub async fn issue(app: &App, lang: &str) -> Result<Question, StoreError> {
    let key = &keys(app).await?.question;
    let expires_at = app.now() + TimeDelta::minutes(app.config.anti_abuse.challenge_min.into());
    let asked = words::draw(language(lang), app.random_bytes());
    let id = URL_SAFE_NO_PAD.encode(app.random_bytes::<16>());
    let claims = Claims {
        answer: sign(key, &[b"answer", id.as_bytes(), asked.answer.as_bytes()]),
        site: app.config.public_url.clone(),
        expires_at: expires_at.timestamp(),
        id,
    };
    let claims = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&claims).unwrap_or_default());
    let token = format!("{claims}.{}", sign(key, &[b"question", claims.as_bytes()]));
    Ok(Question { question: asked.text, token, expires_at: ZonedInstant::new(expires_at, &Utc) })
}

/// Checks the answer to a question. The first answer is the only one.
///
/// # Errors
/// When it is wrong; whether it served already is told when it is spent.
pub async fn verify(app: &App, token: &str, answer: &str) -> Result<Proof, AnswerError> {
    let key = &keys(app).await?.question;
    let (text, signature) = token.split_once('.').ok_or(AnswerError::Invalid)?;
    if !same(&sign(key, &[b"question", text.as_bytes()]), signature) {
        return Err(AnswerError::Invalid);
    }
    let claims = URL_SAFE_NO_PAD.decode(text).ok();
    let claims: Option<Claims> = claims.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let claims = claims.ok_or(AnswerError::Invalid)?;
    if claims.site != app.config.public_url {
        return Err(AnswerError::WrongSite);
    }
    let expires_at = DateTime::from_timestamp(claims.expires_at, 0).filter(|at| *at > app.now());
    let proof = Proof {
        id_hash: hash(b"question", claims.id.as_bytes()),
        expires_at: expires_at.ok_or(AnswerError::Expired)?,
    };
    let given = sign(key, &[b"answer", claims.id.as_bytes(), words::normal(answer).as_bytes()]);
    // Before it is compared: who guesses at once many times has one guess all the same.
    if !challenges::keep_first_answer(&app.db, &proof, given.as_bytes()).await? {
        return Err(AnswerError::Replayed);
    }
    if same(&claims.answer, &given) { Ok(proof) } else { Err(AnswerError::Invalid) }
}

/// HMAC-SHA-256 of the parts, each with its length before it.
fn sign(key: &SecretString, parts: &[&[u8]]) -> String {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.expose_secret().as_bytes()) else {
        return String::new();
    };
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

fn same(expected: &str, given: &str) -> bool {
    !expected.is_empty() && bool::from(expected.as_bytes().ct_eq(given.as_bytes()))
}
