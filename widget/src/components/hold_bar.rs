//! How long the start is still kept.

use creno_types::ProblemCode;
use yew::prelude::*;

use super::{Shape, icon};
use crate::hooks::{expired, use_countdown};
use crate::i18n::dates::clock;
use crate::i18n::use_i18n;
use crate::journey::shell::use_shell;
use crate::journey::state::{Action, Held};

/// Seconds at which the countdown is spoken: it would be a nuisance more often.
const SPOKEN: [u32; 3] = [300, 120, 60];

/// What the bar needs.
#[derive(PartialEq, Properties)]
pub struct HoldBarProps {
    /// The hold.
    pub held: Held,
}

/// "Créneau réservé pour vous · 07:45", amber under two minutes.
#[component]
pub fn HoldBar(props: &HoldBarProps) -> Html {
    let (i18n, shell) = (use_i18n(), use_shell());
    let deadline = props.held.hold.expires_at.utc().timestamp_millis() as f64 - props.held.ahead_ms;
    let left = use_countdown(deadline);
    let spoken = use_state_eq(String::new);
    {
        let (spoken, i18n, journey) = (spoken.clone(), i18n.clone(), shell.journey.clone());
        use_effect_with(left, move |left| {
            if SPOKEN.contains(left) {
                spoken.set(i18n.plural("hold.left", (*left / 60) as usize));
            }
            // While a confirmation is under way the server alone knows.
            if *left == 0 && !journey.busy {
                shell.emitter.emit("creno:error", &[("code", ProblemCode::HoldExpired.as_str())]);
                journey.dispatch(Action::Refused(expired(&i18n)));
            }
        });
    }
    let class = if left < 120 { "hold hold-late" } else { "hold" };
    html! {
        <div {class} part="hold" data-testid="creno-hold">
            { icon(Shape::Clock) }
            <span>{ i18n.text("hold.kept") }</span>
            <span class="hold-time" data-testid="creno-countdown" role="timer">
                { clock(left / 60, left % 60, ":") }
            </span>
            <span class="only-heard" aria-live="polite">{ &*spoken }</span>
        </div>
    }
}
