//! Where things stand in the agenda: columns, minutes, lanes. Nothing of how they look.

use chrono::{NaiveDate, Timelike};
use creno_types::agenda::{Agenda, OpenTime, PersonAgenda};
use creno_types::appointment::{Appointment, AppointmentStatus};
use creno_types::channel::Channels;
use creno_types::{Channel, Slug, ZonedInstant};

/// Hours shown at least.
const HOURS: (u32, u32) = (8, 18);
/// The shortest card, in minutes: it has to hold a name.
const SHORTEST: u32 = 20;

/// Minutes of a local day, from its midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Minutes {
    /// The first.
    pub from: u32,
    /// The end.
    pub to: u32,
}

/// A stretch in which somebody receives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// When.
    pub at: Minutes,
    /// By what ways of meeting.
    pub channels: Channels,
    /// Where.
    pub agency: Slug,
    /// Name of the campaign that it is for; their own window when none.
    pub campaign: Option<String>,
    /// Seconds east of Greenwich of its clock.
    pub offset: i32,
}

/// An appointment and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// When.
    pub at: Minutes,
    /// Its lane, of so many: none covers another.
    pub lane: usize,
    /// How many lanes there are where it stands.
    pub lanes: usize,
    /// The appointment.
    pub item: Appointment,
}

/// One day of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The day.
    pub date: NaiveDate,
    /// Slug of the person.
    pub staff: Slug,
    /// Their name.
    pub name: String,
    /// Why nobody is received, when an agency of theirs is closed.
    pub closed: Vec<String>,
    /// When they receive.
    pub bands: Vec<Band>,
    /// When they are busy elsewhere.
    pub busy: Vec<Minutes>,
    /// Their appointments, by time.
    pub cards: Vec<Card>,
}

/// What is shown of the appointments and windows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Slug of the only theme; all of them when none.
    pub theme: Option<String>,
    /// The only way of meeting.
    pub channel: Option<Channel>,
}

impl Shown {
    fn item(&self, item: &Appointment) -> bool {
        let theme = self.theme.as_deref().is_none_or(|theme| item.theme.slug.as_str() == theme);
        theme && self.channel.is_none_or(|channel| item.channel == channel)
    }
}

/// Minutes of `date` between two instants of local clocks; none when they don't touch it.
fn minutes(start: ZonedInstant, end: ZonedInstant, date: NaiveDate) -> Option<Minutes> {
    let of = |at: ZonedInstant| match at.local_date() {
        day if day < date => 0,
        day if day > date => 24 * 60,
        _ => at.local_time().num_seconds_from_midnight() / 60,
    };
    let at = Minutes { from: of(start), to: of(end) };
    (at.from < at.to).then_some(at)
}

/// The columns of days, for each person in turn.
pub fn columns(agenda: &Agenda, days: &[NaiveDate], shown: &Shown) -> Vec<Column> {
    let of = |person| days.iter().map(move |&date| column(agenda, person, date, shown));
    agenda.people.iter().flat_map(of).collect()
}

fn column(agenda: &Agenda, person: &PersonAgenda, date: NaiveDate, shown: &Shown) -> Column {
    let bands = open_times(person)
        .filter(|(open, _)| shown.channel.is_none_or(|channel| open.channels.contains(channel)));
    let bands = bands.filter_map(|(open, campaign)| {
        Some(Band {
            at: minutes(open.start, open.end, date)?,
            channels: open.channels,
            agency: open.agency.clone(),
            campaign: campaign.map(str::to_owned),
            offset: open.start.offset_seconds(),
        })
    });
    let mut bands: Vec<_> = bands.collect();
    bands.sort_by_key(|band| (band.at, band.campaign.is_some()));
    let busy = person.busy.iter().filter_map(|busy| minutes(busy.start, busy.end, date)).collect();
    let items = person
        .appointments
        .iter()
        .filter(|item| item.status != AppointmentStatus::Cancelled && shown.item(item));
    let spans: Vec<_> = items.filter_map(|item| Some((minutes(item.start, item.end, date)?, item))).collect();
    let here: Vec<_> = open_times(person)
        .map(|(open, _)| &open.agency)
        .chain(spans.iter().map(|(_, item)| &item.agency.slug))
        .collect();
    let closed = agenda
        .closed
        .iter()
        .filter(|closed| closed.date == date && (here.is_empty() || here.contains(&&closed.agency)));
    let mut labels: Vec<String> = closed.map(|closed| closed.label.clone()).collect();
    labels.dedup();
    Column {
        date,
        staff: person.staff.slug.clone(),
        name: person.staff.name.clone(),
        closed: labels,
        bands,
        busy,
        cards: cards(&spans),
    }
}

