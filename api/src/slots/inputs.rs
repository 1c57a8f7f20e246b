//! What the rules look at for one person, windows apart, for whoever computes what windows that are not saved yet
//! would offer.

use chrono::{Days, NaiveDate, NaiveTime};
use creno_engine::{Closure, Span};
use creno_types::appointment::Named;
use creno_types::local_minute::LocalMinute;
use creno_types::slot_inputs::{
    AgencyClock, ClockChange, SlotInputs, SlotInputsQuery, SlotRules, TakenBy, TakenTime,
};
use creno_types::slots::SlotsQuery;
use creno_types::team::ClosedTime;

use super::board::{Board, OfferError, Wanted};
use super::snapshot::arrange;
use crate::app::App;
use crate::store::schedule::{self, AgencyHours};
use crate::store::staff::Member as Viewer;
use crate::store::{StoreError, reach};

/// Why nothing is told.
#[derive(Debug, thiserror::Error)]
pub enum InputsError {
    /// What is asked is not on offer at all.
    #[error(transparent)]
    Offer(#[from] OfferError),
    /// The range is backwards, or longer than [`SlotsQuery::MAX_DAYS`].
    #[error("invalid range")]
    InvalidRange,
    /// No such person within reach.
    #[error("unknown person")]
    UnknownStaff,
}

impl From<StoreError> for InputsError {
    fn from(error: StoreError) -> Self {
        Self::Offer(OfferError::Store(error))
    }
}

/// What the rules look at for a person whom `viewer` reaches.
///
/// # Errors
/// When what is asked is not on offer, or out of reach: that is refused like what does not exist.
pub async fn inputs(app: &App, viewer: &Viewer, query: &SlotInputsQuery) -> Result<SlotInputs, InputsError> {
    let days = query.to.signed_duration_since(query.from).num_days() + 1;
    if !(1..=SlotsQuery::MAX_DAYS).contains(&days) {
        return Err(InputsError::InvalidRange);
    }
    if !reach::reaches_agency(&app.db, viewer, &query.agency).await? {
        return Err(OfferError::UnknownAgency.into());
    }
    let staff = reach::find_person(&app.db, viewer, &query.staff).await?;
    let staff = staff.ok_or(InputsError::UnknownStaff)?;
    let wanted =
        Wanted { agency: &query.agency, theme: &query.theme, channel: query.channel, campaign: None };
    let board = Board::find_checked(app, wanted).await?;
    let request = board.request();
    let rules = request.theme;
    let handler = board.handlers().find(|handler| handler.person.id == staff.id);
    let (first, last) = around(query.from, query.to);
    let within = |span: Span| span.overlaps(Span::new(first, last));
    let zone = request.zone;
    let told = |span: Span, by| TakenTime { from: board.read(span.start), to: board.read(span.end), by };
    let mut taken = Vec::new();
    if let Some(handler) = &handler {
        let standing = handler.person.bookings.iter().filter(|booking| booking.stands(request.now));
        taken.extend(
            standing
                .map(|booking| booking.span)
                .filter(|span| within(*span))
                .map(|span| told(span, TakenBy::Booking)),
        );
        let busy = handler.person.busy.iter().copied().filter(|span| within(*span));
        taken.extend(busy.map(|span| told(span, TakenBy::Calendar)));
        taken.sort_by_key(|taken| (taken.from, taken.to));
    }
    let changes = zone.changes_between(first, last).iter();
    let closures = board.snapshot.closures.iter().zip(&board.snapshot.closure_labels);
    let agency = &board.snapshot.agency;
    let name = reach::list_places(&app.db, viewer, staff.id).await?;
    let name = name.into_iter().find(|place| place.agency.id == agency.id).map(|place| place.agency.name);
    Ok(SlotInputs {
        agency: Named { id: agency.id, slug: agency.slug.clone(), name: name.unwrap_or_default() },
        theme: Named {
            id: board.theme().id,
            slug: board.theme().slug.clone(),
            name: board.theme().name.clone(),
        },
        channel: board.channel,
        handles: handler.is_some(),
        now: board.read(request.now),
        rules: SlotRules {
            duration_min: rules.duration,
            buffer_min: rules.buffer,
            step_min: rules.step,
            anchor: rules.anchor,
            notice_min: rules.notice,
            horizon_days: rules.horizon_days,
            channels: rules.channels,
        },
        clock: AgencyClock {
            timezone: agency.timezone.name().to_owned(),
            offset_s: zone.offset_at(first),
            changes: changes.map(|&(at, offset_s)| ClockChange { at: board.read(at), offset_s }).collect(),
        },
        closures: closures
            .filter(|(closure, _)| (query.from..=query.to).contains(&closure.date))
            .map(|(closure, label)| told_closure(*closure, label.clone()))
            .collect(),
        taken,
        staff,
    })
}

/// When an agency is closed between two local dates, both included: closures and public holidays, with their labels.
///
/// # Errors
/// When the database fails.
pub async fn closed_times(
    app: &App,
    agency: &AgencyHours,
    dates: (NaiveDate, NaiveDate),
) -> Result<Vec<ClosedTime>, StoreError> {
    let mut reader = app.db.reader().await?;
    let (ranges, changes) = schedule::list_closed(&mut reader, agency.id, dates).await?;
    let all = arrange(agency.holidays, changes, &ranges, dates).into_iter();
    let asked = all.filter(|(closure, _)| (dates.0..=dates.1).contains(&closure.date));
    Ok(asked.map(|(closure, label)| told_closure(closure, label)).collect())
}

fn told_closure(closure: Closure, label: String) -> ClosedTime {
    let minute = |minutes| LocalMinute::try_from(minutes).unwrap_or_default();
    ClosedTime { date: closure.date, from_time: minute(closure.from), to_time: minute(closure.to), label }
}

/// Whatever touches those local dates begins before the second and ends after the first, in any zone; from the present
/// offset on, so that the table of the zone covers notice and horizon.
fn around(from: NaiveDate, to: NaiveDate) -> (i64, i64) {
    let midnight = |date: NaiveDate| date.and_time(NaiveTime::MIN).and_utc().timestamp();
    let before = from.checked_sub_days(Days::new(2)).unwrap_or(from);
    let after = to.checked_add_days(Days::new(3)).unwrap_or(to);
    (midnight(before), midnight(after))
}
