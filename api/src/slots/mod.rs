//! Starts on offer: snapshots of agencies, the engine's answers about them, and why.
//!
//! A request finds its agency's [`Snapshot`] in memory, and mostly the very bytes of its answer. Both are only ever
//! read from: taking a start checks the database, whatever is kept here.

mod answers;
mod board;
pub mod explain;
pub mod for_staff;
pub mod inputs;
mod snapshot;
mod snapshots;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Days, NaiveDate, Utc};
use creno_engine::starts::{Day, Search};
use creno_types::ZonedInstant;
use creno_types::slots::{SlotDay, Slots, SlotsQuery};
use sha2::{Digest as _, Sha256};

use crate::app::App;
use crate::store::StoreError;
use crate::store::occupancy::HeldOccupancy;
use answers::Question;
pub use answers::{Answers, SlotsAnswer};
pub use board::{Board, Handler, Latitude, OfferError, Wanted};
pub use inputs::closed_times;
pub use snapshot::Snapshot;
pub(crate) use snapshot::arrange;
pub use snapshots::Snapshots;

/// Why starts can't be listed.
#[derive(Debug, thiserror::Error)]
pub enum SlotsError {
    /// What is asked is not on offer at all.
    #[error(transparent)]
    Offer(#[from] OfferError),
    /// The range is backwards, or longer than [`SlotsQuery::MAX_DAYS`].
    #[error("invalid range")]
    InvalidRange,
    /// The list has no JSON form.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// The starts on offer between two local dates, and the first one after them.
///
/// `own` is the visitor's own hold, which is not in their way.
///
/// # Errors
/// When what is asked is not on offer, or the range is wrong.
pub async fn list_slots(
    app: &App,
    query: &SlotsQuery,
    own: Option<&HeldOccupancy>,
) -> Result<Arc<SlotsAnswer>, SlotsError> {
    let days = query.to.signed_duration_since(query.from).num_days() + 1;
    if !(1..=SlotsQuery::MAX_DAYS).contains(&days) {
        return Err(SlotsError::InvalidRange);
    }
    let board = Board::find(app, query.into()).await?;
    if let Some(hold) = own {
        return Ok(Arc::new(answer(&board.without(hold.staff, hold.span()), query.from, query.to)?));
    }
    let question = Question {
        agency: board.snapshot.agency.id,
        theme: board.theme().id,
        channel: board.channel,
        campaign: board.campaign_id(),
        from: query.from,
        to: query.to,
    };
    if let Some(answer) = app.answers.get(&question, board.snapshot.number, board.request().now) {
        return Ok(answer);
    }
    let answer = Arc::new(answer(&board, query.from, query.to)?);
    app.answers.keep(question, answer.clone());
    Ok(answer)
}

impl<'a> From<&'a SlotsQuery> for Wanted<'a> {
    fn from(query: &'a SlotsQuery) -> Self {
        Self {
            agency: &query.agency,
            theme: &query.theme,
            channel: query.channel,
            campaign: query.campaign.as_deref(),
        }
    }
}

fn answer(board: &Board, from: NaiveDate, to: NaiveDate) -> Result<SlotsAnswer, SlotsError> {
    let request = board.request();
    let people: Vec<_> = board.handlers().map(|handler| handler.person).collect();
    let search = Search::new(&request, &people);
    let days: Vec<Day> = search.days(from, to).collect();
    let next = search.next_after(to);

    let first = days.first().and_then(|day| day.starts.first().copied()).or(next);
    let slots = Slots {
        timezone: board.snapshot.agency.timezone.name().to_owned(),
        from,
        to,
        days: days
            .into_iter()
            .map(|day| SlotDay {
                date: day.date,
                starts: day.starts.into_iter().map(|start| board.read(start)).collect(),
            })
            .collect(),
        next: next.map(|start| board.read(start)),
    };
    let json = serde_json::to_vec(&slots)?;
    let digest = Sha256::digest(&json);
    let etag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(&digest[..12]));
    Ok(SlotsAnswer::new(board.snapshot.number, right_until(board, first), etag, json))
}

/// The first instant at which an answer may be wrong although nothing changed: its first start grows nearer than the
/// notice, a hold lapses, or another day begins and the horizon moves.
fn right_until(board: &Board, first: Option<i64>) -> i64 {
    let request = board.request();
    let today = request.zone.local_date(request.now);
    let midnight = today.succ_opt().map_or(request.now, |tomorrow| request.zone.instant(tomorrow, 0));
    let too_near = first.map(|first| first - request.theme.notice.seconds() + 1);
    let holds = board.snapshot.members.iter().flat_map(|member| &member.person.bookings);
    let lapses = holds.filter_map(|booking| booking.expires).filter(|expires| *expires > request.now).min();
    [Some(midnight), too_near, lapses].into_iter().flatten().min().unwrap_or(midnight)
}

/// How many starts are proposed instead of one that is not on offer, and how far around it they are looked for.
const ALTERNATIVES: (usize, u64) = (6, 21);

/// The starts on offer that are nearest to `start`, in order of time.
pub fn nearest(board: &Board, start: DateTime<Utc>) -> Vec<ZonedInstant> {
    let (count, days) = ALTERNATIVES;
    let request = board.request();
    // A start that has passed, or is absurdly far, is answered with what comes first.
    let around = request.zone.local_date(start.timestamp().max(request.now));
    let from = around.checked_sub_days(Days::new(days)).unwrap_or(around);
    let to = around.checked_add_days(Days::new(days)).unwrap_or(around);
    let people: Vec<_> = board.handlers().map(|handler| handler.person).collect();
    let search = Search::new(&request, &people);
    let mut starts: Vec<_> = search.days(from, to).flat_map(|day| day.starts).collect();
    starts.sort_by_key(|at| (at - start.timestamp()).abs());
    starts.truncate(count);
    starts.sort_unstable();
    starts.into_iter().map(|at| board.read(at)).collect()
}

impl From<StoreError> for SlotsError {
    fn from(error: StoreError) -> Self {
        Self::Offer(OfferError::Store(error))
    }
}
