//! Keeping a start for a visitor, and giving it back.

use std::borrow::Cow;

use chrono::{DateTime, TimeDelta, Utc};
use creno_engine::Rule;
use creno_engine::assign::{Candidate, order};
use creno_engine::verdict::verdict;
use creno_types::ZonedInstant;
use creno_types::hold::{Hold, NewHold, Renewal};
use creno_types::ids::{OccupancyId, StaffId};
use creno_types::staff::StaffName;
use creno_types::theme::Assignment;

use super::token::HoldToken;
use crate::app::App;
use crate::slots::{Board, Handler, Latitude, OfferError, Wanted, nearest};
use crate::store::occupancy::{self, HeldOccupancy, NewOccupancy};
use crate::store::{Queries, StoreError, Tx, members, schedule};

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
/// What this process knows serves to choose; the start is then taken under the person's lock, and refused only on
/// what the database says at that time.
///
/// # Errors
/// When the start can't be kept.
pub async fn create_hold(app: &App, new: &NewHold) -> Result<Hold, HoldError> {
    keep(app, new, Latitude::default()).await
}

/// The same, for whom has that latitude.
pub(super) async fn keep(app: &App, new: &NewHold, latitude: Latitude) -> Result<Hold, HoldError> {
    let wanted = Wanted {
        agency: &new.agency,
        theme: &new.theme,
        channel: new.channel,
        campaign: new.campaign.as_deref(),
    };
    let start = new.start.utc();
    if start < app.now() {
        return Err(HoldError::StartInPast);
    }
    let replaced = match new.replaces.as_deref().and_then(HoldToken::read) {
        Some(token) => find_replaced(app, token).await?,
        None => None,
    };
    for round in 0..ROUNDS {
        // First on what this process knows; what it would refuse is looked up.
        let board = match round {
            0 => Board::find(app, wanted).await?,
            _ => Board::find_checked(app, wanted).await?,
        };
        let board = board.with(latitude);
        // A visitor keeps one start at a time: theirs is not in their own way.
        let board = match &replaced {
            Some(old) => board.without(old.staff, old.span()),
            None => board,
        };
        let handlers = in_order(app, &board, start).await?;
        if handlers.is_empty() && round > 0 {
            return Err(refusal(&board, start));
        }
        for handler in handlers {
            match attempt(app, &board, &handler, start, replaced.as_ref()).await? {
                Attempt::Held(token, expires_at) => return Ok(hold(&board, &handler, &token, expires_at)),
                Attempt::Taken => {}
                // What the choice was made on is no longer so.
                Attempt::Outdated => break,
            }
        }
    }
    Err(refusal(&Board::find_checked(app, wanted).await?.with(latitude), start))
}

/// A hold that gives way to another.
struct Replaced {
    token: HoldToken,
    hold: HeldOccupancy,
}

impl std::ops::Deref for Replaced {
    type Target = HeldOccupancy;

    fn deref(&self) -> &HeldOccupancy {
        &self.hold
    }
}

async fn find_replaced(app: &App, token: HoldToken) -> Result<Option<Replaced>, StoreError> {
    let hold = occupancy::find_hold(&app.db, &token.hash()).await?;
    Ok(hold.filter(|hold| hold.expires_at > app.now()).map(|hold| Replaced { token, hold }))
}

/// The hold of that token, unless it lapsed.
///
/// # Errors
/// When the database fails.
pub async fn find_live_hold(app: &App, token: &str) -> Result<Option<HeldOccupancy>, StoreError> {
    match HoldToken::read(token) {
        Some(token) => Ok(find_replaced(app, token).await?.map(|replaced| replaced.hold)),
        None => Ok(None),
    }
}

/// How often the choice is made again because somebody was quicker or a setting changed meanwhile.
pub(super) const ROUNDS: u8 = 5;

