//! Step 4: when. On a phone a strip of days and the times of one of them; on a wide screen five days side by side.

mod days;
mod neighbours;
mod picker;

use std::rc::Rc;

use creno_types::ZonedInstant;
use yew::prelude::*;

use super::booking::HoldProps;
use super::shell::use_shell;
use super::state::{Action, Step};
use crate::components::{Frame, hold_state};
use crate::hooks::{SlotsAsked, TakeHold, use_slots};
use crate::i18n::use_i18n;

pub use picker::Picker;

/// Days side by side on a wide screen.
pub const PAGE: usize = 5;

/// The step; what it asks for is settled by the choices before it.
#[component]
pub fn SlotStep(props: &HoldProps) -> Html {
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
        refused: journey
            .choices
            .start
            .filter(|_| journey.refusal.as_ref().is_some_and(|refusal| !refusal.is_lapse())),
    };
    html! { <Slots {asked} hold={props.hold.clone()} /> }
}

#[derive(PartialEq, Properties)]
struct SlotsProps {
    asked: SlotsAsked,
    hold: Rc<TakeHold>,
}

#[component]
fn Slots(props: &SlotsProps) -> Html {
    let (i18n, shell) = (use_i18n(), use_shell());
    let journey = shell.journey.clone();
    let (slots, more) = use_slots(&props.asked, journey.held.clone());
    let own = journey.own_hold().map(|held| held.asked.start);
    let missing = use_state_eq(|| false);
    let start = journey.choices.start.filter(|start| props.asked.refused != Some(*start));
    let onstart = {
        let (journey, missing) = (journey.clone(), missing.clone());
        Callback::from(move |start: ZonedInstant| {
            missing.set(false);
            journey.dispatch(Action::Start(start));
        })
    };
    let onsubmit = {
        let (take, missing) = (props.hold.take.clone(), missing.clone());
        Callback::from(move |()| match start {
            Some(start) => take.emit(start),
            None => missing.set(true),
        })
    };
    let chosen = start.map(|start| AttrValue::from(i18n.instant(start)));
    let stuck = slots.first().is_none();
    let next = i18n.text(if own.is_some() && own == start { "next" } else { "slot.next" });
    html! {
        <Frame step={Step::Slot} {onsubmit} {next} busy={journey.busy} {chosen} {stuck}>
            { hold_state(&shell, &props.hold, &i18n) }
            <Picker
                {slots} timezone={props.asked.timezone.clone()} in_campaign={props.asked.campaign.is_some()}
                {start} {own} missing={*missing} {onstart} {more} nothing={neighbours::neighbours(&shell, &i18n)}
            />
        </Frame>
    }
}
