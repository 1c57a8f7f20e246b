//! What is being booked, and what is still missing.

use std::rc::Rc;

use creno_types::appointment::{Answers, BookAppointment};
use creno_types::catalog::Catalog;
use creno_types::field::{Field, ValidForm};
use creno_types::theme::Theme;
use creno_types::{Channel, FieldError, FieldErrorCode, ZonedInstant};
use yew::prelude::*;

/// The name of the consent among what can be wrong.
pub const CONSENT: &str = "consent";

/// What was chosen and typed. Nothing of it goes into the address.
#[derive(Clone, Default, PartialEq)]
pub struct Wish {
    /// Slug of the agency; empty until one is chosen.
    pub agency: String,
    /// Slug of the theme.
    pub theme: String,
    /// Way of meeting.
    pub channel: Option<Channel>,
    /// Slug and name of who is to receive; whoever can, when none.
    pub staff: Option<(String, String)>,
    /// The start.
    pub start: Option<ZonedInstant>,
    /// The form, by field key.
    pub answers: Answers,
    /// Whether the client agreed.
    pub consent: bool,
    /// Whether the client is written to in English.
    pub english: bool,
    /// What is wrong, by field key.
    pub errors: Vec<FieldError>,
}

/// What changes it.
pub enum Action {
    /// Another agency.
    Agency(String),
    /// Another theme.
    Theme(String),
    /// Another way of meeting.
    Channel(Option<Channel>),
    /// Another person, or whoever can.
    Staff(Option<(String, String)>),
    /// A start, or none any more.
    Start(Option<ZonedInstant>),
    /// A field is typed in.
    Typed(String, String),
    /// A field is left.
    Left(Field),
    /// Whether the client agrees.
    Consent(bool),
    /// Whether they are written to in English.
    English(bool),
    /// What is wrong with the whole.
    Errors(Vec<FieldError>),
    /// Another appointment, at the same place.
    Again,
}

impl Reducible for Wish {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut wish = (*self).clone();
        match action {
            // What was chosen for one agency may not be on offer in another: the form is kept, the start is not.
            Action::Agency(agency) => (wish.agency, wish.staff, wish.start) = (agency, None, None),
            Action::Theme(theme) => (wish.theme, wish.start, wish.errors) = (theme, None, Vec::new()),
            Action::Channel(channel) => (wish.channel, wish.start) = (channel, None),
            Action::Staff(staff) => (wish.staff, wish.start) = (staff, None),
            Action::Start(start) => wish.start = start,
            Action::Typed(key, text) => {
                // What is being mended is no longer wrong until it is left.
                wish.errors.retain(|error| error.field != key);
                wish.answers.insert(key, text);
            }
            Action::Left(field) => {
                let answer = wish.answers.get(&field.key).cloned().unwrap_or_default();
                // A field that is passed by is not wrong yet.
                let wrong = field.check(&answer).err().filter(|_| !answer.trim().is_empty());
                wish.errors.retain(|error| error.field != field.key);
                wish.errors.extend(wrong.map(|code| FieldError::new(field.key, code)));
            }
            Action::Consent(consent) => {
                wish.errors.retain(|error| error.field != CONSENT);
                wish.consent = consent;
            }
            Action::English(english) => wish.english = english,
            Action::Errors(errors) => wish.errors = errors,
            Action::Again => {
                let Self { agency, theme, channel, staff, .. } = wish;
                wish = Self { agency, theme, channel, staff, ..Self::default() };
            }
        }
        Rc::new(wish)
    }
}

