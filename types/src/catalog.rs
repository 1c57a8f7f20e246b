//! Everything that the journey needs before a date is chosen, in one answer.

use serde::{Deserialize, Serialize};

use crate::agency::Agency;
use crate::channel::Channels;
use crate::field::Field;
use crate::ids::CampaignId;
use crate::skill::Skill;
use crate::slug::Slug;
use crate::theme::Theme;

/// In which language the catalogue is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct CatalogQuery {
    /// Language of the texts, `fr` or `en`; French for any other.
    #[serde(default)]
    pub lang: String,
}

/// What is on offer, in one language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Catalog {
    /// The language of its texts, an ISO 639-1 code.
    pub lang: String,
    /// Active agencies, by name.
    pub agencies: Vec<Agency>,
    /// Active skills, in the administrator's order.
    pub skills: Vec<Skill>,
    /// Active themes, in the administrator's order.
    pub themes: Vec<Theme>,
    /// Fields that the themes' forms refer to.
    pub fields: Vec<Field>,
    /// Colours and corners.
    pub branding: Branding,
    /// Texts that the administrator sets.
    pub texts: Texts,
    /// Whether a confirmation asks for the answer to a challenge.
    #[serde(default)]
    pub challenge: bool,
    /// Campaigns that are open, by name.
    #[serde(default)]
    pub campaigns: Vec<Campaign>,
    /// Pictures that the agencies' map is drawn on; none for the outlines that come with the widget.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map_tiles: Option<MapTiles>,
}

/// A server of map pictures. The visitor's browser calls it, so it is the operator's to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MapTiles {
    /// Address of one picture, with `{z}`, `{x}` and `{y}` for its place (Web Mercator, 256 pixels).
    pub url: String,
    /// Whom the pictures are owed to, shown on the map.
    pub credit: String,
}

/// A set of sessions beside the ordinary ones, which its own link leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Campaign {
    /// Its id.
    pub id: CampaignId,
    /// Its name in URLs.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// Slugs of its active themes, in the administrator's order.
    pub themes: Vec<Slug>,
    /// Slugs of the active agencies where it has sessions to come.
    pub agencies: Vec<Slug>,
    /// Ways of meeting in at least one of these sessions.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<crate::Channel>))]
    pub channels: Channels,
}

impl Catalog {
    /// The campaign of that slug or id.
    pub fn campaign(&self, name: &str) -> Option<&Campaign> {
        self.campaigns
            .iter()
            .find(|campaign| campaign.slug.as_str() == name || campaign.id.to_string() == name)
    }

    /// What `campaign` offers, and nothing else.
    #[must_use]
    pub fn within(&self, campaign: &Campaign) -> Self {
        let mut offer = self.clone();
        offer.agencies.retain(|agency| campaign.agencies.contains(&agency.slug));
        offer.themes.retain(|theme| campaign.themes.contains(&theme.slug));
        for theme in &mut offer.themes {
            theme.agencies.retain(|agency| campaign.agencies.contains(agency));
            theme.channels = theme.channels.and(campaign.channels);
        }
        offer
    }

    /// The agency of that slug or id.
    pub fn agency(&self, name: &str) -> Option<&Agency> {
        self.agencies.iter().find(|agency| agency.slug.as_str() == name || agency.id.to_string() == name)
    }

    /// The skill of that slug or id.
    pub fn skill(&self, name: &str) -> Option<&Skill> {
        self.skills.iter().find(|skill| skill.slug.as_str() == name || skill.id.to_string() == name)
    }

    /// The theme of that slug or id.
    pub fn theme(&self, name: &str) -> Option<&Theme> {
        self.themes.iter().find(|theme| theme.slug.as_str() == name || theme.id.to_string() == name)
    }

    /// The themes that `agency` offers, in order.
    pub fn themes_of<'a>(&'a self, agency: &'a Agency) -> impl Iterator<Item = &'a Theme> {
        self.themes.iter().filter(|theme| !self.channels(agency, theme).is_empty())
    }

    /// The fields of the theme's form, in order.
    pub fn fields_of<'a>(&'a self, theme: &'a Theme) -> impl Iterator<Item = &'a Field> {
        theme.fields.iter().filter_map(|key| self.fields.iter().find(|field| field.key == *key))
    }

    /// The channels that are open for this theme in this agency; none when it is not offered there.
    pub fn channels(&self, agency: &Agency, theme: &Theme) -> Channels {
        if theme.agencies.contains(&agency.slug) {
            theme.channels.and(agency.channels)
        } else {
            Channels::NONE
        }
    }
}

/// The organisation's looks: CSS colours as `#RRGGBB`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({ "brand": "#086E6B", "brand_strong": "#095452", "brand_soft": "#208A86", "on_brand": "#FFFFFF", "accent": "#E89646", "accent_strong": "#C8782D", "radius_px": 10 })))]
pub struct Branding {
    /// Main colour: buttons, choices.
    pub brand: String,
    /// The same, stronger: hover, text on tinted ground.
    pub brand_strong: String,
    /// The same, softer: lines and marks.
    pub brand_soft: String,
    /// Text on the main colour.
    pub on_brand: String,
    /// Second colour.
    pub accent: String,
    /// The second colour, stronger.
    pub accent_strong: String,
    /// Radius of corners, in CSS pixels.
    pub radius_px: u8,
}

impl Default for Branding {
    /// The defaults of the look.
    fn default() -> Self {
        Self {
            brand: "#086E6B".into(),
            brand_strong: "#095452".into(),
            brand_soft: "#208A86".into(),
            on_brand: "#FFFFFF".into(),
            accent: "#E89646".into(),
            accent_strong: "#C8782D".into(),
            radius_px: 10,
        }
    }
}

/// Texts that the organisation is answerable for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Texts {
    /// Name of the organisation.
    pub organisation: String,
    /// What the client agrees to.
    pub consent: String,
    /// Version of the text above, recorded with each consent.
    pub consent_version: String,
    /// Page that tells how personal data are handled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privacy_url: Option<String>,
}
