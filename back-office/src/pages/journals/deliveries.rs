//! What servers were told, attempt by attempt.

use creno_types::endpoint::{Endpoint, GetDelivery, ListDeliveries, ListWebhooks, ReplayDelivery, path};
use creno_types::webhook::{Attempt, Deliveries as Page, Delivery, DeliveryState};
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::accesses::moment;
use super::filter::{Filter, choice, use_filter};
use super::tabs::{Tab, Tabs};
use super::{Around, JournalPage, Kind};
use crate::api::{self, ApiError};
use crate::app::{JournalQuery, Route};
use crate::components::failure::Failure;
use crate::components::fault::Fault;
use crate::components::icon::{Glyph, Icon};
use crate::components::side_panel::fact;
use crate::components::skeleton::Skeleton;
use crate::hooks::load::use_load;
use crate::hooks::title::{use_page_heading, use_title};
use crate::i18n::{grouped, t, t_count, t_with, words};

/// The journal of deliveries.
#[derive(Clone, Debug, PartialEq)]
pub struct Deliveries;

impl Kind for Deliveries {
    type Item = Delivery;
    type Page = Page;
    type List = ListDeliveries;
    const TAB: Tab = Tab::Deliveries;
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("journal.when", "col-time"),
        ("deliveries.event", "col-subject"),
        ("messages.reference", "col-mark"),
        ("deliveries.attempts", "col-times"),
        ("deliveries.answer", "col-answer"),
        ("messages.state", "col-kind"),
    ];
    const SEARCH: Option<&'static str> = None;
    const OPENS: bool = true;
    const EXPORTS: bool = false;
    const INSTANTS: bool = true;

    fn items(page: &Page) -> &[Delivery] {
        &page.items
    }

    fn id(item: &Delivery) -> Uuid {
        item.id
    }

    fn cells(item: &Delivery) -> Vec<Html> {
        let reference =
            item.reference.as_ref().map(|reference| html! { <code>{ reference.to_string() }</code> });
        vec![
            moment(item.created_at.utc()),
            html! { { words::event(&item.kind) } },
            reference.unwrap_or_default(),
            html! { { t_count("deliveries.count", usize::try_from(item.attempts).unwrap_or_default()) } },
            html! { { item.last_status.map(|status| status.to_string()).unwrap_or_default() } },
            state(item.state),
        ]
    }

    fn asked(said: &JournalQuery) -> Vec<(&'static str, Option<String>)> {
        let known = |word: &String| words::DELIVERY_STATES.contains(&word.as_str());
        vec![("state", said.etat.clone().filter(known))]
    }

    fn choices(filter: &Filter) -> Html {
        let states = words::DELIVERY_STATES.into_iter().map(|word| (word, words::delivery_state(&word)));
        let chosen = filter.said.etat.as_deref();
        choice(filter, "messages.state", "messages.every_state", chosen, states, |said, word| {
            said.etat = word
        })
    }

    fn detail(item: &Delivery, around: &Around) -> Option<(String, Html)> {
        let content = html! {
            <Detail key={item.id.to_string()} of={item.clone()} webhook={around.scope.clone()} onreplayed={around.reload.clone()} />
        };
        Some((words::event(&item.kind).to_owned(), content))
    }
}

fn state(state: DeliveryState) -> Html {
    let class = match state {
        DeliveryState::Delivered | DeliveryState::Kept => "status-honoured",
        DeliveryState::Failed => "status-cancelled",
        DeliveryState::Retrying => "status-absent",
        DeliveryState::Held => "status-excused",
        DeliveryState::Waiting => "",
    };
    html! { <span class={classes!("status", class)}>{ words::delivery_state(&state) }</span> }
}

#[derive(Properties, PartialEq)]
struct DetailProps {
    of: Delivery,
    webhook: AttrValue,
    onreplayed: Callback<()>,
}

