//! The appointment of a management link: see it, cancel it.

use creno_types::appointment::{AppointmentStatus, ManagedAppointment};
use creno_types::endpoint::{CancelManagedAppointment, Endpoint, GetManagedAppointment, path};
use creno_types::{Channel, ProblemCode};
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::prelude::*;

use crate::api::{self, Extra, Failure};
use crate::components::{CopyButton, Notice, Shape, Tone, Waiting, channel_shape, failure_notice, icon};
use crate::events::Emitter;
use crate::hooks::use_load;
use crate::i18n::dates::visitor_is_elsewhere;
use crate::i18n::{I18n, use_i18n};
use crate::journey::show_heading;

/// What the view needs.
#[derive(PartialEq, Properties)]
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

/// Where a cancellation stands.
#[derive(Clone, PartialEq)]
enum Cancelling {
    No,
    Asked,
    Sending,
    Failed(Failure),
    Done,
}

/// The view.
#[component]
pub fn Manage(props: &ManageProps) -> Html {
    let i18n = use_i18n();
    let load = use_load::<GetManagedAppointment, _>(
        &props.api,
        Some(path(GetManagedAppointment::PATH, &[&props.token])),
        || None,
    );
    let cancelling = use_state(|| Cancelling::No);
    use_heading(&props.root, &cancelling);
    let body = match (&load.data, &load.failure) {
        (Some(appointment), _) => view(appointment, props, &cancelling, &i18n),
        (None, Some(failure)) => gone(failure, &load.retry, &props.api, &i18n),
        (None, None) => html! { <Waiting rows={3} /> },
    };
    html! {
        <div class="panes">
            <div class="pane"><div class="narrow" data-testid="creno-manage-view">{ body }</div></div>
        </div>
    }
}

/// Brings the visitor to the heading when the view changes under them.
#[hook]
fn use_heading(root: &Element, cancelling: &UseStateHandle<Cancelling>) {
    let root = root.clone();
    let stage = match **cancelling {
        Cancelling::No => 0,
        Cancelling::Asked | Cancelling::Sending | Cancelling::Failed(_) => 1,
        Cancelling::Done => 2,
    };
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

fn view(
    appointment: &ManagedAppointment,
    props: &ManageProps,
    cancelling: &UseStateHandle<Cancelling>,
    i18n: &I18n,
) -> Html {
    let set = |to: Cancelling| {
        let cancelling = cancelling.clone();
        Callback::from(move |_: MouseEvent| cancelling.set(to.clone()))
    };
    let cancelled = **cancelling == Cancelling::Done || appointment.status == AppointmentStatus::Cancelled;
    let title = match **cancelling {
        Cancelling::Done => "manage.done",
        Cancelling::No => "manage.title",
        _ => "manage.cancel_title",
    };
    let confirm = {
        let (api, token, cancelling, emitter) =
            (props.api.clone(), props.token.clone(), cancelling.clone(), props.emitter.clone());
        Callback::from(move |()| {
            if *cancelling == Cancelling::Sending {
                return;
            }
            cancelling.set(Cancelling::Sending);
            let (api, token, cancelling, emitter) =
                (api.clone(), token.clone(), cancelling.clone(), emitter.clone());
            spawn_local(async move { cancelling.set(cancel(&api, &token, &emitter).await) });
        })
    };
    html! {
        <>
            <h2 class="heading" tabindex="-1">{ i18n.text(title) }</h2>
            <div class="box">
                if let Cancelling::Failed(failure) = &**cancelling {
                    { failure_notice(failure, Some(&confirm), false, i18n) }
                }
            </div>
            <div class="box">
                if cancelled {
                    <Notice tone={Tone::Info} title={i18n.text("manage.cancelled")} testid="creno-cancelled">
                        <p>{ i18n.text("manage.cancelled_help") }</p>
                    </Notice>
                }
            </div>
            { sheet(appointment, i18n) }
            if cancelled { { another(&props.api, i18n) } }
            if !cancelled && appointment.status == AppointmentStatus::Confirmed {
                if **cancelling == Cancelling::No {
                    <div class="done-actions">
                        <a class="button button-main" href={appointment.ics_url.clone()} download="" data-testid="creno-ics">
                            { icon(Shape::Calendar) }{ i18n.text("done.calendar") }
                        </a>
                        <button type="button" class="button button-quiet" onclick={set(Cancelling::Asked)} data-testid="creno-cancel">
                            { i18n.text("manage.cancel") }
                        </button>
                    </div>
                } else {
                    <p class="effect" data-testid="creno-cancel-effect">{ i18n.text("manage.effect") }</p>
                    <div class="done-actions">
                        <button
                            type="button" class="button button-danger" data-testid="creno-cancel-confirm"
                            aria-disabled={(**cancelling == Cancelling::Sending).then_some("true")}
                            onclick={confirm.reform(|_: MouseEvent| ())}
                        >{ i18n.text("manage.cancel_confirm") }</button>
                        <button type="button" class="button button-quiet" onclick={set(Cancelling::No)} data-testid="creno-cancel-keep">
                            { i18n.text("manage.keep") }
                        </button>
                    </div>
                }
            }
        </>
    }
}

async fn cancel(api: &str, token: &str, emitter: &Emitter) -> Cancelling {
    let path = path(CancelManagedAppointment::PATH, &[token]);
    match api::call::<CancelManagedAppointment>(api, &path, None, Extra::default()).await {
        Ok(_) => Cancelling::Done,
        // Cancelled already, from another window or by the agency: that is what was wanted.
        Err(Failure::Refused(problem)) if problem.code == ProblemCode::AppointmentCancelled => {
            Cancelling::Done
        }
        Err(failure) => {
            emitter.emit("creno:error", &[("code", failure.code())]);
            Cancelling::Failed(failure)
        }
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
