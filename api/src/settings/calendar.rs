//! The calendar of an agency: what its public holidays are, what was changed to them, when it is closed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use creno_engine::holiday::holidays;
use creno_types::api_key::ApiResource;
use creno_types::appointment::Named;
use creno_types::calendar::{
    Calendar, CalendarDay, CalendarKind, CheckedClosure, CheckedHolidayChange, Closure, HolidayChange,
    NewClosure, NewHolidayChange,
};
use creno_types::holiday::HolidayCalendar;
use creno_types::ids::{AgencyId, ClosureId, HolidayId};
use creno_types::journal::SettingsAction;
use creno_types::local_minute::LocalMinute;
use creno_types::staff::Scope;

use serde::Serialize;

use super::{SettingError, log};
use crate::app::App;
use crate::precondition::Precondition;
use crate::store::settings::agencies;
use crate::store::staff::Member;
use crate::store::{StoreError, Tx, calendar, settings_log};

/// A year of the agency of that slug or id.
///
/// # Errors
/// When `member` reaches no such agency, or there is no such year.
pub async fn find(app: &App, member: &Member, agency: &str, year: i32) -> Result<Calendar, SettingError> {
    let found = agencies::find_reached(&app.db, member, agency).await?;
    let found = found.ok_or(SettingError::NotFound)?;
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).ok_or(SettingError::NotFound);
    let (first, last) = (day(1, 1)?, day(12, 31)?);
    let changes = calendar::list_holiday_changes(&app.db, found.agency.id, first, last).await?;
    let closures = calendar::list_closures(&app.db, found.agency.id, first, last).await?;
    let mut items = changed_holidays(found.holidays, year, changes);
    items.extend(closures.iter().flat_map(|closure| closed_days(closure, first, last)));
    items.sort_by_key(|day| (day.date, day.from_time, day.to_time, day.kind, day.id));
    Ok(Calendar { agency: found.agency, year, holidays: found.holidays, items, closures })
}

/// Adds a closure.
///
/// # Errors
/// When it can't be accepted, or is out of reach.
pub async fn create_closure(app: &App, member: &Member, new: &NewClosure) -> Result<Closure, SettingError> {
    let checked = CheckedClosure::check(new).map_err(SettingError::InvalidFields)?;
    let agency = target(app, member, checked.agency()).await?;
    let closure = Closure { id: ClosureId(app.new_id()), agency, rule: checked.rule().clone() };
    let mut tx = app.db.begin().await?;
    calendar::insert_closure(&mut tx, &closure).await?;
    let agency = closure.agency.as_ref();
    note(app, &mut tx, member, agency, SettingsAction::Created, None, Some(&closure)).await?;
    tx.commit().await?;
    Ok(closure)
}

/// Replaces a closure.
///
/// # Errors
/// When it can't be accepted, or is out of reach, as it was or as it becomes.
pub async fn update_closure(
    app: &App,
    member: &Member,
    id: ClosureId,
    seen: &Precondition,
    new: &NewClosure,
) -> Result<Closure, SettingError> {
    allow(app, member, id).await?;
    let checked = CheckedClosure::check(new).map_err(SettingError::InvalidFields)?;
    let agency = target(app, member, checked.agency()).await?;
    let closure = Closure { id, agency, rule: checked.rule().clone() };
    let (mut tx, before) = lock(app, member, id, seen).await?;
    calendar::update_closure(&mut tx, &closure).await?;
    let agency = closure.agency.as_ref();
    note(app, &mut tx, member, agency, SettingsAction::Updated, Some(&before), Some(&closure)).await?;
    tx.commit().await?;
    Ok(closure)
}

/// Removes a closure.
///
/// # Errors
/// When it is out of reach.
pub async fn delete_closure(
    app: &App,
    member: &Member,
    id: ClosureId,
    seen: &Precondition,
) -> Result<(), SettingError> {
    allow(app, member, id).await?;
    let (mut tx, before) = lock(app, member, id, seen).await?;
    calendar::delete_closure(&mut tx, id).await?;
    note(app, &mut tx, member, before.agency.as_ref(), SettingsAction::Deleted, Some(&before), None).await?;
    Ok(tx.commit().await?)
}

/// Says of a date, written `YYYY-MM-DD`, that it is a public holiday or that it is worked.
///
/// # Errors
/// When it can't be accepted, or is out of reach.
pub async fn put_holiday(
    app: &App,
    member: &Member,
    date: &str,
    new: &NewHolidayChange,
) -> Result<HolidayChange, SettingError> {
    let checked = CheckedHolidayChange::check(date, new).map_err(SettingError::InvalidFields)?;
    let agency = target(app, member, checked.agency()).await?;
    let mut change = checked.kept(HolidayId(app.new_id()), agency);
    let mut tx = app.db.begin().await?;
    change.id = calendar::put_holiday_change(&mut tx, &change).await?;
    let agency = change.agency.as_ref();
    note(app, &mut tx, member, agency, SettingsAction::Updated, None, Some(&change)).await?;
    tx.commit().await?;
    Ok(change)
}

