//! What may be done with an appointment, and the dialogs that it opens.

use chrono::{DateTime, Utc};
use creno_types::ZonedInstant;
use creno_types::appointment::AppointmentStatus;
use creno_types::staff::Permission;
use yew::prelude::*;

use super::File;
use super::attend::Attend;
use super::cancel_form::CancelForm;
use super::move_form::MoveForm;
use super::transfer_form::TransferForm;
use crate::hooks::session::use_may;
use crate::i18n::t;

/// Properties of [`Actions`].
#[derive(Properties, PartialEq)]
pub struct ActionsProps {
    /// The file.
    pub file: File,
    /// This instant.
    pub now: DateTime<Utc>,
    /// The start and the person, by slug, that a drag asks for.
    pub dragged_to: Option<(ZonedInstant, String)>,
    /// Called when something was done.
    pub onchanged: Callback<()>,
}

/// What is being done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Move,
    Transfer,
    Cancel,
}

/// The buttons.
#[component]
pub fn Actions(props: &ActionsProps) -> Html {
    let act = use_state_eq(|| None::<Act>);
    {
        let act = act.clone();
        use_effect_with(props.dragged_to.clone(), move |dragged| {
            if dragged.is_some() {
                act.set(Some(Act::Move));
            }
        });
    }
    let may = use_may(Permission::ManageAppointments);
    let close = {
        let act = act.clone();
        Callback::from(move |()| act.set(None))
    };
    let done = {
        let (act, onchanged) = (act.clone(), props.onchanged.clone());
        Callback::from(move |()| {
            act.set(None);
            onchanged.emit(());
        })
    };
    if !may {
        return Html::default();
    }
    let open = |which: Act| {
        let act = act.clone();
        Callback::from(move |_: MouseEvent| act.set(Some(which)))
    };
    let file = &props.file;
    let stands = file.value.appointment.status == AppointmentStatus::Confirmed;
    html! {
        <div class="file-actions" role="group" aria-label={t("file.actions")}>
            <Attend file={file.clone()} now={props.now} onchanged={props.onchanged.clone()} />
            if file.value.can_change {
                <div class="file-buttons">
                    <button type="button" class="button" onclick={open(Act::Move)} data-testid="act-move">
                        { t("file.move") }
                    </button>
                    <button type="button" class="button" onclick={open(Act::Transfer)} data-testid="act-transfer">
                        { t("file.transfer") }
                    </button>
                    <button type="button" class="button button-warn" onclick={open(Act::Cancel)} data-testid="act-cancel">
                        { t("file.cancel") }
                    </button>
                </div>
            } else if stands && file.value.appointment.start.utc() > props.now {
                <p class="absent">{ t("file.no_change") }</p>
            }
            { match *act {
                Some(Act::Move) => html! {
                    <MoveForm file={file.clone()} start={props.dragged_to.as_ref().map(|(start, _)| *start)}
                        staff={props.dragged_to.as_ref().map(|(_, staff)| staff.clone())} onclose={close} ondone={done} />
                },
                Some(Act::Transfer) => html! { <TransferForm file={file.clone()} onclose={close} ondone={done} /> },
                Some(Act::Cancel) => html! { <CancelForm file={file.clone()} onclose={close} ondone={done} /> },
                None => Html::default(),
            } }
        </div>
    }
}
