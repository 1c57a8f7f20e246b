//! Keys by which programs of the organisation call the API.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::problem::{FieldError, FieldErrorCode};

macro_rules! resources {
    ($($(#[$doc:meta])* $variant:ident = $word:literal;)+) => {
        /// What a scope is about: the first part of a path after `/api/v1/`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ApiResource {
            $($(#[$doc])* $variant,)+
        }

        impl ApiResource {
            /// Every resource.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word used in paths, scopes and journals.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
    };
}

resources! {
    /// Agencies.
    Agencies = "agencies";
    /// Skills.
    Skills = "skills";
    /// Themes.
    Themes = "themes";
    /// Fields of forms.
    Fields = "fields";
    /// Staff members.
    Users = "users";
    /// What staff members may do and see.
    Profiles = "profiles";
    /// Recurring windows, when colleagues receive, and why a start is offered or not.
    Availabilities = "availabilities";
    /// Exceptions of one date.
    Exceptions = "exceptions";
    /// Closures and public holidays.
    Calendar = "calendar";
    /// Campaigns.
    Campaigns = "campaigns";
    /// Appointments, with their clients.
    Appointments = "appointments";
    /// Documents of appointments.
    Documents = "documents";
    /// What happened to appointments, in order.
    Events = "events";
    /// Messages, their templates, and side effects that wait.
    Messages = "messages";
    /// Webhooks and their deliveries.
    Webhooks = "webhooks";
    /// Keys of the API.
    ApiKeys = "api-keys";
    /// Journals.
    Journals = "journals";
    /// Reports.
    Reports = "reports";
    /// Texts of the organisation.
    Settings = "settings";
    /// Colours.
    Branding = "branding";
}

impl ApiResource {
    /// The resource that a path belongs to, by its first part after `/api/v1/`; none for those that keys do not open.
    pub fn of_path(part: &str) -> Option<Self> {
        match part {
            "slots" | "team" => Some(Self::Availabilities),
            "message-templates" | "outbox" => Some(Self::Messages),
            _ => Self::ALL.iter().copied().find(|resource| resource.as_str() == part),
        }
    }

    /// The resource that a route belongs to, by its path after `/api/v1/`; none for those that keys do not open.
    pub fn of_route(path: &str) -> Option<Self> {
        let mut parts = path.split('/');
        match (parts.next()?, parts.nth(1)) {
            // What clients hand in is opened apart from when they come.
            ("appointments", Some("documents")) => Some(Self::Documents),
            (part, _) => Self::of_path(part),
        }
    }
}

/// How far a scope goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// Reads only.
    Read,
    /// Reads and changes.
    Write,
}

impl Access {
    /// The word used in scopes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

/// What a key opens, written `appointments:read` or `appointments:write`; `write` includes `read`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApiScope {
    /// About what.
    pub resource: ApiResource,
    /// How far.
    pub access: Access,
}

impl ApiScope {
    /// Whether this scope opens what `asked` names.
    pub fn opens(self, asked: Self) -> bool {
        self.resource == asked.resource && self.access >= asked.access
    }
}

impl std::fmt::Display for ApiScope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.resource.as_str(), self.access.as_str())
    }
}

/// A text that is no scope.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a scope is a resource and read or write, such as `appointments:read`")]
pub struct InvalidScope;

impl std::str::FromStr for ApiScope {
    type Err = InvalidScope;

    fn from_str(text: &str) -> Result<Self, InvalidScope> {
        let (resource, access) = text.split_once(':').ok_or(InvalidScope)?;
        let resource = ApiResource::ALL.iter().copied().find(|one| one.as_str() == resource);
        let access = [Access::Read, Access::Write].into_iter().find(|one| one.as_str() == access);
        Ok(Self { resource: resource.ok_or(InvalidScope)?, access: access.ok_or(InvalidScope)? })
    }
}

impl Serialize for ApiScope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ApiScope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Asks for a key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "name": "CRM", "scopes": ["appointments:read", "events:read"] })))]
#[serde(deny_unknown_fields)]
pub struct NewApiKey {
    /// What uses it, 1 to 80 characters.
    pub name: String,
    /// What it opens: `<resource>:read` or `<resource>:write`.
    pub scopes: Vec<String>,
    /// Until when it is good; without end when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// Whether clients' names are cut to initials and their addresses left out.
    #[serde(default)]
    pub masks_contact: bool,
}

