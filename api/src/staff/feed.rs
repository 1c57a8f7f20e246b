//! A person's appointments as a calendar that others read: Outlook, a telephone.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Days, TimeDelta, Utc};
use creno_types::ZonedInstant;
use creno_types::notification::{Feed, NewFeed};
use creno_types::staff::Permission;
use creno_types::template::MessageLang;

use crate::app::App;
use crate::booking::hash;
use crate::ics::{self, Entry};
use crate::notifications::Facts;
use crate::store::appointments::FullAppointment;
use crate::store::staff::Member;
use crate::store::{StoreError, appointments, feeds, staff, theme_messages};

/// Bytes of randomness in the secret of a feed.
const RANDOM: usize = 32;
/// How long ago the oldest appointment of a feed is.
const BEHIND: Days = Days::new(30);
/// Readings closer than this are noted once.
const READ_STEP: TimeDelta = TimeDelta::minutes(1);

/// Whether who is signed in has a feed.
///
/// # Errors
/// When the database fails.
pub async fn describe(app: &App, member: &Member) -> Result<Feed, StoreError> {
    let read = |at: DateTime<Utc>| ZonedInstant::new(at, &Utc);
    let times = feeds::find_feed(&app.db, member.staff.id).await?;
    Ok(times.map_or_else(Feed::default, |times| Feed {
        created_at: Some(read(times.created_at)),
        read_at: times.read_at.map(read),
    }))
}

/// Makes a feed for who is signed in, in place of the one that they have.
///
/// # Errors
/// When the database fails.
pub async fn create(app: &App, member: &Member) -> Result<NewFeed, StoreError> {
    let secret = app.random_bytes::<RANDOM>();
    feeds::put_feed(&app.db, member.staff.id, hash(b"feed", &secret), app.now()).await?;
    let url = format!("{}/api/v1/feeds/{}", app.config.public_url, URL_SAFE_NO_PAD.encode(secret));
    Ok(NewFeed { url })
}

/// Ends the feed of who is signed in.
///
/// # Errors
/// When the database fails.
pub async fn delete(app: &App, member: &Member) -> Result<(), StoreError> {
    feeds::delete_feed(&app.db, member.staff.id).await
}

/// The calendar that a secret opens: the appointments of somebody who is still here and may still see them, from thirty
/// days ago on. None when it opens nothing.
///
/// # Errors
/// When the database fails.
pub async fn read(app: &App, secret: &str, address: &str) -> Result<Option<String>, StoreError> {
    let bytes = URL_SAFE_NO_PAD.decode(secret).ok().filter(|bytes| bytes.len() == RANDOM);
    let Some(bytes) = bytes else { return Ok(None) };
    let Some((id, read_at)) = feeds::find_by_token(&app.db, hash(b"feed", &bytes)).await? else {
        return Ok(None);
    };
    let member = staff::find_member(&app.db, id, address).await?;
    let member = member.filter(|member| member.permissions.contains(&Permission::ViewAppointments));
    let Some(member) = member else { return Ok(None) };
    let now = app.now();
    if read_at.is_none_or(|last| now - last >= READ_STEP) {
        feeds::note_read(&app.db, id, now).await?;
    }
    let own = appointments::list_own(&app.db, id, now - BEHIND).await?;
    let discreet = theme_messages::list_discreet(&app.db).await?;
    let entries: Vec<_> = own
        .into_iter()
        .map(|full| {
            let neutral = discreet.contains(&full.appointment.theme.id);
            entry(app, &member, full, neutral)
        })
        .collect();
    Ok(Some(ics::calendar(&entries)))
}

/// An appointment as a calendar shows it: calendars are read over shoulders, so that what is about a sensitive theme names
/// nobody.
fn entry(app: &App, member: &Member, full: FullAppointment, neutral: bool) -> Entry {
    let facts = Facts::of(&full);
    let facts = if neutral { facts.neutral(MessageLang::Fr) } else { facts };
    let appointment = member.sight.of(full.appointment);
    let client = Some(appointment.client.name).filter(|name| !neutral && !name.is_empty());
    let summary = match client {
        Some(client) => format!("{}, {client}", facts.theme),
        None => facts.theme.clone(),
    };
    Entry {
        link: format!("{}/back-office/rendez-vous/{}", app.config.public_url, facts.reference),
        changed_at: appointment.created_at.utc(),
        summary,
        facts,
    }
}
