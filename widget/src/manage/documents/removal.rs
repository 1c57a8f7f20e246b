//! The button that deletes a document, and the question in its place once it is pressed.

use yew::prelude::*;

use super::focus;
use crate::i18n::use_i18n;

/// What the button needs.
#[derive(PartialEq, Properties)]
pub struct RemovalProps {
    /// The file's name.
    pub name: AttrValue,
    /// Whether it is asked.
    pub asking: bool,
    /// Whether nothing may be done now.
    pub busy: bool,
    /// Asks.
    pub onask: Callback<()>,
    /// It is to go.
    pub ondelete: Callback<()>,
    /// It stays.
    pub onkeep: Callback<()>,
    /// Where the focus goes when the document does.
    pub heading: NodeRef,
}

/// The button, or the question. The focus follows from one to the other, and back when the document stays.
#[component]
pub fn Removal(props: &RemovalProps) -> Html {
    let i18n = use_i18n();
    let (ask, yes) = (use_node_ref(), use_node_ref());
    let kept = use_mut_ref(|| false);
    {
        let (ask, yes, kept) = (ask.clone(), yes.clone(), kept.clone());
        use_effect_with(props.asking, move |asking| {
            if *asking {
                focus(&yes);
            } else if kept.replace(false) {
                focus(&ask);
            }
        });
    }
    if !props.asking {
        let (busy, onask) = (props.busy, props.onask.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            if !busy {
                onask.emit(());
            }
        });
        return html! {
            <button
                ref={ask} type="button" class="button button-quiet" aria-disabled={busy.then_some("true")} {onclick}
                aria-label={i18n.with("manage.doc_delete_of", &[("name", &props.name)])}
                data-testid="creno-document-delete"
            >{ i18n.text("manage.doc_delete") }</button>
        };
    }
    let ondelete = {
        let (ondelete, heading) = (props.ondelete.clone(), props.heading.clone());
        Callback::from(move |_: MouseEvent| {
            focus(&heading);
            ondelete.emit(());
        })
    };
    let onkeep = {
        let onkeep = props.onkeep.clone();
        Callback::from(move |_: MouseEvent| {
            kept.replace(true);
            onkeep.emit(());
        })
    };
    html! {
        <>
            <button
                ref={yes} type="button" class="button button-danger" onclick={ondelete}
                data-testid="creno-document-delete-confirm"
            >{ i18n.text("manage.doc_delete_confirm") }</button>
            <button type="button" class="button button-quiet" onclick={onkeep} data-testid="creno-document-keep">
                { i18n.text("manage.keep") }
            </button>
        </>
    }
}
