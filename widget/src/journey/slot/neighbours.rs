//! Nothing is free within the theme's horizon: the other ways of meeting in the same agency, and the same one in the
//! nearest agencies.

use creno_types::{Agency, Channel};
use yew::prelude::*;

use crate::components::{Notice, Tone};
use crate::i18n::I18n;
use crate::journey::agency::kilometres;
use crate::journey::shell::Shell;
use crate::journey::state::{Action, Step};

/// How many agencies are named.
const NEAREST: usize = 3;

/// What to try instead, each with its button.
pub fn neighbours(shell: &Shell, i18n: &I18n) -> Html {
    let journey = &shell.journey;
    let (Some(agency), Some(theme), Some(channel)) =
        (journey.agency(), journey.theme(), journey.choices.channel)
    else {
        return Html::default();
    };
    let button = |testid: &str, words: String, to: To| {
        let journey = journey.clone();
        let onclick = Callback::from(move |_: MouseEvent| journey.dispatch(to.action()));
        html! {
            <button
                type="button" class="button button-quiet" {onclick}
                data-testid={["creno-try-", testid].concat()}
            >{ words }</button>
        }
    };
    let see = |name: &str| i18n.with("slot.try", &[("name", name)]);
    let channels = journey.catalog.channels(agency, theme).iter().filter(|other| *other != channel);
    let mut buttons: Vec<Html> = channels
        .map(|other| {
            let name = i18n.text(&["channel.", other.as_str()].concat());
            button(other.as_str(), see(&name), To::Channel(other))
        })
        .collect();
    let offers = |other: &&Agency| {
        other.slug != agency.slug
            && journey.catalog.channels(other, theme).iter().any(|there| there == channel)
    };
    let mut near: Vec<(f64, &Agency)> =
        journey.catalog.agencies.iter().filter(offers).map(|other| (between(agency, other), other)).collect();
    near.sort_by(|one, other| one.0.total_cmp(&other.0));
    buttons.extend(near.into_iter().take(NEAREST).map(|(away, other)| {
        let km = (away.max(1.0) as u32).to_string();
        let name = i18n.with("slot.away", &[("name", &other.name), ("km", &km)]);
        button(other.slug.as_str(), see(&name), To::Agency(other.slug.to_string()))
    }));
    if !journey.is_settled(Step::Agency) {
        buttons.push(button("agency", i18n.text("slot.other_agency"), To::Agencies));
    }
    html! {
        <Notice tone={Tone::Info} title={i18n.text("slot.none")} testid="creno-empty">
            if !buttons.is_empty() {
                <p>{ i18n.text("slot.none_help") }</p>
                <div class="notice-actions">{ for buttons }</div>
            }
        </Notice>
    }
}

/// Where a button leads.
enum To {
    Channel(Channel),
    Agency(String),
    Agencies,
}

impl To {
    fn action(&self) -> Action {
        match self {
            Self::Channel(channel) => Action::Channel(*channel),
            Self::Agency(slug) => Action::Agency(slug.clone()),
            Self::Agencies => Action::GoTo(Step::Agency),
        }
    }
}

/// Kilometres from one to the other.
fn between(from: &Agency, to: &Agency) -> f64 {
    let spot = |agency: &Agency| (agency.position.latitude, agency.position.longitude);
    kilometres(spot(from), spot(to))
}
