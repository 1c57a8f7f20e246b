//! The day's appointments, as far as a profile reaches and shows.

use creno_types::appointment::{Appointment, AppointmentsQuery};

use crate::app::App;
use crate::store::StoreError;
use crate::store::access::{self, AccessKind, NewAccess};
use crate::store::appointments::{self, DayFilter};
use crate::store::staff::Member;

/// The day's appointments within the member's reach, masked as their profile asks; the look is journaled.
///
/// # Errors
/// When the database fails.
pub async fn list_day(
    app: &App,
    member: &Member,
    query: AppointmentsQuery,
    address: &str,
) -> Result<Vec<Appointment>, StoreError> {
    let filter =
        DayFilter { date: query.date, agency: query.agency, staff: member.staff.id, scope: member.scope };
    let mut items = appointments::list_day(&app.db, &filter).await?;
    if member.masks_contact {
        items.iter_mut().for_each(mask);
    }
    let line = NewAccess {
        id: app.new_id(),
        at: app.now(),
        kind: AccessKind::Read,
        staff: Some(member.staff.id),
        account_hash: None,
        address: address.to_owned(),
        subject: format!("appointments of {}", query.date),
    };
    access::insert_access(&app.db, line).await?;
    Ok(items)
}

/// Initials instead of the name, and no way to reach the client.
fn mask(appointment: &mut Appointment) {
    let client = &mut appointment.client;
    let initials = client.name.split_whitespace().filter_map(|word| word.chars().next());
    client.name = initials.map(|letter| format!("{letter}.")).collect::<Vec<_>>().join(" ");
    client.email = None;
    client.phone = None;
}
