//! What the engine is asked: an agency, a theme, a channel, perhaps a campaign, and the people who could receive.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, Utc};
use creno_engine::verdict::{closest_refusal, verdict};
use creno_engine::{Person, Request, Rule, Span, ThemeRules};
use creno_types::ids::{CampaignId, StaffId};
use creno_types::{Channel, Minutes, ZonedInstant};

use super::snapshot::Snapshot;
use crate::app::App;
use crate::store::members::Member;
use crate::store::schedule::{Campaign, ThemeOffer};
use crate::store::{StoreError, schedule};

/// What starts are asked for. Agency, theme and campaign are named by slug or id.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Where.
    pub agency: &'a str,
    /// About what.
    pub theme: &'a str,
    /// By what way of meeting.
    pub channel: Channel,
    /// In which campaign, if in one.
    pub campaign: Option<&'a str>,
}

/// Why an agency, a theme, a channel and a campaign do not go together.
#[derive(Debug, thiserror::Error)]
pub enum OfferError {
    /// No active agency of that name.
    #[error("unknown agency")]
    UnknownAgency,
    /// No active theme of that name.
    #[error("unknown theme")]
    UnknownTheme,
    /// No active campaign of that name has sessions there.
    #[error("unknown campaign")]
    UnknownCampaign,
    /// The agency, or the campaign, does not offer the theme.
    #[error("theme not offered there")]
    ThemeNotOffered,
    /// The channel is not open for this theme in this agency.
    #[error("channel closed")]
    ChannelClosed,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An agency, a theme, a channel and perhaps a campaign that go together, with the people who could receive.
#[derive(Debug)]
pub struct Board {
    /// The agency.
    pub snapshot: Arc<Snapshot>,
    /// Way of meeting.
    pub channel: Channel,
    theme: usize,
    campaign: Option<usize>,
    now: DateTime<Utc>,
    ignored: Option<(StaffId, Span)>,
    latitude: Latitude,
    /// The theme's rules without its notice, where that is not asked.
    at_once: Option<ThemeRules>,
}

/// What a staff member may ask that a visitor may not.
#[derive(Clone, Copy, Debug, Default)]
pub struct Latitude {
    /// Only that person receives.
    pub only: Option<StaffId>,
    /// That person does not.
    pub except: Option<StaffId>,
    /// However soon: the notice is there so that staff are not surprised.
    pub at_once: bool,
}

/// Someone who could receive.
#[derive(Clone, Debug)]
pub struct Handler<'a> {
    /// Who.
    pub member: &'a Member,
    /// Place in the order of priority of the theme or campaign; the lowest comes first.
    pub priority: i64,
    /// What the engine knows of them.
    pub person: Cow<'a, Person>,
}

impl Board {
    /// The board of `wanted`, as far as this process knows; what it would refuse is looked up in the database.
    ///
    /// # Errors
    /// When a name is unknown, or they do not go together.
    pub async fn find(app: &App, wanted: Wanted<'_>) -> Result<Self, OfferError> {
        let snapshot = app.snapshots.get(app, wanted.agency).await?;
        // An agency that is not found was looked for in the database already.
        let known = snapshot.is_some();
        match Self::of(app, snapshot, wanted).await {
            Err(error) if known && !matches!(error, OfferError::Store(_)) => {
                Self::find_checked(app, wanted).await
            }
            found => found,
        }
    }

    /// The board of `wanted`, as the database has it now.
    ///
    /// # Errors
    /// When a name is unknown, or they do not go together.
    pub async fn find_checked(app: &App, wanted: Wanted<'_>) -> Result<Self, OfferError> {
        let snapshot = app.snapshots.get_checked(app, wanted.agency).await?;
        Self::of(app, snapshot, wanted).await
    }

    async fn of(app: &App, snapshot: Option<Arc<Snapshot>>, wanted: Wanted<'_>) -> Result<Self, OfferError> {
        let snapshot = snapshot.ok_or(OfferError::UnknownAgency)?;
        let named =
            |theme: &ThemeOffer| theme.slug.as_str() == wanted.theme || theme.id.to_string() == wanted.theme;
        let Some(theme) = snapshot.themes.iter().position(named) else {
            let known = schedule::find_theme(&app.db, wanted.theme).await?;
            return Err(if known.is_some() { OfferError::ThemeNotOffered } else { OfferError::UnknownTheme });
        };
        let campaign = match wanted.campaign {
            None => None,
            Some(name) => Some(find_campaign(&snapshot, name).ok_or(OfferError::UnknownCampaign)?),
        };
        let offer = &snapshot.themes[theme];
        if campaign.is_some_and(|place| !snapshot.campaigns[place].themes.contains(&offer.id)) {
            return Err(OfferError::ThemeNotOffered);
        }
        if !snapshot.agency.channels.and(offer.rules.channels).contains(wanted.channel) {
            return Err(OfferError::ChannelClosed);
        }
        Ok(Self {
            snapshot,
            channel: wanted.channel,
            theme,
            campaign,
            now: app.now(),
            ignored: None,
            latitude: Latitude::default(),
            at_once: None,
        })
    }

