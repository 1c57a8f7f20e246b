//! Noting at one touch that the client came, or did not; taken back for ten seconds.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::{DateTime, Utc};
use creno_types::appointment::{Appointment, AppointmentStatus};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::ApiError;
use crate::components::appointment::client_name;
use crate::components::attendance::{note, ways};
use crate::components::icon::Icon;
use crate::components::undo::UndoToast;
use crate::i18n::{t, t_with, words};

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
    // What the appointment that was noted last is since, by the server's answer: its reference and its tag.
    let known = use_mut_ref(|| None::<(String, String)>);
    let wished = use_mut_ref(Wishes::new);
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
            let (latest, reload, known, wished) =
                (latest.clone(), reload.clone(), known.clone(), wished.clone());
            latest.borrow_mut().insert(wish.reference.clone(), wish.status);
            ahead.set(Rc::new(latest.borrow().clone()));
            failed.set(None);
            noted.set((!undo).then(|| wish.clone()));
            let on_its_way = wished.borrow_mut().insert(wish.reference.clone(), wish.status).is_some();
            if on_its_way {
                return;
            }
            spawn_local(async move {
                // What somebody else noted meanwhile is not taken back.
                let seen = known.take().filter(|(reference, _)| undo && *reference == wish.reference);
                match send(&wish, &wished, seen.map(|(_, tag)| tag)).await {
                    Ok(tag) => *known.borrow_mut() = tag.map(|tag| (wish.reference, tag)),
                    Err(error) => {
                        latest.borrow_mut().remove(&wish.reference);
                        ahead.set(Rc::new(latest.borrow().clone()));
                        noted.set(None);
                        failed.set(Some(error));
                    }
                }
                // Noted or not, what it is now is what is to be shown.
                reload.emit(());
            });
        })
    };
    let forget = {
        let noted = noted.clone();
        use_callback((), move |(), ()| noted.set(None))
    };
    Notes { ahead: (*ahead).clone(), noted: (*noted).clone(), failed: (*failed).clone(), set, forget }
}

/// What is to be noted, by reference, as long as the server has not answered.
type Wishes = BTreeMap<String, AppointmentStatus>;

/// Notes what is wished of an appointment, one request after the other, until the last wish is what was sent: one that is
/// taken back before the answer must not arrive before what it takes back.
async fn send(
    first: &Noted,
    wished: &RefCell<Wishes>,
    mut seen: Option<String>,
) -> Result<Option<String>, ApiError> {
    let (reference, mut status) = (first.reference.as_str(), first.status);
    loop {
        let answer = note(reference, status, seen.as_deref()).await;
        let last = wished.borrow().get(reference).copied();
        match (answer, last) {
            (Ok(tag), Some(last)) if last != status => (seen, status) = (tag, last),
            (answer, _) => {
                wished.borrow_mut().remove(reference);
                return answer;
            }
        }
    }
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
    let ways = ways(props.notes.status(item), item.start.utc(), props.now);
    let ways = ways.filter(|(status, ..)| props.whole || *status == AppointmentStatus::Honoured);
    html! {
        <span class="attendance">
            { for ways.map(|(status, text, glyph)| {
                let main = props.whole && status == AppointmentStatus::Honoured;
                let noted =
                    Noted { reference: item.reference.to_string(), client: client_name(item).to_owned(), status };
                let label = t_with("attendance.of", &[("what", t(text)), ("client", client_name(item))]);
                html! {
                    <button type="button" class={classes!("button", main.then_some("button-primary"))} aria-label={label}
                        data-testid={format!("note-{}", status.as_str())}
                        onclick={props.notes.set.reform(move |event: MouseEvent| {
                            // The line opens the appointment: this button does not.
                            event.stop_propagation();
                            (noted.clone(), false)
                        })}>
                        <Icon {glyph} size={16} />{ t(text) }
                    </button>
                }
            }) }
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
    let text = notes.noted.as_ref().map(|noted| {
        let (client, status) = (noted.client.as_str(), words::status(noted.status));
        AttrValue::from(t_with("attendance.noted", &[("client", client), ("status", status)]))
    });
    let of = notes.noted.as_ref().map(|noted| noted.reference.clone()).unwrap_or_default();
    let undo = notes.noted.clone().map(|noted| {
        notes.set.reform(move |()| (Noted { status: AppointmentStatus::Confirmed, ..noted.clone() }, true))
    });
    html! {
        <>
            if let Some(error) = &notes.failed {
                <p class="fault" role="alert" data-testid="attendance-failed">
                    { t("attendance.failed") }{ " " }{ words::failure(error).0 }{ " " }{ words::failure(error).1 }
                </p>
            }
            <UndoToast {text} {of} onundo={undo} onend={notes.forget.clone()} testid="noted" />
        </>
    }
}
