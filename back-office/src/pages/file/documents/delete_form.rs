//! Deleting a document: its effect, and the confirmation.

use creno_types::ProblemCode;
use creno_types::document::Document;
use creno_types::endpoint::{DeleteDocument, Endpoint, path};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, ApiError};
use crate::components::dialog::Dialog;
use crate::hooks::session::{SessionAction, use_session};
use crate::i18n::{t, t_with, words};

/// Properties of [`DeleteForm`].
#[derive(Properties, PartialEq)]
pub struct DeleteFormProps {
    /// The appointment.
    pub reference: AttrValue,
    /// The document.
    pub document: Document,
    /// Gives it up.
    pub onclose: Callback<()>,
    /// It is deleted.
    pub ondone: Callback<()>,
}

/// The dialog.
#[component]
pub fn DeleteForm(props: &DeleteFormProps) -> Html {
    let session = use_session();
    let busy = use_state_eq(|| false);
    let failed = use_state_eq(|| None::<ApiError>);
    let confirm = {
        let (busy, failed, ondone) = (busy.clone(), failed.clone(), props.ondone.clone());
        let address = path(DeleteDocument::PATH, &[&props.reference, &props.document.id.to_string()]);
        Callback::from(move |_: MouseEvent| {
            if *busy {
                return;
            }
            busy.set(true);
            failed.set(None);
            let (busy, failed, ondone, session, address) =
                (busy.clone(), failed.clone(), ondone.clone(), session.clone(), address.clone());
            spawn_local(async move {
                match api::call::<DeleteDocument>(&address, &()).await {
                    // Somebody was quicker: it is gone, as was asked.
                    Ok(()) => return ondone.emit(()),
                    Err(error) if error.code() == Some(ProblemCode::UnknownDocument) => {
                        return ondone.emit(());
                    }
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
    let document = &props.document;
    let name =
        document.name.as_deref().or(document.label.as_deref()).unwrap_or_else(|| t("documents.unasked"));
    html! {
        <Dialog title={t("documents.delete_title")} testid="document-delete-form" onclose={props.onclose.clone()}>
            <div class="form">
                <p class="document-name">{ t_with("documents.delete_what", &[("name", name)]) }</p>
                if let Some(error) = &*failed {
                    <p class="refusal" role="alert" data-testid="document-refusal">
                        { { let (title, detail) = words::failure(error); format!("{title}. {detail}") } }
                    </p>
                }
                <p class="dialog-ways">
                    <button type="button" class="button" onclick={props.onclose.reform(|_| ())}>{ t("act.leave") }</button>
                    <button type="button" class="button button-danger" aria-disabled={busy.to_string()} onclick={confirm}
                        data-testid="document-delete-confirm">
                        { t(if *busy { "act.busy" } else { "documents.delete_confirm" }) }
                    </button>
                </p>
            </div>
        </Dialog>
    }
}
