//! One's personal calendar feed: an address to give to a calendar, shown once.

use creno_types::endpoint::{CreateFeed, DeleteFeed, Endpoint, GetFeed};
use creno_types::notification::Feed;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, ApiError};
use crate::components::copy::Copy;
use crate::components::dialog::Dialog;
use crate::components::failure::Failure;
use crate::hooks::load::use_load;
use crate::i18n::{dates, t, t_with, words};

/// What is asked before it is done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Question {
    Replace,
    End,
}

/// Making, replacing and ending the feed.
#[component]
pub fn FeedSection() -> Html {
    let load = use_load((), |()| api::call::<GetFeed>(GetFeed::PATH, &()));
    let address = use_state_eq(|| None::<AttrValue>);
    let question = use_state_eq(|| None::<Question>);
    let failed = use_state_eq(|| None::<ApiError>);
    let ended = use_state_eq(|| false);
    let make = {
        let (address, question, failed) = (address.clone(), question.clone(), failed.clone());
        let (ended, reload) = (ended.clone(), load.reload.clone());
        Callback::from(move |()| {
            let (address, failed, reload) = (address.clone(), failed.clone(), reload.clone());
            question.set(None);
            failed.set(None);
            ended.set(false);
            spawn_local(async move {
                match api::call::<CreateFeed>(CreateFeed::PATH, &()).await {
                    Ok(feed) => address.set(Some(feed.url.into())),
                    Err(error) => failed.set(Some(error)),
                }
                reload.emit(());
            });
        })
    };
    let end = {
        let (address, question, failed) = (address.clone(), question.clone(), failed.clone());
        let (ended, reload) = (ended.clone(), load.reload.clone());
        Callback::from(move |()| {
            let (ended, failed, reload) = (ended.clone(), failed.clone(), reload.clone());
            question.set(None);
            failed.set(None);
            address.set(None);
            spawn_local(async move {
                match api::call::<DeleteFeed>(DeleteFeed::PATH, &()).await {
                    Ok(()) => ended.set(true),
                    Err(error) => failed.set(Some(error)),
                }
                reload.emit(());
            });
        })
    };
    let ask = |wanted: Question| {
        let question = question.clone();
        Callback::from(move |_: MouseEvent| question.set(Some(wanted)))
    };
    html! {
        <section class="tile preference" aria-labelledby="feed-title" data-testid="feed">
            <h2 id="feed-title">{ t("preferences.feed") }</h2>
            <p>{ t("preferences.feed_detail") }</p>
            if let Some(address) = &*address {
                <div class="feed-secret" role="status">
                    <p>{ t("preferences.feed_secret") }</p>
                    <p class="secret">
                        <code data-testid="feed-address">{ address }</code>
                        <Copy text={address.clone()} label={t("preferences.feed_copy")} />
                    </p>
                </div>
            }
            if let Some(feed) = &load.state.data {
                { told(feed) }
                <p class="preference-ways">
                    if feed.created_at.is_some() {
                        <button type="button" class="button" data-testid="replace-feed" onclick={ask(Question::Replace)}>
                            { t("preferences.feed_replace") }
                        </button>
                        <button type="button" class="button" data-testid="end-feed" onclick={ask(Question::End)}>
                            { t("preferences.feed_end") }
                        </button>
                    } else {
                        <button type="button" class="button button-primary" data-testid="make-feed"
                            onclick={make.reform(|_: MouseEvent| ())}>{ t("preferences.feed_make") }</button>
                    }
                </p>
            } else if load.state.error.is_none() {
                <p role="status">{ t("common.loading") }</p>
            }
            <p class="preference-told" role="status">{ if *ended { t("preferences.ended") } else { "" } }</p>
            if let Some(error) = &*failed {
                <p class="fault" role="alert">{ words::failure(error).0 }{ " " }{ words::failure(error).1 }</p>
            }
            if let Some(error) = load.state.error.clone() {
                <Failure {error} onretry={load.reload.clone()} />
            }
            if let Some(asked) = *question {
                { confirm(asked, &question, match asked { Question::Replace => make, Question::End => end }) }
            }
        </section>
    }
}

/// Since when it is there, and whether a calendar reads it.
fn told(feed: &Feed) -> Html {
    let Some(since) = feed.created_at else {
        return html! { <p data-testid="feed-state">{ t("preferences.feed_none") }</p> };
    };
    let read = match feed.read_at {
        Some(at) => t_with("preferences.feed_read", &[("at", &dates::dated_moment(at))]),
        None => t("preferences.feed_unread").to_owned(),
    };
    html! {
        <p data-testid="feed-state">
            { t_with("preferences.feed_since", &[("at", &dates::dated_moment(since))]) }{ " " }{ read }
        </p>
    }
}

/// Says what it does before it is done.
fn confirm(asked: Question, question: &UseStateHandle<Option<Question>>, done: Callback<()>) -> Html {
    let (title, detail, verb) = match asked {
        Question::Replace => {
            ("preferences.feed_replace_title", "preferences.feed_replace_detail", "preferences.feed_replace")
        }
        Question::End => {
            ("preferences.feed_end_title", "preferences.feed_end_detail", "preferences.feed_end")
        }
    };
    let question = question.clone();
    let close = Callback::from(move |()| question.set(None));
    html! {
        <Dialog title={t(title)} testid="feed-question" onclose={close.clone()}>
            <p>{ t(detail) }</p>
            <p class="dialog-ways">
                <button type="button" class="button" onclick={close.reform(|_: MouseEvent| ())}>
                    { t("preferences.keep") }
                </button>
                <button type="button" class="button button-primary" data-testid="feed-sure"
                    onclick={done.reform(|_: MouseEvent| ())}>{ t(verb) }</button>
            </p>
        </Dialog>
    }
}
