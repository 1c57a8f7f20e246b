//! Whether the client came: one touch, taken back as easily.

use chrono::{DateTime, Utc};
use creno_types::appointment::AppointmentStatus;
use yew::prelude::*;

use super::File;
use crate::components::attendance::{note, ways};
use crate::components::icon::Icon;
use crate::hooks::act::use_act;
use crate::i18n::{t, words};

/// Properties of [`Attend`].
#[derive(Properties, PartialEq)]
pub struct AttendProps {
    /// The file.
    pub file: File,
    /// This instant.
    pub now: DateTime<Utc>,
    /// Called when it is noted.
    pub onchanged: Callback<()>,
}

/// The buttons.
#[component]
pub fn Attend(props: &AttendProps) -> Html {
    let item = &props.file.value.appointment;
    let say = {
        let (file, onchanged) = (props.file.clone(), props.onchanged.clone());
        use_act(move |status: AppointmentStatus| {
            let (file, onchanged) = (file.clone(), onchanged.clone());
            async move {
                let reference = file.value.appointment.reference.as_str();
                let answer = note(reference, status, file.etag.as_deref()).await;
                // Noted or not, what it is now is what is to be shown.
                onchanged.emit(());
                answer.map(drop)
            }
        })
    };
    let noted = !matches!(item.status, AppointmentStatus::Confirmed | AppointmentStatus::Cancelled);
    let mut ways = ways(item.status, item.start.utc(), props.now).peekable();
    if ways.peek().is_none() && !noted {
        return Html::default();
    }
    html! {
        <div class="file-attend" data-testid="attendance">
            if noted {
                <p role="status">{ t("attend.noted") }{ " " }<strong>{ words::status(item.status) }</strong></p>
                <button type="button" class="button" aria-disabled={say.busy.to_string()} data-testid="attendance-undo"
                    onclick={say.start.reform(|_| AppointmentStatus::Confirmed)}>{ t("attend.undo") }</button>
            } else {
                { for ways.map(|(status, text, glyph)| html! {
                    <button type="button" class="button" aria-disabled={say.busy.to_string()}
                        data-testid={format!("attend-{}", status.as_str())}
                        onclick={say.start.reform(move |_| status)}><Icon {glyph} size={16} />{ t(text) }</button>
                }) }
            }
            if let Some(error) = &say.failed {
                <p class="refusal" role="alert">{ words::failure(error).0 }</p>
            }
        </div>
    }
}
