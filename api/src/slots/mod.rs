//! Starts on offer: loads what the engine asks for, and calls it.

use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, Utc};
use creno_engine::starts::{next_after, offered};
use creno_engine::verdict::{able, closest_refusal};
use creno_engine::{Person, Refusal, Request, Zone};
use creno_types::slots::{SlotDay, Slots, SlotsQuery};
use creno_types::{Channel, ZonedInstant};

use crate::app::App;
use crate::store::StoreError;
use crate::store::schedule::{self, AgencyHours, Handler, Range, ThemeOffer};

/// An agency, a theme and a channel that go together.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Where.
    pub agency: AgencyHours,
    /// About what.
    pub theme: ThemeOffer,
    /// How client and staff member meet.
    pub channel: Channel,
}

/// Why an agency, a theme and a channel do not go together.
#[derive(Debug, thiserror::Error)]
pub enum OfferError {
    /// No active agency of that name.
    #[error("unknown agency")]
    UnknownAgency,
    /// No active theme of that name.
    #[error("unknown theme")]
    UnknownTheme,
    /// The agency does not offer the theme.
    #[error("theme not offered there")]
    ThemeNotOffered,
    /// The channel is not open for this theme in this agency.
    #[error("channel closed")]
    ChannelClosed,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why starts can't be listed.
#[derive(Debug, thiserror::Error)]
pub enum SlotsError {
    /// What is asked is not on offer at all.
    #[error(transparent)]
    Offer(#[from] OfferError),
    /// The range is backwards, or longer than [`SlotsQuery::MAX_DAYS`].
    #[error("invalid range")]
    InvalidRange,
}

impl From<StoreError> for SlotsError {
    fn from(error: StoreError) -> Self {
        Self::Offer(OfferError::Store(error))
    }
}

impl Offer {
    /// Finds what goes by those names (slugs or ids).
    ///
    /// # Errors
    /// When a name is unknown, or they do not go together.
    pub async fn find(app: &App, agency: &str, theme: &str, channel: Channel) -> Result<Self, OfferError> {
        let agency = schedule::find_agency(&app.db, agency).await?.ok_or(OfferError::UnknownAgency)?;
        let theme = schedule::find_theme(&app.db, theme).await?.ok_or(OfferError::UnknownTheme)?;
        if !schedule::is_offered(&app.db, theme.id, agency.id).await? {
            return Err(OfferError::ThemeNotOffered);
        }
        if !agency.channels.and(theme.rules.channels).contains(channel) {
            return Err(OfferError::ChannelClosed);
        }
        Ok(Self { agency, theme, channel })
    }
}

/// What the engine looks at for an offer over a range of dates, as it was at one instant.
pub struct Board {
    /// Those who handle the theme there.
    pub handlers: Vec<Handler>,
    offer: Offer,
    zone: Arc<Zone>,
    closed_dates: Vec<NaiveDate>,
    now: DateTime<Utc>,
}

impl Board {
    /// Reads the board from the database.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(app: &App, offer: &Offer, range: Range) -> Result<Self, StoreError> {
        let now = app.now();
        Ok(Self {
            handlers: schedule::list_handlers(&app.db, offer.theme.id, offer.agency.id, range, now).await?,
            closed_dates: schedule::list_closed_dates(&app.db, offer.agency.id, range).await?,
            zone: app.zones.get(offer.agency.timezone),
            offer: offer.clone(),
            now,
        })
    }

    /// The engine's request.
    pub fn request(&self) -> Request<'_> {
        Request {
            theme: &self.offer.theme.rules,
            agency: self.offer.agency.id,
            channel: self.offer.channel,
            zone: &self.zone,
            closed_dates: &self.closed_dates,
            now: self.now.timestamp() + i64::from(self.now.timestamp_subsec_nanos() > 0),
        }
    }

    /// Those who may receive at `start`.
    pub fn able(&self, start: DateTime<Utc>) -> Vec<&Handler> {
        able(&self.request(), &self.people(), start.timestamp())
            .into_iter()
            .map(|place| &self.handlers[place])
            .collect()
    }

    /// What the person who came closest to being able ran into; none when nobody handles the theme there.
    pub fn closest_refusal(&self, start: DateTime<Utc>) -> Option<Refusal> {
        closest_refusal(&self.request(), &self.people(), start.timestamp())
    }

    fn people(&self) -> Vec<Person> {
        self.handlers.iter().map(|handler| handler.person.clone()).collect()
    }

    fn read(&self, instant: i64) -> ZonedInstant {
        ZonedInstant::new(
            DateTime::from_timestamp(instant, 0).unwrap_or_default(),
            &self.offer.agency.timezone,
        )
    }
}

/// The starts on offer between two local dates, and the first one after them.
///
/// # Errors
/// When what is asked is not on offer, or the range is wrong.
pub async fn list_slots(app: &App, query: &SlotsQuery) -> Result<Slots, SlotsError> {
    let days = query.to.signed_duration_since(query.from).num_days() + 1;
    if !(1..=SlotsQuery::MAX_DAYS).contains(&days) {
        return Err(SlotsError::InvalidRange);
    }
    let offer = Offer::find(app, &query.agency, &query.theme, query.channel).await?;
    let zone = app.zones.get(offer.agency.timezone);
    let horizon = Days::new(u64::from(offer.theme.rules.horizon_days));
    let last = zone.local_date(app.now().timestamp()).checked_add_days(horizon).unwrap_or(query.to);
    // The first start after the range may be as far as the horizon.
    let board = Board::load(app, &offer, Range { from: query.from, to: last.max(query.to) }).await?;
    let (request, people) = (board.request(), board.people());
    let read = |starts: Vec<i64>| starts.into_iter().map(|start| board.read(start)).collect();
    Ok(Slots {
        timezone: offer.agency.timezone.name().to_owned(),
        from: query.from,
        to: query.to,
        days: offered(&request, &people, query.from, query.to)
            .into_iter()
            .map(|day| SlotDay { date: day.date, starts: read(day.starts) })
            .collect(),
        next: next_after(&request, &people, query.to).map(|start| board.read(start)),
    })
}

/// How many starts are proposed instead of one that is not on offer, and how far around it they are looked for.
const ALTERNATIVES: (usize, u64) = (6, 21);

/// The starts on offer that are nearest to `start`, in order of time.
///
/// # Errors
/// When the database fails.
pub async fn nearest(
    app: &App,
    offer: &Offer,
    start: DateTime<Utc>,
) -> Result<Vec<ZonedInstant>, StoreError> {
    let (count, days) = ALTERNATIVES;
    let zone = app.zones.get(offer.agency.timezone);
    // A start that has passed, or is absurdly far, is answered with what comes first.
    let around = zone.local_date(start.max(app.now()).timestamp());
    let from = around.checked_sub_days(Days::new(days)).unwrap_or(around);
    let to = around.checked_add_days(Days::new(days)).unwrap_or(around);
    let board = Board::load(app, offer, Range { from, to }).await?;
    let days = offered(&board.request(), &board.people(), from, to);
    let mut starts: Vec<_> = days.into_iter().flat_map(|day| day.starts).collect();
    starts.sort_by_key(|at| (at - start.timestamp()).abs());
    starts.truncate(count);
    starts.sort_unstable();
    Ok(starts.into_iter().map(|at| board.read(at)).collect())
}
