//! Deleting a document: its effect, and the confirmation.

use creno_types::ProblemCode;
use creno_types::document::Document;
use creno_types::endpoint::{DeleteDocument, Endpoint, path};
use yew::prelude::*;

use super::called;
use crate::api;
use crate::components::dialog::Dialog;
use crate::hooks::act::use_act;
use crate::i18n::{t, t_with};

/// Properties of [`DeleteForm`].
#[derive(Properties, PartialEq)]
pub struct DeleteFormProps {
    /// The appointment.
    pub reference: AttrValue,
    /// The document.
    pub document: Document,
    /// Gives it up; whether the deletion was on its way.
    pub onclose: Callback<bool>,
    /// It is deleted.
    pub ondone: Callback<()>,
}

/// The dialog.
#[component]
pub fn DeleteForm(props: &DeleteFormProps) -> Html {
    let address = path(DeleteDocument::PATH, &[&props.reference, &props.document.id.to_string()]);
    let ondone = props.ondone.clone();
    let act = use_act(move |()| {
        let (address, ondone) = (address.clone(), ondone.clone());
        async move {
            match api::call::<DeleteDocument>(&address, &()).await {
                // Somebody was quicker: it is gone, as was asked.
                Err(error) if error.code() != Some(ProblemCode::UnknownDocument) => return Err(error),
                _ => ondone.emit(()),
            }
            Ok(())
        }
    });
    // What is on its way can't be taken back.
    let (busy, onclose) = (act.busy, props.onclose.clone());
    let leave = Callback::from(move |_: MouseEvent| {
        if !busy {
            onclose.emit(false);
        }
    });
    html! {
        <Dialog title={t("documents.delete_title")} testid="document-delete-form"
            onclose={props.onclose.reform(move |()| busy)}>
            <div class="form">
                <p class="document-name">
                    { t_with("documents.delete_what", &[("name", called(&props.document))]) }
                </p>
                { act.fault() }
                <p class="dialog-ways">
                    <button type="button" class="button" aria-disabled={busy.to_string()} onclick={leave}>
                        { t("act.leave") }
                    </button>
                    <button type="button" class="button button-danger" aria-disabled={busy.to_string()}
                        onclick={act.onclick()} data-testid="document-delete-confirm">
                        { t(if busy { "act.busy" } else { "documents.delete_confirm" }) }
                    </button>
                </p>
            </div>
        </Dialog>
    }
}