    /// The same as if that booking of a person were not there: the visitor's own hold, or the appointment to move.
    #[must_use]
    pub fn without(self, staff: StaffId, span: Span) -> Self {
        Self { ignored: Some((staff, span)), ..self }
    }

    /// The same for whom has that latitude.
    #[must_use]
    pub fn with(self, latitude: Latitude) -> Self {
        let rules = || ThemeRules { notice: Minutes::default(), ..self.theme().rules.clone() };
        let at_once = latitude.at_once.then(rules);
        Self { latitude, at_once, ..self }
    }

    /// The theme.
    pub fn theme(&self) -> &ThemeOffer {
        &self.snapshot.themes[self.theme]
    }

    /// The campaign, if it is one's.
    pub fn campaign(&self) -> Option<&Campaign> {
        self.campaign.map(|place| &self.snapshot.campaigns[place])
    }

    /// The campaign's id, if it is one's.
    pub fn campaign_id(&self) -> Option<CampaignId> {
        self.campaign().map(|campaign| campaign.id)
    }

    /// The engine's request.
    pub fn request(&self) -> Request<'_> {
        Request {
            theme: self.at_once.as_ref().unwrap_or(&self.theme().rules),
            agency: self.snapshot.agency.id,
            channel: self.channel,
            zone: &self.snapshot.zone,
            closures: &self.snapshot.closures,
            now: self.now.timestamp() + i64::from(self.now.timestamp_subsec_nanos() > 0),
        }
    }

    /// Those who could receive: who handles the theme and works there, or who takes part in the campaign.
    pub fn handlers(&self) -> impl Iterator<Item = Handler<'_>> {
        self.snapshot.members.iter().filter_map(|member| {
            let id = Some(member.person.id);
            if self.latitude.only.is_some() && self.latitude.only != id || self.latitude.except == id {
                return None;
            }
            let priority = self.priority(member)?;
            let mut person = Cow::Borrowed(&member.person);
            if let Some((_, span)) = self.ignored.filter(|(staff, _)| *staff == person.id) {
                person.to_mut().bookings.retain(|booking| booking.span != span);
            }
            Some(Handler { member, priority, person: self.receiving(person) })
        })
    }

    /// The person's place in the order of priority; none when they do not receive.
    fn priority(&self, member: &Member) -> Option<i64> {
        match self.campaign() {
            None => member.themes.get(&self.theme().id).copied().filter(|_| member.works_there),
            Some(campaign) => {
                campaign.staff.iter().find(|(staff, _)| *staff == member.person.id).map(|(_, place)| *place)
            }
        }
    }

    /// The person with the windows that count here: their own, or the campaign's sessions.
    pub fn receiving<'a>(&self, person: Cow<'a, Person>) -> Cow<'a, Person> {
        match self.campaign() {
            None => person,
            Some(campaign) => Cow::Owned(person.in_campaign(&campaign.sessions)),
        }
    }

    /// Those who may receive at `start`.
    pub fn able(&self, start: DateTime<Utc>) -> Vec<Handler<'_>> {
        let request = self.request();
        // No start has a fraction of a second.
        let whole = start.timestamp_subsec_nanos() == 0;
        self.handlers()
            .filter(|handler| whole && verdict(&request, &handler.person, start.timestamp()).is_ok())
            .collect()
    }

    /// What the person who came closest to being able at `start` ran into.
    pub fn closest_refusal(&self, start: DateTime<Utc>) -> Option<Rule> {
        let handlers: Vec<_> = self.handlers().map(|handler| handler.person).collect();
        closest_refusal(&self.request(), &handlers, start.timestamp())
    }

    /// An instant of the engine at the agency's offset.
    pub fn read(&self, instant: i64) -> ZonedInstant {
        let utc = DateTime::from_timestamp(instant, 0).unwrap_or_default();
        let offset = FixedOffset::east_opt(self.snapshot.zone.offset_at(instant));
        offset.map_or_else(|| ZonedInstant::new(utc, &Utc), |offset| ZonedInstant::new(utc, &offset))
    }
}

fn find_campaign(snapshot: &Snapshot, name: &str) -> Option<usize> {
    let named = |campaign: &Campaign| campaign.slug.as_str() == name || campaign.id.to_string() == name;
    snapshot.campaigns.iter().position(named)
}
