//! Servers that are told what happens to appointments.

use creno_types::endpoint::{DeleteWebhook, Endpoint, ListWebhooks, RotateWebhookSecret, path};
use creno_types::webhook::{RotateSecret, Webhook};
use yew::prelude::*;

use super::listing::{Listing, use_listing};
use super::order::{WebhookBy, sort_webhooks};
use super::secret::Secret;
use super::tabs;
use super::webhook::WebhookThing;
use super::webhook_form::WebhookForm;
use crate::api;
use crate::app::Route;
use crate::components::dialog::Dialog;
use crate::components::failure::Failure;
use crate::components::icon::{Glyph, Icon};
use crate::components::skeleton::Skeleton;
use crate::hooks::act::use_act;
use crate::hooks::load::use_load;
use crate::hooks::title::{use_page_heading, use_title};
use crate::i18n::{t, t_with};

/// What is open over the list.
#[derive(Clone, PartialEq)]
enum Open {
    Nothing,
    Form,
    Secret(AttrValue),
    Rotate(Box<Webhook>),
    Delete(Box<Webhook>),
}

/// What is asked of a webhook that wants a word first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Another secret.
    Rotate,
    /// None any more.
    Delete,
}

/// The servers, and the ways to add one, to try it, to rest it, to remove it.
#[component]
pub fn WebhooksPage() -> Html {
    use_title(t("webhooks.title").to_owned());
    let heading = use_page_heading();
    let load = use_load((), |()| async { api::call::<ListWebhooks>(ListWebhooks::PATH, &()).await });
    let listing = use_listing::<WebhookBy>(Route::Webhooks);
    let open = use_state_eq(|| Open::Nothing);
    let close = {
        let open = open.clone();
        Callback::from(move |()| open.set(Open::Nothing))
    };
    let onadd = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(Open::Form))
    };
    let onwish = {
        let open = open.clone();
        Callback::from(move |(webhook, wish): (Webhook, Wish)| {
            let webhook = Box::new(webhook);
            open.set(match wish {
                Wish::Rotate => Open::Rotate(webhook),
                Wish::Delete => Open::Delete(webhook),
            });
        })
    };
    let onsecret = {
        let (open, reload) = (open.clone(), load.reload.clone());
        Callback::from(move |secret: String| {
            reload.emit(());
            open.set(Open::Secret(secret.into()));
        })
    };
    let ondone = {
        let (open, reload) = (open.clone(), load.reload.clone());
        Callback::from(move |()| {
            reload.emit(());
            open.set(Open::Nothing);
        })
    };
    html! {
        <div class="day">
            <div class="day-main">
                { tabs(Route::Webhooks) }
                <header class="page-head">
                    <div>
                        <h1 ref={heading} tabindex="-1">{ t("webhooks.title") }</h1>
                        <p class="page-intro">{ t("webhooks.intro") }</p>
                    </div>
                    <button type="button" class="button button-primary" data-testid="add-webhook" onclick={onadd}>
                        <Icon glyph={Glyph::Plus} size={16} />{ t("webhooks.add") }
                    </button>
                </header>
                if let Some(webhooks) = load.state.data.clone() {
                    if webhooks.items.is_empty() {
                        <div class="state" data-testid="empty">
                            <Icon glyph={Glyph::Plug} size={32} />
                            <p class="state-title">{ t("webhooks.empty") }</p>
                            <p>{ t("webhooks.empty_detail") }</p>
                        </div>
                    } else {
                        { list(&listing, &webhooks.items, &load.reload, &onwish) }
                    }
                } else if load.state.error.is_none() {
                    <Skeleton />
                }
                if let Some(error) = load.state.error.clone() {
                    <Failure {error} onretry={load.reload.clone()} />
                }
            </div>
            { match &*open {
                Open::Nothing => Html::default(),
                Open::Form => html! { <WebhookForm onclose={close} onmade={onsecret} /> },
                Open::Secret(secret) => html! {
                    <Secret title={t("webhooks.secret_title")} detail={t("webhooks.secret")} secret={secret.clone()}
                        onclose={close} />
                },
                Open::Rotate(of) => html! { <Rotate of={(**of).clone()} onclose={close} {onsecret} /> },
                Open::Delete(of) => html! { <Delete of={(**of).clone()} onclose={close} {ondone} /> },
            } }
        </div>
    }
}

fn list(
    listing: &Listing<WebhookBy>,
    webhooks: &[Webhook],
    onchanged: &Callback<()>,
    onwish: &Callback<(Webhook, Wish)>,
) -> Html {
    let mut found = listing
        .pick(webhooks, |webhook| [webhook.slug.as_str(), &webhook.url, &webhook.description].join("\n"));
    sort_webhooks(&mut found, listing.order);
    let line = |webhook: &Webhook| {
        html! {
            <WebhookThing key={webhook.slug.to_string()} webhook={webhook.clone()} onchanged={onchanged.clone()}
                onwish={onwish.clone()} />
        }
    };
    listing.show(found.iter().map(line).collect(), "webhooks", t("webhooks.looked_at"))
}

#[derive(Properties, PartialEq)]
struct RotateProps {
    of: Webhook,
    onclose: Callback<()>,
    onsecret: Callback<String>,
}

/// What another secret means, before it is drawn.
#[component]
fn Rotate(props: &RotateProps) -> Html {
    let (slug, done) = (props.of.slug.to_string(), props.onsecret.clone());
    let act = use_act(move |()| {
        let (slug, done) = (slug.clone(), done.clone());
        async move {
            let address = path(RotateWebhookSecret::PATH, &[&slug]);
            let rotated = api::call::<RotateWebhookSecret>(&address, &RotateSecret::default()).await?;
            done.emit(rotated.secret);
            Ok(())
        }
    });
    html! {
        <Dialog title={t("webhooks.rotate_title")} testid="rotate-dialog" onclose={props.onclose.clone()}>
            <p>{ t_with("webhooks.rotate_detail", &[("name", props.of.slug.as_str())]) }</p>
            { act.fault() }
            <p class="dialog-ways">
                <button type="button" class="button" onclick={props.onclose.reform(|_| ())}>{ t("keys.cancel") }</button>
                <button type="button" class="button button-primary" onclick={act.onclick()} aria-disabled={act.busy.to_string()}
                    data-testid="confirm-rotate">
                    { t("webhooks.rotate") }
                </button>
            </p>
        </Dialog>
    }
}

#[derive(Properties, PartialEq)]
struct DeleteProps {
    of: Webhook,
    onclose: Callback<()>,
    ondone: Callback<()>,
}

/// What removing does, before it is done.
#[component]
fn Delete(props: &DeleteProps) -> Html {
    let (slug, done) = (props.of.slug.to_string(), props.ondone.clone());
    let act = use_act(move |()| {
        let (slug, done) = (slug.clone(), done.clone());
        async move {
            api::call::<DeleteWebhook>(&path(DeleteWebhook::PATH, &[&slug]), &()).await?;
            done.emit(());
            Ok(())
        }
    });
    html! {
        <Dialog title={t("webhooks.delete_title")} testid="delete-dialog" onclose={props.onclose.clone()}>
            <p>{ t_with("webhooks.delete_detail", &[("name", props.of.slug.as_str())]) }</p>
            { act.fault() }
            <p class="dialog-ways">
                <button type="button" class="button" onclick={props.onclose.reform(|_| ())}>{ t("webhooks.keep") }</button>
                <button type="button" class="button button-danger" onclick={act.onclick()} aria-disabled={act.busy.to_string()}
                    data-testid="confirm-delete">
                    { t("webhooks.delete") }
                </button>
            </p>
        </Dialog>
    }
}
