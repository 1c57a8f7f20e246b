//! Who could receive an appointment instead of who does.

use chrono::{DateTime, Utc};
use creno_types::ZonedInstant;
use creno_types::appointment::{Colleagues, ColleaguesQuery};
use creno_types::channel::Channel;
use creno_types::ids::StaffId;
use creno_types::staff::StaffName;

use crate::app::App;
use crate::slots::{Board, Handler, Latitude, OfferError, Wanted, nearest};
use crate::store::appointments::{self, FullAppointment};
use crate::store::staff::Member;
use crate::store::{StoreError, occupancy};

/// Why nobody is proposed.
#[derive(Debug, thiserror::Error)]
pub enum ColleaguesError {
    /// No such appointment, or none within reach.
    #[error("unknown appointment")]
    UnknownAppointment,
    /// No such person, or none within reach.
    #[error("unknown person")]
    UnknownStaff,
    /// The agency, the theme and the channel do not go together.
    #[error(transparent)]
    Offer(#[from] OfferError),
}

impl From<StoreError> for ColleaguesError {
    fn from(error: StoreError) -> Self {
        Self::Offer(error.into())
    }
}

/// Who could receive an appointment within the member's reach, there and then, the least busy that day first, and the
/// nearest other starts there. A colleague is somebody to whom work is given: of any agency, whoever looks.
///
/// # Errors
/// When it is out of reach, or could not be there at all.
pub async fn list(
    app: &App,
    member: &Member,
    name: &str,
    query: &ColleaguesQuery,
) -> Result<Colleagues, ColleaguesError> {
    let full = appointments::find_within(&app.db, member, name).await?;
    let full = full.ok_or(ColleaguesError::UnknownAppointment)?;
    let start = query.start.unwrap_or(full.appointment.start).utc();
    let board = board(app, &full, query.agency.as_deref(), query.channel, Latitude::default()).await?;
    let able = able(&board, start, full.appointment.staff.id);
    Ok(Colleagues {
        items: able.iter().map(|(handler, _)| named(handler)).collect(),
        alternatives: others(&board, start),
    })
}

/// The board of an appointment as if its own time were free and needed no notice: its own agency and channel, or others.
pub(super) async fn board(
    app: &App,
    full: &FullAppointment,
    agency: Option<&str>,
    channel: Option<Channel>,
    latitude: Latitude,
) -> Result<Board, OfferError> {
    let appointment = &full.appointment;
    let (own_agency, theme) = (appointment.agency.id.to_string(), appointment.theme.id.to_string());
    let campaign = full.campaign.as_ref().map(|campaign| campaign.slug.to_string());
    let wanted = Wanted {
        agency: agency.unwrap_or(&own_agency),
        theme: &theme,
        channel: channel.unwrap_or(appointment.channel),
        campaign: campaign.as_deref(),
    };
    let board = Board::find(app, wanted).await?.with(Latitude { at_once: true, ..latitude });
    Ok(match occupancy::find_of_appointment(&app.db, appointment.id).await? {
        Some(own) => board.without(own.staff, own.span()),
        None => board,
    })
}

/// Those who may receive at `start` but for `who` does, each with how much they have that day, the least busy first.
pub(super) fn able(board: &Board, start: DateTime<Utc>, who: StaffId) -> Vec<(Handler<'_>, usize)> {
    let request = board.request();
    let date = request.zone.local_date(start.timestamp());
    let busy = |handler: &Handler<'_>| {
        let bookings = handler.person.bookings.iter().filter(|booking| booking.stands(request.now));
        bookings.filter(|booking| request.zone.local_date(booking.span.start) == date).count()
    };
    let others = board.able(start).into_iter().filter(|handler| handler.person.id != who);
    let mut able: Vec<_> = others.map(|handler| (busy(&handler), handler)).collect();
    able.sort_by(|(busy, one), (other_busy, other)| {
        (busy, &one.member.name, &one.member.slug).cmp(&(other_busy, &other.member.name, &other.member.slug))
    });
    able.into_iter().map(|(busy, handler)| (handler, busy)).collect()
}

/// The nearest starts on offer but for `start`.
pub(super) fn others(board: &Board, start: DateTime<Utc>) -> Vec<ZonedInstant> {
    nearest(board, start).into_iter().filter(|at| at.utc() != start).collect()
}

pub(super) fn named(handler: &Handler<'_>) -> StaffName {
    StaffName { id: handler.person.id, slug: handler.member.slug.clone(), name: handler.member.name.clone() }
}
