//! What happened, what was kept, and what to do next.

use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use super::{Shape, icon};
use crate::api::Failure;
use crate::i18n::I18n;

/// How grave it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Info,
    /// Something to mend.
    Problem,
}

/// What a notice needs.
#[derive(PartialEq, Properties)]
pub struct NoticeProps {
    /// How grave it is.
    #[prop_or(Tone::Problem)]
    pub tone: Tone,
    /// What happened, in a few words.
    #[prop_or_default]
    pub title: AttrValue,
    /// Test hook.
    #[prop_or(AttrValue::Static("creno-problem"))]
    pub testid: AttrValue,
    /// Code of the problem, for tests and support.
    #[prop_or_default]
    pub code: Option<AttrValue>,
    /// The rest.
    pub children: Html,
}

/// A notice; a problem is announced at once, the rest when there is a pause.
#[component]
pub fn Notice(props: &NoticeProps) -> Html {
    let (tone, role, part) = match props.tone {
        Tone::Info => (None, "status", "notice"),
        Tone::Problem => (Some("problem"), "alert", "problem"),
    };
    // It may be above what a phone shows of a long form.
    let element = use_node_ref();
    {
        let (element, problem) = (element.clone(), props.tone == Tone::Problem);
        use_effect_with(props.title.clone(), move |_| {
            if let Some(element) = element.cast::<Element>().filter(|_| problem) {
                let options = ScrollIntoViewOptions::new();
                options.set_block(ScrollLogicalPosition::Nearest);
                element.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
    }
    let shape = if props.tone == Tone::Problem { Shape::Alert } else { Shape::Info };
    html! {
        <div ref={element} class="notice" data-tone={tone} {role} {part} data-testid={&props.testid} data-code={props.code.clone()}>
            { icon(shape) }
            <div class="notice-body">
                if !props.title.is_empty() { <p class="notice-title">{ &props.title }</p> }
                { props.children.clone() }
            </div>
        </div>
    }
}

/// A call that failed: a way to make it again, if there is one, and whether the visitor typed something that is
/// still there.
pub fn failure_notice(failure: &Failure, retry: Option<&Callback<()>>, kept: bool, i18n: &I18n) -> Html {
    trouble(failure.code(), i18n.failure(failure), retry, kept, i18n)
}

/// The same, for what failed in whatever way: its code, and the text that tells it.
pub fn trouble(code: &str, text: String, retry: Option<&Callback<()>>, kept: bool, i18n: &I18n) -> Html {
    let retry = retry.map(|retry| retry.reform(|_: MouseEvent| ()));
    html! {
        <Notice code={code.trim_start_matches("problem.").to_owned()}>
            <p>{ text }</p>
            if kept { <p>{ i18n.text("kept") }</p> }
            if let Some(onclick) = retry {
                <button type="button" class="button button-quiet" {onclick} data-testid="creno-retry">
                    { i18n.text("retry") }
                </button>
            }
        </Notice>
    }
}
