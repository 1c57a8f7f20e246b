//! What may be done to several appointments at once: the bar of the chosen lines, and what came of it.

mod cancel_form;

use std::rc::Rc;

use chrono::{DateTime, Utc};
use creno_types::appointment::{Appointment, AppointmentStatus};
use yew::prelude::*;

use self::cancel_form::{Answers, CancelForm};
use crate::components::appointment::client_name;
use crate::components::attendance::{WAYS, note, ways};
use crate::components::icon::{Glyph, Icon};
use crate::components::undo::UndoToast;
use crate::hooks::each::use_each;
use crate::i18n::{t, t_count, t_with, words};

/// What is to be noted of one.
#[derive(Clone, Debug, PartialEq)]
struct Note {
    item: Appointment,
    status: AppointmentStatus,
    /// The entity tag of what it has to be for that.
    seen: Option<String>,
}

/// What was done to some.
#[derive(Clone, Debug, PartialEq)]
enum Done {
    /// They were noted so; each with what takes it back.
    Noted(AppointmentStatus, Vec<Note>),
    /// So many were cancelled.
    Cancelled(usize),
}

impl Done {
    /// What was done, in a sentence; none when it was done to none.
    fn told(&self) -> Option<String> {
        let (count, key, status) = match self {
            Self::Noted(AppointmentStatus::Confirmed, undone) => (undone.len(), "bulk.undone", ""),
            Self::Noted(status, noted) => (noted.len(), "bulk.noted", words::status(*status)),
            Self::Cancelled(count) => (*count, "bulk.cancelled", ""),
        };
        let all = t_count("count.appointments", count);
        (count > 0).then(|| t_with(key, &[("status", status), ("all", &all)]))
    }

    /// What takes it back, where that can be.
    fn undo(&self) -> Option<Vec<Note>> {
        match self {
            Self::Noted(status, noted) if *status != AppointmentStatus::Confirmed && !noted.is_empty() => {
                Some(noted.clone())
            }
            _ => None,
        }
    }
}

/// Names of clients, and why nothing was done for them.
type Refused = Vec<(String, String)>;

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
}

