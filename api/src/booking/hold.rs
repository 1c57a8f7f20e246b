//! Keeping a start for a visitor, and giving it back.

use chrono::{DateTime, TimeDelta, Utc};
use creno_engine::assign::{Candidate, order};
use creno_engine::verdict::verdict;
use creno_engine::{Refusal, Request};
use creno_types::ZonedInstant;
use creno_types::hold::{Hold, NewHold};
use creno_types::ids::OccupancyId;
use creno_types::staff::StaffName;

use super::token::HoldToken;
use crate::app::App;
use crate::slots::{Board, Offer, OfferError, nearest};
use crate::store::StoreError;
use crate::store::occupancy::{self, NewOccupancy};
use crate::store::schedule::{self, Handler, Range};

/// Why a start can't be kept.
#[derive(Debug, thiserror::Error)]
pub enum HoldError {
    /// What is asked is not on offer at all.
    #[error(transparent)]
    Offer(#[from] OfferError),
    /// The start is in the past.
    #[error("start in the past")]
    StartInPast,
    /// The start is not on offer: outside the windows, off the step, too soon or too far.
    #[error("slot not offered")]
    NotOffered {
        /// The nearest starts that are.
        alternatives: Vec<ZonedInstant>,
    },
    /// Everyone who could receive then is taken.
    #[error("slot taken")]
    Taken {
        /// The nearest starts still on offer.
        alternatives: Vec<ZonedInstant>,
    },
}

impl From<StoreError> for HoldError {
    fn from(error: StoreError) -> Self {
        Self::Offer(OfferError::Store(error))
    }
}

/// Keeps a start for [`crate::config::Config::hold_min`] minutes, and chooses who will receive.
///
/// # Errors
/// When the start can't be kept.
pub async fn create_hold(app: &App, new: &NewHold) -> Result<Hold, HoldError> {
    let offer = Offer::find(app, &new.agency, &new.theme, new.channel).await?;
    let start = new.start.utc();
    if start < app.now() {
        return Err(HoldError::StartInPast);
    }
    let date = app.zones.get(offer.agency.timezone).local_date(start.timestamp());
    let board = Board::load(app, &offer, Range { from: date, to: date }).await?;
    let able = if start.timestamp_subsec_nanos() == 0 { board.able(start) } else { Vec::new() };
    if able.is_empty() {
        let alternatives = nearest(app, &offer, start).await?;
        return Err(match board.closest_refusal(start) {
            Some(Refusal::Booked | Refusal::Busy) => HoldError::Taken { alternatives },
            _ => HoldError::NotOffered { alternatives },
        });
    }
    for handler in in_order(app, &offer, able).await? {
        if let Some((token, expires_at)) = try_hold(app, &offer, &board.request(), handler, start).await? {
            return Ok(Hold {
                hold: token.text(),
                expires_at: ZonedInstant::new(expires_at, &offer.agency.timezone),
                staff: StaffName {
                    id: handler.person.id,
                    slug: handler.slug.clone(),
                    name: handler.name.clone(),
                },
            });
        }
    }
    Err(HoldError::Taken { alternatives: nearest(app, &offer, start).await? })
}

/// Gives a hold back. One that lapsed or is unknown is no error: nothing is kept either way.
///
/// # Errors
/// When the database fails.
pub async fn delete_hold(app: &App, token: &str) -> Result<(), StoreError> {
    let Some(token) = HoldToken::read(token) else { return Ok(()) };
    let mut tx = app.db.begin().await?;
    occupancy::delete_hold(&mut tx, &token.hash()).await?;
    tx.commit().await
}

/// How far back "recent" goes for round robin.
const RECENT: TimeDelta = TimeDelta::days(30);

async fn in_order<'a>(
    app: &App,
    offer: &Offer,
    able: Vec<&'a Handler>,
) -> Result<Vec<&'a Handler>, StoreError> {
    let recent = schedule::count_recent(&app.db, offer.agency.id, app.now() - RECENT).await?;
    let candidates = able.into_iter().map(|handler| Candidate {
        who: handler,
        priority: handler.priority,
        recent: recent.get(&handler.person.id).copied().unwrap_or_default(),
    });
    let seed = u64::from_be_bytes(app.random_bytes());
    Ok(order(offer.theme.assignment, candidates.collect(), seed))
}

/// Tries to take one person's time. `None` when somebody else was quicker, or their windows changed.
async fn try_hold(
    app: &App,
    offer: &Offer,
    request: &Request<'_>,
    handler: &Handler,
    start: DateTime<Utc>,
) -> Result<Option<(HoldToken, DateTime<Utc>)>, StoreError> {
    let (staff, rules) = (handler.person.id, &offer.theme.rules);
    let mut tx = app.db.begin().await?;
    if !occupancy::lock_staff(&mut tx, staff).await? {
        tx.rollback().await?;
        return Ok(None);
    }
    let now = app.now();
    occupancy::delete_expired(&mut tx, staff, now).await?;
    let date = request.zone.local_date(start.timestamp());
    let range = Range { from: date, to: date };
    let person = schedule::find_person(&mut tx, staff, offer.agency.id, range, now).await?;
    if verdict(request, &person, start.timestamp()).is_err() {
        tx.rollback().await?;
        return Ok(None);
    }
    let expires_at = now + TimeDelta::minutes(app.config.hold_min.into());
    let token = HoldToken::new(app, expires_at);
    let ends_at = start + TimeDelta::seconds(rules.duration.seconds());
    let inserted = occupancy::insert_hold(
        &mut tx,
        NewOccupancy {
            id: OccupancyId(app.new_id()),
            staff,
            starts_at: start,
            ends_at,
            busy_until: ends_at + TimeDelta::seconds(rules.buffer.seconds()),
            agency: offer.agency.id,
            theme: offer.theme.id,
            channel: offer.channel,
            expires_at,
            token_hash: token.hash(),
        },
    )
    .await;
    match inserted {
        Ok(()) => tx.commit().await.map(|()| Some((token, expires_at))),
        Err(error) if error.is_overlap() => tx.rollback().await.map(|()| None),
        Err(error) => Err(error),
    }
}
