//! Choosing another password, by the link that was mailed.

use creno_types::ProblemCode;
use creno_types::endpoint::{Endpoint, SetPassword};
use creno_types::password;
use creno_types::problem::FieldErrorCode;
use creno_types::sign_in::NewPassword;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;
use yew_router::prelude::*;

use super::forgotten_password::told_of;
use crate::api::{self, ApiError};
use crate::app::{Route, address};
use crate::components::door::{Door, refused};
use crate::components::icon::{Glyph, Icon};
use crate::components::password::PasswordField;
use crate::hooks::door::take_fragment;
use crate::hooks::title::{focus, use_title};
use crate::i18n::t;

/// Where it stands.
#[derive(Clone, PartialEq)]
enum Stage {
    Typing,
    Short,
    Refused(ApiError),
    /// Done: the page that was asked for.
    Changed(String),
}

/// The page.
#[component]
pub fn NewPasswordPage() -> Html {
    use_title(t("new_password.title").to_owned());
    // It leaves the address, and the history with it.
    let token = use_memo((), |()| take_fragment().unwrap_or_default());
    let field = use_node_ref();
    let told = use_node_ref();
    let busy = use_state_eq(|| false);
    let stage = use_state_eq(|| Stage::Typing);
    {
        let field = field.clone();
        use_effect_with((), move |()| focus(&field));
    }
    {
        let told = told.clone();
        use_effect_with(matches!(*stage, Stage::Changed(_)), move |changed| {
            if *changed {
                focus(&told);
            }
        });
    }
    let onsubmit = {
        let (field, busy, stage, token) = (field.clone(), busy.clone(), stage.clone(), token.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let password = field.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            if *busy {
                return;
            }
            // What needs nothing of the server is told at once.
            if let Some(FieldErrorCode::Required | FieldErrorCode::TooShort) = password::fault(&password, &[])
            {
                stage.set(Stage::Short);
                focus(&field);
                return;
            }
            let new = NewPassword { token: (*token).clone(), password };
            let (field, busy, stage) = (field.clone(), busy.clone(), stage.clone());
            busy.set(true);
            spawn_local(async move {
                let answer = api::call::<SetPassword>(SetPassword::PATH, &new).await;
                busy.set(false);
                match answer {
                    Ok(changed) => stage.set(Stage::Changed(changed.return_to)),
                    Err(error) => {
                        stage.set(Stage::Refused(error));
                        focus(&field);
                    }
                }
            });
        })
    };
    let again = use_navigator().map(|navigator| address(&navigator, &Route::ForgottenPassword));
    let over = matches!(&*stage, Stage::Refused(error) if error.code() == Some(ProblemCode::ResetLinkOver));
    let wrong = !matches!(*stage, Stage::Typing);
    html! {
        <Door>
            <h1>{ t("new_password.title") }</h1>
            if let Stage::Changed(return_to) = &*stage {
                <div class="done" ref={told} tabindex="-1" role="status" data-testid="changed">
                    <Icon glyph={Glyph::CircleCheck} size={24} />
                    <p><strong>{ t("new_password.changed") }</strong>{ " " }{ t("new_password.changed_detail") }</p>
                </div>
                <a class="button button-primary button-wide" href={return_to.clone()} data-testid="go-on">
                    { t("sign_in.submit") }
                </a>
            } else {
                <div role="alert">
                    { match &*stage {
                        Stage::Short => refused(t("new_password.short"), t("new_password.short_detail")),
                        Stage::Refused(error) => told_of(error),
                        Stage::Typing | Stage::Changed(_) => Html::default(),
                    } }
                </div>
                if over {
                    <a class="button button-primary button-wide" href={again} data-testid="ask-again">
                        { t("new_password.again") }
                    </a>
                } else {
                    <p class="door-intro" id="rule">{ t("new_password.rule") }</p>
                    <form {onsubmit} novalidate=true>
                        <PasswordField node={field} label={t("new_password.label")} autocomplete="new-password"
                            {wrong} described_by={"rule"} />
                        <button type="submit" class="button button-primary button-wide"
                            aria-disabled={busy.to_string()} data-testid="set-password">
                            { t(if *busy { "new_password.busy" } else { "new_password.submit" }) }
                        </button>
                    </form>
                }
            }
        </Door>
    }
}
