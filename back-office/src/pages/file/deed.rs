//! Something about to be done to an appointment: what people will be written, then the confirmation, then what came of it.

use std::rc::Rc;

use creno_types::appointment::{AppointmentPatch, CancelAppointment};
use creno_types::endpoint::{CallOffAppointment, ChangeAppointment, Endpoint, path};
use creno_types::notice::{NoticeQuery, Notices};
use creno_types::{ProblemCode, ZonedInstant};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::conflict::Conflict;
use super::{File, fetch, notices};
use crate::api::{self, ApiError};
use crate::components::skeleton::Skeleton;
use crate::hooks::load::use_load;
use crate::hooks::session::{SessionAction, use_session};
use crate::i18n::{dates, t, words};

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// It is moved, or given to somebody else.
    Change(AppointmentPatch),
    /// It is cancelled, for that reason.
    Cancel(String),
}

impl Deed {
    /// What is asked of the messages that it would send.
    fn query(&self) -> NoticeQuery {
        match self {
            Self::Change(patch) => NoticeQuery::Change(patch.clone()),
            Self::Cancel(_) => NoticeQuery::Cancel {},
        }
    }

    /// Does it, if the file is still what was read.
    ///
    /// # Errors
    /// When the server refuses, or can't be reached.
    pub async fn send(self, file: File) -> Result<(), ApiError> {
        let reference = file.value.appointment.reference.to_string();
        let seen = file.etag.as_deref();
        match self {
            Self::Change(patch) => {
                let path = path(ChangeAppointment::PATH, &[&reference]);
                api::call_tagged::<ChangeAppointment>(&path, &patch, seen).await.map(drop)
            }
            Self::Cancel(reason) => {
                let path = path(CallOffAppointment::PATH, &[&reference]);
                let wish = CancelAppointment { reason };
                api::call_tagged::<CallOffAppointment>(&path, &wish, seen).await.map(drop)
            }
        }
    }
}

/// Properties of [`Confirm`].
#[derive(Properties, PartialEq)]
pub struct ConfirmProps {
    /// The file that it is done to.
    pub file: File,
    /// What is to be done, once it is chosen.
    pub deed: Option<Deed>,
    /// What the button says.
    pub verb: &'static str,
    /// Whether it can't be taken back.
    #[prop_or_default]
    pub danger: bool,
    /// Gives it up.
    pub onclose: Callback<()>,
    /// It is done.
    pub ondone: Callback<()>,
    /// Goes on from another version of the file.
    pub onfile: Callback<File>,
    /// Chooses another start, when the wanted one is taken.
    #[prop_or_default]
    pub onstart: Option<Callback<ZonedInstant>>,
}

/// Whether somebody else changed it meanwhile.
fn is_conflict(error: &ApiError) -> bool {
    matches!(error.code(), Some(ProblemCode::PreconditionFailed | ProblemCode::AppointmentChanged))
}

/// The messages and the button.
#[component]
pub fn Confirm(props: &ConfirmProps) -> Html {
    let session = use_session();
    let busy = use_state_eq(|| false);
    let failed = use_state_eq(|| None::<ApiError>);
    let conflict = use_state_eq(|| None::<File>);
    let reference = props.file.value.appointment.reference.to_string();
    // The reason of a cancellation changes no message.
    let asked = props.deed.as_ref().map(Deed::query);
    let preview =
        use_load((reference.clone(), asked, props.file.etag.clone()), |(reference, asked, _)| async move {
            match asked {
                Some(asked) => notices::preview(&reference, &asked).await.map(Some),
                None => Ok(None),
            }
        });
    {
        let (failed, deed) = (failed.clone(), props.deed.clone());
        use_effect_with(deed, move |_| failed.set(None));
    }
    let confirm = {
        let (busy, failed, conflict) = (busy.clone(), failed.clone(), conflict.clone());
        let (file, deed, ondone) = (props.file.clone(), props.deed.clone(), props.ondone.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(deed) = deed.clone().filter(|_| !*busy) else { return };
            busy.set(true);
            failed.set(None);
            let (busy, failed, conflict, session) =
                (busy.clone(), failed.clone(), conflict.clone(), session.clone());
            let (file, ondone, reference) = (file.clone(), ondone.clone(), reference.clone());
            spawn_local(async move {
                match deed.send(file).await {
                    Ok(()) => return ondone.emit(()),
                    Err(error) if is_conflict(&error) => match fetch(reference).await {
                        Ok(now) => conflict.set(Some(Rc::new(now))),
                        Err(error) => failed.set(Some(error)),
                    },
                    Err(error) => {
                        if error.code() == Some(ProblemCode::Unauthenticated) {
                            session.dispatch(SessionAction::Expired);
                        }
                        failed.set(Some(error));
                    }
                }
                busy.set(false);
            });
        })
    };
    if let Some(now) = (*conflict).clone() {
        let go = {
            let (conflict, onfile, now) = (conflict.clone(), props.onfile.clone(), now.clone());
            Callback::from(move |()| {
                conflict.set(None);
                onfile.emit(now.clone());
            })
        };
        // What it is now is what the panel is to show.
        return html! {
            <Conflict seen={props.file.clone()} {now} ongo={go} onleave={props.ondone.clone()} />
        };
    }
    let refused = (*failed).clone().or_else(|| preview.state.error.clone());
    let ready = props.deed.is_some() && preview.state.error.is_none();
    let class = if props.danger { "button button-danger" } else { "button button-primary" };
    html! {
        <>
            if let Some(error) = &refused {
                { fault(error, props.onstart.as_ref()) }
            } else if props.deed.is_some() {
                { shown(preview.state.data.as_deref().and_then(Option::as_ref)) }
            }
            <p class="dialog-ways">
                <button type="button" class="button" onclick={props.onclose.reform(|_| ())}>{ t("act.leave") }</button>
                <button type="button" {class} disabled={!ready} aria-disabled={busy.to_string()} onclick={confirm}
                    data-testid="confirm-act">
                    { if *busy { t("act.busy") } else { props.verb } }
                </button>
            </p>
        </>
    }
}

fn shown(preview: Option<&Notices>) -> Html {
    match preview {
        Some(preview) => notices::notices(preview),
        None => html! { <Skeleton /> },
    }
}

/// Why it can't be done, with the nearest starts when the wanted one is taken.
fn fault(error: &ApiError, onstart: Option<&Callback<ZonedInstant>>) -> Html {
    let (title, detail) = words::failure(error);
    let alternatives = match error {
        ApiError::Refused { problem, .. } => problem.alternatives.as_slice(),
        _ => &[],
    };
    html! {
        <div class="refusal act-refusal" role="alert" data-testid="act-refusal">
            <p><strong>{ title }</strong>{ " " }{ detail }</p>
            if let (Some(onstart), false) = (onstart, alternatives.is_empty()) {
                <p>{ t("act.nearest") }</p>
                <p class="chips">
                    { for alternatives.iter().map(|&start| html! {
                        <button type="button" class="button chip" onclick={onstart.reform(move |_| start)}>
                            { dates::short_moment(start) }
                        </button>
                    }) }
                </p>
            }
        </div>
    }
}
