//! Keys of the API: those that there are, another one, none any more.

use chrono::{DateTime, Utc};
use creno_types::api_key::{Access, ApiKey, CreatedApiKey};
use creno_types::endpoint::{Endpoint, ListApiKeys, RevokeApiKey, path};
use yew::prelude::*;

use super::key_form::KeyForm;
use super::listing::{Listing, use_listing};
use super::order::{KeyBy, sort_keys};
use super::secret::Secret;
use super::tabs;
use crate::api;
use crate::app::Route;
use crate::components::dialog::Dialog;
use crate::components::failure::Failure;
use crate::components::icon::{Glyph, Icon};
use crate::components::skeleton::Skeleton;
use crate::hooks::act::use_act;
use crate::hooks::load::use_load;
use crate::hooks::now::use_now;
use crate::hooks::title::{use_page_heading, use_title};
use crate::i18n::{dates, t, t_with, words};

/// What is open over the list.
#[derive(Clone, PartialEq)]
enum Open {
    Nothing,
    Form,
    Secret(Box<CreatedApiKey>),
    Revoke(Box<ApiKey>),
}

/// The keys, and the ways to make one and to revoke one.
#[component]
pub fn KeysPage() -> Html {
    use_title(t("keys.title").to_owned());
    let heading = use_page_heading();
    let load = use_load((), |()| async { api::call::<ListApiKeys>(ListApiKeys::PATH, &()).await });
    let listing = use_listing::<KeyBy>(Route::ApiKeys);
    let open = use_state_eq(|| Open::Nothing);
    let now = use_now();
    let show = |wanted: Open| {
        let open = open.clone();
        Callback::from(move |()| open.set(wanted.clone()))
    };
    let close = show(Open::Nothing);
    let (changed, reload) = (open.clone(), load.reload.clone());
    let onmade = Callback::from(move |made: CreatedApiKey| {
        reload.emit(());
        changed.set(Open::Secret(Box::new(made)));
    });
    let (changed, reload) = (open.clone(), load.reload.clone());
    let onrevoked = Callback::from(move |()| {
        reload.emit(());
        changed.set(Open::Nothing);
    });
    let (asked, onrevoke) = (open.clone(), open.clone());
    let onrevoke = Callback::from(move |key: ApiKey| onrevoke.set(Open::Revoke(Box::new(key))));
    html! {
        <div class="day">
            <div class="day-main">
                { tabs(Route::ApiKeys) }
                <header class="page-head">
                    <div>
                        <h1 ref={heading} tabindex="-1">{ t("keys.title") }</h1>
                        <p class="page-intro">{ t("keys.intro") }</p>
                    </div>
                    <button type="button" class="button button-primary" data-testid="add-key"
                        onclick={show(Open::Form).reform(|_| ())}>
                        <Icon glyph={Glyph::Plus} size={16} />{ t("keys.add") }
                    </button>
                </header>
                if let Some(keys) = load.state.data.clone() {
                    if keys.items.is_empty() {
                        <div class="state" data-testid="empty">
                            <Icon glyph={Glyph::Key} size={32} />
                            <p class="state-title">{ t("keys.empty") }</p>
                            <p>{ t("keys.empty_detail") }</p>
                        </div>
                    } else {
                        { list(&listing, &keys.items, now, &onrevoke) }
                    }
                } else if load.state.error.is_none() {
                    <Skeleton />
                }
                if let Some(error) = load.state.error.clone() {
                    <Failure {error} onretry={load.reload.clone()} />
                }
            </div>
            { match &*asked {
                Open::Nothing => Html::default(),
                Open::Form => html! { <KeyForm onclose={close} {onmade} /> },
                Open::Secret(made) => html! {
                    <Secret title={t("keys.made")} detail={t("keys.secret")} secret={made.secret.clone()} onclose={close} />
                },
                Open::Revoke(key) => html! { <Revoke of={(**key).clone()} onclose={close} {onrevoked} /> },
            } }
        </div>
    }
}

