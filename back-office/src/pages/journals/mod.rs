//! Journals: what was written, who looked at what, what was changed. One page for all, which a [`Kind`] makes that of a
//! journal; refusals have their own, with their counts.

pub mod accesses;
pub mod deliveries;
mod diff;
pub mod export;
pub mod failures;
mod filter;
mod lines;
pub mod messages;
pub mod settings;
pub mod tabs;
mod toolbar;

use chrono::NaiveDate;
use creno_types::endpoint::{Endpoint, path, with_query};
use uuid::Uuid;
use yew::prelude::*;
use yew_router::prelude::*;

use self::export::Export;
use self::filter::{Filter, use_filter};
use self::lines::lines;
use self::tabs::{Tab, Tabs, use_tabs};
use self::toolbar::Toolbar;
use crate::api::{self, ApiError};
use crate::app::{JournalQuery, Route};
use crate::calendar::after;
use crate::components::failure::Failure;
use crate::components::foot::Foot;
use crate::components::frame::SingleKeys;
use crate::components::icon::{Glyph, Icon};
use crate::components::line_keys;
use crate::components::period::{LAST_DAYS, Period};
use crate::components::side_panel::{SidePanel, use_focus_return};
use crate::components::skeleton::Skeleton;
use crate::hooks::load::use_load;
use crate::hooks::media::use_media;
use crate::hooks::more::{Paged, use_more};
use crate::hooks::shortcuts::use_shortcuts;
use crate::hooks::title::{focus, use_page_heading, use_title};
use crate::i18n::{t, t_with};
use crate::pages::forbidden::ForbiddenPage;

