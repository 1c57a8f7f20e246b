//! Where, about what, how and with whom.

use std::rc::Rc;

use chrono::NaiveDate;
use creno_types::agenda::Agenda;
use creno_types::catalog::Catalog;
use creno_types::channel::Channels;
use creno_types::endpoint::{Endpoint, GetAgenda, with_query};
use creno_types::session::Session;
use creno_types::staff::Scope;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::wish::{Action, WishHandle};
use crate::api::{self, ApiError};
use crate::hooks::load::use_load;
use crate::hooks::select::use_select;
use crate::i18n::{t, t_with, words};

/// Properties of [`Place`].
#[derive(Properties, PartialEq)]
pub struct PlaceProps {
    /// What is on offer.
    pub catalog: Rc<Catalog>,
    /// Who books.
    pub person: Rc<Session>,
    /// What is being booked.
    pub wish: WishHandle,
    /// First of the days shown.
    pub from: NaiveDate,
    /// Last of them.
    pub to: NaiveDate,
}

/// The four choices.
#[component]
pub fn Place(props: &PlaceProps) -> Html {
    let (catalog, wish, person) = (&props.catalog, &props.wish, &props.person);
    let agencies: Vec<_> = catalog
        .agencies
        .iter()
        .filter(|agency| person.agencies.iter().any(|own| own.slug == agency.slug))
        .map(|agency| (agency.slug.to_string(), agency.name.clone()))
        .collect();
    let agency = catalog.agency(&wish.agency).filter(|_| !wish.agency.is_empty());
    let themes = agency.into_iter().flat_map(|agency| catalog.themes_of(agency));
    let themes: Vec<_> = themes.map(|theme| (theme.slug.to_string(), theme.name.clone())).collect();
    let channels = agency.zip(wish.theme(catalog)).map(|(agency, theme)| catalog.channels(agency, theme));
    let channels = channels.unwrap_or(Channels::NONE);
    let channel_options: Vec<_> = channels
        .iter()
        .map(|channel| (channel.as_str().to_owned(), words::channel(channel).to_owned()))
        .collect();
    use_only_choice(&agencies, &wish.agency, wish.clone(), Action::Agency);
    use_only_choice(&themes, &wish.theme, wish.clone(), Action::Theme);
    let channel = wish.channel.map(|channel| channel.as_str().to_owned()).unwrap_or_default();
    use_only_choice(&channel_options, &channel, wish.clone(), |word| Action::Channel(word.parse().ok()));
    let theme = wish.theme(catalog);
    html! {
        <div class="booking-place">
            <Choice name="agency" label={t("booking.agency")} options={agencies} chosen={wish.agency.clone()}
                onchoose={dispatch(wish, Action::Agency)} />
            <Choice name="theme" label={t("booking.theme")} options={themes} chosen={wish.theme.clone()}
                onchoose={dispatch(wish, Action::Theme)} />
            <Choice name="channel" label={t("booking.channel")} options={channel_options} chosen={channel}
                onchoose={dispatch(wish, |word| Action::Channel(word.parse().ok()))} />
            <Person ..props.clone() />
            if let Some(theme) = theme {
                <p class="booking-theme" data-testid="theme-told">
                    { t_with("booking.theme_length", &[("n", &theme.duration_min.0.to_string())]) }
                    if !theme.instructions.is_empty() {
                        { " · " }{ t("booking.instructions") }{ &theme.instructions }
                    }
                </p>
            }
        </div>
    }
}

impl Clone for PlaceProps {
    fn clone(&self) -> Self {
        Self {
            catalog: self.catalog.clone(),
            person: self.person.clone(),
            wish: self.wish.clone(),
            from: self.from,
            to: self.to,
        }
    }
}

/// Where there is nothing to choose from, the choice is made.
#[hook]
fn use_only_choice(
    options: &[(String, String)],
    chosen: &str,
    wish: WishHandle,
    action: fn(String) -> Action,
) {
    let only = match options {
        [(only, _)] if only != chosen => Some(only.clone()),
        // A way of meeting that the theme or the agency does not have.
        options if !chosen.is_empty() && options.iter().all(|(word, _)| word != chosen) => {
            Some(String::new())
        }
        _ => None,
    };
    use_effect_with(only, move |only| {
        if let Some(only) = only {
            wish.dispatch(action(only.clone()));
        }
    });
}

