//! The start that is kept for the visitor, and why one is not.

use std::rc::Rc;

use creno_types::hold::{Hold, NewHold};
use creno_types::{ProblemCode, ZonedInstant};

use super::Journey;

/// Why the chosen start is no longer kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// Code of the problem.
    pub code: String,
    /// What happened, in words.
    pub text: String,
    /// The nearest starts that are on offer.
    pub alternatives: Vec<ZonedInstant>,
}

impl Refusal {
    /// Whether it only tells that time ran out: the start may still be free.
    pub fn is_lapse(&self) -> bool {
        self.code == ProblemCode::HoldExpired.as_str()
    }
}

/// A hold, and by how much the server's clock is ahead of ours.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// What was asked, whatever it took the place of.
    pub asked: NewHold,
    /// The server's answer.
    pub hold: Hold,
    /// Milliseconds to add to this machine's clock to get the server's.
    pub ahead_ms: f64,
    /// Whether it may be made to last longer.
    pub renewal: Renewal,
}

/// A hold is made to last as long again once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// It may be.
    Open,
    /// It was.
    Done,
    /// The server refused.
    Refused,
}

impl Journey {
    /// What asks to keep `start`, with the choices that were made.
    pub fn asks(&self, start: ZonedInstant) -> Option<NewHold> {
        Some(NewHold {
            agency: self.choices.agency.clone()?,
            theme: self.choices.theme.clone()?,
            channel: self.choices.channel?,
            start,
            campaign: self.campaign_slug(),
            replaces: None,
        })
    }

    /// The hold, unless it is one of other choices: from the slots on, it is the visitor's own start.
    pub fn own_hold(&self) -> Option<&Rc<Held>> {
        self.held.as_ref().filter(|held| self.asks(held.asked.start).as_ref() == Some(&held.asked))
    }
}
