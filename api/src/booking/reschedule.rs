//! Moving an appointment: the old time is left and the new one taken in one transaction, or nothing changes.

use std::borrow::Cow;

use chrono::{DateTime, TimeDelta, Utc};
use creno_engine::verdict::verdict;
use creno_types::appointment::{AppointmentStatus, ManagedAppointment, MoveAppointment};
use creno_types::ids::StaffId;
use creno_types::message::MessageEvent;
use creno_types::{Channel, ZonedInstant};
use serde_json::json;

use super::author::Author;
use super::hold::{HoldError, HoldGone, ROUNDS, find_kept, in_order, refusal};
use super::manage::{ManageError, managed, open};
use super::release::{Freed, release};
use super::token::HoldToken;
use crate::app::App;
use crate::notifications::announce;
use crate::slots::{Board, Handler, Latitude, OfferError, Wanted};
use crate::store::appointments::{self, FullAppointment, NewTime};
use crate::store::events::{self, NewEvent};
use crate::store::journal::Snapshot;
use crate::store::occupancy::{self, HeldOccupancy};
use crate::store::policies::{self, Policy};
use crate::store::{StoreError, Tx, members, schedule};

/// Why an appointment can't be moved. It stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// The link opens nothing that can be moved.
    #[error(transparent)]
    Managed(#[from] ManageError),
    /// The theme's deadline has passed.
    #[error("too late to move")]
    TooLate {
        /// Until when it could be.
        until: ZonedInstant,
    },
    /// Somebody changed the appointment meanwhile.
    #[error("appointment changed")]
    Changed,
    /// The start can't be had.
    #[error(transparent)]
    Refused(#[from] HoldError),
    /// There is no hold for this theme, or it can't be honoured any more.
    #[error(transparent)]
    Gone(#[from] HoldGone),
}

impl From<StoreError> for MoveError {
    fn from(error: StoreError) -> Self {
        Self::Managed(ManageError::Store(error))
    }
}

impl From<OfferError> for MoveError {
    fn from(error: OfferError) -> Self {
        Self::Refused(HoldError::Offer(error))
    }
}

/// Moves the appointment of a management link.
///
/// # Errors
/// When it can't be moved, or not there; it stays as it was then.
pub async fn reschedule(
    app: &App,
    token: &str,
    wish: &MoveAppointment,
) -> Result<ManagedAppointment, MoveError> {
    let (token, full) = open(app, token).await?;
    let policy = policies::find_policy(&app.db, full.appointment.theme.id).await?;
    let now = app.now();
    let start = full.appointment.start.utc();
    if start <= now || full.appointment.status != AppointmentStatus::Confirmed {
        return Err(ManageError::Past.into());
    }
    let until = start - TimeDelta::seconds(policy.move_deadline.seconds());
    if until < now {
        return Err(MoveError::TooLate { until: full.read(until) });
    }
    let mover = Mover { app, full: &full, policy, author: Author::Client, dry: false };
    match wish {
        // Sent again after a lost answer: it is there already.
        MoveAppointment::Start(wanted) if wanted.utc() == start => {}
        MoveAppointment::Start(wanted) => {
            let agency = full.appointment.agency.id.to_string();
            let channel = full.appointment.channel;
            let wish = Wish { start: wanted.utc(), agency: &agency, channel, latitude: Latitude::default() };
            mover.to_start(wish).await?;
        }
        MoveAppointment::Hold(hold) => mover.to_hold(hold).await?,
    }
    Ok(managed(app, &token).await?)
}

/// Where an appointment is to go.
#[derive(Clone, Copy)]
pub(super) struct Wish<'a> {
    pub(super) start: DateTime<Utc>,
    /// Slug or id of the agency.
    pub(super) agency: &'a str,
    pub(super) channel: Channel,
    pub(super) latitude: Latitude,
}

/// An appointment, and who moves it.
pub(super) struct Mover<'a> {
    pub(super) app: &'a App,
    pub(super) full: &'a FullAppointment,
    pub(super) policy: Policy,
    pub(super) author: Author<'a>,
    /// Only to see what would come of it: everything is undone.
    pub(super) dry: bool,
}

