//! Noting at one touch that the client came, or did not; taken back for ten seconds.

use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::{DateTime, Utc};
use creno_types::appointment::{Appointment, AppointmentStatus, Attendance};
use creno_types::endpoint::{Endpoint, SetAttendance};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, ApiError};
use crate::components::appointment::client_name;
use crate::components::icon::{Glyph, Icon};
use crate::components::toast::Toast;
use crate::hooks::title::focus;
use crate::i18n::{t, t_with, words};

/// How long it can be taken back.
const UNDO_MS: u32 = 10_000;

/// What was noted last.
#[derive(Clone, PartialEq)]
pub struct Noted {
    reference: String,
    client: String,
    status: AppointmentStatus,
}

/// What is noted, what was refused, and the means.
#[derive(Clone, PartialEq)]
pub struct Notes {
    /// Statuses that the server has not told yet, by reference.
    pub ahead: Rc<BTreeMap<String, AppointmentStatus>>,
    noted: Option<Noted>,
    failed: Option<ApiError>,
    set: Callback<(Noted, bool)>,
    forget: Callback<()>,
}

impl Notes {
    /// Where an appointment stands, as far as is known here.
    pub fn status(&self, item: &Appointment) -> AppointmentStatus {
        self.ahead.get(item.reference.as_str()).copied().unwrap_or(item.status)
    }
}

/// Keeps what is noted; `reload` fetches what the server then knows, and `of` changes when that has come.
#[hook]
pub fn use_notes<D: PartialEq + 'static>(of: D, reload: Callback<()>) -> Notes {
    let ahead = use_state_eq(|| Rc::new(BTreeMap::new()));
    let noted = use_state_eq(|| None::<Noted>);
    let failed = use_state_eq(|| None::<ApiError>);
    // What is noted is said at once, even to a callback that was made before.
    let latest = use_mut_ref(BTreeMap::<String, AppointmentStatus>::new);
    {
        let (ahead, latest) = (ahead.clone(), latest.clone());
        use_effect_with(of, move |_| {
            latest.borrow_mut().clear();
            ahead.set(Rc::default());
        });
    }
    let set = {
        let (ahead, noted, failed) = (ahead.clone(), noted.clone(), failed.clone());
        Callback::from(move |(wish, undo): (Noted, bool)| {
            let (ahead, noted, failed) = (ahead.clone(), noted.clone(), failed.clone());
            let (latest, reload) = (latest.clone(), reload.clone());
            latest.borrow_mut().insert(wish.reference.clone(), wish.status);
            ahead.set(Rc::new(latest.borrow().clone()));
            failed.set(None);
            noted.set((!undo).then(|| wish.clone()));
            spawn_local(async move {
                let path = SetAttendance::PATH.replace("{appointment}", &wish.reference);
                match api::call::<SetAttendance>(&path, &Attendance { status: wish.status }).await {
                    Ok(_) => reload.emit(()),
                    Err(error) => {
                        latest.borrow_mut().remove(&wish.reference);
                        ahead.set(Rc::new(latest.borrow().clone()));
                        noted.set(None);
                        failed.set(Some(error));
                    }
                }
            });
        })
    };
    let forget = {
        let noted = noted.clone();
        use_callback((), move |(), ()| noted.set(None))
    };
    Notes { ahead: (*ahead).clone(), noted: (*noted).clone(), failed: (*failed).clone(), set, forget }
}

/// Properties of [`Ways`].
#[derive(Properties, PartialEq)]
pub struct WaysProps {
    /// The appointment.
    pub appointment: Appointment,
    /// What is noted.
    pub notes: Notes,
    /// This instant.
    pub now: DateTime<Utc>,
    /// Whether absences can be noted too.
    #[prop_or_default]
    pub whole: bool,
}

/// The buttons: "Arrivé" from the day before on, the others once it has begun.
#[component]
pub fn Ways(props: &WaysProps) -> Html {
    let item = &props.appointment;
    if props.notes.status(item) != AppointmentStatus::Confirmed {
        return Html::default();
    }
    let may = |status: AppointmentStatus| status.can_be_noted(item.start.utc(), props.now);
    let button = |status: AppointmentStatus, text: &'static str, class: &'static str| {
        let noted =
            Noted { reference: item.reference.to_string(), client: client_name(item).to_owned(), status };
        let label = t_with("attendance.of", &[("what", t(text)), ("client", client_name(item))]);
        html! {
            <button type="button" class={classes!("button", class)} aria-label={label}
                data-testid={format!("note-{}", status.as_str())}
                onclick={props.notes.set.reform(move |event: MouseEvent| {
                    // The line opens the appointment: this button does not.
                    event.stop_propagation();
                    (noted.clone(), false)
                })}>
                if status == AppointmentStatus::Honoured { <Icon glyph={Glyph::UserCheck} size={16} /> }
                { t(text) }
            </button>
        }
    };
    let main = if props.whole { "button-primary" } else { "" };
    html! {
        <span class="attendance">
            if may(AppointmentStatus::Honoured) {
                { button(AppointmentStatus::Honoured, "attendance.came", main) }
            }
            if props.whole && may(AppointmentStatus::Absent) {
                { button(AppointmentStatus::Absent, "attendance.absent", "") }
            }
            if props.whole && may(AppointmentStatus::Excused) {
                { button(AppointmentStatus::Excused, "attendance.excused", "") }
            }
        </span>
    }
}

/// Properties of [`Undo`].
#[derive(Properties, PartialEq)]
pub struct UndoProps {
    /// What is noted.
    pub notes: Notes,
}

/// What was noted and the way to take it back; or why it was not noted.
#[component]
pub fn Undo(props: &UndoProps) -> Html {
    let notes = &props.notes;
    let button = use_node_ref();
    {
        // The button that was pressed is gone: the focus goes to what undoes it.
        let button = button.clone();
        use_effect_with(notes.noted.clone(), move |noted| {
            if noted.is_some() {
                focus(&button);
            }
        });
    }
    let text = notes.noted.as_ref().map(|noted| {
        let (client, status) = (noted.client.as_str(), words::status(noted.status));
        AttrValue::from(t_with("attendance.noted", &[("client", client), ("status", status)]))
    });
    let of = notes.noted.as_ref().map(|noted| noted.reference.clone()).unwrap_or_default();
    let undo = notes.noted.clone().map(|noted| {
        notes.set.reform(move |_: MouseEvent| {
            (Noted { status: AppointmentStatus::Confirmed, ..noted.clone() }, true)
        })
    });
    html! {
        <>
            if let Some(error) = &notes.failed {
                <p class="fault" role="alert" data-testid="attendance-failed">
                    { t("attendance.failed") }{ " " }{ words::failure(error).0 }{ " " }{ words::failure(error).1 }
                </p>
            }
            <Toast {text} {of} stay_ms={UNDO_MS} testid="noted" onend={notes.forget.clone()}>
                <button ref={button} type="button" class="toast-way" onclick={undo} data-testid="undo">
                    <Icon glyph={Glyph::Undo} size={16} />{ t("attendance.undo") }
                </button>
            </Toast>
        </>
    }
}
