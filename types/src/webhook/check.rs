//! What a server to tell may look like; whether its address is private is for the server to say.

use super::{EventType, NewWebhook, WebhookPatch};
use crate::problem::{FieldError, FieldErrorCode};
use crate::slug::Slug;
use crate::window::faults::Faults;

/// A server to tell, without fault that can be seen here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedWebhook {
    /// Name in URLs.
    pub slug: Slug,
    /// Where to post.
    pub url: String,
    /// What it is, for people.
    pub description: String,
    /// Types of events, in order; all of appointments when empty.
    pub events: Vec<EventType>,
}

impl CheckedWebhook {
    /// The longest address, in characters.
    pub const MAX_URL: usize = 2_000;
    /// The longest description, in characters.
    pub const MAX_DESCRIPTION: usize = 200;

    /// Checks a server; `url_fault` tells what else an address may not be.
    ///
    /// # Errors
    /// Every fault, by field and place: `events[1]`.
    pub fn check(
        new: &NewWebhook,
        url_fault: impl Fn(&str) -> Option<FieldErrorCode>,
    ) -> Result<Self, Vec<FieldError>> {
        let mut faults = Faults::default();
        let slug = faults.filled("slug", &new.slug).and_then(|slug| {
            let slug = slug.parse().ok();
            slug.or_else(|| faults.add("slug", FieldErrorCode::NotSlug))
        });
        let rest = Rest::check(&mut faults, &new.url, &new.description, &new.events, url_fault);
        match (faults.0.is_empty(), slug, rest) {
            (true, Some(slug), Some(rest)) => {
                Ok(Self { slug, url: rest.url, description: rest.description, events: rest.events })
            }
            _ => Err(faults.0),
        }
    }

    /// What this is once `patch` has changed it.
    ///
    /// # Errors
    /// Every fault, by field and place.
    pub fn patched(
        self,
        patch: &WebhookPatch,
        url_fault: impl Fn(&str) -> Option<FieldErrorCode>,
    ) -> Result<Self, Vec<FieldError>> {
        let mut faults = Faults::default();
        let url = patch.url.clone().unwrap_or(self.url);
        let description = patch.description.clone().unwrap_or(self.description);
        let kept = || self.events.iter().map(|event| event.as_str().to_owned()).collect();
        let events = patch.events.clone().unwrap_or_else(kept);
        match Rest::check(&mut faults, &url, &description, &events, url_fault) {
            Some(rest) if faults.0.is_empty() => Ok(Self {
                slug: self.slug,
                url: rest.url,
                description: rest.description,
                events: rest.events,
            }),
            _ => Err(faults.0),
        }
    }
}

struct Rest {
    url: String,
    description: String,
    events: Vec<EventType>,
}

impl Rest {
    fn check(
        faults: &mut Faults,
        url: &str,
        description: &str,
        events: &[String],
        url_fault: impl Fn(&str) -> Option<FieldErrorCode>,
    ) -> Option<Self> {
        let url = faults.text("url", url, CheckedWebhook::MAX_URL).and_then(|url| match url_fault(&url) {
            Some(code) => faults.add("url", code),
            None => Some(url),
        });
        // One line, for lists; and no zero byte, which databases refuse.
        let description = description.trim().replace(char::is_control, " ");
        if description.chars().count() > CheckedWebhook::MAX_DESCRIPTION {
            faults.add::<()>("description", FieldErrorCode::TooLong);
        }
        let mut known = Vec::new();
        for (place, name) in events.iter().enumerate() {
            match EventType::OF_APPOINTMENTS.into_iter().find(|event| event.as_str() == name) {
                None => faults.add::<()>(&format!("events[{place}]"), FieldErrorCode::NotChoice),
                Some(event) if known.contains(&event) => {
                    faults.add(&format!("events[{place}]"), FieldErrorCode::Duplicate)
                }
                Some(event) => {
                    known.push(event);
                    None
                }
            };
        }
        known.sort_unstable();
        Some(Self { url: url?, description, events: known })
    }
}
