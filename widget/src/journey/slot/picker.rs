//! Starts on offer, and the choice of one, wherever one is chosen.

use std::rc::Rc;

use chrono::NaiveDate;
use creno_types::ZonedInstant;
use yew::prelude::*;

use super::days::{Shown, columns, strip};
use crate::components::{Shape, Skeleton, Waiting, failure_notice, icon};
use crate::hooks::SlotsLoaded;
use crate::i18n::dates::visitor_is_elsewhere;
use crate::i18n::use_i18n;

/// What the choice needs.
#[derive(PartialEq, Properties)]
pub struct PickerProps {
    /// What is known of the starts.
    pub slots: Rc<SlotsLoaded>,
    /// Zone of the agency.
    pub timezone: AttrValue,
    /// Whether the starts are those of a campaign.
    pub in_campaign: bool,
    /// The chosen one.
    pub start: Option<ZonedInstant>,
    /// The one that is kept for the visitor.
    #[prop_or_default]
    pub own: Option<ZonedInstant>,
    /// Whether one should have been chosen by now.
    pub missing: bool,
    /// One is chosen.
    pub onstart: Callback<ZonedInstant>,
    /// Reads more days.
    pub more: Callback<()>,
    /// Shown when there is nothing to choose.
    pub nothing: Html,
}

/// The choice. Each piece has an element of its own that is always there: see `hold_state`.
#[component]
pub fn Picker(props: &PickerProps) -> Html {
    let i18n = use_i18n();
    let slots = &*props.slots;
    let picked_day = use_state_eq(|| None::<NaiveDate>);
    {
        // A start that was chosen elsewhere, among alternatives, opens its day.
        let picked_day = picked_day.clone();
        use_effect_with(props.start, move |start| {
            if let Some(start) = start {
                picked_day.set(Some(start.local_date()));
            }
        });
    }
    let first = slots.first();
    let dates = shown_dates(slots, props.in_campaign);
    // Until a day that was asked for is read, the last one before it stays open.
    let day = (*picked_day)
        .and_then(|day| dates.iter().rev().find(|date| **date <= day).copied())
        .or(first.map(ZonedInstant::local_date));
    let onday = {
        let picked_day = picked_day.clone();
        Callback::from(move |day| picked_day.set(Some(day)))
    };
    let onstart = {
        let onstart = props.onstart.clone();
        Callback::from(move |start: ZonedInstant| {
            picked_day.set(Some(start.local_date()));
            onstart.emit(start);
        })
    };
    let body = match (day, first) {
        (Some(day), Some(first)) => {
            let shown = Shown {
                slots,
                dates: &dates,
                day,
                start: props.start,
                own: props.own,
                onday: &onday,
                onstart: &onstart,
                more: &props.more,
            };
            html! {
                <>
                    if visitor_is_elsewhere(first) {
                        <p class="zone" data-testid="creno-zone">
                            { icon(Shape::Globe) }
                            { i18n.with("slot.zone", &[("zone", &i18n.zone_name(&props.timezone, first))]) }
                        </p>
                    }
                    <button
                        type="button" class="button button-quiet soonest" data-testid="creno-soonest"
                        onclick={onstart.reform(move |_: MouseEvent| first)}
                    >
                        <span class="soonest-label">{ i18n.text("slot.soonest") }</span>
                        <span class="soonest-text">{ i18n.instant_in_text(first) }</span>
                    </button>
                    if props.missing { <p class="field-error" role="alert" data-testid="creno-missing">{ i18n.text("slot.missing") }</p> }
                    { strip(&shown, &i18n) }
                    { columns(&shown, &i18n) }
                </>
            }
        }
        _ if slots.known && !slots.loading && slots.failure.is_none() => props.nothing.clone(),
        _ => Html::default(),
    };
    html! {
        <>
            <div class="box">{ body }</div>
            <div class="box">
                if slots.loading && first.is_none() { <Waiting rows={25} shape={Skeleton::Times} /> }
            </div>
            <div class="box">
                if let Some(failure) = &slots.failure { { failure_notice(failure, Some(&props.more), false, &i18n) } }
            </div>
        </>
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
