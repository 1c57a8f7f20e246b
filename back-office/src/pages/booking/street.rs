//! The street of a postal address: a combobox whose list completes what is typed, as the ARIA Authoring Practices lay it
//! out. Nothing is told of a failure: the address is typed by hand then.

use creno_types::address::{Address, Addresses, AddressesQuery};
use creno_types::endpoint::{Endpoint, ListAddresses, with_query};
use creno_types::field::Field;
use gloo_timers::callback::Timeout;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::api::{self, ApiError};
use crate::hooks::load::use_load;
use crate::i18n::{t, t_count};

/// Fewer characters begin too many streets.
const SHORTEST: usize = 4;
/// How long after the last key the server is asked.
const DEBOUNCE_MS: u32 = 250;

/// Properties of [`Street`].
#[derive(Properties, PartialEq)]
pub struct StreetProps {
    /// The field.
    pub field: Field,
    /// The control's id.
    pub id: String,
    /// What it holds.
    pub value: String,
    /// Ids of what describes it.
    pub described: Option<String>,
    /// Whether something is wrong with it.
    pub wrong: bool,
    /// Its content changed.
    pub oninput: Callback<String>,
    /// It was left.
    pub onleave: Callback<()>,
    /// An address was chosen.
    pub onaddress: Callback<Address>,
}

/// The field and its list.
#[component]
pub fn Street(props: &StreetProps) -> Html {
    // What is to be completed: nothing while the list is closed.
    let begun = use_state_eq(String::new);
    let asked = use_state_eq(String::new);
    let active = use_state_eq(|| None::<usize>);
    let chosen = use_state_eq(|| false);
    {
        let asked = asked.clone();
        use_effect_with((*begun).clone(), move |begun| {
            let begun = begun.trim().to_owned();
            let wait = (*asked != begun).then(|| Timeout::new(DEBOUNCE_MS, move || asked.set(begun)));
            move || drop(wait)
        });
    }
    let load = use_load((*asked).clone(), look_up);
    let found = load.state.data.filter(|_| *asked == begun.trim());
    let found = found.as_ref().map_or(&[][..], |found| &found.addresses);
    let count = found.len();
    let begin = {
        let (begun, active, chosen) = (begun.clone(), active.clone(), chosen.clone());
        Callback::from(move |text: String| {
            active.set(None);
            chosen.set(false);
            begun.set(text);
        })
    };
    let close = begin.reform(|()| String::new());
    let choose = {
        let (onaddress, close, chosen) = (props.onaddress.clone(), close.clone(), chosen.clone());
        Callback::from(move |address: Address| {
            close.emit(());
            chosen.set(true);
            onaddress.emit(address);
        })
    };
    let oninput = {
        let (begin, oninput) = (begin.clone(), props.oninput.clone());
        Callback::from(move |event: InputEvent| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            begin.emit(input.value());
            oninput.emit(input.value());
        })
    };
    let onblur = {
        let (onleave, close) = (props.onleave.clone(), close.clone());
        Callback::from(move |_: FocusEvent| {
            close.emit(());
            onleave.emit(());
        })
    };
    let onkeydown = {
        let (active, choose, close) = (active.clone(), choose.clone(), close.clone());
        let (value, found) = (props.value.clone(), found.to_vec());
        Callback::from(move |event: KeyboardEvent| {
            match (event.key().as_str(), *active) {
                ("ArrowDown", _) if count == 0 => begin.emit(value.clone()),
                ("ArrowDown", at) => active.set(Some(at.map_or(0, |at| (at + 1) % count))),
                ("ArrowUp", at) if count > 0 => active.set(Some((at.unwrap_or(0) + count - 1) % count)),
                ("Enter", Some(at)) if at < count => choose.emit(found[at].clone()),
                ("Escape", _) if count > 0 => close.emit(()),
                _ => return,
            }
            event.prevent_default();
        })
    };
    let list = format!("{}-list", props.id);
    let option = |place: usize| format!("{list}-{place}");
    let told = match (count, *chosen) {
        (1.., _) => t_count("booking.addresses", count),
        (0, true) => t("booking.address_filled").to_owned(),
        (0, false) => String::new(),
    };
    html! {
        <div class="combo">
            <input id={props.id.clone()} class="input" type="text" role="combobox" value={props.value.clone()}
                autocomplete="off" spellcheck="false" aria-autocomplete="list" aria-expanded={(count > 0).to_string()}
                aria-controls={list.clone()} aria-activedescendant={active.filter(|at| *at < count).map(option)}
                aria-invalid={props.wrong.then_some("true")} aria-describedby={props.described.clone()}
                aria-required={props.field.required.then_some("true")} {oninput} {onblur} {onkeydown}
                data-testid={format!("booking-field-{}", props.field.key)} />
            if count > 0 {
                // A press on the list does not take the focus from the field.
                <ul id={list.clone()} class="combo-list" role="listbox" aria-label={props.field.label.clone()}
                    onmousedown={|event: MouseEvent| event.prevent_default()} data-testid="booking-addresses">
                    { for found.iter().enumerate().map(|(place, address)| {
                        let chosen = address.clone();
                        html! {
                            <li id={option(place)} role="option" aria-selected={(*active == Some(place)).to_string()}
                                onclick={choose.reform(move |_: MouseEvent| chosen.clone())}>
                                { address.street_line() }{ " " }
                                <span>{ &address.postcode }{ "\u{a0}" }{ &address.city }</span>
                            </li>
                        }
                    }) }
                </ul>
            }
            <span class="hidden" role="status">{ told }</span>
        </div>
    }
}

async fn look_up(text: String) -> Result<Addresses, ApiError> {
    if !(SHORTEST..=AddressesQuery::LONGEST).contains(&text.chars().count()) {
        return Ok(Addresses::default());
    }
    let path = with_query(ListAddresses::PATH, &[("q", &text)]);
    Ok(api::call::<ListAddresses>(&path, &()).await.unwrap_or_default())
}