/// The bar.
#[component]
pub fn Bulk(props: &BulkProps) -> Html {
    let done = use_state_eq(|| None::<Done>);
    let refused = use_state_eq(Refused::new);
    let cancelling = use_state_eq(|| None::<Rc<[Appointment]>>);
    let tell = {
        let (done, refused) = (done.clone(), refused.clone());
        let (onchanged, onclear) = (props.onchanged.clone(), props.onclear.clone());
        Callback::from(move |(came, why): (Done, Refused)| {
            if why.is_empty() {
                onclear.emit(());
            }
            done.set(Some(came));
            refused.set(why);
            onchanged.emit(());
        })
    };
    let noting = use_each(
        |note: Note| async move {
            self::note(note.item.reference.as_str(), note.status, note.seen.as_deref()).await
        },
        Callback::noop(),
        tell.reform(noted),
    );
    let start = {
        let (done, refused, start) = (done.clone(), refused.clone(), noting.start.clone());
        Callback::from(move |notes: Vec<Note>| {
            // What is said again is announced only when it went in between.
            done.set(None);
            refused.set(Refused::new());
            start.emit(notes);
        })
    };
    let to_cancel: Rc<[Appointment]> =
        props.chosen.iter().filter(|item| item.start.utc() > props.now).cloned().collect();
    let open = {
        let (cancelling, which) = (cancelling.clone(), to_cancel.clone());
        Callback::from(move |_: MouseEvent| cancelling.set(Some(which.clone())))
    };
    let onclose = {
        let cancelling = cancelling.clone();
        Callback::from(move |()| cancelling.set(None))
    };
    let leave = {
        let (onclear, onlist) = (props.onclear.clone(), props.onlist.clone());
        Callback::from(move |_: MouseEvent| {
            onlist.emit(());
            onclear.emit(());
        })
    };
    let onundo = done.as_ref().and_then(Done::undo).map(|notes| {
        let (onlist, start) = (props.onlist.clone(), start.clone());
        Callback::from(move |()| {
            onlist.emit(());
            start.emit(notes.clone());
        })
    });
    let forget = {
        let done = done.clone();
        Callback::from(move |()| done.set(None))
    };
    let read = {
        let refused = refused.clone();
        Callback::from(move |_: MouseEvent| refused.set(Refused::new()))
    };
    let way = |key: &str, count: usize| t_with("bulk.way", &[("what", t(key)), ("n", &count.to_string())]);
    let count = props.chosen.len();
    html! {
        <>
            // Always there, for screen readers follow only regions that they have met.
            <p class="hidden" role="status">{ (count > 0).then(|| t_count("bulk.chosen", count)) }</p>
            if !refused.is_empty() {
                <div class="fault" role="alert" data-testid="bulk-refused">
                    <p>{ t_count("bulk.refused", refused.len()) }</p>
                    <ul>{ for refused.iter().map(|(client, why)| html! { <li><strong>{ client }</strong>{ " " }{ why }</li> }) }</ul>
                    <button type="button" class="link" onclick={read} data-testid="bulk-refused-close">{ t("common.close") }</button>
                </div>
            }
            if count > 0 {
                <div ref={&props.bar} class="bulk" role="group" aria-label={t("bulk.title")} data-testid="bulk">
                    <p class="bulk-count">{ t_count("bulk.chosen", count) }</p>
                    { for WAYS.into_iter().map(|(status, text, glyph)| {
                        let notes = notes(&props.chosen, status, props.now);
                        let text = way(text, notes.len());
                        html! {
                            if !notes.is_empty() {
                                <button type="button" class="button" aria-disabled={noting.busy.to_string()}
                                    data-testid={format!("bulk-{}", status.as_str())}
                                    onclick={start.reform(move |_: MouseEvent| notes.clone())}>
                                    <Icon {glyph} size={16} />{ text }
                                </button>
                            }
                        }
                    }) }
                    if !to_cancel.is_empty() {
                        <button type="button" class="button button-warn" data-testid="bulk-cancel" onclick={open}>
                            { way("bulk.cancel", to_cancel.len()) }
                        </button>
                    }
                    <button type="button" class="button button-icon" title={t("bulk.clear")} aria-label={t("bulk.clear")}
                        data-testid="bulk-clear" onclick={leave}><Icon glyph={Glyph::Close} /></button>
                </div>
            }
            if let Some(items) = (*cancelling).clone() {
                <CancelForm {items} {onclose} onended={tell.reform(cancelled)} />
            }
            <UndoToast text={done.as_ref().and_then(Done::told).map(AttrValue::from)} of={of(done.as_ref())}
                {onundo} onend={forget} testid="bulk-told" />
        </>
    }
}

/// Those of which that may be noted now.
fn notes(chosen: &[Appointment], status: AppointmentStatus, now: DateTime<Utc>) -> Vec<Note> {
    let may = |item: &&Appointment| ways(item.status, item.start.utc(), now).any(|(way, ..)| way == status);
    chosen.iter().filter(may).map(|item| Note { item: item.clone(), status, seen: None }).collect()
}

/// What came of notes, that are all alike.
fn noted(answers: Vec<(Note, Result<Option<String>, String>)>) -> (Done, Refused) {
    let status = answers.first().map_or(AppointmentStatus::Confirmed, |(note, _)| note.status);
    let (mut undo, mut refused) = (Vec::new(), Refused::new());
    for (note, answer) in answers {
        match answer {
            // What somebody else notes meanwhile is not taken back.
            Ok(seen) => undo.push(Note { status: AppointmentStatus::Confirmed, seen, ..note }),
            Err(why) => refused.push((client_name(&note.item).to_owned(), why)),
        }
    }
    (Done::Noted(status, undo), refused)
}

fn cancelled(answers: Answers) -> (Done, Refused) {
    let count = answers.iter().filter(|(_, answer)| answer.is_ok()).count();
    let refused = answers.into_iter().filter_map(|((file, _), answer)| {
        Some((client_name(&file.value.appointment).to_owned(), answer.err()?))
    });
    (Done::Cancelled(count), refused.collect())
}

/// What tells one word from the next, when both say the same.
fn of(done: Option<&Done>) -> AttrValue {
    match done {
        Some(Done::Noted(_, notes)) => {
            let references: Vec<_> = notes.iter().map(|note| note.item.reference.as_str()).collect();
            references.join(" ").into()
        }
        _ => AttrValue::default(),
    }
}
