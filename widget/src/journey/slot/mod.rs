//! Step 4: when. On a phone a strip of days and the times of one of them; on a wide screen five days side by side.

mod days;

use chrono::NaiveDate;
use creno_types::ZonedInstant;
use yew::prelude::*;

use super::shell::{Shell, use_shell};
use super::state::{Action, Step};
use crate::components::{
    Frame, Notice, Shape, Skeleton, Tone, Waiting, failure_notice, icon, refusal_notice,
};
use crate::hooks::{SlotsAsked, SlotsLoaded, use_slots};
use crate::i18n::dates::visitor_is_elsewhere;
use crate::i18n::{I18n, use_i18n};
use days::{Shown, columns, strip};

/// Days side by side on a wide screen.
pub const PAGE: usize = 5;

/// The step; what it asks for is settled by the choices before it.
#[component]
pub fn SlotStep() -> Html {
    let shell = use_shell();
    let journey = &shell.journey;
    let (Some(agency), Some(theme), Some(channel)) =
        (journey.agency(), journey.theme(), journey.choices.channel)
    else {
        return Html::default();
    };
    let asked = SlotsAsked {
        api: shell.api.to_string(),
        agency: agency.slug.to_string(),
        timezone: agency.timezone.clone(),
        theme: theme.slug.to_string(),
        channel,
        campaign: journey.campaign_slug(),
        refused: journey.choices.start.filter(|_| journey.refusal.is_some()),
        waits: journey.held.is_some(),
    };
    html! { <Slots {asked} /> }
}

#[derive(PartialEq, Properties)]
struct SlotsProps {
    asked: SlotsAsked,
}

#[component]
fn Slots(props: &SlotsProps) -> Html {
    let (i18n, shell) = (use_i18n(), use_shell());
    let (slots, more) = use_slots(&props.asked);
    let picked_day = use_state_eq(|| None::<NaiveDate>);
    let missing = use_state_eq(|| false);
    let journey = shell.journey.clone();
    let start = journey.choices.start.filter(|start| props.asked.refused != Some(*start));
    let dates = shown_dates(&slots, props.asked.campaign.is_some());
    let day = (*picked_day)
        .or(start.map(ZonedInstant::local_date))
        .filter(|day| dates.contains(day))
        .or(slots.first().map(ZonedInstant::local_date));
    let onday = {
        let picked_day = picked_day.clone();
        Callback::from(move |day| picked_day.set(Some(day)))
    };
    let onstart = {
        let (journey, missing, picked_day) = (journey.clone(), missing.clone(), picked_day.clone());
        Callback::from(move |start: ZonedInstant| {
            missing.set(false);
            picked_day.set(Some(start.local_date()));
            journey.dispatch(Action::Start(start));
        })
    };
    let onsubmit = {
        let (take, missing) = (shell.hold.take.clone(), missing.clone());
        Callback::from(move |()| match start {
            Some(start) => take.emit(start),
            None => missing.set(true),
        })
    };
    let first = slots.first();
    let shown = |day| Shown {
        slots: &slots,
        dates: &dates,
        day,
        start,
        onday: &onday,
        onstart: &onstart,
        more: &more,
    };
    let body = match day {
        Some(day) => html! {
            <>
                if let Some(first) = first {
                    if visitor_is_elsewhere(first) {
                        <p class="zone" data-testid="creno-zone">
                            { icon(Shape::Globe) }
                            { i18n.with("slot.zone", &[("zone", &i18n.zone_name(&props.asked.timezone, first))]) }
                        </p>
                    }
                    <button
                        type="button" class="button button-quiet soonest" data-testid="creno-soonest"
                        onclick={onstart.reform(move |_: MouseEvent| first)}
                    >
                        <span class="soonest-label">{ i18n.text("slot.soonest") }</span>
                        <span class="soonest-text">{ i18n.instant(first) }</span>
                    </button>
                }
                if *missing { <p class="field-error" role="alert" data-testid="creno-missing">{ i18n.text("slot.missing") }</p> }
                { strip(&shown(day), &i18n) }
                { columns(&shown(day), &i18n) }
            </>
        },
        None if slots.known && !slots.loading && slots.failure.is_none() => nothing(&shell, &i18n),
        None => Html::default(),
    };
    let chosen = start.map(|start| AttrValue::from(i18n.instant(start)));
    html! {
        <Frame
            step={Step::Slot} {onsubmit} next={i18n.text("slot.next")} busy={journey.busy} {chosen}
            stuck={day.is_none()}
        >
            // An element for each piece, always there: see `hold_state`.
            <div class="box">{ refusal_notice(&shell, &i18n) }</div>
            <div class="box">
                if let Some(failure) = &shell.hold.failure { { failure_notice(failure, None, false, &i18n) } }
            </div>
            <div class="box">{ body }</div>
            <div class="box">
                if slots.loading && first.is_none() { <Waiting rows={12} shape={Skeleton::Times} /> }
            </div>
            <div class="box">
                if let Some(failure) = &slots.failure { { failure_notice(failure, Some(&more), false, &i18n) } }
            </div>
        </Frame>
    }
}

/// The dates worth showing: those with a start, and weekdays without, so that a full day is seen to be full. Between
/// the sessions of a campaign, days are not full: they have none.
fn shown_dates(slots: &SlotsLoaded, in_campaign: bool) -> Vec<NaiveDate> {
    use chrono::{Datelike, Weekday};
    let first = slots.first().map(ZonedInstant::local_date);
    slots
        .days
        .iter()
        .filter(|(date, starts)| {
            let idle = in_campaign || matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
            first.is_some_and(|first| **date >= first) && (!starts.is_empty() || !idle)
        })
        .map(|(date, _)| *date)
        .collect()
}

/// Nothing is free within the theme's horizon: other ways are offered.
fn nothing(shell: &Shell, i18n: &I18n) -> Html {
    let go = |step: Step| {
        let journey = shell.journey.clone();
        Callback::from(move |_: MouseEvent| journey.dispatch(Action::GoTo(step)))
    };
    let elsewhere =
        [(Step::Channel, i18n.text("slot.other_channel")), (Step::Agency, i18n.text("slot.other_agency"))];
    html! {
        <Notice tone={Tone::Info} title={i18n.text("slot.none")} testid="creno-empty">
            <p>{ i18n.text("slot.none_help") }</p>
            <div class="notice-actions">
                { for elsewhere.into_iter().filter(|(step, _)| !shell.journey.is_settled(*step)).map(|(step, words)| html! {
                    <button type="button" class="button button-quiet" onclick={go(step)}>{ words }</button>
                }) }
            </div>
        </Notice>
    }
}