/// Takes back what was said of a date, by an agency or by the network.
///
/// # Errors
/// When nothing was said, or it is out of reach.
pub async fn delete_holiday(
    app: &App,
    member: &Member,
    date: NaiveDate,
    agency: Option<&str>,
) -> Result<(), SettingError> {
    let agency = target(app, member, agency).await?;
    let mut tx = app.db.begin().await?;
    if !calendar::delete_holiday_change(&mut tx, agency.as_ref(), date).await? {
        return Err(SettingError::NotFound);
    }
    note(app, &mut tx, member, agency.as_ref(), SettingsAction::Deleted, Some(&date), None).await?;
    Ok(tx.commit().await?)
}

/// The closure of that id.
///
/// # Errors
/// When `member` reaches none.
pub async fn get_closure(app: &App, member: &Member, id: ClosureId) -> Result<Closure, SettingError> {
    calendar::find_closure(&app.db, member, id).await?.ok_or(SettingError::NotFound)
}

/// A transaction that is alone to change calendars, and the closure as it is then, when it is what was seen.
async fn lock(
    app: &App,
    member: &Member,
    id: ClosureId,
    seen: &Precondition,
) -> Result<(Tx, Closure), SettingError> {
    let mut tx = app.db.begin().await?;
    settings_log::lock(&mut tx, ApiResource::Calendar.as_str()).await?;
    let present = calendar::find_closure(&mut tx, member, id).await?.ok_or(SettingError::NotFound)?;
    seen.check(&present)?;
    Ok((tx, present))
}

async fn note<T: Serialize>(
    app: &App,
    tx: &mut Tx,
    member: &Member,
    agency: Option<&Named<AgencyId>>,
    action: SettingsAction,
    before: Option<&T>,
    after: Option<&T>,
) -> Result<(), StoreError> {
    let subject = agency.map_or_else(|| "network".to_owned(), |agency| agency.slug.to_string());
    log(app, tx, member, ApiResource::Calendar, subject, action, before, after).await
}

/// The agency named, when `member` reaches it. What is the network's takes reach of all of it.
async fn target(
    app: &App,
    member: &Member,
    agency: Option<&str>,
) -> Result<Option<Named<AgencyId>>, SettingError> {
    let Some(name) = agency else {
        return if member.scope == Scope::Network { Ok(None) } else { Err(SettingError::BeyondReach) };
    };
    let found = agencies::find_reached(&app.db, member, name).await?;
    Ok(Some(found.ok_or(SettingError::NotFound)?.agency))
}

/// Refuses to touch a closure that `member` does not reach, or not all of.
async fn allow(app: &App, member: &Member, id: ClosureId) -> Result<(), SettingError> {
    let closure = get_closure(app, member, id).await?;
    if closure.agency.is_none() && member.scope != Scope::Network {
        return Err(SettingError::BeyondReach);
    }
    Ok(())
}

/// The public holidays of a year, as they were changed.
fn changed_holidays(of: HolidayCalendar, year: i32, mut changes: Vec<HolidayChange>) -> Vec<CalendarDay> {
    let computed = holidays(of, year).into_iter().map(|(date, holiday)| {
        let day = CalendarDay {
            date,
            label: holiday.label().to_owned(),
            kind: CalendarKind::Holiday,
            from_time: LocalMinute::default(),
            to_time: LocalMinute::END_OF_DAY,
            computed: true,
            id: None,
            network: false,
        };
        (date, day)
    });
    let mut days: BTreeMap<NaiveDate, CalendarDay> = computed.collect();
    // The agency's own changes come last: they beat the network's.
    changes.sort_by_key(|change| change.agency.is_some());
    for change in changes {
        let day = CalendarDay {
            date: change.date,
            label: change.label,
            kind: if change.observed { CalendarKind::Holiday } else { CalendarKind::Worked },
            from_time: LocalMinute::default(),
            to_time: LocalMinute::END_OF_DAY,
            computed: days.get(&change.date).is_some_and(|day| day.computed),
            id: Some(change.id.0),
            network: change.agency.is_none(),
        };
        days.insert(day.date, day);
    }
    days.into_values().collect()
}

/// The days of a closure between two dates.
fn closed_days(closure: &Closure, first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = CalendarDay> {
    let rule = &closure.rule;
    let last = rule.until_date.min(last);
    rule.from_date.max(first).iter_days().take_while(move |date| *date <= last).map(|date| CalendarDay {
        date,
        label: rule.label.clone(),
        kind: CalendarKind::Closure,
        from_time: rule.from_time,
        to_time: rule.to_time,
        computed: false,
        id: Some(closure.id.0),
        network: closure.agency.is_none(),
    })
}
