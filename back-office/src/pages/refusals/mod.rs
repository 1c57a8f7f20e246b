//! The journal of what was refused to robots and to those who ask too much.

mod counts;
mod days;
mod filter;
mod journal;
mod toolbar;

use creno_types::endpoint::{Endpoint, ListRefusals, with_query};
use creno_types::refusal::{Refusals, RefusalsQuery};
use yew::prelude::*;

use self::counts::{ByReason, total};
use self::days::ByDay;
use self::filter::{Filter, use_filter};
use self::journal::Journal;
use self::toolbar::Toolbar;
use crate::api::{self, ApiError};
use crate::components::failure::Failure;
use crate::components::icon::{Glyph, Icon};
use crate::components::period::LAST_DAYS;
use crate::components::skeleton::Skeleton;
use crate::hooks::load::use_load;
use crate::hooks::title::{use_page_heading, use_title};
use crate::i18n::{t, t_count, t_with, words};
use crate::pages::journals::export::Export;
use crate::pages::journals::tabs::{Tab, Tabs};

/// Counts and lines of the period that the address says.
#[component]
pub fn RefusalsPage() -> Html {
    use_title(t("refusals.title").to_owned());
    let heading = use_page_heading();
    let filter = use_filter();
    let load = use_load(filter.query.clone(), fetch);
    let refusals = load.state.data.clone();
    let (from, to) = (filter.from.to_string(), filter.to.to_string());
    let mut exported = vec![("format", "csv"), ("from", from.as_str()), ("to", to.as_str())];
    exported.extend(filter.query.reason.map(|code| ("reason", code.as_str())));
    exported.extend(filter.query.order.asked().map(|word| ("order", word)));
    let count = refusals.as_deref().map(|refusals| t_count("refusals.count", total(&refusals.counts)));
    html! {
        <div class="day">
            <div class="day-main">
                <Tabs current={Tab::Refusals} />
                <header class="page-head">
                    <div>
                        <h1 ref={heading} tabindex="-1">{ t("refusals.title") }</h1>
                        <p class="page-date" data-testid="period">{ filter.period().told(filter.today) }</p>
                    </div>
                    <Export href={with_query(ListRefusals::PATH, &exported)} />
                </header>
                <Toolbar filter={filter.clone()} busy={load.state.busy} onreload={load.reload.clone()} />
                // Always there, for screen readers follow only regions that they have met.
                <p class="hidden" role="status">{ count.clone() }</p>
                if let Some(refusals) = refusals {
                    if refusals.counts.is_empty() {
                        <NoRefusal filter={filter.clone()} />
                    } else {
                        <section class="summary journal-summary">
                            <p class="summary-total" data-testid="count">{ count }</p>
                            <ByReason counts={refusals.counts.clone()} filter={filter.clone()} />
                            <ByDay counts={refusals.counts.clone()} from={filter.from} to={filter.to} />
                            <p class="journal-clock">{ t("refusals.utc") }</p>
                        </section>
                        <Journal first={refusals} query={filter.query.clone()} />
                    }
                } else if load.state.error.is_none() {
                    <Skeleton />
                }
                if let Some(error) = load.state.error.clone() {
                    <Failure {error} onretry={load.reload.clone()}>
                        if filter.query != RefusalsQuery::default() { <LastDays filter={filter.clone()} /> }
                    </Failure>
                }
            </div>
        </div>
    }
}

/// Fetches a page of the journal.
async fn fetch(query: RefusalsQuery) -> Result<Refusals, ApiError> {
    let parameters = [
        ("from", query.from.map(|day| day.to_string())),
        ("to", query.to.map(|day| day.to_string())),
        ("reason", query.reason.map(|code| code.to_string())),
        ("order", query.order.asked().map(str::to_owned)),
        ("cursor", query.cursor.map(|id| id.to_string())),
    ];
    let given: Vec<_> =
        parameters.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?))).collect();
    api::call::<ListRefusals>(&with_query(ListRefusals::PATH, &given), &()).await
}

/// Properties of [`NoRefusal`] and [`LastDays`].
#[derive(Properties, PartialEq)]
struct FilterProps {
    filter: Filter,
}

/// Nothing for that period and that reason.
#[component]
fn NoRefusal(props: &FilterProps) -> Html {
    let filter = &props.filter;
    let query = &filter.query;
    let text = match query.reason {
        Some(reason) => t_with("refusals.empty_reason", &[("reason", &words::refusal(reason)[0])]),
        None => t("refusals.empty_period").to_owned(),
    };
    html! {
        <div class="state" data-testid="empty">
            <Icon glyph={Glyph::Shield} size={32} />
            <p class="state-title">{ t("refusals.empty") }</p>
            <p>{ text }</p>
            <p class="state-ways">
                if query.reason.is_some() {
                    <button type="button" class="button" data-testid="every-reason"
                        onclick={filter.with_reason(None)}>
                        { t("refusals.all") }
                    </button>
                }
                if query.from.is_some() || query.to.is_some() { <LastDays filter={filter.clone()} /> }
            </p>
        </div>
    }
}

/// The way back to what the page shows at first.
#[component]
fn LastDays(props: &FilterProps) -> Html {
    let onclick = props.filter.set.reform(|_: MouseEvent| RefusalsQuery::default());
    html! {
        <button type="button" class="button" data-testid="last-days" {onclick}>
            { t_with("period.last_days", &[("n", &LAST_DAYS.to_string())]) }
        </button>
    }
}
