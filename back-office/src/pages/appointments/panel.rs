//! One appointment, beside the list.

use chrono::{DateTime, Utc};
use creno_types::appointment::Appointment;
use yew::prelude::*;

use super::day::Day;
use crate::components::appointment::client_name;
use crate::components::channel::ChannelLabel;
use crate::components::copy::Copy;
use crate::components::dot::{Dot, Edge};
use crate::components::icon::{Glyph, Icon};
use crate::components::status::StatusBadge;
use crate::hooks::media::use_media;
use crate::hooks::title::focus;
use crate::i18n::{dates, t, t_with, words};

/// Properties of [`Panel`].
#[derive(Properties, PartialEq)]
pub struct PanelProps {
    /// The reference that the address names.
    pub reference: AttrValue,
    /// The appointment, if the list has it.
    pub appointment: Option<Appointment>,
    /// Whether the list is still awaited.
    pub awaited: bool,
    /// This instant.
    pub now: DateTime<Utc>,
    /// The day of the list.
    pub day: Day,
}

/// The panel of the appointment that is open.
#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let heading = use_node_ref();
    {
        let heading = heading.clone();
        use_effect_with((props.reference.clone(), props.awaited), move |_| focus(&heading));
    }
    // Where the panel stands in the place of the list, it is the page, and its title the page's.
    let levels = if use_media("(max-width: 1099px)") { ("h1", "h2") } else { ("h2", "h3") };
    let title = match (&props.appointment, props.awaited) {
        (Some(appointment), _) => client_name(appointment).to_owned(),
        (None, true) => t("common.loading").to_owned(),
        (None, false) => t("panel.unknown").to_owned(),
    };
    html! {
        <aside class="panel" aria-labelledby="panel-title" data-testid="panel">
            <div class="panel-head">
                <@{levels.0} id="panel-title" ref={heading} tabindex="-1">{ title }</@>
                <button type="button" class="button button-icon" title={t("panel.close")}
                    aria-label={t("panel.close")} onclick={props.day.close.reform(|_| ())} data-testid="close-panel">
                    <Icon glyph={Glyph::Close} />
                </button>
            </div>
            if let Some(appointment) = &props.appointment {
                { details(appointment, props.now, levels.1) }
            } else if !props.awaited {
                { unknown(&props.reference, &props.day) }
            }
        </aside>
    }
}

/// The list does not have it: why that may be, and where to look.
fn unknown(reference: &str, day: &Day) -> Html {
    let text = if day.is_dated { "panel.unknown_that_day" } else { "panel.unknown_date" };
    let today = day.today;
    html! {
        <div class="panel-unknown" data-testid="panel-unknown">
            <p>{ t_with(text, &[("reference", reference), ("date", &dates::long_day(day.date))]) }</p>
            <p>{ t("panel.unknown_ways") }</p>
            <p class="state-ways">
                if day.agency.is_some() {
                    <button type="button" class="button" onclick={day.set_agency.reform(|_| None)}>
                        { t("empty.every_agency") }
                    </button>
                }
                <button type="button" class="button button-primary" data-testid="panel-today"
                    onclick={day.set_date.reform(move |_| today)}>
                    { t("panel.today") }
                </button>
            </p>
        </div>
    }
}

fn details(item: &Appointment, now: DateTime<Utc>, level: &'static str) -> Html {
    let zone = dates::foreign_zone(item.start, &item.timezone);
    let address = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    html! {
        <>
            <div class="panel-when">
                <Edge color={item.color.clone()} />
                <p class="panel-moment">
                    <time datetime={item.start.to_string()}>{ dates::short_moment(item.start) }</time>
                    { t("appointments.until") }{ dates::clock(item.end.local_time()) }
                </p>
                if let Some(zone) = zone {
                    <p>{ t_with("panel.zone", &[("zone", &zone), ("here", &dates::here(item.start))]) }</p>
                }
                <p class="panel-badges">
                    <StatusBadge status={item.status} />
                    if let Some(relative) = relative(item, now) {
                        <span class="panel-relative">{ relative }</span>
                    }
                </p>
            </div>
            <dl class="facts">
                { fact("panel.theme", html! {
                    <span class="theme"><Dot color={item.color.clone()} />{ &item.theme.name }</span>
                }) }
                { fact("panel.channel", html! { <ChannelLabel channel={item.channel} /> }) }
                { fact("panel.agency", html! { { &item.agency.name } }) }
                { fact("panel.staff", html! { { &item.staff.name } }) }
            </dl>
            <@{level} class="panel-section">{ t("panel.client") }</@>
            <dl class="facts">
                { fact("panel.email", contact(item.client.email.as_deref(), "mailto:")) }
                { fact("panel.phone", contact(item.client.phone.as_deref(), "tel:")) }
            </dl>
            <@{level} class="panel-section">{ t("panel.file") }</@>
            <dl class="facts">
                { fact("panel.reference", html! {
                    <><code>{ item.reference.to_string() }</code>
                    <Copy text={item.reference.to_string()} label={t("panel.copy_reference")} /></>
                }) }
                { fact("panel.taken", html! {
                    <>{ words::source(item.source) }{ ", " }{ dates::dated_moment(item.created_at) }</>
                }) }
                { fact("panel.link", html! { <Copy text={address} label={t("panel.copy_link")} wordy={true} /> }) }
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

fn fact(key: &str, value: Html) -> Html {
    html! { <div><dt>{ t(key) }</dt><dd>{ value }</dd></div> }
}

/// A link to write or call, or what is said when the profile masks it.
fn contact(value: Option<&str>, scheme: &str) -> Html {
    match value {
        Some(value) => html! { <a href={format!("{scheme}{value}")}>{ value }</a> },
        None => html! { <span class="absent">{ t("panel.absent") }</span> },
    }
}
