//! Days and their times.

use chrono::{Datelike, NaiveDate, Timelike};
use creno_types::ZonedInstant;
use yew::prelude::*;

use super::PAGE;
use crate::components::{Choice, Shape, icon, small_choice};
use crate::hooks::SlotsLoaded;
use crate::i18n::I18n;
use crate::i18n::dates::{DateStyle, capital};

/// What is shown of the starts.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    /// What is known.
    pub slots: &'a SlotsLoaded,
    /// The days to show.
    pub dates: &'a [NaiveDate],
    /// The one that is open.
    pub day: NaiveDate,
    /// The chosen start.
    pub start: Option<ZonedInstant>,
    /// The one that is kept for the visitor.
    pub own: Option<ZonedInstant>,
    /// Another day is opened.
    pub onday: &'a Callback<NaiveDate>,
    /// A start is chosen.
    pub onstart: &'a Callback<ZonedInstant>,
    /// Reads more days.
    pub more: &'a Callback<()>,
}

/// A horizontal strip of days with their counts, for phones.
pub fn strip(shown: &Shown<'_>, i18n: &I18n) -> Html {
    let more = shown.more.reform(|_: MouseEvent| ());
    html! {
        <fieldset class="strip">
            <legend class="only-heard">{ i18n.text("slot.days") }</legend>
            <div class="strip-days">
                { for shown.dates.iter().map(|date| strip_day(shown, *date, i18n)) }
                if shown.slots.next.is_some() {
                    <button type="button" class="strip-more" onclick={more} data-testid="creno-more-days">
                        if shown.slots.loading { <span class="spinner" aria-hidden="true" /> }
                        else { { icon(Shape::Right) } }
                        <span>{ i18n.text("slot.more") }</span>
                    </button>
                }
            </div>
        </fieldset>
    }
}

fn strip_day(shown: &Shown<'_>, date: NaiveDate, i18n: &I18n) -> Html {
    let count = shown.slots.days.get(&date).map_or(0, Vec::len);
    let body = html! {
        <>
            <span class="only-heard">
                { [&*i18n.date(date, DateStyle::Full), ", ", &i18n.plural("slot.count", count)].concat() }
            </span>
            <span class="strip-name" aria-hidden="true">{ i18n.date(date, DateStyle::Weekday) }</span>
            <span class="strip-number" aria-hidden="true">{ date.day() }</span>
            <span class="strip-month" aria-hidden="true">{ i18n.date(date, DateStyle::ShortMonth) }</span>
            <span class="strip-count" aria-hidden="true">
                { if count == 0 { i18n.text("slot.full") } else { i18n.plural("slot.count", count) } }
            </span>
        </>
    };
    if count == 0 {
        return html! { <span class="strip-day strip-full">{ body }</span> };
    }
    let row = Choice {
        group: "creno-day",
        testid: ["creno-day-", &date.to_string()].concat(),
        checked: shown.day == date,
        onchoose: shown.onday.reform(move |()| date),
        mark: Html::default(),
        body,
    };
    small_choice("strip-day", row)
}

