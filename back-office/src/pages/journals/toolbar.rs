//! The tools above a journal.

use creno_types::journal::JournalOrder;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::filter::{Filter, choice};
use crate::app::OLDEST_FIRST;
use crate::components::icon::{Glyph, Icon};
use crate::components::period::PeriodTools;
use crate::components::tools::Reload;
use crate::i18n::t;

/// Properties of [`Toolbar`].
#[derive(Properties, PartialEq)]
pub struct ToolbarProps {
    /// Which lines are shown.
    pub filter: Filter,
    /// Whether they are of a period.
    pub dated: bool,
    /// Whether they are being fetched.
    pub busy: bool,
    /// Fetches them again.
    pub onreload: Callback<()>,
    /// What the search looks at; none when there is none.
    pub hint: Option<&'static str>,
    /// What is searched.
    pub search: AttrValue,
    /// Searches another text.
    pub onsearch: Callback<String>,
    /// The field of the search.
    pub search_field: NodeRef,
    /// Goes to the list.
    pub onlist: Callback<()>,
    /// The tools of this journal alone.
    pub children: Html,
}

/// Period, choices and search.
#[component]
pub fn Toolbar(props: &ToolbarProps) -> Html {
    let filter = &props.filter;
    html! {
        <div class="toolbar journal-tools" role="group" aria-label={t("journal.tools")}>
            if props.dated {
                <PeriodTools period={filter.period()} today={filter.today} onchange={filter.with_period()} />
            }
            { props.children.clone() }
            { order(filter) }
            { search(props) }
            <Reload busy={props.busy} onreload={props.onreload.clone()} />
        </div>
    }
}

/// Which lines come first.
fn order(filter: &Filter) -> Html {
    let chosen = (filter.said.order() == JournalOrder::Oldest).then_some(OLDEST_FIRST);
    let oldest = [(OLDEST_FIRST, t("journal.oldest_first"))].into_iter();
    choice(filter, "journal.order", "journal.latest_first", chosen, oldest, |said, word| said.ordre = word)
}

/// The search is of the server: it is asked when the text is complete, by Enter or by leaving the field.
fn search(props: &ToolbarProps) -> Html {
    let Some(hint) = props.hint else { return Html::default() };
    let onchange = {
        let onsearch = props.onsearch.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                onsearch.emit(input.value().trim().to_owned());
            }
        })
    };
    let onkeydown = {
        let (onlist, onsearch) = (props.onlist.clone(), props.onsearch.clone());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "ArrowDown" => {
                event.prevent_default();
                onlist.emit(());
            }
            "Escape" => onsearch.emit(String::new()),
            _ => {}
        })
    };
    html! {
        <div class="search">
            <Icon glyph={Glyph::Search} />
            <input type="search" class="input" ref={props.search_field.clone()} value={props.search.clone()}
                placeholder={t(hint)} aria-label={t("journal.search")} aria-keyshortcuts="/" maxlength="100"
                autocomplete="off" data-testid="search" {onchange} {onkeydown} />
        </div>
    }
}
