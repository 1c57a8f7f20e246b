//! How long journals and documents are kept.

use super::{ConfigError, Values};

/// Days for which each journal is kept.
#[derive(Clone, Copy, Debug)]
pub struct RetentionConfig {
    /// Accesses. The CNIL advises six months to a year for logs of this kind (délibération 2021-122).
    pub accesses: u16,
    /// Changes of settings: they explain how a network came to be what it is.
    pub settings: u16,
    /// Messages, with their texts and whom they went to.
    pub messages: u16,
    /// Refusals to robots.
    pub refusals: u16,
    /// Documents of clients, counted from the end of their appointment.
    pub documents: u16,
}

impl RetentionConfig {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let days = |key, default| values.within(key, default, 1..=3650, "a whole number of days, 1 to 3650");
        Ok(Self {
            accesses: days("retention_accesses", 365)?,
            settings: days("retention_settings", 1095)?,
            messages: days("retention_messages", 365)?,
            refusals: days("retention_refusals", 30)?,
            documents: days("retention_documents", 365)?,
        })
    }
}
