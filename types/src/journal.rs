//! Journals of what people and programs did: changes of settings, accesses.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// Which lines of a journal come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JournalOrder {
    /// The latest.
    #[default]
    Latest,
    /// The oldest.
    Oldest,
}

impl JournalOrder {
    /// What addresses say of it: nothing of the usual one.
    pub const fn asked(self) -> Option<&'static str> {
        match self {
            Self::Latest => None,
            Self::Oldest => Some("oldest"),
        }
    }
}

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
    #[serde(default, deserialize_with = "crate::date::some_date")]
    pub from: Option<NaiveDate>,
    /// Last day.
    #[serde(default, deserialize_with = "crate::date::some_date")]
    pub to: Option<NaiveDate>,
    /// Only those of that kind of setting.
    #[serde(default)]
    pub resource: Option<String>,
    /// Only those whose subject, author or network address holds this text, whatever its case and accents.
    #[serde(default)]
    pub q: Option<String>,
    /// Which come first; the latest when absent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub order: JournalOrder,
    /// At most so many: 1 to 200, 50 when absent.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Where the page before ended.
    #[serde(default)]
    pub cursor: Option<Uuid>,
}

/// A page of the journal of settings, in the order asked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SettingsChanges {
    /// The changes.
    pub items: Vec<SettingsChange>,
    /// Where the next page begins, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

/// What happened at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccessKind {
    /// Somebody signed in.
    SignIn,
    /// Somebody tried and could not.
    SignInRefused,
    /// Somebody signed out.
    SignOut,
    /// Somebody looked at clients' data.
    Read,
    /// Somebody took a journal away as a file.
    Export,
    /// A link to choose another password was asked for.
    PasswordResetAsked,
    /// A password was changed.
    PasswordChanged,
    /// Somebody ended sessions of theirs.
    SessionsEnded,
}

impl AccessKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::SignIn,
        Self::SignInRefused,
        Self::SignOut,
        Self::Read,
        Self::Export,
        Self::PasswordResetAsked,
        Self::PasswordChanged,
        Self::SessionsEnded,
    ];

    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::SignInRefused => "sign_in_refused",
            Self::SignOut => "sign_out",
            Self::Read => "read",
            Self::Export => "export",
            Self::PasswordResetAsked => "password_reset_asked",
            Self::PasswordChanged => "password_changed",
            Self::SessionsEnded => "sessions_ended",
        }
    }
}

/// One access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessLine {
    /// Its id, rising with time.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub kind: AccessKind,
    /// Who, as they were called then: a staff member, or an API key; empty when nobody has the account that was typed.
    pub who: String,
    /// Whether it was an API key.
    pub by_key: bool,
    /// Network address that it came from.
    pub address: String,
    /// What was looked at, without personal data: `appointment CRN-7K3QXN`, `appointments of 2026-06-15`.
    pub subject: String,
}

/// Which accesses to list. Days are those of UTC.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct AccessJournalQuery {
    /// First day.
    #[serde(default, deserialize_with = "crate::date::some_date")]
    pub from: Option<NaiveDate>,
    /// Last day.
    #[serde(default, deserialize_with = "crate::date::some_date")]
    pub to: Option<NaiveDate>,
    /// Only those of that kind.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub kind: Option<AccessKind>,
    /// Only those whose name, network address or subject holds this text, whatever its case and accents.
    #[serde(default)]
    pub q: Option<String>,
    /// Which come first; the latest when absent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub order: JournalOrder,
    /// At most so many: 1 to 200, 50 when absent.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Where the page before ended.
    #[serde(default)]
    pub cursor: Option<Uuid>,
}

/// A page of the journal of accesses, in the order asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Accesses {
    /// The accesses.
    pub items: Vec<AccessLine>,
    /// Where the next page begins, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

/// In what form a journal is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JournalFormat {
    /// A page, as JSON.
    #[default]
    Json,
    /// All that the filters let through, as a file for spreadsheets.
    Csv,
}

/// The form wanted of a journal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct FormatQuery {
    /// `csv` for a file with all that the filters let through, `limit` and `cursor` aside: UTF-8 with a byte-order mark,
    /// semicolons, one line of titles in French, the words of the API, instants in UTC. A cell that a spreadsheet would
    /// take for a formula begins with an apostrophe.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub format: Option<JournalFormat>,
}
