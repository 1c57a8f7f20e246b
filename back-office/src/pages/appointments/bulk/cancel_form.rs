//! Cancelling several appointments: each as it is now, what its client will be written, the reason, and what came of it.

use std::collections::BTreeMap;
use std::rc::Rc;

use creno_types::appointment::Appointment;
use creno_types::notice::NoticeQuery;
use yew::prelude::*;

use crate::api::ApiError;
use crate::components::appointment::{client_name, hours};
use crate::components::dialog::Dialog;
use crate::components::dot::Dot;
use crate::components::failure::Failure;
use crate::components::outcome::came;
use crate::components::skeleton::Skeleton;
use crate::hooks::each::{Outcome, use_each};
use crate::hooks::load::use_load;
use crate::i18n::{t, t_count};
use crate::pages::file::cancel_form::reason_field;
use crate::pages::file::deed::Deed;
use crate::pages::file::notices::NoticesOf;
use crate::pages::file::{self, File};

/// Each as it was shown, with the reason, and whether it was cancelled.
pub type Answers = Vec<((File, String), Result<(), String>)>;

/// What came of each so far, by reference.
#[derive(Clone, Debug, Default, PartialEq)]
struct Outcomes(BTreeMap<String, Outcome>);

impl Reducible for Outcomes {
    type Action = (String, Outcome);

    fn reduce(self: Rc<Self>, (reference, outcome): Self::Action) -> Rc<Self> {
        let mut outcomes = self.0.clone();
        outcomes.insert(reference, outcome);
        Rc::new(Self(outcomes))
    }
}

/// Properties of [`CancelForm`].
#[derive(Properties, PartialEq)]
pub struct CancelFormProps {
    /// Those to cancel.
    pub items: Rc<[Appointment]>,
    /// Closes the dialog.
    pub onclose: Callback<()>,
    /// It is over; what came of each.
    pub onended: Callback<Answers>,
}

/// The dialog.
#[component]
pub fn CancelForm(props: &CancelFormProps) -> Html {
    let reason = use_state_eq(String::new);
    let outcomes = use_reducer(Outcomes::default);
    let load = use_load(props.items.clone(), fetch);
    let came_of = {
        let dispatcher = outcomes.dispatcher();
        Callback::from(move |((file, _), outcome): ((File, String), Outcome)| {
            dispatcher.dispatch((file.value.appointment.reference.to_string(), outcome));
        })
    };
    let ended = {
        let (onended, onclose) = (props.onended.clone(), props.onclose.clone());
        Callback::from(move |all: Answers| {
            // What was refused stays to be read.
            if all.iter().all(|(_, answer)| answer.is_ok()) {
                onclose.emit(());
            }
            onended.emit(all);
        })
    };
    let each = use_each(|(file, reason)| Deed::Cancel(reason).send(file), came_of, ended);
    let over = !each.busy && !outcomes.0.is_empty();
    let onreason = {
        let reason = reason.clone();
        Callback::from(move |text| reason.set(text))
    };
    let files = load.state.data.as_deref().map_or(&[][..], Vec::as_slice);
    let standing: Vec<File> = files.iter().filter(|file| file.value.can_change).cloned().collect();
    let count = standing.len();
    let confirm = each.start.reform(move |_: MouseEvent| {
        standing.iter().map(|file| (file.clone(), reason.trim().to_owned())).collect()
    });
    html! {
        <Dialog title={t_count("bulk.cancel_title", props.items.len())} testid="bulk-cancel-form"
            onclose={props.onclose.clone()}>
            <div class="form">
                <p>{ t("bulk.cancel_lead") }</p>
                if let Some(error) = load.state.error.clone() {
                    <Failure {error} onretry={load.reload.clone()} />
                } else if load.state.data.is_none() {
                    <Skeleton />
                }
                <ul class="bulk-lines">
                    { for files.iter().map(|file| {
                        let reference = file.value.appointment.reference.to_string();
                        let outcome = outcomes.0.get(&reference).cloned().unwrap_or_default();
                        html! { <Line key={reference} file={file.clone()} {outcome} /> }
                    }) }
                </ul>
                if !over {
                    { reason_field(&onreason, "bulk.reason_hint") }
                }
                <p class="dialog-ways">
                    if over {
                        <button type="button" class="button button-primary" onclick={props.onclose.reform(|_| ())}
                            data-testid="bulk-cancel-close">{ t("common.close") }</button>
                    } else {
                        <button type="button" class="button" onclick={props.onclose.reform(|_| ())}>{ t("act.leave") }</button>
                        <button type="button" class="button button-danger" disabled={count == 0} onclick={confirm}
                            aria-disabled={each.busy.to_string()} data-testid="confirm-act">
                            { if each.busy { t("act.busy").to_owned() } else { t_count("bulk.cancel_confirm", count) } }
                        </button>
                    }
                </p>
            </div>
        </Dialog>
    }
}

/// Reads each as it is now.
async fn fetch(items: Rc<[Appointment]>) -> Result<Vec<File>, ApiError> {
    let mut files = Vec::with_capacity(items.len());
    for item in items.iter() {
        files.push(Rc::new(file::fetch(item.reference.to_string()).await?));
    }
    Ok(files)
}

#[derive(Properties, PartialEq)]
struct LineProps {
    file: File,
    outcome: Outcome,
}

/// One of them.
#[component]
fn Line(props: &LineProps) -> Html {
    let shown = use_state_eq(|| false);
    let toggle = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(!*shown))
    };
    let item = &props.file.value.appointment;
    let reference = item.reference.to_string();
    html! {
        <li class="bulk-line" data-testid="bulk-line" data-reference={reference.clone()}>
            { hours(item) }
            <strong>{ client_name(item) }</strong>
            <span class="theme"><Dot color={item.color.clone()} />{ &item.theme.name }</span>
            if !props.file.value.can_change {
                <span class="outcome-refused">{ t("bulk.stays") }</span>
            } else if props.outcome == Outcome::Chosen {
                <button type="button" class="button button-quiet" aria-expanded={shown.to_string()} onclick={toggle}>
                    { t("absence.message") }
                </button>
            } else {
                { came(&props.outcome, t("status.cancelled")) }
            }
            if *shown && props.outcome == Outcome::Chosen {
                <NoticesOf {reference} asked={NoticeQuery::Cancel {}} />
            }
        </li>
    }
}
