//! Moving an appointment: to whom, by what channel, to which time of those on offer to staff.

use chrono::NaiveDate;
use creno_types::appointment::{Appointment, AppointmentPatch};
use creno_types::endpoint::{Endpoint, ListStaffSlots, with_query};
use creno_types::slots::Slots;
use creno_types::{Channel, ZonedInstant};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::File;
use super::deed::{Confirm, Deed};
use crate::api::{self, ApiError};
use crate::calendar::after;
use crate::components::dialog::Dialog;
use crate::components::failure::Failure;
use crate::components::icon::{Glyph, Icon};
use crate::components::skeleton::Skeleton;
use crate::hooks::load::use_load;
use crate::i18n::{dates, t, t_with, words};

/// How many days are shown at once.
const DAYS: i64 = 7;

/// Properties of [`MoveForm`].
#[derive(Properties, PartialEq)]
pub struct MoveFormProps {
    /// The file.
    pub file: File,
    /// Where a drag would have it.
    #[prop_or_default]
    pub start: Option<ZonedInstant>,
    /// To whom a drag would give it, by slug.
    #[prop_or_default]
    pub staff: Option<String>,
    /// Gives it up.
    pub onclose: Callback<()>,
    /// It is done.
    pub ondone: Callback<()>,
}

/// What the starts are asked for.
#[derive(Clone, PartialEq)]
struct Asked {
    from: NaiveDate,
    agency: String,
    theme: String,
    channel: Channel,
    staff: Option<String>,
    appointment: String,
}

async fn fetch_starts(asked: Asked) -> Result<Slots, ApiError> {
    let (from, to) = (asked.from.to_string(), after(asked.from, DAYS - 1).to_string());
    let mut parameters = vec![
        ("agency", asked.agency.as_str()),
        ("theme", &asked.theme),
        ("channel", asked.channel.as_str()),
        ("from", &from),
        ("to", &to),
        ("appointment", &asked.appointment),
    ];
    parameters.extend(asked.staff.as_deref().map(|staff| ("staff", staff)));
    api::call::<ListStaffSlots>(&with_query(ListStaffSlots::PATH, &parameters), &()).await
}

/// The dialog.
#[component]
pub fn MoveForm(props: &MoveFormProps) -> Html {
    let file = use_state(|| props.file.clone());
    let item = file.value.appointment.clone();
    let start = use_state_eq(|| props.start);
    let from = use_state_eq(|| props.start.unwrap_or(item.start).local_date());
    let channel = use_state_eq(|| item.channel);
    let receiver = props.staff.clone().unwrap_or_else(|| item.staff.slug.to_string());
    let anybody = use_state_eq(|| false);
    let staff = (!*anybody).then(|| receiver.clone());
    let asked = Asked {
        from: *from,
        agency: item.agency.slug.to_string(),
        theme: item.theme.id.to_string(),
        channel: *channel,
        staff: staff.clone(),
        appointment: item.reference.to_string(),
    };
    let slots = use_load(asked, fetch_starts);
    let choose = {
        let (start, from) = (start.clone(), from.clone());
        Callback::from(move |chosen: ZonedInstant| {
            let date = chosen.local_date();
            if !(*from..=after(*from, DAYS - 1)).contains(&date) {
                from.set(date);
            }
            start.set(Some(chosen));
        })
    };
    let go = {
        let from = from.clone();
        Callback::from(move |date: NaiveDate| from.set(date))
    };
    let onfile = {
        let file = file.clone();
        Callback::from(move |now| file.set(now))
    };
    let deed = start.map(|start| Deed::Change(patch(&item, start, *channel, staff.as_deref())));
    html! {
        <Dialog title={t("move.title")} testid="move-form" onclose={props.onclose.clone()}>
            <div class="form">
                <p>{ t_with("move.what", &[
                    ("moment", &dates::short_moment(item.start)), ("staff", &item.staff.name),
                ]) }</p>
                <div class="form-row">
                    { people(&item, &receiver, &anybody, &start) }
                    { channels(&channel, &start) }
                </div>
                { week(*from, go, slots.state.data.as_deref(), *start, &choose) }
                if let Some(error) = slots.state.error.clone() {
                    <Failure {error} onretry={slots.reload.clone()} />
                }
                if let Some(start) = *start {
                    <p class="move-chosen" role="status" data-testid="move-chosen">
                        { t_with("move.chosen", &[("moment", &dates::short_moment(start))]) }
                    </p>
                }
                <Confirm file={(*file).clone()} {deed} verb={t("move.confirm")} onclose={props.onclose.clone()}
                    ondone={props.ondone.clone()} {onfile} onstart={choose} />
            </div>
        </Dialog>
    }
}

