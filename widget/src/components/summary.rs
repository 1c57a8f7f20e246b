//! What was chosen so far: chips above the question on a phone, a stub beside it on a wide screen. Each answer
//! reopens its step.

use yew::prelude::*;

use super::{Shape, channel_shape, icon};
use crate::i18n::I18n;
use crate::journey::shell::Shell;
use crate::journey::state::{Action, Journey, Step};

/// One answer.
#[derive(Clone, PartialEq)]
pub struct Row {
    /// The step that asked for it.
    pub step: Step,
    /// Its icon.
    pub shape: Shape,
    /// The answer in words; nothing before it is given.
    pub text: Option<String>,
    /// More about it.
    pub note: Option<String>,
}

/// The four answers. A start that another took, or that is no longer offered, is none.
pub fn rows(journey: &Journey, i18n: &I18n) -> Vec<Row> {
    let gone = journey.refusal.as_ref().is_some_and(|refusal| !refusal.is_lapse());
    let start = journey.choices.start.filter(|_| !gone);
    let (agency, theme, channel) = (journey.agency(), journey.theme(), journey.choices.channel);
    let row = |step, shape, text, note| Row { step, shape, text, note };
    vec![
        row(
            Step::Agency,
            Shape::Pin,
            agency.map(|agency| agency.name.clone()),
            agency.map(|agency| [&*agency.postcode, "\u{a0}", &agency.city].concat()),
        ),
        row(
            Step::Theme,
            Shape::Tag,
            theme.map(|theme| theme.name.clone()),
            theme.map(|theme| i18n.minutes(theme.duration_min.0)),
        ),
        row(
            Step::Channel,
            channel.map_or(Shape::Globe, channel_shape),
            channel.map(|channel| i18n.text(&["channel.", channel.as_str()].concat())),
            None,
        ),
        row(Step::Slot, Shape::Calendar, start.map(|start| i18n.instant(start)), None),
    ]
}

/// The summary beside the current step.
pub fn summary(shell: &Shell, i18n: &I18n) -> Html {
    let step = shell.journey.step;
    let rows = rows(&shell.journey, i18n);
    let any = rows.iter().any(|row| row.step < step && row.text.is_some());
    html! {
        <aside
            class="stub" data-empty={(!any).then_some("")} part="summary"
            aria-label={i18n.text("summary.title")} data-testid="creno-summary"
        >
            <p class="stub-title">{ i18n.text("summary.title") }</p>
            <ul class="stub-rows">
                { for rows.into_iter().map(|row| html! { <li class="stub-row" data-place={place(&row, step)}>{ answer(row, shell, i18n) }</li> }) }
            </ul>
        </aside>
    }
}

/// Beside the answers before it: the step on screen, and those to come.
fn place(row: &Row, step: Step) -> Option<&'static str> {
    match &row.text {
        _ if row.step == step => Some("here"),
        Some(_) if row.step < step => None,
        _ => Some("later"),
    }
}

fn answer(row: Row, shell: &Shell, i18n: &I18n) -> Html {
    let Row { step, shape, text, note } = row;
    let label = i18n.text(&[step.as_str(), ".name"].concat());
    let body = html! {
        <>
            { icon(shape) }
            <span class="stub-body">
                <span class="stub-label">{ label }</span>
                if let Some(text) = text.clone() {
                    <span class="stub-text">{ text }</span>
                } else {
                    <span class="stub-text">
                        <span aria-hidden="true">{ "—" }</span>
                        <span class="only-heard">{ i18n.text("summary.later") }</span>
                    </span>
                }
                if let Some(note) = note { <span class="stub-note">{ note }</span> }
            </span>
        </>
    };
    let journey = &shell.journey;
    let reopens = text.is_some() && step < journey.step && !journey.is_settled(step) && !journey.busy;
    if !reopens {
        return html! { <div class="stub-answer">{ body }</div> };
    }
    let journey = journey.clone();
    let onclick = Callback::from(move |_: MouseEvent| journey.dispatch(Action::GoTo(step)));
    html! {
        <button type="button" class="stub-answer" {onclick} data-testid={["creno-edit-", step.as_str()].concat()}>
            { body }
            <span class="stub-edit">{ i18n.text("edit") }</span>
        </button>
    }
}
