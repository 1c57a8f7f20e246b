//! The journey as one value.

mod action;
mod form;
mod hold;

use std::rc::Rc;

use creno_types::appointment::{Answers, Confirmation};
use creno_types::catalog::Campaign;
use creno_types::{Agency, Catalog, FieldError, Theme};

use crate::config::Presets;
use crate::journey::choices::Choices;

pub use crate::journey::choices::{Entry, Step};
pub use action::Action;
pub use hold::{Held, Refusal, Renewal};

/// Where the visitor stands, with everything they chose and typed. Only in memory.
#[derive(Clone, PartialEq)]
pub struct Journey {
    /// What is on offer to the visitor: all of it, or what the campaign offers.
    pub catalog: Rc<Catalog>,
    /// Everything on offer.
    pub whole: Rc<Catalog>,
    /// The name of the campaign that the host page asks for.
    pub asked_campaign: Option<String>,
    /// That campaign, when it is open.
    pub campaign: Option<Campaign>,
    /// The step on screen.
    pub step: Step,
    /// The choices.
    pub choices: Choices,
    /// Those that the host page made: their steps are passed over while they stand.
    pub given: Choices,
    /// Slug of the skill that filters themes.
    pub skill: Option<String>,
    /// What was typed, by field key.
    pub answers: Answers,
    /// Whether the consent box is ticked.
    pub consent: bool,
    /// Whether what was typed was accepted as a whole, and has not changed since.
    pub complete: bool,
    /// What is wrong in the form, in its order.
    pub errors: Vec<FieldError>,
    /// The start that is kept for the visitor.
    pub held: Option<Rc<Held>>,
    /// Why it no longer is.
    pub refusal: Option<Refusal>,
    /// A call that decides of the slot is under way: nothing may be sent twice, nor given back.
    pub busy: bool,
    /// The appointment.
    pub confirmation: Option<Rc<Confirmation>>,
    /// The last change came from the browser's history, which therefore needs no new entry.
    pub from_history: bool,
}

impl Journey {
    /// A journey that starts where the presets lead, or where the history says that it stood.
    pub fn new(catalog: Rc<Catalog>, presets: &Presets, prefill: Answers, entry: Option<Entry>) -> Self {
        let mut journey = Self {
            step: Step::Agency,
            choices: Choices::default(),
            given: Choices::default(),
            catalog: catalog.clone(),
            whole: catalog,
            asked_campaign: None,
            campaign: None,
            skill: None,
            answers: prefill,
            consent: false,
            complete: false,
            errors: Vec::new(),
            held: None,
            refusal: None,
            busy: false,
            confirmation: None,
            from_history: true,
        };
        journey.preset(presets);
        if let Some(entry) = entry {
            journey.choices = Choices::default();
            journey.restore(entry);
        }
        journey
    }

    /// The slug of the campaign, as calls name it.
    pub fn campaign_slug(&self) -> Option<String> {
        self.campaign.as_ref().map(|campaign| campaign.slug.to_string())
    }

    /// Whether the host page asks for a campaign that is not, or no longer, open.
    pub fn lacks_campaign(&self) -> bool {
        self.asked_campaign.is_some() && self.campaign.is_none()
    }

    /// Narrows the offer to the campaign that is asked for, if it is open.
    fn narrow(&mut self) {
        let asked = self.asked_campaign.as_deref();
        let campaign = asked.and_then(|name| self.whole.campaign(name));
        let narrowed = campaign.map(|campaign| (campaign.clone(), self.whole.within(campaign)));
        // A campaign whose agencies offer none of its themes is as good as over.
        let open = narrowed.filter(|(_, offer)| !Choices::default().agencies(offer).is_empty());
        let (campaign, offer) = open.unzip();
        self.campaign = campaign;
        self.catalog = offer.map_or_else(|| self.whole.clone(), Rc::new);
    }

    /// The chosen agency.
    pub fn agency(&self) -> Option<&Agency> {
        self.choices.agency.as_deref().and_then(|slug| self.catalog.agency(slug))
    }

    /// The chosen theme.
    pub fn theme(&self) -> Option<&Theme> {
        self.choices.theme.as_deref().and_then(|slug| self.catalog.theme(slug))
    }

    /// Whether that step has nothing to ask, because there is only one answer.
    pub fn is_settled(&self, step: Step) -> bool {
        self.choices.only_answer(&self.catalog, step).is_some()
    }

    /// The step that "back" leads to, if any: those that have nothing to ask are passed over.
    pub fn before(&self) -> Option<Step> {
        let steps = &Step::ALL[..self.step as usize];
        steps.iter().rev().copied().find(|step| !self.is_settled(*step) && !self.is_given(*step))
    }

    fn preset(&mut self, presets: &Presets) {
        self.asked_campaign.clone_from(&presets.campaign);
        self.narrow();
        self.skill = presets
            .skill
            .as_deref()
            .and_then(|name| self.catalog.skill(name))
            .map(|skill| skill.slug.to_string());
        self.given = Choices::preset(&self.catalog, presets);
        self.choices = self.given.clone();
        self.step = self.first_open(Step::Agency);
    }

    /// The first step from `step` on that has something to ask; answers that have no alternative are taken.
    fn first_open(&mut self, mut step: Step) -> Step {
        while step < Step::Slot {
            if !self.is_given(step) {
                match self.choices.only_answer(&self.catalog, step) {
                    Some(answer) => self.choices = answer,
                    None => break,
                }
            }
            step = step.next();
        }
        step
    }

    fn is_given(&self, step: Step) -> bool {
        self.given.has(step) && self.given.same(&self.choices, step)
    }

    fn restore(&mut self, entry: Entry) {
        let choices = entry.choices.possible(&self.catalog);
        let reachable = choices.reach();
        // An entry of an earlier step knows less than the visitor has chosen since: going back loses nothing.
        if !choices.is_part_of(&self.choices) {
            self.choices = choices;
        }
        // An older entry may name a start that another has taken the place of.
        if let Some(own) = self.own_hold().map(|held| held.asked.start) {
            self.choices.start = Some(own);
        }
        self.step = entry.step.min(reachable);
        // Nothing typed survives a reload: the form is asked again before it is shown for a last look.
        if self.step == Step::Check && !self.complete {
            self.step = Step::Details;
        }
        self.from_history = true;
        self.refusal = None;
    }
}

#[cfg(test)]
mod tests;
