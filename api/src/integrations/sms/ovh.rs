//! OVHcloud: `POST /sms/{serviceName}/jobs`, signed as <https://help.ovhcloud.com/csm/en-api-getting-started-ovhcloud-api>
//! says: `$1$` and the SHA-1 of the secrets, the method, the URL, the body and the second, joined by `+`.

use std::fmt::Write as _;

use reqwest::{Client, RequestBuilder, header};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};
use sha1::{Digest as _, Sha1};

use super::Refused;
use crate::config::SmsConfig;
use crate::notifications::gsm;
use crate::notifications::sms::Sms;
use creno_types::template::SmsEncoding;

/// What opens an account.
pub(super) struct Keys<'a> {
    pub(super) service: &'a str,
    pub(super) key: &'a str,
    pub(super) secret: &'a SecretString,
    pub(super) consumer_key: &'a SecretString,
}

pub(super) fn request(client: &Client, config: &SmsConfig, keys: &Keys<'_>, sms: &Sms<'_>) -> RequestBuilder {
    let url = format!("{}/sms/{}/jobs", config.url, keys.service);
    let coding = match gsm::length(sms.text).encoding {
        SmsEncoding::Gsm7 => "7bit",
        SmsEncoding::Ucs2 => "8bit",
    };
    let body = json!({
        "charset": "UTF-8",
        "coding": coding,
        "message": sms.text,
        // A service message, not an advertisement: no mention of how to unsubscribe is added.
        "noStopClause": true,
        "priority": "high",
        "receivers": [sms.to],
        "sender": config.from,
        "senderForResponse": false,
        "tag": sms.job,
    })
    .to_string();
    let time = sms.now.timestamp().to_string();
    let signature = signature(keys, "POST", &url, &body, &time);
    client
        .post(url)
        .header(header::CONTENT_TYPE, "application/json")
        .header("X-Ovh-Application", keys.key)
        .header("X-Ovh-Consumer", keys.consumer_key.expose_secret())
        .header("X-Ovh-Timestamp", time)
        .header("X-Ovh-Signature", signature)
        .body(body)
}

fn signature(keys: &Keys<'_>, method: &str, url: &str, body: &str, time: &str) -> String {
    let (secret, consumer_key) = (keys.secret.expose_secret(), keys.consumer_key.expose_secret());
    let hash = Sha1::digest([secret, consumer_key, method, url, body, time].join("+"));
    let mut signature = "$1$".to_owned();
    for byte in hash {
        // Writing to a text does not fail.
        write!(signature, "{byte:02x}").ok();
    }
    signature
}

/// What the answer has against the message.
pub(super) fn refused(status: u16, body: &[u8]) -> Option<Refused> {
    match status {
        200..300 => {
            let answer: Value = serde_json::from_slice(body).unwrap_or_default();
            let taken = answer["validReceivers"].as_array().is_some_and(|receivers| !receivers.is_empty());
            (!taken).then_some(Refused::Message)
        }
        400 => Some(Refused::Message),
        _ => Some(Refused::Now),
    }
}

#[cfg(test)]
mod tests {
    use super::{Keys, signature};

    /// The signature that the library of OVHcloud for Python (1.2.0) makes of the same request.
    #[test]
    fn requests_are_signed_as_published() {
        let keys = Keys {
            service: "sms-ab12345-1",
            key: "7kbG7Bk7S9Nt7ZSV",
            secret: &"EXEgWIz07P0HYwtQDs7cNIqCiQaWSuHF".into(),
            consumer_key: &"MtSwSrPpNjqfVSmJhLbPyr2i45lSwPU1".into(),
        };
        let url = "https://eu.api.ovh.com/1.0/sms/sms-ab12345-1/jobs";
        let body = "{\"message\":\"Rappel : 10 h\",\"receivers\":[\"+33612345678\"]}";
        assert_eq!(
            signature(&keys, "POST", url, body, "1781510400"),
            "$1$9c38f08d365ef52dce7eaa57e076bf2bffa04c0f"
        );
    }
}