/// Parameters of a request.
type Asked = Vec<(&'static str, String)>;

/// What makes the page that of one journal.
pub trait Kind: PartialEq + 'static {
    /// A line.
    type Item: Clone + PartialEq + 'static;
    /// A page of lines.
    type Page: Paged;
    /// The call that lists them.
    type List: Endpoint<Request = (), Response = Self::Page>;
    /// Where it is among the others.
    const TAB: Tab;
    /// Texts of the columns and their classes: when, what, the rest, and last what stays beside the title on narrow screens.
    const COLUMNS: &'static [(&'static str, &'static str)];
    /// What the search looks at; none when there is none.
    const SEARCH: Option<&'static str>;

    /// The lines of a page.
    fn items(page: &Self::Page) -> &[Self::Item];
    /// What tells a line from the others.
    fn id(item: &Self::Item) -> Uuid;
    /// The cells of a line, in the order of the columns.
    fn cells(item: &Self::Item) -> Vec<Html>;
    /// What is asked of the server besides the period and the search.
    fn asked(said: &JournalQuery) -> Vec<(&'static str, Option<String>)>;
    /// The tools besides those of the period and of the search.
    fn choices(filter: &Filter) -> Html;
    /// Title and contents of the panel that a line opens; none where lines say everything.
    fn detail(_item: &Self::Item, _around: &Around) -> Option<(String, Html)> {
        None
    }
    /// Whether lines open on a panel.
    const OPENS: bool;
    /// Whether it is taken away as a file.
    const EXPORTS: bool = true;
    /// Whether it is of a period.
    const PERIOD: bool = true;
    /// Whether the server wants the period as instants.
    const INSTANTS: bool = false;
}

/// What a panel may need of its page.
#[derive(Clone, Debug, PartialEq)]
pub struct Around {
    /// Whose lines they are, where the address of the list names it.
    pub scope: AttrValue,
    /// Fetches the list again.
    pub reload: Callback<()>,
}

/// Properties of [`JournalPage`].
#[derive(Properties, PartialEq)]
pub struct JournalPageProps {
    /// Whose lines they are, where the address of the list names it.
    #[prop_or_default]
    pub scope: AttrValue,
    /// Tools of the page that knows it.
    #[prop_or_default]
    pub tools: Html,
}

/// A journal, with its filters in the address.
#[component]
pub fn JournalPage<K: Kind>(props: &JournalPageProps) -> Html {
    let list_path = path(K::List::PATH, &[&props.scope]);
    let filter = use_filter(K::TAB.route());
    let search = use_state_eq(String::new);
    let (list, search_field) = (use_node_ref(), use_node_ref());
    let asked = asked::<K>(&filter, &search);
    let load = use_load((list_path.clone(), asked.clone()), |(path, asked)| fetch::<K>(path, asked, None));
    let first = load.state.data.clone();
    let more = {
        let (path, asked) = (list_path.clone(), asked.clone());
        use_more(first.as_ref(), move |cursor| fetch::<K>(path.clone(), asked.clone(), Some(cursor)))
    };
    use_title(K::TAB.name().to_owned());
    let heading = use_page_heading();
    let narrow = use_media("(max-width: 899px)");
    let opened = filter.said.ouvert.clone().filter(|_| K::OPENS);
    use_keys(&filter, opened.is_some(), &search_field);
    use_focus_return(opened.as_deref());
    let close = {
        let closed = filter.opening(None);
        filter.set.reform(move |()| closed.clone())
    };
    let items: Vec<K::Item> =
        first.iter().chain(&more.pages).flat_map(|page| K::items(page)).cloned().collect();
    let around = Around { scope: props.scope.clone(), reload: load.reload.clone() };
    let panel = opened.map(|id| {
        let found =
            items.iter().find(|item| K::id(item).to_string() == id).and_then(|item| K::detail(item, &around));
        let awaited = first.is_none() && load.state.error.is_none();
        let (title, content) = found.unwrap_or_else(|| match awaited {
            true => (t("common.loading").to_owned(), Html::default()),
            false => (t("journal.unknown").to_owned(), html! { <p>{ t("journal.unknown_detail") }</p> }),
        });
        html! { <SidePanel of={id} {title} onclose={close.clone()}>{ content }</SidePanel> }
    });
    let export: Vec<_> = [("format", "csv")].into_iter().chain(pairs(&asked)).collect();
    html! {
        <div class={classes!("day", panel.is_some().then_some("with-panel"))}>
            <div class="day-main">
                <Tabs current={K::TAB} />
                <header class="page-head">
                    <div>
                        <h1 ref={heading} tabindex="-1">{ K::TAB.name() }</h1>
                        if K::PERIOD {
                            <p class="page-date" data-testid="period">{ filter.period().told(filter.today) }</p>
                        }
                    </div>
                    if K::EXPORTS { <Export href={with_query(&list_path, &export)} /> }
                </header>
                <Toolbar filter={filter.clone()} dated={K::PERIOD} busy={load.state.busy} onreload={load.reload.clone()}
                    hint={K::SEARCH} search={(*search).clone()} {search_field}
                    onsearch={let search = search.clone(); move |text: String| search.set(text)}
                    onlist={let list = list.clone(); move |()| { line_keys::step(&list, "ArrowDown"); }}>
                    { props.tools.clone() }{ K::choices(&filter) }
                </Toolbar>
                if first.is_some() {
                    if items.is_empty() {
                        <Empty filter={filter.clone()} dated={K::PERIOD} searched={!search.is_empty()}
                            onclear={let search = search.clone(); move |()| search.set(String::new())} />
                    } else {
                        <section class="journal" ref={list.clone()} onkeydown={line_keys::on_key(&list)}>
                            { lines::<K>(&items, &filter, narrow) }
                            <Foot shown={items.len()} has_next={more.has_next} busy={more.busy}
                                error={more.error} ask={more.ask} />
                        </section>
                        <p class="journal-clock">{ t("refusals.utc") }</p>
                    }
                } else if load.state.error.is_none() {
                    <Skeleton />
                }
                if let Some(error) = load.state.error.clone() {
                    <Failure {error} onretry={load.reload.clone()}>
                        if filter.said != JournalQuery::default() { <Whole filter={filter.clone()} /> }
                    </Failure>
                }
            </div>
            { panel }
        </div>
    }
}

/// What is asked of the server: the period in full, so that it is what the page says.
fn asked<K: Kind>(filter: &Filter, search: &str) -> Asked {
    let (from, to) = filter.period().days(filter.today);
    let instant = |day: NaiveDate| format!("{day}T00:00:00Z");
    let mut asked = match K::INSTANTS {
        false => vec![("from", from.to_string()), ("to", to.to_string())],
        true => vec![("from", instant(from)), ("to", instant(after(to, 1)))],
    };
    if !K::PERIOD {
        asked.clear();
    }
    asked.extend(K::asked(&filter.said).into_iter().filter_map(|(name, value)| Some((name, value?))));
    asked.extend(filter.said.order().asked().map(|word| ("order", word.to_owned())));
    if !search.is_empty() {
        asked.push(("q", search.to_owned()));
    }
    asked
}

fn pairs(asked: &Asked) -> impl Iterator<Item = (&'static str, &str)> {
    asked.iter().map(|(name, value)| (*name, value.as_str()))
}

async fn fetch<K: Kind>(path: String, asked: Asked, cursor: Option<Uuid>) -> Result<K::Page, ApiError> {
    let cursor = cursor.map(|cursor| cursor.to_string());
    let cursor = cursor.as_deref().map(|cursor| ("cursor", cursor));
    let parameters: Vec<_> = pairs(&asked).chain(cursor).collect();
    api::call::<K::List>(&with_query(&path, &parameters), &()).await
}

/// `/` searches, Escape closes what is open.
#[hook]
fn use_keys(filter: &Filter, open: bool, search_field: &NodeRef) {
    let SingleKeys(single_keys) = use_context::<SingleKeys>().unwrap_or(SingleKeys(true));
    let on_key = use_callback(
        (filter.clone(), open, single_keys, search_field.clone()),
        |key: String, (filter, open, single_keys, search_field)| {
            match key.as_str() {
                "/" if *single_keys => focus(search_field),
                "Escape" if *open => filter.set.emit(filter.opening(None)),
                _ => return false,
            }
            true
        },
    );
    use_shortcuts(on_key);
}

#[derive(Properties, PartialEq)]
struct EmptyProps {
    filter: Filter,
    /// Whether the journal goes by periods.
    dated: bool,
    searched: bool,
    onclear: Callback<()>,
}

/// Nothing for that period and those choices, and the ways to see more.
#[component]
fn Empty(props: &EmptyProps) -> Html {
    let filter = &props.filter;
    let why = match (props.dated, props.searched || filter.is_narrow()) {
        (_, true) => "journal.empty_choices",
        (true, false) => "journal.empty_period",
        (false, false) => "journal.empty_failures",
    };
    html! {
        <div class="state" data-testid="empty">
            <Icon glyph={Glyph::Journal} size={32} />
            <p class="state-title">{ t("journal.empty") }</p>
            <p>{ t(why) }</p>
            <p class="state-ways">
                if props.searched {
                    <button type="button" class="button" onclick={props.onclear.reform(|_| ())}
                        data-testid="clear">{ t("empty.clear") }</button>
                }
                if filter.is_narrow() || filter.period() != Period::default() {
                    <Whole filter={filter.clone()} />
                }
            </p>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct WholeProps {
    filter: Filter,
}

/// The way back to what the page shows at first.
#[component]
fn Whole(props: &WholeProps) -> Html {
    let onclick = props.filter.set.reform(|_: MouseEvent| JournalQuery::default());
    html! {
        <button type="button" class="button" data-testid="last-days" {onclick}>
            { t_with("period.last_days", &[("n", &LAST_DAYS.to_string())]) }
        </button>
    }
}

/// Leads to the first journal that the person opens.
#[component]
pub fn FirstJournal() -> Html {
    let tabs = use_tabs();
    match tabs.first() {
        Some(tab) => html! { <Redirect<Route> to={tab.route()} /> },
        None => html! { <ForbiddenPage /> },
    }
}

/// Properties of [`Moved`].
#[derive(Properties, PartialEq)]
pub struct MovedProps {
    /// Where the journal is now.
    pub to: Route,
}

/// Leads to where a journal is now, with the same choices.
#[component]
pub fn Moved(props: &MovedProps) -> Html {
    let navigator = use_navigator();
    let said = use_location().and_then(|location| location.query::<JournalQuery>().ok()).unwrap_or_default();
    use_effect_with(props.to.clone(), move |to| {
        if let Some(navigator) = navigator {
            drop(navigator.replace_with_query(to, said));
        }
    });
    html! { <Skeleton /> }
}
