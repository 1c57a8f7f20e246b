//! How long the start is still kept.

use std::rc::Rc;

use creno_types::ProblemCode;
use creno_types::endpoint::{Endpoint, RenewHold, path};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::{Shape, icon};
use crate::api::{self, Extra, Failure};
use crate::hooks::{expired, lost, use_countdown};
use crate::i18n::dates::clock;
use crate::i18n::{I18n, use_i18n};
use crate::journey::shell::{Shell, use_shell};
use crate::journey::state::{Action, Held, Renewal, Step};

/// Seconds at which the countdown is spoken: it would be a nuisance more often.
const SPOKEN: [u32; 3] = [300, 120, 60];

/// What is spoken when the countdown goes from `before` to `left` seconds, by however many at once after a sleep: the
/// minutes left, rounded.
fn spoken_minutes(before: u32, left: u32) -> Option<usize> {
    let crossed = SPOKEN.iter().any(|mark| before > *mark && left <= *mark && left > 0);
    crossed.then(|| ((left + 30) / 60).max(1) as usize)
}

/// Seconds from which on it may be made to last longer.
const LATE: u32 = 120;

/// What the bar needs.
#[derive(PartialEq, Properties)]
pub struct HoldBarProps {
    /// The hold.
    pub held: Rc<Held>,
}

/// "Créneau réservé pour vous · 07:45", amber under two minutes.
#[component]
pub fn HoldBar(props: &HoldBarProps) -> Html {
    let (i18n, shell) = (use_i18n(), use_shell());
    let deadline = props.held.hold.expires_at.utc().timestamp_millis() as f64 - props.held.ahead_ms;
    let left = use_countdown(deadline);
    let busy = shell.journey.busy;
    let start = props.held.asked.start;
    let choosing = shell.journey.step == Step::Slot;
    let spoken = use_state_eq(String::new);
    let (renew, failure, bar) = use_renewal(&props.held, &shell, &i18n);
    let before = use_mut_ref(|| left);
    let offered = left <= LATE && props.held.renewal == Renewal::Open;
    {
        let (spoken, i18n, journey) = (spoken.clone(), i18n.clone(), shell.journey.clone());
        use_effect_with((left, busy), move |(left, busy)| {
            let before = before.replace(*left);
            if let Some(minutes) = spoken_minutes(before, *left) {
                let mut text = i18n.plural("hold.left", minutes);
                // The button has just come.
                if offered && before > LATE {
                    text.push(' ');
                    text.push_str(&i18n.text("hold.can_renew"));
                }
                spoken.set(text);
            }
            // While a call is under way the server alone knows.
            if *left == 0 && !busy {
                shell.emitter.emit("creno:error", &[("code", ProblemCode::HoldExpired.as_str())]);
                let mut refusal = expired(&i18n);
                // Among the starts it has to be told which one.
                if choosing {
                    refusal.text = i18n.with("slot.lapsed", &[("instant", &i18n.instant_in_text(start))]);
                }
                journey.dispatch(Action::Refused(refusal));
            }
        });
    }
    let class = if left < LATE { "hold hold-late" } else { "hold" };
    let note = match (props.held.renewal, failure) {
        (Renewal::Done, _) => i18n.text("hold.renewed"),
        (Renewal::Refused, _) => i18n.text("hold.not_renewed"),
        (Renewal::Open, Some(failure)) => i18n.failure(&failure),
        (Renewal::Open, None) => String::new(),
    };
    html! {
        <div ref={bar} {class} part="hold" data-testid="creno-hold" tabindex="-1">
            { icon(Shape::Clock) }
            <span>{ i18n.text("hold.kept") }</span>
            if choosing { <strong>{ i18n.instant_in_short(start) }</strong> }
            <span class="hold-time" data-testid="creno-countdown" role="timer">
                { clock(left / 60, left % 60, ":") }
            </span>
            if offered {
                <button
                    type="button" class="link" data-testid="creno-renew" onclick={renew.reform(|_: MouseEvent| ())}
                >{ i18n.text("hold.renew") }</button>
            }
            <span aria-live="polite" data-testid="creno-renewal">{ note }</span>
            <span class="only-heard" aria-live="polite">{ &*spoken }</span>
        </div>
    }
}

/// Makes the hold last longer; with what kept the call from deciding, and the element that takes over the focus of
/// the button when that goes away.
#[hook]
fn use_renewal(held: &Held, shell: &Shell, i18n: &I18n) -> (Callback<()>, Option<Failure>, NodeRef) {
    let failure = use_state(|| None::<Failure>);
    let asked = use_mut_ref(|| false);
    let pressed = use_mut_ref(|| false);
    let bar = use_node_ref();
    {
        let (bar, pressed) = (bar.clone(), pressed.clone());
        use_effect_with(held.renewal, move |renewal| {
            if *renewal != Renewal::Open
                && pressed.take()
                && let Some(bar) = bar.cast::<HtmlElement>()
            {
                let _focused = bar.focus();
            }
        });
    }
    let renew = {
        let (failure, i18n, token) = (failure.clone(), i18n.clone(), held.hold.hold.clone());
        let (api, emitter) = (shell.api.clone(), shell.emitter.clone());
        let journey = shell.journey.clone();
        Callback::from(move |()| {
            if journey.busy || asked.replace(true) {
                return;
            }
            pressed.replace(true);
            failure.set(None);
            let path = path(RenewHold::PATH, &[&token]);
            let (failure, i18n, asked) = (failure.clone(), i18n.clone(), asked.clone());
            let (api, emitter, dispatcher) = (api.clone(), emitter.clone(), journey.dispatcher());
            spawn_local(async move {
                let outcome = api::call::<RenewHold>(&api, &path, None, Extra::default()).await;
                asked.replace(false);
                match outcome {
                    Ok(answer) => {
                        dispatcher.dispatch(Action::Renewed(Some((answer.body.expires_at, answer.ahead_ms))));
                    }
                    Err(error) => {
                        emitter.emit("creno:error", &[("code", error.code())]);
                        match (lost(&error, &i18n), &error) {
                            (Some(refusal), _) => dispatcher.dispatch(Action::Refused(refusal)),
                            (None, Failure::Refused(problem)) if problem.status < 500 => {
                                dispatcher.dispatch(Action::Renewed(None));
                            }
                            _ => failure.set(Some(error)),
                        }
                    }
                }
            });
        })
    };
    (renew, (*failure).clone(), bar)
}

#[cfg(test)]
mod tests {
    use super::spoken_minutes;

    #[test]
    fn the_countdown_is_spoken_at_five_two_and_one_minutes_even_after_a_jump() {
        let said = [
            (301, 300, Some(5)),
            (300, 299, None),
            (121, 120, Some(2)),
            (61, 60, Some(1)),
            (600, 95, Some(2)),
        ];
        for (before, left, minutes) in said {
            assert_eq!(spoken_minutes(before, left), minutes, "{before} {left}");
        }
        assert_eq!(spoken_minutes(310, 200), Some(3));
        assert_eq!(spoken_minutes(200, 12), Some(1));
        assert_eq!(spoken_minutes(400, 0), None);
        // It was made to last longer.
        assert_eq!(spoken_minutes(50, 600), None);
    }
}
