//! The French of the words of the wire.

use creno_types::appointment::{Appointment, AppointmentStatus, Source};
use creno_types::attention::AttentionReason;
use creno_types::{Channel, ProblemCode};

use super::{t, t_with};
use crate::api::ApiError;

/// A channel, such as "En agence".
pub fn channel(channel: Channel) -> &'static str {
    t(&format!("channel.{}", channel.as_str()))
}

/// A status, such as "Confirmé".
pub fn status(status: AppointmentStatus) -> &'static str {
    t(&format!("status.{}", status.as_str()))
}

/// Through what an appointment was taken, such as "Par le site".
pub fn source(source: Source) -> &'static str {
    t(&format!("source.{}", source.as_str()))
}

/// Why an appointment can't be kept, in a sentence that names who and where.
pub fn attention(reason: AttentionReason, appointment: &Appointment) -> String {
    let key = match reason {
        AttentionReason::StaffLeft => "attention_reason.staff_left",
        AttentionReason::NotHandled => "attention_reason.not_handled",
        AttentionReason::ThemeOff => "attention_reason.theme_off",
        AttentionReason::AgencyOff => "attention_reason.agency_off",
        AttentionReason::ChannelClosed => "attention_reason.channel_closed",
        AttentionReason::Closed => "attention_reason.closed",
        AttentionReason::Away => "attention_reason.away",
    };
    t_with(
        key,
        &[
            ("staff", &appointment.staff.name),
            ("agency", &appointment.agency.name),
            ("theme", &appointment.theme.name),
            ("channel", channel(appointment.channel)),
        ],
    )
}

/// Codes that the journal of refusals holds, the most telling first.
pub const REFUSALS: [ProblemCode; 8] = [
    ProblemCode::RateLimited,
    ProblemCode::RefusedAsRobot,
    ProblemCode::ChallengeInvalid,
    ProblemCode::ChallengeMissing,
    ProblemCode::ChallengeReplayed,
    ProblemCode::ChallengeExpired,
    ProblemCode::ChallengeWrongSite,
    ProblemCode::ChallengeRequired,
];

/// What the journal says of a code: its name, what it means, what to do about it.
pub fn refusal(code: ProblemCode) -> [String; 3] {
    let word = if REFUSALS.contains(&code) { code.as_str() } else { "other" };
    ["name", "meaning", "action"]
        .map(|part| t_with(&format!("reason.{word}.{part}"), &[("code", code.as_str())]))
}

/// Words of the journal for what was asked, but for the rest.
pub const RESOURCES: [&str; 8] =
    ["catalog", "slots", "holds", "appointments", "challenges", "questions", "links", "sign_in"];

/// What was asked, such as "Liste de créneaux".
pub fn resource(word: &str) -> &'static str {
    match RESOURCES.contains(&word) {
        true => t(&format!("resource.{word}")),
        false => t("resource.rest"),
    }
}

/// A failure: what happened, and what to do about it.
pub fn failure(error: &ApiError) -> (String, String) {
    match error {
        ApiError::Refused { problem, retry_after: Some(seconds) } => {
            let delay = match seconds {
                0..=90 => super::t_count("delay.seconds", *seconds as usize),
                _ => super::t_count("delay.minutes", seconds.div_ceil(60) as usize),
            };
            (problem.title.clone(), t_with("failure.retry_in", &[("delay", &delay)]))
        }
        ApiError::Refused { problem, retry_after: None } => (problem.title.clone(), problem.detail.clone()),
        ApiError::Unreachable => (t("failure.unreachable").into(), t("failure.unreachable_detail").into()),
        ApiError::Unreadable { status } => (
            t("failure.unreadable").into(),
            t_with("failure.unreadable_detail", &[("status", &status.to_string())]),
        ),
    }
}
