//! The French of the words of the wire.

use creno_types::Channel;
use creno_types::appointment::{AppointmentStatus, Source};

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
