//! The booking journey: six steps, then the confirmation.

mod agency;
mod booking;
mod channel;
mod check;
pub mod choices;
mod details;
mod done;
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
use crate::hooks::{read_entry, use_history};
use crate::i18n::{I18n, use_i18n};
use crate::parts::{self, use_part};
use shell::Shell;
use state::{Action, Journey, Step};

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

/// The journey.
#[component]
pub fn JourneyView(props: &JourneyProps) -> Html {
    let i18n = use_i18n();
    let journey = {
        let (config, catalog) = (props.config.clone(), props.catalog.clone());
        use_reducer(move || {
            Journey::new(catalog, &config.presets, config.prefill.clone(), read_entry(&config.key))
        })
    };
    use_history(&props.config.key, &journey);
    use_changes(props, &journey);
    // On its way from the first answer on: it is there when the visitor gets to it.
    let booking = use_part(journey.choices.agency.is_some(), parts::booking);
    use_step(props, journey.step, journey.step == Step::Agency || booking.is_here());
    let shell = Shell {
        api: props.config.api.clone().into(),
        key: props.config.key.clone().into(),
        prove: props.config.prove.clone(),
        emitter: props.emitter.clone(),
        journey: journey.clone(),
    };
    let step = match journey.step {
        Step::Agency => html! { <div class="pane" key="agency"><agency::AgencyStep /></div> },
        _ => booking.show(&BookingProps {}, &i18n),
    };
    html! {
        <ContextProvider<Shell> context={shell.clone()}>
            <div class="box">{ campaign(&journey, &i18n) }</div>
            <div class="panes">
                if journey.step < Step::Check { { summary(&shell, &i18n) } }
                { step }
            </div>
        </ContextProvider<Shell>>
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

/// Follows the host page: another catalogue (with the language), other attributes.
#[hook]
fn use_changes(props: &JourneyProps, journey: &UseReducerHandle<Journey>) {
    let mounted = use_mut_ref(|| false);
    {
        let (dispatcher, mounted) = (journey.dispatcher(), mounted.clone());
        use_effect_with(props.catalog.clone(), move |catalog| {
            if *mounted.borrow() {
                dispatcher.dispatch(Action::Catalog(catalog.clone()));
            }
        });
    }
    let dispatcher = journey.dispatcher();
    use_effect_with(props.config.presets.clone(), move |presets| {
        if mounted.replace(true) {
            dispatcher.dispatch(Action::Presets(presets.clone()));
        }
    });
}

/// Tells the host page of each step, and brings the visitor to its heading.
#[hook]
fn use_step(props: &JourneyProps, step: Step, shown: bool) {
    let seen = use_mut_ref(|| false);
    let (root, emitter) = (props.root.clone(), props.emitter.clone());
    use_effect_with(step, move |step| emitter.emit("creno:step", &[("step", step.as_str())]));
    use_effect_with((step, shown), move |(_, shown)| {
        // On arrival the page keeps its own focus.
        if *shown && seen.replace(true) {
            show_heading(&root);
        }
    });
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
