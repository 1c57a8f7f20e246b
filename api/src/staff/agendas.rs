//! Agendas: when people receive, whom, and when they are busy elsewhere, as far as a profile reaches and shows.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Datelike as _, FixedOffset, Utc};
use chrono_tz::Tz;
use creno_engine::open::{Place, open_time};
use creno_engine::{Closure, Person, Zone};
use creno_types::agenda::{Agenda, AgendaQuery, BusyTime, ClosedDay, OpenTime, PersonAgenda, SessionTime};
use creno_types::ids::{AgencyId, StaffId};
use creno_types::staff::Permission;
use creno_types::{Slug, ZonedInstant};

use crate::app::App;
use crate::journals;
use crate::slots::arrange;
use crate::store::agendas::{self, Asked, Closed, Participation, Workplace};
use crate::store::staff::Member;
use crate::store::{StoreError, appointments, members, reach};

/// Why there is no agenda to show.
#[derive(Debug, thiserror::Error)]
pub enum AgendaError {
    /// The range is backwards, longer than [`AgendaQuery::MAX_DAYS`], or of no calendar.
    #[error("invalid range")]
    InvalidRange,
    /// No such agency within reach.
    #[error("unknown agency")]
    UnknownAgency,
    /// No such person within reach.
    #[error("unknown person")]
    UnknownStaff,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The agendas asked, within the member's reach, as they see them; the look is journaled.
///
/// # Errors
/// When the range is wrong, or what is named is out of reach.
pub async fn list(app: &App, member: &Member, query: &AgendaQuery) -> Result<Agenda, AgendaError> {
    let days = query.to.signed_duration_since(query.from).num_days() + 1;
    let known = |year| (1970..9999).contains(&year);
    if !(1..=AgendaQuery::MAX_DAYS).contains(&days) || !known(query.from.year()) || !known(query.to.year()) {
        return Err(AgendaError::InvalidRange);
    }
    let (from, to) = (query.from, query.to);
    let asked = Asked { member, staff: query.staff.as_deref(), agency: query.agency.as_deref(), from, to };
    if let Some(agency) = asked.agency
        && !reach::reaches_agency(&app.db, member, agency).await?
    {
        return Err(AgendaError::UnknownAgency);
    }
    let sees = member.permissions.contains(&Permission::ViewAppointments);
    let taken =
        async { if sees { appointments::list_agenda(&app.db, &asked).await } else { Ok(Vec::new()) } };
    // Journaled before it is shown, while the rest is read.
    let people = async {
        let people = agendas::list_people(&app.db, &asked).await?;
        let is_unknown = asked.staff.is_some() && people.is_empty();
        if sees && !is_unknown {
            let of = asked.staff.and_then(|_| people.first());
            let whose = of.map_or_else(String::new, |person| format!(" of {}", person.slug));
            journals::note_read(app, member, format!("agendas{whose}, {from} to {to}")).await?;
        }
        Ok(people)
    };
    // At once: most of the time is the way to the database and back.
    let (people, places, standing, participations, busy, closed, taken) = tokio::try_join!(
        people,
        agendas::list_places(&app.db, &asked),
        agendas::list_standing(&app.db, &asked),
        agendas::list_participations(&app.db, &asked),
        agendas::list_busy(&app.db, &asked),
        agendas::list_closed(&app.db, from, to),
        taken,
    )?;
    if asked.staff.is_some() && people.is_empty() {
        return Err(AgendaError::UnknownStaff);
    }
    let everywhere: Vec<_> = places.iter().chain(participations.iter().map(|one| &one.place)).collect();
    let closures = closures(&everywhere, &closed, &asked);
    let closed = closed_times(&everywhere, &closures);
    let mut taken_by: HashMap<StaffId, Vec<_>> = HashMap::new();
    for appointment in taken {
        taken_by.entry(appointment.staff.id).or_default().push(member.sight.of(appointment));
    }
    let look = Look { app, closures: &closures, asked: &asked };
    let people = people.into_iter().map(|staff| {
        let own: Vec<_> = places.iter().filter(|place| place.staff == staff.id).collect();
        let nobody = members::nobody_yet(staff.id);
        let person = standing.iter().find(|person| person.id == staff.id).unwrap_or(&nobody);
        let zone = own.first().map_or(chrono_tz::UTC, |place| place.timezone);
        PersonAgenda {
            open: look.open(person, &own),
            sessions: look.sessions(person, &participations),
            appointments: taken_by.remove(&staff.id).unwrap_or_default(),
            busy: busy_times(&busy, staff.id, zone),
            staff,
        }
    });
    Ok(Agenda { from, to, people: people.collect(), closed })
}

/// The closures of an agency, by date, each with its label.
type Closures = HashMap<AgencyId, Vec<(Closure, String)>>;

fn closures(places: &[&Workplace], closed: &Closed, asked: &Asked<'_>) -> Closures {
    let mut closures = Closures::new();
    for place in places {
        closures.entry(place.id).or_insert_with(|| {
            let concerns = |agency: &Option<AgencyId>| agency.is_none_or(|agency| agency == place.id);
            let changes = closed.changes.iter().filter(|(agency, _)| concerns(agency));
            let ranges = closed.ranges.iter().filter(|(agency, _)| concerns(agency));
            let ranges: Vec<_> = ranges.map(|(_, range)| range.clone()).collect();
            let changes = changes.map(|(_, change)| change.clone()).collect();
            let mut all = arrange(place.holidays, changes, &ranges, (asked.from, asked.to));
            // Holidays are computed by the year.
            all.retain(|(closure, _)| (asked.from..=asked.to).contains(&closure.date));
            all
        });
    }
    closures
}

fn closed_times(places: &[&Workplace], closures: &Closures) -> Vec<ClosedDay> {
    let slugs: BTreeMap<&Slug, AgencyId> = places.iter().map(|place| (&place.slug, place.id)).collect();
    let mut times = Vec::new();
    for (slug, agency) in slugs {
        for (closure, label) in closures.get(&agency).into_iter().flatten() {
            times.push(ClosedDay { agency: slug.clone(), date: closure.date, label: label.clone() });
        }
    }
    times
}

/// What receiving depends on beside people and places.
struct Look<'a> {
    app: &'a App,
    closures: &'a Closures,
    asked: &'a Asked<'a>,
}

