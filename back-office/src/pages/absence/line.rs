//! One appointment of the plan.

use creno_types::appointment::AppointmentPatch;
use creno_types::notice::NoticeQuery;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::plan::Line;
use crate::components::appointment::{client_name, hours};
use crate::components::channel::ChannelLabel;
use crate::components::dot::{Dot, Edge};
use crate::components::outcome::came;
use crate::hooks::each::Outcome;
use crate::i18n::{t, t_with};
use crate::pages::file::notices::NoticesOf;

/// Properties of [`LineView`].
#[derive(Properties, PartialEq)]
pub struct LineViewProps {
    /// The line.
    pub line: Line,
    /// Whether the plan is being carried out.
    pub locked: bool,
    /// Chooses whom it goes to.
    pub onchoose: Callback<Option<String>>,
    /// Opens its file.
    pub onopen: Callback<()>,
}

/// The line.
#[component]
pub fn LineView(props: &LineViewProps) -> Html {
    let Line { item, to, outcome } = &props.line;
    let appointment = &item.appointment;
    let preview = use_state_eq(|| false);
    let onchange = {
        let onchoose = props.onchoose.clone();
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                onchoose.emit(Some(select.value()).filter(|slug| !slug.is_empty()));
            }
        })
    };
    let toggle = {
        let preview = preview.clone();
        Callback::from(move |_: MouseEvent| preview.set(!*preview))
    };
    let reference = appointment.reference.to_string();
    let who = props.line.receiver().map(|person| person.name.as_str()).unwrap_or_default();
    let told = came(outcome, &t_with("absence.done", &[("who", who)]));
    html! {
        <li class="absence-line" data-testid="absence-line" data-reference={reference.clone()}>
            <Edge color={appointment.color.clone()} />
            <div class="absence-what">
                { hours(appointment) }
                <button type="button" class="link" onclick={props.onopen.reform(|_| ())}>{ client_name(appointment) }</button>
                <span class="theme"><Dot color={appointment.color.clone()} />{ &appointment.theme.name }</span>
                <ChannelLabel channel={appointment.channel} />
            </div>
            <div class="absence-whom">
                if *outcome == Outcome::Done {
                    { told }
                } else if item.colleagues.is_empty() {
                    <span class="absent">{ t("absence.nobody") }</span>
                } else {
                    <label><span>{ t("absence.to") }</span>
                        <select class="input" {onchange} disabled={props.locked} data-testid="absence-to">
                            <option value="" selected={to.is_none()}>{ t("absence.keep") }</option>
                            { for item.colleagues.iter().map(|person| {
                                let slug = person.slug.to_string();
                                html! {
                                    <option selected={to.as_ref() == Some(&slug)} value={slug.clone()}>{ &person.name }</option>
                                }
                            }) }
                        </select>
                    </label>
                    if to.is_some() {
                        <button type="button" class="button button-quiet" aria-expanded={preview.to_string()} onclick={toggle}>
                            { t("absence.message") }
                        </button>
                    }
                    { told }
                }
            </div>
            if let (true, Some(to), true) = (*preview, to, *outcome != Outcome::Done) {
                <NoticesOf {reference} asked={given_to(to)} />
            }
        </li>
    }
}

/// What giving it to that person would be.
fn given_to(staff: &str) -> NoticeQuery {
    NoticeQuery::Change(AppointmentPatch { staff: Some(staff.to_owned()), ..AppointmentPatch::default() })
}
