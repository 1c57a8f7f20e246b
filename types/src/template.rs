//! Texts of messages, as administrators write them.

use serde::{Deserialize, Serialize};

use crate::appointment::Named;
use crate::ids::ThemeId;
use crate::message::{Audience, Medium, MessageEvent};

/// A language that messages are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MessageLang {
    /// French.
    Fr,
    /// English.
    En,
}

impl MessageLang {
    /// The ISO 639-1 code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }
}

/// Which message a text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateKey {
    /// What it tells.
    pub event: MessageEvent,
    /// Whom it is for.
    pub audience: Audience,
    /// By what it goes.
    pub medium: Medium,
    /// In what language.
    pub lang: MessageLang,
}

/// A text to write: values stand between braces, `{{ date }}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "subject": "Rendez-vous {{ date }}", "body": "Bonjour {{ client }},\n\nNous vous attendons." })))]
pub struct NewTemplate {
    /// The subject of a mail: one line, 200 characters at most. Text messages have none.
    #[serde(default)]
    pub subject: String,
    /// What comes before the details of the appointment in a mail, 5 000 characters at most; the whole of a text message,
    /// 1 000 at most.
    pub body: String,
}

impl NewTemplate {
    /// The longest subject, in characters.
    pub const MAX_SUBJECT: usize = 200;
    /// The longest text of a mail, in characters.
    pub const MAX_MAIL: usize = 5_000;
    /// The longest text message, in characters, before values are put in.
    pub const MAX_SMS: usize = 1_000;
}

/// The text of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageTemplate {
    /// The theme that it is for; all of them when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<Named<ThemeId>>,
    /// Which message.
    #[serde(flatten)]
    pub key: TemplateKey,
    /// Its text.
    #[serde(flatten)]
    pub text: NewTemplate,
    /// Whether it is the program's own.
    pub built_in: bool,
}

/// A value that texts may name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateVariable {
    /// What stands between the braces.
    pub name: String,
    /// What it is, in French.
    pub description: String,
    /// What it could be.
    pub example: String,
}

/// The texts of messages, and what they are made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageTemplates {
    /// Values that texts may name.
    pub variables: Vec<TemplateVariable>,
    /// Filters that may follow a value: `{{ client | upper }}`.
    pub filters: Vec<String>,
    /// The program's own texts, then those that replace them.
    pub items: Vec<MessageTemplate>,
}

/// A text that is not saved yet, to be seen as it would be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "event": "reminder", "audience": "client", "medium": "sms", "lang": "fr", "body": "Rappel : {{ date }} à {{ time }}" })))]
pub struct TemplateDraft {
    /// Which message.
    #[serde(flatten)]
    pub key: TemplateKey,
    /// The text.
    #[serde(flatten)]
    pub text: NewTemplate,
    /// Id or reference of the appointment whose values are put in; examples when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<String>,
}

/// A text as it would be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplatePreview {
    /// The subject of a mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The text of either.
    pub text: String,
    /// The page of a mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// How long a text message is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sms: Option<SmsLength>,
}

/// How long a text message is, as gateways count (3GPP TS 23.038 and 23.040).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SmsLength {
    /// In what it is written.
    pub encoding: SmsEncoding,
    /// How many units: septets, or UTF-16 units.
    pub units: u32,
    /// In how many parts it is sent, and paid.
    pub segments: u32,
}

/// In what a text message is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SmsEncoding {
    /// The default alphabet: 160 units, or 153 in each of several parts.
    #[serde(rename = "gsm7")]
    Gsm7,
    /// For everything else: 70 units, or 67 in each of several parts.
    #[serde(rename = "ucs2")]
    Ucs2,
}
