//! Step 3: how client and staff member meet; only what is open for this theme in this agency.

use creno_types::Channel;
use yew::prelude::*;

use super::shell::use_shell;
use super::state::{Action, Step};
use crate::components::{Choice, Frame, channel_shape, choice, icon};
use crate::i18n::use_i18n;

/// The step.
#[component]
pub fn ChannelStep() -> Html {
    let (i18n, shell) = (use_i18n(), use_shell());
    let journey = shell.journey.clone();
    let missing = use_state_eq(|| false);
    let onsubmit = {
        let (journey, missing) = (journey.clone(), missing.clone());
        Callback::from(move |()| match journey.choices.channel {
            Some(_) => journey.dispatch(Action::Next),
            None => missing.set(true),
        })
    };
    let (Some(agency), Some(theme)) = (journey.agency(), journey.theme()) else { return Html::default() };
    let choose = |channel: Channel| {
        let (journey, missing) = (journey.clone(), missing.clone());
        Callback::from(move |()| {
            missing.set(false);
            journey.dispatch(Action::Channel(channel));
        })
    };
    let about = |channel: Channel| {
        let address = [&*agency.street, ", ", &agency.postcode, "\u{a0}", &agency.city].concat();
        i18n.with(&["channel.", channel.as_str(), ".about"].concat(), &[("address", &address)])
    };
    html! {
        <Frame step={Step::Channel} {onsubmit} next={i18n.text("next")}>
            if *missing { <p class="field-error" role="alert" data-testid="creno-missing">{ i18n.text("channel.missing") }</p> }
            <fieldset class="choices">
                <legend class="only-heard">{ i18n.text("channel.title") }</legend>
                { for journey.catalog.channels(agency, theme).iter().map(|channel| choice(Choice {
                            group: "creno-channel",
                    testid: ["creno-channel-", channel.as_str()].concat(),
                    checked: journey.choices.channel == Some(channel),
                    onchoose: choose(channel),
                    mark: html! { <span class="choice-badge">{ icon(channel_shape(channel)) }</span> },
                    body: html! {
                        <span class="choice-body">
                            <span class="choice-title">{ i18n.text(&["channel.", channel.as_str()].concat()) }</span>
                            <span class="choice-note">{ about(channel) }</span>
                        </span>
                    },
                })) }
            </fieldset>
        </Frame>
    }
}