impl Mover<'_> {
    /// To a start on offer when the appointment's own time is left out of account; with the same person if they can. What
    /// the appointment is then.
    pub(super) async fn to_start(&self, wish: Wish<'_>) -> Result<FullAppointment, MoveError> {
        let (app, appointment, start) = (self.app, &self.full.appointment, wish.start);
        if start < app.now() {
            return Err(HoldError::StartInPast.into());
        }
        let theme = appointment.theme.id.to_string();
        let campaign = self.full.campaign.as_ref().map(|campaign| campaign.slug.to_string());
        let wanted = Wanted {
            agency: wish.agency,
            theme: &theme,
            channel: wish.channel,
            campaign: campaign.as_deref(),
        };
        let own = occupancy::find_of_appointment(&app.db, appointment.id).await?.ok_or(MoveError::Changed)?;
        for round in 0..ROUNDS {
            let board = match round {
                0 => Board::find(app, wanted).await?,
                _ => Board::find_checked(app, wanted).await?,
            };
            let board = board.with(wish.latitude).without(own.staff, own.span());
            let mut handlers = in_order(app, &board, start).await?;
            if handlers.is_empty() && round > 0 {
                return Err(refusal(&board, start).into());
            }
            handlers.sort_by_key(|handler| handler.person.id != own.staff);
            for handler in handlers {
                match self.attempt(&board, &handler, start).await? {
                    Attempt::Moved(moved) => return Ok(*moved),
                    Attempt::Taken => {}
                    Attempt::Outdated => break,
                }
            }
        }
        Err(refusal(&Board::find_checked(app, wanted).await?.with(wish.latitude), start).into())
    }

    async fn attempt(
        &self,
        board: &Board,
        handler: &Handler<'_>,
        start: DateTime<Utc>,
    ) -> Result<Attempt, MoveError> {
        let mut tx = self.app.db.begin().await?;
        let attempt = self.take(&mut tx, board, handler, start).await;
        match attempt {
            Ok(Attempt::Moved(_)) if self.dry => tx.rollback().await?,
            Ok(Attempt::Moved(_)) => tx.commit().await?,
            Err(MoveError::Managed(ManageError::Store(ref error))) if error.is_overlap() => {
                tx.rollback().await?;
                return Ok(Attempt::Taken);
            }
            Ok(Attempt::Taken | Attempt::Outdated) | Err(_) => tx.rollback().await?,
        }
        attempt
    }

    async fn take(
        &self,
        tx: &mut Tx,
        board: &Board,
        handler: &Handler<'_>,
        start: DateTime<Utc>,
    ) -> Result<Attempt, MoveError> {
        let (app, appointment) = (self.app, &self.full.appointment);
        let (staff, agency) = (handler.person.id, board.snapshot.agency.id);
        if !occupancy::lock_both(tx, appointment.staff.id, staff).await? {
            return Ok(Attempt::Outdated);
        }
        if schedule::find_settings_revision(tx, agency).await? != Some(board.snapshot.revision.settings) {
            return Ok(Attempt::Outdated);
        }
        let now = app.now();
        let own =
            occupancy::find_of_appointment(&mut *tx, appointment.id).await?.ok_or(MoveError::Changed)?;
        occupancy::delete_expired(tx, staff, now).await?;
        let date = board.snapshot.zone.local_date(start.timestamp());
        let mut person = members::find_person(tx, staff, agency, date).await?;
        if staff == own.staff {
            person.bookings.retain(|booking| booking.span != own.span());
        }
        if verdict(&board.request(), &board.receiving(Cow::Owned(person)), start.timestamp()).is_err() {
            return Ok(Attempt::Taken);
        }
        let ends_at = start + TimeDelta::seconds(board.theme().rules.duration.seconds());
        let time = NewTime {
            staff,
            agency,
            channel: board.channel,
            starts_at: start,
            ends_at,
            busy_until: ends_at + TimeDelta::seconds(board.theme().rules.buffer.seconds()),
            timezone: board.snapshot.agency.timezone,
            now,
        };
        Ok(Attempt::Moved(Box::new(self.write(tx, Freed::of(&own), &time).await?)))
    }

    /// To the time of a hold, which becomes the appointment's.
    async fn to_hold(&self, token: &str) -> Result<(), MoveError> {
        let (app, appointment) = (self.app, &self.full.appointment);
        let token = HoldToken::read(token).ok_or(HoldGone::Unknown)?;
        let hold = find_kept(&app.db, &token, app.now()).await?;
        if hold.theme != appointment.theme.id {
            return Err(HoldGone::Unknown.into());
        }
        if !hold.offered {
            return Err(HoldGone::Expired.into());
        }
        let mut tx = app.db.begin().await?;
        match self.take_hold(&mut tx, &token, &hold).await {
            Ok(()) => Ok(tx.commit().await?),
            Err(error) => {
                tx.rollback().await?;
                Err(error)
            }
        }
    }

    async fn take_hold(&self, tx: &mut Tx, token: &HoldToken, hold: &HeldOccupancy) -> Result<(), MoveError> {
        let appointment = &self.full.appointment;
        if !occupancy::lock_both(tx, appointment.staff.id, hold.staff).await? {
            return Err(HoldGone::Expired.into());
        }
        let own =
            occupancy::find_of_appointment(&mut *tx, appointment.id).await?.ok_or(MoveError::Changed)?;
        if !occupancy::delete_live_hold(tx, &token.hash(), self.app.now()).await? {
            return Err(HoldGone::Expired.into());
        }
        let time = NewTime {
            staff: hold.staff,
            agency: hold.agency,
            channel: hold.channel,
            starts_at: hold.starts_at,
            ends_at: hold.ends_at,
            busy_until: hold.busy_until,
            timezone: hold.timezone,
            now: self.app.now(),
        };
        self.write(tx, Freed::of(&own), &time).await.map(drop)
    }

    /// Writes the new time, frees the old one as the theme asks, and tells the journal.
    async fn write(&self, tx: &mut Tx, freed: Freed, time: &NewTime) -> Result<FullAppointment, MoveError> {
        let (app, appointment) = (self.app, &self.full.appointment);
        if !appointments::update_time(tx, appointment.id, self.full.version, time).await? {
            return Err(MoveError::Changed);
        }
        occupancy::update_of_appointment(tx, appointment.id, time).await?;
        release(app, tx, &self.policy, self.full, freed).await?;
        let moved =
            appointments::find_appointment(&mut *tx, appointment.id).await?.ok_or(MoveError::Changed)?;
        let event = NewEvent {
            id: app.new_id(),
            appointment: appointment.id,
            at: app.now(),
            kind: "moved",
            actor: self.author.actor(),
            staff: self.author.staff(),
            changes: changes(self.full, freed.staff, time),
            snapshot: Some(Snapshot::of(&moved)),
        };
        events::insert_event(tx, event).await?;
        announce(app, tx, MessageEvent::Moved, &moved, Some(self.full)).await?;
        Ok(moved)
    }
}

/// What came of trying to take one person's time.
enum Attempt {
    Moved(Box<FullAppointment>),
    Taken,
    Outdated,
}

/// Before and after, of what changed.
fn changes(full: &FullAppointment, from: StaffId, time: &NewTime) -> serde_json::Value {
    let appointment = &full.appointment;
    let mut changes = json!({ "start": [appointment.start.utc(), time.starts_at] });
    if from != time.staff {
        changes["staff"] = json!([from, time.staff]);
    }
    if appointment.agency.id != time.agency {
        changes["agency"] = json!([appointment.agency.id, time.agency]);
    }
    if appointment.channel != time.channel {
        changes["channel"] = json!([appointment.channel, time.channel]);
    }
    changes
}
