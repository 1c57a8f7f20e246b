//! The agenda where there is no room for columns: one day under the other, in words.

use chrono::NaiveDate;
use creno_types::appointment::AppointmentStatus;
use yew::prelude::*;

use super::layout::{Band, Column};
use crate::components::appointment::client_name;
use crate::components::band::channels_in_words;
use crate::components::channel::ChannelLabel;
use crate::components::dot::Edge;
use crate::components::side_panel::line_id;
use crate::components::status::StatusBadge;
use crate::i18n::{dates, t, t_with};

/// Properties of [`Days`].
#[derive(Properties, PartialEq)]
pub struct DaysProps {
    /// The columns.
    pub columns: Vec<Column>,
    /// Whether they are people's, rather than days'.
    pub by_person: bool,
    /// Today's date.
    pub today: NaiveDate,
    /// Opens an appointment.
    pub onopen: Callback<String>,
}

/// The columns, one under the other.
#[component]
pub fn Days(props: &DaysProps) -> Html {
    html! {
        <div class="ag-list" data-testid="agenda-list">
            { for props.columns.iter().map(|column| {
                let title = if props.by_person { column.name.clone() } else { dates::short_day(column.date) };
                html! {
                    <section>
                        <h2>{ title }
                            if column.date == props.today && !props.by_person {
                                <span class="tag">{ t("appointments.is_today") }</span>
                            }
                        </h2>
                        { for column.closed.iter().map(|label| html! { <p class="ag-closed">{ label }</p> }) }
                        { bands(column) }
                        <ul>{ for column.cards.iter().map(|card| {
                            let item = &card.item;
                            let reference = item.reference.to_string();
                            let onclick = props.onopen.reform({
                                let reference = reference.clone();
                                move |_: MouseEvent| reference.clone()
                            });
                            html! {
                                <li>
                                    <button type="button" class="ag-line" id={line_id(&reference)} {onclick}
                                        data-testid="card" data-reference={reference}>
                                        <Edge color={item.color.clone()} />
                                        <span class="ag-line-time">
                                            { dates::clock(item.start.local_time()) }{ t("appointments.until") }
                                            { dates::clock(item.end.local_time()) }
                                        </span>
                                        <span class="ag-line-who">{ client_name(item) }</span>
                                        <span class="ag-line-what">{ &item.theme.name }</span>
                                        <ChannelLabel channel={item.channel} />
                                        if item.status != AppointmentStatus::Confirmed {
                                            <StatusBadge status={item.status} />
                                        }
                                    </button>
                                </li>
                            }
                        }) }</ul>
                    </section>
                }
            }) }
        </div>
    }
}

fn bands(column: &Column) -> Html {
    if column.bands.is_empty() {
        return html! { <p class="absent">{ t("agenda.receives_not") }</p> };
    }
    html! {
        <ul class="ag-list-bands">
            { for column.bands.iter().map(|band| html! { <li>{ receives(band) }</li> }) }
        </ul>
    }
}

/// "Reçoit de 09:00 à 12:00 : En agence, Téléphone", for which campaign when it is for one.
pub fn receives(band: &Band) -> String {
    let (from, to) = (dates::clock_at(band.at.from), dates::clock_at(band.at.to));
    let channels = channels_in_words(band.channels);
    let campaign = band.campaign.as_deref().unwrap_or_default();
    let key = if band.campaign.is_some() { "agenda.receives_for" } else { "agenda.receives" };
    t_with(key, &[("campaign", campaign), ("from", &from), ("to", &to), ("channels", &channels)])
}
