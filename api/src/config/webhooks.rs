//! Webhooks: which hosts inside the network may be told, how long what was told is kept.

use super::{ConfigError, Values};

/// Settings of webhooks.
#[derive(Clone, Debug)]
pub struct WebhookConfig {
    /// Hosts that may have a private address and plain HTTP, in lower case.
    pub hosts: Vec<String>,
    /// For how many days attempts are kept.
    pub log_days: u16,
}

impl WebhookConfig {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let text = values.get("webhook_hosts").unwrap_or_default();
        let hosts = text.split(',').map(|host| host.trim().to_lowercase()).filter(|host| !host.is_empty());
        let hosts: Vec<String> = hosts.collect();
        // A name or an address, as in URLs, without a port.
        let good = |host: &String| {
            reqwest::Url::parse(&format!("http://{host}/"))
                .is_ok_and(|url| url.host_str() == Some(host) && url.port().is_none())
        };
        if let Some(wrong) = hosts.iter().find(|host| !good(host)) {
            let accepted =
                "hosts separated by commas, without ports: crm.interne.example, 10.0.0.5, [fd00::5]";
            return Err(ConfigError::new("webhook_hosts", wrong, accepted));
        }
        let days = "a whole number of days, 1 to 3650";
        Ok(Self { hosts, log_days: values.within("webhook_log_days", 30, 1..=3650, days)? })
    }
}
