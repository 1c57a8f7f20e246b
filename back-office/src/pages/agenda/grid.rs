//! Hours down, days or people across.

use chrono::{NaiveDate, NaiveTime, TimeDelta, Utc};
use creno_types::ZonedInstant;
use creno_types::appointment::{Appointment, AppointmentStatus};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element, HtmlElement, KeyboardEvent};
use yew::prelude::*;

use super::card::CardView;
use super::layout::{Column, Minutes, hours};
use super::list::receives;
use super::place::{Placed, use_variables};
use crate::components::band::{channel_icons, tint};
use crate::i18n::{dates, t, t_with};

/// A drop is brought to a multiple of so many minutes; the server says whether it is on offer.
const STEP: u32 = 15;

/// What a drag asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Dragged {
    /// Which appointment.
    pub reference: String,
    /// To which start.
    pub start: ZonedInstant,
    /// To whom, by slug.
    pub staff: String,
}

/// Properties of [`Grid`].
#[derive(Properties, PartialEq)]
pub struct GridProps {
    /// The columns.
    pub columns: Vec<Column>,
    /// Whether they are people's, rather than days'.
    pub by_person: bool,
    /// Today's date.
    pub today: NaiveDate,
    /// This instant, on the clock of today's column.
    pub now: chrono::DateTime<Utc>,
    /// Reference of the one that is open.
    pub opened: Option<String>,
    /// Whether appointments may be dragged.
    pub may_move: bool,
    /// Opens an appointment.
    pub onopen: Callback<String>,
    /// A card was dropped elsewhere.
    pub ondrop: Callback<Dragged>,
    /// A person or a day was chosen by its heading.
    pub onhead: Callback<(String, NaiveDate)>,
}

/// A card in the hand.
#[derive(Clone, PartialEq)]
struct Held {
    item: Appointment,
    grabbed: u32,
}

/// The grid.
#[component]
pub fn Grid(props: &GridProps) -> Html {
    let held = use_state_eq(|| None::<Held>);
    let over = use_state_eq(|| None::<(usize, u32)>);
    let body = use_node_ref();
    let Minutes { from, to } = hours(&props.columns);
    use_variables(&body, [("--from", from), ("--to", to), ("--columns", props.columns.len() as u32)]);
    let onseize = {
        let held = held.clone();
        use_callback((), move |(item, grabbed), ()| held.set(Some(Held { item, grabbed })))
    };
    let onrelease = {
        let (held, over) = (held.clone(), over.clone());
        use_callback((), move |(), ()| {
            held.set(None);
            over.set(None);
        })
    };
    let onarrow = use_callback(body.clone(), |event: KeyboardEvent, body| {
        if let Some(body) = body.cast::<Element>() {
            step(&body, &event);
        }
    });
    html! {
        <div class={classes!("ag", props.by_person.then_some("ag-people"), held.is_some().then_some("ag-dragging"))}
            ref={body} data-testid="agenda-grid">
            <div class="ag-hours" aria-hidden="true">
                { for (from / 60..to / 60).map(|hour| html! { <span>{ dates::clock_at(hour * 60) }</span> }) }
            </div>
            { for props.columns.iter().enumerate().map(|(place, column)| {
                let ghost = over.filter(|(at, _)| *at == place).zip((*held).clone()).map(|((_, minute), held)| {
                    let long = (held.item.end.utc() - held.item.start.utc()).num_minutes();
                    Minutes { from: minute, to: minute + u32::try_from(long).unwrap_or(STEP) }
                });
                let drag = props.may_move.then(|| Drag { place, from, to, held: held.clone(), over: over.clone() });
                column_view(props, column, drag, ghost, (&onseize, &onrelease, &onarrow))
            }) }
        </div>
    }
}

/// What a column needs to take a card in.
#[derive(Clone)]
struct Drag {
    place: usize,
    from: u32,
    to: u32,
    held: UseStateHandle<Option<Held>>,
    over: UseStateHandle<Option<(usize, u32)>>,
}

