//! The question: where, about what, how, when, and of whom.

use std::rc::Rc;

use chrono::NaiveDate;
use creno_types::Catalog;
use creno_types::session::SessionAgency;
use creno_types::team::Team;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::Asked;
use crate::app::ExplainQuery;
use crate::components::changes::changing;
use crate::components::tools::DateField;
use crate::i18n::{t, words};
use crate::pages::availability::choice;

/// Properties of [`ExplainForm`].
#[derive(Properties, PartialEq)]
pub struct ExplainFormProps {
    /// What is on offer in the network.
    pub catalog: Rc<Catalog>,
    /// One's agencies.
    pub agencies: Vec<SessionAgency>,
    /// What is asked now.
    pub asked: Asked,
    /// What the address says.
    pub said: ExplainQuery,
    /// Makes it say something else.
    pub say: Callback<ExplainQuery>,
    /// The people to choose from, once they are there.
    pub people: Option<Rc<Team>>,
}

/// The choices, each of which asks at once.
#[component]
pub fn ExplainForm(props: &ExplainFormProps) -> Html {
    let asked = &props.asked;
    let say = |change: fn(&mut ExplainQuery, Option<String>)| {
        changing(&props.said, &props.say, change)
            .reform(|text: String| Some(text).filter(|text| !text.is_empty()))
    };
    let onhour = say(|said, to| said.heure = to).reform(|event: Event| {
        event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
    });
    let ondate = say(|said, to| said.date = to).reform(|date: NaiveDate| date.to_string());
    let reached = |slug: &str| props.agencies.iter().any(|agency| agency.slug.as_str() == slug);
    let agencies = props.catalog.agencies.iter().filter(|agency| reached(agency.slug.as_str()));
    let agencies: Vec<_> = agencies.map(|one| (one.slug.to_string(), one.name.clone())).collect();
    let agency = props.catalog.agency(&asked.agency);
    let theme = props.catalog.theme(&asked.theme);
    let themes: Vec<_> = agency.map_or_else(Vec::new, |agency| {
        props.catalog.themes_of(agency).map(|one| (one.slug.to_string(), one.name.clone())).collect()
    });
    let channels: Vec<_> = match (agency, theme) {
        (Some(agency), Some(theme)) => props
            .catalog
            .channels(agency, theme)
            .iter()
            .map(|one| (one.as_str().to_owned(), words::channel(one).to_owned()))
            .collect(),
        _ => Vec::new(),
    };
    let mut people = vec![(String::new(), t("explain.everyone").to_owned())];
    let reached = props.people.iter().flat_map(|team| &team.people).filter(|one| one.within_reach);
    people.extend(reached.map(|one| (one.staff.slug.to_string(), one.staff.name.clone())));
    html! {
        <div class="explain-form" role="group" aria-label={t("explain.question")} data-testid="explain-form">
            { choice(t("rules.agency"), "agency", &asked.agency, &agencies, say(|said, to| {
                (said.agence, said.theme, said.canal, said.personne) = (to, None, None, None);
            })) }
            { choice(t("column.theme"), "theme", &asked.theme, &themes, say(|said, to| {
                (said.theme, said.canal) = (to, None);
            })) }
            { choice(t("column.channel"), "channel", asked.channel.as_str(), &channels, say(|said, to| said.canal = to)) }
            <label class="field">
                <span>{ t("appointments.date") }</span>
                <DateField date={asked.date} onchange={ondate} testid="date" />
            </label>
            <label class="field">
                <span>{ t("explain.hour") }</span>
                <input type="time" class="input" value={asked.hour.map(|hour| hour.format("%H:%M").to_string())}
                    data-testid="hour" onchange={onhour} />
            </label>
            { choice(t("availability.person"), "person-choice", asked.staff.as_deref().unwrap_or_default(), &people,
                say(|said, to| said.personne = to)) }
        </div>
    }
}
