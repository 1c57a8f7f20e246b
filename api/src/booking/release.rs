//! What becomes of a slot that is freed.

use chrono::{DateTime, TimeDelta, Utc};
use creno_types::ids::{OccupancyId, StaffId};
use creno_types::theme::Release;

use super::token::HoldToken;
use crate::app::App;
use crate::store::appointments::FullAppointment;
use crate::store::occupancy::{self, NewOccupancy, Taken};
use crate::store::policies::Policy;
use crate::store::{StoreError, Tx};

/// A stretch of a person's time that an appointment leaves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Freed {
    pub(super) staff: StaffId,
    pub(super) starts_at: DateTime<Utc>,
    pub(super) ends_at: DateTime<Utc>,
    pub(super) busy_until: DateTime<Utc>,
}

impl Freed {
    pub(super) fn of(taken: &Taken) -> Self {
        let Taken { staff, starts_at, ends_at, busy_until } = *taken;
        Self { staff, starts_at, ends_at, busy_until }
    }
}

/// Keeps the freed time back as long as the theme asks, by a hold that nobody has the token of. It is freed at once
/// when something else stands there already, or the time is over before the delay.
pub(super) async fn release(
    app: &App,
    tx: &mut Tx,
    policy: &Policy,
    full: &FullAppointment,
    freed: Freed,
) -> Result<(), StoreError> {
    let now = app.now();
    let expires_at = now + TimeDelta::seconds(policy.release_delay.seconds());
    let nothing_kept = policy.release == Release::AtOnce || expires_at <= now || freed.starts_at <= now;
    if nothing_kept || occupancy::is_taken(tx, freed.staff, freed.starts_at, freed.busy_until).await? {
        return Ok(());
    }
    let appointment = &full.appointment;
    let kept = NewOccupancy {
        id: OccupancyId(app.new_id()),
        staff: freed.staff,
        starts_at: freed.starts_at,
        ends_at: freed.ends_at,
        busy_until: freed.busy_until,
        agency: appointment.agency.id,
        theme: appointment.theme.id,
        channel: appointment.channel,
        campaign: full.campaign.as_ref().map(|campaign| campaign.id),
        expires_at,
        token_hash: HoldToken::new(app, expires_at).hash(),
    };
    occupancy::insert_hold(tx, kept).await
}
