//! Whether the client came: one touch, taken back as easily.

use chrono::{DateTime, Utc};
use creno_types::appointment::{Appointment, AppointmentStatus, Attendance};
use creno_types::endpoint::{Endpoint, SetAttendance, path};
use yew::prelude::*;

use super::File;
use crate::api;
use crate::components::icon::{Glyph, Icon};
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

/// What may be noted of the client now.
fn sayable(item: &Appointment, now: DateTime<Utc>) -> Vec<AppointmentStatus> {
    let all = [AppointmentStatus::Honoured, AppointmentStatus::Absent, AppointmentStatus::Excused];
    all.into_iter().filter(|status| status.can_be_noted(item.start.utc(), now)).collect()
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
                let path = path(SetAttendance::PATH, &[file.value.appointment.reference.as_str()]);
                let seen = file.etag.as_deref();
                let answer = api::call_tagged::<SetAttendance>(&path, &Attendance { status }, seen).await;
                // Noted or not, what it is now is what is to be shown.
                onchanged.emit(());
                answer.map(drop)
            }
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
                <button type="button" class="button" aria-disabled={say.busy.to_string()} data-testid="attendance-undo"
                    onclick={say.start.reform(|_| AppointmentStatus::Confirmed)}>{ t("attend.undo") }</button>
            } else {
                { for ways.into_iter().map(|status| {
                    let (label, glyph) = match status {
                        AppointmentStatus::Honoured => (t("attend.honoured"), Glyph::CircleCheck),
                        AppointmentStatus::Absent => (t("attend.absent"), Glyph::UserX),
                        _ => (t("attend.excused"), Glyph::Mail),
                    };
                    html! {
                        <button type="button" class="button" aria-disabled={say.busy.to_string()}
                            data-testid={format!("attend-{}", status.as_str())}
                            onclick={say.start.reform(move |_| status)}><Icon {glyph} size={16} />{ label }</button>
                    }
                }) }
            }
            if let Some(error) = &say.failed {
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
