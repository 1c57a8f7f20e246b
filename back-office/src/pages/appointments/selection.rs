//! The lines that are chosen, to act on them together.

use std::collections::BTreeSet;
use std::rc::Rc;

use chrono::NaiveDate;
use creno_types::appointment::{Appointment, AppointmentStatus};
use yew::prelude::*;

/// References of the chosen lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    chosen: BTreeSet<String>,
    /// The last that was chosen or left: where a stretch of lines begins.
    last: Option<String>,
}

/// What changes it.
#[derive(Clone, Debug)]
pub enum Choose {
    /// A line is chosen, or left.
    One(String, bool),
    /// The same for all lines from the last one to this; the lines are those shown, in their order.
    UpTo(String, bool, Rc<[String]>),
    /// These and no others.
    All(Rc<[String]>),
}

impl Choose {
    /// Leaves every line.
    pub fn none() -> Self {
        Self::All(Rc::from([]))
    }
}

impl Reducible for Selection {
    type Action = Choose;

    fn reduce(self: Rc<Self>, choose: Choose) -> Rc<Self> {
        let mut selection = (*self).clone();
        match choose {
            Choose::One(line, chosen) => selection.set(line, chosen),
            Choose::UpTo(line, chosen, lines) => {
                for line in stretch(&lines, selection.last.as_deref(), &line) {
                    selection.set(line.clone(), chosen);
                }
                selection.last = Some(line);
            }
            Choose::All(lines) => selection = Self { chosen: lines.iter().cloned().collect(), last: None },
        }
        Rc::new(selection)
    }
}

impl Selection {
    fn set(&mut self, line: String, chosen: bool) {
        match chosen {
            true => self.chosen.insert(line.clone()),
            false => self.chosen.remove(&line),
        };
        self.last = Some(line);
    }

    /// Whether the line of that reference is chosen.
    pub fn has(&self, reference: &str) -> bool {
        self.chosen.contains(reference)
    }

    /// Whether each of these lines is chosen, and whether one is at least.
    pub fn extent(&self, lines: &[String]) -> (bool, bool) {
        let chosen = lines.iter().filter(|line| self.has(line)).count();
        (chosen > 0 && chosen == lines.len(), chosen > 0)
    }
}

/// The lines from one to another, whichever comes first; only the second when the first is not there.
fn stretch<'a>(lines: &'a [String], from: Option<&str>, to: &str) -> &'a [String] {
    let place = |wanted: &str| lines.iter().position(|line| line == wanted);
    let Some(to) = place(to) else { return &[] };
    let from = from.and_then(place).unwrap_or(to);
    lines.get(from.min(to)..=from.max(to)).unwrap_or_default()
}

/// Whether something may be done to it with others: what is over or cancelled stays as it is.
pub fn can_be_chosen(appointment: &Appointment) -> bool {
    appointment.status == AppointmentStatus::Confirmed
}

/// Of the lines shown, references of those that can be chosen, and those that are.
pub fn chosen_among<'a>(
    shown: impl Iterator<Item = &'a Appointment>,
    selection: &Selection,
) -> (Rc<[String]>, Rc<[Appointment]>) {
    let items: Vec<_> = shown.filter(|item| can_be_chosen(item)).collect();
    let chosen = items.iter().filter(|item| selection.has(item.reference.as_str()));
    let chosen = chosen.map(|&item| item.clone()).collect();
    (items.iter().map(|item| item.reference.to_string()).collect(), chosen)
}

/// What is chosen, and the lines to choose from.
#[derive(Clone, PartialEq)]
pub struct Choosing {
    /// What is chosen, shown or not; and the means to choose.
    pub selection: UseReducerHandle<Selection>,
    /// References of the lines shown that can be chosen, in their order.
    pub lines: Rc<[String]>,
}

/// What is chosen, for as long as the day and the agency stay the same.
#[hook]
pub fn use_selection(of: (NaiveDate, Option<String>)) -> UseReducerHandle<Selection> {
    let selection = use_reducer_eq(Selection::default);
    {
        let dispatcher = selection.dispatcher();
        use_effect_with(of, move |_| dispatcher.dispatch(Choose::none()));
    }
    selection
}

#[cfg(test)]
mod tests {
    use super::super::samples::appointment;
    use super::*;

    fn lines(text: &str) -> Rc<[String]> {
        text.chars().map(String::from).collect()
    }

    fn chosen(steps: Vec<Choose>) -> String {
        let selection = steps.into_iter().fold(Rc::new(Selection::default()), Selection::reduce);
        selection.chosen.iter().map(String::as_str).collect()
    }

    #[test]
    fn lines_are_chosen_one_by_one_by_stretches_and_together() {
        use Choose::{All, One, UpTo};
        let line = |text: &str| text.to_owned();
        assert_eq!(chosen(vec![One(line("b"), true), One(line("d"), true), One(line("b"), false)]), "d");
        assert_eq!(chosen(vec![One(line("b"), true), UpTo(line("d"), true, lines("abcde"))]), "bcd");
        assert_eq!(chosen(vec![One(line("d"), true), UpTo(line("b"), true, lines("abcde"))]), "bcd");
        // In the order shown, whatever it is.
        assert_eq!(chosen(vec![One(line("b"), true), UpTo(line("d"), true, lines("ebad"))]), "abd");
        let all = || All(lines("abcde"));
        assert_eq!(chosen(vec![all(), One(line("b"), false), UpTo(line("d"), false, lines("abcde"))]), "ae");
        // The line that a stretch would begin with is no longer shown.
        assert_eq!(chosen(vec![One(line("x"), true), UpTo(line("d"), true, lines("abcde"))]), "dx");
        assert_eq!(chosen(vec![UpTo(line("x"), true, lines("abcde"))]), "");
        assert_eq!(chosen(vec![all(), All(lines(""))]), "");
    }

    #[test]
    fn only_what_is_shown_counts() {
        let selection = Rc::new(Selection::default()).reduce(Choose::All(lines("abx")));
        let extent = |shown: &str| selection.extent(&lines(shown));
        assert_eq!(extent("ab"), (true, true));
        assert_eq!(extent("abc"), (false, true));
        assert_eq!(extent("cd"), (false, false));
        assert_eq!(extent(""), (false, false));
    }

    #[test]
    fn what_is_over_or_not_shown_is_not_chosen() {
        let mut items =
            ["09", "10", "11"].map(|hour| appointment(&format!("2026-06-15T{hour}:00:00+02:00"), 45));
        for (item, reference) in items.iter_mut().zip(["CRN-AAAAAA", "CRN-BBBBBB", "CRN-CCCCCC"]) {
            item.reference = reference.parse().unwrap();
        }
        let all = items.iter().map(|item| item.reference.to_string()).collect();
        let selection = Rc::new(Selection::default()).reduce(Choose::All(all));
        items[1].status = AppointmentStatus::Honoured;
        let (lines, chosen) = chosen_among(items.iter().skip(1), &selection);
        assert_eq!(*lines, ["CRN-CCCCCC"]);
        assert_eq!(*chosen, items[2..]);
    }
}
