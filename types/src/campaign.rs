//! Campaigns, as administrators set them: themes, people and sessions, written as one.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::appointment::Named;
use crate::channel::Channel;
use crate::ids::{AgencyId, CampaignId, ThemeId};
use crate::problem::{FieldError, FieldErrorCode};
use crate::slug::Slug;
use crate::staff::StaffName;
use crate::window::WindowRule;
use crate::window::faults::{Faults, filled};
use crate::window::rule::TypedRule;

/// A campaign as typed. What is absent is empty, so that every fault is named with its field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "slug": "soirees-budget", "name": "Les soirées budget", "active": true, "themes": ["premier-rdv"], "staff": [{ "staff": "lea-martin", "priority": 1 }], "sessions": [{ "agency": "paris-opera", "channels": ["office"], "date": "2026-06-18", "from_time": "17:00", "to_time": "20:00" }] })))]
#[serde(deny_unknown_fields, default)]
pub struct NewCampaign {
    /// Name in links.
    pub slug: String,
    /// Name on screen, in French; 120 characters at most.
    pub name: String,
    /// Whether it is on offer.
    pub active: Option<bool>,
    /// Slugs or ids of its themes; at least one.
    pub themes: Vec<String>,
    /// Who takes part; at least one person.
    pub staff: Vec<NewParticipant>,
    /// When and where; at least one session.
    pub sessions: Vec<NewCampaignSession>,
}

/// A person who takes part in a campaign, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct NewParticipant {
    /// Slug or id of the person.
    pub staff: String,
    /// Place in the campaign's order of priority, 1 to 999; the lowest comes first.
    pub priority: i64,
}

impl Default for NewParticipant {
    fn default() -> Self {
        Self { staff: String::new(), priority: 1 }
    }
}

/// A session as typed: on one date, or by a rhythm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct NewCampaignSession {
    /// Slug or id of the agency.
    pub agency: String,
    /// The date of a session that takes place once, `YYYY-MM-DD`; no rhythm then.
    pub date: Option<String>,
    /// Day of the week, 1 (Monday) to 7 (Sunday).
    pub weekday: Option<i64>,
    /// Every how many weeks, or months when `nth` is given; 1 to 104. Above 1, `valid_from` says from when to count.
    pub every: i64,
    /// Which one of the month: 1 to 5 from its beginning, −1 to −5 from its end.
    pub nth: Option<i64>,
    /// First date, `YYYY-MM-DD`.
    pub valid_from: Option<String>,
    /// Last date, `YYYY-MM-DD`.
    pub valid_until: Option<String>,
    /// When it begins, `HH:MM` by the agency's clock.
    pub from_time: String,
    /// When it ends, `HH:MM` up to `24:00`.
    pub to_time: String,
    /// Ways of meeting; at least one.
    pub channels: Vec<Channel>,
}

impl Default for NewCampaignSession {
    fn default() -> Self {
        Self {
            agency: String::new(),
            date: None,
            weekday: None,
            every: 1,
            nth: None,
            valid_from: None,
            valid_until: None,
            from_time: String::new(),
            to_time: String::new(),
            channels: Vec::new(),
        }
    }
}

impl NewCampaignSession {
    fn has_rhythm(&self) -> bool {
        let dates = [&self.valid_from, &self.valid_until];
        self.weekday.is_some()
            || self.nth.is_some()
            || self.every != 1
            || dates.into_iter().any(|date| filled(date.as_deref()).is_some())
    }

    /// The rule; a session that takes place once is valid from its date until it.
    fn check(&self, faults: &mut Faults) -> Option<WindowRule> {
        faults.filled("agency", &self.agency);
        let once = filled(self.date.as_deref());
        let date = faults.optional_date("date", once);
        if once.is_some() && self.has_rhythm() {
            faults.add::<()>("date", FieldErrorCode::NotChoice);
        }
        // A date that can't be read is one fault: no weekday is missed.
        let of_date = once.map(|_| date.map_or(1, |date| i64::from(date.weekday().number_from_monday())));
        let rule = TypedRule {
            channels: &self.channels,
            weekday: of_date.or(self.weekday),
            every: if once.is_some() { 1 } else { self.every },
            nth: self.nth.filter(|_| once.is_none()),
            valid_from: once.filter(|_| date.is_some()).or(self.valid_from.as_deref()),
            valid_until: once.filter(|_| date.is_some()).or(self.valid_until.as_deref()),
            from_time: &self.from_time,
            to_time: &self.to_time,
        };
        rule.check(faults)
    }
}

