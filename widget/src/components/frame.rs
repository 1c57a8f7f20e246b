//! What every step looks like: a question, its answers, one button to go on and a quiet one to go back.

use yew::prelude::*;

use super::{Shape, icon, progress};
use crate::hooks::{Wait, go_back, use_wait};
use crate::i18n::{I18n, use_i18n};
use crate::journey::shell::{Shell, use_shell};
use crate::journey::state::{Action, Step};

/// What a step's frame needs.
#[derive(PartialEq, Properties)]
pub struct FrameProps {
    /// Which step.
    pub step: Step,
    /// The visitor goes on.
    pub onsubmit: Callback<()>,
    /// Words on the button that goes on.
    pub next: AttrValue,
    /// Test hook of that button.
    #[prop_or(AttrValue::Static("creno-next"))]
    pub next_testid: AttrValue,
    /// Something is under way that the button started.
    #[prop_or_default]
    pub busy: bool,
    /// Shown beside the button: the answer chosen so far.
    #[prop_or_default]
    pub chosen: Option<AttrValue>,
    /// Whether there is nothing to go on with.
    #[prop_or_default]
    pub stuck: bool,
    /// The answers.
    pub children: Html,
}

/// The frame.
#[component]
pub fn Frame(props: &FrameProps) -> Html {
    let (i18n, shell) = (use_i18n(), use_shell());
    let word = props.step.as_str();
    let onsubmit = {
        let (emit, busy) = (props.onsubmit.clone(), props.busy);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if !busy {
                emit.emit(());
            }
        })
    };
    html! {
        <form
            class="step" part="step" novalidate=true autocomplete="on" {onsubmit}
            data-testid={["creno-step-", word].concat()}
        >
            { progress(props.step, &i18n) }
            <h2 class="heading" part="heading" tabindex="-1" aria-describedby="creno-progress">
                { i18n.text(&[word, ".title"].concat()) }
            </h2>
            <div class="step-body">{ props.children.clone() }</div>
            <div class="actions" part="actions">
                // There before it has something to say: what comes with its words is not announced.
                <p class="chosen" aria-live="polite">{ for props.chosen.clone() }</p>
                { back(&shell, &i18n) }
                if !props.stuck {
                    <SubmitButton testid={&props.next_testid} busy={props.busy}>{ &props.next }</SubmitButton>
                }
            </div>
        </form>
    }
}

/// Back to the step before; nothing on the first one.
fn back(shell: &Shell, i18n: &I18n) -> Html {
    let Some(before) = shell.journey.before() else { return Html::default() };
    let (key, journey) = (shell.key.clone(), shell.journey.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        if !go_back(&key, before) {
            journey.dispatch(Action::GoTo(before));
        }
    });
    html! {
        <button type="button" class="button button-back" part="back" {onclick} data-testid="creno-back">
            { icon(Shape::Left) }
            { i18n.text("back") }
        </button>
    }
}

/// What the primary button needs.
#[derive(PartialEq, Properties)]
pub struct SubmitButtonProps {
    /// Test hook.
    pub testid: AttrValue,
    /// Whether its work is under way.
    pub busy: bool,
    /// Words.
    pub children: Html,
}

/// The primary button; while its work is under way it says so, and pressing it again does nothing.
#[component]
pub fn SubmitButton(props: &SubmitButtonProps) -> Html {
    let i18n = use_i18n();
    let wait = use_wait(props.busy);
    let label = match wait {
        Wait::Quiet => props.children.clone(),
        Wait::Skeleton => {
            html! { <><span class="spinner" aria-hidden="true" />{ props.children.clone() }</> }
        }
        Wait::Slow => html! { <><span class="spinner" aria-hidden="true" />{ i18n.text("wait.slow") }</> },
    };
    let disabled = props.busy.then_some("true");
    html! {
        <button
            type="submit" class="button button-main" part="button" aria-disabled={disabled}
            data-testid={&props.testid}
        >{ label }</button>
    }
}