/// When a person receives, with the name of the campaign that it is for, if any.
fn open_times(person: &PersonAgenda) -> impl Iterator<Item = (&OpenTime, Option<&str>)> {
    let sessions =
        person.sessions.iter().map(|session| (&session.time, Some(session.campaign.name.as_str())));
    person.open.iter().map(|open| (open, None)).chain(sessions)
}

/// Cards that overlap share the width among so many lanes as they need.
fn cards(spans: &[(Minutes, &Appointment)]) -> Vec<Card> {
    let mut order: Vec<_> = spans.iter().collect();
    order.sort_by_key(|(at, item)| (*at, item.reference.to_string()));
    let mut cards: Vec<Card> = Vec::with_capacity(order.len());
    // The group of cards that touch each other, and where each of its lanes is free again.
    let (mut first, mut ends): (usize, Vec<u32>) = (0, Vec::new());
    for (at, item) in order {
        let at = Minutes { from: at.from, to: at.to.max(at.from + SHORTEST) };
        if ends.iter().all(|&end| end <= at.from) {
            close_group(&mut cards[first..], ends.len());
            (first, ends) = (cards.len(), Vec::new());
        }
        let lane = ends.iter().position(|&end| end <= at.from).unwrap_or(ends.len());
        match ends.get_mut(lane) {
            Some(end) => *end = at.to,
            None => ends.push(at.to),
        }
        cards.push(Card { at, lane, lanes: 1, item: (*item).clone() });
    }
    close_group(&mut cards[first..], ends.len());
    cards
}

fn close_group(cards: &mut [Card], lanes: usize) {
    cards.iter_mut().for_each(|card| card.lanes = lanes);
}

/// The minutes shown: whole hours around everything.
pub fn hours(columns: &[Column]) -> Minutes {
    let all = columns.iter().flat_map(|column| {
        let bands = column.bands.iter().map(|band| band.at);
        bands.chain(column.cards.iter().map(|card| card.at))
    });
    let (from, to) = all.fold(HOURS, |(from, to), at| (from.min(at.from / 60), to.max(at.to.div_ceil(60))));
    Minutes { from: from * 60, to: to * 60 }
}

/// Leaves out the days of the weekend on which nothing stands.
pub fn without_bare_weekend(columns: Vec<Column>) -> Vec<Column> {
    use chrono::Datelike as _;
    let bare = |column: &Column| column.bands.is_empty() && column.cards.is_empty() && column.busy.is_empty();
    columns
        .into_iter()
        .filter(|column| column.date.weekday().num_days_from_monday() < 5 || !bare(column))
        .collect()
}

#[cfg(test)]
mod tests {
    use creno_types::agenda::{BusyTime, OpenTime, SessionTime};
    use creno_types::appointment::Named;
    use creno_types::ids::CampaignId;
    use creno_types::staff::StaffName;

    use super::*;
    use crate::calendar::week;
    use crate::pages::appointments::samples::appointment;

    fn at(text: &str) -> ZonedInstant {
        text.parse().unwrap()
    }

    fn open(start: &str, end: &str, channel: Channel) -> OpenTime {
        let (agency, channels) = ("paris-opera".parse().unwrap(), [channel].into_iter().collect());
        OpenTime { start: at(start), end: at(end), agency, channels }
    }

