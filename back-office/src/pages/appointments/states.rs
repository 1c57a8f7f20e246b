//! The list when there is nothing in it that day.

use yew::prelude::*;

use super::day::Day;
use crate::components::icon::{Glyph, Icon};
use crate::i18n::{dates, t, t_with};

/// Properties of [`NoAppointment`].
#[derive(Properties, PartialEq)]
pub struct NoAppointmentProps {
    /// The day shown.
    pub day: Day,
    /// Name of the only agency shown.
    pub agency: Option<AttrValue>,
}

/// Nothing that day.
#[component]
pub fn NoAppointment(props: &NoAppointmentProps) -> Html {
    let day = &props.day;
    let (date, today) = (dates::long_day(day.date), day.today);
    let text = match &props.agency {
        Some(agency) => t_with("empty.day_agency", &[("date", &date), ("agency", agency)]),
        None => t_with("empty.day", &[("date", &date)]),
    };
    html! {
        <div class="state" data-testid="empty">
            <Icon glyph={Glyph::NoCalendar} size={32} />
            <p class="state-title">{ t("empty.title") }</p>
            <p>{ text }</p>
            <p class="state-ways">
                if props.agency.is_some() {
                    <button type="button" class="button" onclick={day.set_agency.reform(|_| None)}>
                        { t("empty.every_agency") }
                    </button>
                }
                if !day.is_today() {
                    <button type="button" class="button" onclick={day.set_date.reform(move |_| today)}>
                        { t("empty.today") }
                    </button>
                }
            </p>
        </div>
    }
}
