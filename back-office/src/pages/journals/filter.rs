//! Which lines of a journal are shown, as the address says, and the ways to change it.

use chrono::NaiveDate;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::app::{JournalQuery, Route, address};
use crate::components::changes::{self, changing};
use crate::components::period::Period;
use crate::hooks::said::use_said;
use crate::i18n::{dates, t};

/// Which lines are shown.
#[derive(Clone, PartialEq)]
pub struct Filter {
    /// What the address says.
    pub said: JournalQuery,
    /// Today in UTC.
    pub today: NaiveDate,
    /// Address of the journal, without its query.
    pub path: AttrValue,
    /// Shows others.
    pub set: Callback<JournalQuery>,
}

impl Filter {
    /// The period that the address says.
    pub fn period(&self) -> Period {
        Period::read(self.said.du.as_deref(), self.said.au.as_deref())
    }

    /// Shows the lines of another period.
    pub fn with_period(&self) -> Callback<Period> {
        let said = self.said.clone();
        self.set.reform(move |period: Period| {
            let (du, au) = period.said();
            JournalQuery { du, au, ouvert: None, ..said.clone() }
        })
    }

    /// The same lines, with that one open beside them.
    pub fn opening(&self, id: Option<String>) -> JournalQuery {
        JournalQuery { ouvert: id, ..self.said.clone() }
    }

    /// Address of the same lines, with that one open beside them.
    pub fn href(&self, id: &str) -> String {
        creno_types::endpoint::with_query(&self.path, &self.opening(Some(id.to_owned())).pairs())
    }

    /// Whether anything but the period is chosen.
    pub fn is_narrow(&self) -> bool {
        let JournalQuery { nature, reglage, etat, evenement, voie, .. } = &self.said;
        [nature, reglage, etat, evenement, voie].into_iter().any(Option::is_some)
    }
}

/// Reads the address of the journal at `route`.
#[hook]
pub fn use_filter(route: Route) -> Filter {
    let navigator = use_navigator();
    let (said, set) = use_said::<JournalQuery>(route.clone());
    let path = navigator.as_ref().map(|navigator| address(navigator, &route)).unwrap_or_default().into();
    Filter { said, today: dates::now().date_naive(), path, set }
}

/// A choice among words of the wire. `change` puts the word chosen into what the address says.
pub fn choice(
    filter: &Filter,
    label: &'static str,
    every: &'static str,
    chosen: Option<&str>,
    options: impl Iterator<Item = (&'static str, &'static str)>,
    change: fn(&mut JournalQuery, Option<String>),
) -> Html {
    let said = JournalQuery { ouvert: None, ..filter.said.clone() };
    let onchange = changing(&said, &filter.set, change).reform(changes::chosen);
    html! {
        <select class="input" aria-label={t(label)} data-testid={label} {onchange}>
            <option value="" selected={chosen.is_none()}>{ t(every) }</option>
            { for options.map(|(word, text)| html! {
                <option value={word} selected={chosen == Some(word)}>{ text }</option>
            }) }
        </select>
    }
}
