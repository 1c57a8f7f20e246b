//! Proofs of work, by ALTCHA's protocol v2: the visitor's device looks for a number, and we check by two signatures.
//!
//! The number is ours (the protocol's deterministic mode), so making a challenge costs one derivation and checking its
//! proof none. A challenge is bound to our site and to its purpose, never to an address: telephones change network.

use std::collections::BTreeMap;

use altcha::{ChallengeParameters, CreateChallengeOptions, HmacAlgorithm, Payload};
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use chrono::{DateTime, TimeDelta};
use creno_types::challenge::{ChallengePurpose, WorkChallenge, WorkParameters};
use secrecy::{ExposeSecret as _, SecretString};
use subtle::ConstantTimeEq as _;

use super::keys::keys;
use super::{AntiAbuse, Prefix};
use crate::app::App;
use crate::booking::hash;
use crate::config::AntiAbuseConfig;
use crate::store::StoreError;
use crate::store::challenges::Proof;

/// The derivation that every browser has.
const ALGORITHM: &str = "PBKDF2/SHA-256";
/// Bytes of the derived key.
const KEY_LENGTH: usize = 32;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Why no challenge can be made.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// The crate could not.
    #[error(transparent)]
    Altcha(#[from] altcha::Error),
    /// The computation was stopped.
    #[error(transparent)]
    Stopped(#[from] tokio::task::JoinError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why an answer to a challenge is refused.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// None of ours, or wrong.
    #[error("invalid")]
    Invalid,
    /// Too late.
    #[error("expired")]
    Expired,
    /// Answered before, otherwise.
    #[error("replayed")]
    Replayed,
    /// Made for another site.
    #[error("wrong site")]
    WrongSite,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A challenge for `prefix`, the harder the more it asked lately and the busier the server is.
///
/// # Errors
/// When none can be made.
pub async fn issue(
    app: &App,
    purpose: ChallengePurpose,
    prefix: Option<Prefix>,
) -> Result<WorkChallenge, IssueError> {
    let config = &app.config.anti_abuse;
    let now = app.now();
    let AntiAbuse { pressure, .. } = &*app.anti_abuse;
    // Where networks are not limited, as under tests that all come from one address, none is told apart.
    let prefix = prefix.filter(|_| app.config.rate_limit);
    pressure.add(prefix, 1, now);
    let level = pressure.level(prefix, config.challenge_busy.into(), now);
    let keys = keys(app).await?;
    let expires_at = (now + TimeDelta::minutes(config.challenge_min.into())).timestamp();
    let data = BTreeMap::from([
        ("for".to_owned(), purpose.as_str().to_owned()),
        ("site".to_owned(), app.config.public_url.clone()),
    ]);
    let options = CreateChallengeOptions {
        algorithm: ALGORITHM.into(),
        counter: Some(counter(config, level, u32::from_le_bytes(app.random_bytes()))),
        cost: config.challenge_cost.into(),
        data: Some(data.iter().map(|(key, value)| (key.clone(), value.clone().into())).collect()),
        expires_at: Some(expires_at),
        hmac_key_signature_secret: Some(keys.solution.expose_secret().to_owned()),
        hmac_signature_secret: Some(keys.challenge.expose_secret().to_owned()),
        key_length: KEY_LENGTH,
        ..CreateChallengeOptions::default()
    };
    let made = tokio::task::spawn_blocking(move || altcha::create_challenge(options)).await??;
    let parameters = made.parameters;
    Ok(WorkChallenge {
        parameters: WorkParameters {
            algorithm: parameters.algorithm,
            cost: parameters.cost,
            data,
            expires_at,
            key_length: KEY_LENGTH as u32,
            key_prefix: parameters.key_prefix,
            key_signature: parameters.key_signature.unwrap_or_default(),
            nonce: parameters.nonce,
            salt: parameters.salt,
        },
        signature: made.signature.unwrap_or_default(),
    })
}

/// The number to be found, in the upper half of what the level allows: never easy by luck, never beyond the most.
fn counter(config: &AntiAbuseConfig, level: u32, drawn: u32) -> u32 {
    let most = u32::from(config.challenge_attempts) << level;
    most / 2 + drawn % (most - most / 2)
}

/// Checks what an ALTCHA client sends: the challenge and its solution as JSON, in base64.
///
/// # Errors
/// When it proves nothing; whether it served already is told when it is spent.
pub async fn verify(app: &App, payload: &str, purpose: ChallengePurpose) -> Result<Proof, AnswerError> {
    let bytes = BASE64.decode(payload).map_err(|_| AnswerError::Invalid)?;
    let Payload { challenge, solution } = serde_json::from_slice(&bytes).map_err(|_| AnswerError::Invalid)?;
    let keys = keys(app).await?;
    let parameters = challenge.parameters;
    let (signature, _) = sign(&parameters, None, &keys.challenge, &keys.solution)?;
    if !same(&signature, challenge.signature.as_deref()) {
        return Err(AnswerError::Invalid);
    }
    let data = parameters.data.as_ref();
    let member = |key: &str| data.and_then(|data| data.get(key)?.as_str()).unwrap_or_default();
    if member("site") != app.config.public_url {
        return Err(AnswerError::WrongSite);
    }
    if member("for") != purpose.as_str() {
        return Err(AnswerError::Invalid);
    }
    // By our clock, not by the one that the crate reads: a demonstration's can be set.
    let expires_at = parameters.expires_at.and_then(|at| DateTime::from_timestamp(at, 0));
    let expires_at = expires_at.filter(|at| *at > app.now()).ok_or(AnswerError::Expired)?;
    let key = read_hex(&solution.derived_key).ok_or(AnswerError::Invalid)?;
    let (_, key_signature) = sign(&parameters, Some(&key), &keys.challenge, &keys.solution)?;
    if !same(&key_signature, parameters.key_signature.as_deref()) {
        return Err(AnswerError::Invalid);
    }
    Ok(Proof { id_hash: hash(b"challenge", signature.as_bytes()), expires_at })
}

/// The signatures that the parameters, and the derived key if it is known, should have.
fn sign(
    parameters: &ChallengeParameters,
    key: Option<&[u8]>,
    challenge: &SecretString,
    solution: &SecretString,
) -> Result<(String, String), AnswerError> {
    let (challenge, solution) = (challenge.expose_secret(), solution.expose_secret());
    let mut parameters = parameters.clone();
    let signed =
        altcha::sign_challenge(&HmacAlgorithm::Sha256, &mut parameters, key, challenge, Some(solution))
            .map_err(|_| AnswerError::Invalid)?;
    Ok((signed.signature.unwrap_or_default(), signed.parameters.key_signature.unwrap_or_default()))
}

fn same(expected: &str, given: Option<&str>) -> bool {
    !expected.is_empty() && bool::from(expected.as_bytes().ct_eq(given.unwrap_or_default().as_bytes()))
}

fn read_hex(text: &str) -> Option<[u8; KEY_LENGTH]> {
    let mut bytes = [0; KEY_LENGTH];
    if text.len() != 2 * KEY_LENGTH || !text.is_ascii() {
        return None;
    }
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * place..2 * place + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::counter;
    use crate::config::{AntiAbuseConfig, Config, Overrides};

    #[test]
    fn each_level_doubles_the_work() {
        let config = AntiAbuseConfig {
            challenge_attempts: 120,
            ..Config::load(&Overrides::default(), false).unwrap().anti_abuse
        };
        for (level, least, most) in [(0, 60, 120), (1, 120, 240), (4, 960, 1_920)] {
            for drawn in [0, 1, 12_345, u32::MAX] {
                let counter = counter(&config, level, drawn);
                assert!((least..most).contains(&counter), "{level} {drawn}: {counter}");
            }
        }
    }
}
