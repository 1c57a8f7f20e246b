//! The list: a table where there is room, cards elsewhere.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use creno_types::attention::{Attention, AttentionItem};
use yew::prelude::*;
use yew_router::prelude::*;

use super::proposals::proposals;
use super::row::{FileLink, open, reasons, when};
use super::sort::{Column, sort, use_order};
use crate::components::channel::ChannelLabel;
use crate::components::dot::{Dot, Edge};
use crate::components::line_keys;
use crate::components::sort::{Key as _, choice, head};
use crate::hooks::media::use_media;
use crate::i18n::t;

/// Texts of the columns that nothing is sorted by, after the others.
const COLUMNS: [&str; 2] = ["attention.why", "attention.ways"];

/// Properties of [`List`].
#[derive(Properties, PartialEq)]
pub struct ListProps {
    /// What needs attention.
    pub attention: Rc<Attention>,
    /// This instant.
    pub now: DateTime<Utc>,
}

/// The appointments that need attention.
#[component]
pub fn List(props: &ListProps) -> Html {
    let navigator = use_navigator();
    let narrow = use_media("(max-width: 1179px)");
    let list = use_node_ref();
    let (order, onsort) = use_order();
    let items = use_memo((props.attention.clone(), order), |(attention, order)| {
        let mut items = attention.items.clone();
        sort(&mut items, *order);
        items
    });
    let onopen = Callback::from(move |item: AttentionItem| open(navigator.as_ref(), &item.appointment));
    html! {
        <div class="list" ref={&list} onkeydown={line_keys::on_key(&list)}>
            if narrow {
                { choice(order, &onsort) }
                <ul class="cards" data-testid="attention" aria-label={t("attention.title")}>
                    { for items.iter().map(|item| card(item, props.now, &onopen)) }
                </ul>
            } else {
                <table class="table attention" data-testid="attention">
                    <caption class="hidden">{ t("attention.title") }</caption>
                    <thead><tr>
                        { for Column::ALL.iter().map(|by| head(*by, "", order, &onsort)) }
                        { for COLUMNS.iter().map(|text| html! { <th scope="col">{ t(text) }</th> }) }
                    </tr></thead>
                    <tbody>{ for items.iter().map(|item| row(item, props.now, &onopen)) }</tbody>
                </table>
            }
        </div>
    }
}

fn row(item: &AttentionItem, now: DateTime<Utc>, onopen: &Callback<AttentionItem>) -> Html {
    let appointment = &item.appointment;
    let reference = appointment.reference.to_string();
    html! {
        <tr key={reference.clone()} class="line" onclick={opens(item, onopen)} data-testid="attention-item"
            data-reference={reference}>
            <td class="col-when"><Edge color={appointment.color.clone()} />{ when(appointment, now) }</td>
            <th scope="row" class="col-who">
                <FileLink appointment={appointment.clone()} />
                <span class="theme"><Dot color={appointment.color.clone()} />{ &appointment.theme.name }</span>
            </th>
            <td class="col-where">
                <span>{ &appointment.agency.name }</span>
                <span>{ &appointment.staff.name }</span>
                <ChannelLabel channel={appointment.channel} />
            </td>
            <td class="col-why">{ reasons(item) }</td>
            <td class="col-ways">{ proposals(item) }</td>
        </tr>
    }
}

fn card(item: &AttentionItem, now: DateTime<Utc>, onopen: &Callback<AttentionItem>) -> Html {
    let appointment = &item.appointment;
    let reference = appointment.reference.to_string();
    html! {
        <li key={reference.clone()} class="card line" onclick={opens(item, onopen)}
            data-testid="attention-item" data-reference={reference}>
            <Edge color={appointment.color.clone()} />
            <p class="card-head card-when">{ when(appointment, now) }</p>
            <p class="card-client"><FileLink appointment={appointment.clone()} /></p>
            <p class="card-theme">{ &appointment.theme.name }</p>
            <p class="card-foot">
                <ChannelLabel channel={appointment.channel} />
                <span>{ &appointment.agency.name }</span>
                <span>{ &appointment.staff.name }</span>
            </p>
            { reasons(item) }
            { proposals(item) }
        </li>
    }
}

fn opens(item: &AttentionItem, onopen: &Callback<AttentionItem>) -> Callback<MouseEvent> {
    let item = item.clone();
    onopen.reform(move |_| item.clone())
}
