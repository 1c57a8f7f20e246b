//! What the bearer of a management link may do.

use creno_types::appointment::{AppointmentStatus, ManagedAppointment};
use serde_json::json;

use super::confirm::{ics_url, manage_url};
use super::token::ManageToken;
use crate::app::App;
use crate::ics;
use crate::store::appointments::{self, FullAppointment, NewEvent};
use crate::store::{StoreError, occupancy};

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
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The appointment of a management link.
///
/// # Errors
/// When the link opens nothing.
pub async fn find_managed(app: &App, token: &str) -> Result<ManagedAppointment, ManageError> {
    let (token, full) = open(app, token).await?;
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
        ics_url: ics_url(app, &token),
    })
}

/// The calendar file of the appointment of a management link.
///
/// # Errors
/// When the link opens nothing.
pub async fn calendar_file(app: &App, token: &str) -> Result<String, ManageError> {
    let (token, full) = open(app, token).await?;
    Ok(ics::file(&full, &manage_url(app, &token), app.now()))
}

/// Cancels the appointment of a management link; its time is on offer again at once.
///
/// # Errors
/// When the link opens nothing, or the appointment began already.
pub async fn cancel(app: &App, token: &str) -> Result<(), ManageError> {
    let (_, full) = open(app, token).await?;
    let appointment = full.appointment;
    let now = app.now();
    if appointment.start.utc() <= now || appointment.status != AppointmentStatus::Confirmed {
        return Err(ManageError::Past);
    }
    let mut tx = app.db.begin().await?;
    occupancy::lock_staff(&mut tx, appointment.staff.id).await?;
    if !appointments::cancel(&mut tx, appointment.id).await? {
        tx.rollback().await?;
        return Err(ManageError::Cancelled);
    }
    occupancy::delete_of_appointment(&mut tx, appointment.id).await?;
    let event = NewEvent {
        id: app.new_id(),
        appointment: appointment.id,
        at: now,
        kind: "cancelled",
        actor: "client",
        staff: None,
        changes: json!({ "status": ["confirmed", "cancelled"] }),
    };
    appointments::insert_event(&mut tx, event).await?;
    Ok(tx.commit().await?)
}

async fn open(app: &App, token: &str) -> Result<(ManageToken, FullAppointment), ManageError> {
    let token = ManageToken::read(token).ok_or(ManageError::Unknown)?;
    let full = appointments::find_by_token(&app.db, &token.hash()).await?.ok_or(ManageError::Unknown)?;
    if full.appointment.status == AppointmentStatus::Cancelled {
        return Err(ManageError::Cancelled);
    }
    Ok((token, full))
}
