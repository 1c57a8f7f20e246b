//! Step 1: in which agency. The list is here; what searches well (`finder`) and the map (`map`) come when they are asked
//! for, and until then a plain search serves.

mod browser;
mod finder;
mod map;
mod rank;

use std::rc::Rc;

use creno_types::Agency;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::shell::Shell;
use super::state::{Action, Step};
use crate::components::{Choice, Frame, Shape, channel_shape, choice, icon};
use crate::config::Config;
use crate::i18n::{I18n, i18n_of};
use crate::parts::{self, Part, View};
use crate::search::find;
use finder::{Finder, FinderProps};
use map::{AgencyMap, MapProps};

pub use rank::kilometres;

/// Agencies shown before the visitor asks for the others: a search is quicker than a long list.
const SHOWN: usize = 12;

/// Which agencies to show, and what to say of them.
#[derive(Clone, Default, PartialEq)]
pub struct Found {
    /// Agencies by their place among those on offer, the first ones first, with their distance in words.
    pub order: Vec<(usize, Option<AttrValue>)>,
    /// How many of the first the map shows.
    pub focus: usize,
    /// What they are near to, degrees north and east.
    pub spot: Option<(f64, f64)>,
    /// How many there are, or what else to type.
    pub status: AttrValue,
}

/// What the part that comes later shows.
#[derive(Clone, PartialEq)]
pub enum SearchProps {
    /// Who searches, with the other meanings of what was typed.
    Finder(FinderProps),
    /// The map.
    Map(MapProps),
}

/// Shows it.
pub fn search_view(props: &SearchProps) -> Html {
    match props {
        SearchProps::Finder(props) => html! { <Finder ..props.clone() /> },
        SearchProps::Map(props) => html! { <AgencyMap ..props.clone() /> },
    }
}

/// What the step needs.
#[derive(Clone, PartialEq, Properties)]
pub struct AgencyProps {
    /// What every step shares.
    pub shell: Shell,
    /// The element's attributes.
    pub config: Rc<Config>,
}

/// The step. A component with states of its own rather than of hooks: it comes first, and each hook weighs.
pub struct AgencyStep {
    query: String,
    /// How many times the visitor's own place was asked for since they last typed.
    near: u32,
    /// Every agency is listed.
    all: bool,
    /// The visitor went on without an answer.
    missing: bool,
    /// The map is open.
    map: bool,
    /// What searches better, and what it found.
    part: Option<Part<SearchProps>>,
    found: Option<Found>,
    /// What it found while the visitor was in the list, which must not change under them.
    kept: Option<Found>,
    list: NodeRef,
    /// The same at each rendering: what shows the part would else have changed each time that it tells what it found.
    onfound: Callback<Found>,
    onchoose: Callback<String>,
}

/// What can happen to it.
pub enum Msg {
    /// The visitor typed.
    Write(String),
    /// They come to the search field.
    Come,
    /// They ask for the agencies around them.
    Near,
    /// They ask for all of them.
    All,
    /// They open or close the map.
    Map,
    /// They choose.
    Choose(String),
    /// They go on.
    Submit,
    /// The part that searches better came, or did not.
    Part(Option<View<SearchProps>>),
    /// It found something.
    Found(Found),
}

impl Component for AgencyStep {
    type Message = Msg;
    type Properties = AgencyProps;

