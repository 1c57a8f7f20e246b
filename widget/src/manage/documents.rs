//! The documents that the theme asks: each with what was sent for it, a way to add a file, a way to delete one.

mod removal;

use std::rc::Rc;

use creno_types::ProblemCode;
use creno_types::document::{Document, DocumentKind, Documents as List, ShownSize};
use creno_types::endpoint::{
    AddClientDocument, DeleteClientDocument, Endpoint, ListClientDocuments, path, with_query,
};
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, HtmlElement, HtmlInputElement};
use yew::prelude::*;

use self::removal::Removal;
use super::trouble;
use crate::api::{self, Extra, Failure};
use crate::components::{Notice, failure_notice};
use crate::hooks::use_load;
use crate::i18n::{I18n, use_i18n};

/// What the list needs.
#[derive(PartialEq, Properties)]
pub struct DocumentsProps {
    /// Base URL of the API.
    pub api: AttrValue,
    /// The link's token.
    pub token: AttrValue,
    /// Whether the appointment is still to come: nothing is added once it has begun.
    pub to_come: bool,
    /// The appointment has to be read again.
    pub onreload: Callback<()>,
}

/// What was done last.
#[derive(Clone, PartialEq)]
enum Stage {
    /// Nothing yet.
    Idle,
    /// A file is on its way, or one is being deleted: its name.
    Busy(&'static str, String),
    /// It is asked whether this document is to go.
    Asking(String),
    /// It is done.
    Done(&'static str, String),
    /// The file is none to send, for that reason.
    Wrong(&'static str),
    /// The server did not follow.
    Failed(Failure),
}

/// The list.
#[component]
pub fn Documents(props: &DocumentsProps) -> Html {
    let i18n = use_i18n();
    let load =
        use_load::<ListClientDocuments>(&props.api, Some(path(ListClientDocuments::PATH, &[&props.token])));
    let stage = use_state(|| Stage::Idle);
    let heading = use_node_ref();
    let send = {
        let (api, token) = (props.api.clone(), props.token.clone());
        let (stage, retry, heading) = (stage.clone(), load.retry.clone(), heading.clone());
        Callback::from(move |Choice { place, input, file, kind }: Choice| {
            let mut query = vec![("asked", place.asked.as_str())];
            query.extend(place.replaces.as_deref().map(|id| ("replaces", id)));
            let address = with_query(&path(AddClientDocument::PATH, &[&token]), &query);
            let (api, stage, retry, name) = (api.clone(), stage.clone(), retry.clone(), file.name());
            let heading = heading.clone();
            stage.set(Stage::Busy("manage.doc_sending", name.clone()));
            spawn_local(async move {
                match api::upload::<AddClientDocument>(&api, &address, &file, kind.media_type()).await {
                    Ok(_) if place.replaces.is_some() => {
                        // The field goes with the document that it was for.
                        if input.matches(":focus").is_ok_and(|focused| focused) {
                            focus(&heading);
                        }
                        stage.set(Stage::Done("manage.doc_replaced", name));
                    }
                    Ok(_) => stage.set(Stage::Done("manage.doc_sent", name)),
                    // What is to be sent again is chosen again.
                    Err(failure) => stage.set(Stage::Failed(failure)),
                }
                // Even then: the file may have come, and only the answer be lost.
                retry.emit(());
            });
        })
    };
    let delete = {
        let (api, token) = (props.api.clone(), props.token.clone());
        let (stage, retry) = (stage.clone(), load.retry.clone());
        Callback::from(move |(id, name): (String, String)| {
            let address = path(DeleteClientDocument::PATH, &[&token, &id]);
            let (api, stage, retry) = (api.clone(), stage.clone(), retry.clone());
            stage.set(Stage::Busy("manage.doc_deleting", name.clone()));
            spawn_local(async move {
                match api::call::<DeleteClientDocument>(&api, &address, None, Extra::default()).await {
                    Ok(_) => stage.set(Stage::Done("manage.doc_deleted", name)),
                    // It was gone already, as was asked.
                    Err(Failure::Refused(problem)) if problem.code == ProblemCode::UnknownDocument => {
                        stage.set(Stage::Done("manage.doc_deleted", name));
                    }
                    Err(failure) => stage.set(Stage::Failed(failure)),
                }
                retry.emit(());
            });
        })
    };
    let Some(list) = &load.data else {
        return match &load.failure {
            Some(failure) => failure_notice(failure, Some(&load.retry), false, &i18n),
            None => Html::default(),
        };
    };
    // What is shown of the appointment is no longer true, nor perhaps of its documents.
    let again = {
        let (stage, retry, onreload) = (stage.clone(), load.retry.clone(), props.onreload.clone());
        Callback::from(move |()| {
            stage.set(Stage::Idle);
            retry.emit(());
            onreload.emit(());
        })
    };
    let view = View { list, stage: &stage, heading: &heading, send, delete, i18n: &i18n };
    html! {
        <section class="documents" aria-labelledby="creno-documents" data-testid="creno-documents">
            <h3 id="creno-documents" tabindex="-1" ref={heading.clone()}>{ i18n.text("manage.docs") }</h3>
            <div class="box" role="status" data-testid="creno-documents-said">
                { match &*stage {
                    Stage::Busy(key, name) => html! { <p class="field-help">{ i18n.with(key, &[("name", name)]) }</p> },
                    Stage::Done(key, name) => html! { <p class="effect">{ i18n.with(key, &[("name", name)]) }</p> },
                    _ => Html::default(),
                } }
            </div>
            <div class="box">
                { match &*stage {
                    Stage::Wrong(key) => html! {
                        <Notice code="document"><p>{ i18n.with(key, &[("most", &size(list.max_bytes, &i18n))]) }</p></Notice>
                    },
                    Stage::Failed(failure) => trouble(failure, None, &again, &i18n),
                    _ => Html::default(),
                } }
            </div>
            if let Some(why) = view.refused().filter(|_| props.to_come) {
                <p class="field-help" data-testid="creno-documents-refused">{ why }</p>
            }
            if list.items.iter().any(|document| view.place(document).is_some()) {
                <p class="field-help" id="creno-doc-replacing">{ i18n.text("manage.doc_replacing") }</p>
            }
            { for list.asked.iter().map(|asked| view.group(&asked.slug, asked.required, &asked.label, &asked.help)) }
            { view.others() }
        </section>
    }
}

fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<HtmlElement>() {
        // It fails only for what is no longer there.
        let _focused = element.focus();
    }
}

/// What a file is sent for.
#[derive(Clone)]
struct Place {
    /// Which of those asked it is, by slug.
    asked: String,
    /// Id of the document that it takes the place of.
    replaces: Option<String>,
}

/// A file to send.
struct Choice {
    place: Place,
    /// Where it was chosen.
    input: HtmlInputElement,
    file: File,
    kind: DocumentKind,
}

/// What is shown, and what may be done.
struct View<'a> {
    list: &'a Rc<List>,
    stage: &'a UseStateHandle<Stage>,
    /// Where the focus goes when what had it is no more.
    heading: &'a NodeRef,
    send: Callback<Choice>,
    delete: Callback<(String, String)>,
    i18n: &'a I18n,
}

impl View<'_> {
    /// Why no file can be added to what is asked.
    fn refused(&self) -> Option<String> {
        let (list, i18n) = (self.list, self.i18n);
        match list.can_add || list.asked.is_empty() {
            true => None,
            false if list.is_full() => {
                Some(i18n.with("manage.doc_full", &[("n", &list.items.len().to_string())]))
            }
            false => Some(i18n.text("problem.documents_unavailable")),
        }
    }