/// A delivery, its attempts, and the way to tell it again.
#[component]
fn Detail(props: &DetailProps) -> Html {
    let asked = (props.webhook.clone(), props.of.clone());
    let load = use_load(asked, |(webhook, of): (AttrValue, Delivery)| async move {
        api::call::<GetDelivery>(&path(GetDelivery::PATH, &[&webhook, &of.id.to_string()]), &()).await
    });
    let failed = use_state_eq(|| None::<ApiError>);
    let onreplay = {
        let (webhook, id) = (props.webhook.clone(), props.of.id);
        let (failed, done, again) = (failed.clone(), props.onreplayed.clone(), load.reload.clone());
        Callback::from(move |_: MouseEvent| {
            let (webhook, failed, done, again) =
                (webhook.clone(), failed.clone(), done.clone(), again.clone());
            spawn_local(async move {
                let address = path(ReplayDelivery::PATH, &[&webhook, &id.to_string()]);
                match api::call::<ReplayDelivery>(&address, &()).await {
                    Ok(_) => {
                        failed.set(None);
                        done.emit(());
                        again.emit(());
                    }
                    Err(error) => failed.set(Some(error)),
                }
            });
        })
    };
    let of = load.state.data.as_ref().map_or(&props.of, |found| &found.delivery);
    let over = matches!(of.state, DeliveryState::Delivered | DeliveryState::Kept | DeliveryState::Failed);
    html! {
        <>
            <dl class="facts">
                { fact(t("messages.state"), state(of.state)) }
                { fact(t("journal.when"), moment(of.created_at.utc())) }
                if let Some(due) = &of.due_at { { fact(t("deliveries.due"), moment(due.utc())) } }
                if let Some(reference) = &of.reference {
                    { fact(t("messages.reference"), html! { <code>{ reference.to_string() }</code> }) }
                }
                { fact(t("deliveries.message"), html! { <code>{ &of.message }</code> }) }
                if let Some(error) = &of.last_error { { fact(t("messages.error"), html! { { error } }) } }
            </dl>
            if let Some(error) = &*failed { <Fault error={error.clone()} /> }
            if over {
                <p class="panel-ways"><button type="button" class="button" onclick={onreplay} data-testid="replay">
                    <Icon glyph={Glyph::Refresh} size={16} />{ t("deliveries.replay") }
                </button></p>
            }
            if let Some(found) = load.state.data.clone() {
                <ol class="attempts" data-testid="attempts">{ for found.log.iter().rev().map(attempt) }</ol>
                if found.log.is_empty() { <p class="absent">{ t("deliveries.no_attempt") }</p> }
            }
            if let Some(error) = load.state.error.clone() { <Failure {error} onretry={load.reload.clone()} /> }
        </>
    }
}

fn attempt(attempt: &Attempt) -> Html {
    let took = grouped(usize::try_from(attempt.duration_ms).unwrap_or_default());
    let answer =
        attempt.status.map_or_else(|| t("deliveries.no_answer").to_owned(), |status| status.to_string());
    let text = |text: &str| html! { <div class="letter code" tabindex="0">{ text.to_owned() }</div> };
    html! {
        <li class="attempt">
            <p><strong>{ answer }</strong>{ " · " }{ moment(attempt.at.utc()) }{ " · " }
                { t_with("deliveries.took", &[("ms", &took)]) }</p>
            if let Some(error) = &attempt.error { <p class="fault">{ error }</p> }
            <details>
                <summary>{ t("deliveries.exchange") }</summary>
                <h3>{ t("deliveries.sent") }</h3>
                { text(&attempt.request_body) }
                <h3>{ t("deliveries.received") }</h3>
                { text(if attempt.answer_body.is_empty() { t("deliveries.nothing") } else { &attempt.answer_body }) }
            </details>
        </li>
    }
}

/// The deliveries of a server that the address names, or of the first.
#[component]
pub fn DeliveriesPage() -> Html {
    let filter = use_filter(Route::JournalDeliveries);
    let load = use_load((), |()| async { api::call::<ListWebhooks>(ListWebhooks::PATH, &()).await });
    let Some(webhooks) = load.state.data.clone() else {
        return html! {
            <Before error={load.state.error.clone()} onretry={load.reload.clone()} />
        };
    };
    let slugs: Vec<String> = webhooks.items.iter().map(|webhook| webhook.slug.to_string()).collect();
    let chosen = filter.said.serveur.clone().or_else(|| slugs.first().cloned());
    let Some(chosen) = chosen else { return html! { <Before empty={true} /> } };
    let (set, said) = (filter.set.clone(), filter.said.clone());
    let onchange = Callback::from(move |event: Event| {
        let slug = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value());
        set.emit(JournalQuery { serveur: slug, ouvert: None, ..said.clone() });
    });
    let unlisted = (!slugs.contains(&chosen)).then(|| chosen.clone());
    let tools = html! {
        <select class="input" aria-label={t("deliveries.server")} data-testid="deliveries.server" {onchange}>
            { for slugs.into_iter().chain(unlisted).map(|slug| html! {
                <option value={slug.clone()} selected={slug == chosen}>{ slug.clone() }</option>
            }) }
        </select>
    };
    let key = chosen.clone();
    html! { <JournalPage<Deliveries> {key} scope={AttrValue::from(chosen)} {tools} /> }
}

#[derive(Properties, PartialEq)]
struct BeforeProps {
    #[prop_or_default]
    error: Option<ApiError>,
    #[prop_or_default]
    empty: bool,
    #[prop_or_default]
    onretry: Callback<()>,
}

/// The page before there is a server to show.
#[component(Before)]
fn before(props: &BeforeProps) -> Html {
    use_title(t("deliveries.title").to_owned());
    let heading = use_page_heading();
    html! {
        <div class="day"><div class="day-main">
            <Tabs current={Tab::Deliveries} />
            <header class="page-head"><h1 ref={heading} tabindex="-1">{ t("deliveries.title") }</h1></header>
            if props.empty {
                <div class="state" data-testid="empty">
                    <Icon glyph={Glyph::Plug} size={32} />
                    <p class="state-title">{ t("webhooks.empty") }</p>
                    <p>{ t("webhooks.empty_detail") }</p>
                </div>
            } else if let Some(error) = props.error.clone() {
                <Failure {error} onretry={props.onretry.clone()} />
            } else {
                <Skeleton />
            }
        </div></div>
    }
}
