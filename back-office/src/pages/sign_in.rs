//! Signing in. The page stands in the place of the one that was asked for, which appears once done.

use creno_types::endpoint::{CreateSession, Endpoint};
use creno_types::session::{Credentials, DemoAccount};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::api::{self, ApiError, GetDemo};
use crate::components::icon::{Glyph, Icon};
use crate::components::logo::Logo;
use crate::hooks::session::{SessionAction, use_session};
use crate::hooks::title::{focus, use_title};
use crate::i18n::{t, words};

/// Properties of [`SignInPage`].
#[derive(Properties, PartialEq)]
pub struct SignInPageProps {
    /// Whether a session ended while it was in use.
    pub expired: bool,
}

/// What keeps the person out.
#[derive(Clone, PartialEq)]
enum Refusal {
    /// A field is empty.
    Missing,
    /// The server's answer.
    Api(ApiError),
}

/// The sign-in page.
#[component]
pub fn SignInPage(props: &SignInPageProps) -> Html {
    use_title(t("sign_in.title").to_owned());
    let session = use_session();
    let (email, password) = (use_node_ref(), use_node_ref());
    let refusal = use_state_eq(|| None::<Refusal>);
    let busy = use_state_eq(|| false);
    let visible = use_state_eq(|| false);
    {
        let email = email.clone();
        use_effect_with((), move |()| focus(&email));
    }
    let sign_in = {
        let (refusal, busy, password) = (refusal.clone(), busy.clone(), password.clone());
        Callback::from(move |credentials: Credentials| {
            let (session, refusal, busy) = (session.clone(), refusal.clone(), busy.clone());
            let password = password.clone();
            busy.set(true);
            refusal.set(None);
            spawn_local(async move {
                let answer = api::call::<CreateSession>(CreateSession::PATH, &credentials).await;
                busy.set(false);
                match answer {
                    Ok(person) => session.dispatch(SessionAction::SignedIn(person)),
                    Err(error) => {
                        refusal.set(Some(Refusal::Api(error)));
                        focus(&password);
                    }
                }
            });
        })
    };
    let onsubmit = {
        let (email, password, refusal, busy) = (email.clone(), password.clone(), refusal.clone(), *busy);
        let sign_in = sign_in.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let value = |field: &NodeRef| field.cast::<HtmlInputElement>().map(|input| input.value());
            let credentials = Credentials {
                email: value(&email).unwrap_or_default().trim().to_owned(),
                password: value(&password).unwrap_or_default(),
            };
            if credentials.email.is_empty() || credentials.password.is_empty() {
                refusal.set(Some(Refusal::Missing));
                focus(if credentials.email.is_empty() { &email } else { &password });
            } else if !busy {
                sign_in.emit(credentials);
            }
        })
    };
    let wrong = refusal.is_some().to_string();
    let (show_label, show_glyph) = match *visible {
        true => (t("sign_in.hide_password"), Glyph::EyeOff),
        false => (t("sign_in.show_password"), Glyph::Eye),
    };
    html! {
        <div class="door">
            <Wall />
            <main class="door-main">
                <h1>{ t("sign_in.title") }</h1>
                if props.expired {
                    <p class="notice" role="status">{ t("sign_in.expired") }</p>
                }
                <div role="alert">
                    if let Some(refusal) = &*refusal { { refused(refusal) } }
                </div>
                <form {onsubmit} novalidate=true>
                    <label for="email">{ t("sign_in.email") }</label>
                    <input ref={email} id="email" class="input" type="email" autocomplete="username" required=true
                        aria-invalid={wrong.clone()} data-testid="email" />
                    <label for="password">{ t("sign_in.password") }</label>
                    <div class="password">
                        <input ref={password} id="password" class="input" autocomplete="current-password"
                            type={if *visible { "text" } else { "password" }} required=true aria-invalid={wrong}
                            data-testid="password" />
                        <button type="button" class="button button-icon" title={show_label} aria-label={show_label}
                            onclick={let visible = visible.clone(); move |_| visible.set(!*visible)}>
                            <Icon glyph={show_glyph} />
                        </button>
                    </div>
                    <button type="submit" class="button button-primary button-wide" aria-disabled={busy.to_string()}
                        data-testid="sign-in">
                        { if *busy { t("sign_in.busy") } else { t("sign_in.submit") } }
                    </button>
                </form>
                <DemoDoors onchoose={sign_in} />
            </main>
        </div>
    }
}

fn refused(refusal: &Refusal) -> Html {
    let (title, detail) = match refusal {
        Refusal::Missing => (t("sign_in.missing").to_owned(), t("sign_in.missing_detail").to_owned()),
        Refusal::Api(error) => words::failure(error),
    };
    html! {
        <div class="refusal" data-testid="refusal">
            <Icon glyph={Glyph::Warning} /><p><strong>{ title }</strong>{ " " }{ detail }</p>
        </div>
    }
}

/// The name of the product and its motif: a day's slots, drawn as battlements.
#[component]
fn Wall() -> Html {
    // Slots taken, by column from the ground up; the last of some columns is free.
    const COLUMNS: [(u32, bool); 10] = [
        (3, false),
        (5, false),
        (4, true),
        (6, false),
        (2, false),
        (5, true),
        (3, false),
        (6, true),
        (4, false),
        (5, false),
    ];
    html! {
        <header class="wall">
            <Logo />
            <p class="wall-words">{ t("sign_in.promise") }</p>
            <svg class="wall-motif" viewBox="0 0 400 250" preserveAspectRatio="xMidYMax slice" aria-hidden="true"
                focusable="false">
                { for COLUMNS.iter().enumerate().flat_map(|(column, (taken, free))| {
                    (0..taken + u32::from(*free)).map(move |row| {
                        let free = row == *taken;
                        html! {
                            <rect class={if free { "slot-free" } else { "slot-taken" }} rx="4" width="34" height="30"
                                x={(column * 40 + 3).to_string()} y={(214 - row * 36).to_string()} />
                        }
                    })
                }) }
            </svg>
        </header>
    }
}

#[derive(Properties, PartialEq)]
struct DemoDoorsProps {
    onchoose: Callback<Credentials>,
}

/// In demo mode, the accounts that one click opens; elsewhere nothing.
#[component]
fn DemoDoors(props: &DemoDoorsProps) -> Html {
    let accounts = use_state_eq(Vec::<DemoAccount>::new);
    {
        let accounts = accounts.clone();
        use_effect_with((), move |()| {
            spawn_local(async move {
                // A refusal is how a server that is no demonstration answers.
                if let Ok(demo) = api::call::<GetDemo>(GetDemo::PATH, &()).await {
                    accounts.set(demo.accounts);
                }
            });
        });
    }
    if accounts.is_empty() {
        return Html::default();
    }
    html! {
        <section class="demo" aria-labelledby="demo-title">
            <h2 id="demo-title">{ t("sign_in.demo") }</h2>
            <p>{ t("sign_in.demo_detail") }</p>
            <ul>
                { for accounts.iter().map(|account| {
                    let credentials =
                        Credentials { email: account.email.clone(), password: account.password.clone() };
                    html! {
                        <li><button type="button" class="button demo-door" data-testid="demo-account"
                            onclick={props.onchoose.reform(move |_| credentials.clone())}>
                            <strong>{ &account.label }</strong><span>{ &account.email }</span>
                        </button></li>
                    }
                }) }
            </ul>
        </section>
    }
}
