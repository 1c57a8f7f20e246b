//! One appointment of the plan.

use creno_types::appointment::AppointmentPatch;
use creno_types::endpoint::{Endpoint, PreviewNotices, path};
use creno_types::notice::{NoticeQuery, Notices};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::plan::{Line, Outcome};
use crate::api::{self, ApiError};
use crate::components::appointment::{client_name, hours};
use crate::components::channel::ChannelLabel;
use crate::components::dot::{Dot, Edge};
use crate::components::failure::Failure;
use crate::components::icon::{Glyph, Icon};
use crate::components::skeleton::Skeleton;
use crate::hooks::load::use_load;
use crate::i18n::{t, t_with};
use crate::pages::file::notices;

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
    let told = match outcome {
        Outcome::Chosen => Html::default(),
        Outcome::Doing => html! { <span class="absent">{ t("absence.doing") }</span> },
        Outcome::Done => {
            let who = props.line.receiver().map(|person| person.name.clone()).unwrap_or_default();
            html! {
                <span class="status status-honoured" data-testid="given"><Icon glyph={Glyph::Check} size={14} />
                    { t_with("absence.done", &[("who", &who)]) }</span>
            }
        }
        Outcome::Refused(why) => html! { <span class="absence-refused" role="alert">{ why }</span> },
    };
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
                <Message {reference} to={to.clone()} />
            }
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct MessageProps {
    reference: String,
    to: String,
}

/// What the client would be written.
#[component]
fn Message(props: &MessageProps) -> Html {
    let load = use_load((props.reference.clone(), props.to.clone()), fetch);
    match (&load.state.data, &load.state.error) {
        (Some(preview), _) => notices::notices(preview),
        (None, Some(error)) => html! { <Failure error={error.clone()} onretry={load.reload.clone()} /> },
        (None, None) => html! { <Skeleton /> },
    }
}

async fn fetch((reference, to): (String, String)) -> Result<Notices, ApiError> {
    let patch = AppointmentPatch { staff: Some(to), ..AppointmentPatch::default() };
    let path = path(PreviewNotices::PATH, &[&reference]);
    api::call::<PreviewNotices>(&path, &NoticeQuery::Change(patch)).await
}
