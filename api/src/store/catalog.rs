//! What is on offer, as the public sees it.

use std::collections::HashMap;

use chrono::NaiveDate;
use creno_types::catalog::{Branding, Campaign, Catalog, Texts};
use creno_types::channel::{Channel, Channels};
use creno_types::field::{Field, FieldFormat};
use creno_types::ids::{AgencyId, CampaignId, SkillId, ThemeId};
use creno_types::{Agency, Minutes, Position, Skill, Slug, Theme};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::{Db, Queries, Row, StoreError, statements};

statements! {
    LIST_AGENCIES = "SELECT a.id, a.slug, a.name, a.street, a.postcode, a.city, a.timezone, a.latitude, a.longitude,
        a.translations, (SELECT string_agg(c.channel, ',') FROM agency_channel c WHERE c.agency_id = a.id) AS channels
        FROM agency a WHERE a.active ORDER BY a.name, a.slug";
    LIST_SKILLS = "SELECT id, slug, name, description, translations FROM skill WHERE active ORDER BY position, slug";
    LIST_THEMES = "SELECT t.id, t.slug, t.name, t.description, t.instructions, t.color, t.duration_min, t.prove_email, t.translations,
        s.slug AS skill, (SELECT string_agg(c.channel, ',') FROM theme_channel c WHERE c.theme_id = t.id) AS channels
        FROM theme t JOIN skill s ON s.id = t.skill_id WHERE t.active AND s.active ORDER BY t.position, t.slug";
    LIST_THEME_AGENCIES = "SELECT ta.theme_id, a.slug FROM theme_agency ta JOIN agency a ON a.id = ta.agency_id
        WHERE a.active ORDER BY a.slug";
    LIST_THEME_FIELDS = "SELECT theme_id, field_key FROM theme_field ORDER BY position, field_key";
    LIST_FIELDS = "SELECT key, label, help, format, required, options, translations FROM field ORDER BY key";
    LIST_FIELDS_OF = "SELECT f.key, f.label, f.help, f.format, f.required, f.options, f.translations FROM field f
        JOIN theme_field tf ON tf.field_key = f.key WHERE tf.theme_id = $1 ORDER BY tf.position, f.key";
    LIST_SESSIONS = "SELECT c.id, c.slug, c.name, a.slug AS agency, ss.channels FROM campaign_session ss
        JOIN campaign c ON c.id = ss.campaign_id JOIN agency a ON a.id = ss.agency_id
        WHERE c.active AND a.active AND (ss.valid_until IS NULL OR ss.valid_until >= $1)
        ORDER BY c.name, c.slug, a.name, a.slug";
    LIST_CAMPAIGN_THEMES = "SELECT ct.campaign_id, t.slug FROM campaign_theme ct JOIN theme t ON t.id = ct.theme_id
        JOIN skill s ON s.id = t.skill_id WHERE t.active AND s.active ORDER BY t.position, t.slug";
    FIND_SETTING = "SELECT value FROM setting WHERE key = $1";
}

/// Everything on offer, with its texts in `lang` where they are translated and in French elsewhere. Campaigns whose
/// last session was before `today` are over.
///
/// # Errors
/// When the database fails.
pub async fn find_catalog(db: &Db, lang: &str, today: NaiveDate) -> Result<Catalog, StoreError> {
    let mut agencies_of: HashMap<Uuid, Vec<Slug>> = HashMap::new();
    for row in db.query(LIST_THEME_AGENCIES).fetch_all().await? {
        agencies_of.entry(row.get("theme_id")?).or_default().push(row.parse("slug")?);
    }
    let mut fields_of: HashMap<Uuid, Vec<String>> = HashMap::new();
    for row in db.query(LIST_THEME_FIELDS).fetch_all().await? {
        fields_of.entry(row.get("theme_id")?).or_default().push(row.get("field_key")?);
    }
    let agencies = db.query(LIST_AGENCIES).fetch_all().await?;
    let skills = db.query(LIST_SKILLS).fetch_all().await?;
    let themes = db.query(LIST_THEMES).fetch_all().await?;
    let fields = db.query(LIST_FIELDS).fetch_all().await?;
    Ok(Catalog {
        lang: lang.to_owned(),
        challenge: false,
        agencies: agencies.iter().map(|row| agency(&Texted { row, lang })).collect::<Result<_, _>>()?,
        skills: skills.iter().map(|row| skill(&Texted { row, lang })).collect::<Result<_, _>>()?,
        themes: themes
            .iter()
            .map(|row| theme(&Texted { row, lang }, &mut agencies_of, &mut fields_of))
            .collect::<Result<_, _>>()?,
        fields: fields.iter().map(|row| field(&Texted { row, lang })).collect::<Result<_, _>>()?,
        branding: find_branding(db).await?,
        texts: find_texts(db, lang).await?,
        campaigns: list_campaigns(db, today).await?,
        map_tiles: None,
    })
}