fn list(listing: &Listing<KeyBy>, keys: &[ApiKey], now: DateTime<Utc>, onrevoke: &Callback<ApiKey>) -> Html {
    let mut found = listing.pick(keys, |key| [key.name.as_str(), &key.prefix].join("\n"));
    sort_keys(&mut found, listing.order);
    let lines = found.iter().map(|key| thing(key, now, onrevoke)).collect();
    listing.show(lines, "keys", t("keys.looked_at"))
}

/// How a key is: the class of its badge and its text.
fn state(key: &ApiKey, now: DateTime<Utc>) -> (&'static str, &'static str) {
    match (key.revoked_at, key.expires_at) {
        (Some(_), _) => ("status-cancelled", "keys.revoked"),
        (None, Some(end)) if end <= now => ("status-excused", "keys.lapsed"),
        _ => ("status-honoured", "keys.live"),
    }
}

fn thing(key: &ApiKey, now: DateTime<Utc>, onrevoke: &Callback<ApiKey>) -> Html {
    let (class, text) = state(key, now);
    let day = |at: DateTime<Utc>| dates::dated_day(dates::on_this_clock(at).local_date());
    let moment = |at: DateTime<Utc>| dates::dated_moment(dates::on_this_clock(at));
    let made = t_with("keys.by", &[("at", &moment(key.created_at)), ("who", &key.created_by)]);
    let is_live = text == "keys.live";
    let revoked = key.clone();
    html! {
        <li key={key.id.to_string()} class={classes!("thing", (!is_live).then_some("is-past"))} data-testid="key">
            <div class="thing-head">
                <h2>{ &key.name }</h2>
                <span class={classes!("status", class)}>{ t(text) }</span>
                if is_live {
                    <button type="button" class="button thing-act" onclick={onrevoke.reform(move |_| revoked.clone())}
                        aria-label={t_with("keys.revoke_of", &[("name", &key.name)])} data-testid="revoke">
                        { t("keys.revoke") }
                    </button>
                }
            </div>
            <p class="thing-scopes">
                { for key.scopes.iter().map(|scope| html! {
                    <span class="scope">
                        { words::scope(scope.resource.as_str()) }
                        <small>{ t(if scope.access == Access::Write { "keys.write" } else { "keys.read" }) }</small>
                    </span>
                }) }
                if key.masks_contact { <span class="scope">{ t("keys.masked") }</span> }
            </p>
            <dl class="thing-facts">
                <div><dt>{ t("keys.prefix") }</dt><dd><code>{ &key.prefix }{ "…" }</code></dd></div>
                <div><dt>{ t("keys.made_by") }</dt><dd>{ made }</dd></div>
                <div><dt>{ t("keys.used") }</dt><dd>{ key.last_used_at.map_or_else(|| t("keys.never").to_owned(), moment) }</dd></div>
                <div><dt>{ t("keys.ends") }</dt><dd>{ key.expires_at.map_or_else(|| t("keys.endless").to_owned(),
                    |end| t_with("keys.until", &[("day", &day(end))])) }</dd></div>
            </dl>
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct RevokeProps {
    of: ApiKey,
    onclose: Callback<()>,
    onrevoked: Callback<()>,
}

/// What revoking does, before it is done.
#[component]
fn Revoke(props: &RevokeProps) -> Html {
    let (id, done) = (props.of.id.to_string(), props.onrevoked.clone());
    let act = use_act(move |()| {
        let (id, done) = (id.clone(), done.clone());
        async move {
            api::call::<RevokeApiKey>(&path(RevokeApiKey::PATH, &[&id]), &()).await?;
            done.emit(());
            Ok(())
        }
    });
    html! {
        <Dialog title={t("keys.revoke_title")} testid="revoke-dialog" onclose={props.onclose.clone()}>
            <p>{ t_with("keys.revoke_detail", &[("name", &props.of.name)]) }</p>
            { act.fault() }
            <p class="dialog-ways">
                <button type="button" class="button" onclick={props.onclose.reform(|_| ())}>{ t("keys.keep") }</button>
                <button type="button" class="button button-danger" aria-disabled={act.busy.to_string()} onclick={act.onclick()}
                    data-testid="confirm-revoke">{ t("keys.revoke") }</button>
            </p>
        </Dialog>
    }
}