fn dispatch(wish: &WishHandle, action: fn(String) -> Action) -> Callback<String> {
    let wish = wish.clone();
    Callback::from(move |word| wish.dispatch(action(word)))
}

#[derive(Properties, PartialEq)]
struct ChoiceProps {
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
    chosen: String,
    onchoose: Callback<String>,
}

/// One of the choices.
#[component]
fn Choice(props: &ChoiceProps) -> Html {
    let (options, chosen) = (&props.options, &props.chosen);
    let select = use_select(chosen.clone(), options.clone());
    let onchange = props.onchoose.reform(|event: Event| {
        event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default()
    });
    html! {
        <label class="field">
            <span>{ props.label }</span>
            <select ref={select} class="input" data-testid={format!("booking-{}", props.name)}
                disabled={options.is_empty()} {onchange}>
                <option value="" selected={chosen.is_empty()}>{ t("booking.choose") }</option>
                { for options.iter().map(|(word, text)| html! {
                    <option value={word.clone()} selected={word == chosen}>{ text }</option>
                }) }
            </select>
        </label>
    }
}

/// Who receives: oneself where the profile reaches nobody else, otherwise whoever can or somebody who receives there.
#[component]
fn Person(props: &PlaceProps) -> Html {
    let wish = &props.wish;
    let own = props.person.scope == Scope::Own;
    let asked = (!own && !wish.agency.is_empty()).then(|| (wish.agency.clone(), props.from, props.to));
    let load = use_load(asked, |asked| async move {
        match asked {
            Some((agency, from, to)) => people(agency, from, to).await,
            None => Ok(Vec::new()),
        }
    });
    let chosen = wish.staff.as_ref().map(|(slug, _)| slug.clone()).unwrap_or_default();
    let select = use_select(chosen.clone(), load.state.data.clone());
    if own {
        return html! {
            <label class="field">
                <span>{ t("booking.staff") }</span>
                <input class="input" readonly=true data-testid="booking-staff"
                    value={t_with("booking.me", &[("name", &props.person.staff.name)])} />
            </label>
        };
    }
    let onchange = {
        let (wish, people) = (wish.clone(), load.state.data.clone());
        Callback::from(move |event: Event| {
            let slug = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value());
            let mut people = people.iter().flat_map(|people| people.iter());
            wish.dispatch(Action::Staff(people.find(|(own, _)| Some(own) == slug.as_ref()).cloned()));
        })
    };
    let people = load.state.data.iter().flat_map(|people| people.iter());
    html! {
        <label class="field">
            <span>{ t("booking.staff") }</span>
            <select ref={select} class="input" data-testid="booking-staff" {onchange}>
                <option value="" selected={chosen.is_empty()}>{ t("booking.anybody") }</option>
                // Somebody who does not receive on the days shown stays chosen.
                if let Some((slug, name)) = wish.staff.as_ref().filter(|chosen| !people.clone().any(|one| one == *chosen)) {
                    <option value={slug.clone()} selected=true>{ name }</option>
                }
                { for people.map(|(slug, name)| html! {
                    <option value={slug.clone()} selected={*slug == chosen}>{ name }</option>
                }) }
            </select>
        </label>
    }
}

/// Those who receive at the agency on those days, by name.
async fn people(agency: String, from: NaiveDate, to: NaiveDate) -> Result<Vec<(String, String)>, ApiError> {
    let (from, to) = (from.to_string(), to.to_string());
    let parameters = [("agency", agency.as_str()), ("from", &from), ("to", &to)];
    let agenda: Agenda = api::call::<GetAgenda>(&with_query(GetAgenda::PATH, &parameters), &()).await?;
    let here = agenda
        .people
        .into_iter()
        .filter(|person| person.open.iter().any(|time| time.agency.as_str() == agency))
        .map(|person| (person.staff.slug.to_string(), person.staff.name));
    Ok(here.collect())
}
