//! Text messages: by what gateway, and in whose name.

use secrecy::SecretString;

use super::{Check as _, ConfigError, Values, is_origin};

/// A gateway of text messages.
#[derive(Clone, Debug)]
pub struct SmsConfig {
    /// Which.
    pub provider: SmsProvider,
    /// Where it is, without a slash at the end.
    pub url: String,
    /// What messages come from: a name or a number that the gateway knows.
    pub from: String,
}

/// A gateway that is known, with what opens it.
#[derive(Clone, Debug)]
pub enum SmsProvider {
    /// OVHcloud.
    Ovh {
        /// Name of the service, `sms-ab12345-1`.
        service: String,
        /// Application key.
        key: String,
        /// Application secret.
        secret: SecretString,
        /// Consumer key.
        consumer_key: SecretString,
    },
    /// Twilio.
    Twilio {
        /// Account SID.
        account: String,
        /// Auth token.
        token: SecretString,
    },
    /// Any that takes `{"to", "from", "text"}`.
    Generic {
        /// Its bearer token, if it wants one.
        token: Option<SecretString>,
    },
}

impl SmsConfig {
    /// The gateway that is set; none when none is.
    pub(super) fn read(values: &Values) -> Result<Option<Self>, ConfigError> {
        // An empty variable is how some platforms leave one unset.
        let get =
            |key: &str| values.get(key).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let Some(provider) = get("sms_provider") else { return Ok(None) };
        let need = |key: &'static str| {
            get(key)
                .ok_or_else(|| ConfigError::new(key, "", format!("a value: `sms_provider` is {provider}")))
        };
        let (url, known) = match provider.as_str() {
            "ovh" => {
                let (secret, consumer_key) = (need("sms_secret")?.into(), need("sms_consumer_key")?.into());
                let (service, key) = (need("sms_account")?, need("sms_key")?);
                ("https://eu.api.ovh.com/1.0", SmsProvider::Ovh { service, key, secret, consumer_key })
            }
            "twilio" => {
                let (account, token) = (need("sms_account")?, need("sms_secret")?.into());
                ("https://api.twilio.com", SmsProvider::Twilio { account, token })
            }
            "generic" => ("", SmsProvider::Generic { token: get("sms_secret").map(SecretString::from) }),
            other => return Err(ConfigError::new("sms_provider", other, "ovh, twilio or generic")),
        };
        let url = get("sms_url").unwrap_or_else(|| url.into());
        let url = url.trim_end_matches('/').to_owned();
        let url = url.check("sms_url", "an http:// or https:// URL without a query", is_origin)?;
        Ok(Some(Self { provider: known, url, from: need("sms_from")? }))
    }
}