impl NewApiKey {
    /// The longest name, in characters.
    pub const MAX_NAME: usize = 80;

    /// The scopes, each once.
    ///
    /// # Errors
    /// Every fault, by field.
    pub fn check(&self, now: DateTime<Utc>) -> Result<Vec<ApiScope>, Vec<FieldError>> {
        let mut faults = Vec::new();
        let mut add = |field: String, code| faults.push(FieldError::new(field, code));
        match self.name.trim().chars().count() {
            0 => add("name".into(), FieldErrorCode::Required),
            count if count > Self::MAX_NAME => add("name".into(), FieldErrorCode::TooLong),
            _ => {}
        }
        if self.scopes.is_empty() {
            add("scopes".into(), FieldErrorCode::Required);
        }
        let mut scopes = Vec::new();
        for (place, text) in self.scopes.iter().enumerate() {
            match text.parse::<ApiScope>() {
                Ok(scope) if scopes.contains(&scope) => {
                    add(format!("scopes[{place}]"), FieldErrorCode::Duplicate);
                }
                Ok(scope) => scopes.push(scope),
                Err(_) => add(format!("scopes[{place}]"), FieldErrorCode::NotChoice),
            }
        }
        if self.expires_at.is_some_and(|end| end <= now) {
            add("expires_at".into(), FieldErrorCode::OutOfRange);
        }
        if faults.is_empty() { Ok(scopes) } else { Err(faults) }
    }
}

/// A key as it is listed: never the secret itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiKey {
    /// Its id.
    pub id: Uuid,
    /// What uses it.
    pub name: String,
    /// How the secret begins, to recognise it by.
    pub prefix: String,
    /// What it opens.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub scopes: Vec<ApiScope>,
    /// Whether clients' names are cut to initials and their addresses left out.
    pub masks_contact: bool,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Until when it is good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was last used, within a minute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<DateTime<Utc>>,
    /// Since when it opens nothing any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<DateTime<Utc>>,
}

/// A key that was just made.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreatedApiKey {
    /// The key.
    pub key: ApiKey,
    /// What goes after `Authorization: Bearer`; it is shown this once.
    pub secret: String,
}

impl std::fmt::Debug for CreatedApiKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CreatedApiKey").field("key", &self.key.id).finish_non_exhaustive()
    }
}

/// The keys, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiKeys {
    /// The keys.
    pub items: Vec<ApiKey>,
}

#[cfg(test)]
mod tests {
    use super::{Access, ApiResource, ApiScope, NewApiKey};

    #[test]
    fn scopes_are_read_as_they_are_written() {
        for resource in ApiResource::ALL {
            for access in [Access::Read, Access::Write] {
                let scope = ApiScope { resource: *resource, access };
                assert_eq!(scope.to_string().parse(), Ok(scope));
                assert_eq!(ApiResource::of_path(resource.as_str()), Some(*resource));
            }
        }
        for wrong in ["", "appointments", "appointments:", "appointments:all", "session:read", "slots:read"] {
            assert!(wrong.parse::<ApiScope>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn documents_are_apart_from_their_appointments() {
        for (path, resource) in [
            ("appointments", ApiResource::Appointments),
            ("appointments/{appointment}/history", ApiResource::Appointments),
            ("appointments/{appointment}/documents", ApiResource::Documents),
            ("appointments/{appointment}/documents/{document}", ApiResource::Documents),
            ("themes/{theme}/documents", ApiResource::Themes),
        ] {
            assert_eq!(ApiResource::of_route(path), Some(resource), "{path}");
        }
    }

    #[test]
    fn writing_includes_reading_of_the_same_resource_alone() {
        let scope = |text: &str| text.parse::<ApiScope>().unwrap();
        assert!(scope("themes:write").opens(scope("themes:read")));
        assert!(!scope("themes:read").opens(scope("themes:write")));
        assert!(!scope("themes:write").opens(scope("agencies:read")));
    }

    #[test]
    fn all_faults_of_a_key_are_named() {
        let now = "2026-06-15T06:00:00Z".parse().unwrap();
        let scopes = ["themes:read", "themes:read", "all"].map(str::to_owned).to_vec();
        let new = NewApiKey { name: " ".into(), scopes, expires_at: Some(now), ..NewApiKey::default() };
        let fields: Vec<_> = new.check(now).unwrap_err().into_iter().map(|error| error.field).collect();
        assert_eq!(fields, ["name", "scopes[1]", "scopes[2]", "expires_at"]);
    }
}