impl Drag {
    /// The minute at which the card in the hand would begin.
    fn minute(&self, event: &DragEvent) -> Option<u32> {
        let held = (*self.held).as_ref()?;
        let column = within(event, ".ag-body")?.get_bounding_client_rect();
        let share = (f64::from(event.client_y()) - column.top()) / column.height().max(1.0);
        let hand = f64::from(self.from) + share * f64::from(self.to - self.from);
        let minute = (hand - f64::from(held.grabbed)).max(0.0) as u32;
        Some((minute + STEP / 2) / STEP * STEP)
    }
}

type Hands<'a> = (&'a Callback<(Appointment, u32)>, &'a Callback<()>, &'a Callback<KeyboardEvent>);

fn column_view(
    props: &GridProps,
    column: &Column,
    drag: Option<Drag>,
    ghost: Option<Minutes>,
    (onseize, onrelease, onarrow): Hands<'_>,
) -> Html {
    let id = format!("ag-{}-{}", column.staff, column.date);
    let is_today = column.date == props.today;
    let title = if props.by_person { column.name.clone() } else { dates::short_day(column.date) };
    let onhead = {
        let target = (column.staff.to_string(), column.date);
        props.onhead.reform(move |_: MouseEvent| target.clone())
    };
    let ondragover = drag.clone().map(|drag| {
        Callback::from(move |event: DragEvent| {
            if let Some(minute) = drag.minute(&event) {
                event.prevent_default();
                drag.over.set(Some((drag.place, minute)));
            }
        })
    });
    let ondrop = drag.map(|drag| {
        let (ondrop, staff, date) = (props.ondrop.clone(), column.staff.to_string(), column.date);
        let offset = column.bands.first().map(|band| band.offset);
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            let dropped = drag.minute(&event).zip((*drag.held).clone());
            drag.held.set(None);
            drag.over.set(None);
            let Some((minute, held)) = dropped else { return };
            let offset = offset.unwrap_or_else(|| held.item.start.offset_seconds());
            let Some(start) = instant(date, minute, offset) else { return };
            let same = start.utc() == held.item.start.utc() && staff == held.item.staff.slug.as_str();
            if !same {
                let reference = held.item.reference.to_string();
                ondrop.emit(Dragged { reference, start, staff: staff.clone() });
            }
        })
    });
    let now = is_today.then(|| now_minute(column, props.now)).flatten();
    html! {
        <section class={classes!("ag-column", is_today.then_some("ag-today"))} aria-labelledby={id.clone()}>
            <h2 class="ag-head" {id}>
                <button type="button" class="ag-head-button" onclick={onhead} title={t(if props.by_person {
                    "agenda.see_week" } else { "agenda.see_day" })}>{ title }</button>
                if let Some(label) = column.closed.first() { <span class="ag-closed">{ label }</span> }
            </h2>
            <p class="hidden">{ in_words(column) }</p>
            <div class="ag-body" {ondragover} {ondrop} data-testid="agenda-column"
                data-date={column.date.to_string()} data-staff={column.staff.to_string()}>
                { for column.bands.iter().map(|band| html! {
                    <Placed class={classes!("ag-band", tint(band.channels), band.campaign.is_some().then_some("ag-session"))}
                        from={band.at.from} to={band.at.to}>
                        { channel_icons(band.channels) }
                        if let Some(campaign) = &band.campaign { <span class="ag-campaign">{ campaign }</span> }
                    </Placed>
                }) }
                { for column.busy.iter().map(|busy| html! {
                    <Placed class={classes!("ag-busy")} from={busy.from} to={busy.to} />
                }) }
                if let Some(ghost) = ghost {
                    <Placed class={classes!("ag-ghost")} from={ghost.from} to={ghost.to}>
                        { dates::clock_at(ghost.from) }
                    </Placed>
                }
                if let Some(minute) = now { <Placed class={classes!("ag-now")} from={minute} to={minute} /> }
                { for column.cards.iter().map(|card| {
                    let reference = card.item.reference.to_string();
                    let ahead = card.item.start.utc() > props.now;
                    let confirmed = card.item.status == AppointmentStatus::Confirmed;
                    html! {
                        <CardView key={reference.clone()} card={card.clone()} movable={props.may_move && confirmed && ahead}
                            open={props.opened.as_deref() == Some(&reference)} onopen={props.onopen.clone()}
                            onseize={onseize.clone()} onrelease={onrelease.clone()} onarrow={onarrow.clone()} />
                    }
                }) }
            </div>
        </section>
    }
}

