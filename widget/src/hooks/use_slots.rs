//! Starts on offer, read a few weeks at a time.

use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::{Days, NaiveDate};
use creno_types::endpoint::{Endpoint, ListSlots, with_query};
use creno_types::slots::{Slots, SlotsQuery};
use creno_types::{Channel, ZonedInstant};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, Extra, Failure};
use crate::i18n::dates::today_in;
use crate::journey::state::Held;

/// Days read at once: four weeks fit a phone's patience, and the API's limit of 62 days.
const DAYS: u64 = 28;

/// What starts are asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct SlotsAsked {
    /// Base URL of the API.
    pub api: String,
    /// Slug of the agency.
    pub agency: String,
    /// Zone of the agency.
    pub timezone: String,
    /// Slug of the theme.
    pub theme: String,
    /// Way of meeting.
    pub channel: Channel,
    /// Slug of the campaign, in one.
    pub campaign: Option<String>,
    /// The start that was refused last: what was read before is no longer true.
    pub refused: Option<ZonedInstant>,
}

/// What is known so far.
#[derive(Clone, Default, PartialEq)]
pub struct SlotsLoaded {
    /// Starts by local date; dates without one are there with none.
    pub days: BTreeMap<NaiveDate, Vec<ZonedInstant>>,
    /// The first start after the days that were read.
    pub next: Option<ZonedInstant>,
    /// Whether an answer came.
    pub known: bool,
    /// Whether one is on its way.
    pub loading: bool,
    /// Why the last call gave nothing.
    pub failure: Option<Failure>,
}

impl SlotsLoaded {
    fn take(&mut self, slots: Slots) {
        let mut date = slots.from;
        while date <= slots.to && (date - slots.from).num_days() < SlotsQuery::MAX_DAYS {
            self.days.entry(date).or_default();
            match date.succ_opt() {
                Some(after) => date = after,
                None => break,
            }
        }
        for day in slots.days {
            self.days.insert(day.date, day.starts);
        }
        self.next = slots.next;
        self.known = true;
    }

    /// The first start of all.
    pub fn first(&self) -> Option<ZonedInstant> {
        self.days.values().flatten().next().copied()
    }
}

/// Reads the first days, jumping over a stretch without any start; the callback reads more. The start that is `held`
/// for the visitor is on offer to them, and read up to; nothing is read again when that alone changes.
#[hook]
pub fn use_slots(asked: &SlotsAsked, held: Option<Rc<Held>>) -> (Rc<SlotsLoaded>, Callback<()>) {
    let loaded = use_state(|| Rc::new(SlotsLoaded { loading: true, ..Default::default() }));
    let turn = use_mut_ref(|| 0_u32);
    let read = {
        let (loaded, turn) = (loaded.setter(), turn);
        use_callback(asked.clone(), move |so_far: SlotsLoaded, asked| {
            *turn.borrow_mut() += 1;
            let mine = *turn.borrow();
            let (loaded, turn, asked, held) = (loaded.clone(), turn.clone(), asked.clone(), held.clone());
            let mut so_far = SlotsLoaded { loading: true, failure: None, ..so_far };
            loaded.set(Rc::new(so_far.clone()));
            spawn_local(async move {
                let mut jumps = 0;
                let own = held.as_ref().map(|held| held.asked.start.local_date());
                loop {
                    match fetch(&asked, held.as_deref(), first_date(&so_far, &asked)).await {
                        Ok(slots) => so_far.take(slots),
                        Err(failure) => so_far.failure = Some(failure),
                    }
                    // Nothing free in these weeks, but later: that is where the visitor wants to look.
                    let any = so_far.first().is_some();
                    if (any && so_far.days.keys().next_back() >= own.as_ref())
                        || so_far.next.is_none()
                        || so_far.failure.is_some()
                        || jumps > 1
                    {
                        break;
                    }
                    if !any {
                        so_far.days.clear();
                    }
                    jumps += 1;
                }
                if *turn.borrow() == mine {
                    so_far.loading = false;
                    loaded.set(Rc::new(so_far));
                }
            });
        })
    };
    use_effect_with(read.clone(), |read| read.emit(SlotsLoaded::default()));
    let more = {
        let loaded = (*loaded).clone();
        Callback::from(move |()| {
            if !loaded.loading {
                read.emit((*loaded).clone());
            }
        })
    };
    ((*loaded).clone(), more)
}

/// The first date to ask for: today, or after what is known, straight to the next start when there is one.
fn first_date(so_far: &SlotsLoaded, asked: &SlotsAsked) -> NaiveDate {
    match (so_far.next, so_far.days.keys().next_back()) {
        (Some(next), _) => next.local_date(),
        (None, Some(last)) => last.succ_opt().unwrap_or(*last),
        (None, None) => today_in(&asked.timezone),
    }
}

async fn fetch(asked: &SlotsAsked, held: Option<&Held>, from: NaiveDate) -> Result<Slots, Failure> {
    let to = from.checked_add_days(Days::new(DAYS - 1)).unwrap_or(from);
    let (from, to) = (from.to_string(), to.to_string());
    let mut query = vec![
        ("agency", &*asked.agency),
        ("theme", &asked.theme),
        ("channel", asked.channel.as_str()),
        ("from", &from),
        ("to", &to),
    ];
    query.extend(asked.campaign.as_deref().map(|campaign| ("campaign", campaign)));
    let path = with_query(ListSlots::PATH, &query);
    let extra = Extra { header: held.map(|held| ("creno-hold", &*held.hold.hold)) };
    api::call::<ListSlots>(&asked.api, &path, None, extra).await.map(|answer| answer.body)
}
