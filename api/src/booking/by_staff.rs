//! What staff, and programs by key, do to appointments within their reach: book for a client, move, give to somebody
//! else, cancel, say whether the client came. The same rules and the same messages as for clients, but the theme's
//! notice and deadlines, which are there to protect staff.

use creno_types::appointment::{
    Appointment, AppointmentPatch, AppointmentStatus, BookAppointment, CancelAppointment, NewAppointment,
};
use creno_types::hold::NewHold;
use creno_types::ids::StaffId;
use creno_types::staff::Scope;
use creno_types::{FieldError, FieldErrorCode};
use serde_json::json;

use super::author::Author;
use super::confirm::{self, AnswerKey, ConfirmError, Given, already_answered};
use super::hold::{HoldError, HoldGone, delete_hold, keep};
use super::manage::{ManageError, call_off};
use super::reschedule::{MoveError, Mover, Wish};
use super::token::HoldToken;
use crate::app::App;
use crate::precondition::{Changed, Precondition};
use crate::slots::{Latitude, OfferError};
use crate::store::appointments::{self, FullAppointment};
use crate::store::events::{self, NewEvent};
use crate::store::journal::Snapshot;
use crate::store::staff::Member;
use crate::store::{StoreError, Tx, occupancy, policies, reach};

/// Why an appointment can't be taken or changed. It stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// No such appointment, or none within reach.
    #[error("unknown, or out of reach")]
    Unknown,
    /// It is not what was seen.
    #[error(transparent)]
    Changed(#[from] Changed),
    /// The same request is being served.
    #[error("the same request is being served")]
    InProgress,
    /// The client can't have come or stayed away yet.
    #[error("the appointment has not begun")]
    NotBegun,
    /// Some fields can't be accepted.
    #[error("invalid fields")]
    InvalidFields(Vec<FieldError>),
    /// The start can't be kept.
    #[error(transparent)]
    Hold(#[from] HoldError),
    /// What was kept can't become an appointment.
    #[error(transparent)]
    Confirm(#[from] ConfirmError),
    /// It can't be cancelled.
    #[error(transparent)]
    Manage(#[from] ManageError),
    /// It can't be moved.
    #[error(transparent)]
    Move(#[from] MoveError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Books for a client. The same `key` and request by the same author get the same appointment.
///
/// # Errors
/// When the start, the person or the form can't be accepted; nothing is kept then.
pub async fn book(
    app: &App,
    member: &Member,
    new: &BookAppointment,
    key: Option<&str>,
) -> Result<FullAppointment, ActError> {
    let author = Author::Member(member);
    let by = member.key.as_ref().map_or(member.staff.id.0, |key| key.id);
    let answer = key.map(|key| AnswerKey::new(&format!("{} {by} {key}", author.actor()), new));
    let in_use = answer.as_ref().map(|answer| app.in_progress.take(&answer.key_hash));
    if matches!(in_use, Some(None)) {
        return Err(ActError::InProgress);
    }
    if let Some(full) = already_answered(app, answer.as_ref()).await? {
        return Ok(full);
    }
    if !reach::reaches_agency(&app.db, member, &new.agency).await? {
        return Err(HoldError::Offer(OfferError::UnknownAgency).into());
    }
    let only = match (member.scope, &new.staff) {
        (_, Some(name)) => Some(person(app, member, name).await?),
        (Scope::Own, None) => Some(member.staff.id),
        (Scope::Perimeter | Scope::Network, None) => None,
    };
    let wanted = NewHold {
        agency: new.agency.clone(),
        theme: new.theme.clone(),
        channel: new.channel,
        start: new.start,
        campaign: new.campaign.clone(),
        replaces: None,
    };
    let hold = match keep(app, &wanted, Latitude { only, at_once: true, ..Latitude::default() }).await {
        Ok(hold) => hold,
        // Another instance may have served the same request meanwhile.
        Err(refused) => return Ok(already_answered(app, answer.as_ref()).await?.ok_or(refused)?),
    };
    let token = HoldToken::read(&hold.hold).ok_or(ConfirmError::Gone(HoldGone::Unknown))?;
    let form = NewAppointment {
        hold: hold.hold.clone(),
        client: new.client.clone(),
        consent: new.consent,
        consent_version: String::new(),
        lang: new.lang.clone(),
        challenge: None,
        email_code: String::new(),
        website: String::new(),
        fax: String::new(),
    };
    match confirm::take(app, &form, &token, Given::by(author, answer.as_ref())).await {
        Ok(full) => Ok(full),
        Err(refused) => {
            delete_hold(app, &hold.hold).await?;
            // The same request may have been served meanwhile: its answer is ours.
            Ok(already_answered(app, answer.as_ref()).await?.ok_or(refused)?)
        }
    }
}

/// Who is to receive, of those within reach.
async fn person(app: &App, member: &Member, name: &str) -> Result<StaffId, ActError> {
    let found = reach::find_person(&app.db, member, name).await?;
    let unknown = || ActError::InvalidFields(vec![FieldError::new("staff", FieldErrorCode::NotChoice)]);
    Ok(found.ok_or_else(unknown)?.id)
}

/// Moves an appointment, or gives it to somebody else, of any agency.
///
/// # Errors
/// When it is out of reach, over, not what was seen, or can't go there.
pub async fn change(
    app: &App,
    member: &Member,
    name: &str,
    seen: &Precondition,
    patch: &AppointmentPatch,
) -> Result<Appointment, ActError> {
    let full = open(app, member, name, seen).await?;
    let moved = carry_out(app, member, &full, patch, false).await?;
    Ok(shown(member, moved.unwrap_or(full)))
}

/// What the appointment is once changed; none when it is so already. With `dry`, everything is undone.
pub(super) async fn carry_out(
    app: &App,
    member: &Member,
    full: &FullAppointment,
    patch: &AppointmentPatch,
    dry: bool,
) -> Result<Option<FullAppointment>, ActError> {
    refuse_past(app, full)?;
    let appointment = &full.appointment;
    // A colleague is somebody to whom work is given, not somebody whose agenda is read.
    let anyone = Member { scope: Scope::Network, ..member.clone() };
    let only = match &patch.staff {
        Some(name) => Some(person(app, &anyone, name).await?),
        None => None,
    };
    let start = patch.start.unwrap_or(appointment.start).utc();
    let channel = patch.channel.unwrap_or(appointment.channel);
    let same_agency = patch.agency.as_ref().is_none_or(|agency| {
        *agency == appointment.agency.id.to_string() || agency == appointment.agency.slug.as_str()
    });
    let same_person = only.is_none_or(|only| only == appointment.staff.id);
    if start == appointment.start.utc() && channel == appointment.channel && same_agency && same_person {
        return Ok(None);
    }
    let own = appointment.agency.id.to_string();
    let policy = policies::find_policy(&app.db, appointment.theme.id).await?;
    let mover = Mover { app, full, policy, author: Author::Member(member), dry };
    let latitude = Latitude { only, at_once: true, ..Latitude::default() };
    let agency = patch.agency.as_deref().unwrap_or(&own);
    Ok(Some(mover.to_start(Wish { start, agency, channel, latitude }).await?))
}

/// Refuses what has begun, or is over.
pub(super) fn refuse_past(app: &App, full: &FullAppointment) -> Result<(), ManageError> {
    let appointment = &full.appointment;
    let stands = appointment.status == AppointmentStatus::Confirmed && appointment.start.utc() > app.now();
    if stands { Ok(()) } else { Err(ManageError::Past) }
}

/// Cancels an appointment; the client is told.
///
/// # Errors
/// When it is out of reach, over, not what was seen, or the reason is too long.
pub async fn cancel(
    app: &App,
    member: &Member,
    name: &str,
    seen: &Precondition,
    wish: &CancelAppointment,
) -> Result<(), ActError> {
    if wish.reason.chars().count() > CancelAppointment::MAX_REASON {
        return Err(ActError::InvalidFields(vec![FieldError::new("reason", FieldErrorCode::TooLong)]));
    }
    let full = open(app, member, name, seen).await?;
    refuse_past(app, &full)?;
    let policy = policies::find_policy(&app.db, full.appointment.theme.id).await?;
    Ok(call_off(app, Author::Member(member), &full, &policy, &wish.reason).await?)
}

/// Says whether the client came: from the day before on, for whom arrives, and once it has begun for whom does not.
///
/// # Errors
/// When the appointment is out of reach, cancelled, not what was seen, or it is too early to say.
pub async fn attend(
    app: &App,
    member: &Member,
    name: &str,
    seen: &Precondition,
    status: AppointmentStatus,
) -> Result<Appointment, ActError> {
    let full = open(app, member, name, seen).await?;
    let (appointment, now) = (&full.appointment, app.now());
    if status == AppointmentStatus::Cancelled {
        return Err(ActError::InvalidFields(vec![FieldError::new("status", FieldErrorCode::NotChoice)]));
    }
    if !status.can_be_noted(appointment.start.utc(), now) {
        return Err(ActError::NotBegun);
    }
    if appointment.status == status {
        return Ok(shown(member, full));
    }
    let mut tx = app.db.begin().await?;
    let noted = note_attendance(app, &mut tx, member, &full, status).await;
    match noted {
        Ok(noted) => {
            tx.commit().await?;
            Ok(shown(member, noted))
        }
        Err(error) => {
            tx.rollback().await?;
            Err(error)
        }
    }
}

async fn note_attendance(
    app: &App,
    tx: &mut Tx,
    member: &Member,
    full: &FullAppointment,
    status: AppointmentStatus,
) -> Result<FullAppointment, ActError> {
    let appointment = &full.appointment;
    occupancy::lock_staff(tx, appointment.staff.id).await?;
    if !appointments::update_status(tx, appointment.id, full.version, status).await? {
        return Err(ManageError::Changed.into());
    }
    let noted = appointments::find_appointment(&mut *tx, appointment.id).await?.ok_or(ActError::Unknown)?;
    let author = Author::Member(member);
    let event = NewEvent {
        id: app.new_id(),
        appointment: appointment.id,
        at: app.now(),
        kind: "attendance",
        actor: author.actor(),
        staff: author.staff(),
        changes: json!({ "status": [appointment.status, status] }),
        snapshot: Some(Snapshot::of(&noted)),
    };
    events::insert_event(tx, event).await?;
    Ok(noted)
}

/// The appointment, when it is within reach, stands, and is what was seen.
pub(super) async fn open(
    app: &App,
    member: &Member,
    name: &str,
    seen: &Precondition,
) -> Result<FullAppointment, ActError> {
    let full = appointments::find_within(&app.db, member, name).await?.ok_or(ActError::Unknown)?;
    seen.check(&shown(member, full.clone()))?;
    if full.appointment.status == AppointmentStatus::Cancelled {
        return Err(ManageError::Cancelled.into());
    }
    Ok(full)
}

/// The appointment as `member` sees it.
pub fn shown(member: &Member, full: FullAppointment) -> Appointment {
    member.sight.of(full.appointment)
}
