//! Values as they are given, and how a wrong one is told.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use super::Overrides;

/// Keys that a file may set; each also goes by `CRENO_<KEY>`.
const KEYS: &[&str] = &[
    "listen",
    "database_url",
    "public_url",
    "data_dir",
    "allowed_origins",
    "frame_ancestors",
    "log_format",
    "log",
    "hold_min",
    "session_hours",
    "session_idle_min",
    "sign_in_contact",
    "oidc_issuer",
    "oidc_client_id",
    "oidc_client_secret",
    "oidc_label",
    "oidc_scopes",
    "oidc_create",
    "oidc_allowed_domains",
    "oidc_trust_email",
    "oidc_password",
    "request_timeout_s",
    "rate_limit",
    "challenge",
    "smtp_url",
    "mail_from",
    "sms_provider",
    "sms_url",
    "sms_from",
    "sms_account",
    "sms_key",
    "sms_secret",
    "sms_consumer_key",
    "metrics_token",
    "webhook_hosts",
    "webhook_log_days",
    "document_key",
    "document_former_keys",
    "documents_dir",
    "document_max_mb",
    "clamav",
    "addresses_url",
    "map_tiles",
    "map_credit",
    "trusted_proxies",
    "forwarded_header",
    "secret",
    "challenge_cost",
    "challenge_attempts",
    "challenge_min",
    "challenge_busy",
    "slots_proof_min",
    "quick_s",
    "retention_accesses",
    "retention_settings",
    "retention_messages",
    "retention_refusals",
    "retention_documents",
    "limit_catalog",
    "limit_completions",
    "limit_slots",
    "limit_slots_proved",
    "limit_holds",
    "limit_appointments",
    "limit_challenges",
    "limit_questions",
    "limit_links",
    "limit_sign_in",
    "limit_other",
];

/// A setting that can't be accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// A value is wrong.
    #[error("setting `{key}` (CRENO_{}): `{value}` is not accepted; give {accepted}", key.to_uppercase())]
    Value {
        /// Which setting.
        key: &'static str,
        /// What was given, without secrets.
        value: String,
        /// What would be accepted.
        accepted: String,
    },
    /// A file sets something that does not exist.
    #[error("settings file: there is no setting `{key}`; those that exist are {}", KEYS.join(", "))]
    UnknownKey {
        /// The key.
        key: String,
    },
    /// The file can't be read.
    #[error("settings file: {0}")]
    File(String),
}

impl ConfigError {
    pub(super) fn new(key: &'static str, value: &str, accepted: impl Display) -> Self {
        let value = if key == "database_url" { without_password(value) } else { value.to_owned() };
        Self::Value { key, value, accepted: accepted.to_string() }
    }
}

/// The values given, by key: options over variables over the file.
#[derive(Debug, Default)]
pub(super) struct Values(BTreeMap<String, String>);

impl Values {
    pub(super) fn load(
        overrides: &Overrides,
        variables: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let mut values = BTreeMap::new();
        if let Some(file) = &overrides.config {
            let file = config::File::from(file.as_path()).format(config::FileFormat::Toml);
            let read = config::Config::builder().add_source(file).build();
            let read: BTreeMap<String, config::Value> = read
                .and_then(config::Config::try_deserialize)
                .map_err(|error| ConfigError::File(error.to_string()))?;
            for (key, value) in read {
                if !KEYS.contains(&key.as_str()) {
                    return Err(ConfigError::UnknownKey { key });
                }
                let text =
                    value.into_string().map_err(|error| ConfigError::File(format!("`{key}`: {error}")))?;
                values.insert(key, text);
            }
        }
        for (name, value) in variables {
            let key = name.strip_prefix("CRENO_").map(str::to_lowercase);
            if let Some(key) = key.filter(|key| KEYS.contains(&key.as_str())) {
                values.insert(key, value);
            }
        }
        let options = [
            ("listen", &overrides.listen),
            ("database_url", &overrides.database_url),
            ("public_url", &overrides.public_url),
            ("data_dir", &overrides.data_dir),
        ];
        for (key, value) in options {
            if let Some(value) = value {
                values.insert(key.to_owned(), value.clone());
            }
        }
        Ok(Self(values))
    }

    pub(super) fn get(&self, key: &str) -> Option<String> {
        self.0.get(key).cloned()
    }

    pub(super) fn parse<T: FromStr>(
        &self,
        key: &'static str,
        default: &str,
        accepted: &str,
    ) -> Result<T, ConfigError> {
        let text = self.0.get(key).map_or(default, String::as_str);
        text.trim().parse().map_err(|_| ConfigError::new(key, text, accepted))
    }

    pub(super) fn within(
        &self,
        key: &'static str,
        default: u16,
        range: RangeInclusive<u16>,
        accepted: &str,
    ) -> Result<u16, ConfigError> {
        let number: u16 = self.parse(key, &default.to_string(), accepted)?;
        if range.contains(&number) {
            Ok(number)
        } else {
            Err(ConfigError::new(key, &number.to_string(), accepted))
        }
    }
}

/// A database URL with its password hidden.
pub(super) fn without_password(url: &str) -> String {
    let hidden = url.split_once("://").and_then(|(scheme, rest)| {
        let (account, host) = rest.rsplit_once('@')?;
        let (user, _) = account.split_once(':')?;
        Some(format!("{scheme}://{user}:…@{host}"))
    });
    hidden.unwrap_or_else(|| url.to_owned())
}
