//! Adding a document for the client, in the place of another or not.

use std::rc::Rc;

use creno_types::document::{Document, DocumentKind, Documents};
use creno_types::endpoint::{AddDocument, Endpoint, path, with_query};
use web_sys::{File, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::{called, size};
use crate::api;
use crate::components::dialog::Dialog;
use crate::hooks::act::use_act;
use crate::hooks::patience::use_patience;
use crate::i18n::{t, t_with};

/// How long an upload is waited for, in milliseconds: lines may be slow.
const PATIENCE_MS: u32 = 180_000;

/// Properties of [`AddForm`].
#[derive(Properties, PartialEq)]
pub struct AddFormProps {
    /// The appointment.
    pub reference: AttrValue,
    /// What is asked and taken.
    pub documents: Rc<Documents>,
    /// The one that it takes the place of.
    #[prop_or_default]
    pub replaced: Option<Rc<Document>>,
    /// Gives it up; says whether a file was on its way, which may have come all the same.
    pub onclose: Callback<bool>,
    /// It is added.
    pub ondone: Callback<()>,
}

/// The dialog.
#[component]
pub fn AddForm(props: &AddFormProps) -> Html {
    // What is wrong with the file, seen before anything is sent.
    let seen = use_state_eq(|| None::<String>);
    let (asked, file) = (use_node_ref(), use_node_ref());
    let patience = use_patience();
    let act = {
        let (asked, reference, ondone) = (asked.clone(), props.reference.clone(), props.ondone.clone());
        let replaced = props.replaced.clone();
        use_act(move |(file, kind): (File, DocumentKind)| {
            let address = address(&reference, replaced.as_deref(), &asked);
            let (signal, ondone) = (patience.begin(PATIENCE_MS), ondone.clone());
            async move {
                api::upload::<AddDocument>(&address, &file, kind.media_type(), signal.as_ref()).await?;
                ondone.emit(());
                Ok(())
            }
        })
    };
    let onsubmit = {
        let (seen, file, start, documents) =
            (seen.clone(), file.clone(), act.start.clone(), props.documents.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let input = file.cast::<HtmlInputElement>();
            let chosen = input.and_then(|input| input.files()).and_then(|files| files.get(0));
            match checked(chosen, &documents) {
                Ok(chosen) => {
                    seen.set(None);
                    start.emit(chosen);
                }
                Err(text) => seen.set(Some(text)),
            }
        })
    };
    let busy = act.busy;
    let onclose = props.onclose.reform(move |()| busy);
    // What is still missing is what is most likely handed in.
    let proposed = props.documents.asked.iter().position(|asked| !asked.received);
    let (title, send) = match props.replaced {
        Some(_) => ("documents.replace_title", "documents.replace"),
        None => ("documents.add", "documents.send"),
    };
    let most = size(props.documents.max_bytes);
    html! {
        <Dialog title={t(title)} testid="document-form" onclose={onclose.clone()}>
            <form class="form" {onsubmit} novalidate=true>
                if let Some(replaced) = props.replaced.as_deref() {
                    <p><strong>{ replaced.label.as_deref().unwrap_or_else(|| t("documents.unasked")) }</strong></p>
                    <p class="document-name">
                        { t_with("documents.replace_what", &[("name", called(replaced))]) }
                    </p>
                } else {
                    <label class="field">
                        <span>{ t("documents.which") }</span>
                        <select class="input" ref={asked} data-testid="document-asked">
                            { for props.documents.asked.iter().enumerate().map(|(place, asked)| html! {
                                <option value={asked.slug.clone()} selected={Some(place) == proposed}>{ &asked.label }</option>
                            }) }
                            <option value="" selected={proposed.is_none()}>{ t("documents.unasked") }</option>
                        </select>
                    </label>
                }
                <div class="field">
                    <label for="document-file">{ t("documents.choose") }</label>
                    <input type="file" id="document-file" class="input" ref={file}
                        accept={props.documents.media_types.join(",")} aria-describedby="document-hint"
                        data-testid="document-file" />
                    <small id="document-hint">{ t_with("documents.hint", &[("most", &most)]) }</small>
                </div>
                if let Some(text) = (*seen).clone() {
                    <p class="refusal" role="alert" data-testid="document-refusal">{ text }</p>
                } else {
                    { act.fault() }
                }
                <p class="dialog-ways">
                    <button type="button" class="button" onclick={onclose.reform(|_| ())}>{ t("act.leave") }</button>
                    <button type="submit" class="button button-primary" aria-disabled={busy.to_string()}
                        data-testid="document-send">
                        { t(if busy { "documents.sending" } else { send }) }
                    </button>
                </p>
            </form>
        </Dialog>
    }
}

/// Where a file is sent: as the piece that it replaces, or the one that was chosen.
fn address(reference: &str, replaced: Option<&Document>, chosen: &NodeRef) -> String {
    let chosen = chosen.cast::<HtmlSelectElement>().map(|select| select.value());
    let asked = replaced.map_or(chosen, |replaced| replaced.asked.clone());
    let replaces = replaced.map(|replaced| replaced.id.to_string());
    let said = [("asked", asked.filter(|slug| !slug.is_empty())), ("replaces", replaces)];
    let query: Vec<_> = said.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?))).collect();
    with_query(&path(AddDocument::PATH, &[reference]), &query)
}

/// The file and its kind, when it is worth sending; otherwise what is the matter.
fn checked(file: Option<File>, documents: &Documents) -> Result<(File, DocumentKind), String> {
    let file = file.ok_or_else(|| t("documents.no_file").to_owned())?;
    let kind =
        DocumentKind::of_file(&file.type_(), &file.name()).ok_or_else(|| t("documents.kind").to_owned())?;
    if file.size() > documents.max_bytes as f64 {
        return Err(t_with("documents.too_large", &[("most", &size(documents.max_bytes))]));
    }
    Ok((file, kind))
}
