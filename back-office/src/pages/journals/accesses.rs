//! Who signed in, who looked at clients' data, from where.

use creno_types::endpoint::ListAccesses;
use creno_types::journal::{AccessKind, AccessLine, Accesses as Page};
use uuid::Uuid;
use yew::prelude::*;

use super::Kind;
use super::filter::{Filter, choice};
use super::tabs::Tab;
use crate::app::JournalQuery;
use crate::i18n::{dates, t, words};

/// The journal of accesses.
#[derive(Clone, Debug, PartialEq)]
pub struct Accesses;

impl Kind for Accesses {
    type Item = AccessLine;
    type Page = Page;
    type List = ListAccesses;
    const TAB: Tab = Tab::Accesses;
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("journal.when", "col-time"),
        ("accesses.who", "col-who"),
        ("accesses.subject", "col-subject"),
        ("accesses.address", "col-network"),
        ("accesses.kind", "col-kind"),
    ];
    const SEARCH: Option<&'static str> = Some("accesses.search");
    const OPENS: bool = false;

    fn items(page: &Page) -> &[AccessLine] {
        &page.items
    }

    fn id(item: &AccessLine) -> Uuid {
        item.id
    }

    fn cells(item: &AccessLine) -> Vec<Html> {
        vec![
            moment(item.at),
            who(&item.who, item.by_key),
            html! { { words::access_subject(&item.subject) } },
            html! { <code>{ &item.address }</code> },
            html! { <span class={format!("status access-{}", item.kind.as_str())}>{ words::access(item.kind) }</span> },
        ]
    }

    fn asked(said: &JournalQuery) -> Vec<(&'static str, Option<String>)> {
        let known = |word: &String| AccessKind::ALL.iter().any(|kind| kind.as_str() == word);
        vec![("kind", said.nature.clone().filter(known))]
    }

    fn choices(filter: &Filter) -> Html {
        let options = AccessKind::ALL.into_iter().map(|kind| (kind.as_str(), words::access(kind)));
        let chosen = filter.said.nature.as_deref();
        choice(filter, "accesses.kind", "accesses.every_kind", chosen, options, |said, word| {
            said.nature = word
        })
    }
}

/// An instant by the reader's clock.
pub fn moment(at: chrono::DateTime<chrono::Utc>) -> Html {
    let shown = dates::short_moment(dates::on_this_clock(at));
    html! { <time datetime={at.to_rfc3339()}>{ shown }</time> }
}

/// Who acted: a person, a key, or nobody that is known.
pub fn who(name: &str, by_key: bool) -> Html {
    html! {
        <>
            if name.is_empty() {
                <span class="absent">{ t("accesses.nobody") }</span>
            } else {
                { name }
            }
            if by_key { { " " }<span class="status">{ t("accesses.by_key") }</span> }
        </>
    }
}