impl Wish {
    /// The theme in the catalogue.
    pub fn theme<'a>(&self, catalog: &'a Catalog) -> Option<&'a Theme> {
        catalog.theme(&self.theme).filter(|_| !self.theme.is_empty())
    }

    /// Whether starts can be asked for.
    pub fn is_placed(&self, catalog: &Catalog) -> bool {
        let channels = catalog.agency(&self.agency).zip(self.theme(catalog));
        let channels = channels.map(|(agency, theme)| catalog.channels(agency, theme));
        self.channel.zip(channels).is_some_and(|(channel, channels)| channels.contains(channel))
    }

    /// What remains to be chosen, as keys of texts, in the page's order.
    pub fn missing(&self, catalog: &Catalog) -> Vec<&'static str> {
        let all = [
            (self.agency.is_empty(), "booking.missing_agency"),
            (self.theme(catalog).is_none(), "booking.missing_theme"),
            (!self.is_placed(catalog), "booking.missing_channel"),
            (self.start.is_none(), "booking.missing_start"),
        ];
        all.into_iter().filter_map(|(missing, text)| missing.then_some(text)).collect()
    }

    /// The answers to the fields of the theme: those to another theme's are kept, and not sent.
    fn own_answers(&self, catalog: &Catalog) -> Answers {
        let keys = self.theme(catalog).map(|theme| &theme.fields[..]).unwrap_or_default();
        let own = self.answers.iter().filter(|(key, _)| keys.contains(key));
        own.map(|(key, text)| (key.clone(), text.clone())).collect()
    }

    /// What is wrong with the form, checked as the server does.
    pub fn faults(&self, catalog: &Catalog) -> Vec<FieldError> {
        let fields = self.theme(catalog).into_iter().flat_map(|theme| catalog.fields_of(theme));
        let mut errors = ValidForm::check(fields, &self.own_answers(catalog)).err().unwrap_or_default();
        if !self.consent {
            errors.push(FieldError::new(CONSENT, FieldErrorCode::ConsentMissing));
        }
        errors
    }

    /// What the server is asked; none while something is to be chosen.
    pub fn asked(&self, catalog: &Catalog) -> Option<BookAppointment> {
        Some(BookAppointment {
            agency: self.agency.clone(),
            theme: self.theme.clone(),
            channel: self.channel?,
            start: self.start?,
            campaign: None,
            staff: self.staff.as_ref().map(|(slug, _)| slug.clone()),
            client: self.own_answers(catalog),
            consent: self.consent,
            lang: if self.english { "en" } else { "fr" }.to_owned(),
        })
    }

    /// What is wrong with a field.
    pub fn error(&self, key: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == key)
    }

    /// First and last name as typed; nothing while there are none.
    pub fn client(&self) -> String {
        let names =
            ["first_name", "last_name"].map(|key| self.answers.get(key).map_or("", |name| name.trim()));
        names.join(" ").trim().to_owned()
    }
}

/// What the page needs of a wish.
pub type WishHandle = UseReducerHandle<Wish>;

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog() -> Catalog {
        serde_json::from_value(serde_json::json!({
            "lang": "fr", "skills": [], "branding": creno_types::catalog::Branding::default(),
            "texts": { "organisation": "", "consent": "", "consent_version": "" },
            "agencies": [], "themes": [{
                "id": uuid::Uuid::nil(), "slug": "budget", "name": "Budget", "description": "", "skill": "budget",
                "duration_min": 45, "channels": ["office"], "agencies": ["paris"], "fields": ["last_name", "email"],
                "instructions": "", "color": "#086E6B"
            }],
            "fields": [
                { "key": "last_name", "label": "Nom", "format": "letters", "required": true },
                { "key": "email", "label": "E-mail", "format": "email", "required": false }
            ]
        }))
        .unwrap()
    }

    fn after(actions: impl IntoIterator<Item = Action>) -> Wish {
        let wish = actions.into_iter().fold(Rc::new(Wish::default()), |wish, action| wish.reduce(action));
        (*wish).clone()
    }

    fn typed(key: &str, text: &str) -> Action {
        Action::Typed(key.into(), text.into())
    }

    #[test]
    fn the_form_is_kept_when_the_place_changes_and_the_start_is_not() {
        let start = "2026-06-16T10:00:00+02:00".parse().unwrap();
        let wish = after([
            Action::Theme("budget".into()),
            typed("last_name", "Martin"),
            Action::Start(Some(start)),
            Action::Agency("lyon".into()),
        ]);
        assert_eq!((wish.start, wish.client().as_str()), (None, "Martin"));
    }

    #[test]
    fn answers_to_another_themes_fields_are_not_sent() {
        let wish = after([Action::Theme("budget".into()), typed("siret", "1"), typed("last_name", "Martin")]);
        assert_eq!(wish.own_answers(&catalog()).into_keys().collect::<Vec<_>>(), ["last_name"]);
        assert_eq!(wish.faults(&catalog()), [FieldError::new(CONSENT, FieldErrorCode::ConsentMissing)]);
    }

    #[test]
    fn a_field_is_wrong_once_it_is_left_and_until_it_is_typed_in() {
        let email = catalog().fields[1].clone();
        let wish = after([typed("email", "léa"), Action::Left(email.clone())]);
        assert_eq!(wish.error("email").map(|error| error.code), Some(FieldErrorCode::NotEmail));
        let wish = after([typed("email", "léa"), Action::Left(email), typed("email", "léa@")]);
        assert_eq!(wish.error("email"), None);
        // Passing by is no mistake; sending is.
        let wish = after([Action::Theme("budget".into()), Action::Left(catalog().fields[0].clone())]);
        assert_eq!(wish.errors, []);
        assert_eq!(wish.faults(&catalog())[0].code, FieldErrorCode::Required);
    }

    #[test]
    fn another_appointment_begins_at_the_same_place_without_the_client() {
        let wish = after([
            Action::Theme("budget".into()),
            typed("last_name", "Martin"),
            Action::Consent(true),
            Action::Again,
        ]);
        assert_eq!((wish.theme.as_str(), wish.answers.len(), wish.consent), ("budget", 0, false));
    }
}