fn hold(board: &Board, handler: &Handler<'_>, token: &HoldToken, expires_at: DateTime<Utc>) -> Hold {
    Hold {
        hold: token.text(),
        expires_at: ZonedInstant::new(expires_at, &board.snapshot.agency.timezone),
        staff: StaffName {
            id: handler.person.id,
            slug: handler.member.slug.clone(),
            name: handler.member.name.clone(),
        },
    }
}

pub(super) fn refusal(board: &Board, start: DateTime<Utc>) -> HoldError {
    let alternatives = nearest(board, start);
    match board.closest_refusal(start) {
        Some(Rule::Booked | Rule::Busy) => HoldError::Taken { alternatives },
        _ => HoldError::NotOffered { alternatives },
    }
}

/// Gives a hold back. One that lapsed or is unknown is no error: nothing is kept either way.
///
/// # Errors
/// When the database fails.
pub async fn delete_hold(app: &App, token: &str) -> Result<(), StoreError> {
    let Some(token) = HoldToken::read(token) else { return Ok(()) };
    let Some(hold) = occupancy::find_hold(&app.db, &token.hash()).await? else { return Ok(()) };
    let mut tx = app.db.begin().await?;
    occupancy::lock_staff(&mut tx, hold.staff).await?;
    occupancy::delete_hold(&mut tx, &token.hash()).await?;
    tx.commit().await
}

/// How far back "recent" goes for round robin.
const RECENT: TimeDelta = TimeDelta::days(30);

/// Those who may receive at `start`, in the order in which they are to be tried.
pub(super) async fn in_order<'a>(
    app: &App,
    board: &'a Board,
    start: DateTime<Utc>,
) -> Result<Vec<Handler<'a>>, StoreError> {
    let able = board.able(start);
    let assignment = board.theme().assignment;
    let recent = match assignment {
        Assignment::RoundRobin if able.len() > 1 => {
            members::count_recent(&app.db, board.snapshot.agency.id, app.now() - RECENT).await?
        }
        Assignment::Random | Assignment::Priority | Assignment::RoundRobin => Default::default(),
    };
    let candidates = able.into_iter().map(|handler| Candidate {
        priority: handler.priority,
        recent: recent.get(&handler.person.id).copied().unwrap_or_default(),
        who: handler,
    });
    Ok(order(assignment, candidates.collect(), u64::from_be_bytes(app.random_bytes())))
}

/// What came of trying to take one person's time.
enum Attempt {
    /// It is kept until then.
    Held(HoldToken, DateTime<Utc>),
    /// Somebody else was quicker, or their windows changed.
    Taken,
    /// The agency's settings changed since the board was read, or the person is no longer there.
    Outdated,
}

async fn attempt(
    app: &App,
    board: &Board,
    handler: &Handler<'_>,
    start: DateTime<Utc>,
    replaced: Option<&Replaced>,
) -> Result<Attempt, StoreError> {
    let mut tx = app.db.begin().await?;
    let attempt = take(app, &mut tx, board, handler, start, replaced).await;
    match attempt {
        Ok(Attempt::Held(..)) => {
            tx.commit().await?;
            app.metrics.hold();
        }
        Ok(Attempt::Taken | Attempt::Outdated) => tx.rollback().await?,
        Err(ref error) if error.is_overlap() => {
            tx.rollback().await?;
            return Ok(Attempt::Taken);
        }
        Err(_) => {}
    }
    attempt
}

