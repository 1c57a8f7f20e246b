//! One server that is told, and what can be done with it.

use std::time::Duration;

use creno_types::ZonedInstant;
use creno_types::endpoint::{
    Endpoint, GetDelivery, PauseWebhook, ResumeWebhook, TestWebhook, path, with_query,
};
use creno_types::webhook::{DeliveryState, DeliveryWithAttempts, PauseReason, Webhook, WebhookState};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use super::webhooks::Wish;
use crate::api::{self, ApiError};
use crate::app::{JournalQuery, Route, address};
use crate::components::fault::Fault;
use crate::components::link::is_for_browser;
use crate::i18n::{dates, grouped, t, t_count, t_with, words};

/// How long the answer to a test is waited for.
const TRIES: u32 = 20;
/// How often it is looked for.
const PAUSE: Duration = Duration::from_millis(500);

/// What came of a test or of a command.
#[derive(Clone, PartialEq)]
enum Outcome {
    Nothing,
    Testing,
    Tested(Box<DeliveryWithAttempts>),
    /// The answer is still awaited.
    Late,
    Failed(ApiError),
}

/// Properties of [`WebhookThing`].
#[derive(Properties, PartialEq)]
pub struct WebhookThingProps {
    /// The server.
    pub webhook: Webhook,
    /// Called when it is no longer what it was.
    pub onchanged: Callback<()>,
    /// Called for what wants a word first.
    pub onwish: Callback<(Webhook, Wish)>,
}

/// The server: what it is told, how it is, what can be done.
#[component]
pub fn WebhookThing(props: &WebhookThingProps) -> Html {
    let webhook = &props.webhook;
    let outcome = use_state_eq(|| Outcome::Nothing);
    let slug = webhook.slug.to_string();
    let active = webhook.state == WebhookState::Active;
    let ontest = {
        let (slug, outcome) = (slug.clone(), outcome.clone());
        Callback::from(move |_: MouseEvent| {
            let (slug, outcome) = (slug.clone(), outcome.clone());
            outcome.set(Outcome::Testing);
            spawn_local(async move { outcome.set(test(&slug).await) });
        })
    };
    let onswitch = {
        let (slug, outcome, changed) = (slug.clone(), outcome.clone(), props.onchanged.clone());
        Callback::from(move |_: MouseEvent| {
            let (slug, outcome, changed) = (slug.clone(), outcome.clone(), changed.clone());
            spawn_local(async move {
                let answer = match active {
                    true => api::call::<PauseWebhook>(&path(PauseWebhook::PATH, &[&slug]), &()).await,
                    false => api::call::<ResumeWebhook>(&path(ResumeWebhook::PATH, &[&slug]), &()).await,
                };
                match answer {
                    Ok(_) => changed.emit(()),
                    Err(error) => outcome.set(Outcome::Failed(error)),
                }
            });
        })
    };
    let wish = |wish: Wish| {
        let webhook = webhook.clone();
        props.onwish.reform(move |_: MouseEvent| (webhook.clone(), wish))
    };
    let (class, state) = match active {
        true => ("status-honoured", "webhooks.active"),
        false => ("status-absent", "webhooks.paused"),
    };
    let testing = *outcome == Outcome::Testing;
    html! {
        <li class="thing" data-testid="webhook">
            <div class="thing-head">
                <h2>{ &slug }</h2>
                <span class={classes!("status", class)}>{ t(state) }</span>
            </div>
            <p class="thing-url"><code>{ &webhook.url }</code></p>
            if !webhook.description.is_empty() { <p>{ &webhook.description }</p> }
            <p class="thing-scopes">
                if webhook.events.is_empty() {
                    <span class="scope">{ t("webhooks.every_event") }</span>
                }
                { for webhook.events.iter().map(|event| html! { <span class="scope">{ words::event(event) }</span> }) }
            </p>
            { notes(webhook) }
            <div class="thing-acts">
                <button type="button" class="button" aria-disabled={testing.to_string()} onclick={ontest}
                    data-testid="test">{ t(if testing { "webhooks.testing" } else { "webhooks.test" }) }</button>
                <button type="button" class="button" onclick={onswitch} data-testid="switch">
                    { t(if active { "webhooks.pause" } else { "webhooks.resume" }) }
                </button>
                <Told slug={slug.clone()} />
                <button type="button" class="button" onclick={wish(Wish::Rotate)} data-testid="rotate">
                    { t("webhooks.rotate") }
                </button>
                <button type="button" class="button" onclick={wish(Wish::Delete)} data-testid="delete">
                    { t("webhooks.delete") }
                </button>
            </div>
            // Always there, for screen readers follow only regions that they have met.
            <div role="status" data-testid="test-result">{ told(&outcome) }</div>
        </li>
    }
}