/// The active campaigns with sessions from `today` on, by name.
async fn list_campaigns(db: &Db, today: NaiveDate) -> Result<Vec<Campaign>, StoreError> {
    let mut campaigns: Vec<Campaign> = Vec::new();
    for row in db.query(LIST_SESSIONS).bind(today).fetch_all().await? {
        let id = CampaignId(row.get("id")?);
        let agency: Slug = row.parse("agency")?;
        let channels: Channels = row.json("channels")?;
        // Rows of one campaign follow each other.
        match campaigns.last_mut().filter(|campaign| campaign.id == id) {
            Some(campaign) => {
                campaign.channels = campaign.channels.iter().chain(channels.iter()).collect();
                if !campaign.agencies.contains(&agency) {
                    campaign.agencies.push(agency);
                }
            }
            None => campaigns.push(Campaign {
                id,
                slug: row.parse("slug")?,
                name: row.get("name")?,
                themes: Vec::new(),
                agencies: vec![agency],
                channels,
            }),
        }
    }
    if campaigns.is_empty() {
        return Ok(campaigns);
    }
    for row in db.query(LIST_CAMPAIGN_THEMES).fetch_all().await? {
        let id = CampaignId(row.get("campaign_id")?);
        if let Some(campaign) = campaigns.iter_mut().find(|campaign| campaign.id == id) {
            campaign.themes.push(row.parse("slug")?);
        }
    }
    // Without a theme there is nothing to meet about.
    campaigns.retain(|campaign| !campaign.themes.is_empty());
    Ok(campaigns)
}

/// The fields of a theme's form, in order, in French.
///
/// # Errors
/// When the database fails.
pub async fn list_fields_of(mut source: impl Queries, theme: ThemeId) -> Result<Vec<Field>, StoreError> {
    let rows = source.query(LIST_FIELDS_OF).bind(theme.0).fetch_all().await?;
    rows.iter().map(|row| field(&Texted { row, lang: "fr" })).collect()
}

/// The organisation's texts in `lang`, in French where they are not translated.
///
/// # Errors
/// When the database fails.
pub async fn find_texts(source: impl Queries, lang: &str) -> Result<Texts, StoreError> {
    let mut texts: HashMap<String, Texts> = find_setting(source, "texts").await?.unwrap_or_default();
    Ok(texts.remove(lang).or_else(|| texts.remove("fr")).unwrap_or_default())
}

/// The organisation's colours.
///
/// # Errors
/// When the database fails.
pub async fn find_branding(source: impl Queries) -> Result<Branding, StoreError> {
    Ok(find_setting(source, "branding").await?.unwrap_or_default())
}

async fn find_setting<T: DeserializeOwned + 'static>(
    mut source: impl Queries,
    key: &str,
) -> Result<Option<T>, StoreError> {
    let row = source.query(FIND_SETTING).bind(key).fetch_optional().await?;
    row.map(|row| row.json("value")).transpose()
}

/// A row with texts in French, and a column of translations by language.
struct Texted<'a> {
    row: &'a Row,
    lang: &'a str,
}

impl Texted<'_> {
    fn text(&self, column: &'static str) -> Result<String, StoreError> {
        if self.lang != "fr" {
            let translations: Json<Value> = self.row.get("translations")?;
            if let Some(text) = translations.0.get(self.lang).and_then(|texts| texts.get(column)?.as_str()) {
                return Ok(text.to_owned());
            }
        }
        self.row.get(column)
    }
}

fn agency(texted: &Texted<'_>) -> Result<Agency, StoreError> {
    let row = texted.row;
    Ok(Agency {
        id: AgencyId(row.get("id")?),
        slug: row.parse("slug")?,
        name: texted.text("name")?,
        street: row.get("street")?,
        postcode: row.get("postcode")?,
        city: row.get("city")?,
        timezone: row.get("timezone")?,
        position: Position { latitude: row.get("latitude")?, longitude: row.get("longitude")? },
        channels: channels(row, "channels")?,
    })
}

fn skill(texted: &Texted<'_>) -> Result<Skill, StoreError> {
    Ok(Skill {
        id: SkillId(texted.row.get("id")?),
        slug: texted.row.parse("slug")?,
        name: texted.text("name")?,
        description: texted.text("description")?,
    })
}

fn theme(
    texted: &Texted<'_>,
    agencies_of: &mut HashMap<Uuid, Vec<Slug>>,
    fields_of: &mut HashMap<Uuid, Vec<String>>,
) -> Result<Theme, StoreError> {
    let row = texted.row;
    let id: Uuid = row.get("id")?;
    Ok(Theme {
        id: ThemeId(id),
        slug: row.parse("slug")?,
        name: texted.text("name")?,
        description: texted.text("description")?,
        skill: row.parse("skill")?,
        duration_min: Minutes(row.integer("duration_min")?),
        channels: channels(row, "channels")?,
        agencies: agencies_of.remove(&id).unwrap_or_default(),
        fields: fields_of.remove(&id).unwrap_or_default(),
        instructions: texted.text("instructions")?,
        color: row.get("color")?,
        prove_email: row.get("prove_email")?,
    })
}

fn field(texted: &Texted<'_>) -> Result<Field, StoreError> {
    let row = texted.row;
    Ok(Field {
        key: row.get("key")?,
        label: texted.text("label")?,
        help: texted.text("help")?,
        format: word::<FieldFormat>(row, "format")?,
        required: row.get("required")?,
        options: row.json("options")?,
    })
}

/// A column that holds the word of an enum, as the enum is written in JSON.
pub(super) fn word<T: DeserializeOwned>(row: &Row, column: &'static str) -> Result<T, StoreError> {
    let text: String = row.get(column)?;
    serde_json::from_value(Value::String(text.clone()))
        .map_err(|_| StoreError::Corrupt { column, value: text })
}

/// A column that holds channels, joined by commas; none when it is null.
pub(super) fn channels(row: &Row, column: &'static str) -> Result<Channels, StoreError> {
    let text: Option<String> = row.get(column)?;
    let words = text.as_deref().unwrap_or_default().split(',').filter(|word| !word.is_empty());
    words
        .map(|word| {
            word.parse::<Channel>().map_err(|_| StoreError::Corrupt { column, value: word.to_owned() })
        })
        .collect()
}