    fn create(ctx: &Context<Self>) -> Self {
        Self {
            query: String::new(),
            near: 0,
            all: false,
            missing: false,
            map: false,
            part: None,
            found: None,
            kept: None,
            list: NodeRef::default(),
            onfound: ctx.link().callback(Msg::Found),
            onchoose: ctx.link().callback(Msg::Choose),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        // Whatever else they do is done outside of the list.
        if !matches!(msg, Msg::Found(_) | Msg::Part(_) | Msg::Choose(_) | Msg::Submit)
            && let Some(kept) = self.kept.take()
        {
            self.found = Some(kept);
        }
        match msg {
            Msg::Write(query) => {
                (self.query, self.near) = (query, 0);
                self.come(ctx);
            }
            Msg::Come => self.come(ctx),
            Msg::Near => {
                self.query.clear();
                self.near += 1;
                self.come(ctx);
            }
            Msg::All => self.all = true,
            Msg::Map => {
                self.map = !self.map;
                self.come(ctx);
            }
            Msg::Choose(slug) => {
                self.missing = false;
                ctx.props().shell.journey.dispatch(Action::Agency(slug));
            }
            Msg::Submit => {
                let journey = &ctx.props().shell.journey;
                self.missing = journey.choices.agency.is_none();
                if !self.missing {
                    journey.dispatch(Action::Next);
                }
            }
            Msg::Part(view) => self.part = Some(view.map_or(Part::Lost, Part::Here)),
            Msg::Found(found) if self.in_list() => self.kept = Some(found),
            Msg::Found(found) => (self.found, self.kept) = (Some(found), None),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let (i18n, link, journey) = (i18n_of(ctx.link()), ctx.link(), &ctx.props().shell.journey);
        let offered = journey.given.agencies(&journey.catalog);
        let found = self.found.clone().unwrap_or_else(|| self.plainly(&offered, &i18n));
        // Those on offer may have changed since.
        let listed: Vec<(&Agency, Option<AttrValue>)> =
            found.order.iter().filter_map(|(at, away)| Some((*offered.get(*at)?, away.clone()))).collect();
        let chosen = journey.choices.agency.as_deref();
        // A chosen agency never hides behind the button that shows the rest.
        let place = listed.iter().position(|(agency, _)| Some(agency.slug.as_str()) == chosen).unwrap_or(0);
        let most = SHOWN.max(place + 1);
        // A button for one or two more rows would take their place for nothing.
        let shown = if self.all || listed.len() <= most + 2 { listed.len() } else { most };
        let rest = listed.len() - shown;
        let none = listed.is_empty();
        let missing = self.missing && chosen.is_none();
        let oninput = link.batch_callback(|event: InputEvent| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            input.map(|input| Msg::Write(input.value()))
        });
        let press = |message: fn() -> Msg| link.callback(move |_: MouseEvent| message());
        let onchoose = &self.onchoose;
        // The row may be far from the mark that was pressed.
        let here = journey.agency().filter(|_| self.map).map(|agency| AttrValue::from(agency.name.clone()));
        html! {
            <Frame
                step={Step::Agency} onsubmit={link.callback(|()| Msg::Submit)} next={i18n.text("next")} stuck={none}
                chosen={here}
            >
                <div class="search">
                    <label class="field-label" for="creno-search">{ i18n.text("agency.search") }</label>
                    <div class="search-box">
                        { icon(Shape::Search) }
                        <input
                            id="creno-search" class="control" type="search" autocomplete="off" spellcheck="false"
                            enterkeyhint="search" placeholder={i18n.text("agency.search_example")}
                            value={self.query.clone()} {oninput} onfocus={link.callback(|_: FocusEvent| Msg::Come)}
                            data-testid="creno-agency-search"
                        />
                    </div>
                    <div class="search-tools">
                        if browser::can_locate() {
                            { tool("creno-near", None, Shape::Pin, i18n.text("agency.around"), press(|| Msg::Near)) }
                        }
                        { tool(
                            "creno-map-toggle",
                            Some(if self.map { "true" } else { "false" }),
                            Shape::Globe,
                            i18n.text(if self.map { "agency.hide_map" } else { "agency.show_map" }),
                            press(|| Msg::Map),
                        ) }
                    </div>
                    <p class="count" role="status" data-testid={if none { "creno-empty" } else { "creno-count" }}>
                        { &found.status }
                    </p>
                    { self.finder() }
                </div>
                if missing {
                    <p id="creno-missing" class="field-error" role="alert" data-testid="creno-missing">
                        { i18n.text("agency.missing") }
                    </p>
                }
                if none {
                    <button
                        type="button" class="button button-quiet more" data-testid="creno-clear"
                        onclick={press(|| Msg::Write(String::new()))}
                    >{ i18n.text("agency.clear") }</button>
                }
                <div class="finding box">
                    if let Some(part) = self.part.as_ref().filter(|_| self.map) {
                        { part.show(
                            &SearchProps::Map(MapProps { found: found.clone(), onchoose: onchoose.clone() }), link.callback(|()| Msg::Come), &i18n
                        ) }
                    }
                    if !none {
                        <div class="box">
                            <fieldset ref={&self.list} class="choices" aria-describedby={missing.then_some("creno-missing")}>
                                <legend class="only-heard">{ i18n.text("agency.title") }</legend>
                                { for listed.iter().take(shown).map(|(agency, away)| choice(Choice {
                                    group: "creno-agency",
                                    testid: ["creno-agency-", agency.slug.as_str()].concat(),
                                    checked: chosen == Some(agency.slug.as_str()),
                                    onchoose: {
                                        let (onchoose, slug) = (onchoose.clone(), agency.slug.to_string());
                                        Callback::from(move |()| onchoose.emit(slug.clone()))
                                    },
                                    mark: Html::default(),
                                    body: row(agency, away.as_ref()),
                                })) }
                            </fieldset>
                            if rest > 0 {
                                <button
                                    type="button" class="button button-quiet more" onclick={press(|| Msg::All)}
                                    data-testid="creno-agency-more"
                                >{ i18n.plural("agency.more", rest) }</button>
                            }
                        </div>
                    }
                </div>
            </Frame>
        }
    }
}

impl AgencyStep {
    /// Fetches what searches better, once; again when it did not come.
    fn come(&mut self, ctx: &Context<Self>) {
        if matches!(self.part, None | Some(Part::Lost)) {
            self.part = Some(Part::Coming);
            let link = ctx.link();
            parts::fetch(parts::search, &ctx.props().config, &i18n_of(link), link.callback(Msg::Part));
        }
    }