/// Why it rests, since when it fails, how much waits.
fn notes(webhook: &Webhook) -> Html {
    let moment = |at: &ZonedInstant| dates::dated_moment(dates::on_this_clock(at.utc()));
    let paused = webhook.reason.map(|reason| {
        let key = match reason {
            PauseReason::ByHand => "webhooks.by_hand",
            PauseReason::Gone => "webhooks.gone",
            PauseReason::Failing => "webhooks.failed",
        };
        t_with(key, &[("at", &webhook.paused_at.as_ref().map(moment).unwrap_or_default())])
    });
    let failing = webhook.failing_since.as_ref().filter(|_| webhook.reason.is_none());
    let failing = failing.map(|at| t_with("webhooks.failing", &[("at", &moment(at))]));
    let waiting = usize::try_from(webhook.waiting).unwrap_or_default();
    let secrets = webhook.previous_secret_until.as_ref();
    html! {
        <>
            { for paused.into_iter().chain(failing).map(|note| html! { <p class="thing-note">{ note }</p> }) }
            if waiting > 0 { <p>{ t_count("webhooks.waiting", waiting) }</p> }
            if let Some(until) = secrets { <p>{ t_with("webhooks.two_secrets", &[("at", &moment(until))]) }</p> }
        </>
    }
}

/// Sends a test and waits for its answer.
async fn test(slug: &str) -> Outcome {
    let sent = match api::call::<TestWebhook>(&path(TestWebhook::PATH, &[slug]), &()).await {
        Ok(sent) => sent,
        Err(error) => return Outcome::Failed(error),
    };
    let address = path(GetDelivery::PATH, &[slug, &sent.id.to_string()]);
    for _ in 0..TRIES {
        match api::call::<GetDelivery>(&address, &()).await {
            // It is sent once: anything else is still under way.
            Ok(found)
                if matches!(
                    found.delivery.state,
                    DeliveryState::Delivered | DeliveryState::Kept | DeliveryState::Failed
                ) =>
            {
                return Outcome::Tested(Box::new(found));
            }
            Ok(_) => gloo_timers::future::sleep(PAUSE).await,
            Err(error) => return Outcome::Failed(error),
        }
    }
    Outcome::Late
}

fn told(outcome: &Outcome) -> Html {
    match outcome {
        Outcome::Nothing | Outcome::Testing => Html::default(),
        Outcome::Late => html! { <p class="thing-note">{ t("webhooks.test_late") }</p> },
        Outcome::Failed(error) => html! { <Fault error={error.clone()} /> },
        Outcome::Tested(tested) => {
            let delivery = &tested.delivery;
            let good = matches!(delivery.state, DeliveryState::Delivered | DeliveryState::Kept);
            let took =
                tested.log.last().map(|attempt| usize::try_from(attempt.duration_ms).unwrap_or_default());
            let status = delivery.last_status.map(|status| status.to_string()).unwrap_or_default();
            let text = match (delivery.state, good) {
                (DeliveryState::Kept, _) => t("webhooks.test_kept").to_owned(),
                (_, true) => t_with(
                    "webhooks.test_good",
                    &[("status", &status), ("ms", &grouped(took.unwrap_or_default()))],
                ),
                (_, false) => {
                    t_with("webhooks.test_bad", &[("why", delivery.last_error.as_deref().unwrap_or(&status))])
                }
            };
            html! { <p class={classes!("thing-note", good.then_some("is-good"))}>{ text }</p> }
        }
    }
}

#[derive(Properties, PartialEq)]
struct ToldProps {
    slug: AttrValue,
}

/// The way to what the server was told.
#[component]
fn Told(props: &ToldProps) -> Html {
    let navigator = use_navigator();
    let said = JournalQuery { serveur: Some(props.slug.to_string()), ..JournalQuery::default() };
    let href = navigator
        .as_ref()
        .map(|navigator| with_query(&address(navigator, &Route::JournalDeliveries), &said.pairs()));
    let onclick = Callback::from(move |event: MouseEvent| {
        if let (false, Some(navigator)) = (is_for_browser(&event), &navigator) {
            event.prevent_default();
            drop(navigator.push_with_query(&Route::JournalDeliveries, &said));
        }
    });
    html! { <a class="button" {href} {onclick} data-testid="deliveries">{ t("deliveries.title") }</a> }
}
