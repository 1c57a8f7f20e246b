//! What may be done to several appointments at once: the bar of the chosen lines, and what came of it.

mod cancel_form;

use std::rc::Rc;

use chrono::{DateTime, Utc};
use creno_types::appointment::{Appointment, AppointmentStatus, Attendance};
use creno_types::endpoint::{Endpoint, SetAttendance, path};
use gloo_timers::callback::Timeout;
use yew::prelude::*;

use self::cancel_form::CancelForm;
use crate::api::{self, ApiError};
use crate::components::appointment::client_name;
use crate::components::icon::{Glyph, Icon};
use crate::components::toast::Toast;
use crate::hooks::each::{Outcome, use_each};
use crate::hooks::title::focus;
use crate::i18n::{t, t_count, t_with, words};

/// How long a note can be taken back.
const UNDO_MS: u32 = 10_000;
/// What may be noted, in the order of the buttons, with their texts and icons.
const NOTES: [(AppointmentStatus, &str, Glyph); 3] = [
    (AppointmentStatus::Honoured, "attend.honoured", Glyph::CircleCheck),
    (AppointmentStatus::Absent, "attend.absent", Glyph::UserX),
    (AppointmentStatus::Excused, "attend.excused", Glyph::Mail),
];

/// What was done to some.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Deed {
    Noted(AppointmentStatus),
    Cancelled,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
struct Report {
    deed: Deed,
    /// Those to which it was done.
    done: Vec<Appointment>,
    /// Names of the clients of the others, and why.
    refused: Vec<(String, String)>,
}

impl Report {
    fn of(deed: Deed, outcomes: Vec<(Appointment, Outcome)>) -> Self {
        let mut report = Self { deed, done: Vec::new(), refused: Vec::new() };
        for (item, outcome) in outcomes {
            match outcome {
                Outcome::Refused(why) => report.refused.push((client_name(&item).to_owned(), why)),
                _ => report.done.push(item),
            }
        }
        report
    }

    /// What was done, in a sentence; none when nothing was.
    fn told(&self) -> Option<String> {
        let count = self.done.len();
        let all = || t_count("count.appointments", count);
        (count > 0).then(|| match self.deed {
            Deed::Noted(AppointmentStatus::Confirmed) => t_with("bulk.undone", &[("all", &all())]),
            Deed::Noted(status) => {
                t_with("bulk.noted", &[("status", words::status(status)), ("all", &all())])
            }
            Deed::Cancelled => t_count("bulk.cancelled", count),
        })
    }

    /// What remains to be told once the rest was: nothing when nothing was refused.
    fn refusals_alone(self) -> Option<Self> {
        (!self.refused.is_empty()).then(|| Self { done: Vec::new(), ..self })
    }

    /// Whether it can be taken back.
    fn can_be_undone(&self) -> bool {
        matches!(self.deed, Deed::Noted(status) if status != AppointmentStatus::Confirmed)
    }
}

/// Properties of [`Bulk`].
#[derive(Properties, PartialEq)]
pub struct BulkProps {
    /// Those chosen among the lines shown, in their order.
    pub chosen: Rc<[Appointment]>,
    /// This instant.
    pub now: DateTime<Utc>,
    /// Leaves them all.
    pub onclear: Callback<()>,
    /// Called when something was done.
    pub onchanged: Callback<()>,
    /// Puts the focus into the list.
    pub onlist: Callback<()>,
    /// The bar, for the keyboard.
    pub bar: NodeRef,
    /// What takes the focus when the lines that it came from are gone.
    pub heading: NodeRef,
}

