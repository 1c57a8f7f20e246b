//! The stretches of one date in which a person receives, before anything is taken.

use chrono::NaiveDate;

use crate::rules::{Person, Request, Window};
use crate::span::{Span, subtract, union};

/// The open stretches of `person` on `date` for the agency and channel asked.
///
/// One stretch for each window, less the closings of that date: windows that touch or overlap are not
/// joined, since an appointment lies inside one of them.
pub fn stretches(request: &Request<'_>, person: &Person, date: NaiveDate) -> Vec<Span> {
    if request.closed_dates.contains(&date) {
        return Vec::new();
    }
    let standing = |closes: bool| {
        person
            .windows
            .iter()
            .filter(move |window| window.kind.closes() == closes && window.kind.stands_on(date))
            .filter(|window| window.serves(request))
            .map(|window| span(request, window, date))
    };
    let mut openings = standing(false).filter(|span| !span.is_empty()).peekable();
    if openings.peek().is_none() {
        return Vec::new();
    }
    let closings = union(standing(true).collect());
    openings.flat_map(|opening| subtract(opening, &closings)).collect()
}

impl Window {
    /// Whether it concerns the agency and the channel asked.
    pub fn serves(&self, request: &Request<'_>) -> bool {
        self.agency.is_none_or(|agency| agency == request.agency) && self.channels.contains(request.channel)
    }
}

/// The window's stretch of `date`, by the wall clock of the agency asked.
fn span(request: &Request<'_>, window: &Window, date: NaiveDate) -> Span {
    Span::new(request.zone.instant(date, window.from), request.zone.instant(date, window.to))
}
