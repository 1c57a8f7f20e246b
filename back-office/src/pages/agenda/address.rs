//! What the address of the agenda says, and the ways to change it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use yew::prelude::*;

use crate::app::Route;
use crate::hooks::clock::use_today;
use crate::hooks::said::use_said;

/// The query of the agenda's address. Neither a client's name nor anything personal goes there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaAddress {
    /// `semaine` or `jour`; the week when absent.
    pub vue: Option<String>,
    /// A date of the week, or the day; today when absent.
    pub date: Option<String>,
    /// Slug of the person of the week; one's own when absent.
    pub personne: Option<String>,
    /// Slug of the only agency.
    pub agence: Option<String>,
    /// Slug of the only theme.
    pub theme: Option<String>,
    /// The only way of meeting.
    pub canal: Option<String>,
    /// Reference of the appointment that is open.
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
    let (said, go) = use_said::<AgendaAddress>(Route::Agenda);
    let today = use_today(said.agence.as_deref());
    let date = said.date.as_deref().and_then(|date| date.parse().ok()).unwrap_or(today);
    let by_person = said.vue.as_deref() == Some("jour");
    Place { said, date, today, by_person, go }
}
