//! What people will be written, before it is done.

use creno_types::endpoint::{Endpoint, PreviewNotices, path};
use creno_types::message::{Audience, Medium};
use creno_types::notice::{NoticePreview, NoticeQuery, Notices};
use creno_types::theme_messages::Discretion;
use yew::prelude::*;

use crate::api::{self, ApiError};
use crate::components::failure::Failure;
use crate::components::icon::{Glyph, Icon};
use crate::components::skeleton::Skeleton;
use crate::hooks::load::use_load;
use crate::i18n::{t, t_with};

/// Asks what would be written if that were done to the appointment.
///
/// # Errors
/// When it can't be done, or the server can't be reached.
pub async fn preview(reference: &str, asked: &NoticeQuery) -> Result<Notices, ApiError> {
    api::call::<PreviewNotices>(&path(PreviewNotices::PATH, &[reference]), asked).await
}

/// Properties of [`NoticesOf`].
#[derive(Properties, PartialEq)]
pub struct NoticesOfProps {
    /// Reference of the appointment.
    pub reference: String,
    /// What would be done to it.
    pub asked: NoticeQuery,
}

/// What would be written, as it comes.
#[component]
pub fn NoticesOf(props: &NoticesOfProps) -> Html {
    let load = use_load((props.reference.clone(), props.asked.clone()), |(reference, asked)| async move {
        preview(&reference, &asked).await
    });
    match (&load.state.data, &load.state.error) {
        (Some(preview), _) => notices(preview),
        (None, Some(error)) => html! { <Failure error={error.clone()} onretry={load.reload.clone()} /> },
        (None, None) => html! { <Skeleton /> },
    }
}

/// The messages, the client's open.
pub fn notices(notices: &Notices) -> Html {
    let client = notices.items.iter().any(|notice| notice.audience == Audience::Client);
    html! {
        <section class="notices" data-testid="notices">
            <h3>{ t("notice.title") }</h3>
            if !client {
                <p class="notice-none"><Icon glyph={Glyph::Warning} size={16} />{ t(match notices.discretion {
                    Discretion::Silent => "notice.silent",
                    _ => "notice.nobody",
                }) }</p>
            }
            <ul>{ for notices.items.iter().map(notice) }</ul>
        </section>
    }
}

fn notice(notice: &NoticePreview) -> Html {
    let is_client = notice.audience == Audience::Client;
    let key = match (notice.medium, notice.reachable, is_client) {
        (Medium::Mail, true, _) => "notice.mail",
        (Medium::Sms, true, _) => "notice.sms",
        (Medium::Mail, false, true) => "notice.no_address",
        (Medium::Sms, false, true) => "notice.no_number",
        (_, false, false) => "notice.no_staff_address",
    };
    let who = notice
        .recipient
        .as_deref()
        .unwrap_or_else(|| t(if is_client { "notice.client" } else { "notice.staff" }));
    html! {
        <li class="notice-item">
            <details open={is_client && notice.reachable}>
                <summary>{ t_with(key, &[("who", who)]) }</summary>
                if let Some(subject) = &notice.subject {
                    if !subject.is_empty() { <p class="notice-subject">{ subject }</p> }
                }
                if let Some(body) = &notice.body {
                    <p class="notice-body">{ body }</p>
                } else {
                    <p class="absent">{ t("notice.masked") }</p>
                }
            </details>
        </li>
    }
}