    /// Whether the visitor is in the list by keyboard.
    fn in_list(&self) -> bool {
        let list = self.list.cast::<web_sys::Element>();
        list.is_some_and(|list| list.matches(":focus-within").unwrap_or(false))
    }

    /// What the plain search finds.
    fn plainly(&self, offered: &[&Agency], i18n: &I18n) -> Found {
        let order: Vec<_> = find(offered, &self.query).into_iter().map(|at| (at, None)).collect();
        let status = match (order.len(), self.query.is_empty()) {
            (_, true) => String::new(),
            (0, _) => i18n.text("agency.none"),
            (count, _) => i18n.plural("agency.found", count),
        };
        Found { focus: order.len(), order, spot: None, status: status.into() }
    }

    fn finder(&self) -> Html {
        let Some(Part::Here(view)) = &self.part else { return Html::default() };
        let (query, onfound) = (self.query.clone().into(), self.onfound.clone());
        view(&SearchProps::Finder(FinderProps { query, near: self.near, onfound }))
    }
}

fn tool(
    testid: &'static str,
    expanded: Option<&'static str>,
    shape: Shape,
    words: String,
    onclick: Callback<MouseEvent>,
) -> Html {
    html! {
        <button
            type="button" class="button button-quiet" {onclick} aria-expanded={expanded} data-testid={testid}
        >{ icon(shape) }{ words }</button>
    }
}

fn row(agency: &Agency, away: Option<&AttrValue>) -> Html {
    html! {
        <>
            <span class="choice-body">
                <span class="choice-title">{ &agency.name }</span>
                <span class="choice-note">
                    if let Some(away) = away { <b>{ away }</b>{ " · " } }
                    { [&*agency.street, ", ", &agency.postcode, "\u{a0}", &agency.city].concat() }
                </span>
            </span>
            <span class="choice-side">
                { for agency.channels.iter().map(|channel| html! { { icon(channel_shape(channel)) } }) }
            </span>
        </>
    }
}
