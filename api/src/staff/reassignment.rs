//! Somebody is away: who could receive each of their appointments of a day, and a plan that gives away as many as it can.

use creno_engine::Span;
use creno_types::appointment::{AppointmentStatus, Reassignment, ReassignmentItem, ReassignmentQuery};
use creno_types::ids::StaffId;
use uuid::Uuid;

use super::colleagues::{ColleaguesError, able, board, named, others};
use crate::app::App;
use crate::journals;
use crate::precondition::etag;
use crate::slots::{Latitude, OfferError};
use crate::store::appointments::{self, Filter};
use crate::store::reach;
use crate::store::staff::Member;

/// How many appointments a day may have.
const MOST: i64 = 100;

/// The appointments to come of a person within the member's reach on a local date, with who could receive each of them.
/// The look is journaled.
///
/// # Errors
/// When the person is out of reach.
pub async fn propose(
    app: &App,
    member: &Member,
    query: &ReassignmentQuery,
) -> Result<Reassignment, ColleaguesError> {
    let person = reach::find_person(&app.db, member, &query.staff).await?;
    let person = person.ok_or(ColleaguesError::UnknownStaff)?;
    let filter = Filter {
        dates: (query.date, query.date),
        after: (app.now(), Uuid::max()),
        status: Some(AppointmentStatus::Confirmed),
        channel: None,
        agency: None,
        theme: None,
        staff: Some(person.id.to_string()),
        limit: MOST,
        search: String::new(),
    };
    let (mut items, mut tasks) = (Vec::new(), Vec::new());
    for appointment in appointments::list_appointments(&app.db, member, &filter).await? {
        let Some(full) = appointments::find_appointment(&app.db, appointment.id).await? else { continue };
        let start = appointment.start.utc();
        let latitude = Latitude { except: Some(person.id), ..Latitude::default() };
        // What no longer goes together can be given to nobody there.
        let board = match board(app, &full, None, None, latitude).await {
            Ok(board) => Some(board),
            Err(OfferError::Store(error)) => return Err(error.into()),
            Err(_) => None,
        };
        let able = board.as_ref().map_or_else(Vec::new, |board| able(board, start, person.id));
        let buffer = board.as_ref().map_or(0, |board| board.theme().rules.buffer.seconds());
        tasks.push(Task {
            span: Span::new(start.timestamp(), appointment.end.utc().timestamp() + buffer),
            able: able.iter().map(|(handler, busy)| (handler.person.id, *busy)).collect(),
        });
        let appointment = member.sight.of(appointment);
        items.push(ReassignmentItem {
            etag: etag(&appointment),
            appointment,
            colleagues: able.iter().map(|(handler, _)| named(handler)).collect(),
            proposed: None,
            alternatives: board.as_ref().map_or_else(Vec::new, |board| others(board, start)),
        });
    }
    for (item, given) in items.iter_mut().zip(Plan::of(&tasks)) {
        item.proposed = item.colleagues.iter().find(|colleague| Some(colleague.id) == given).cloned();
    }
    if !items.is_empty() {
        let subject = format!("reassignment of {}, {}", person.slug, query.date);
        journals::note_read(app, member, subject).await?;
    }
    Ok(Reassignment { items })
}

/// An appointment to give away.
struct Task {
    /// Its time, buffer included.
    span: Span,
    /// Who could receive it, with how much they have that day.
    able: Vec<(StaffId, usize)>,
}

/// A search for who receives what, so that as many as possible are received and nobody is in two places at once. The same
/// tasks always give the same plan.
struct Plan<'a> {
    tasks: &'a [Task],
    now: Vec<Option<StaffId>>,
    best: Vec<Option<StaffId>>,
    /// How many more steps the search may take: a day seldom needs more than a few dozen.
    steps: u32,
}

/// What a search may take: some milliseconds.
const STEPS: u32 = 20_000;

impl<'a> Plan<'a> {
    fn of(tasks: &'a [Task]) -> Vec<Option<StaffId>> {
        let nobody = vec![None; tasks.len()];
        let mut plan = Self { tasks, now: Vec::new(), best: nobody, steps: STEPS };
        plan.place();
        plan.best
    }

    fn given(plan: &[Option<StaffId>]) -> usize {
        plan.iter().flatten().count()
    }

    /// Tries everyone for the next task, the least busy first, then nobody.
    fn place(&mut self) {
        let (place, given, best) = (self.now.len(), Self::given(&self.now), Self::given(&self.best));
        let Some(task) = self.tasks.get(place) else {
            if given > best {
                self.best.clone_from(&self.now);
            }
            return;
        };
        // Those that are left can't make it better.
        if given + (self.tasks.len() - place) <= best || self.steps == 0 {
            return;
        }
        self.steps -= 1;
        let held = |who: StaffId| {
            let given = self.now.iter().zip(self.tasks).filter(move |(given, _)| **given == Some(who));
            given.map(|(_, task)| task.span).collect::<Vec<_>>()
        };
        let mut able: Vec<_> = task
            .able
            .iter()
            .map(|(who, busy)| (*who, *busy, held(*who)))
            .filter(|(_, _, held)| held.iter().all(|span| !span.overlaps(task.span)))
            .map(|(who, busy, held)| (busy + held.len(), who))
            .collect();
        // Those who are as busy stay in their order.
        able.sort_by_key(|(busy, _)| *busy);
        for who in able.into_iter().map(|(_, who)| Some(who)).chain([None]) {
            self.now.push(who);
            self.place();
            self.now.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use creno_engine::Span;
    use creno_types::ids::StaffId;
    use uuid::Uuid;

    use super::{Plan, Task};

    /// Start, end, and who could receive with how much they have.
    type Asked<'a> = (i64, i64, &'a [(u128, usize)]);

    fn plan(tasks: &[Asked<'_>]) -> Vec<Option<u128>> {
        let tasks: Vec<_> = tasks
            .iter()
            .map(|(start, end, able)| Task {
                span: Span::new(*start, *end),
                able: able.iter().map(|(who, busy)| (StaffId(Uuid::from_u128(*who)), *busy)).collect(),
            })
            .collect();
        Plan::of(&tasks).into_iter().map(|who| who.map(|who| who.0.as_u128())).collect()
    }

    #[test]
    fn nobody_is_in_two_places_and_as_many_as_can_be_are_received() {
        // The first could take either; the second needs the one whom the first would get.
        let tasks: &[Asked<'_>] = &[(0, 10, &[(1, 0), (2, 5)]), (5, 15, &[(1, 0)])];
        assert_eq!(plan(tasks), [Some(2), Some(1)]);
        assert_eq!(
            plan(&[(0, 10, &[(1, 0)]), (5, 15, &[(1, 0)]), (10, 20, &[(1, 0)])]),
            [Some(1), None, Some(1)]
        );
        assert_eq!(plan(&[(0, 10, &[])]), [None]);
    }

    #[test]
    fn the_least_busy_receives_counting_what_the_plan_gives() {
        let two: &[(u128, usize)] = &[(1, 0), (2, 1)];
        assert_eq!(
            plan(&[(0, 1, two), (1, 2, two), (2, 3, two), (3, 4, two)]),
            [Some(1), Some(1), Some(2), Some(1)]
        );
    }

    #[test]
    fn a_crowded_day_is_planned_in_time() {
        let many: Vec<(u128, usize)> = (1..=30).map(|who| (who, 0)).collect();
        let tasks: Vec<_> = (0..60).map(|place| (place, place + 50, &many[..])).collect();
        assert!(plan(&tasks).iter().flatten().count() >= 30);
    }
}
