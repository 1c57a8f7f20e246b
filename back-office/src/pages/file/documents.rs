//! What was handed in: what is asked and not there yet, what is there, taken away as files, added to, deleted.

mod add_form;
mod delete_form;

use std::rc::Rc;

use creno_types::document::{Document, DocumentKind, Documents, ShownSize};
use creno_types::endpoint::{Endpoint, ListDocuments, ReadDocument, path};
use creno_types::staff::Permission;
use yew::prelude::*;

use self::add_form::AddForm;
use self::delete_form::DeleteForm;
use super::history::actor;
use crate::api;
use crate::components::failure::Failure;
use crate::components::icon::{Glyph, Icon};
use crate::components::skeleton::Skeleton;
use crate::hooks::load::use_load;
use crate::hooks::session::use_may;
use crate::hooks::title::focus;
use crate::i18n::{dates, t, t_with};

/// Properties of [`DocumentsOf`].
#[derive(Properties, PartialEq)]
pub struct DocumentsOfProps {
    /// The appointment.
    pub reference: AttrValue,
    /// Moves each time that the file is read again.
    pub round: u32,
    /// Whether the appointment was not cancelled: nothing is added to one that was.
    pub stands: bool,
    /// Called when a document came or went.
    pub onchanged: Callback<()>,
}

/// What is being done.
#[derive(Clone, PartialEq)]
enum Act {
    Add,
    Replace(Rc<Document>),
    Delete(Rc<Document>),
}

/// The section.
#[component]
pub fn DocumentsOf(props: &DocumentsOfProps) -> Html {
    let load = use_load(props.reference.to_string(), |reference| async move {
        api::call::<ListDocuments>(&path(ListDocuments::PATH, &[&reference]), &()).await
    });
    {
        let reload = load.reload.clone();
        let seen = use_mut_ref(|| props.round);
        use_effect_with(props.round, move |round| {
            if seen.replace(*round) != *round {
                reload.emit(());
            }
        });
    }
    let act = use_state_eq(|| None::<Act>);
    let said = use_state_eq(|| None::<&'static str>);
    let manages = use_may(Permission::ManageAppointments);
    let heading = use_node_ref();
    {
        let heading = heading.clone();
        // The button that asked goes with its document.
        use_effect_with(*said, move |said| {
            if matches!(said, Some("documents.deleted" | "documents.replaced")) {
                focus(&heading);
            }
        });
    }
    // The same words twice are announced twice: those of the act before go as the next begins.
    let begin = {
        let (act, said) = (act.clone(), said.clone());
        Callback::from(move |to: Act| {
            said.set(None);
            act.set(Some(to));
        })
    };
    let close = {
        let act = act.clone();
        Callback::from(move |()| act.set(None))
    };
    let left = {
        let (close, changed) = (close.clone(), props.onchanged.clone());
        Callback::from(move |sent: bool| {
            close.emit(());
            if sent {
                changed.emit(());
            }
        })
    };
    let done = |of: Act, word: &'static str| {
        let (act, said, changed) = (act.clone(), said.clone(), props.onchanged.clone());
        Callback::from(move |()| {
            // Its dialog may have been closed meanwhile, and another be open.
            if act.as_ref() == Some(&of) {
                act.set(None);
            }
            said.set(Some(word));
            changed.emit(());
        })
    };
    let body = match (&load.state.data, &load.state.error) {
        (Some(documents), _) => {
            let refused = if manages && props.stands { refused(documents) } else { None };
            list(&props.reference, documents, refused, &begin)
        }
        (None, Some(_)) => Html::default(),
        (None, None) => html! { <Skeleton /> },
    };
    let dialog = match (&*act, &load.state.data) {
        (Some(Act::Add), Some(documents)) => html! {
            <AddForm reference={props.reference.clone()} documents={documents.clone()} onclose={left}
                ondone={done(Act::Add, "documents.added")} />
        },
        (Some(Act::Replace(document)), Some(documents)) => html! {
            <AddForm reference={props.reference.clone()} documents={documents.clone()} replaced={document.clone()}
                onclose={left} ondone={done(Act::Replace(document.clone()), "documents.replaced")} />
        },
        (Some(Act::Delete(document)), _) => html! {
            <DeleteForm reference={props.reference.clone()} document={(**document).clone()} onclose={left}
                ondone={done(Act::Delete(document.clone()), "documents.deleted")} />
        },
        _ => Html::default(),
    };
    html! {
        <section class="file-section" data-testid="file-documents">
            <h3 class="panel-section" ref={heading} tabindex="-1">{ t("documents.title") }</h3>
            <p role="status" class="documents-said" data-testid="documents-said">{ (*said).map(t) }</p>
            if let Some(error) = load.state.error.clone() {
                <Failure {error} onretry={load.reload.clone()} />
            }
            { body }
            { dialog }
        </section>
    }
}

