//! Adding a document for the client.

use std::rc::Rc;

use creno_types::ProblemCode;
use creno_types::document::{DocumentKind, Documents};
use creno_types::endpoint::{AddDocument, Endpoint, path, with_query};
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::size;
use crate::api::{self, ApiError};
use crate::components::dialog::Dialog;
use crate::hooks::session::{SessionAction, use_session};
use crate::i18n::{t, t_with, words};

/// Properties of [`AddForm`].
#[derive(Properties, PartialEq)]
pub struct AddFormProps {
    /// The appointment.
    pub reference: AttrValue,
    /// What is asked and taken.
    pub documents: Rc<Documents>,
    /// Gives it up.
    pub onclose: Callback<()>,
    /// It is added.
    pub ondone: Callback<()>,
}

/// Why nothing was added.
#[derive(Clone, PartialEq)]
enum Fault {
    /// Seen here, before anything is sent.
    Seen(String),
    /// Told by the server.
    Told(ApiError),
}

/// The dialog.
#[component]
pub fn AddForm(props: &AddFormProps) -> Html {
    let session = use_session();
    let busy = use_state_eq(|| false);
    let fault = use_state_eq(|| None::<Fault>);
    let (asked, file) = (use_node_ref(), use_node_ref());
    let onsubmit = {
        let (busy, fault, asked, file) = (busy.clone(), fault.clone(), asked.clone(), file.clone());
        let (documents, reference, ondone) =
            (props.documents.clone(), props.reference.clone(), props.ondone.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if *busy {
                return;
            }
            let chosen = file
                .cast::<HtmlInputElement>()
                .and_then(|input| input.files())
                .and_then(|files| files.get(0));
            let (chosen, kind) = match checked(chosen, &documents) {
                Ok(chosen) => chosen,
                Err(text) => return fault.set(Some(Fault::Seen(text))),
            };
            busy.set(true);
            fault.set(None);
            let slug = asked.cast::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default();
            let query = if slug.is_empty() { Vec::new() } else { vec![("asked", slug.as_str())] };
            let address = with_query(&path(AddDocument::PATH, &[&reference]), &query);
            let (busy, fault, ondone, session) =
                (busy.clone(), fault.clone(), ondone.clone(), session.clone());
            spawn_local(async move {
                match api::upload::<AddDocument>(&address, &chosen, kind.media_type()).await {
                    Ok(_) => ondone.emit(()),
                    Err(error) => {
                        if error.code() == Some(ProblemCode::Unauthenticated) {
                            session.dispatch(SessionAction::Expired);
                        }
                        fault.set(Some(Fault::Told(error)));
                        busy.set(false);
                    }
                }
            });
        })
    };
    let told = (*fault).as_ref().map(|fault| match fault {
        Fault::Seen(text) => text.clone(),
        Fault::Told(error) => {
            let (title, detail) = words::failure(error);
            format!("{title}. {detail}")
        }
    });
    let most = size(props.documents.max_bytes);
    html! {
        <Dialog title={t("documents.add")} testid="document-form" onclose={props.onclose.clone()}>
            <form class="form" {onsubmit} novalidate=true>
                <label class="field">
                    <span>{ t("documents.which") }</span>
                    <select class="input" ref={asked} data-testid="document-asked">
                        { for props.documents.asked.iter().enumerate().map(|(place, asked)| html! {
                            <option value={asked.slug.clone()} selected={place == 0}>{ &asked.label }</option>
                        }) }
                        <option value="">{ t("documents.unasked") }</option>
                    </select>
                </label>
                <label class="field">
                    <span>{ t("documents.choose") }</span>
                    <input type="file" class="input" ref={file} accept={props.documents.media_types.join(",")}
                        aria-describedby="document-hint" data-testid="document-file" />
                    <small id="document-hint">{ t_with("documents.hint", &[("most", &most)]) }</small>
                </label>
                if let Some(told) = told {
                    <p class="refusal" role="alert" data-testid="document-refusal">{ told }</p>
                }
                <p class="dialog-ways">
                    <button type="button" class="button" onclick={props.onclose.reform(|_| ())}>{ t("act.leave") }</button>
                    <button type="submit" class="button button-primary" aria-disabled={busy.to_string()}
                        data-testid="document-send">
                        { t(if *busy { "documents.sending" } else { "documents.send" }) }
                    </button>
                </p>
            </form>
        </Dialog>
    }
}

/// The file and its kind, when it is worth sending; otherwise what is the matter.
fn checked(
    file: Option<web_sys::File>,
    documents: &Documents,
) -> Result<(web_sys::File, DocumentKind), String> {
    let file = file.ok_or_else(|| t("documents.no_file").to_owned())?;
    // Browsers know no media type for what their system has no program for.
    let kind = DocumentKind::of_media_type(&file.type_()).or_else(|| DocumentKind::of_name(&file.name()));
    let kind = kind.ok_or_else(|| t("documents.kind").to_owned())?;
    if file.size() > documents.max_bytes as f64 {
        return Err(t_with("documents.too_large", &[("most", &size(documents.max_bytes))]));
    }
    Ok((file, kind))
}