/// The instant of a minute of a local day.
fn instant(date: NaiveDate, minute: u32, offset: i32) -> Option<ZonedInstant> {
    let zone = chrono::FixedOffset::east_opt(offset)?;
    let local = date.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::minutes(minute.into()))?;
    let at = local.and_local_timezone(zone).single()?;
    Some(ZonedInstant::new(at.with_timezone(&Utc), &zone))
}

/// Where the hand of the clock stands in today's column.
fn now_minute(column: &Column, now: chrono::DateTime<Utc>) -> Option<u32> {
    let offset = column.bands.first().map(|band| band.offset);
    let offset = offset.or_else(|| column.cards.first().map(|card| card.item.start.offset_seconds()));
    let local =
        now.naive_utc() + TimeDelta::seconds(offset.unwrap_or_else(|| dates::here_offset(now)).into());
    (local.date() == column.date).then(|| {
        use chrono::Timelike as _;
        local.time().num_seconds_from_midnight() / 60
    })
}

/// What the picture says, in words.
fn in_words(column: &Column) -> String {
    let open = column.bands.iter().map(receives);
    let busy = column.busy.iter().map(|busy| {
        t_with(
            "agenda.busy_from",
            &[("from", &dates::clock_at(busy.from)), ("to", &dates::clock_at(busy.to))],
        )
    });
    let told: Vec<_> = column.closed.iter().cloned().chain(open).chain(busy).collect();
    if told.is_empty() { t("agenda.receives_not").to_owned() } else { told.join(". ") }
}

/// What matches `selector` around what an event is about: listeners are all on the application's root.
fn within(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok().flatten()
}

/// Arrows go from card to card: down and up within a column, aside to the nearest in time of the next column that has one.
fn step(body: &Element, event: &KeyboardEvent) {
    let key = event.key();
    let Some(card) = within(event, ".ag-card").and_then(|card| card.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    let all = |within: &Element| {
        let found = within.query_selector_all(".ag-card").ok();
        let count = found.as_ref().map_or(0, web_sys::NodeList::length);
        (0..count)
            .filter_map(|place| found.as_ref()?.get(place)?.dyn_into::<HtmlElement>().ok())
            .collect::<Vec<_>>()
    };
    let column = |card: &HtmlElement| card.closest(".ag-column").ok().flatten();
    let Some(own) = column(&card) else { return };
    let target = match key.as_str() {
        "ArrowDown" | "ArrowUp" => {
            let cards = all(&own);
            let place = cards.iter().position(|other| *other == card);
            let next = place
                .and_then(|place| if key == "ArrowDown" { Some(place + 1) } else { place.checked_sub(1) });
            next.and_then(|next| cards.get(next).cloned())
        }
        "ArrowLeft" | "ArrowRight" => {
            let found = body.query_selector_all(".ag-column").ok();
            let count = found.as_ref().map_or(0, web_sys::NodeList::length);
            let columns: Vec<Element> =
                (0..count).filter_map(|place| found.as_ref()?.get(place)?.dyn_into().ok()).collect();
            let place = columns.iter().position(|other| *other == own).unwrap_or_default();
            let top = card.offset_top();
            let nearest = |column: &Element| {
                all(column).into_iter().min_by_key(|other| (other.offset_top() - top).abs())
            };
            match key.as_str() {
                "ArrowRight" => columns.iter().skip(place + 1).find_map(nearest),
                _ => columns.iter().take(place).rev().find_map(nearest),
            }
        }
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    if let Some(target) = target {
        drop(target.focus());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drop_is_an_instant_of_the_agency_s_clock() {
        let at = instant("2026-06-16".parse().unwrap(), 615, 7200).unwrap();
        assert_eq!(at.to_string(), "2026-06-16T10:15:00+02:00");
        assert_eq!(
            instant("2026-06-16".parse().unwrap(), 24 * 60, 0).unwrap().local_date().to_string(),
            "2026-06-17"
        );
    }
}
