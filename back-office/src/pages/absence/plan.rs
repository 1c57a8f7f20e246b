//! Which appointments go to whom, as somebody is choosing, and what comes of each.

use std::rc::Rc;

use creno_types::appointment::{Reassignment, ReassignmentItem};
use creno_types::staff::StaffName;
use yew::prelude::*;

use crate::hooks::each::Outcome;

/// A line of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The appointment, and who could receive it.
    pub item: ReassignmentItem,
    /// Slug of whom it goes to; nobody when none.
    pub to: Option<String>,
    /// What comes of it.
    pub outcome: Outcome,
}

impl Line {
    /// Whom it goes to.
    pub fn receiver(&self) -> Option<&StaffName> {
        let to = self.to.as_deref()?;
        self.item.colleagues.iter().find(|person| person.slug.as_str() == to)
    }

    /// Whether it is still to be given.
    pub fn waits(&self) -> bool {
        self.to.is_some() && !matches!(self.outcome, Outcome::Done | Outcome::Doing)
    }
}

/// The lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Each appointment, by start.
    pub lines: Vec<Line>,
}

/// What changes a plan.
pub enum Step {
    /// Another day, or another person.
    Start(Rc<Reassignment>),
    /// A line goes to somebody else, or to nobody.
    Choose(usize, Option<String>),
    /// Something came of a line.
    Came(usize, Outcome),
}

impl Reducible for Plan {
    type Action = Step;

    fn reduce(self: Rc<Self>, step: Step) -> Rc<Self> {
        let mut plan = (*self).clone();
        match step {
            Step::Start(all) => plan.lines = all.items.iter().map(line).collect(),
            Step::Choose(place, to) => {
                if let Some(line) = plan.lines.get_mut(place) {
                    (line.to, line.outcome) = (to, Outcome::Chosen);
                }
            }
            Step::Came(place, outcome) => {
                if let Some(line) = plan.lines.get_mut(place) {
                    line.outcome = outcome;
                }
            }
        }
        Rc::new(plan)
    }
}

fn line(item: &ReassignmentItem) -> Line {
    let to = item.proposed.as_ref().map(|person| person.slug.to_string());
    Line { item: item.clone(), to, outcome: Outcome::Chosen }
}

impl Plan {
    /// How many are to be given.
    pub fn waiting(&self) -> usize {
        self.lines.iter().filter(|line| line.waits()).count()
    }

    /// How many nobody can take.
    pub fn left(&self) -> usize {
        self.lines.iter().filter(|line| line.item.colleagues.is_empty()).count()
    }

    /// How many were given, and how many refused.
    pub fn results(&self) -> (usize, usize) {
        let count =
            |which: fn(&Outcome) -> bool| self.lines.iter().filter(|line| which(&line.outcome)).count();
        (count(|outcome| *outcome == Outcome::Done), count(|outcome| matches!(outcome, Outcome::Refused(_))))
    }
}

#[cfg(test)]
mod tests {
    use creno_types::ids::StaffId;

    use super::*;
    use crate::pages::appointments::samples::appointment;

    fn item(colleagues: &[&str], proposed: Option<&str>) -> ReassignmentItem {
        let person = |slug: &&str| StaffName {
            id: StaffId(Default::default()),
            slug: slug.parse().unwrap(),
            name: (*slug).to_owned(),
        };
        ReassignmentItem {
            appointment: appointment("2026-06-16T10:00:00+02:00", 45),
            etag: "\"1\"".into(),
            colleagues: colleagues.iter().map(person).collect(),
            proposed: proposed.map(|slug| person(&slug)),
            alternatives: Vec::new(),
        }
    }

    #[test]
    fn a_plan_begins_with_what_is_proposed_and_follows_the_choices() {
        let all = Reassignment { items: vec![item(&["bea", "ivo"], Some("bea")), item(&[], None)] };
        let plan = Rc::new(Plan::default()).reduce(Step::Start(Rc::new(all)));
        assert_eq!((plan.waiting(), plan.left()), (1, 1));
        let plan = plan.reduce(Step::Choose(0, Some("ivo".into())));
        assert_eq!(plan.lines[0].receiver().map(|person| person.name.as_str()), Some("ivo"));
        let plan = plan.reduce(Step::Came(0, Outcome::Done));
        assert_eq!((plan.waiting(), plan.results()), (0, (1, 0)));
        let plan = plan.reduce(Step::Came(0, Outcome::Refused("pris".into())));
        assert_eq!((plan.waiting(), plan.results()), (1, (0, 1)));
        assert_eq!(plan.reduce(Step::Choose(0, None)).waiting(), 0);
    }
}
