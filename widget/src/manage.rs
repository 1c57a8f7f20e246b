//! The appointment of a management link: see it, move it, cancel it.

mod cancelling;
mod documents;
mod moving;
mod presence;

use std::rc::Rc;

use creno_types::appointment::{AppointmentStatus, ManagedAppointment};
use creno_types::endpoint::{Endpoint, GetManagedAppointment, path};
use creno_types::{Channel, ProblemCode, ZonedInstant};
use js_sys::Date;
use web_sys::Element;
use yew::prelude::*;

use crate::api::Failure;
use crate::components::{CopyButton, Notice, Shape, Tone, Waiting, channel_shape, failure_notice, icon};
use crate::events::Emitter;
use crate::hooks::use_load;
use crate::i18n::dates::visitor_is_elsewhere;
use crate::i18n::{I18n, use_i18n};
use crate::journey::show_heading;
use cancelling::Cancelling;
use documents::Documents;
use moving::Moving;
use presence::Presence;

/// What the view needs.
#[derive(Clone, PartialEq, Properties)]
pub struct ManageProps {
    /// Base URL of the API.
    pub api: AttrValue,
    /// The link's token.
    pub token: AttrValue,
    /// Where the widget is mounted.
    pub root: Element,
    /// Sends events to the host page.
    pub emitter: Emitter,
}

/// What the visitor is doing.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Looking,
    Moving,
    Moved,
    Cancelling,
    Cancelled,
}

/// The view.
#[component]
pub fn Manage(props: &ManageProps) -> Html {
    let i18n = use_i18n();
    let load = use_load::<GetManagedAppointment>(
        &props.api,
        Some(path(GetManagedAppointment::PATH, &[&props.token])),
    );
    let stage = use_state_eq(|| Stage::Looking);
    // The answer to a move, newer than what was read.
    let moved = use_state(|| None::<Rc<ManagedAppointment>>);
    use_heading(&props.root, *stage);
    let reload = {
        let (stage, moved, retry) = (stage.clone(), moved.clone(), load.retry.clone());
        Callback::from(move |()| {
            stage.set(Stage::Looking);
            moved.set(None);
            retry.emit(());
        })
    };
    let onmoved = {
        let (stage, moved) = (stage.clone(), moved.clone());
        Callback::from(move |appointment| {
            moved.set(Some(appointment));
            stage.set(Stage::Moved);
        })
    };
    let onpresent = {
        let moved = moved.clone();
        Callback::from(move |appointment| moved.set(Some(appointment)))
    };
    let appointment = (*moved).clone().or(load.data.clone());
    let body = match (appointment, &load.failure) {
        // It was cancelled, or its link revoked, since it was read.
        (_, Some(failure @ Failure::Refused(_))) => gone(failure, &load.retry, &props.api, &i18n),
        (Some(appointment), _) => {
            let set = |to: Stage| {
                let stage = stage.clone();
                Callback::from(move |()| stage.set(to))
            };
            view(&View { appointment, props, stage: *stage, set: &set, reload, onmoved, onpresent }, &i18n)
        }
        (None, Some(failure)) => gone(failure, &load.retry, &props.api, &i18n),
        (None, None) => html! { <Waiting rows={3} /> },
    };
    // Days side by side take all the room there is.
    let class = if *stage == Stage::Moving { "step" } else { "narrow" };
    html! {
        <div class="pane"><div {class} data-testid="creno-manage-view">{ body }</div></div>
    }
}

/// Brings the visitor to the heading when the view changes under them.
#[hook]
fn use_heading(root: &Element, stage: Stage) {
    let root = root.clone();
    let seen = use_mut_ref(|| false);
    use_effect_with(stage, move |_| {
        if seen.replace(true) {
            show_heading(&root);
        }
    });
}

