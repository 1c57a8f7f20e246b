//! An appointment in a column.

use creno_types::appointment::{Appointment, AppointmentStatus};
use web_sys::{DragEvent, KeyboardEvent};
use yew::prelude::*;

use super::layout::Card;
use super::place::use_variables;
use crate::components::appointment::client_name;
use crate::components::channel::glyph;
use crate::components::dot::Edge;
use crate::components::icon::Icon;
use crate::i18n::{dates, t, words};

/// Properties of [`CardView`].
#[derive(Properties, PartialEq)]
pub struct CardViewProps {
    /// The appointment and its place.
    pub card: Card,
    /// Whether it is open beside the agenda.
    pub open: bool,
    /// Whether it may be dragged elsewhere.
    pub movable: bool,
    /// Opens it.
    pub onopen: Callback<String>,
    /// Called when it is seized, with the minutes from its start to the hand.
    pub onseize: Callback<(Appointment, u32)>,
    /// Called when it is let go.
    pub onrelease: Callback<()>,
    /// Called with the arrow that is pressed on it.
    pub onarrow: Callback<KeyboardEvent>,
}

/// The card: a button that says all of it.
#[component]
pub fn CardView(props: &CardViewProps) -> Html {
    let node = use_node_ref();
    let Card { at, lane, lanes, item } = &props.card;
    use_variables(
        &node,
        [("--at", at.from), ("--for", at.to - at.from), ("--lane", *lane as u32), ("--lanes", *lanes as u32)],
    );
    let reference = item.reference.to_string();
    let onclick = props.onopen.reform({
        let reference = reference.clone();
        move |_: MouseEvent| reference.clone()
    });
    let ondragstart = {
        let (onseize, item, node) = (props.onseize.clone(), item.clone(), node.clone());
        let long = at.to - at.from;
        Callback::from(move |event: DragEvent| {
            if let Some(transfer) = event.data_transfer() {
                transfer.set_effect_allowed("move");
                // Firefox drags nothing that holds no data.
                drop(transfer.set_data("text/plain", &item.reference.to_string()));
            }
            let rectangle = node.cast::<web_sys::Element>().map(|card| card.get_bounding_client_rect());
            let grabbed = rectangle.filter(|card| card.height() > 0.0).map_or(0.0, |card| {
                (f64::from(event.client_y()) - card.top()) / card.height() * f64::from(long)
            });
            onseize.emit((item.clone(), grabbed.max(0.0) as u32));
        })
    };
    let end = dates::clock(item.end.local_time());
    let start = dates::clock(item.start.local_time());
    let label = format!(
        "{start}{}{end}, {}, {}, {}, {}",
        t("appointments.until"),
        client_name(item),
        item.theme.name,
        words::channel(item.channel),
        words::status(item.status)
    );
    let class = classes!(
        "ag-card",
        props.open.then_some("ag-card-open"),
        (item.status != AppointmentStatus::Confirmed).then_some("ag-card-over"),
        match at.to - at.from {
            ..40 => Some("ag-card-short"),
            40..55 => Some("ag-card-medium"),
            _ => None,
        },
    );
    html! {
        <button ref={node} type="button" {class} {onclick} {ondragstart} draggable={props.movable.to_string()}
            ondragend={props.onrelease.reform(|_: DragEvent| ())} onkeydown={props.onarrow.clone()}
            id={crate::components::side_panel::line_id(&reference)} title={label.clone()} aria-label={label}
            aria-current={props.open.then_some("true")} data-testid="card" data-reference={reference}>
            <Edge color={item.color.clone()} />
            <span class="ag-card-time">{ start }<Icon glyph={glyph(item.channel)} size={14} /></span>
            <span class="ag-card-who">{ client_name(item) }</span>
            <span class="ag-card-what">{ &item.theme.name }</span>
        </button>
    }
}
