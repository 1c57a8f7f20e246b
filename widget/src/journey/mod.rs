//! The booking journey: six steps, then the confirmation.

mod agency;
mod booking;
mod channel;
mod check;
pub mod choices;
mod details;
mod done;
pub mod handle;
pub mod shell;
mod slot;
pub mod state;
mod theme;

use std::rc::Rc;

use creno_types::Catalog;
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::components::{Notice, Tone, summary};
use crate::config::Config;
use crate::events::Emitter;
use crate::hooks::{History, Listening, read_entry};
use crate::i18n::{I18n, i18n_of};
use crate::parts::{self, Part, View};
use handle::{Dispatcher, Handle};
use shell::Shell;
use state::{Action, Journey, Step};

pub use agency::{SearchProps, search_view};
pub use booking::{Booking, BookingProps};
pub use slot::Picker;

/// What the journey needs.
#[derive(PartialEq, Properties)]
pub struct JourneyProps {
    /// The element's attributes.
    pub config: Rc<Config>,
    /// What is on offer.
    pub catalog: Rc<Catalog>,
    /// Where the widget is mounted.
    pub root: Element,
    /// Sends events to the host page.
    pub emitter: Emitter,
}

/// The journey. A component with states of its own rather than of hooks: it comes with the first step, where each hook
/// weighs.
pub struct JourneyView {
    journey: Rc<Journey>,
    dispatcher: Dispatcher,
    /// All that follows the first step.
    booking: Part<BookingProps>,
    asked_booking: bool,
    /// The step that the host page was told of last.
    told: Option<Step>,
    /// The step that was on screen last.
    shown: Option<Step>,
    history: History,
    _popstate: Listening,
}

/// What can happen to it.
pub enum Msg {
    /// To the journey.
    Do(Action),
    /// Back or Forward was pressed.
    Popped,
    /// The part of the other steps came, or did not.
    Booking(Option<View<BookingProps>>),
    /// The visitor asks for that part again.
    BookingAgain,
}

impl Component for JourneyView {
    type Message = Msg;
    type Properties = JourneyProps;

    fn create(ctx: &Context<Self>) -> Self {
        let JourneyProps { config, catalog, .. } = ctx.props();
        let entry = read_entry(&config.key);
        let journey = Journey::new(catalog.clone(), &config.presets, config.prefill.clone(), entry);
        let mut view = Self {
            journey: Rc::new(journey),
            dispatcher: Dispatcher::new(ctx.link().callback(Msg::Do)),
            booking: Part::Coming,
            asked_booking: false,
            told: None,
            shown: None,
            history: History::default(),
            _popstate: Listening::new("popstate", ctx.link().callback(|_| Msg::Popped)),
        };
        view.come(ctx);
        view
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &JourneyProps) -> bool {
        let props = ctx.props();
        if props.catalog != old.catalog {
            self.journey = self.journey.clone().reduce(Action::Catalog(props.catalog.clone()));
        }
        if props.config.presets != old.config.presets {
            self.journey = self.journey.clone().reduce(Action::Presets(props.config.presets.clone()));
        }
        self.come(ctx);
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let action = match msg {
            Msg::Do(action) => Some(action),
            Msg::Popped => History::popped(&ctx.props().config.key, &self.journey),
            Msg::Booking(view) => {
                self.booking = view.map_or(Part::Lost, Part::Here);
                return true;
            }
            Msg::BookingAgain => {
                (self.booking, self.asked_booking) = (Part::Coming, false);
                None
            }
        };
        if let Some(action) = action {
            self.journey = self.journey.clone().reduce(action);
        }
        self.come(ctx);
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let JourneyProps { config, emitter, .. } = ctx.props();
        let (i18n, journey) = (i18n_of(ctx.link()), &*self.journey);
        let shell = Shell {
            api: config.api.clone().into(),
            key: config.key.clone().into(),
            prove: config.prove.clone(),
            emitter: emitter.clone(),
            journey: Handle::new(self.journey.clone(), self.dispatcher.clone()),
        };
        let again = ctx.link().callback(|()| Msg::BookingAgain);
        let step = match journey.step {
            Step::Agency => {
                html! { <div class="pane" key="agency"><agency::AgencyStep shell={shell.clone()} config={config.clone()} /></div> }
            }
            _ => self.booking.show(&BookingProps {}, again, &i18n),
        };
        html! {
            <ContextProvider<Shell> context={shell.clone()}>
                <div class="box">{ campaign(journey, &i18n) }</div>
                <div class="panes">
                    if journey.step < Step::Check { { summary(&shell, &i18n) } }
                    { step }
                </div>
            </ContextProvider<Shell>>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        let props = ctx.props();
        let step = self.journey.step;
        self.history.record(&props.config.key, &self.journey);
        // Tells the host page of each step, and brings the visitor to its heading.
        if self.told.replace(step) != Some(step) {
            props.emitter.emit("creno:step", &[("step", step.as_str())]);
        }
        if step == Step::Agency || self.booking.is_here() {
            let before = self.shown.replace(step);
            // On arrival the page keeps its own focus.
            if before.is_some_and(|before| before != step) {
                show_heading(&props.root);
            }
        }
    }
}

impl JourneyView {
    /// Has the other steps on their way from the first answer on, so that they are there when the visitor gets to them.
    fn come(&mut self, ctx: &Context<Self>) {
        if !self.asked_booking && (self.journey.choices.agency.is_some() || self.journey.step > Step::Agency)
        {
            self.asked_booking = true;
            let config = &ctx.props().config;
            parts::fetch(parts::booking, config, &i18n_of(ctx.link()), ctx.link().callback(Msg::Booking));
        }
    }
}

/// At the journey's head: the campaign that it is in, or that the campaign asked for is not open.
fn campaign(journey: &Journey, i18n: &I18n) -> Html {
    if let Some(campaign) = &journey.campaign {
        return html! {
            <p class="campaign" part="campaign" data-testid="creno-campaign">
                { i18n.with("campaign.name", &[("name", &campaign.name)]) }
            </p>
        };
    }
    if !journey.lacks_campaign() || journey.step > Step::Slot {
        return Html::default();
    }
    html! {
        <div class="campaign">
            <Notice tone={Tone::Info} title={i18n.text("campaign.closed")} testid="creno-campaign-closed">
                <p>{ i18n.text("campaign.closed_help") }</p>
            </Notice>
        </div>
    }
}

/// Focuses the heading, and scrolls to the widget's top when it has left the screen.
pub fn show_heading(root: &Element) {
    if root.get_bounding_client_rect().top() < 0.0 {
        root.scroll_into_view();
    }
    let heading = root.query_selector(".heading").ok().flatten();
    if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<HtmlElement>().ok()) {
        let _focused = heading.focus();
        keep_in_sight(heading);
    }
}

/// After Back and Forward the browser scrolls to where the page was, which may be away from the heading.
fn keep_in_sight(heading: HtmlElement) {
    let look = move || {
        let shown =
            web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or_default();
        let place = heading.get_bounding_client_rect();
        if place.top() < 0.0 || place.bottom() > shown {
            heading.scroll_into_view();
        }
    };
    // A busy device restores it late.
    for ms in [100, 500] {
        Timeout::new(ms, look.clone()).forget();
    }
}
