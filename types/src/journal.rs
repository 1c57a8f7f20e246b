//! Journals of what people and programs did: changes of settings, accesses.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// What was done to a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SettingsAction {
    /// It was added.
    Created,
    /// It was changed.
    Updated,
    /// It was removed.
    Deleted,
}

/// One change of a setting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SettingsChange {
    /// Its id, rising with time.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, as they were called then: a staff member, or an API key.
    pub who: String,
    /// Whether it was an API key.
    pub by_key: bool,
    /// Network address that it was asked from.
    pub address: String,
    /// What kind of setting: `themes`, `agencies`…
    pub resource: String,
    /// Which one, by the name that it had.
    pub subject: String,
    /// What was done.
    pub action: SettingsAction,
    /// The setting before; none for one that was added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub before: Option<Value>,
    /// The setting after; none for one that was removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub after: Option<Value>,
}

/// Which changes to list. Days are those of UTC.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct SettingsJournalQuery {
    /// First day.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Last day.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// Only those of that kind of setting.
    #[serde(default)]
    pub resource: Option<String>,
    /// Only those whose subject or author holds this text, whatever its case.
    #[serde(default)]
    pub q: Option<String>,
    /// At most so many: 1 to 200, 50 when absent.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Where the page before ended.
    #[serde(default)]
    pub cursor: Option<Uuid>,
}

/// A page of the journal of settings, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SettingsChanges {
    /// The changes.
    pub items: Vec<SettingsChange>,
    /// Where the next page begins, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}
