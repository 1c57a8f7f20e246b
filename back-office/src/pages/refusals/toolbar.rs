//! What chooses the period and the reason.

use creno_types::ProblemCode;
use creno_types::journal::JournalOrder;
use creno_types::refusal::RefusalsQuery;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::filter::Filter;
use crate::components::period::PeriodTools;
use crate::components::tools::Reload;
use crate::i18n::{t, words};

/// Properties of [`Toolbar`].
#[derive(Properties, PartialEq)]
pub struct ToolbarProps {
    /// Which refusals are shown.
    pub filter: Filter,
    /// Whether they are being fetched.
    pub busy: bool,
    /// Fetches them again.
    pub onreload: Callback<()>,
}

/// The tools above the journal.
#[component]
pub fn Toolbar(props: &ToolbarProps) -> Html {
    let filter = &props.filter;
    html! {
        <div class="toolbar journal-tools" role="group" aria-label={t("refusals.tools")}>
            <PeriodTools period={filter.period()} today={filter.today} onchange={filter.with_period()} />
            { reasons(filter) }
            { order(filter) }
            <Reload busy={props.busy} onreload={props.onreload.clone()} />
        </div>
    }
}

/// Which lines come first.
fn order(filter: &Filter) -> Html {
    let (set, query) = (filter.set.clone(), filter.query.clone());
    let oldest = query.order == JournalOrder::Oldest;
    let onchange = Callback::from(move |_: Event| {
        let order = if oldest { JournalOrder::Latest } else { JournalOrder::Oldest };
        set.emit(RefusalsQuery { order, ..query.clone() });
    });
    html! {
        <select class="input" aria-label={t("journal.order")} data-testid="journal.order" {onchange}>
            <option selected={!oldest}>{ t("journal.latest_first") }</option>
            <option selected={oldest}>{ t("journal.oldest_first") }</option>
        </select>
    }
}

/// The choice of a reason. One that the address names is there, whatever it is.
fn reasons(filter: &Filter) -> Html {
    let shown = filter.query.reason;
    let unlisted = shown.filter(|code| !words::REFUSALS.contains(code));
    let (set, query) = (filter.set.clone(), filter.query.clone());
    let onchange = Callback::from(move |event: Event| {
        let word = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value());
        let reason = ProblemCode::ALL.iter().find(|code| Some(code.as_str()) == word.as_deref()).copied();
        set.emit(RefusalsQuery { reason, ..query.clone() });
    });
    html! {
        <select class="input" aria-label={t("refusals.reason")} data-testid="reason" {onchange}>
            <option value="" selected={shown.is_none()}>{ t("refusals.every_reason") }</option>
            { for words::REFUSALS.into_iter().chain(unlisted).map(|code| {
                let [name, ..] = words::refusal(code);
                html! { <option value={code.as_str()} selected={shown == Some(code)}>{ name }</option> }
            }) }
        </select>
    }
}
