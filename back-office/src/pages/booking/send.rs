//! Sending the wish: the same key for the same wish, so that a retry never books twice.

use creno_types::appointment::{Appointment, BookAppointment};
use creno_types::endpoint::{BookForClient, Endpoint};
use creno_types::{ProblemCode, ZonedInstant};
use uuid::Builder;

use crate::api::{self, ApiError};

/// The key of the last wish that was sent, and that wish.
#[derive(Default)]
pub struct LastSent(Option<(BookAppointment, String)>);

impl LastSent {
    /// The key under which to send `wish`: the former one when it is the same, another one otherwise.
    pub fn key(&mut self, wish: &BookAppointment, random: impl FnOnce() -> [u8; 16]) -> String {
        match &self.0 {
            Some((sent, key)) if sent == wish => key.clone(),
            _ => {
                let key = Builder::from_random_bytes(random()).into_uuid().to_string();
                self.0 = Some((wish.clone(), key.clone()));
                key
            }
        }
    }
}

/// Bytes that nobody can guess; the browser has them.
pub fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        // It fails only when more is asked for at once.
        drop(crypto.get_random_values_with_u8_array(&mut bytes));
    }
    bytes
}

/// Sends it.
pub async fn send(wish: &BookAppointment, key: &str) -> Result<Appointment, ApiError> {
    let headers = [("Idempotency-Key", key)];
    api::call_with::<BookForClient>(BookForClient::PATH, wish, &headers).await.map(|answer| answer.value)
}

/// The nearest starts, when the one that was asked for is gone.
pub fn taken(error: &ApiError) -> Option<Vec<ZonedInstant>> {
    match error {
        ApiError::Refused { problem, .. }
            if matches!(problem.code, ProblemCode::SlotTaken | ProblemCode::SlotNotOffered) =>
        {
            Some(problem.alternatives.clone())
        }
        _ => None,
    }
}

/// Whether the answer never came: the appointment may have been booked, and the same key tells.
pub fn is_unsure(error: &ApiError) -> bool {
    match error {
        ApiError::Unreachable | ApiError::Unreadable { .. } => true,
        ApiError::Refused { problem, .. } => problem.status >= 500,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(theme: &str) -> BookAppointment {
        BookAppointment {
            agency: "paris".into(),
            theme: theme.into(),
            channel: creno_types::Channel::Office,
            start: "2026-06-16T10:00:00+02:00".parse().unwrap(),
            campaign: None,
            staff: None,
            client: Default::default(),
            consent: true,
            lang: "fr".into(),
        }
    }

    #[test]
    fn a_retry_bears_the_same_key_and_another_wish_another() {
        let mut sent = LastSent::default();
        let first = sent.key(&wish("budget"), || [1; 16]);
        assert_eq!(sent.key(&wish("budget"), || [2; 16]), first);
        assert_ne!(sent.key(&wish("retraite"), || [3; 16]), first);
        assert_ne!(sent.key(&wish("budget"), || [4; 16]), first);
    }
}