async fn take(
    app: &App,
    tx: &mut Tx,
    board: &Board,
    handler: &Handler<'_>,
    start: DateTime<Utc>,
    replaced: Option<&Replaced>,
) -> Result<Attempt, StoreError> {
    let (staff, rules, agency) = (handler.person.id, &board.theme().rules, board.snapshot.agency.id);
    let Some(version) = lock(tx, staff, replaced).await? else { return Ok(Attempt::Outdated) };
    let settings = schedule::find_settings_revision(tx, agency).await?;
    if settings != Some(board.snapshot.revision.settings) {
        return Ok(Attempt::Outdated);
    }
    let now = app.now();
    occupancy::delete_expired(tx, staff, now).await?;
    // Our own lock is the only thing that happened to them since the board was read, or they are read again.
    if replaced.is_some() || version != handler.member.version + 1 {
        let date = board.snapshot.zone.local_date(start.timestamp());
        let person = members::find_person(tx, staff, agency, date).await?;
        if verdict(&board.request(), &board.receiving(Cow::Owned(person)), start.timestamp()).is_err() {
            return Ok(Attempt::Taken);
        }
    }
    let expires_at = now + TimeDelta::minutes(app.config.hold_min.into());
    let token = HoldToken::new(app, expires_at);
    let ends_at = start + TimeDelta::seconds(rules.duration.seconds());
    let hold = NewOccupancy {
        id: OccupancyId(app.new_id()),
        staff,
        starts_at: start,
        ends_at,
        busy_until: ends_at + TimeDelta::seconds(rules.buffer.seconds()),
        agency,
        theme: board.theme().id,
        channel: board.channel,
        campaign: board.campaign_id(),
        expires_at,
        token_hash: token.hash(),
    };
    occupancy::insert_hold(tx, hold).await?;
    Ok(Attempt::Held(token, expires_at))
}

/// Locks the person, and gives back the hold that gives way, its person locked too. The person's version; none when
/// they are no longer active.
async fn lock(tx: &mut Tx, staff: StaffId, replaced: Option<&Replaced>) -> Result<Option<i64>, StoreError> {
    let Some(old) = replaced else { return occupancy::lock_version(tx, staff).await };
    if !occupancy::lock_both(tx, old.staff, staff).await? {
        return Ok(None);
    }
    occupancy::delete_hold(tx, &old.token.hash()).await?;
    Ok(Some(0))
}

/// Why a token keeps nothing, or nothing any more.
#[derive(Debug, thiserror::Error)]
pub enum HoldGone {
    /// No hold of that token.
    #[error("unknown hold")]
    Unknown,
    /// It lapsed.
    #[error("hold expired")]
    Expired,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The live hold of a token.
pub(super) async fn find_kept(
    source: impl Queries,
    token: &HoldToken,
    now: DateTime<Utc>,
) -> Result<HeldOccupancy, HoldGone> {
    match occupancy::find_hold(source, &token.hash()).await? {
        Some(hold) if hold.expires_at > now => Ok(hold),
        None if !token.has_lapsed(now) => Err(HoldGone::Unknown),
        Some(_) | None => Err(HoldGone::Expired),
    }
}

/// Makes a hold last as long again from now, once.
///
/// # Errors
/// When it lapsed, is unknown, or was renewed already.
pub async fn renew_hold(app: &App, token: &str) -> Result<Renewal, RenewError> {
    let token = HoldToken::read(token).ok_or(HoldGone::Unknown)?;
    let now = app.now();
    let hold = find_kept(&app.db, &token, now).await?;
    if hold.renewed {
        return Err(RenewError::AlreadyRenewed);
    }
    let expires_at = now + TimeDelta::minutes(app.config.hold_min.into());
    let mut tx = app.db.begin().await?;
    occupancy::lock_staff(&mut tx, hold.staff).await?;
    if !occupancy::renew_hold(&mut tx, &token.hash(), now, expires_at).await? {
        tx.rollback().await?;
        return Err(RenewError::AlreadyRenewed);
    }
    tx.commit().await?;
    Ok(Renewal { expires_at: ZonedInstant::new(expires_at, &hold.timezone) })
}

/// Why a hold can't be renewed.
#[derive(Debug, thiserror::Error)]
pub enum RenewError {
    /// There is none.
    #[error(transparent)]
    Gone(#[from] HoldGone),
    /// It was renewed once already.
    #[error("hold already renewed")]
    AlreadyRenewed,
}

impl From<StoreError> for RenewError {
    fn from(error: StoreError) -> Self {
        Self::Gone(error.into())
    }
}
