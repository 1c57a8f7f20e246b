//! Everything that the slots of one agency depend on, as it was at one revision.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Datelike as _, Days, NaiveDate, TimeDelta, Utc};
use creno_engine::holiday::holidays;
use creno_engine::{Closure, Zone};
use creno_types::holiday::HolidayCalendar;

use crate::app::App;
use crate::store::members::{self, Member, Members};
use crate::store::schedule::{
    self, AgencyHours, Campaign, ClosureRange, HolidayChange, Revision, ThemeOffer,
};
use crate::store::{Reader, StoreError};

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
/// When more people than this moved, everything is read again at once.
const RENEWED: usize = 3;

impl Snapshot {
    /// Reads the agency of that slug or id. None when there is none that is active.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn read(app: &App, name: &str, number: u64) -> Result<Option<Self>, StoreError> {
        let now = app.now();
        // In this order: a change while we read is seen as one at the next check, and read again.
        let checked = AtomicU64::new(app.db.changes());
        let Some(agency) = schedule::find_agency(&app.db, name).await? else { return Ok(None) };
        let dates = dates(now);
        let (Members { active, versions }, (themes, campaigns, (ranges, changes))) =
            tokio::try_join!(members::list_members(&app.db, agency.id, dates), async {
                let mut reader = app.db.reader().await?;
                let themes = schedule::list_themes(&mut reader, agency.id).await?;
                let campaigns = schedule::list_campaigns(&mut reader, agency.id, dates.0).await?;
                Ok((themes, campaigns, schedule::list_closed(&mut reader, agency.id, dates).await?))
            },)?;
        let (closures, closure_labels) =
            arrange(agency.holidays, changes, &ranges, dates).into_iter().unzip();
        Ok(Some(Self {
            revision: Revision { settings: agency.revision, people: versions },
            themes,
            members: active,
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

    /// The same at `revision`, when only a few of its people moved since: they alone are read again. None when more
    /// changed than that.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn renew(
        &self,
        reader: &mut Reader,
        revision: &Revision,
        heard: u64,
        number: u64,
    ) -> Result<Option<Self>, StoreError> {
        let ids = |revision: &Revision| revision.people.iter().map(|(id, _)| *id).collect::<Vec<_>>();
        if revision.settings != self.revision.settings || ids(revision) != ids(&self.revision) {
            return Ok(None);
        }
        let (mut people, mut members) = (revision.people.clone(), self.members.clone());
        let moved = people.iter_mut().zip(&self.revision.people).filter(|(now, before)| now != before);
        let moved: Vec<_> = moved.map(|(now, _)| now).collect();
        if moved.len() > RENEWED {
            return Ok(None);
        }
        for now in moved {
            let found = members::find_member(reader, now.0, self.agency.id, dates(self.made_at)).await?;
            let [version] = found.versions[..] else { return Ok(None) };
            *now = version;
            match (
                members.binary_search_by_key(&now.0, |member| member.person.id),
                found.active.into_iter().next(),
            ) {
                (Ok(place), Some(member)) => members[place] = member,
                (Ok(place), None) => drop(members.remove(place)),
                (Err(place), Some(member)) => members.insert(place, member),
                (Err(_), None) => {}
            }
        }
        Ok(Some(Self {
            agency: self.agency.clone(),
            revision: Revision { settings: revision.settings, people },
            themes: self.themes.clone(),
            members,
            campaigns: self.campaigns.clone(),
            closures: self.closures.clone(),
            closure_labels: self.closure_labels.clone(),
            zone: self.zone.clone(),
            number,
            made_at: self.made_at,
            checked: AtomicU64::new(heard),
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

/// The dates that may matter.
fn dates(now: DateTime<Utc>) -> (NaiveDate, NaiveDate) {
    let today = now.date_naive();
    (today - BEHIND, today + AHEAD)
}

/// The closures of each date, in order, with their labels: computed holidays as they were changed, then the rest.
pub(crate) fn arrange(
    calendar: HolidayCalendar,
    mut changes: Vec<HolidayChange>,
    ranges: &[ClosureRange],
    (from, to): (NaiveDate, NaiveDate),
) -> Vec<(Closure, String)> {
    let computed = (from.year()..=to.year()).flat_map(|year| holidays(calendar, year));
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
