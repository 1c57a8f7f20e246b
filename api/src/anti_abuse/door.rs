//! What is checked at the door of a request, before any work is done for it.

use std::time::Duration;

use chrono::TimeDelta;
use creno_types::ProblemCode;
use creno_types::appointment::NewAppointment;
use creno_types::challenge::{ChallengeAnswer, ChallengePurpose};

use super::challenge::{self, AnswerError};
use super::pressure::SUSPICION;
use super::{Prefix, Resource, question, refusals};
use crate::app::App;
use crate::booking::HoldToken;
use crate::store::StoreError;
use crate::store::challenges::{self, Proof};

/// Why a request goes no further.
#[derive(Debug, thiserror::Error)]
pub enum DoorError {
    /// No answer to a challenge came with it.
    #[error("no challenge answered")]
    Missing,
    /// The answer does not count.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// A member that people never see was filled.
    #[error("robot")]
    Robot,
    /// Too many requests, until some time has passed.
    #[error("too many requests")]
    TooMany {
        /// When to try again.
        retry_after: Duration,
    },
    /// Too many requests, unless a proof of work comes with them.
    #[error("a proof of work is required")]
    ProofRequired {
        /// When to try again without one.
        retry_after: Duration,
    },
}

impl DoorError {
    /// The code that it is refused and journaled with; `None` for a fault of ours.
    pub const fn code(&self) -> Option<ProblemCode> {
        match self {
            Self::Missing => Some(ProblemCode::ChallengeMissing),
            Self::Answer(AnswerError::Invalid) => Some(ProblemCode::ChallengeInvalid),
            Self::Answer(AnswerError::Expired) => Some(ProblemCode::ChallengeExpired),
            Self::Answer(AnswerError::Replayed) => Some(ProblemCode::ChallengeReplayed),
            Self::Answer(AnswerError::WrongSite) => Some(ProblemCode::ChallengeWrongSite),
            Self::Answer(AnswerError::Store(_)) => None,
            Self::Robot => Some(ProblemCode::RefusedAsRobot),
            Self::TooMany { .. } => Some(ProblemCode::RateLimited),
            Self::ProofRequired { .. } => Some(ProblemCode::ChallengeRequired),
        }
    }

    /// Whether no honest client would do it.
    const fn is_suspicious(&self) -> bool {
        matches!(self, Self::Robot | Self::Answer(AnswerError::Invalid | AnswerError::Replayed))
    }
}

impl From<StoreError> for DoorError {
    fn from(error: StoreError) -> Self {
        Self::Answer(error.into())
    }
}

/// Counts a request. `prefix` is `None` when it came through no socket: nothing is limited then.
///
/// # Errors
/// When its network has asked too much.
pub fn take(app: &App, resource: Resource, prefix: Option<Prefix>) -> Result<(), DoorError> {
    let Some(prefix) = prefix.filter(|_| app.config.rate_limit) else { return Ok(()) };
    let taken = app.anti_abuse.limits.take(resource, prefix);
    taken.map_err(|retry_after| refused(app, resource, Some(prefix), DoorError::TooMany { retry_after }))
}

/// Counts a request for a list of slots. Beyond what is open to everyone, a proof of work opens more for some minutes.
///
/// # Errors
/// When its network has asked too much, or should prove its good will.
pub async fn take_slots(app: &App, prefix: Option<Prefix>, proof: Option<&str>) -> Result<(), DoorError> {
    let Some(prefix) = prefix.filter(|_| app.config.rate_limit) else { return Ok(()) };
    let kept = &app.anti_abuse;
    let Err(retry_after) = kept.limits.take(Resource::Slots, prefix) else { return Ok(()) };
    let now = app.now();
    if !kept.opened.is_open(prefix, now) {
        let opened = match proof {
            None => Err(DoorError::ProofRequired { retry_after }),
            Some(payload) => spend_for_slots(app, payload).await,
        };
        opened.map_err(|error| refused(app, Resource::Slots, Some(prefix), error))?;
        kept.opened.open(prefix, now + TimeDelta::minutes(app.config.anti_abuse.slots_proof_min.into()));
    }
    take(app, Resource::SlotsProved, Some(prefix))
}

async fn spend_for_slots(app: &App, payload: &str) -> Result<(), DoorError> {
    let proof = challenge::verify(app, payload, ChallengePurpose::Slots).await?;
    let mut tx = app.db.begin().await?;
    let spent = challenges::spend(&mut tx, &proof).await?;
    tx.commit().await?;
    if spent { Ok(()) } else { Err(AnswerError::Replayed.into()) }
}

/// Checks a confirmation: nobody fills what is hidden, and a challenge was answered. The proof is spent when the
/// appointment is written, in the same transaction; whatever else is refused, it can still serve.
///
/// # Errors
/// When a robot gives itself away, or no answer counts.
pub async fn check(
    app: &App,
    prefix: Option<Prefix>,
    new: &NewAppointment,
) -> Result<Option<Proof>, DoorError> {
    if was_quick(app, new) {
        suspect(app, prefix);
    }
    inspect(app, new).await.map_err(|error| refused(app, Resource::Appointments, prefix, error))
}

/// Notes that an answer which counted had served already, as the transaction found.
pub fn note_replay(app: &App, prefix: Option<Prefix>) {
    refused(app, Resource::Appointments, prefix, AnswerError::Replayed.into());
}

async fn inspect(app: &App, new: &NewAppointment) -> Result<Option<Proof>, DoorError> {
    if [&new.website, &new.fax].into_iter().any(|hidden| !hidden.trim().is_empty()) {
        return Err(DoorError::Robot);
    }
    if !app.config.challenge {
        return Ok(None);
    }
    let proof = match new.challenge.as_ref().ok_or(DoorError::Missing)? {
        ChallengeAnswer::Work(payload) => {
            challenge::verify(app, payload, ChallengePurpose::Appointment).await?
        }
        ChallengeAnswer::Question { token, answer } => question::verify(app, token, answer).await?,
    };
    Ok(Some(proof))
}

/// Whether the form was filled faster than people do: never refused for that, for a browser may fill forms.
fn was_quick(app: &App, new: &NewAppointment) -> bool {
    let Some(token) = HoldToken::read(&new.hold) else { return false };
    let kept = TimeDelta::minutes(app.config.hold_min.into());
    let quick = TimeDelta::seconds(app.config.anti_abuse.quick_s.into());
    !token.has_lapsed(app.now() + kept - quick)
}

fn suspect(app: &App, prefix: Option<Prefix>) {
    if prefix.is_some() {
        app.anti_abuse.pressure.add(prefix, SUSPICION, app.now());
    }
}

fn refused(app: &App, resource: Resource, prefix: Option<Prefix>, error: DoorError) -> DoorError {
    if let Some(code) = error.code() {
        refusals::note(app, code, resource, prefix);
    }
    if error.is_suspicious() {
        suspect(app, prefix);
    }
    error
}
