//! What an appointment is: when, what, where, with whom, for whom.

use chrono::{DateTime, Utc};
use creno_types::appointment::{Appointment, AppointmentStatus};
use yew::prelude::*;

use super::File;
use crate::components::channel::ChannelLabel;
use crate::components::copy::Copy;
use crate::components::dot::{Dot, Edge};
use crate::components::side_panel::fact;
use crate::components::status::StatusBadge;
use crate::i18n::{dates, t, t_with, words};

/// Properties of [`Facts`].
#[derive(Properties, PartialEq)]
pub struct FactsProps {
    /// The file.
    pub file: File,
    /// This instant.
    pub now: DateTime<Utc>,
}

/// The head of the file.
#[component]
pub fn Facts(props: &FactsProps) -> Html {
    let file = &props.file.value;
    let item = &file.appointment;
    let zone = dates::foreign_zone(item.start, &item.timezone);
    let address = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    html! {
        <>
            <div class="panel-when">
                <Edge color={item.color.clone()} />
                <p class="panel-moment" data-testid="file-moment">
                    <time datetime={item.start.to_string()}>{ dates::short_moment(item.start) }</time>
                    { t("appointments.until") }{ dates::clock(item.end.local_time()) }
                </p>
                if let Some(zone) = zone {
                    <p>{ t_with("panel.zone", &[("zone", &zone), ("here", &dates::here(item.start))]) }</p>
                }
                <p class="panel-badges">
                    <StatusBadge status={item.status} />
                    if let Some(relative) = relative(item, props.now) {
                        <span class="panel-relative">{ relative }</span>
                    }
                </p>
                if item.presence_confirmed_at.is_some() && item.status == AppointmentStatus::Confirmed {
                    <p>{ t("file.presence") }</p>
                }
            </div>
            <dl class="facts">
                { fact(t("panel.theme"), html! {
                    <span class="theme"><Dot color={item.color.clone()} />{ &item.theme.name }</span>
                }) }
                { fact(t("panel.channel"), html! { <ChannelLabel channel={item.channel} /> }) }
                { fact(t("panel.agency"), html! { { &item.agency.name } }) }
                { fact(t("panel.staff"), html! { { &item.staff.name } }) }
                if let Some(campaign) = &file.campaign {
                    { fact(t("file.campaign"), html! { { campaign } }) }
                }
                { fact(t("panel.email"), contact(item.client.email.as_deref(), "mailto:")) }
                { fact(t("panel.phone"), contact(item.client.phone.as_deref(), "tel:")) }
                if let Some(reason) = file.cancel_reason.as_deref().filter(|reason| !reason.is_empty()) {
                    { fact(t("file.cancel_reason"), html! { <span class="said">{ reason }</span> }) }
                }
                { fact(t("panel.reference"), html! {
                    <><code>{ item.reference.to_string() }</code>
                    <Copy text={item.reference.to_string()} label={t("panel.copy_reference")} /></>
                }) }
                { fact(t("panel.taken"), html! {
                    <>{ words::source(item.source) }{ ", " }{ dates::dated_moment(item.created_at) }</>
                }) }
                { fact(t("panel.link"), html! { <Copy text={address} label={t("panel.copy_link")} wordy={true} /> }) }
            </dl>
        </>
    }
}

/// "en cours", "dans 25 minutes"; beside the absolute, never instead of it.
fn relative(item: &Appointment, now: DateTime<Utc>) -> Option<String> {
    match (item.start.utc()..item.end.utc()).contains(&now) {
        true => Some(t("panel.ongoing").to_owned()),
        false => dates::relative(item.start.utc(), now),
    }
}

/// A link to write or call, or what is said when the profile masks it.
fn contact(value: Option<&str>, scheme: &str) -> Html {
    match value {
        Some(value) => html! { <a href={format!("{scheme}{value}")}>{ value }</a> },
        None => html! { <span class="absent">{ t("panel.absent") }</span> },
    }
}