/// What changes: nothing of what stays as it is.
fn patch(item: &Appointment, start: ZonedInstant, channel: Channel, staff: Option<&str>) -> AppointmentPatch {
    AppointmentPatch {
        start: Some(start).filter(|start| start.utc() != item.start.utc()),
        agency: None,
        channel: Some(channel).filter(|channel| *channel != item.channel),
        staff: staff.map(str::to_owned),
    }
}

fn people(
    item: &Appointment,
    receiver: &str,
    anybody: &UseStateHandle<bool>,
    start: &UseStateHandle<Option<ZonedInstant>>,
) -> Html {
    let onchange = {
        let (anybody, start) = (anybody.clone(), start.clone());
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                anybody.set(select.value() == "anybody");
                start.set(None);
            }
        })
    };
    let same = match receiver == item.staff.slug.as_str() {
        true => t_with("move.same", &[("staff", &item.staff.name)]),
        false => t("move.dragged_to").to_owned(),
    };
    html! {
        <label class="field">
            <span>{ t("panel.staff") }</span>
            <select class="input" {onchange} data-testid="move-staff">
                <option value="same" selected={!**anybody}>{ same }</option>
                <option value="anybody" selected={**anybody}>{ t("move.anybody") }</option>
            </select>
        </label>
    }
}

fn channels(channel: &UseStateHandle<Channel>, start: &UseStateHandle<Option<ZonedInstant>>) -> Html {
    let onchange = {
        let (channel, start) = (channel.clone(), start.clone());
        Callback::from(move |event: Event| {
            let chosen =
                event.target_dyn_into::<HtmlSelectElement>().and_then(|select| select.value().parse().ok());
            if let Some(chosen) = chosen {
                channel.set(chosen);
                start.set(None);
            }
        })
    };
    html! {
        <label class="field">
            <span>{ t("panel.channel") }</span>
            <select class="input" {onchange} data-testid="move-channel">
                { for Channel::ALL.into_iter().map(|each| html! {
                    <option value={each.as_str()} selected={each == **channel}>{ words::channel(each) }</option>
                }) }
            </select>
        </label>
    }
}

/// The starts of a week, day by day.
fn week(
    from: NaiveDate,
    go: Callback<NaiveDate>,
    slots: Option<&Slots>,
    chosen: Option<ZonedInstant>,
    choose: &Callback<ZonedInstant>,
) -> Html {
    let turn = |date: NaiveDate, glyph: Glyph, label: &'static str| {
        html! {
            <button type="button" class="button button-icon" title={label} aria-label={label}
                onclick={go.reform(move |_| date)}><Icon {glyph} /></button>
        }
    };
    html! {
        <div class="starts" data-testid="starts">
            <div class="starts-head">
                { turn(after(from, -DAYS), Glyph::Previous, t("move.before")) }
                <p>{ t_with("move.days", &[("from", &dates::short_day(from)), ("to", &dates::short_day(after(from, DAYS - 1)))]) }</p>
                { turn(after(from, DAYS), Glyph::Next, t("move.after")) }
            </div>
            { match slots {
                None => html! { <Skeleton /> },
                Some(slots) if slots.days.is_empty() => html! {
                    <p class="notice" role="status">
                        { t("move.none") }
                        if let Some(next) = slots.next {
                            { " " }
                            <button type="button" class="button button-quiet"
                                onclick={go.reform(move |_| next.local_date())} data-testid="move-next">
                                { t_with("move.next", &[("moment", &dates::short_moment(next))]) }
                            </button>
                        }
                    </p>
                },
                Some(slots) => html! {
                    <ul>
                        { for slots.days.iter().map(|day| html! {
                            <li>
                                <p class="starts-day">{ dates::short_day(day.date) }</p>
                                <p class="chips">
                                    { for day.starts.iter().map(|&start| {
                                        let pressed = chosen.is_some_and(|chosen| chosen.utc() == start.utc());
                                        html! {
                                            <button type="button" class="button chip" aria-pressed={pressed.to_string()}
                                                onclick={choose.reform(move |_| start)} data-testid="start">
                                                { dates::clock(start.local_time()) }
                                            </button>
                                        }
                                    }) }
                                </p>
                            </li>
                        }) }
                    </ul>
                },
            } }
        </div>
    }
}