/// The open day's times; on a wide screen, those of its four neighbours beside it.
pub fn columns(shown: &Shown<'_>, i18n: &I18n) -> Html {
    let place = shown.dates.iter().position(|date| *date == shown.day).unwrap_or(0);
    let first = place - place % PAGE;
    let page: Vec<NaiveDate> = shown.dates.iter().skip(first).take(PAGE).copied().collect();
    let before = first.checked_sub(PAGE).and_then(|place| shown.dates.get(place).copied());
    let after = shown.dates.get(first + PAGE).copied();
    let go = |date: Option<NaiveDate>| {
        let (onday, more) = (shown.onday.clone(), shown.more.clone());
        let next = shown.slots.next.map(|next| next.local_date());
        Callback::from(move |_: MouseEvent| {
            if date.is_none() {
                more.emit(());
            }
            date.or(next).into_iter().for_each(|date| onday.emit(date));
        })
    };
    let further = after.is_some() || shown.slots.next.is_some();
    let empty = |date: &&NaiveDate| shown.slots.days.get(*date).is_none_or(Vec::is_empty);
    let jump = page.iter().all(|date| empty(&date)).then(|| {
        let known = shown.dates.iter().skip(first).find(|date| !empty(date)).copied();
        (known, known.or(shown.slots.next.map(|next| next.local_date())))
    });
    let range = match (page.first(), page.last()) {
        (Some(from), Some(to)) => {
            [&*i18n.date(*from, DateStyle::Short), "\u{a0}– ", &i18n.date(*to, DateStyle::Short)].concat()
        }
        _ => String::new(),
    };
    html! {
        <div class="week">
            <div class="week-nav">
                <button
                    type="button" class="button button-quiet" disabled={before.is_none()} onclick={go(before)}
                    aria-label={i18n.text("slot.previous_days")} data-testid="creno-previous-days"
                >{ icon(Shape::Left) }</button>
                <p class="week-range" aria-live="polite">{ range }</p>
                <button
                    type="button" class="button button-quiet" disabled={!further} onclick={go(after)}
                    aria-label={i18n.text("slot.next_days")} data-testid="creno-next-days"
                >{ icon(Shape::Right) }</button>
            </div>
            <div class="columns">
                { for page.into_iter().map(|date| column(shown, date, i18n)) }
            </div>
            if let Some((known, Some(free))) = jump {
                <button type="button" class="button button-quiet jump" onclick={go(known)} data-testid="creno-jump">
                    { i18n.with("slot.jump", &[("date", &i18n.date(free, DateStyle::Full))]) }
                    { icon(Shape::Right) }
                </button>
            }
        </div>
    }
}

fn column(shown: &Shown<'_>, date: NaiveDate, i18n: &I18n) -> Html {
    let starts = shown.slots.days.get(&date).map_or(&[][..], Vec::as_slice);
    let (morning, afternoon): (Vec<_>, Vec<_>) =
        starts.iter().copied().partition(|start| start.local_time().hour() < 12);
    let class = if date == shown.day { "day day-open" } else { "day" };
    let full = i18n.date(date, DateStyle::Full);
    // Each day has one stop of Tab: arrows go through its starts.
    let group = AttrValue::from(["creno-slot-", &date.to_string()].concat());
    let halves = [
        ("half", "slot.morning", "slot.morning_of", morning),
        ("half half-late", "slot.afternoon", "slot.afternoon_of", afternoon),
    ];
    html! {
        <div {class} key={date.to_string()}>
            <h3 class="day-title" aria-hidden="true">
                <span class="day-name">{ i18n.date(date, DateStyle::Weekday) }</span>
                <span class="day-number">{ date.day() }</span>
                <span class="day-month">{ i18n.date(date, DateStyle::ShortMonth) }</span>
                <span class="day-full">{ capital(&full) }</span>
            </h3>
            if starts.is_empty() {
                <div role="group" aria-label={full.clone()} class="day-none">{ i18n.text("slot.full") }</div>
            }
            { for halves.into_iter().filter(|(.., starts)| !starts.is_empty()).map(|(class, name, heard, starts)| html! {
                <fieldset {class} aria-label={i18n.with(heard, &[("date", &full)])}>
                    <legend class="half-title" aria-hidden="true">{ i18n.text(name) }</legend>
                    <div class="times">{ for starts.into_iter().map(|start| time(shown, start, &group, i18n)) }</div>
                </fieldset>
            }) }
        </div>
    }
}

fn time(shown: &Shown<'_>, start: ZonedInstant, group: &AttrValue, i18n: &I18n) -> Html {
    let own = shown.own == Some(start);
    let testid = AttrValue::from(["creno-slot-", &start.to_string()].concat());
    html! {
        <label key={&*testid} class={if own { "time time-own" } else { "time" }} part="choice">
            <input
                type="radio" name={group} checked={shown.start == Some(start)} data-testid={&testid}
                onchange={shown.onstart.reform(move |_: Event| start)}
            />
            <span>{ i18n.time(start) }</span>
            if own { <span class="time-note">{ i18n.text("slot.own") }</span> }
        </label>
    }
}
