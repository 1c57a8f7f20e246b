//! Searching the day's list as one types.

use creno_types::appointment::Appointment;

use crate::i18n::fold::finds;
use crate::i18n::words;

/// Whether each word of `search` is found in the appointment; accents and case do not matter.
pub fn matches(appointment: &Appointment, search: &str) -> bool {
    let client = &appointment.client;
    let text = format!(
        "{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}",
        client.name,
        client.email.as_deref().unwrap_or_default(),
        client.phone.as_deref().unwrap_or_default(),
        appointment.theme.name,
        appointment.agency.name,
        appointment.staff.name,
        appointment.reference,
        words::channel(appointment.channel),
        words::status(appointment.status),
    );
    finds(search, &text)
}

#[cfg(test)]
mod tests {
    use super::super::samples::appointment;
    use super::matches;

    #[test]
    fn finds_every_word_anywhere() {
        let mut one = appointment("2026-06-15T11:00:00+02:00", 45);
        one.client.name = "Élodie Lefèvre".into();
        one.client.phone = Some("0612345678".into());
        for (search, found) in
            [("", true), ("LEFEVRE elo", true), ("0612", true), ("visio", false), ("lefevre x", false)]
        {
            assert_eq!(matches(&one, search), found, "{search}");
        }
        assert!(matches(&one, &one.reference.to_string().to_lowercase()));
        assert!(matches(&one, "agence confirme"));
    }
}