/// A campaign as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CampaignSettings {
    /// Stable id.
    pub id: CampaignId,
    /// Name in links.
    pub slug: Slug,
    /// Name on screen.
    pub name: String,
    /// Whether it is on offer.
    pub active: bool,
    /// What it is about, by slug.
    pub themes: Vec<Named<ThemeId>>,
    /// Who takes part, by priority and name.
    pub staff: Vec<Participant>,
    /// When and where, by agency, first date, weekday and time.
    pub sessions: Vec<CampaignSession>,
}

impl CampaignSettings {
    /// The same, its lists in the order in which they are told.
    #[must_use]
    pub fn in_order(mut self) -> Self {
        self.themes.sort_by(|one, other| one.slug.cmp(&other.slug));
        let of_person = |one: &Participant| (one.priority, one.staff.name.clone(), one.staff.id);
        self.staff.sort_by_cached_key(of_person);
        self.sessions.sort_by_cached_key(|session| {
            let rule = &session.rule;
            let dates = (rule.valid_from, rule.weekday, rule.nth, rule.from_time, rule.to_time);
            (session.agency.name.clone(), session.agency.id, dates, rule.valid_until, rule.every)
        });
        self
    }
}

/// A person who takes part in a campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Participant {
    /// Who.
    pub staff: StaffName,
    /// Place in the campaign's order of priority; the lowest comes first.
    pub priority: i64,
}

/// A session as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CampaignSession {
    /// Where.
    pub agency: Named<AgencyId>,
    /// IANA name of the zone of its times.
    pub timezone: String,
    /// The date of a session that takes place once.
    pub date: Option<NaiveDate>,
    /// When.
    #[serde(flatten)]
    pub rule: WindowRule,
}

impl CampaignSession {
    /// A session of an agency, by a rule.
    pub fn new(agency: Named<AgencyId>, timezone: String, rule: WindowRule) -> Self {
        let once = rule.valid_from.filter(|date| {
            rule.valid_until == Some(*date)
                && u32::from(rule.weekday) == date.weekday().number_from_monday()
                && (rule.every, rule.nth) == (1, None)
        });
        Self { agency, timezone, date: once, rule }
    }
}

/// A list of campaigns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Campaigns {
    /// The campaigns, by name.
    pub items: Vec<CampaignSettings>,
}

/// A campaign without fault, its names still to be looked up; [`CheckedCampaign::check`] is the only way to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedCampaign {
    slug: Slug,
    name: String,
    active: bool,
    sessions: Vec<WindowRule>,
}

impl CheckedCampaign {
    /// The longest name, in characters.
    pub const MAX_NAME: usize = 120;
    /// The last place in the order of priority.
    pub const MAX_PRIORITY: i64 = 999;

    /// Checks a campaign.
    ///
    /// # Errors
    /// Every fault, by field and place: `sessions[1].to_time`.
    pub fn check(new: &NewCampaign) -> Result<Self, Vec<FieldError>> {
        let mut faults = Faults::default();
        let slug = faults.filled("slug", &new.slug).and_then(|slug| {
            let slug = slug.parse().ok();
            slug.or_else(|| faults.add("slug", FieldErrorCode::NotSlug))
        });
        let name = faults.text("name", &new.name, Self::MAX_NAME);
        let active = new.active.or_else(|| faults.add("active", FieldErrorCode::Required));
        let lists =
            [("themes", new.themes.len()), ("staff", new.staff.len()), ("sessions", new.sessions.len())];
        for (list, _) in lists.into_iter().filter(|(_, length)| *length == 0) {
            faults.add::<()>(list, FieldErrorCode::Required);
        }
        for (place, theme) in new.themes.iter().enumerate() {
            faults.filled(&format!("themes[{place}]"), theme);
        }
        for (place, person) in new.staff.iter().enumerate() {
            faults.filled(&format!("staff[{place}].staff"), &person.staff);
            let field = format!("staff[{place}].priority");
            faults.within::<i64>(&field, person.priority, 1..=Self::MAX_PRIORITY);
        }
        let mut sessions = Vec::with_capacity(new.sessions.len());
        for (place, session) in new.sessions.iter().enumerate() {
            let mut of_session = Faults::default();
            sessions.extend(session.check(&mut of_session));
            faults.0.extend(
                of_session
                    .0
                    .into_iter()
                    .map(|fault| FieldError { field: format!("sessions[{place}].{}", fault.field), ..fault }),
            );
        }
        match (faults.0.is_empty(), slug, name, active) {
            (true, Some(slug), Some(name), Some(active)) => Ok(Self { slug, name, active, sessions }),
            _ => Err(faults.0),
        }
    }

    /// Name in links.
    pub fn slug(&self) -> &Slug {
        &self.slug
    }

    /// Name on screen.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is on offer.
    pub fn is_active(&self) -> bool {
        self.active
    }

    /// When its sessions are, in the order in which they were typed.
    pub fn sessions(&self) -> &[WindowRule] {
        &self.sessions
    }
}

#[cfg(test)]
mod tests;
