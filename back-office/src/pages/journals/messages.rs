//! What clients and staff were written, and what became of it.

use creno_types::endpoint::ListMessages;
use creno_types::message::{Medium, Message, Messages as Page};
use uuid::Uuid;
use yew::prelude::*;

use super::filter::{Filter, choice};
use super::tabs::Tab;
use super::{Around, Kind};
use crate::app::JournalQuery;
use crate::components::copy::Copy;
use crate::components::side_panel::fact;
use crate::i18n::{dates, t, words};

/// The journal of messages.
#[derive(Clone, Debug, PartialEq)]
pub struct Messages;

impl Kind for Messages {
    type Item = Message;
    type Page = Page;
    type List = ListMessages;
    const TAB: Tab = Tab::Messages;
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("journal.when", "col-time"),
        ("messages.event", "col-subject"),
        ("messages.audience", "col-audience"),
        ("messages.medium", "col-medium"),
        ("messages.recipient", "col-recipient"),
        ("messages.reference", "col-mark"),
        ("messages.state", "col-kind"),
    ];
    const SEARCH: Option<&'static str> = None;
    const OPENS: bool = true;

    fn items(page: &Page) -> &[Message] {
        &page.items
    }

    fn id(item: &Message) -> Uuid {
        item.id
    }

    fn cells(item: &Message) -> Vec<Html> {
        vec![
            moment(item),
            html! { { words::message_event(&item.event) } },
            html! { { words::message_audience(&item.audience) } },
            html! { { words::medium(item.medium) } },
            recipient(item),
            item.reference
                .as_ref()
                .map(|reference| html! { <code>{ reference.to_string() }</code> })
                .unwrap_or_default(),
            state(item),
        ]
    }

    fn asked(said: &JournalQuery) -> Vec<(&'static str, Option<String>)> {
        let known = |words: &'static [&'static str]| move |word: &String| words.contains(&word.as_str());
        vec![
            ("state", said.etat.clone().filter(known(&words::MESSAGE_STATES))),
            (
                "medium",
                said.voie.clone().filter(|word| Medium::ALL.iter().any(|medium| medium.as_str() == word)),
            ),
            ("event", said.evenement.clone().filter(known(&words::MESSAGE_EVENTS))),
        ]
    }

    fn choices(filter: &Filter) -> Html {
        let events = words::MESSAGE_EVENTS.into_iter().map(|word| (word, words::message_event(&word)));
        let states = words::MESSAGE_STATES.into_iter().map(|word| (word, words::message_state(&word)));
        let media = Medium::ALL.into_iter().map(|medium| (medium.as_str(), words::medium(medium)));
        let medium = filter.said.voie.as_deref();
        let (event, state) = (filter.said.evenement.as_deref(), filter.said.etat.as_deref());
        html! {
            <>
                { choice(filter, "messages.event", "messages.every_event", event, events, |said, word| said.evenement = word) }
                { choice(filter, "messages.medium", "messages.every_medium", medium, media, |said, word| said.voie = word) }
                { choice(filter, "messages.state", "messages.every_state", state, states, |said, word| said.etat = word) }
            </>
        }
    }

    fn detail(item: &Message, _around: &Around) -> Option<(String, Html)> {
        let content = html! {
            <>
                <dl class="facts">
                    { fact(t("messages.state"), state(item)) }
                    if let Some(error) = &item.error { { fact(t("messages.error"), html! { { error } }) } }
                    { fact(t("journal.when"), moment(item)) }
                    { fact(t("messages.medium"), html! { { words::medium(item.medium) } }) }
                    { fact(t("messages.audience"), html! { { words::message_audience(&item.audience) } }) }
                    { fact(t("messages.recipient"), recipient(item)) }
                    if let Some(reference) = &item.reference {
                        { fact(t("messages.reference"), html! {
                            <><code>{ reference.to_string() }</code>
                            <Copy text={reference.to_string()} label={t("panel.copy_reference")} /></>
                        }) }
                    }
                </dl>
                if let Some(subject) = &item.subject { <p class="letter-subject">{ subject }</p> }
                if let Some(body) = &item.body {
                    <div class="letter" data-testid="letter">{ body }</div>
                } else {
                    <p class="absent">{ t("messages.hidden") }</p>
                }
            </>
        };
        Some((words::message_event(&item.event).to_owned(), content))
    }
}

/// When it was written, by the reader's clock.
fn moment(item: &Message) -> Html {
    let shown = dates::short_moment(dates::on_this_clock(item.at.utc()));
    html! { <time datetime={item.at.to_string()}>{ shown }</time> }
}

fn recipient(item: &Message) -> Html {
    match &item.recipient {
        Some(recipient) => html! { <span class="recipient">{ recipient }</span> },
        None => html! { <span class="absent">{ t("panel.absent") }</span> },
    }
}

fn state(item: &Message) -> Html {
    let word = words::word(&item.state);
    let class = match word.as_str() {
        "sent" | "kept" => "status-honoured",
        "failed" => "status-cancelled",
        "delayed" | "no_address" => "status-absent",
        "dropped" | "withheld" => "status-excused",
        _ => "",
    };
    html! { <span class={classes!("status", class)}>{ words::message_state(&item.state) }</span> }
}
