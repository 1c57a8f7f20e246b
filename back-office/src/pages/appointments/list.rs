//! The list: a table where there is room, cards elsewhere.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use creno_types::appointment::{Appointment, Appointments};
use yew::prelude::*;

use super::day::Day;
use super::pick::{PickAll, pick, press};
use super::row::{RowLink, line_classes};
use super::selection::Choosing;
use super::sort::Column;
use crate::components::appointment::{client_name, hours};
use crate::components::channel::ChannelLabel;
use crate::components::dot::{Dot, Edge};
use crate::components::frame::SingleKeys;
use crate::components::line_keys;
use crate::components::sort::{self, Order};
use crate::components::status::StatusBadge;
use crate::hooks::media::use_media;
use crate::i18n::t;

/// The columns and their classes, in order.
const COLUMNS: [(Column, &str); 8] = [
    (Column::Time, "col-time"),
    (Column::Client, "col-client"),
    (Column::Theme, "col-theme"),
    (Column::Channel, "col-channel"),
    (Column::Agency, "col-agency"),
    (Column::Staff, "col-staff"),
    (Column::Status, "col-status"),
    (Column::Reference, "col-reference"),
];

/// Properties of [`List`].
#[derive(Properties, PartialEq)]
pub struct ListProps {
    /// The day's appointments.
    pub appointments: Rc<Appointments>,
    /// Positions of those to show, in the order of the day.
    pub shown: Rc<[usize]>,
    /// Reference of the one that is open.
    pub opened: Option<AttrValue>,
    /// The day shown.
    pub day: Day,
    /// This instant.
    pub now: DateTime<Utc>,
    /// The list, for the keyboard.
    pub list: NodeRef,
    /// What is chosen, for who may act on several at once.
    pub choosing: Option<Choosing>,
}

impl ListProps {
    fn items(&self) -> impl Iterator<Item = &Appointment> {
        self.shown.iter().filter_map(|&index| self.appointments.items.get(index))
    }

    fn is_open(&self, appointment: &Appointment) -> bool {
        self.opened.as_deref() == Some(appointment.reference.as_str())
    }

    fn open(&self, appointment: &Appointment) -> Callback<MouseEvent> {
        let reference = appointment.reference.to_string();
        self.day.open.reform(move |_| reference.clone())
    }

    fn link(&self, appointment: &Appointment) -> Html {
        html! {
            <RowLink reference={appointment.reference.to_string()} day={self.day.clone()}
                name={client_name(appointment).to_owned()} opened={self.is_open(appointment)} />
        }
    }

    /// Position, among those shown, of the first still to begin, when some have begun: the present is there.
    fn present(&self) -> Option<usize> {
        if !self.day.is_today() || self.day.order != Order::usual() {
            return None;
        }
        self.items().position(|item| item.start.utc() > self.now).filter(|&position| position > 0)
    }
}

/// The list of the day.
#[component]
pub fn List(props: &ListProps) -> Html {
    let narrow = use_media("(max-width: 959px)");
    let SingleKeys(single_keys) = use_context::<SingleKeys>().unwrap_or(SingleKeys(true));
    let onkeydown = {
        let (step, choosing) =
            (line_keys::on_key(&props.list), props.choosing.clone().filter(|_| single_keys));
        Callback::from(move |event: KeyboardEvent| match &choosing {
            Some(choosing) if press(choosing, &event) => event.prevent_default(),
            _ => step.emit(event),
        })
    };
    html! {
        <div class="list" ref={&props.list} {onkeydown}>
            if narrow {
                <div class="list-tools">
                    if let Some(choosing) = props.choosing.clone() { <PickAll {choosing} named=true /> }
                    { sort::choice(props.day.order, &props.day.set_order) }
                </div>
                { cards(props) }
            } else {
                { table(props) }
            }
        </div>
    }
}

fn table(props: &ListProps) -> Html {
    let present = props.present();
    let width = (COLUMNS.len() + usize::from(props.choosing.is_some())).to_string();
    html! {
        <table class="table" data-testid="appointments">
            <caption class="hidden">{ t("appointments.title") }</caption>
            <thead><tr>
                if let Some(choosing) = props.choosing.clone() {
                    <th scope="col" class="col-pick"><PickAll {choosing} /></th>
                }
                { for COLUMNS.iter().map(|(by, class)| sort::head(*by, class, props.day.order, &props.day.set_order)) }
            </tr></thead>
            <tbody>
                { for props.items().enumerate().map(|(position, item)| {
                    let class = line_classes(item, props.is_open(item), props.now);
                    html! {
                        <>
                            if present == Some(position) {
                                <tr class="present" aria-hidden="true"><td colspan={width.clone()}>
                                    <span>{ t("appointments.now") }</span>
                                </td></tr>
                            }
                            <tr key={item.reference.to_string()} {class} onclick={props.open(item)}
                                data-testid="appointment" data-reference={item.reference.to_string()}>
                                { cells(props, item) }
                            </tr>
                        </>
                    }
                }) }
            </tbody>
        </table>
    }
}

fn cells(props: &ListProps, item: &Appointment) -> Html {
    html! {
        <>
            if let Some(choosing) = &props.choosing {
                <td class="col-pick"><Edge color={item.color.clone()} />{ pick(choosing, item) }</td>
                <td class="col-time">{ hours(item) }</td>
            } else {
                <td class="col-time"><Edge color={item.color.clone()} />{ hours(item) }</td>
            }
            <th scope="row" class="col-client">{ props.link(item) }</th>
            <td class="col-theme"><span class="theme"><Dot color={item.color.clone()} />{ &item.theme.name }</span></td>
            <td class="col-channel"><ChannelLabel channel={item.channel} /></td>
            <td class="col-agency">{ &item.agency.name }</td>
            <td class="col-staff">{ &item.staff.name }</td>
            <td class="col-status"><StatusBadge status={item.status} /></td>
            <td class="col-reference"><code>{ item.reference.to_string() }</code></td>
        </>
    }
}

fn cards(props: &ListProps) -> Html {
    let present = props.present();
    html! {
        <ul class="cards" data-testid="appointments" aria-label={t("appointments.title")}>
            { for props.items().enumerate().map(|(position, item)| {
                let class = line_classes(item, props.is_open(item), props.now);
                html! {
                    <>
                        if present == Some(position) {
                            <li class="present" aria-hidden="true"><span>{ t("appointments.now") }</span></li>
                        }
                        <li key={item.reference.to_string()} class={classes!("card", class)}
                            onclick={props.open(item)} data-testid="appointment"
                            data-reference={item.reference.to_string()}>
                            { card(props, item) }
                        </li>
                    </>
                }
            }) }
        </ul>
    }
}

fn card(props: &ListProps, item: &Appointment) -> Html {
    html! {
        <>
            <Edge color={item.color.clone()} />
            <div class="card-head">
                { hours(item) }
                <StatusBadge status={item.status} />
                { for props.choosing.as_ref().map(|choosing| pick(choosing, item)) }
            </div>
            <p class="card-client">{ props.link(item) }</p>
            <p class="card-theme">{ &item.theme.name }</p>
            <p class="card-foot">
                <ChannelLabel channel={item.channel} />
                <span>{ &item.agency.name }</span>
                <span>{ &item.staff.name }</span>
            </p>
        </>
    }
}
