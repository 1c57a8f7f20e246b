//! The lines of the journal: a table where there is room, cards elsewhere.

use std::rc::Rc;

use creno_types::refusal::{RefusalLine, Refusals, RefusalsQuery};
use yew::prelude::*;

use super::fetch;
use crate::components::foot::Foot;
use crate::hooks::media::use_media;
use crate::hooks::more::use_more;
use crate::i18n::{dates, grouped, t, words};

/// Texts of the columns and their classes, in order.
const COLUMNS: [(&str, &str); 5] = [
    ("refusals.when", "col-time"),
    ("refusals.reason", "col-reason"),
    ("refusals.resource", "col-resource"),
    ("refusals.network", "col-network"),
    ("refusals.times", "col-times"),
];

/// Properties of [`Journal`].
#[derive(Properties, PartialEq)]
pub struct JournalProps {
    /// The first page.
    pub first: Rc<Refusals>,
    /// What it answers.
    pub query: RefusalsQuery,
}

/// The lines, the latest first, and the way to earlier ones.
#[component]
pub fn Journal(props: &JournalProps) -> Html {
    let narrow = use_media("(max-width: 899px)");
    let more = {
        let query = props.query.clone();
        use_more(Some(&props.first), move |cursor| {
            fetch(RefusalsQuery { cursor: Some(cursor), ..query.clone() })
        })
    };
    let lines = || [&props.first].into_iter().chain(&more.pages).flat_map(|page| &page.items);
    let shown = lines().count();
    html! {
        <section class="journal">
            <h2>{ t("refusals.journal") }</h2>
            if narrow {
                <ul class="cards" data-testid="refusals" aria-label={t("refusals.journal")}>
                    { for lines().map(card) }
                </ul>
            } else {
                <table class="table" data-testid="refusals">
                    <caption class="hidden">{ t("refusals.journal") }</caption>
                    <thead><tr>
                        { for COLUMNS.iter().map(|(text, class)| html! {
                            <th scope="col" class={*class}>{ t(text) }</th>
                        }) }
                    </tr></thead>
                    <tbody>{ for lines().map(row) }</tbody>
                </table>
            }
            <Foot {shown} has_next={more.has_next} busy={more.busy} error={more.error} ask={more.ask} />
        </section>
    }
}

fn row(line: &RefusalLine) -> Html {
    html! {
        <tr key={line.id.to_string()} class="line is-plain" data-testid="refusal">
            <td class="col-time">{ moment(line) }</td>
            <td class="col-reason">{ reason(line) }</td>
            <td class="col-resource">{ words::resource(&line.resource) }</td>
            <td class="col-network">{ network(line) }</td>
            <td class="col-times">{ times(line) }</td>
        </tr>
    }
}

fn card(line: &RefusalLine) -> Html {
    html! {
        <li key={line.id.to_string()} class="card is-plain" data-testid="refusal">
            <p class="card-head">
                <span class="card-reason">{ reason(line) }</span>
                <span class="card-times">{ "×\u{a0}" }{ times(line) }</span>
            </p>
            <p class="card-foot">
                <span>{ moment(line) }</span>
                <span>{ words::resource(&line.resource) }</span>
                <span>{ network(line) }</span>
            </p>
        </li>
    }
}

fn moment(line: &RefusalLine) -> Html {
    let at = dates::on_this_clock(line.at);
    html! { <time datetime={line.at.to_rfc3339()}>{ dates::short_moment(at) }</time> }
}

fn reason(line: &RefusalLine) -> String {
    let [name, ..] = words::refusal(line.reason);
    name
}

fn network(line: &RefusalLine) -> Html {
    match line.prefix.as_str() {
        "" => html! { <span class="absent">{ t("refusals.unknown_network") }</span> },
        prefix => html! { <code>{ prefix.to_owned() }</code> },
    }
}

fn times(line: &RefusalLine) -> String {
    grouped(usize::try_from(line.occurrences).unwrap_or_default())
}
