//! What a server to tell is made from.

use creno_types::endpoint::{CreateWebhook, Endpoint};
use creno_types::webhook::{EventType, NewWebhook};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::api;
use crate::components::dialog::Dialog;
use crate::components::fault::Fault;
use crate::hooks::act::use_act;
use crate::i18n::{t, words};

/// What the form calls its fields.
const NAMES: &[(&str, &str)] = &[
    ("slug", "webhooks.slug"),
    ("url", "webhooks.url"),
    ("description", "webhooks.description"),
    ("events", "webhooks.events"),
];

/// Properties of [`WebhookForm`].
#[derive(Properties, PartialEq)]
pub struct WebhookFormProps {
    /// Gives it up.
    pub onclose: Callback<()>,
    /// Called with the secret.
    pub onmade: Callback<String>,
}

/// Name, address, what it is told.
#[component]
pub fn WebhookForm(props: &WebhookFormProps) -> Html {
    let typed = use_state_eq(NewWebhook::default);
    let create = {
        let onmade = props.onmade.clone();
        use_act(move |asked: NewWebhook| {
            let onmade = onmade.clone();
            async move {
                onmade.emit(api::call::<CreateWebhook>(CreateWebhook::PATH, &asked).await?.secret);
                Ok(())
            }
        })
    };
    let onsubmit = {
        let typed = typed.clone();
        create.start.reform(move |event: SubmitEvent| {
            event.prevent_default();
            (*typed).clone()
        })
    };
    let oninput = |change: fn(&mut NewWebhook, String)| {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                let mut next = (*typed).clone();
                change(&mut next, input.value());
                typed.set(next);
            }
        })
    };
    let wrong = |field| create.failed.as_ref().is_some_and(|error| error.refuses(field)).then_some("true");
    html! {
        <Dialog title={t("webhooks.add")} testid="webhook-form" onclose={props.onclose.clone()}>
            <form class="form" {onsubmit} novalidate=true>
                <label class="field">
                    <span>{ t("webhooks.slug") }</span>
                    <input class="input" value={typed.slug.clone()} oninput={oninput(|new, text| new.slug = text)}
                        autocomplete="off" autofocus=true aria-invalid={wrong("slug")} data-testid="webhook-slug" />
                    <small>{ t("webhooks.slug_hint") }</small>
                </label>
                <label class="field">
                    <span>{ t("webhooks.url") }</span>
                    <input type="url" class="input" value={typed.url.clone()} autocomplete="off"
                        oninput={oninput(|new, text| new.url = text)} aria-invalid={wrong("url")} data-testid="webhook-url"
                        placeholder="https://crm.example.fr/creno" />
                    <small>{ t("webhooks.url_hint") }</small>
                </label>
                <label class="field">
                    <span>{ t("webhooks.description") }</span>
                    <input class="input" value={typed.description.clone()} autocomplete="off"
                        oninput={oninput(|new, text| new.description = text)} />
                </label>
                <fieldset class="grid-choice">
                    <legend>{ t("webhooks.events") }</legend>
                    { for EventType::OF_APPOINTMENTS.into_iter().map(|event| choice(&typed, event)) }
                    <small>{ t("webhooks.events_hint") }</small>
                </fieldset>
                if let Some(error) = create.failed.clone() { <Fault {error} names={NAMES} /> }
                <p class="dialog-ways">
                    <button type="button" class="button" onclick={props.onclose.reform(|_| ())}>{ t("keys.cancel") }</button>
                    <button class="button button-primary" aria-disabled={create.busy.to_string()} data-testid="create-webhook">
                        { t("webhooks.create") }
                    </button>
                </p>
            </form>
        </Dialog>
    }
}

/// Whether it is told of that type of events.
fn choice(typed: &UseStateHandle<NewWebhook>, event: EventType) -> Html {
    let checked = typed.events.iter().any(|word| word == event.as_str());
    let onchange = {
        let typed = typed.clone();
        Callback::from(move |_: Event| {
            let mut next = (*typed).clone();
            next.events.retain(|word| word != event.as_str());
            if !checked {
                next.events.push(event.as_str().to_owned());
            }
            typed.set(next);
        })
    };
    html! {
        <label class="check"><input type="checkbox" {checked} {onchange} />{ words::event(&event) }</label>
    }
}
