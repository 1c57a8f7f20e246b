//! Every step but the first, and the start that is kept for the visitor.

use std::rc::Rc;

use yew::prelude::*;

use super::shell::use_shell;
use super::state::Step;
use super::{channel, check, details, done, slot, theme};
use crate::hooks::{TakeHold, use_hold};
use crate::i18n::use_i18n;

/// What these steps need besides the shell: nothing.
#[derive(Clone, PartialEq, Properties)]
pub struct BookingProps {}

/// What the steps that need a start have besides the shell.
#[derive(PartialEq, Properties)]
pub struct HoldProps {
    /// Takes a start.
    pub hold: Rc<TakeHold>,
}

/// The steps. Whatever is kept is given back when the visitor leaves them.
#[component]
pub fn Booking(_: &BookingProps) -> Html {
    let (i18n, shell) = (use_i18n(), use_shell());
    let hold = Rc::new(use_hold(&shell.api, &shell.journey, &shell.emitter, &i18n));
    let step = match shell.journey.step {
        Step::Details => html! { <details::DetailsStep {hold} /> },
        Step::Check => html! { <check::CheckStep {hold} /> },
        Step::Done => html! { <done::Done /> },
        Step::Slot => html! { <slot::SlotStep {hold} /> },
        Step::Channel => html! { <channel::ChannelStep /> },
        Step::Theme | Step::Agency => html! { <theme::ThemeStep /> },
    };
    html! { <div class="pane" key={shell.journey.step.as_str()}>{ step }</div> }
}
