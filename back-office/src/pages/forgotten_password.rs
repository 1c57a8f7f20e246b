//! Asking for a link by which another password is chosen.

use creno_types::endpoint::{AskPasswordReset, Endpoint};
use creno_types::sign_in::AskReset;
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::api::{self, ApiError};
use crate::components::door::{Door, refused};
use crate::components::icon::{Glyph, Icon};
use crate::hooks::title::{focus, use_title};
use crate::i18n::{t, words};

/// What the address says: the page that was asked for before signing in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct DoorQuery {
    vers: Option<String>,
}

/// Where the sign-in page is shown with the page that was asked for behind it: below the back-office, and nowhere else.
fn way_back(asked: Option<&str>, base: &str) -> String {
    let home = format!("{base}/");
    asked.filter(|asked| asked.starts_with(&home)).map_or(home.clone(), str::to_owned)
}

/// The page.
#[component]
pub fn ForgottenPasswordPage() -> Html {
    use_title(t("forgotten.title").to_owned());
    let email = use_node_ref();
    let busy = use_state_eq(|| false);
    let sent = use_state_eq(|| false);
    let failed = use_state_eq(|| None::<ApiError>);
    let (location, navigator) = (use_location(), use_navigator());
    let vers = location.and_then(|location| location.query::<DoorQuery>().ok()).and_then(|query| query.vers);
    let base = navigator.as_ref().and_then(Navigator::basename).unwrap_or_default().to_owned();
    let back = way_back(vers.as_deref(), &base);
    let told = use_node_ref();
    {
        let email = email.clone();
        use_effect_with((), move |()| focus(&email));
    }
    {
        let told = told.clone();
        use_effect_with(*sent, move |sent| {
            if *sent {
                focus(&told);
            }
        });
    }
    let onsubmit = {
        let (email, busy, sent, failed) = (email.clone(), busy.clone(), sent.clone(), failed.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if *busy {
                return;
            }
            let typed = email.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            let asked = AskReset { email: typed.trim().to_owned(), return_to: vers.clone() };
            let (email, busy, sent, failed) = (email.clone(), busy.clone(), sent.clone(), failed.clone());
            busy.set(true);
            failed.set(None);
            spawn_local(async move {
                let answer = api::call::<AskPasswordReset>(AskPasswordReset::PATH, &asked).await;
                busy.set(false);
                match answer {
                    Ok(()) => sent.set(true),
                    Err(error) => {
                        failed.set(Some(error));
                        focus(&email);
                    }
                }
            });
        })
    };
    html! {
        <Door>
            <h1>{ t("forgotten.title") }</h1>
            if *sent {
                <div class="done" ref={told} tabindex="-1" role="status" data-testid="sent">
                    <Icon glyph={Glyph::Mail} size={24} />
                    <p><strong>{ t("forgotten.sent") }</strong>{ " " }{ t("forgotten.sent_detail") }</p>
                </div>
            } else {
                <p class="door-intro">{ t("forgotten.intro") }</p>
                <div role="alert">
                    if let Some(error) = &*failed { { told_of(error) } }
                </div>
                <form {onsubmit} novalidate=true>
                    <label for="email">{ t("sign_in.email") }</label>
                    <input ref={email} id="email" class="input" type="email" autocomplete="username" required=true
                        aria-invalid={failed.is_some().to_string()} data-testid="email" />
                    <button type="submit" class="button button-primary button-wide" aria-disabled={busy.to_string()}
                        data-testid="ask-reset">
                        { t(if *busy { "forgotten.busy" } else { "forgotten.submit" }) }
                    </button>
                </form>
            }
            <p class="door-way"><a href={back} data-testid="back">{ t("forgotten.back") }</a></p>
        </Door>
    }
}

/// A refusal in words: of the only field when it is what is wrong.
pub(super) fn told_of(error: &ApiError) -> Html {
    let (title, detail) = words::failure(error);
    let fault = match error {
        ApiError::Refused { problem, .. } => problem.errors.first().map(|fault| fault.detail.clone()),
        ApiError::Unreachable | ApiError::Unreadable { .. } => None,
    };
    match fault {
        Some(fault) => refused(&fault, ""),
        None => refused(&title, &detail),
    }
}

#[cfg(test)]
mod tests {
    use super::way_back;

    #[test]
    fn one_goes_back_to_the_back_office_only() {
        let base = "/back-office";
        assert_eq!(way_back(Some("/back-office/a-traiter"), base), "/back-office/a-traiter");
        for elsewhere in
            ["https://evil.example/", "//evil.example/back-office/", "javascript:alert(1)", "/back-officer"]
        {
            assert_eq!(way_back(Some(elsewhere), base), "/back-office/", "{elsewhere}");
        }
        assert_eq!(way_back(None, base), "/back-office/");
    }
}
