//! Whose availability is shown: what the server tells of the person, and what the page makes of it.

use creno_engine::{Closure, Window as EngineWindow};
use creno_types::endpoint::{Endpoint, ListExceptions, ListWindows, with_query};
use creno_types::ids::AgencyId;
use creno_types::team::{ClosedTime, Team, TeamAgency, TeamMember};
use creno_types::window::{Exception, Window};
use uuid::Uuid;

use crate::api::{self, ApiError};

/// The windows and exceptions of one person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    /// Recurring windows.
    pub windows: Vec<Window>,
    /// Exceptions, by date.
    pub exceptions: Vec<Exception>,
}

impl Rules {
    /// The same as the engine knows them, but for the one of that id.
    pub fn without(&self, id: Option<Uuid>) -> Vec<EngineWindow> {
        let windows = self.windows.iter().filter(|window| Some(window.id.0) != id).filter_map(|window| {
            EngineWindow::recurring(&window.rule, window.agency.as_ref().map(|agency| agency.id))
        });
        let exceptions = self.exceptions.iter().filter(|exception| Some(exception.id.0) != id);
        let exceptions = exceptions.map(|exception| {
            EngineWindow::exceptional(&exception.rule, exception.agency.as_ref().map(|agency| agency.id))
        });
        windows.chain(exceptions).collect()
    }
}

/// Fetches what a person's availability is made of.
///
/// # Errors
/// When one of the two lists does not come.
pub async fn fetch_rules(staff: String) -> Result<Rules, ApiError> {
    let of = [("staff", staff.as_str())];
    let windows = api::call::<ListWindows>(&with_query(ListWindows::PATH, &of), &()).await?;
    let exceptions = api::call::<ListExceptions>(&with_query(ListExceptions::PATH, &of), &()).await?;
    Ok(Rules { windows: windows.items, exceptions: exceptions.items })
}

/// The agencies in which somebody works.
pub fn places<'a>(team: &'a Team, member: Option<&'a TeamMember>) -> Vec<&'a TeamAgency> {
    let works = |agency: &&TeamAgency| member.is_some_and(|member| member.agencies.contains(&agency.slug));
    team.agencies.iter().filter(works).collect()
}

/// The agency of that slug.
pub fn agency_id(team: &Team, slug: Option<&str>) -> Option<AgencyId> {
    team.agencies.iter().find(|agency| Some(agency.slug.as_str()) == slug).map(|agency| agency.id)
}

/// What an agency is closed, for the engine.
pub fn closures(closed: &[ClosedTime]) -> Vec<Closure> {
    let closure = |closed: &ClosedTime| Closure {
        date: closed.date,
        from: closed.from_time.minutes(),
        to: closed.to_time.minutes(),
    };
    closed.iter().map(closure).collect()
}
