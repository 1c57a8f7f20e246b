//! The starts on offer, seven days at a time.

use chrono::NaiveDate;
use creno_types::ZonedInstant;
use creno_types::endpoint::{Endpoint, ListStaffSlots, with_query};
use creno_types::slots::{SlotDay, Slots};
use yew::prelude::*;

use super::wish::{Action, Wish, WishHandle};
use crate::api::{self, ApiError};
use crate::calendar::after;
use crate::components::failure::Failure;
use crate::components::icon::{Glyph, Icon};
use crate::hooks::load::UseLoad;
use crate::i18n::{dates, t, t_count, t_with};

/// What the starts depend on.
#[derive(Clone, PartialEq)]
pub struct Asked {
    agency: String,
    theme: String,
    channel: &'static str,
    staff: Option<String>,
    from: NaiveDate,
}

impl Asked {
    /// The starts of the seven days from `from` on; none while the place is to be chosen.
    pub fn of(wish: &Wish, is_placed: bool, from: NaiveDate) -> Option<Self> {
        let channel = wish.channel.filter(|_| is_placed)?.as_str();
        let staff = wish.staff.as_ref().map(|(slug, _)| slug.clone());
        Some(Self { agency: wish.agency.clone(), theme: wish.theme.clone(), channel, staff, from })
    }
}

/// The last of seven days.
pub fn last_of(from: NaiveDate) -> NaiveDate {
    after(from, 6)
}

/// Fetches them.
pub async fn fetch(asked: Option<Asked>) -> Result<Option<Slots>, ApiError> {
    let Some(asked) = asked else { return Ok(None) };
    let (from, to) = (asked.from.to_string(), last_of(asked.from).to_string());
    let mut parameters = vec![
        ("agency", asked.agency.as_str()),
        ("theme", &asked.theme),
        ("channel", asked.channel),
        ("from", &from),
        ("to", &to),
    ];
    parameters.extend(asked.staff.as_deref().map(|staff| ("staff", staff)));
    api::call::<ListStaffSlots>(&with_query(ListStaffSlots::PATH, &parameters), &()).await.map(Some)
}

/// Properties of [`Times`].
#[derive(Properties, PartialEq)]
pub struct TimesProps {
    /// What is being booked.
    pub wish: WishHandle,
    /// The starts.
    pub load: Starts,
    /// First day shown.
    pub from: NaiveDate,
    /// First day that can be shown.
    pub today: NaiveDate,
    /// Shows other days.
    pub set_from: Callback<NaiveDate>,
}

/// A fetch of starts, as a property.
#[derive(Clone, PartialEq)]
pub struct Starts {
    /// Where it stands.
    pub state: crate::hooks::load::Load<Option<Slots>>,
    /// Fetches again.
    pub reload: Callback<()>,
}

impl From<UseLoad<Option<Slots>>> for Starts {
    fn from(load: UseLoad<Option<Slots>>) -> Self {
        Self { state: load.state, reload: load.reload }
    }
}

/// The strip of days, and the times of the one that is chosen.
#[component]
pub fn Times(props: &TimesProps) -> Html {
    let chosen_day = use_state_eq(|| None::<NaiveDate>);
    let slots = props.load.state.data.as_deref().and_then(Option::as_ref);
    let wanted = props.wish.start.map(ZonedInstant::local_date).or(*chosen_day);
    let day = slots.and_then(|slots| shown_day(&slots.days, wanted));
    let week = |days: i64| {
        let other = after(props.from, days);
        props.set_from.reform(move |_: MouseEvent| other)
    };
    let range = [("from", dates::short_day(props.from)), ("to", dates::short_day(last_of(props.from)))];
    let range = range.each_ref().map(|(name, value)| (*name, value.as_str()));
    html! {
        <div class="times">
            <div class="times-head">
                <button type="button" class="button button-icon" disabled={props.from <= props.today}
                    title={t("booking.previous_week")} aria-label={t("booking.previous_week")}
                    data-testid="previous-week" onclick={week(-7)}><Icon glyph={Glyph::Previous} /></button>
                <p role="status" data-testid="week-range">{ t_with("booking.range", &range) }</p>
                <button type="button" class="button button-icon" title={t("booking.next_week")}
                    aria-label={t("booking.next_week")} data-testid="next-week" onclick={week(7)}>
                    <Icon glyph={Glyph::Next} />
                </button>
            </div>
            if let Some(slots) = slots {
                if slots.days.is_empty() {
                    { nothing(props, slots) }
                } else {
                    { strip(props, slots, day, &chosen_day) }
                }
                if let Some(day) = day { { hours(props, slots, day) } }
            } else if props.load.state.error.is_none() {
                <p class="times-wait" role="status">{ t("common.loading") }</p>
            }
            if let Some(error) = props.load.state.error.clone() {
                <Failure {error} onretry={props.load.reload.clone()} />
            }
        </div>
    }
}

