//! The boxes that choose lines.

use creno_types::appointment::Appointment;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use super::row::line_id;
use super::selection::{Choose, Choosing, can_be_chosen};
use crate::components::appointment::client_name;
use crate::i18n::{dates, t, t_with};

/// The box of a line; none for one that can't be chosen. With Shift, every line since the last one follows.
pub fn pick(choosing: &Choosing, item: &Appointment) -> Html {
    if !can_be_chosen(item) {
        return Html::default();
    }
    let (reference, lines) = (item.reference.to_string(), choosing.lines.clone());
    let dispatcher = choosing.selection.dispatcher();
    let onclick = Callback::from(move |event: MouseEvent| {
        let chosen = event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked());
        dispatcher.dispatch(match event.shift_key() {
            true => Choose::UpTo(reference.clone(), chosen, lines.clone()),
            false => Choose::One(reference.clone(), chosen),
        });
    });
    let time = dates::clock(item.start.local_time());
    let label = t_with("bulk.pick", &[("client", client_name(item)), ("time", &time)]);
    html! {
        // The line opens the appointment: its box does not.
        <label class="pick" onclick={|event: MouseEvent| event.stop_propagation()}>
            <input type="checkbox" checked={choosing.selection.has(item.reference.as_str())} aria-label={label} {onclick}
                data-testid="pick" />
        </label>
    }
}

/// Properties of [`PickAll`].
#[derive(Properties, PartialEq)]
pub struct PickAllProps {
    /// What is chosen.
    pub choosing: Choosing,
    /// Whether the box is followed by what it does.
    #[prop_or_default]
    pub named: bool,
}

/// The box that chooses every line shown, or leaves them all.
#[component]
pub fn PickAll(props: &PickAllProps) -> Html {
    let (every, some) = props.choosing.selection.extent(&props.choosing.lines);
    let input = use_node_ref();
    {
        let input = input.clone();
        use_effect_with((every, some), move |(every, some)| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                input.set_indeterminate(*some && !*every);
            }
        });
    }
    let (dispatcher, lines) = (props.choosing.selection.dispatcher(), props.choosing.lines.clone());
    let onchange = Callback::from(move |_: Event| {
        dispatcher.dispatch(if every { Choose::none() } else { Choose::All(lines.clone()) });
    });
    html! {
        <label class="pick">
            <input ref={input} type="checkbox" checked={every} disabled={props.choosing.lines.is_empty()} {onchange}
                aria-label={(!props.named).then(|| t("bulk.all"))} data-testid="pick-all" />
            if props.named { <span>{ t("bulk.all") }</span> }
        </label>
    }
}

/// The key that chooses the line that has the focus, or leaves it.
const KEY: &str = "x";

/// Does what [`KEY`] does; whether it was pressed on such a line.
pub fn press(choosing: &Choosing, event: &KeyboardEvent) -> bool {
    if event.key() != KEY || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return false;
    }
    let id = event.target_dyn_into::<Element>().map(|element| element.id()).unwrap_or_default();
    let Some(line) = choosing.lines.iter().find(|line| line_id(line) == id) else { return false };
    choosing.selection.dispatch(Choose::One(line.clone(), !choosing.selection.has(line)));
    true
}