/// The bar.
#[component]
pub fn Bulk(props: &BulkProps) -> Html {
    let report = use_state_eq(|| None::<Report>);
    let cancelling = use_state_eq(|| None::<Rc<[Appointment]>>);
    use_focus_after(cancelling.is_some(), &props.heading);
    let ended = {
        let (report, onchanged, onclear) = (report.clone(), props.onchanged.clone(), props.onclear.clone());
        Callback::from(move |told: Report| {
            if told.refused.is_empty() {
                onclear.emit(());
            }
            report.set(Some(told));
            onchanged.emit(());
        })
    };
    let noting = {
        let ended = ended.clone();
        use_each(
            note,
            Callback::noop(),
            Callback::from(move |outcomes: Vec<((Appointment, _), Outcome)>| {
                let Some(&((_, status), _)) = outcomes.first() else { return };
                let outcomes = outcomes.into_iter().map(|((item, _), outcome)| (item, outcome)).collect();
                ended.emit(Report::of(Deed::Noted(status), outcomes));
            }),
        )
    };
    let set = |which: Vec<Appointment>, status: AppointmentStatus| {
        let report = report.clone();
        noting.start.reform(move |_: MouseEvent| {
            // A refusal is announced again only when it went in between.
            report.set(None);
            which.iter().map(|item| (item.clone(), status)).collect()
        })
    };
    let to_note = |status: AppointmentStatus| {
        let which = props.chosen.iter().filter(|item| status.can_be_noted(item.start.utc(), props.now));
        which.cloned().collect::<Vec<_>>()
    };
    let to_cancel = props.chosen.iter().filter(|item| item.start.utc() > props.now).cloned();
    let to_cancel: Rc<[Appointment]> = to_cancel.collect();
    let onclose = {
        let cancelling = cancelling.clone();
        Callback::from(move |()| cancelling.set(None))
    };
    let way = |key: &str, count: usize| t_with("bulk.way", &[("what", t(key)), ("n", &count.to_string())]);
    let count = props.chosen.len();
    let forget = {
        let report = report.clone();
        Callback::from(move |_: MouseEvent| report.set(None))
    };
    html! {
        <>
            // Always there, for screen readers follow only regions that they have met.
            <p class="hidden" role="status">{ (count > 0).then(|| t_count("bulk.chosen", count)) }</p>
            if let Some(report) = (*report).clone().filter(|report| !report.refused.is_empty()) {
                { refusals(&report, &forget) }
            }
            if count > 0 {
                <div ref={&props.bar} class="bulk" role="group" aria-label={t("bulk.title")} data-testid="bulk">
                    <p class="bulk-count">{ t_count("bulk.chosen", count) }</p>
                    { for NOTES.iter().map(|&(status, text, glyph)| (status, text, glyph, to_note(status)))
                        .filter(|(.., which)| !which.is_empty())
                        .map(|(status, text, glyph, which)| html! {
                            <button type="button" class="button" aria-disabled={noting.busy.to_string()}
                                data-testid={format!("bulk-{}", status.as_str())} onclick={set(which.clone(), status)}>
                                <Icon {glyph} size={16} />{ way(text, which.len()) }
                            </button>
                        }) }
                    if !to_cancel.is_empty() {
                        <button type="button" class="button button-warn" data-testid="bulk-cancel" onclick={{
                            let (cancelling, which) = (cancelling.clone(), to_cancel.clone());
                            Callback::from(move |_: MouseEvent| cancelling.set(Some(which.clone())))
                        }}>{ way("bulk.cancel", to_cancel.len()) }</button>
                    }
                    <button type="button" class="button button-icon bulk-clear" title={t("bulk.clear")}
                        aria-label={t("bulk.clear")} data-testid="bulk-clear"
                        onclick={{
                            let (onclear, onlist) = (props.onclear.clone(), props.onlist.clone());
                            Callback::from(move |_: MouseEvent| {
                                onlist.emit(());
                                onclear.emit(());
                            })
                        }}>
                        <Icon glyph={Glyph::Close} />
                    </button>
                </div>
            }
            if let Some(items) = (*cancelling).clone() {
                <CancelForm {items} {onclose} onended={ended.reform(|outcomes| Report::of(Deed::Cancelled, outcomes))} />
            }
            <Told report={(*report).clone()} onend={{
                    // What was refused stays until it is read.
                    let report = report.clone();
                    Callback::from(move |()| report.set((*report).clone().and_then(Report::refusals_alone)))
                }}
                onundo={{
                    let (onlist, start) = (props.onlist.clone(), noting.start.clone());
                    Callback::from(move |done: Vec<Appointment>| {
                        onlist.emit(());
                        start.emit(done.into_iter().map(|item| (item, AppointmentStatus::Confirmed)).collect());
                    })
                }} />
        </>
    }
}

/// Once a dialog has closed, puts the focus somewhere when what it came from is gone.
#[hook]
fn use_focus_after(open: bool, place: &NodeRef) {
    let place = place.clone();
    use_effect_with(open, move |&open| {
        move || {
            if open {
                // After the browser has given it back, if it could.
                Timeout::new(0, move || {
                    if is_focus_lost() {
                        focus(&place);
                    }
                })
                .forget();
            }
        }
    });
}

fn is_focus_lost() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| {
        document.active_element().is_none_or(|element| element.local_name() == "body")
    })
}

async fn note((item, status): (Appointment, AppointmentStatus)) -> Result<(), ApiError> {
    let path = path(SetAttendance::PATH, &[item.reference.as_str()]);
    api::call::<SetAttendance>(&path, &Attendance { status }).await.map(drop)
}

fn refusals(report: &Report, forget: &Callback<MouseEvent>) -> Html {
    html! {
        <div class="fault" role="alert" data-testid="bulk-refused">
            <p>{ t_count("bulk.refused", report.refused.len()) }</p>
            <ul>{ for report.refused.iter().map(|(client, why)| html! { <li><strong>{ client }</strong>{ " " }{ why }</li> }) }</ul>
            <button type="button" class="link" onclick={forget} data-testid="bulk-refused-close">{ t("common.close") }</button>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ToldProps {
    report: Option<Report>,
    onend: Callback<()>,
    onundo: Callback<Vec<Appointment>>,
}

/// What was done, and the way to take it back.
#[component]
fn Told(props: &ToldProps) -> Html {
    let button = use_node_ref();
    let undo = props.report.as_ref().filter(|report| report.can_be_undone() && !report.done.is_empty());
    {
        // The button that was pressed is gone: the focus goes to what undoes it.
        let button = button.clone();
        use_effect_with(undo.map(|report| report.done.clone()), move |undo| {
            if undo.is_some() {
                focus(&button);
            }
        });
    }
    let text = props.report.as_ref().and_then(Report::told).map(AttrValue::from);
    let of = props.report.iter().flat_map(|report| &report.done).map(|item| item.reference.as_str());
    let of = AttrValue::from(of.collect::<Vec<_>>().join(" "));
    html! {
        <Toast {text} {of} stay_ms={UNDO_MS} testid="bulk-told" onend={props.onend.clone()}>
            if let Some(done) = undo.map(|report| report.done.clone()) {
                <button ref={button} type="button" class="toast-way" data-testid="bulk-undo"
                    onclick={props.onundo.reform(move |_: MouseEvent| done.clone())}>
                    <Icon glyph={Glyph::Undo} size={16} />{ t("attendance.undo") }
                </button>
            }
        </Toast>
    }
}
