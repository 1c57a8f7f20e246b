//! When colleagues receive: everyone of one's agencies side by side, whoever's availability one may change or not.
//!
//! A profile that reaches its own availability alone still sees when its colleagues receive, for they answer for each
//! other's clients; it does not see the rules that say so, nor what takes their time.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use creno_engine::bands::bands;
use creno_engine::{Closure, Window};
use creno_types::ids::StaffId;
use creno_types::local_minute::LocalMinute;
use creno_types::staff::Scope;
use creno_types::team::{ClosedTime, Team, TeamAgency, TeamBand, TeamMember, TeamQuery};
use creno_types::window::AvailabilityQuery;

use crate::app::App;
use crate::slots::closed_times;
use crate::store::staff::{Member, list_agencies_of};
use crate::store::{StoreError, exceptions, schedule, team, windows};

/// Why no team is shown.
#[derive(Debug, thiserror::Error)]
pub enum TeamError {
    /// No such agency among one's own.
    #[error("unknown agency")]
    UnknownAgency,
    /// The range is backwards, or longer than [`TeamQuery::MAX_DAYS`].
    #[error("invalid range")]
    InvalidRange,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The people of the agencies of `member`, and when they receive.
///
/// # Errors
/// When the agency is not one of theirs, or the range is wrong.
pub async fn show(app: &App, member: &Member, asked: &TeamQuery) -> Result<Team, TeamError> {
    let days = asked.to.signed_duration_since(asked.from).num_days() + 1;
    if !(1..=TeamQuery::MAX_DAYS).contains(&days) {
        return Err(TeamError::InvalidRange);
    }
    let dates = (asked.from, asked.to);
    let mut agencies = Vec::new();
    for own in list_agencies_of(&app.db, member.staff.id, member.scope).await? {
        let Some(hours) = schedule::find_agency(&app.db, own.slug.as_str()).await? else { continue };
        let named = |name: &String| own.slug.as_str() == name || hours.id.to_string() == *name;
        if asked.agency.as_ref().is_none_or(named) {
            let closures = closed_times(app, &hours, dates).await?;
            agencies.push(TeamAgency {
                id: hours.id,
                slug: own.slug,
                name: own.name,
                timezone: own.timezone,
                closures,
            });
        }
    }
    if asked.agency.is_some() && agencies.is_empty() {
        return Err(TeamError::UnknownAgency);
    }
    let windows = windows_of_colleagues(app, member, asked).await?;
    let reaches = |staff: StaffId| member.scope != Scope::Own || staff == member.staff.id;
    let people = team::list_people(&app.db, member).await?;
    let people = people.into_iter().filter_map(|person| {
        let places: Vec<_> = agencies.iter().filter(|agency| person.agencies.contains(&agency.id)).collect();
        if places.is_empty() {
            return None;
        }
        let own = windows.get(&person.staff.id).map(Vec::as_slice).unwrap_or_default();
        Some(TeamMember {
            within_reach: reaches(person.staff.id),
            agencies: places.iter().map(|agency| agency.slug.clone()).collect(),
            bands: bands_of(own, &places, dates),
            themes: person.themes,
            staff: person.staff,
        })
    });
    Ok(Team { people: people.collect(), agencies })
}

/// The windows and exceptions of everyone who works in one's agencies, by person.
async fn windows_of_colleagues(
    app: &App,
    member: &Member,
    asked: &TeamQuery,
) -> Result<BTreeMap<StaffId, Vec<Window>>, StoreError> {
    // One sees as far as one's agencies, whatever one may change.
    let scope = if member.scope == Scope::Network { Scope::Network } else { Scope::Perimeter };
    let viewer = Member { scope, ..member.clone() };
    let query = AvailabilityQuery { staff: None, agency: asked.agency.clone() };
    let mut all: BTreeMap<StaffId, Vec<Window>> = BTreeMap::new();
    for window in windows::list_windows(&app.db, &viewer, &query).await? {
        let agency = window.agency.as_ref().map(|agency| agency.id);
        all.entry(window.staff.id).or_default().extend(Window::recurring(&window.rule, agency));
    }
    for exception in
        exceptions::list_exceptions_between(&app.db, &viewer, &query, (asked.from, asked.to)).await?
    {
        let agency = exception.agency.as_ref().map(|agency| agency.id);
        all.entry(exception.staff.id).or_default().push(Window::exceptional(&exception.rule, agency));
    }
    Ok(all)
}

/// The bands of a person in all the agencies; what is the same in several is told once.
fn bands_of(windows: &[Window], places: &[&TeamAgency], (from, to): (NaiveDate, NaiveDate)) -> Vec<TeamBand> {
    let mut told: Vec<TeamBand> = Vec::new();
    for date in from.iter_days().take_while(|date| *date <= to) {
        for agency in places {
            let closures: Vec<_> = agency.closures.iter().map(closure).collect();
            for band in bands(windows, agency.id, &closures, date) {
                let (from_time, to_time) = (minute(band.from), minute(band.to));
                let same = told.iter_mut().find(|other| {
                    (other.date, other.from_time, other.to_time, other.channels)
                        == (date, from_time, to_time, band.channels)
                });
                match same {
                    Some(same) => same.agencies.push(agency.slug.clone()),
                    None => told.push(TeamBand {
                        date,
                        from_time,
                        to_time,
                        channels: band.channels,
                        agencies: vec![agency.slug.clone()],
                    }),
                }
            }
        }
    }
    told.sort_by_key(|band| (band.date, band.from_time, band.to_time));
    told
}

fn closure(closed: &ClosedTime) -> Closure {
    Closure { date: closed.date, from: closed.from_time.minutes(), to: closed.to_time.minutes() }
}

fn minute(minutes: u16) -> LocalMinute {
    LocalMinute::try_from(minutes).unwrap_or_default()
}