/// The day that is wanted, if it has starts; the first that has some otherwise.
fn shown_day(days: &[SlotDay], wanted: Option<NaiveDate>) -> Option<&SlotDay> {
    days.iter().find(|day| Some(day.date) == wanted).or_else(|| days.first())
}

fn strip(
    props: &TimesProps,
    slots: &Slots,
    shown: Option<&SlotDay>,
    choose: &UseStateHandle<Option<NaiveDate>>,
) -> Html {
    let days = props.from.iter_days().take(7);
    html! {
        <fieldset class="strip">
            <legend>{ t("booking.days") }</legend>
            <div class="strip-days">
                { for days.map(|date| {
                    let count = slots.days.iter().find(|day| day.date == date).map_or(0, |day| day.starts.len());
                    let onchange = {
                        let (choose, wish) = (choose.clone(), props.wish.clone());
                        Callback::from(move |_: Event| {
                            choose.set(Some(date));
                            wish.dispatch(Action::Start(None));
                        })
                    };
                    html! {
                        <label class={classes!("strip-day", (count == 0).then_some("strip-none"))}>
                            <input type="radio" name="booking-day" disabled={count == 0} {onchange}
                                checked={shown.is_some_and(|day| day.date == date)}
                                data-testid={format!("booking-day-{date}")} />
                            <span>{ dates::short_day(date) }</span>
                            <small>{ match count {
                                0 => t("booking.none_day").to_owned(),
                                count => t_count("booking.day_slots", count),
                            } }</small>
                        </label>
                    }
                }) }
            </div>
        </fieldset>
    }
}

fn hours(props: &TimesProps, slots: &Slots, day: &SlotDay) -> Html {
    let foreign = day.starts.first().and_then(|start| dates::foreign_zone(*start, &slots.timezone));
    html! {
        <fieldset class="strip">
            <legend>{ t("booking.times") }</legend>
            if let Some(zone) = foreign {
                <p class="times-zone">{ t_with("booking.clock", &[("zone", &zone)]) }</p>
            }
            <div class="strip-times">
                { for day.starts.iter().map(|start| {
                    let start = *start;
                    let wish = props.wish.clone();
                    html! {
                        <label class="strip-time">
                            <input type="radio" name="booking-time" checked={props.wish.start == Some(start)}
                                data-testid="booking-time" value={start.to_string()}
                                onchange={move |_| wish.dispatch(Action::Start(Some(start)))} />
                            <span>{ dates::clock(start.local_time()) }</span>
                        </label>
                    }
                }) }
            </div>
        </fieldset>
    }
}

/// Nothing on these days: the next that has something, or why there is nothing at all.
fn nothing(props: &TimesProps, slots: &Slots) -> Html {
    let anybody = {
        let wish = props.wish.clone();
        Callback::from(move |_: MouseEvent| wish.dispatch(Action::Staff(None)))
    };
    html! {
        <div class="times-none" data-testid="no-time">
            <p>{ t(if slots.next.is_some() { "booking.none_week" } else { "booking.none_at_all" }) }</p>
            if let Some(next) = slots.next {
                <button type="button" class="button" data-testid="next-free"
                    onclick={props.set_from.reform(move |_| next.local_date())}>
                    { t_with("booking.next_free", &[("day", &dates::short_day(next.local_date()))]) }
                </button>
            }
            if props.wish.staff.is_some() {
                <p>{ t("booking.none_person") }</p>
                <button type="button" class="button" onclick={anybody} data-testid="every-person">
                    { t("booking.every_person") }
                </button>
            }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_that_is_wanted_is_shown_while_it_has_starts() {
        let day = |date: &str| SlotDay { date: date.parse().unwrap(), starts: Vec::new() };
        let days = [day("2026-06-16"), day("2026-06-18")];
        let shown =
            |wanted: Option<&str>| shown_day(&days, wanted.map(|date| date.parse().unwrap())).unwrap().date;
        assert_eq!(shown(None), days[0].date);
        assert_eq!(shown(Some("2026-06-18")), days[1].date);
        assert_eq!(shown(Some("2026-06-17")), days[0].date);
        assert!(shown_day(&[], None).is_none());
    }
}