/// A link that shows nothing, explained.
fn gone(failure: &Failure, retry: &Callback<()>, api: &str, i18n: &I18n) -> Html {
    let code = match failure {
        Failure::Refused(problem) => Some(problem.code),
        _ => None,
    };
    let (title, help) = match code {
        Some(ProblemCode::AppointmentCancelled) => ("manage.cancelled", "manage.cancelled_help"),
        Some(ProblemCode::UnknownAppointment | ProblemCode::NotFound) => {
            ("manage.unknown", "manage.unknown_help")
        }
        _ => return failure_notice(failure, Some(retry), false, i18n),
    };
    html! {
        <>
            <h2 class="heading" tabindex="-1">{ i18n.text("manage.title") }</h2>
            <Notice tone={Tone::Info} title={i18n.text(title)} testid="creno-problem" code={failure.code()}>
                <p>{ i18n.text(help) }</p>
            </Notice>
            { another(api, i18n) }
        </>
    }
}

/// A way to the hosted page, for another appointment.
fn another(api: &str, i18n: &I18n) -> Html {
    let href = [api, "/rdv?lang=", i18n.lang()].concat();
    html! {
        <div class="done-actions">
            <a class="button button-main" {href} data-testid="creno-another">{ i18n.text("manage.another") }</a>
        </div>
    }
}

/// All that is shown, and what may follow.
struct View<'a> {
    appointment: Rc<ManagedAppointment>,
    props: &'a ManageProps,
    stage: Stage,
    set: &'a dyn Fn(Stage) -> Callback<()>,
    reload: Callback<()>,
    onmoved: Callback<Rc<ManagedAppointment>>,
    onpresent: Callback<Rc<ManagedAppointment>>,
}

fn view(view: &View<'_>, i18n: &I18n) -> Html {
    let View { appointment, props, stage, set, .. } = view;
    let cancelled = *stage == Stage::Cancelled || appointment.status == AppointmentStatus::Cancelled;
    let title = match stage {
        Stage::Looking => "manage.title",
        Stage::Moving => "manage.move_title",
        Stage::Moved => "manage.moved",
        Stage::Cancelling => "manage.cancel_title",
        Stage::Cancelled => "manage.done",
    };
    let start = i18n.instant_in_text(appointment.start);
    let to_come = !cancelled
        && appointment.status == AppointmentStatus::Confirmed
        && appointment.start.utc().timestamp_millis() as f64 > Date::now();
    let (api, token, emitter) = (props.api.clone(), props.token.clone(), props.emitter.clone());
    let (keep, reload) = (set(Stage::Looking), view.reload.clone());
    html! {
        <>
            <h2 class="heading" tabindex="-1">{ i18n.text(title) }</h2>
            <div class="box" role="status" data-testid="creno-moved">
                if *stage == Stage::Moved { <p class="effect">{ i18n.with("manage.moved_to", &[("instant", &start)]) }</p> }
            </div>
            <div class="box">
                if cancelled {
                    <Notice tone={Tone::Info} title={i18n.text("manage.cancelled")} testid="creno-cancelled">
                        <p>{ i18n.text("manage.cancelled_help") }</p>
                    </Notice>
                }
            </div>
            <div class="box">
                if *stage == Stage::Moving {
                    <Moving
                        {api} {token} {emitter} appointment={appointment.clone()} ondone={view.onmoved.clone()}
                        onkeep={keep} onreload={reload}
                    />
                } else {
                    { sheet(appointment, i18n) }
                    if cancelled { { another(&props.api, i18n) } }
                    if !cancelled && appointment.status == AppointmentStatus::Confirmed {
                        if *stage == Stage::Cancelling {
                            <Cancelling
                                {api} {token} {emitter} ondone={set(Stage::Cancelled)} onkeep={keep} onreload={reload}
                            />
                        } else {
                            if to_come {
                                <Presence
                                    {api} {token} said={appointment.presence_confirmed_at.is_some()}
                                    ondone={view.onpresent.clone()} onreload={reload}
                                />
                            }
                            { choices(view, i18n) }
                        }
                    }
                    if appointment.documents && !cancelled && *stage != Stage::Cancelling {
                        <Documents
                            api={props.api.clone()} token={props.token.clone()} {to_come} onreload={view.reload.clone()}
                        />
                    }
                }
            </div>
        </>
    }
}

