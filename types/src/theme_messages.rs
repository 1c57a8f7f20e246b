//! How the clients of a theme are written to: by what, how long before, and saying how much.

use serde::{Deserialize, Serialize};

use crate::message::Medium;
use crate::problem::{FieldError, FieldErrorCode};

/// How much messages to clients tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Discretion {
    /// Everything.
    #[default]
    Full,
    /// Neither the theme nor what to know or bring, in the subject, the text and the calendar file.
    Neutral,
    /// Nothing is written to the client, but the code that they ask for.
    Silent,
}

impl Discretion {
    /// The word used in JSON and tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Neutral => "neutral",
            Self::Silent => "silent",
        }
    }
}

/// A reminder of the appointments of a theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reminder {
    /// How long before the start, in minutes: 1 to 86 400, which is sixty days.
    pub before_min: i64,
    /// By what it goes; at least one.
    pub media: Vec<Medium>,
}

/// How the clients of a theme are written to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "discretion": "full", "media": ["mail"], "reminders": [{ "before_min": 2880, "media": ["mail"] }] })))]
pub struct ThemeMessages {
    /// How much is told.
    #[serde(default)]
    pub discretion: Discretion,
    /// By what a confirmation, a move and a cancellation are told; at least one.
    pub media: Vec<Medium>,
    /// Reminders, the earliest first: five at most.
    #[serde(default)]
    pub reminders: Vec<Reminder>,
}

impl Default for ThemeMessages {
    fn default() -> Self {
        Self { discretion: Discretion::Full, media: vec![Medium::Mail], reminders: Vec::new() }
    }
}

/// How the clients of a theme are written to, and what it could be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ThemeMessageSettings {
    /// What is set.
    #[serde(flatten)]
    pub messages: ThemeMessages,
    /// Whether a gateway of text messages is set, so that they may be chosen.
    pub sms_available: bool,
}

/// Settings without fault, in order; [`CheckedThemeMessages::check`] is the only way to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedThemeMessages(ThemeMessages);

impl CheckedThemeMessages {
    /// The longest time before the start, in minutes: sixty days.
    pub const MAX_BEFORE: i64 = 86_400;
    /// The most reminders of a theme.
    pub const MAX_REMINDERS: usize = 5;

    /// Checks the settings; text messages are refused unless `sms` can be sent.
    ///
    /// # Errors
    /// Every fault, by field, such as `reminders[1].before_min`.
    pub fn check(mut messages: ThemeMessages, sms: bool) -> Result<Self, Vec<FieldError>> {
        let mut faults = Vec::new();
        check_media("media".into(), &messages.media, sms, &mut faults);
        if messages.reminders.len() > Self::MAX_REMINDERS {
            faults.push(FieldError::new("reminders", FieldErrorCode::TooMany));
        }
        for (place, reminder) in messages.reminders.iter().enumerate() {
            let field = format!("reminders[{place}].before_min");
            if !(1..=Self::MAX_BEFORE).contains(&reminder.before_min) {
                faults.push(FieldError::new(field, FieldErrorCode::OutOfRange));
            } else if messages.reminders[..place].iter().any(|other| other.before_min == reminder.before_min)
            {
                faults.push(FieldError::new(field, FieldErrorCode::Duplicate));
            }
            check_media(format!("reminders[{place}].media"), &reminder.media, sms, &mut faults);
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        messages.media.sort_unstable();
        messages.reminders.sort_by_key(|reminder| -reminder.before_min);
        messages.reminders.iter_mut().for_each(|reminder| reminder.media.sort_unstable());
        Ok(Self(messages))
    }

    /// The settings.
    pub fn messages(&self) -> &ThemeMessages {
        &self.0
    }
}

fn check_media(field: String, media: &[Medium], sms: bool, faults: &mut Vec<FieldError>) {
    let twice = media.iter().enumerate().any(|(place, medium)| media[..place].contains(medium));
    let code = match media {
        [] => FieldErrorCode::Required,
        _ if twice => FieldErrorCode::Duplicate,
        _ if media.contains(&Medium::Sms) && !sms => FieldErrorCode::SmsUnavailable,
        _ => return,
    };
    faults.push(FieldError::new(field, code));
}

#[cfg(test)]
mod tests {
    use super::{CheckedThemeMessages, Discretion, Medium, Reminder, ThemeMessages};

    fn settings(reminders: &[(i64, &[Medium])]) -> ThemeMessages {
        let reminder = |(before_min, media): &(i64, &[Medium])| Reminder {
            before_min: *before_min,
            media: media.to_vec(),
        };
        let reminders = reminders.iter().map(reminder).collect();
        ThemeMessages { discretion: Discretion::Full, media: vec![Medium::Sms, Medium::Mail], reminders }
    }

    fn faults(messages: ThemeMessages, sms: bool) -> Vec<(String, &'static str)> {
        let faults = CheckedThemeMessages::check(messages, sms).err().unwrap_or_default();
        faults.into_iter().map(|fault| (fault.field, fault.code.as_str())).collect()
    }

    #[test]
    fn limits_are_inclusive_and_all_faults_are_named() {
        let mail = &[Medium::Mail][..];
        let right = settings(&[(1, mail), (86_400, mail), (60, &[Medium::Sms, Medium::Mail])]);
        let checked = CheckedThemeMessages::check(right.clone(), true).unwrap();
        let order: Vec<_> = checked.messages().reminders.iter().map(|reminder| reminder.before_min).collect();
        assert_eq!(order, [86_400, 60, 1]);
        assert_eq!(checked.messages().media, [Medium::Mail, Medium::Sms]);
        assert_eq!(
            faults(right, false),
            [("media".into(), "sms_unavailable"), ("reminders[2].media".into(), "sms_unavailable")]
        );
        let wrong = settings(&[(0, mail), (86_401, &[]), (5, mail), (5, mail), (6, mail), (7, mail)]);
        let wrong = ThemeMessages { media: vec![Medium::Mail, Medium::Mail], ..wrong };
        assert_eq!(
            faults(wrong, true),
            [
                ("media".into(), "duplicate"),
                ("reminders".into(), "too_many"),
                ("reminders[0].before_min".into(), "out_of_range"),
                ("reminders[1].before_min".into(), "out_of_range"),
                ("reminders[1].media".into(), "required"),
                ("reminders[3].before_min".into(), "duplicate"),
            ]
        );
    }
}
