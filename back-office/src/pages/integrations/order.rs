//! What the lists of integrations can be sorted by.

use std::cmp::Reverse;

use creno_types::api_key::ApiKey;
use creno_types::webhook::Webhook;

use crate::components::sort::{Key, Order};
use crate::i18n::fold::fold;

/// What webhooks are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebhookBy {
    /// Their names.
    Name,
    /// When they were added, the latest first.
    Created,
}

impl Key for WebhookBy {
    const ALL: &'static [Self] = &[Self::Name, Self::Created];

    fn word(self) -> &'static str {
        match self {
            Self::Name => "nom",
            Self::Created => "creation",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Name => "integrations.by_name",
            Self::Created => "integrations.by_creation",
        }
    }
}

/// Sorts webhooks.
pub fn sort_webhooks(webhooks: &mut [Webhook], order: Order<WebhookBy>) {
    match order.by {
        WebhookBy::Name => order.sort(webhooks, |webhook| webhook.slug.to_string()),
        WebhookBy::Created => order.sort(webhooks, |webhook| Reverse(webhook.created_at.utc())),
    }
}

/// What keys are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyBy {
    /// When they were made, the latest first.
    Created,
    /// Their names.
    Name,
    /// When they were last used, the latest first; those never used come last.
    Used,
}

impl Key for KeyBy {
    const ALL: &'static [Self] = &[Self::Created, Self::Name, Self::Used];

    fn word(self) -> &'static str {
        match self {
            Self::Created => "creation",
            Self::Name => "nom",
            Self::Used => "usage",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Created => "integrations.by_creation",
            Self::Name => "integrations.by_name",
            Self::Used => "integrations.by_use",
        }
    }
}

/// Sorts keys; accents and case do not matter.
pub fn sort_keys(keys: &mut [ApiKey], order: Order<KeyBy>) {
    match order.by {
        KeyBy::Created => order.sort(keys, |key| Reverse(key.created_at)),
        KeyBy::Name => order.sort(keys, |key| fold(&key.name)),
        KeyBy::Used => order.sort(keys, |key| Reverse(key.last_used_at)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str, day: u32, used: Option<u32>) -> ApiKey {
        let at = |day: u32| format!("2026-06-{day:02}T08:00:00Z").parse().unwrap();
        ApiKey {
            id: uuid::Uuid::nil(),
            name: name.into(),
            prefix: "creno_ab".into(),
            scopes: Vec::new(),
            masks_contact: false,
            created_by: "Ana".into(),
            created_at: at(day),
            expires_at: None,
            last_used_at: used.map(at),
            revoked_at: None,
        }
    }

    #[test]
    fn keys_are_sorted_by_name_creation_and_use() {
        let sorted = |by, backwards| {
            let mut keys = [key("crm", 1, Some(9)), key("Élan", 3, None), key("Entrepôt", 2, Some(10))];
            sort_keys(&mut keys, Order { by, backwards });
            keys.map(|key| key.name)
        };
        assert_eq!(sorted(KeyBy::Created, false), ["Élan", "Entrepôt", "crm"]);
        assert_eq!(sorted(KeyBy::Created, true), ["crm", "Entrepôt", "Élan"]);
        assert_eq!(sorted(KeyBy::Name, false), ["crm", "Élan", "Entrepôt"]);
        assert_eq!(sorted(KeyBy::Used, false), ["Entrepôt", "crm", "Élan"]);
    }
}
