//! The confirmation.

use creno_types::Channel;
use yew::prelude::*;

use super::shell::use_shell;
use crate::components::{CopyButton, Shape, channel_shape, icon};
use crate::i18n::dates::visitor_is_elsewhere;
use crate::i18n::use_i18n;

/// What was booked, and what to do with it.
#[component]
pub fn Done() -> Html {
    let (i18n, shell) = (use_i18n(), use_shell());
    let journey = &shell.journey;
    let (Some(booked), Some(agency), Some(theme), Some(channel)) =
        (journey.confirmation.clone(), journey.agency(), journey.theme(), journey.choices.channel)
    else {
        return Html::default();
    };
    let reference = booked.reference.to_string();
    let zone = visitor_is_elsewhere(booked.start).then(|| i18n.zone_name(&booked.timezone, booked.start));
    let address = [&*agency.street, ", ", &agency.postcode, "\u{a0}", &agency.city].concat();
    let place = match channel {
        Channel::Office => address,
        other => i18n.text(&["channel.", other.as_str()].concat()),
    };
    html! {
        <section class="narrow" part="done" data-testid="creno-step-done">
            <svg class="done-tick" viewBox="0 0 48 48" aria-hidden="true">
                <circle cx="24" cy="24" r="22" />
                <path d="M14 25 21 32 35 17" pathLength="1" />
            </svg>
            <h2 class="heading" part="heading" tabindex="-1">{ i18n.text("done.title") }</h2>
            <p class="done-sent">{ i18n.text("done.sent") }</p>
            <div class="ticket" part="ticket">
                <div class="ticket-head">
                    <p class="ticket-label" id="creno-reference-label">{ i18n.text("done.reference") }</p>
                    <p class="reference" data-testid="creno-reference" aria-labelledby="creno-reference-label">{ &reference }</p>
                    <div class="ticket-tools">
                        <CopyButton text={reference} />
                        <button type="button" class="button button-quiet" onclick={print} data-testid="creno-print">
                            { i18n.text("done.print") }
                        </button>
                    </div>
                </div>
                <ul class="ticket-rows">
                    <li>
                        { icon(Shape::Calendar) }
                        <span>
                            <strong data-testid="creno-done-when">{ i18n.instant(booked.start) }</strong>
                            <span class="sheet-note">
                                { i18n.minutes(theme.duration_min.0) }
                                if let Some(zone) = zone { { [" · ", &*zone].concat() } }
                            </span>
                        </span>
                    </li>
                    <li>
                        { icon(channel_shape(channel)) }
                        <span>
                            <strong>{ &agency.name }</strong>
                            <span class="sheet-note">{ place }</span>
                        </span>
                    </li>
                    <li>
                        { icon(Shape::Tag) }
                        <span>
                            <strong>{ &theme.name }</strong>
                        </span>
                    </li>
                    if !theme.instructions.is_empty() {
                        <li>
                            { icon(Shape::Info) }
                            <span>
                                <strong>{ i18n.text("done.prepare") }</strong>
                                <span class="sheet-note">{ &theme.instructions }</span>
                            </span>
                        </li>
                    }
                    if let Some(url) = booked.video_url.clone() {
                        <li>
                            { icon(Shape::Video) }
                            <a href={url} target="_blank" rel="noopener">{ i18n.text("done.join") }</a>
                        </li>
                    }
                </ul>
            </div>
            <div class="done-actions">
                <a class="button button-main" href={booked.ics_url.clone()} download="" data-testid="creno-ics">
                    { icon(Shape::Calendar) }{ i18n.text("done.calendar") }
                </a>
                <a class="button button-quiet" href={booked.manage_url.clone()} data-testid="creno-manage">
                    { i18n.text("done.manage") }
                </a>
            </div>
        </section>
    }
}

/// The style leaves the ticket alone on paper.
fn print(_: MouseEvent) {
    if let Some(window) = web_sys::window() {
        let _printed = window.print();
    }
}