/// Why none can be added, to whom may add some.
fn refused(documents: &Documents) -> Option<String> {
    match documents.can_add {
        true => None,
        false if documents.is_full() => {
            Some(t_with("documents.full", &[("n", &documents.items.len().to_string())]))
        }
        false => Some(t("documents.unavailable").to_owned()),
    }
}

fn list(reference: &str, documents: &Documents, refused: Option<String>, onact: &Callback<Act>) -> Html {
    let missing: Vec<_> = documents.asked.iter().filter(|asked| !asked.received).collect();
    html! {
        <>
            if documents.items.is_empty() && missing.is_empty() {
                <p class="absent">{ t("documents.none") }</p>
            }
            <ul class="documents">
                { for missing.iter().map(|asked| html! {
                    <li class="document-missing" data-testid="document-missing">
                        <p><strong>{ &asked.label }</strong></p>
                        <p>{ t(if asked.required { "documents.missing" } else { "documents.optional" }) }</p>
                    </li>
                }) }
                { for documents.items.iter().map(|document| line(reference, documents, document, onact)) }
            </ul>
            if documents.can_add {
                <p class="file-buttons">
                    <button type="button" class="button" onclick={onact.reform(|_: MouseEvent| Act::Add)} data-testid="document-add">
                        <Icon glyph={Glyph::Plus} size={16} />{ t("documents.add") }
                    </button>
                </p>
            } else if let Some(why) = refused {
                <p class="absent" data-testid="documents-refused">{ why }</p>
            }
        </>
    }
}

fn line(reference: &str, documents: &Documents, document: &Document, onact: &Callback<Act>) -> Html {
    let label = document.label.as_deref().unwrap_or_else(|| t("documents.unasked"));
    let told = [kind(&document.media_type).to_owned(), size(document.size)].join(", ");
    let by = actor(&document.by, document.staff.as_ref().map(|staff| staff.name.as_str()));
    let href = path(ReadDocument::PATH, &[reference, &document.id.to_string()]);
    let of = called(document);
    let act = |act: fn(Rc<Document>) -> Act| {
        let document = Rc::new(document.clone());
        onact.reform(move |_: MouseEvent| act(document.clone()))
    };
    html! {
        <li key={document.id.to_string()} data-testid="document">
            <p><strong>{ label }</strong></p>
            <p class="document-name">
                { match &document.name {
                    Some(name) => html! { { name } },
                    None => html! { <span class="absent">{ t("file.masked") }</span> },
                } }
                <span class="document-size">{ format!(" ({told})") }</span>
            </p>
            <p class="history-who">
                <time datetime={document.added_at.to_string()}>{ dates::dated_moment(document.added_at) }</time>
                { ", " }{ by }
            </p>
            if documents.can_read || document.can_delete {
                <p class="file-buttons">
                    if documents.can_read {
                        <a class="button" {href} download="" data-testid="document-read"
                            aria-label={t_with("documents.read_of", &[("name", of)])}>{ t("documents.read") }</a>
                    }
                    if documents.can_replace(document) {
                        <button type="button" class="button" data-testid="document-replace"
                            aria-label={t_with("documents.replace_of", &[("name", of)])} onclick={act(Act::Replace)}>
                            { t("documents.replace") }
                        </button>
                    }
                    if document.can_delete {
                        <button type="button" class="button button-warn" data-testid="document-delete"
                            aria-label={t_with("documents.delete_of", &[("name", of)])}
                            onclick={act(Act::Delete)}>
                            { t("documents.delete") }
                        </button>
                    }
                </p>
            }
        </li>
    }
}

/// What tells it from the others, which may be the same piece: its file's name, where that is shown.
fn called(document: &Document) -> &str {
    document.name.as_deref().or(document.label.as_deref()).unwrap_or_else(|| t("documents.unasked"))
}

/// "PDF", "Photo".
fn kind(media_type: &str) -> &'static str {
    match DocumentKind::of_media_type(media_type) {
        Some(DocumentKind::Pdf) => "PDF",
        Some(DocumentKind::Jpeg | DocumentKind::Heic | DocumentKind::Png) => t("documents.picture"),
        Some(DocumentKind::Docx | DocumentKind::Odt) => t("documents.text"),
        None => t("documents.file"),
    }
}

/// "850 Ko", "1,2 Mo".
fn size(bytes: i64) -> String {
    match ShownSize::of(bytes) {
        ShownSize::Kilobytes(n) => format!("{n}\u{a0}Ko"),
        ShownSize::Megabytes { whole, tenth: 0 } => format!("{whole}\u{a0}Mo"),
        ShownSize::Megabytes { whole, tenth } => format!("{whole},{tenth}\u{a0}Mo"),
    }
}
