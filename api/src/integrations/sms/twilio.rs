//! Twilio: `POST /2010-04-01/Accounts/{AccountSid}/Messages.json`, a form, with the account's name and token
//! (<https://www.twilio.com/docs/messaging/api/message-resource>).

use reqwest::{Client, RequestBuilder, header};
use secrecy::{ExposeSecret as _, SecretString};

use super::Refused;
use crate::config::SmsConfig;
use crate::notifications::sms::Sms;

pub(super) fn request(
    client: &Client,
    config: &SmsConfig,
    account: &str,
    token: &SecretString,
    sms: &Sms<'_>,
) -> RequestBuilder {
    let url = format!("{}/2010-04-01/Accounts/{account}/Messages.json", config.url);
    // A messaging service goes by another name than a number or a sender.
    let from = if config.from.starts_with("MG") { "MessagingServiceSid" } else { "From" };
    let body = form(&[("To", sms.to), (from, &config.from), ("Body", sms.text)]);
    client
        .post(url)
        .basic_auth(account, Some(token.expose_secret()))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body)
}

/// `application/x-www-form-urlencoded`, as Twilio's own library writes it.
fn form(pairs: &[(&str, &str)]) -> String {
    let encode = |text: &str| {
        let mut encoded = String::with_capacity(text.len() * 3);
        for byte in text.bytes() {
            match byte {
                b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
                byte if byte.is_ascii_alphanumeric() => encoded.push(char::from(byte)),
                b' ' => encoded.push('+'),
                byte => encoded.push_str(&format!("%{byte:02X}")),
            }
        }
        encoded
    };
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    pairs.join("&")
}

/// What the answer has against the message: 400 is about its number or its text, the rest about us or for now.
pub(super) fn refused(status: u16, _body: &[u8]) -> Option<Refused> {
    match status {
        200..300 => None,
        400 => Some(Refused::Message),
        _ => Some(Refused::Now),
    }
}

#[cfg(test)]
mod tests {
    use super::form;

    /// What the library of Twilio for Python (9.13.0) sends.
    #[test]
    fn forms_are_written_as_by_the_library() {
        let text = "RDV confirmé : mardi 16 juin 2026 à 10 h 00, Paris. l'a & co*~";
        let form = form(&[("To", "+33639981234"), ("From", "Creno"), ("Body", text)]);
        let expected = "To=%2B33639981234&From=Creno&Body=RDV+confirm%C3%A9+%3A+mardi+16+juin+2026+%C3%A0+10+h+00%2C+Paris.\
                        +l%27a+%26+co%2A~";
        assert_eq!(form, expected);
    }
}
