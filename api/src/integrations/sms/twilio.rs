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

/// `application/x-www-form-urlencoded` (WHATWG URL §5.2).
fn form(pairs: &[(&str, &str)]) -> String {
    let encode = |text: &str| {
        let mut encoded = String::with_capacity(text.len() * 3);
        for byte in text.bytes() {
            match byte {
                b'*' | b'-' | b'.' | b'_' => encoded.push(char::from(byte)),
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

    #[test]
    fn forms_are_encoded() {
        let form = form(&[("To", "+33612345678"), ("Body", "Rappel : 10 h 00, à l'agence & co*~")]);
        assert_eq!(form, "To=%2B33612345678&Body=Rappel+%3A+10+h+00%2C+%C3%A0+l%27agence+%26+co*%7E");
    }
}
