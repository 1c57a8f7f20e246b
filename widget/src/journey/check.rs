//! Step 6: a last look, then the one button that books.

use creno_types::FieldErrorCode;
use creno_types::field::{Field, FieldFormat};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::booking::HoldProps;
use super::shell::{Shell, use_shell};
use super::state::{Action, Step};
use crate::components::{FieldInput, Frame, failure_notice, hold_state, icon, rows};
use crate::hooks::{
    CodeFault, EMAIL_CODE, EmailCode, Proof, Shown, Traps, use_booking, use_email_code, use_proof,
};
use crate::i18n::dates::{for_visitor, visitor_is_elsewhere};
use crate::i18n::{I18n, use_i18n};

/// The step.
#[component]
pub fn CheckStep(props: &HoldProps) -> Html {
    let (i18n, shell) = (use_i18n(), use_shell());
    let journey = shell.journey.clone();
    let proof = use_proof(&shell.api, i18n.lang(), shell.prove.as_ref(), journey.catalog.challenge);
    let traps = Traps { website: use_node_ref(), fax: use_node_ref() };
    let shown = Shown { proof, code: use_email_code(), traps };
    let booking = use_booking(&shell.api, &journey, &shell.emitter, &i18n, &shown);
    let edit = |step: Step| {
        let journey = journey.clone();
        let onclick = Callback::from(move |_: MouseEvent| journey.dispatch(Action::GoTo(step)));
        let what = i18n.text(&[step.as_str(), ".name"].concat());
        html! {
            <button
                type="button" class="link" {onclick} disabled={shell.journey.busy}
                data-testid={["creno-check-edit-", step.as_str()].concat()}
            >
                { i18n.text("edit") }
                <span class="only-heard">{ [&*i18n.text("colon"), &what.to_lowercase()].concat() }</span>
            </button>
        }
    };
    let onsubmit = {
        let (confirm, code) = (booking.confirm.clone(), shown.code.clone());
        Callback::from(move |()| {
            if code.is_ready() {
                confirm.emit(());
            }
        })
    };
    let visitor = journey.choices.start.filter(|start| visitor_is_elsewhere(*start)).and_then(for_visitor);
    html! {
        <Frame
            step={Step::Check} {onsubmit} next={i18n.text("check.confirm")}
            next_testid="creno-confirm" busy={journey.busy} stuck={journey.own_hold().is_none()}
        >
            { hold_state(&shell, &props.hold, &i18n) }
            <div class="box">
                if let Some(failure) = &booking.failure {
                    { failure_notice(failure, Some(&booking.confirm), true, &i18n) }
                }
            </div>
            <dl class="sheet" part="sheet">
                { for rows(&journey, &i18n).into_iter().map(|row| html! {
                    <div class="sheet-row">
                        <dt>{ icon(row.shape) }{ i18n.text(&[row.step.as_str(), ".name"].concat()) }</dt>
                        <dd>
                            <span class="sheet-text">{ row.text.unwrap_or_else(|| i18n.text("check.start_gone")) }</span>
                            if let Some(note) = row.note { <span class="sheet-note">{ note }</span> }
                            if row.step == Step::Slot && journey.refusal.is_none() {
                                if let Some(visitor) = visitor {
                                    <span class="sheet-note">
                                        { i18n.with("check.for_you", &[("instant", &i18n.instant_in_text(visitor))]) }
                                    </span>
                                }
                            }
                            if !journey.is_settled(row.step) { { edit(row.step) } }
                        </dd>
                    </div>
                }) }
            </dl>
            <div class="sheet-head">
                <h3>{ i18n.text("details.name") }</h3>
                { edit(Step::Details) }
            </div>
            <dl class="sheet" part="sheet">
                { for journey.fields().into_iter().map(|field| {
                    let answer = journey.answers.get(&field.key).map(|answer| readable(field.format, answer));
                    let answer = answer.unwrap_or_default();
                    html! {
                        if !answer.is_empty() {
                            <div class="sheet-row">
                                <dt>{ &field.label }</dt>
                                <dd><span class="sheet-text">{ answer }</span></dd>
                            </div>
                        }
                    }
                }) }
            </dl>
            <div class="box">{ question(&shown.proof, &i18n) }</div>
            <div class="box" ref={shown.code.place.clone()}>{ email_code(&shown.code, &shell, &i18n) }</div>
            { trap(&shown.traps) }
        </Frame>
    }
}

/// Asked of the visitor when their device can't do the work.
fn question(proof: &Proof, i18n: &I18n) -> Html {
    const ID: &str = "creno-control-question";
    let Some(asked) = &*proof.question else { return Html::default() };
    let answer = proof.answer.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
            answer.set(input.value());
        }
    });
    html! {
        <div class="field" part="field">
            <label class="field-label" for={ID}>{ &asked.question }</label>
            <p class="field-help" id="creno-question-help">{ i18n.text("check.question_help") }</p>
            <input
                id={ID} class="control" type="text" value={(*proof.answer).clone()} {oninput}
                autocomplete="off" required=true aria-describedby="creno-question-help" data-testid="creno-question"
            />
        </div>
    }
}

/// Asked of the visitor where their address is to be proved: the code that was sent there, or another one.
fn email_code(code: &EmailCode, shell: &Shell, i18n: &I18n) -> Html {
    let Some(email) = &*code.sent else { return Html::default() };
    let field = Field {
        key: EMAIL_CODE.into(),
        label: i18n.text("check.code"),
        format: FieldFormat::Text,
        required: true,
        help: i18n.with("check.code_help", &[("email", email)]),
        options: Vec::new(),
    };
    let again = {
        let (code, shell, lang) = (code.clone(), shell.clone(), i18n.lang().to_owned());
        Callback::from(move |_: MouseEvent| {
            let (code, shell, lang) = (code.clone(), shell.clone(), lang.clone());
            spawn_local(async move {
                // Enough were sent, or none can be: the field says so.
                if code.ask(&shell.api, &shell.journey, &shell.journey.dispatcher(), &lang).await.is_err() {
                    code.wrong.set(Some(CodeFault::Refused(FieldErrorCode::ExpiredCode)));
                }
            });
        })
    };
    let error = code.wrong.map(|fault| match fault {
        CodeFault::Length => i18n.text("check.code_length"),
        CodeFault::Refused(code) => i18n.field_error(&field, code),
    });
    let oninput = {
        let code = code.clone();
        Callback::from(move |text| {
            code.typed.set(text);
            code.wrong.set(None);
        })
    };
    html! {
        <>
            <FieldInput
                {field} value={(*code.typed).clone()} error={error.map(AttrValue::from)} {oninput}
                onleave={Callback::noop()}
            />
            <button type="button" class="link" onclick={again} disabled={shell.journey.busy} data-testid="creno-code-again">
                { i18n.text("check.code_again") }
            </button>
        </>
    }
}

/// Fields that nobody sees, hears or reaches by keyboard, and that scripts fill.
fn trap(traps: &Traps) -> Html {
    html! {
        <div class="trap" aria-hidden="true">
            <input ref={&traps.website} name="website" tabindex="-1" autocomplete="off" />
            <input ref={&traps.fax} name="fax" tabindex="-1" autocomplete="off" />
        </div>
    }
}

/// The answer as people write it, on one line where its digits are grouped.
fn readable(format: FieldFormat, answer: &str) -> String {
    let grouped = format.grouped(answer);
    grouped.map_or_else(|| answer.to_owned(), |grouped| grouped.replace(' ', "\u{a0}"))
}
