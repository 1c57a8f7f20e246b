//! Signing in. The page stands in the place of the one that was asked for, which appears once done.

use creno_types::endpoint::{CreateSession, Endpoint, ListSignInMethods};
use creno_types::session::{Credentials, DemoAccount};
use creno_types::sign_in::{SignInMethods, SsoMethod, SsoRefusal};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::api::{self, ApiError, GetDemo};
use crate::app::{Route, address};
use crate::components::door::{Door, refused};
use crate::components::icon::{Glyph, Icon};
use crate::components::password::PasswordField;
use crate::hooks::door::{asked_page, encoded, take_refusal};
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
    /// The sign-in service let nobody in.
    Sso(SsoRefusal),
}

/// The ways of signing in; those of every server as long as it can't be asked.
#[hook]
fn use_methods() -> Option<SignInMethods> {
    let methods = use_state_eq(|| None::<SignInMethods>);
    {
        let methods = methods.clone();
        use_effect_with((), move |()| {
            spawn_local(async move {
                let answer = api::call::<ListSignInMethods>(ListSignInMethods::PATH, &()).await;
                methods.set(Some(answer.unwrap_or_default()));
            });
        });
    }
    (*methods).clone()
}

/// The sign-in page.
#[component]
pub fn SignInPage(props: &SignInPageProps) -> Html {
    use_title(t("sign_in.title").to_owned());
    let session = use_session();
    let methods = use_methods();
    let password = use_node_ref();
    let refusal = use_state_eq(|| take_refusal().map(Refusal::Sso));
    let busy = use_state_eq(|| false);
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
    let wrong = matches!(*refusal, Some(Refusal::Missing | Refusal::Api(_)));
    let onmissing = {
        let refusal = refusal.clone();
        Callback::from(move |()| refusal.set(Some(Refusal::Missing)))
    };
    html! {
        <Door>
            <h1>{ t("sign_in.title") }</h1>
            if props.expired {
                <p class="notice" role="status">{ t("sign_in.expired") }</p>
            }
            <div role="alert">
                if let Some(refusal) = &*refusal { { told(refusal, methods.as_ref()) } }
            </div>
            if let Some(methods) = methods {
                if let Some(sso) = &methods.sso { { service(sso) } }
                if methods.sso.is_some() && methods.password_is_rescue {
                    <details class="rescue">
                        <summary data-testid="rescue">{ t("sign_in.rescue") }</summary>
                        <Form password={password.clone()} {wrong} busy={*busy} reset={methods.reset} autofocus=false
                            onsubmit={sign_in.clone()} {onmissing} />
                    </details>
                } else {
                    if methods.sso.is_some() { <p class="or">{ t("sign_in.or") }</p> }
                    <Form password={password.clone()} {wrong} busy={*busy} reset={methods.reset}
                        autofocus={methods.sso.is_none()} onsubmit={sign_in.clone()} {onmissing} />
                }
            }
            <DemoDoors onchoose={sign_in} />
        </Door>
    }
}

/// The way through the organisation's own service. A link, for the browser goes elsewhere.
fn service(sso: &SsoMethod) -> Html {
    let href = format!("{}?return_to={}", sso.start, encoded(&asked_page()));
    html! {
        <a class="button button-primary button-wide" {href} data-testid="sso">
            <Icon glyph={Glyph::Key} size={16} />{ &sso.label }
        </a>
    }
}

fn told(refusal: &Refusal, methods: Option<&SignInMethods>) -> Html {
    let (title, detail) = match refusal {
        Refusal::Missing => (t("sign_in.missing").to_owned(), t("sign_in.missing_detail").to_owned()),
        Refusal::Api(error) => words::failure(error),
        Refusal::Sso(reason) => {
            words::sso_refusal(*reason, methods.and_then(|methods| methods.contact.as_deref()))
        }
    };
    refused(&title, &detail)
}

#[derive(Properties, PartialEq)]
struct FormProps {
    password: NodeRef,
    wrong: bool,
    busy: bool,
    /// Whether a forgotten password can be changed.
    reset: bool,
    autofocus: bool,
    onsubmit: Callback<Credentials>,
    onmissing: Callback<()>,
}

/// E-mail and password.
#[component]
fn Form(props: &FormProps) -> Html {
    let email = use_node_ref();
    let navigator = use_navigator();
    {
        let email = email.clone();
        use_effect_with(props.autofocus, move |wanted| {
            if *wanted {
                focus(&email);
            }
        });
    }
    let onsubmit = {
        let (email, password, busy) = (email.clone(), props.password.clone(), props.busy);
        let (sign_in, onmissing) = (props.onsubmit.clone(), props.onmissing.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let value = |field: &NodeRef| field.cast::<HtmlInputElement>().map(|input| input.value());
            let credentials = Credentials {
                email: value(&email).unwrap_or_default().trim().to_owned(),
                password: value(&password).unwrap_or_default(),
            };
            if credentials.email.is_empty() || credentials.password.is_empty() {
                onmissing.emit(());
                focus(if credentials.email.is_empty() { &email } else { &password });
            } else if !busy {
                sign_in.emit(credentials);
            }
        })
    };
    let forgotten = navigator.map(|navigator| {
        format!("{}?vers={}", address(&navigator, &Route::ForgottenPassword), encoded(&asked_page()))
    });
    html! {
        <form {onsubmit} novalidate=true>
            <label for="email">{ t("sign_in.email") }</label>
            <input ref={email} id="email" class="input" type="email" autocomplete="username" required=true
                aria-invalid={props.wrong.to_string()} data-testid="email" />
            <PasswordField node={props.password.clone()} label={t("sign_in.password")} autocomplete="current-password"
                wrong={props.wrong} />
            <button type="submit" class="button button-primary button-wide" aria-disabled={props.busy.to_string()}
                data-testid="sign-in">
                { if props.busy { t("sign_in.busy") } else { t("sign_in.submit") } }
            </button>
            if props.reset {
                <p class="door-way"><a href={forgotten} data-testid="forgotten">{ t("sign_in.forgotten") }</a></p>
            }
        </form>
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
