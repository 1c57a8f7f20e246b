//! Step 1: in which agency.

use creno_types::Agency;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::shell::use_shell;
use super::state::{Action, Step};
use crate::components::{Choice, Frame, Shape, channel_shape, choice, icon};
use crate::i18n::use_i18n;
use crate::search::find;

/// Agencies shown before the visitor asks for the others: a search is quicker than a long list.
const SHOWN: usize = 12;

/// The step.
#[component]
pub fn AgencyStep() -> Html {
    let (i18n, shell) = (use_i18n(), use_shell());
    let journey = shell.journey.clone();
    let query = use_state_eq(String::new);
    let all = use_state_eq(|| false);
    let missing = use_state_eq(|| false);
    let oninput = {
        let query = query.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
            {
                query.set(input.value());
            }
        })
    };
    let clear = {
        let query = query.clone();
        Callback::from(move |_: MouseEvent| query.set(String::new()))
    };
    let onsubmit = {
        let (journey, missing) = (journey.clone(), missing.clone());
        Callback::from(move |()| match journey.choices.agency {
            Some(_) => journey.dispatch(Action::Next),
            None => missing.set(true),
        })
    };
    let offered = journey.given.agencies(&journey.catalog);
    let found = find(offered, &query);
    let chosen = journey.choices.agency.clone();
    // A chosen agency never hides behind the button that shows the rest.
    let place = found.iter().position(|agency| Some(agency.slug.as_str()) == chosen.as_deref()).unwrap_or(0);
    let most = SHOWN.max(place + 1);
    // A button for one or two more rows would take their place for nothing.
    let shown = if *all || found.len() <= most + 2 { found.len() } else { most };
    let rest = found.len() - shown;
    let choose = |slug: String| {
        let (journey, missing) = (journey.clone(), missing.clone());
        Callback::from(move |()| {
            missing.set(false);
            journey.dispatch(Action::Agency(slug.clone()));
        })
    };
    html! {
        <Frame step={Step::Agency} {onsubmit} next={i18n.text("next")} stuck={found.is_empty()}>
            <div class="search">
                <label class="field-label" for="creno-search">{ i18n.text("agency.search") }</label>
                <div class="search-box">
                    { icon(Shape::Search) }
                    <input
                        id="creno-search" class="control" type="search" autocomplete="off" spellcheck="false"
                        enterkeyhint="search" placeholder={i18n.text("agency.search_example")}
                        value={(*query).clone()} {oninput} data-testid="creno-agency-search"
                    />
                </div>
                <p class="count" role="status">
                    if !query.is_empty() { { i18n.plural("agency.found", found.len()) } }
                </p>
            </div>
            if *missing { <p class="field-error" role="alert" data-testid="creno-missing">{ i18n.text("agency.missing") }</p> }
            if found.is_empty() {
                <p class="empty" data-testid="creno-empty">{ i18n.text("agency.none") }</p>
                <button type="button" class="button button-quiet more" onclick={clear} data-testid="creno-clear">
                    { i18n.text("agency.clear") }
                </button>
            } else {
                <fieldset class="choices">
                    <legend class="only-heard">{ i18n.text("agency.title") }</legend>
                    { for found.iter().take(shown).map(|agency| choice(Choice {
                        class: "choice",
                        group: "creno-agency",
                        testid: ["creno-agency-", agency.slug.as_str()].concat(),
                        checked: chosen.as_deref() == Some(agency.slug.as_str()),
                        onchoose: choose(agency.slug.to_string()),
                        mark: Html::default(),
                        body: row(agency),
                    })) }
                </fieldset>
                if rest > 0 {
                    <button
                        type="button" class="button button-quiet more" data-testid="creno-agency-more"
                        onclick={Callback::from(move |_: MouseEvent| all.set(true))}
                    >{ i18n.plural("agency.more", rest) }</button>
                }
            }
        </Frame>
    }
}

fn row(agency: &Agency) -> Html {
    html! {
        <>
            <span class="choice-body">
                <span class="choice-title">{ &agency.name }</span>
                <span class="choice-note">
                    { [&*agency.street, ", ", &agency.postcode, "\u{a0}", &agency.city].concat() }
                </span>
            </span>
            <span class="choice-side">
                { for agency.channels.iter().map(|channel| html! { { icon(channel_shape(channel)) } }) }
            </span>
        </>
    }
}
