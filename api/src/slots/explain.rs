//! Why a start is offered or not: the engine's verdicts, person by person, in words.

use chrono::NaiveDate;
use creno_engine::verdict::{verdict, verdicts_on};
use creno_engine::{Person, Refusal, Request, Rule, Span};
use creno_types::explain::{ExplainQuery, Explanation, PersonVerdicts, StartVerdict};
use creno_types::staff::StaffName;

use super::board::{Board, OfferError, Wanted};
use crate::app::App;
use crate::store::staff::Member as Viewer;
use crate::store::{StoreError, reach};

/// Why nothing is explained.
#[derive(Debug, thiserror::Error)]
pub enum ExplainError {
    /// What is asked is not on offer at all.
    #[error(transparent)]
    Offer(#[from] OfferError),
    /// Neither an instant nor a date is asked, or both are.
    #[error("either an instant or a date")]
    InvalidMoment,
    /// No such person within reach.
    #[error("unknown person")]
    UnknownStaff,
}

/// What is looked at.
#[derive(Clone, Copy, Debug)]
enum Moment {
    Instant(i64),
    Date(NaiveDate),
}

/// Why starts are offered or not to those of the agency whom `viewer` reaches.
///
/// # Errors
/// When the question makes no sense, or is about what is out of reach: that is refused like what does not exist.
pub async fn explain(app: &App, viewer: &Viewer, query: &ExplainQuery) -> Result<Explanation, ExplainError> {
    let moment = match (query.at, query.date) {
        (Some(at), None) => Moment::Instant(at.utc().timestamp()),
        (None, Some(date)) => Moment::Date(date),
        _ => return Err(ExplainError::InvalidMoment),
    };
    let wanted = Wanted {
        agency: &query.agency,
        theme: &query.theme,
        channel: query.channel,
        campaign: query.campaign.as_deref(),
    };
    let store = |error| ExplainError::Offer(OfferError::Store(error));
    if !reach::reaches_agency(&app.db, viewer, &query.agency).await.map_err(store)? {
        return Err(OfferError::UnknownAgency.into());
    }
    let board = Board::find_checked(app, wanted).await?;
    let request = board.request();
    let mut people = Vec::new();
    for handler in board.handlers() {
        let staff = StaffName {
            id: handler.person.id,
            slug: handler.member.slug.clone(),
            name: handler.member.name.clone(),
        };
        if is_asked(query, &staff) && reaches(app, viewer, &staff).await.map_err(store)? {
            people.push(PersonVerdicts {
                staff,
                verdicts: verdicts(&board, &request, &handler.person, moment),
            });
        }
    }
    people.sort_by(|one, other| one.staff.name.cmp(&other.staff.name));
    if let (Some(name), true) = (&query.staff, people.is_empty()) {
        let staff = reach::find_person(&app.db, viewer, name).await.map_err(store)?;
        let staff = staff.ok_or(ExplainError::UnknownStaff)?;
        people.push(PersonVerdicts { staff, verdicts: not_handled(&board, moment) });
    }
    Ok(Explanation { timezone: board.snapshot.agency.timezone.name().to_owned(), people })
}

async fn reaches(app: &App, viewer: &Viewer, staff: &StaffName) -> Result<bool, StoreError> {
    Ok(reach::find_person(&app.db, viewer, staff.slug.as_str()).await?.is_some())
}

fn is_asked(query: &ExplainQuery, staff: &StaffName) -> bool {
    query.staff.as_ref().is_none_or(|name| staff.slug.as_str() == name || staff.id.to_string() == *name)
}

fn verdicts(board: &Board, request: &Request<'_>, person: &Person, moment: Moment) -> Vec<StartVerdict> {
    let judged = match moment {
        Moment::Instant(at) => vec![(at, verdict(request, person, at))],
        Moment::Date(date) => verdicts_on(request, person, date),
    };
    let mut runs: Vec<(i64, i64, Option<Refusal>)> = Vec::new();
    for (start, refusal) in judged.into_iter().map(|(start, verdict)| (start, verdict.err())) {
        match runs.last_mut() {
            Some((_, last, same)) if *same == refusal => *last = start,
            _ => runs.push((start, start, refusal)),
        }
    }
    let read = |(first, last, refusal): (i64, i64, Option<Refusal>)| StartVerdict {
        from: board.read(first),
        to: board.read(last),
        rule: refusal.map(|refusal| refusal.rule),
        detail: refusal.map_or_else(|| "Proposé.".into(), |refusal| detail(board, refusal)),
    };
    runs.into_iter().map(read).collect()
}

/// The whole of what is asked, for someone who does not receive there.
fn not_handled(board: &Board, moment: Moment) -> Vec<StartVerdict> {
    let zone = &board.snapshot.zone;
    let (first, last) = match moment {
        Moment::Instant(at) => (at, at),
        Moment::Date(date) => (zone.instant(date, 0), zone.instant(date, 1_439)),
    };
    let rule = Rule::NotHandled;
    let detail = detail(board, rule.into());
    vec![StartVerdict { from: board.read(first), to: board.read(last), rule: Some(rule), detail }]
}

/// A refusal in French, with what the rule looked at.
fn detail(board: &Board, refusal: Refusal) -> String {
    let rules = &board.theme().rules;
    let time = |at: i64| board.read(at).local_time().format("%-H:%M").to_string();
    let day = |at: i64| board.read(at).local_date().format("%d/%m/%Y").to_string();
    let span = |span: Span| format!("de {} à {}", time(span.start), time(span.end));
    match (refusal.rule, refusal.span) {
        (Rule::NotHandled, _) => match board.campaign() {
            None => "Cette personne ne traite pas ce thème dans cette agence.".into(),
            Some(campaign) => format!("Cette personne ne participe pas à la campagne « {} ».", campaign.name),
        },
        (Rule::ChannelClosed, _) => "Le thème n’est pas traité par ce canal.".into(),
        (Rule::Past, _) => "L’heure est passée.".into(),
        (Rule::Notice, Some(wait)) => {
            format!(
                "Trop tôt : avec le délai de prévenance, rien avant le {} à {}.",
                day(wait.end),
                time(wait.end)
            )
        }
        (Rule::Horizon, _) => {
            format!("Trop loin : le thème s’ouvre {} jours à l’avance.", rules.horizon_days)
        }
        (Rule::ClosedDate, Some(closed)) => {
            format!("L’agence est fermée : {}.", closure_label(board, closed))
        }
        (Rule::NoWindow, _) => {
            "Aucune plage de cette personne n’est ouverte à cette heure pour cette agence et ce canal.".into()
        }
        (Rule::Closing, Some(closing)) => format!("Fermeture exceptionnelle {}.", span(closing)),
        (Rule::WindowTooShort, Some(window)) => {
            format!("La plage se termine à {}, trop tôt pour {} minutes.", time(window.end), rules.duration.0)
        }
        (Rule::OffStep, _) => format!("Cette heure n’est pas sur le pas de {} minutes.", rules.step.0),
        (Rule::Booked, Some(booking)) => {
            format!("Un rendez-vous ou une réservation en cours occupe {}, battement compris.", span(booking))
        }
        (Rule::Busy, Some(busy)) => format!("L’agenda externe est occupé {}.", span(busy)),
        (
            Rule::Notice
            | Rule::ClosedDate
            | Rule::Closing
            | Rule::WindowTooShort
            | Rule::Booked
            | Rule::Busy,
            None,
        ) => "Ce temps est déjà pris.".into(),
    }
}

/// The labels of the closures that make a stretch.
fn closure_label(board: &Board, closed: Span) -> String {
    let snapshot = &board.snapshot;
    let date = snapshot.zone.local_date(closed.start);
    let labels = snapshot.closures.iter().zip(&snapshot.closure_labels);
    let of_date = labels.filter(|(closure, _)| {
        closure.date == date && snapshot.zone.instant(date, closure.from) == closed.start
    });
    let labels: Vec<_> = of_date.map(|(_, label)| label.as_str()).collect();
    labels.join(", ")
}
