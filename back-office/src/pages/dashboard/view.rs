//! Whose day it is, as the address says it.

use std::rc::Rc;

use creno_types::agenda::AgendaQuery;
use creno_types::session::Session;
use creno_types::staff::Scope;
use serde::{Deserialize, Serialize};
use yew::prelude::*;

use super::figures::last_day;
use crate::app::Route;
use crate::hooks::clock::zone;
use crate::hooks::said::use_said;
use crate::i18n::dates;

/// What the address of the dashboard says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DashboardQuery {
    /// `moi` or `perimetre`; what suits the profile when absent.
    pub vue: Option<String>,
    /// Slug of an agency; all those within reach when absent.
    pub agence: Option<String>,
}

/// Whose appointments are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    /// One's own.
    Mine,
    /// Those of everybody within reach, in one agency or in all of them.
    Everybody {
        /// Slug of the agency.
        agency: Option<String>,
    },
}

impl View {
    /// What the address says, as far as the profile reaches. When it says nothing, a perimeter is shown whole, and a
    /// network, which is too large for that, is left to be chosen from.
    pub fn read(query: &DashboardQuery, scope: Scope) -> Self {
        let agency = query.agence.clone().filter(|slug| !slug.is_empty());
        match (scope, query.vue.as_deref()) {
            (Scope::Own, _) | (_, Some("moi")) => Self::Mine,
            (_, Some("perimetre")) => Self::Everybody { agency },
            (_, _) if agency.is_some() => Self::Everybody { agency },
            (Scope::Perimeter, _) => Self::Everybody { agency: None },
            (Scope::Network, _) => Self::Mine,
        }
    }

    /// What the address says of it.
    fn query(&self) -> DashboardQuery {
        match self {
            Self::Mine => DashboardQuery { vue: Some("moi".into()), agence: None },
            Self::Everybody { agency } => {
                DashboardQuery { vue: Some("perimetre".into()), agence: agency.clone() }
            }
        }
    }

    /// What is asked of the server.
    pub fn asked(&self, person: &Session) -> AgendaQuery {
        let (staff, agency) = match self {
            Self::Mine => (Some(person.staff.slug.to_string()), None),
            Self::Everybody { agency } => (None, agency.clone()),
        };
        let today = dates::today(zone(&person.agencies, agency.as_deref()));
        AgendaQuery { from: today, to: last_day(today), staff, agency }
    }
}

/// The view of the address, and what changes it.
#[hook]
pub fn use_view(person: Option<&Rc<Session>>) -> (View, Callback<View>) {
    let (query, say) = use_said::<DashboardQuery>(Route::Dashboard);
    let view = View::read(&query, person.map_or(Scope::Own, |person| person.scope));
    (view, say.reform(|view: View| view.query()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_no_more_than_the_profile_reaches() {
        let query = |vue: &str, agence: &str| DashboardQuery {
            vue: Some(vue.into()).filter(|vue: &String| !vue.is_empty()),
            agence: Some(agence.into()),
        };
        let paris = View::Everybody { agency: Some("paris".into()) };
        for (said, scope, expected) in [
            (query("perimetre", "paris"), Scope::Own, View::Mine),
            (query("perimetre", "paris"), Scope::Perimeter, paris.clone()),
            (query("", "paris"), Scope::Network, paris),
            (query("", ""), Scope::Network, View::Mine),
            (query("", ""), Scope::Perimeter, View::Everybody { agency: None }),
            (query("moi", "paris"), Scope::Perimeter, View::Mine),
        ] {
            assert_eq!(View::read(&said, scope), expected);
        }
    }

    #[test]
    fn an_address_is_read_and_written_alike() {
        for view in
            [View::Mine, View::Everybody { agency: None }, View::Everybody { agency: Some("a".into()) }]
        {
            assert_eq!(View::read(&view.query(), Scope::Network), view);
        }
    }
}
