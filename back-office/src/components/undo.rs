//! A word about what was just done, and the seconds in which it can be taken back.

use yew::prelude::*;

use super::icon::{Glyph, Icon};
use super::toast::Toast;
use crate::hooks::title::focus;
use crate::i18n::t;

/// How long something can be taken back, in milliseconds.
pub const UNDO_MS: u32 = 10_000;

/// Properties of [`UndoToast`].
#[derive(Properties, PartialEq)]
pub struct UndoToastProps {
    /// What was done; nothing shows none.
    pub text: Option<AttrValue>,
    /// What it was done to.
    pub of: AttrValue,
    /// Takes it back, where it can be.
    pub onundo: Option<Callback<()>>,
    /// Called once it no longer can, or the word is closed.
    pub onend: Callback<()>,
    /// Name for tests.
    pub testid: &'static str,
}

/// The word. What was pressed is gone: the focus goes to what undoes it.
#[component]
pub fn UndoToast(props: &UndoToastProps) -> Html {
    let button = use_node_ref();
    {
        let button = button.clone();
        let undoable = props.text.is_some() && props.onundo.is_some();
        use_effect_with((undoable, props.of.clone()), move |(undoable, _)| {
            if *undoable {
                focus(&button);
            }
        });
    }
    html! {
        <Toast text={props.text.clone()} of={props.of.clone()} stay_ms={UNDO_MS} testid={props.testid}
            onend={props.onend.clone()}>
            if let Some(onundo) = &props.onundo {
                <button ref={button} type="button" class="toast-way" onclick={onundo.reform(|_: MouseEvent| ())}
                    data-testid="undo"><Icon glyph={Glyph::Undo} size={16} />{ t("attendance.undo") }</button>
            }
        </Toast>
    }
}