    /// Whether something is on its way: one at a time. What has the focus keeps it meanwhile, so nothing is `disabled`.
    fn is_busy(&self) -> bool {
        matches!(**self.stage, Stage::Busy(..))
    }

    /// Does not open the choice of a file meanwhile.
    fn opened(&self) -> Callback<MouseEvent> {
        let stage = self.stage.clone();
        Callback::from(move |event: MouseEvent| {
            if matches!(*stage, Stage::Busy(..)) {
                event.prevent_default();
            }
        })
    }

    /// One of those asked.
    fn group(&self, slug: &str, required: bool, label: &str, help: &str) -> Html {
        let i18n = self.i18n;
        let sent = self.list.items.iter().filter(|document| document.asked.as_deref() == Some(slug));
        let id = |part: &str| ["creno-doc-", part, slug].concat();
        let (named, hint, choice) = (id("name-"), id("help-"), id("add-"));
        html! {
            <div class="field" data-testid={["creno-document-", slug].concat()}>
                <p class="field-label" id={named.clone()}>
                    { label.to_owned() }
                    if !required { <span class="field-optional">{ " " }{ i18n.text("details.optional") }</span> }
                </p>
                <p class="field-help" id={hint.clone()}>
                    if !help.is_empty() { { help.to_owned() } { " " } }
                    { i18n.with("manage.doc_help", &[("most", &size(self.list.max_bytes, i18n))]) }
                </p>
                { self.sent(sent) }
                if self.list.can_add {
                    <label class="button button-quiet file">
                        <span id={choice.clone()}>{ i18n.text("manage.doc_add") }</span>
                        <input
                            type="file" accept={self.list.media_types.join(",")}
                            aria-disabled={self.is_busy().then_some("true")} onclick={self.opened()}
                            aria-labelledby={[&choice, " ", &named].concat()} aria-describedby={hint}
                            onchange={self.chosen(Place { asked: slug.to_owned(), replaces: None })}
                            data-testid="creno-document-add"
                        />
                    </label>
                }
            </div>
        }
    }

