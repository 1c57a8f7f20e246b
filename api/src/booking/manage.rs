//! What the bearer of a management link may do: see, cancel; moving is in [`super::reschedule`].

use chrono::TimeDelta;
use creno_types::appointment::{AppointmentStatus, CancelAppointment, ManagedAppointment};
use creno_types::message::MessageEvent;
use creno_types::template::MessageLang;
use creno_types::theme_messages::Discretion;
use creno_types::{FieldError, FieldErrorCode, ZonedInstant};
use serde_json::json;

use super::author::Author;
use super::confirm::{ics_url, manage_url};
use super::release::{Freed, release};
use super::token::ManageToken;
use crate::app::App;
use crate::ics;
use crate::notifications::{Facts, announce};
use crate::store::appointments::{self, FullAppointment};
use crate::store::events::{self, NewEvent};
use crate::store::journal::Snapshot;
use crate::store::policies::{self, Policy};
use crate::store::{StoreError, clients, documents, occupancy, theme_messages};

/// Why a management link does not open.
#[derive(Debug, thiserror::Error)]
pub enum ManageError {
    /// No appointment of that link.
    #[error("unknown appointment")]
    Unknown,
    /// The appointment was cancelled.
    #[error("appointment cancelled")]
    Cancelled,
    /// The appointment began already, or is over.
    #[error("appointment past")]
    Past,
    /// The theme's deadline to cancel has passed.
    #[error("too late to cancel")]
    TooLateToCancel {
        /// Until when it could be.
        until: ZonedInstant,
    },
    /// Somebody changed the appointment meanwhile.
    #[error("appointment changed")]
    Changed,
    /// What was said can't be kept.
    #[error("invalid fields")]
    InvalidFields(Vec<FieldError>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The appointment of a management link.
///
/// # Errors
/// When the link opens nothing.
pub async fn find_managed(app: &App, token: &str) -> Result<ManagedAppointment, ManageError> {
    managed(app, &ManageToken::read(token).ok_or(ManageError::Unknown)?).await
}

pub(super) async fn managed(app: &App, token: &ManageToken) -> Result<ManagedAppointment, ManageError> {
    let full = find(app, token).await?;
    let (documents, policy) = tokio::try_join!(
        documents::concern(&app.db, full.appointment.theme.id, full.appointment.id),
        policies::find_policy(&app.db, full.appointment.theme.id),
    )?;
    let start = full.appointment.start.utc();
    let before = |deadline: creno_types::Minutes| full.read(start - TimeDelta::seconds(deadline.seconds()));
    let (move_until, cancel_until) = (before(policy.move_deadline), before(policy.cancel_deadline));
    let appointment = full.appointment;
    Ok(ManagedAppointment {
        reference: appointment.reference,
        status: appointment.status,
        start: appointment.start,
        end: appointment.end,
        timezone: appointment.timezone,
        channel: appointment.channel,
        agency: appointment.agency,
        address: full.address,
        theme: appointment.theme,
        instructions: full.instructions,
        staff: appointment.staff,
        move_until,
        cancel_until,
        presence_confirmed_at: appointment.presence_confirmed_at,
        campaign: full.campaign.map(|campaign| campaign.slug),
        documents,
        ics_url: ics_url(app, token),
    })
}

/// The calendar file of an appointment.
///
/// # Errors
/// When the link opens nothing.
pub async fn calendar_file(app: &App, token: &str) -> Result<String, ManageError> {
    let (token, full) = open(app, token).await?;
    let facts = Facts::of(&full);
    // Calendars are read over shoulders.
    let facts = match theme_messages::find_of_appointment(&app.db, full.appointment.id).await? {
        None | Some((_, Discretion::Full)) => facts,
        Some((_, Discretion::Neutral | Discretion::Silent)) => facts.neutral(MessageLang::Fr),
    };
    Ok(ics::file(&facts, &manage_url(app, &token), app.now()))
}

/// Cancels the appointment of a management link; its time is freed as the theme asks.
///
/// # Errors
/// When the link opens nothing, the appointment began already, or the deadline has passed.
pub async fn cancel(app: &App, token: &str, wish: &CancelAppointment) -> Result<(), ManageError> {
    if wish.reason.chars().count() > CancelAppointment::MAX_REASON {
        return Err(ManageError::InvalidFields(vec![FieldError::new("reason", FieldErrorCode::TooLong)]));
    }
    let (_, full) = open(app, token).await?;
    let policy = policies::find_policy(&app.db, full.appointment.theme.id).await?;
    let appointment = &full.appointment;
    let (now, start) = (app.now(), appointment.start.utc());
    if start <= now || appointment.status != AppointmentStatus::Confirmed {
        return Err(ManageError::Past);
    }
    let until = start - TimeDelta::seconds(policy.cancel_deadline.seconds());
    if until < now {
        return Err(ManageError::TooLateToCancel { until: full.read(until) });
    }
    match call_off(app, Author::Client, &full, &policy, &wish.reason).await {
        // Cancelled or moved from another screen: say which.
        Err(ManageError::Changed) => Err(open(app, token).await.err().unwrap_or(ManageError::Changed)),
        other => other,
    }
}

/// Cancels an appointment, frees its time as the theme asks, and tells everyone.
pub(super) async fn call_off(
    app: &App,
    author: Author<'_>,
    full: &FullAppointment,
    policy: &Policy,
    reason: &str,
) -> Result<(), ManageError> {
    let (appointment, now) = (&full.appointment, app.now());
    let mut tx = app.db.begin().await?;
    occupancy::lock_staff(&mut tx, appointment.staff.id).await?;
    let taken = occupancy::find_of_appointment(&mut tx, appointment.id).await?;
    if !appointments::cancel(&mut tx, appointment.id, full.version).await? {
        tx.rollback().await?;
        return Err(ManageError::Changed);
    }
    occupancy::delete_of_appointment(&mut tx, appointment.id).await?;
    if let Some(taken) = taken {
        release(app, &mut tx, policy, full, Freed::of(&taken)).await?;
    }
    let reason = reason.trim();
    if !reason.is_empty() {
        clients::update_cancel_reason(&mut tx, appointment.id, reason.to_owned()).await?;
    }
    let cancelled =
        appointments::find_appointment(&mut tx, appointment.id).await?.ok_or(ManageError::Unknown)?;
    let event = NewEvent {
        id: app.new_id(),
        appointment: appointment.id,
        at: now,
        kind: "cancelled",
        actor: author.actor(),
        staff: author.staff(),
        changes: json!({ "status": ["confirmed", "cancelled"] }),
        snapshot: Some(Snapshot::of(&cancelled)),
    };
    events::insert_event(&mut tx, event).await?;
    announce(app, &mut tx, MessageEvent::Cancelled, &cancelled, None).await?;
    Ok(tx.commit().await?)
}

/// Notes that the client will come; once noted, it stays so until the appointment is moved.
///
/// # Errors
/// When the link opens nothing, or the appointment began already.
pub async fn confirm_presence(app: &App, token: &str) -> Result<ManagedAppointment, ManageError> {
    let (token, full) = open(app, token).await?;
    let appointment = &full.appointment;
    let (now, start) = (app.now(), appointment.start.utc());
    if start <= now || appointment.status != AppointmentStatus::Confirmed {
        return Err(ManageError::Past);
    }
    let mut tx = app.db.begin().await?;
    if appointments::confirm_presence(&mut tx, appointment.id, start, now).await? {
        let confirmed = appointments::find_appointment(&mut tx, appointment.id).await?;
        let event = NewEvent {
            id: app.new_id(),
            appointment: appointment.id,
            at: now,
            kind: "presence_confirmed",
            actor: "client",
            staff: None,
            changes: json!({ "start": start }),
            snapshot: confirmed.as_ref().map(Snapshot::of),
        };
        events::insert_event(&mut tx, event).await?;
        tx.commit().await?;
    } else {
        tx.rollback().await?;
    }
    let managed = managed(app, &token).await?;
    // Moved meanwhile: nobody said that they come then.
    if managed.presence_confirmed_at.is_none() { Err(ManageError::Changed) } else { Ok(managed) }
}

/// The appointment of a link that is still good for something.
pub(crate) async fn open(app: &App, token: &str) -> Result<(ManageToken, FullAppointment), ManageError> {
    let token = ManageToken::read(token).ok_or(ManageError::Unknown)?;
    let full = find(app, &token).await?;
    Ok((token, full))
}

async fn find(app: &App, token: &ManageToken) -> Result<FullAppointment, ManageError> {
    let full = appointments::find_by_token(&app.db, &token.hash()).await?.ok_or(ManageError::Unknown)?;
    if full.appointment.status == AppointmentStatus::Cancelled {
        return Err(ManageError::Cancelled);
    }
    Ok(full)
}
