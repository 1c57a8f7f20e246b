//! Appointments that can't be kept as they are: somebody left, a theme was switched off, an agency closes that day. They
//! stay until a person decides; what could be done is proposed beside each.

use std::borrow::Cow;
use std::collections::HashSet;

use chrono::{Datelike as _, NaiveDate};
use creno_engine::holiday::holidays;
use creno_engine::verdict::verdict;
use creno_engine::{Request, Rule};
use creno_types::attention::{Attention, AttentionItem, AttentionReason};
use creno_types::holiday::HolidayCalendar;
use creno_types::staff::StaffName;

use crate::app::App;
use crate::journals;
use crate::slots::{Board, Wanted, nearest};
use crate::store::appointments::{self, FullAppointment};
use crate::store::attention::{self, Flagged};
use crate::store::staff::Member;
use crate::store::{StoreError, occupancy};

/// How many are told at most.
const MOST: usize = 100;
/// The appointments within reach that need attention, by start, masked as the profile asks.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App, member: &Member) -> Result<Attention, StoreError> {
    let now = app.now();
    let mut candidates = attention::list_flagged(&app.db, member, now).await?;
    let mut known: HashSet<_> = candidates.iter().map(|flagged| flagged.id).collect();
    // A calendar may have changed since: look at every day that is a holiday somewhere.
    for date in attention::list_dates(&app.db, member, now).await?.into_iter().filter(is_holiday_somewhere) {
        let more = attention::list_on_date(&app.db, member, now, date).await?;
        candidates.extend(more.into_iter().filter(|flagged| known.insert(flagged.id)));
    }
    let mut items = Vec::new();
    for flagged in candidates {
        if let Some(item) = look(app, flagged).await? {
            items.push(item);
        }
    }
    items.sort_by_key(|item| item.appointment.start);
    items.truncate(MOST);
    items.iter_mut().for_each(|item| member.sight.dim(&mut item.appointment.client));
    // Every page of the back-office asks: what shows nobody is no look at anybody.
    if !items.is_empty() {
        journals::note_read(app, member, "appointments that need attention".into()).await?;
    }
    Ok(Attention { items })
}

fn is_holiday_somewhere(date: &NaiveDate) -> bool {
    HolidayCalendar::ALL
        .into_iter()
        .any(|calendar| holidays(calendar, date.year()).into_iter().any(|(holiday, _)| holiday == *date))
}

/// The appointment with all that is in its way; none when nothing is.
async fn look(app: &App, flagged: Flagged) -> Result<Option<AttentionItem>, StoreError> {
    let Some(full) = appointments::find_appointment(&app.db, flagged.id).await? else { return Ok(None) };
    let mut reasons = flagged.reasons;
    let board = board(app, &full).await?;
    if let Some(board) = &board {
        reasons.extend(calendar_reason(board, &full));
    }
    if reasons.is_empty() {
        return Ok(None);
    }
    reasons.sort_unstable();
    reasons.dedup();
    let start = full.appointment.start.utc();
    let colleagues = board.as_ref().map_or_else(Vec::new, |board| {
        let others =
            board.able(start).into_iter().filter(|handler| handler.person.id != full.appointment.staff.id);
        others
            .map(|handler| StaffName {
                id: handler.person.id,
                slug: handler.member.slug.clone(),
                name: handler.member.name.clone(),
            })
            .collect()
    });
    let alternatives = board.map_or_else(Vec::new, |board| nearest(&board, start));
    Ok(Some(AttentionItem { appointment: full.appointment, reasons, colleagues, alternatives }))
}

/// The board of the appointment's own agency, theme and channel as if it were not there; none when they no longer go
/// together.
async fn board(app: &App, full: &FullAppointment) -> Result<Option<Board>, StoreError> {
    let appointment = &full.appointment;
    let (agency, theme) = (appointment.agency.id.to_string(), appointment.theme.id.to_string());
    let campaign = full.campaign.as_ref().map(|campaign| campaign.slug.to_string());
    let wanted = Wanted {
        agency: &agency,
        theme: &theme,
        channel: appointment.channel,
        campaign: campaign.as_deref(),
    };
    let board = match Board::find(app, wanted).await {
        Ok(board) => board,
        Err(crate::slots::OfferError::Store(error)) => return Err(error),
        Err(_) => return Ok(None),
    };
    let own = occupancy::find_of_appointment(&app.db, appointment.id).await?;
    Ok(Some(match own {
        Some(own) => board.without(own.staff, own.span()),
        None => board,
    }))
}

/// Whether the calendar is in the way: the engine's verdict at the last moment when the start could have been booked.
fn calendar_reason(board: &Board, full: &FullAppointment) -> Option<AttentionReason> {
    let staff = full.appointment.staff.id;
    let member = board.snapshot.members.iter().find(|member| member.person.id == staff)?;
    let start = full.appointment.start.utc().timestamp();
    let rules = &board.theme().rules;
    let request = Request { now: start - rules.notice.seconds(), ..board.request() };
    match verdict(&request, &board.receiving(Cow::Borrowed(&member.person)), start).err()?.rule {
        Rule::ClosedDate => Some(AttentionReason::Closed),
        Rule::Closing => Some(AttentionReason::Away),
        _ => None,
    }
}
