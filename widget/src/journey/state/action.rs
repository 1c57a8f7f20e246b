//! Everything that can happen to the journey, and what it changes.

use std::rc::Rc;

use creno_types::appointment::{Answers, Confirmation};
use creno_types::{Catalog, Channel, FieldError, FieldErrorCode, ZonedInstant};
use yew::Reducible;

use super::{Entry, Held, Journey, Refusal, Renewal, Step};
use crate::config::Presets;

/// What can happen.
pub enum Action {
    /// An agency was chosen, by slug.
    Agency(String),
    /// Themes are filtered by a skill, or no longer.
    Skill(Option<String>),
    /// A theme was chosen, by slug.
    Theme(String),
    /// A channel was chosen.
    Channel(Channel),
    /// A start was chosen.
    Start(ZonedInstant),
    /// The step's answer is in: on to the next that has something to ask.
    Next,
    /// To that step.
    GoTo(Step),
    /// Back or Forward was pressed.
    Restore(Entry),
    /// A field's content changed; what is still wrong with it, when something was.
    Answer(String, String, Option<FieldErrorCode>),
    /// The consent box changed.
    Consent(bool),
    /// A field was left, with or without something wrong in it.
    Checked(String, Option<FieldErrorCode>),
    /// The form was sent: the answers as they are kept, or all that is wrong with them.
    Submitted(Result<Answers, Vec<FieldError>>),
    /// The server refused fields.
    Errors(Vec<FieldError>),
    /// A call that decides of the slot starts, or ends without deciding.
    Busy(bool),
    /// A start is kept.
    Held(Rc<Held>),
    /// The hold lasts until then, or does not last longer; `ahead_ms` as in [`Held`].
    Renewed(Option<(ZonedInstant, f64)>),
    /// The hold is kept until then meanwhile, whether it may be made to last longer or not; `ahead_ms` as in [`Held`].
    Kept(ZonedInstant, f64),
    /// The hold of that token was given back; without one, whatever was kept.
    Released(Option<String>),
    /// A start could not be had: what was kept before still is.
    Missed(Refusal),
    /// The start is no longer kept.
    Refused(Refusal),
    /// It is an appointment.
    Booked(Rc<Confirmation>),
    /// The catalogue changed, with the language.
    Catalog(Rc<Catalog>),
    /// The host page changed the element's attributes.
    Presets(Presets),
}

impl Reducible for Journey {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        next.from_history = false;
        match action {
            Action::Agency(slug) => next.choices = next.choices.with_agency(&next.catalog, slug),
            Action::Skill(skill) => next.skill = skill,
            Action::Theme(slug) => {
                next.choices = next.choices.with_theme(&next.catalog, slug);
                next.complete = false;
            }
            Action::Channel(channel) => next.choices = next.choices.with_channel(channel),
            Action::Start(start) => {
                next.choices.start = Some(start);
                next.refusal = None;
            }
            Action::Next => {
                let after = next.step.next();
                next.step = next.first_open(after);
            }
            Action::GoTo(step) => next.step = step,
            Action::Restore(entry) => next.restore(entry),
            Action::Answer(key, value, wrong) => {
                next.settle(&key, wrong);
                next.answers.insert(key, value);
                next.complete = false;
            }
            Action::Consent(given) => {
                next.consent = given;
                next.complete = false;
                next.errors.retain(|error| error.field != "consent");
            }
            Action::Checked(key, wrong) => next.settle(&key, wrong),
            Action::Submitted(Ok(answers)) => {
                next.answers.extend(answers);
                next.errors.clear();
                next.complete = true;
                next.step = Step::Check;
            }
            Action::Submitted(Err(errors)) => next.errors = errors,
            Action::Errors(errors) => {
                next.errors = errors;
                next.complete = false;
                next.step = Step::Details;
                next.busy = false;
            }
            Action::Busy(busy) => next.busy = busy,
            Action::Held(held) => {
                next.choices.start = Some(held.asked.start);
                next.held = Some(held);
                next.refusal = None;
                next.busy = false;
                if next.step == Step::Slot {
                    next.step = Step::Details;
                }
            }
            Action::Renewed(until) => {
                if let Some(held) = next.held.as_mut().map(Rc::make_mut) {
                    held.renewal = if until.is_some() { Renewal::Done } else { Renewal::Refused };
                    if let Some((expires_at, ahead_ms)) = until {
                        (held.hold.expires_at, held.ahead_ms) = (expires_at, ahead_ms);
                    }
                }
            }
            Action::Kept(expires_at, ahead_ms) => {
                if let Some(held) = next.held.as_mut().map(Rc::make_mut) {
                    (held.hold.expires_at, held.ahead_ms) = (expires_at, ahead_ms);
                }
            }
            // Another may have taken its place meanwhile.
            Action::Released(token) => {
                next.held = next.held.filter(|held| token.is_some_and(|token| held.hold.hold != token));
            }
            Action::Missed(refusal) => {
                next.refusal = Some(refusal);
                next.busy = false;
            }
            Action::Refused(refusal) => {
                next.held = None;
                next.refusal = Some(refusal);
                next.busy = false;
            }
            Action::Booked(confirmation) => {
                next.step = Step::Done;
                next.confirmation = Some(confirmation);
                next.held = None;
                next.busy = false;
            }
            Action::Catalog(catalog) => {
                next.whole = catalog;
                next.narrow();
                next.choices = next.choices.possible(&next.catalog);
                if next.confirmation.is_none() {
                    next.step = next.step.min(next.choices.reach());
                }
            }
            Action::Presets(presets) => {
                next.preset(&presets);
                next.confirmation = None;
                next.refusal = None;
            }
        }
        Rc::new(next)
    }
}