/// What may be done with it, and until when.
fn choices(view: &View<'_>, i18n: &I18n) -> Html {
    let View { appointment, set, .. } = view;
    let now = Date::now();
    let open = |until: ZonedInstant| until.utc().timestamp_millis() as f64 > now;
    let (may_move, may_cancel) = (open(appointment.move_until), open(appointment.cancel_until));
    let until = |key: &str, until: ZonedInstant| {
        html! { <p>{ i18n.with(key, &[("instant", &i18n.instant_in_text(until))]) }</p> }
    };
    let told = match (may_move, may_cancel) {
        (true, true) if appointment.move_until == appointment.cancel_until => {
            until("manage.until", appointment.move_until)
        }
        (false, false) => html! { <p>{ i18n.text("manage.over") }</p> },
        _ => html! {
            <>
                if may_move { { until("manage.move_until", appointment.move_until) } }
                else { <p>{ i18n.text("manage.move_over") }</p> }
                if may_cancel { { until("manage.cancel_until", appointment.cancel_until) } }
                else { <p>{ i18n.text("manage.cancel_over") }</p> }
            </>
        },
    };
    html! {
        <>
            <div class="field-help" data-testid="creno-until">{ told }</div>
            <div class="done-actions">
                <a class="button button-main" href={appointment.ics_url.clone()} download="" data-testid="creno-ics">
                    { icon(Shape::Calendar) }{ i18n.text("done.calendar") }
                </a>
                if may_move {
                    <button
                        type="button" class="button button-quiet" data-testid="creno-move"
                        onclick={set(Stage::Moving).reform(|_: MouseEvent| ())}
                    >{ i18n.text("manage.move") }</button>
                }
                if may_cancel {
                    <button
                        type="button" class="button button-quiet" data-testid="creno-cancel"
                        onclick={set(Stage::Cancelling).reform(|_: MouseEvent| ())}
                    >{ i18n.text("manage.cancel") }</button>
                }
            </div>
        </>
    }
}

/// A call about the appointment that failed. When it is no longer what is on screen, it has to be read again.
fn trouble(failure: &Failure, retry: Option<&Callback<()>>, reload: &Callback<()>, i18n: &I18n) -> Html {
    let changed = match failure {
        Failure::Refused(problem) => matches!(
            problem.code,
            ProblemCode::AppointmentChanged
                | ProblemCode::AppointmentCancelled
                | ProblemCode::AppointmentPast
                | ProblemCode::UnknownAppointment
                | ProblemCode::TooLateToMove
                | ProblemCode::TooLateToCancel
        ),
        _ => false,
    };
    if !changed {
        return failure_notice(failure, retry, false, i18n);
    }
    html! {
        <Notice code={failure.code()}>
            <p>{ i18n.failure(failure) }</p>
            <button
                type="button" class="button button-quiet" data-testid="creno-reload"
                onclick={reload.reform(|_: MouseEvent| ())}
            >{ i18n.text("manage.reload") }</button>
        </Notice>
    }
}

fn sheet(appointment: &ManagedAppointment, i18n: &I18n) -> Html {
    let zone = visitor_is_elsewhere(appointment.start)
        .then(|| i18n.zone_name(&appointment.timezone, appointment.start));
    let place = match appointment.channel {
        Channel::Office => appointment.address.clone(),
        other => i18n.text(&["channel.", other.as_str()].concat()),
    };
    let row = |shape: Shape, text: String, note: Option<String>| {
        html! {
            <li>
                { icon(shape) }
                <span>
                    <strong>{ text }</strong>
                    if let Some(note) = note.filter(|note| !note.is_empty()) { <span class="sheet-note">{ note }</span> }
                </span>
            </li>
        }
    };
    html! {
        <div class="ticket" part="ticket">
            <div class="ticket-head">
                <p class="ticket-label">{ i18n.text("done.reference") }</p>
                <p class="reference" data-testid="creno-reference">{ appointment.reference.to_string() }</p>
                <CopyButton text={appointment.reference.to_string()} />
            </div>
            <ul class="ticket-rows">
                { row(Shape::Calendar, i18n.instant(appointment.start), zone) }
                { row(channel_shape(appointment.channel), appointment.agency.name.clone(), Some(place)) }
                { row(Shape::Tag, appointment.theme.name.clone(), Some(appointment.instructions.clone())) }
                { row(Shape::Person, appointment.staff.name.clone(), None) }
            </ul>
        </div>
    }
}
