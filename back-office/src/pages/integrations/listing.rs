//! The lists of integrations, searched as one types and sorted, as their addresses say: names of programs tell of nobody.

use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::app::Route;
use crate::components::frame::SingleKeys;
use crate::components::no_match::NoMatch;
use crate::components::sort::{Key, Order, choice};
use crate::components::tools::SearchField;
use crate::hooks::said::use_said_in_place;
use crate::hooks::shortcuts::{page_uses, use_shortcuts};
use crate::hooks::title::focus;
use crate::i18n::fold::finds;
use crate::i18n::{t, t_count};

/// What the address of a list says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct ListQuery {
    /// What is searched.
    q: Option<String>,
    /// What the list is sorted by, with `-` when backwards; the usual order when absent.
    tri: Option<String>,
}

/// A list as its address says it, and what changes that.
pub struct Listing<K> {
    /// How it is sorted.
    pub order: Order<K>,
    search: AttrValue,
    set_search: Callback<String>,
    set_order: Callback<Order<K>>,
    field: NodeRef,
    list: NodeRef,
}

/// The list of the page at `route`. `/` searches it.
#[hook]
pub fn use_listing<K: Key>(route: Route) -> Listing<K> {
    let (said, say) = use_said_in_place::<ListQuery>(route);
    let (field, list) = (use_node_ref(), use_node_ref());
    let SingleKeys(single_keys) = use_context::<SingleKeys>().unwrap_or(SingleKeys(true));
    let on_key = use_callback((field.clone(), single_keys), |key: String, (field, single_keys)| {
        // An empty list has no tools: the key then searches everywhere.
        let searches = *single_keys && key == "/" && page_uses("/");
        if searches {
            focus(field);
        }
        searches
    });
    use_shortcuts(on_key);
    let search = said.q.clone().unwrap_or_default().into();
    let order = Order::read(said.tri.as_deref());
    let set_search = {
        let said = said.clone();
        say.reform(move |text: String| ListQuery {
            q: Some(text).filter(|text| !text.is_empty()),
            ..said.clone()
        })
    };
    let set_order = say.reform(move |order: Order<K>| ListQuery { tri: order.said(), ..said.clone() });
    Listing { order, search, set_search, set_order, field, list }
}

impl<K: Key> Listing<K> {
    /// Those of `items` whose `text` has each word that is searched.
    pub fn pick<T: Clone>(&self, items: &[T], text: fn(&T) -> String) -> Vec<T> {
        items.iter().filter(|item| finds(&self.search, &text(item))).cloned().collect()
    }

    /// The lines found, under the tools; what is looked at is said where there is none.
    pub fn show(&self, lines: Vec<Html>, testid: &'static str, looked_at: &'static str) -> Html {
        let found = (!self.search.trim().is_empty()).then(|| t_count("integrations.found", lines.len()));
        html! {
            <>
                <div class="toolbar" role="group" aria-label={t("integrations.tools")}>
                    <SearchField search={self.search.clone()} label={t("integrations.search")}
                        placeholder={t("integrations.search")} field={self.field.clone()}
                        onsearch={self.set_search.clone()} onlist={self.enter()} />
                    { choice(self.order, &self.set_order) }
                </div>
                <p class="hidden" role="status">{ found }</p>
                if lines.is_empty() {
                    <NoMatch search={self.search.clone()} detail={looked_at}
                        onclear={self.set_search.reform(|()| String::new())} />
                } else {
                    <ul class="things" ref={&self.list} data-testid={testid}>{ for lines }</ul>
                }
            </>
        }
    }

    /// Leaves the search for the first thing that can be done in the list.
    fn enter(&self) -> Callback<()> {
        let list = self.list.clone();
        Callback::from(move |()| {
            let first = list.cast::<Element>().and_then(|list| list.query_selector("button").ok().flatten());
            if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
                // It is there: it takes the focus.
                drop(first.focus());
            }
        })
    }
}
