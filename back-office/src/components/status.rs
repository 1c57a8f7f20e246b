//! Where an appointment stands, as a badge. The word carries the meaning, the colour only helps.

use creno_types::appointment::AppointmentStatus;
use yew::prelude::*;

use super::icon::{Glyph, Icon};
use crate::i18n::words;

/// Properties of [`StatusBadge`].
#[derive(Properties, PartialEq)]
pub struct StatusBadgeProps {
    /// The status.
    pub status: AppointmentStatus,
}

/// The badge of a status.
#[component]
pub fn StatusBadge(props: &StatusBadgeProps) -> Html {
    let glyph = match props.status {
        AppointmentStatus::Confirmed => Glyph::Clock,
        AppointmentStatus::Cancelled => Glyph::CircleX,
        AppointmentStatus::Honoured => Glyph::CircleCheck,
        AppointmentStatus::Absent => Glyph::UserX,
        AppointmentStatus::Excused => Glyph::Mail,
    };
    html! {
        <span class={classes!("status", format!("status-{}", props.status.as_str()))}>
            <Icon {glyph} size={14} />{ words::status(props.status) }
        </span>
    }
}
