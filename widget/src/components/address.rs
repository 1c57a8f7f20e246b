//! The street of a postal address: a combobox whose list completes what is typed, as the ARIA Authoring Practices lay it
//! out. The focus stays in the field, and what was typed stays until an address is chosen.

use creno_types::address::Address;
use creno_types::field::Field;
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use super::field::content;
use crate::hooks::{Offer, use_addresses};
use crate::i18n::use_i18n;
use crate::journey::shell::use_shell;

/// What the field needs.
#[derive(PartialEq, Properties)]
pub struct StreetInputProps {
    /// As the administrator set it.
    pub field: Field,
    /// The control's id.
    pub id: String,
    /// What it holds.
    pub value: AttrValue,
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
pub fn StreetInput(props: &StreetInputProps) -> Html {
    let (i18n, shell) = (use_i18n(), use_shell());
    let addresses = use_addresses(&shell.api);
    let offer = (*addresses.offer).clone();
    let list = use_node_ref();
    let list_id = [&*props.id, "-list"].concat();
    let option_id = |index: usize| [&*list_id, "-", &index.to_string()].concat();
    {
        let list = list.clone();
        use_effect_with(offer.active, move |active| {
            let list = list.cast::<Element>().filter(|_| active.is_some());
            let option = list.and_then(|list| list.query_selector("[aria-selected=true]").ok().flatten());
            if let Some(option) = option {
                let options = ScrollIntoViewOptions::new();
                options.set_block(ScrollLogicalPosition::Nearest);
                option.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
    }
    let oninput = {
        let (oninput, ask) = (props.oninput.clone(), addresses.ask.clone());
        Callback::from(move |event: InputEvent| {
            let typed = content(&event);
            ask.emit(typed.clone());
            oninput.emit(typed);
        })
    };
    let onblur = {
        let (onleave, close) = (props.onleave.clone(), addresses.close.clone());
        Callback::from(move |_: FocusEvent| {
            close.emit(false);
            onleave.emit(());
        })
    };
    let choose = {
        let (onaddress, close) = (props.onaddress.clone(), addresses.close.clone());
        Callback::from(move |address: Address| {
            close.emit(true);
            onaddress.emit(address);
        })
    };
    let onkeydown = {
        let (addresses, offer, choose, value) =
            (addresses.clone(), offer.clone(), choose.clone(), props.value.to_string());
        Callback::from(move |event: KeyboardEvent| {
            let (key, count) = (event.key(), offer.found.len());
            let point = |active: usize| {
                event.prevent_default();
                addresses.offer.set(Offer { active: Some(active), ..offer.clone() });
            };
            match (&*key, offer.active) {
                ("ArrowDown", _) if count == 0 => addresses.ask.emit(value.clone()),
                ("ArrowDown", active) => point(active.map_or(0, |active| (active + 1) % count)),
                ("ArrowUp", active) if count > 0 => point((active.unwrap_or(0) + count - 1) % count),
                ("Enter", Some(active)) => {
                    if let Some(address) = offer.found.get(active) {
                        event.prevent_default();
                        choose.emit(address.clone());
                    }
                }
                ("Escape", _) if count > 0 => {
                    // The host page may close something of its own on Escape.
                    event.stop_propagation();
                    event.prevent_default();
                    addresses.close.emit(false);
                }
                _ => {}
            }
        })
    };
    let open = !offer.found.is_empty();
    let told = match (open, offer.chosen) {
        (true, _) => i18n.plural("details.addresses", offer.found.len()),
        (false, true) => i18n.text("details.address_filled"),
        (false, false) => String::new(),
    };
    html! {
        <div class="combo">
            <input
                id={props.id.clone()} class="control" type="text" role="combobox" autocomplete="address-line1"
                name={props.field.key.clone()} spellcheck="false" autocapitalize="words" aria-autocomplete="list"
                aria-expanded={if open { "true" } else { "false" }} aria-controls={list_id.clone()}
                aria-activedescendant={offer.active.map(option_id)} aria-invalid={props.wrong.then_some("true")}
                aria-required={props.field.required.then_some("true")} aria-describedby={props.described.clone()}
                data-testid={["creno-field-", &*props.field.key].concat()} value={props.value.clone()} {oninput}
                {onblur} {onkeydown}
            />
            if open {
                <ul
                    ref={list} id={list_id.clone()} class="options" role="listbox"
                    aria-label={props.field.label.clone()} data-testid="creno-addresses" onmousedown={keep_focus}
                >
                    { for offer.found.iter().enumerate().map(|(index, address)| {
                        let (choose, chosen) = (choose.clone(), address.clone());
                        html! {
                            <li
                                id={option_id(index)} class="option" role="option"
                                aria-selected={if offer.active == Some(index) { "true" } else { "false" }}
                                data-testid={["creno-address-", &index.to_string()].concat()}
                                onclick={Callback::from(move |_: MouseEvent| choose.emit(chosen.clone()))}
                            >
                                { address.street_line() }
                                { " " }
                                <span class="option-note">
                                    { [&*address.postcode, "\u{a0}", &address.city].concat() }
                                </span>
                            </li>
                        }
                    }) }
                </ul>
            }
            <span class="only-heard" role="status">{ told }</span>
        </div>
    }
}

/// A press on the list does not take the focus from the field.
fn keep_focus(event: MouseEvent) {
    event.prevent_default();
}
