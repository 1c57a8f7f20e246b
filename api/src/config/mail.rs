//! Mails: by what server, and in whose name.

use lettre::Address;
use lettre::Tokio1Executor;
use lettre::transport::smtp::AsyncSmtpTransport;
use secrecy::SecretString;

use super::{ConfigError, Values};

/// Settings of mails.
#[derive(Clone, Debug)]
pub struct MailConfig {
    /// The server, its password included; none when mails are to wait for one.
    pub smtp_url: Option<SecretString>,
    /// The address that mails come from.
    pub from: Address,
}

impl MailConfig {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let accepted =
            "smtps://USER:PASSWORD@HOST, or smtp://HOST:PORT with ?tls=required where the server has it";
        let smtp_url = match values.get("smtp_url") {
            // What is wrong with it is not repeated: it holds a password.
            Some(url) if AsyncSmtpTransport::<Tokio1Executor>::from_url(&url).is_err() => {
                return Err(ConfigError::new("smtp_url", "(hidden)", accepted));
            }
            url => url.map(SecretString::from),
        };
        Ok(Self {
            smtp_url,
            from: values.parse("mail_from", "rendez-vous@localhost.localdomain", "an e-mail address")?,
        })
    }
}
