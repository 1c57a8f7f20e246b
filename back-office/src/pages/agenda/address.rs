//! What the address of the agenda says, and the ways to change it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::app::Route;
use crate::hooks::clock::use_today;

/// The query of the agenda's address. Neither a client's name nor anything personal goes there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaAddress {
    /// `semaine` or `jour`; the week when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vue: Option<String>,
    /// A date of the week, or the day; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Slug of the person of the week; one's own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personne: Option<String>,
    /// Slug of the only agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agence: Option<String>,
    /// Slug of the only theme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// The only way of meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canal: Option<String>,
    /// Reference of the appointment that is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ouvert: Option<String>,
}

/// The address, read.
#[derive(Clone, PartialEq)]
pub struct Place {
    /// What it says.
    pub said: AgendaAddress,
    /// The day, or one of the week.
    pub date: NaiveDate,
    /// Today's date where one works.
    pub today: NaiveDate,
    /// Whether the columns are people.
    pub by_person: bool,
    /// Goes elsewhere.
    pub go: Callback<AgendaAddress>,
}

impl Place {
    /// How many days the arrows go.
    pub fn step(&self) -> i64 {
        if self.by_person { 1 } else { 7 }
    }
}

/// Reads the address.
#[hook]
pub fn use_place() -> Place {
    let navigator = use_navigator();
    let said = use_location().and_then(|at| at.query::<AgendaAddress>().ok()).unwrap_or_default();
    let today = use_today(said.agence.as_deref());
    let date = said.date.as_deref().and_then(|date| date.parse().ok()).unwrap_or(today);
    let by_person = said.vue.as_deref() == Some("jour");
    let go = Callback::from(move |address: AgendaAddress| {
        if let Some(navigator) = &navigator {
            // The query is plain texts: encoding them can't fail.
            drop(navigator.push_with_query(&Route::Agenda, address));
        }
    });
    Place { said, date, today, by_person, go }
}