    /// Those of no piece that is asked now.
    fn others(&self) -> Html {
        let known = |document: &&Document| {
            self.list.asked.iter().any(|asked| Some(asked.slug.as_str()) == document.asked.as_deref())
        };
        let others: Vec<_> = self.list.items.iter().filter(|document| !known(document)).collect();
        if others.is_empty() {
            return Html::default();
        }
        html! {
            <div class="field">
                <p class="field-label">{ self.i18n.text("manage.doc_others") }</p>
                { self.sent(others.into_iter()) }
            </div>
        }
    }

    fn sent<'d>(&self, documents: impl Iterator<Item = &'d Document>) -> Html {
        let lines: Vec<_> = documents.map(|document| self.line(document)).collect();
        if lines.is_empty() {
            Html::default()
        } else {
            html! { <ul class="document-list">{ for lines }</ul> }
        }
    }

    fn line(&self, document: &Document) -> Html {
        let (i18n, stage) = (self.i18n, self.stage.clone());
        let (id, name) = (document.id.to_string(), document.name.clone().unwrap_or_default());
        let asking = matches!(&**self.stage, Stage::Asking(asked) if *asked == id);
        let set = |to: Stage| {
            let stage = stage.clone();
            Callback::from(move |()| stage.set(to.clone()))
        };
        let gone = (id.clone(), name.clone());
        html! {
            <li key={id.clone()} data-testid="creno-document">
                <span class="document-name">{ &name }{ " " }
                    <span class="field-optional">{ size(document.size, i18n) }</span>
                </span>
                if document.can_delete {
                    <span class="document-ways">
                        if let Some(place) = self.place(document).filter(|_| !asking) {
                            <label class="button button-quiet file">
                                { i18n.text("manage.doc_replace") }
                                <input
                                    type="file" accept={self.list.media_types.join(",")}
                                    aria-disabled={self.is_busy().then_some("true")} onclick={self.opened()}
                                    aria-label={i18n.with("manage.doc_replace_of", &[("name", &name)])}
                                    aria-describedby="creno-doc-replacing" onchange={self.chosen(place)}
                                    data-testid="creno-document-replace"
                                />
                            </label>
                        }
                        <Removal
                            {name} {asking} busy={self.is_busy()} onask={set(Stage::Asking(id))} onkeep={set(Stage::Idle)}
                            ondelete={self.delete.reform(move |()| gone.clone())} heading={self.heading.clone()}
                        />
                    </span>
                }
            </li>
        }
    }

    /// What a file in the place of `document` is sent for: clients always say which of those asked it is.
    fn place(&self, document: &Document) -> Option<Place> {
        let asked = document.asked.clone().filter(|_| self.list.can_replace(document))?;
        Some(Place { asked, replaces: Some(document.id.to_string()) })
    }

    /// Sends the file that was chosen, unless it is plain that the server would refuse it.
    fn chosen(&self, place: Place) -> Callback<Event> {
        let (stage, send, list) = (self.stage.clone(), self.send.clone(), self.list.clone());
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
            // The same file may be chosen again.
            input.set_value("");
            // It may have been dropped here.
            if matches!(*stage, Stage::Busy(..)) {
                return;
            }
            match DocumentKind::of_file(&file.type_(), &file.name()) {
                None => stage.set(Stage::Wrong("problem.document_kind_refused")),
                Some(_) if file.size() > list.max_bytes as f64 => stage.set(Stage::Wrong("manage.doc_large")),
                Some(kind) => send.emit(Choice { place: place.clone(), input, file, kind }),
            }
        })
    }
}

/// "850 Ko", "1,2 Mo".
fn size(bytes: i64, i18n: &I18n) -> String {
    let (key, n) = match ShownSize::of(bytes) {
        ShownSize::Kilobytes(n) => ("manage.doc_kb", n.to_string()),
        ShownSize::Megabytes { whole, tenth: 0 } => ("manage.doc_mb", whole.to_string()),
        ShownSize::Megabytes { whole, tenth } => {
            let mark = if i18n.lang() == "fr" { "," } else { "." };
            ("manage.doc_mb", [&whole.to_string(), mark, &tenth.to_string()].concat())
        }
    };
    i18n.with(key, &[("n", &n)])
}