    fn agenda(appointments: Vec<Appointment>) -> Agenda {
        let staff = StaffName {
            id: creno_types::ids::StaffId(Default::default()),
            slug: "ana".parse().unwrap(),
            name: "Ana".into(),
        };
        let open = open("2026-06-16T09:00:00+02:00", "2026-06-17T00:00:00+02:00", Channel::Office);
        let busy = BusyTime { start: at("2026-06-15T23:00:00+02:00"), end: at("2026-06-16T01:30:00+02:00") };
        let person =
            PersonAgenda { staff, open: vec![open], sessions: Vec::new(), appointments, busy: vec![busy] };
        Agenda {
            from: "2026-06-15".parse().unwrap(),
            to: "2026-06-21".parse().unwrap(),
            people: vec![person],
            closed: Vec::new(),
        }
    }

    #[test]
    fn what_crosses_midnight_stands_in_both_days() {
        let agenda = agenda(Vec::new());
        let days = week("2026-06-17".parse().unwrap());
        assert_eq!((days[0], days[6]), ("2026-06-15".parse().unwrap(), "2026-06-21".parse().unwrap()));
        let columns = columns(&agenda, &days, &Shown::default());
        assert_eq!(columns[0].busy, [Minutes { from: 1380, to: 1440 }]);
        assert_eq!(columns[1].busy, [Minutes { from: 0, to: 90 }]);
        assert_eq!(columns[1].bands[0].at, Minutes { from: 540, to: 1440 });
        assert_eq!(hours(&columns), Minutes { from: 480, to: 1440 });
        assert_eq!(without_bare_weekend(columns).len(), 5);
    }

    #[test]
    fn sessions_of_campaigns_are_bands_that_bear_their_name() {
        let mut agenda = agenda(Vec::new());
        let campaign = Named {
            id: CampaignId(Default::default()),
            slug: "soirees".parse().unwrap(),
            name: "Soirées".into(),
        };
        let time = open("2026-06-16T07:00:00+02:00", "2026-06-16T08:30:00+02:00", Channel::Video);
        agenda.people[0].sessions = vec![SessionTime { campaign, time }];
        let day = ["2026-06-16".parse().unwrap()];
        let bands = |channel| {
            let columns = columns(&agenda, &day, &Shown { theme: None, channel });
            columns[0].bands.iter().map(|band| (band.at.from, band.campaign.clone())).collect::<Vec<_>>()
        };
        assert_eq!(bands(None), [(420, Some("Soirées".to_owned())), (540, None)]);
        assert_eq!(bands(Some(Channel::Office)), [(540, None)]);
        assert_eq!(hours(&columns(&agenda, &day, &Shown::default())).from, 420);
    }

    #[test]
    fn cards_never_cover_each_other() {
        let items: Vec<_> = [("10:00", 45), ("10:30", 45), ("11:00", 5), ("14:00", 30)]
            .into_iter()
            .map(|(time, long)| appointment(&format!("2026-06-16T{time}:00+02:00"), long))
            .collect();
        let columns = columns(&agenda(items), &["2026-06-16".parse().unwrap()], &Shown::default());
        let cards = &columns[0].cards;
        assert_eq!(
            cards.iter().map(|card| (card.lane, card.lanes)).collect::<Vec<_>>(),
            [(0, 2), (1, 2), (0, 2), (0, 1)]
        );
        for (place, card) in cards.iter().enumerate() {
            for other in &cards[place + 1..] {
                let apart = card.at.to <= other.at.from || other.at.to <= card.at.from;
                assert!(apart || card.lane != other.lane, "{card:?} {other:?}");
            }
        }
    }

    #[test]
    fn filters_leave_out_what_is_not_asked() {
        let item = appointment("2026-06-16T10:00:00+02:00", 45);
        let day = ["2026-06-16".parse().unwrap()];
        let count = |shown: Shown| {
            let columns = columns(&agenda(vec![item.clone()]), &day, &shown);
            (columns[0].bands.len(), columns[0].cards.len())
        };
        assert_eq!(count(Shown::default()), (1, 1));
        assert_eq!(count(Shown { theme: Some("budget".into()), channel: None }), (1, 1));
        assert_eq!(count(Shown { theme: Some("autre".into()), channel: None }), (1, 0));
        assert_eq!(count(Shown { theme: None, channel: Some(Channel::Phone) }), (0, 0));
    }
}
