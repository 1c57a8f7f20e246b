//! Whether the client came: one touch, taken back as easily.

use chrono::{DateTime, Utc};
use creno_types::appointment::{Appointment, AppointmentStatus, Attendance};
use creno_types::endpoint::{Endpoint, SetAttendance, path};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::File;
use crate::api::{self, ApiError};
use crate::components::icon::{Glyph, Icon};
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

/// What may be noted of the client now.
fn sayable(item: &Appointment, now: DateTime<Utc>) -> Vec<AppointmentStatus> {
    let all = [AppointmentStatus::Honoured, AppointmentStatus::Absent, AppointmentStatus::Excused];
    all.into_iter().filter(|status| status.can_be_noted(item.start.utc(), now)).collect()
}

/// The buttons.
#[component]
pub fn Attend(props: &AttendProps) -> Html {
    let item = &props.file.value.appointment;
    let busy = use_state_eq(|| false);
    let failed = use_state_eq(|| None::<ApiError>);
    let say = {
        let (busy, failed, onchanged) = (busy.clone(), failed.clone(), props.onchanged.clone());
        let file = props.file.clone();
        Callback::from(move |status: AppointmentStatus| {
            if *busy {
                return;
            }
            busy.set(true);
            failed.set(None);
            let (busy, failed, onchanged, file) =
                (busy.clone(), failed.clone(), onchanged.clone(), file.clone());
            spawn_local(async move {
                let path = path(SetAttendance::PATH, &[&file.value.appointment.reference.to_string()]);
                let answer =
                    api::call_tagged::<SetAttendance>(&path, &Attendance { status }, file.etag.as_deref())
                        .await;
                busy.set(false);
                if let Err(error) = answer {
                    failed.set(Some(error));
                }
                // Noted or not, what it is now is what is to be shown.
                onchanged.emit(());
            });
        })
    };
    let noted = !matches!(item.status, AppointmentStatus::Confirmed | AppointmentStatus::Cancelled);
    let ways =
        if item.status == AppointmentStatus::Confirmed { sayable(item, props.now) } else { Vec::new() };
    if ways.is_empty() && !noted {
        return Html::default();
    }
    html! {
        <div class="file-attend" data-testid="attendance">
            if noted {
                <p role="status">{ t("attend.noted") }{ " " }<strong>{ words::status(item.status) }</strong></p>
                <button type="button" class="button" aria-disabled={busy.to_string()} data-testid="attendance-undo"
                    onclick={say.reform(|_| AppointmentStatus::Confirmed)}>{ t("attend.undo") }</button>
            } else {
                { for ways.into_iter().map(|status| {
                    let (label, glyph) = match status {
                        AppointmentStatus::Honoured => (t("attend.honoured"), Glyph::CircleCheck),
                        AppointmentStatus::Absent => (t("attend.absent"), Glyph::UserX),
                        _ => (t("attend.excused"), Glyph::Mail),
                    };
                    html! {
                        <button type="button" class="button" aria-disabled={busy.to_string()}
                            data-testid={format!("attend-{}", status.as_str())}
                            onclick={say.reform(move |_| status)}><Icon {glyph} size={16} />{ label }</button>
                    }
                }) }
            }
            if let Some(error) = &*failed {
                <p class="refusal" role="alert">{ words::failure(error).0 }</p>
            }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::appointments::samples::appointment;

    #[test]
    fn nobody_is_absent_before_the_hour() {
        let item = appointment("2026-06-15T10:00:00+02:00", 45);
        let at = |text: &str| sayable(&item, text.parse().unwrap()).len();
        assert_eq!(at("2026-06-14T07:59:00Z"), 0);
        assert_eq!(at("2026-06-14T08:00:00Z"), 1);
        assert_eq!(at("2026-06-15T07:59:00Z"), 1);
        assert_eq!(at("2026-06-15T08:00:00Z"), 3);
    }
}
