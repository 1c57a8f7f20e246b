//! Everything that the slots of one agency depend on, as it was at one revision.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Datelike as _, Days, NaiveDate, TimeDelta, Utc};
use creno_engine::holiday::holidays;
use creno_engine::{Closure, Zone};

use crate::app::App;
use crate::store::members::{self, Member};
use crate::store::schedule::{
    self, AgencyHours, Campaign, ClosureRange, HolidayChange, Revision, ThemeOffer,
};
use crate::store::{Db, StoreError};

/// An agency with its themes, people, closures and campaigns.
#[derive(Debug)]
pub struct Snapshot {
    /// The agency.
    pub agency: AgencyHours,
    /// What it was read at. The data may be newer, never older.
    pub revision: Revision,
    /// Themes that it offers.
    pub themes: Vec<ThemeOffer>,
    /// People who may receive there.
    pub members: Vec<Member>,
    /// Campaigns with sessions there.
    pub campaigns: Vec<Campaign>,
    /// When it offers nothing, by date.
    pub closures: Vec<Closure>,
    /// Why, in French, place by place.
    pub closure_labels: Vec<String>,
    /// Its zone.
    pub zone: Arc<Zone>,
    /// Which one it is among those that this process made.
    pub number: u64,
    made_at: DateTime<Utc>,
    checked: AtomicU64,
}

/// What has passed leaves a snapshot with time: it is made again after this long, whatever its revision.
const MAX_AGE: TimeDelta = TimeDelta::hours(1);
/// How far ahead dates are looked at: the longest horizon that a theme may have, and some.
const AHEAD: Days = Days::new(750);
/// What began yesterday may still matter in some zone.
const BEHIND: Days = Days::new(2);

impl Snapshot {
    /// Reads the agency of that slug or id. None when there is none that is active.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn read(app: &App, name: &str, number: u64) -> Result<Option<Self>, StoreError> {
        let (db, now) = (&app.db, app.now());
        // In this order: a change while we read is seen as one at the next check, and read again.
        let checked = AtomicU64::new(db.changes());
        let Some(agency) = schedule::find_agency(db, name).await? else { return Ok(None) };
        let Some(revision) = schedule::find_revision(db, agency.id).await? else { return Ok(None) };
        let today = now.date_naive();
        let (from, to) = (today - BEHIND, today + AHEAD);
        let (themes, members, campaigns, closed) = tokio::try_join!(
            schedule::list_themes(db, agency.id),
            members::list_members(db, agency.id, from),
            schedule::list_campaigns(db, agency.id, from),
            closures(db, &agency, from, to),
        )?;
        let (closures, closure_labels) = closed.into_iter().unzip();
        Ok(Some(Self {
            revision,
            themes,
            members,
            campaigns,
            closures,
            closure_labels,
            zone: app.zones.get(agency.timezone),
            agency,
            number,
            made_at: now,
            checked,
        }))
    }

    /// Whether it goes by that slug or id.
    pub fn is_named(&self, name: &str) -> bool {
        self.agency.slug.as_str() == name || self.agency.id.to_string() == name
    }

    /// Whether no change was heard of since it was made or last checked.
    pub(super) fn is_unchanged(&self, heard: u64, now: DateTime<Utc>) -> bool {
        self.checked.load(Ordering::Acquire) == heard && self.is_recent(now)
    }

    /// Whether its dates are still the right ones. The clock of a demonstration may also go back.
    pub(super) fn is_recent(&self, now: DateTime<Utc>) -> bool {
        (TimeDelta::zero()..MAX_AGE).contains(&(now - self.made_at))
    }

    /// Notes that its revision was the database's when `heard` changes were known.
    pub(super) fn mark_checked(&self, heard: u64) {
        self.checked.store(heard, Ordering::Release);
    }
}

async fn closures(
    db: &Db,
    agency: &AgencyHours,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(Closure, String)>, StoreError> {
    let changes = schedule::list_holiday_changes(db, agency.id, from, to).await?;
    let ranges = schedule::list_closures(db, agency.id, from, to).await?;
    Ok(arrange(agency, changes, &ranges, from, to))
}

/// The closures of each date, in order, with their labels: computed holidays as they were changed, then the rest.
fn arrange(
    agency: &AgencyHours,
    mut changes: Vec<HolidayChange>,
    ranges: &[ClosureRange],
    from: NaiveDate,
    to: NaiveDate,
) -> Vec<(Closure, String)> {
    let computed = (from.year()..=to.year()).flat_map(|year| holidays(agency.holidays, year));
    let mut days: BTreeMap<NaiveDate, String> =
        computed.map(|(date, holiday)| (date, holiday.label().to_owned())).collect();
    // The agency's own changes come last: they beat the network's.
    changes.sort_by_key(|change| change.own);
    for change in changes {
        if change.observed {
            days.insert(change.date, change.label);
        } else {
            days.remove(&change.date);
        }
    }
    let whole = days.into_iter().map(|(date, label)| (Closure::whole(date), label));
    let closed = ranges.iter().flat_map(|range| range.days(from, to).map(|day| (day, range.label.clone())));
    let mut all: Vec<_> = whole.chain(closed).collect();
    all.sort_unstable();
    all
}