impl Look<'_> {
    /// When a person receives in their agencies, by time.
    fn open(&self, person: &Person, places: &[&Workplace]) -> Vec<OpenTime> {
        let mut times: Vec<_> = places.iter().flat_map(|place| self.times(person, place)).collect();
        times.sort_by(by_time);
        times
    }

    /// When they receive for campaigns, by time.
    fn sessions(&self, person: &Person, participations: &[Participation]) -> Vec<SessionTime> {
        let own = participations.iter().filter(|one| one.place.staff == person.id);
        let mut times: Vec<_> = own
            .flat_map(|one| {
                let times = self.times(&person.in_campaign(&one.sessions), &one.place);
                times.into_iter().map(|time| SessionTime { campaign: one.campaign.clone(), time })
            })
            .collect();
        times.sort_by(|one, other| by_time(&one.time, &other.time));
        times
    }

    fn times(&self, person: &Person, place: &Workplace) -> Vec<OpenTime> {
        let zone = self.app.zones.get(place.timezone);
        let closed = self.closures.get(&place.id).into_iter().flatten();
        let closed: Vec<Closure> = closed.map(|(closure, _)| *closure).collect();
        let at = Place { agency: place.id, zone: &zone, closures: &closed };
        let times = open_time(&at, person, self.asked.from, self.asked.to).into_iter();
        times
            .map(|(span, channels)| OpenTime {
                start: read(&zone, span.start),
                end: read(&zone, span.end),
                agency: place.slug.clone(),
                channels,
            })
            .collect()
    }
}

fn by_time(one: &OpenTime, other: &OpenTime) -> Ordering {
    (one.start, one.end, &one.agency).cmp(&(other.start, other.end, &other.agency))
}

fn busy_times(busy: &[(StaffId, DateTime<Utc>, DateTime<Utc>)], staff: StaffId, zone: Tz) -> Vec<BusyTime> {
    let own = busy.iter().filter(|(whose, _, _)| *whose == staff);
    let read = |at: &DateTime<Utc>| ZonedInstant::new(*at, &zone);
    own.map(|(_, start, end)| BusyTime { start: read(start), end: read(end) }).collect()
}

/// An instant of the engine at the offset of a zone.
fn read(zone: &Zone, instant: i64) -> ZonedInstant {
    let utc = DateTime::from_timestamp(instant, 0).unwrap_or_default();
    let offset = FixedOffset::east_opt(zone.offset_at(instant));
    offset.map_or_else(|| ZonedInstant::new(utc, &Utc), |offset| ZonedInstant::new(utc, &offset))
}
