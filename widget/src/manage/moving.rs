//! Moving: another start of the same agency, theme and channel.

use std::rc::Rc;

use creno_types::appointment::{ManagedAppointment, MoveAppointment};
use creno_types::endpoint::{Endpoint, MoveManagedAppointment, path};
use creno_types::{ProblemCode, ZonedInstant};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::trouble;
use crate::api::{self, Extra, Failure};
use crate::components::{Notice, Shape, SubmitButton, Tone, icon};
use crate::events::Emitter;
use crate::hooks::{SlotsAsked, use_slots};
use crate::i18n::{I18n, use_i18n};
use crate::journey::Picker;

/// What the choice needs.
#[derive(PartialEq, Properties)]
pub struct MovingProps {
    /// Base URL of the API.
    pub api: AttrValue,
    /// The link's token.
    pub token: AttrValue,
    /// Sends events to the host page.
    pub emitter: Emitter,
    /// What is moved.
    pub appointment: Rc<ManagedAppointment>,
    /// It is moved, and now this.
    pub ondone: Callback<Rc<ManagedAppointment>>,
    /// The client changed their mind.
    pub onkeep: Callback<()>,
    /// The appointment has to be read again.
    pub onreload: Callback<()>,
}

/// The choice of another start, and its confirmation.
#[component]
pub fn Moving(props: &MovingProps) -> Html {
    let i18n = use_i18n();
    let appointment = &props.appointment;
    let refused = use_state_eq(|| None::<ZonedInstant>);
    let start = use_state_eq(|| None::<ZonedInstant>);
    let missing = use_state_eq(|| false);
    let failure = use_state(|| None::<Failure>);
    let sending = use_state_eq(|| false);
    let asked = use_mut_ref(|| false);
    let asking = SlotsAsked {
        api: props.api.to_string(),
        agency: appointment.agency.slug.to_string(),
        timezone: appointment.timezone.clone(),
        theme: appointment.theme.slug.to_string(),
        channel: appointment.channel,
        campaign: appointment.campaign.as_ref().map(ToString::to_string),
        refused: *refused,
    };
    let (slots, more) = use_slots(&asking, None);
    let confirm = {
        let (api, token, emitter, ondone) =
            (props.api.clone(), props.token.clone(), props.emitter.clone(), props.ondone.clone());
        let (start, refused, missing) = (start.clone(), refused.clone(), missing.clone());
        let (failure, sending) = (failure.clone(), sending.clone());
        Callback::from(move |()| {
            let Some(wanted) = *start else {
                missing.set(true);
                return;
            };
            if asked.replace(true) {
                return;
            }
            sending.set(true);
            failure.set(None);
            let (api, token, emitter, ondone) = (api.clone(), token.clone(), emitter.clone(), ondone.clone());
            let (start, refused) = (start.clone(), refused.clone());
            let (failure, sending, asked) = (failure.clone(), sending.clone(), asked.clone());
            spawn_local(async move {
                let path = path(MoveManagedAppointment::PATH, &[&token]);
                let request = MoveAppointment::Start(wanted);
                let outcome =
                    api::call::<MoveManagedAppointment>(&api, &path, Some(&request), Extra::default()).await;
                asked.replace(false);
                sending.set(false);
                match outcome {
                    Ok(answer) => ondone.emit(Rc::new(answer.body)),
                    Err(error) => {
                        emitter.emit("creno:error", &[("code", error.code())]);
                        if lost(&error).is_some() {
                            // What was read is no longer true.
                            refused.set(Some(wanted));
                            start.set(None);
                        }
                        failure.set(Some(error));
                    }
                }
            });
        })
    };
    let onstart = {
        let (start, missing) = (start.clone(), missing.clone());
        Callback::from(move |wanted: ZonedInstant| {
            missing.set(false);
            start.set(Some(wanted));
        })
    };
    let onsubmit = confirm.reform(|event: SubmitEvent| event.prevent_default());
    let now = i18n.instant_in_text(appointment.start);
    let nothing = html! {
        <Notice tone={Tone::Info} title={i18n.text("manage.move_none")} testid="creno-empty">{ Html::default() }</Notice>
    };
    let told = failure.as_ref().map(|failure| match lost(failure) {
        Some(alternatives) => others(failure, alternatives, *start, &onstart, &i18n),
        None => trouble(failure, Some(&confirm), &props.onreload, &i18n),
    });
    let chosen = (*start).map(|start| i18n.instant(start));
    let stuck = slots.first().is_none();
    html! {
        <form class="step" novalidate=true {onsubmit} data-testid="creno-move-form">
            <p class="effect">{ i18n.with("manage.move_from", &[("instant", &now)]) }</p>
            <div class="box">{ told.unwrap_or_default() }</div>
            <Picker
                {slots} timezone={appointment.timezone.clone()} in_campaign={appointment.campaign.is_some()}
                start={*start} missing={*missing} {onstart} {more} {nothing}
            />
            <div class="actions" part="actions">
                // There before it has something to say: what comes with its words is not announced.
                <p class="chosen" aria-live="polite">{ for chosen }</p>
                <button
                    type="button" class="button button-back" data-testid="creno-move-keep"
                    onclick={props.onkeep.reform(|_: MouseEvent| ())}
                >{ icon(Shape::Left) }{ i18n.text("manage.move_keep") }</button>
                if !stuck {
                    <SubmitButton testid="creno-move-confirm" busy={*sending}>{ i18n.text("manage.move_confirm") }</SubmitButton>
                }
            </div>
        </form>
    }
}

/// The nearest starts, when the failure is that the chosen one can't be had.
fn lost(failure: &Failure) -> Option<&[ZonedInstant]> {
    match failure {
        Failure::Refused(problem)
            if matches!(
                problem.code,
                ProblemCode::SlotTaken | ProblemCode::SlotNotOffered | ProblemCode::StartInPast
            ) =>
        {
            Some(&problem.alternatives)
        }
        _ => None,
    }
}

/// The chosen start is gone: the nearest ones are one press away, and are confirmed like any other.
fn others(
    failure: &Failure,
    alternatives: &[ZonedInstant],
    chosen: Option<ZonedInstant>,
    onstart: &Callback<ZonedInstant>,
    i18n: &I18n,
) -> Html {
    html! {
        <Notice title={i18n.failure(failure)} code={failure.code()}>
            if !alternatives.is_empty() {
                <p>{ i18n.text("refusal.nearest") }</p>
                <ul class="alternatives">
                    { for alternatives.iter().copied().map(|start| html! {
                        <li>
                            <button
                                type="button" class="button button-quiet"
                                aria-pressed={(chosen == Some(start)).to_string()}
                                onclick={onstart.reform(move |_: MouseEvent| start)}
                                data-testid={["creno-alternative-", &start.to_string()].concat()}
                            >{ i18n.instant_in_short(start) }</button>
                        </li>
                    }) }
                </ul>
            }
        </Notice>
    }
}
