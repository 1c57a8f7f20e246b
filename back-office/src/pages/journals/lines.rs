//! The lines of a journal: a table where there is room, cards elsewhere.

use yew::prelude::*;

use super::Kind;
use super::filter::Filter;
use crate::components::link::is_for_browser;
use crate::components::side_panel::line_id;
use crate::i18n::t;

/// The lines, in their order.
pub fn lines<K: Kind>(items: &[K::Item], filter: &Filter, narrow: bool) -> Html {
    if narrow {
        return html! {
            <ul class="cards" data-testid="journal" aria-label={K::TAB.name()}>
                { for items.iter().map(|item| card::<K>(item, filter)) }
            </ul>
        };
    }
    html! {
        <table class="table" data-testid="journal">
            <caption class="hidden">{ K::TAB.name() }</caption>
            <thead><tr>
                { for K::COLUMNS.iter().map(|(text, class)| html! { <th scope="col" class={*class}>{ t(text) }</th> }) }
            </tr></thead>
            <tbody>{ for items.iter().map(|item| row::<K>(item, filter)) }</tbody>
        </table>
    }
}

fn row<K: Kind>(item: &K::Item, filter: &Filter) -> Html {
    let line = Line::of::<K>(item, filter);
    let cells = K::cells(item).into_iter().zip(K::COLUMNS).enumerate();
    html! {
        <tr key={line.id.clone()} class={line.classes("line")} data-testid="line" onclick={line.onclick()}>
            { for cells.map(|(place, (cell, (_, class)))| html! {
                <td class={*class}>{ if place == 1 { line.link(cell) } else { cell } }</td>
            }) }
        </tr>
    }
}

fn card<K: Kind>(item: &K::Item, filter: &Filter) -> Html {
    let line = Line::of::<K>(item, filter);
    let mut cells = K::cells(item);
    let last = cells.pop();
    let title = if cells.len() > 1 { cells.remove(1) } else { Html::default() };
    html! {
        <li key={line.id.clone()} class={line.classes("card")} data-testid="line" onclick={line.onclick()}>
            <p class="card-head"><span class="card-reason">{ line.link(title) }</span>{ last }</p>
            <p class="card-foot">{ for cells.into_iter().map(|cell| html! { <span>{ cell }</span> }) }</p>
        </li>
    }
}

/// A line, and what it opens.
struct Line<'a> {
    id: String,
    opens: bool,
    filter: &'a Filter,
}

impl<'a> Line<'a> {
    fn of<K: Kind>(item: &K::Item, filter: &'a Filter) -> Self {
        Self { id: K::id(item).to_string(), opens: K::OPENS, filter }
    }

    fn is_open(&self) -> bool {
        self.opens && self.filter.said.ouvert.as_deref() == Some(&self.id)
    }

    fn classes(&self, base: &'static str) -> Classes {
        classes!(base, (!self.opens).then_some("is-plain"), self.is_open().then_some("is-open"))
    }

    /// The whole line opens the panel.
    fn onclick(&self) -> Option<Callback<MouseEvent>> {
        let opening = self.filter.opening(Some(self.id.clone()));
        self.opens.then(|| self.filter.set.reform(move |_: MouseEvent| opening.clone()))
    }

    /// A true link: it can be opened in another tab.
    fn link(&self, cell: Html) -> Html {
        if !self.opens {
            return cell;
        }
        let (set, opening) = (self.filter.set.clone(), self.filter.opening(Some(self.id.clone())));
        let onclick = Callback::from(move |event: MouseEvent| {
            // The whole line opens it too: once is enough.
            event.stop_propagation();
            if !is_for_browser(&event) {
                event.prevent_default();
                set.emit(opening.clone());
            }
        });
        html! {
            <a class="row-link" id={line_id(&self.id)} href={self.filter.href(&self.id)} {onclick}
                aria-current={self.is_open().then_some("true")}>{ cell }</a>
        }
    }
}
