//! Starts on offer to staff, who need no notice.

use creno_types::appointment::StaffSlotsQuery;
use creno_types::ids::StaffId;
use creno_types::slots::SlotsQuery;
use creno_types::staff::Scope;

use super::board::{Board, Latitude, OfferError, Wanted};
use super::{SlotsAnswer, SlotsError, answer};
use crate::app::App;
use crate::store::staff::Member;
use crate::store::{StoreError, appointments, occupancy, reach};

/// Why no starts are listed to staff.
#[derive(Debug, thiserror::Error)]
pub enum StaffSlotsError {
    /// What is asked is not on offer at all, or the range is wrong.
    #[error(transparent)]
    Slots(#[from] SlotsError),
    /// No such person, or none within reach.
    #[error("unknown person")]
    UnknownStaff,
    /// No such appointment, or none within reach.
    #[error("unknown appointment")]
    UnknownAppointment,
}

impl From<StoreError> for StaffSlotsError {
    fn from(error: StoreError) -> Self {
        Self::Slots(error.into())
    }
}

impl From<OfferError> for StaffSlotsError {
    fn from(error: OfferError) -> Self {
        Self::Slots(error.into())
    }
}

/// The starts on offer to `member` between two local dates, and the first one after them: those at which an appointment
/// may be booked, or the one named moved or given to somebody.
///
/// # Errors
/// When what is asked is not on offer or out of reach, or the range is wrong.
pub async fn list(
    app: &App,
    member: &Member,
    query: &StaffSlotsQuery,
) -> Result<SlotsAnswer, StaffSlotsError> {
    let days = query.to.signed_duration_since(query.from).num_days() + 1;
    if !(1..=SlotsQuery::MAX_DAYS).contains(&days) {
        return Err(SlotsError::InvalidRange.into());
    }
    let moved = match &query.appointment {
        None => None,
        Some(name) => {
            let found = appointments::find_within(&app.db, member, name).await?;
            Some(found.ok_or(StaffSlotsError::UnknownAppointment)?)
        }
    };
    if moved.is_none() && !reach::reaches_agency(&app.db, member, &query.agency).await? {
        return Err(OfferError::UnknownAgency.into());
    }
    let only = only(app, member, query, moved.is_some()).await?;
    let own_campaign = moved.as_ref().and_then(|full| full.campaign.as_ref());
    let own_campaign = own_campaign.map(|campaign| campaign.slug.as_str());
    let wanted = Wanted {
        agency: &query.agency,
        theme: &query.theme,
        channel: query.channel,
        campaign: query.campaign.as_deref().or(own_campaign),
    };
    let mut board = Board::find(app, wanted).await?.with(Latitude { only, at_once: true, except: None });
    if let Some(full) = moved
        && let Some(own) = occupancy::find_of_appointment(&app.db, full.appointment.id).await?
    {
        board = board.without(own.staff, own.span());
    }
    Ok(answer(&board, query.from, query.to)?)
}

/// Whose starts alone are listed. A colleague to whom an appointment is given may be anybody.
async fn only(
    app: &App,
    member: &Member,
    query: &StaffSlotsQuery,
    moves: bool,
) -> Result<Option<StaffId>, StaffSlotsError> {
    let Some(name) = &query.staff else {
        return Ok((member.scope == Scope::Own && !moves).then_some(member.staff.id));
    };
    let anyone = Member { scope: Scope::Network, ..member.clone() };
    let found = reach::find_person(&app.db, if moves { &anyone } else { member }, name).await?;
    Ok(Some(found.ok_or(StaffSlotsError::UnknownStaff)?.id))
}
