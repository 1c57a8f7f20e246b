//! Refusals of holds, bookings and what is done with them.

use std::time::Duration;

use creno_types::{ProblemCode, ZonedInstant};

use super::Refusal;
use crate::anti_abuse::challenge::AnswerError;
use crate::anti_abuse::door::DoorError;
use crate::booking::by_staff::ActError;
use crate::booking::confirm::ConfirmError;
use crate::booking::hold::{HoldError, HoldGone, RenewError};
use crate::booking::manage::ManageError;
use crate::booking::prove::ProveError;
use crate::booking::reschedule::MoveError;
use crate::http::problem_texts::OUT_OF_REACH;
use crate::precondition::Changed;

impl From<HoldError> for Refusal {
    fn from(error: HoldError) -> Self {
        match error {
            HoldError::Offer(error) => error.into(),
            HoldError::StartInPast => Self::new(ProblemCode::StartInPast),
            HoldError::NotOffered { alternatives } => {
                Self::new(ProblemCode::SlotNotOffered).with_alternatives(alternatives)
            }
            HoldError::Taken { alternatives } => {
                Self::new(ProblemCode::SlotTaken).with_alternatives(alternatives)
            }
        }
    }
}

impl From<ConfirmError> for Refusal {
    fn from(error: ConfirmError) -> Self {
        match error {
            ConfirmError::Gone(error) => error.into(),
            ConfirmError::InvalidFields(errors) => Self::new(ProblemCode::InvalidFields).with_errors(errors),
            ConfirmError::TooMany { most } => {
                Self::new(ProblemCode::TooManyAppointments).with_detail(format!(
                    "Ce thème permet {most} rendez-vous à venir par personne : déplacez-en un, ou annulez-le."
                ))
            }
            ConfirmError::KeyReused => Self::new(ProblemCode::IdempotencyKeyReused),
            ConfirmError::Door(error) => error.into(),
            ConfirmError::ChallengeSpent => Self::new(ProblemCode::ChallengeReplayed),
        }
    }
}

impl From<DoorError> for Refusal {
    fn from(error: DoorError) -> Self {
        match error {
            DoorError::Missing => Self::new(ProblemCode::ChallengeMissing),
            DoorError::Answer(error) => error.into(),
            DoorError::Robot => Self::new(ProblemCode::RefusedAsRobot),
            DoorError::TooMany { retry_after } => {
                Self::new(ProblemCode::RateLimited).retry_after(retry_after)
            }
            DoorError::ProofRequired { retry_after } => {
                Self::new(ProblemCode::ChallengeRequired).retry_after(retry_after)
            }
        }
    }
}

impl From<AnswerError> for Refusal {
    fn from(error: AnswerError) -> Self {
        match error {
            AnswerError::Invalid => Self::new(ProblemCode::ChallengeInvalid),
            AnswerError::Expired => Self::new(ProblemCode::ChallengeExpired),
            AnswerError::Replayed => Self::new(ProblemCode::ChallengeReplayed),
            AnswerError::WrongSite => Self::new(ProblemCode::ChallengeWrongSite),
            AnswerError::Store(error) => error.into(),
        }
    }
}

impl From<ManageError> for Refusal {
    fn from(error: ManageError) -> Self {
        match error {
            ManageError::Unknown => Self::new(ProblemCode::UnknownAppointment),
            ManageError::Cancelled => Self::new(ProblemCode::AppointmentCancelled),
            ManageError::Past => Self::new(ProblemCode::AppointmentPast),
            ManageError::TooLateToCancel { until } => {
                Self::new(ProblemCode::TooLateToCancel).with_detail(deadline("annuler", until))
            }
            ManageError::Changed => Self::new(ProblemCode::AppointmentChanged),
            ManageError::InvalidFields(errors) => Self::new(ProblemCode::InvalidFields).with_errors(errors),
            ManageError::Store(error) => error.into(),
        }
    }
}

impl From<ActError> for Refusal {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Unknown => Self::new(ProblemCode::UnknownAppointment).with_detail(OUT_OF_REACH),
            ActError::Changed(Changed) => Self::new(ProblemCode::PreconditionFailed),
            ActError::InProgress => {
                Self::new(ProblemCode::RequestInProgress).retry_after(Duration::from_secs(1))
            }
            ActError::NotBegun => Self::new(ProblemCode::AppointmentNotBegun),
            ActError::InvalidFields(errors) => Self::new(ProblemCode::InvalidFields).with_errors(errors),
            ActError::Hold(error) => error.into(),
            ActError::Confirm(error) => error.into(),
            ActError::Manage(error) => error.into(),
            ActError::Move(error) => error.into(),
            ActError::Store(error) => error.into(),
        }
    }
}

impl From<MoveError> for Refusal {
    fn from(error: MoveError) -> Self {
        match error {
            MoveError::Managed(error) => error.into(),
            MoveError::TooLate { until } => {
                Self::new(ProblemCode::TooLateToMove).with_detail(deadline("déplacer", until))
            }
            MoveError::Changed => Self::new(ProblemCode::AppointmentChanged),
            MoveError::Refused(error) => error.into(),
            MoveError::Gone(error) => error.into(),
        }
    }
}

impl From<RenewError> for Refusal {
    fn from(error: RenewError) -> Self {
        match error {
            RenewError::Gone(error) => error.into(),
            RenewError::AlreadyRenewed => Self::new(ProblemCode::HoldAlreadyRenewed),
        }
    }
}

impl From<HoldGone> for Refusal {
    fn from(error: HoldGone) -> Self {
        match error {
            HoldGone::Unknown => Self::new(ProblemCode::UnknownHold),
            HoldGone::Expired => Self::new(ProblemCode::HoldExpired),
            HoldGone::Store(error) => error.into(),
        }
    }
}

impl From<ProveError> for Refusal {
    fn from(error: ProveError) -> Self {
        match error {
            ProveError::Gone(error) => error.into(),
            ProveError::NotAsked => Self::new(ProblemCode::NotFound),
            ProveError::InvalidFields(errors) => Self::new(ProblemCode::InvalidFields).with_errors(errors),
            ProveError::TooMany { retry_after } => {
                Self::new(ProblemCode::RateLimited).retry_after(retry_after)
            }
        }
    }
}

/// Until when a client could do something, in French.
fn deadline(what: &str, until: ZonedInstant) -> String {
    let (date, time) = (until.local_date().format("%d/%m/%Y"), until.local_time().format("%-H:%M"));
    format!("Vous pouviez le {what} jusqu’au {date} à {time} (heure de l’agence). Appelez l’agence.")
}
