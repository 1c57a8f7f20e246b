//! Jobs of the outbox that wait, or were given up.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::reference::Reference;

/// Where a job that is not done stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// It is to be done, or done again.
    Waiting,
    /// It was given up: a person decides.
    #[default]
    Dead,
}

impl JobState {
    /// The word used in JSON, URLs and tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Dead => "dead",
        }
    }
}

/// Which jobs to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct JobsQuery {
    /// Those that wait, or those that were given up; the latter when absent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub state: JobState,
    /// Only those of that kind.
    #[serde(default)]
    pub kind: Option<String>,
    /// Which come first; the latest when absent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub order: crate::journal::JournalOrder,
    /// At most so many: 1 to 200, 50 when absent.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Where the page before ended.
    #[serde(default)]
    pub cursor: Option<Uuid>,
}

/// A page of jobs, in the order asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Jobs {
    /// The jobs.
    pub items: Vec<JobLine>,
    /// Where the next page begins, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

/// A job, without the personal data of anyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobLine {
    /// Its id.
    pub id: Uuid,
    /// Its kind: `mail_client`, `mail_staff`, `sms_client`, `email_code`…
    pub kind: String,
    /// Where it stands.
    pub state: JobState,
    /// The appointment that it is about, where the reader reaches it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// How many times it was tried.
    pub attempts: u32,
    /// What the last attempt ran into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// When the change that causes it was made.
    pub created_at: DateTime<Utc>,
    /// When it is next due, for one that waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    /// When it was given up, for one that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
}

/// Asks that jobs that were given up be tried again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "kind": "mail_client" })))]
#[serde(deny_unknown_fields)]
pub struct ReplayJobs {
    /// All those of that kind.
    pub kind: String,
}

/// How many jobs will be tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReplayedJobs {
    /// So many.
    pub jobs: u64,
}
