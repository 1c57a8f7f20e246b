//! What is on offer.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::types::Json;
use uuid::Uuid;

use super::campaigns::campaigns;
use super::insert;
use super::people::people;
use crate::seed::SeedError;
use crate::seed::fields::FieldSeed;
use crate::seed::rows::{Agency, Closure, Network, Profile, Skill, Theme};
use crate::seed::themes::texts;
use crate::store::Tx;
use creno_types::Branding;
use creno_types::message::Medium;
use creno_types::theme_messages::Discretion;

const AGENCY: &str =
    "INSERT INTO agency (id, slug, name, street, postcode, city, timezone, latitude, longitude,
    active, revision, translations, holidays)";
const AGENCY_CHANNEL: &str = "INSERT INTO agency_channel (agency_id, channel)";
const SKILL: &str = "INSERT INTO skill (id, slug, name, description, position, active, translations)";
const THEME: &str =
    "INSERT INTO theme (id, slug, skill_id, name, description, instructions, color, duration_min,
    buffer_min, step_min, anchor, notice_min, horizon_days, cancel_deadline_min, assignment, position, active,
    revision, translations)";
const THEME_AGENCY: &str = "INSERT INTO theme_agency (theme_id, agency_id)";
const THEME_CHANNEL: &str = "INSERT INTO theme_channel (theme_id, channel)";
const THEME_MESSAGE: &str = "INSERT INTO theme_message (theme_id, discretion, media)";
const THEME_REMINDER: &str = "INSERT INTO theme_reminder (theme_id, before_min, medium, since)";
const THEME_DOCUMENTS: &str = "INSERT INTO theme_documents (theme_id, asked)";
const FIELD: &str = "INSERT INTO field (key, label, help, format, required, options, translations)";
const THEME_FIELD: &str = "INSERT INTO theme_field (theme_id, field_key, position)";
const PROFILE: &str = "INSERT INTO profile (id, slug, name, scope, permissions, masks_contact)";
const CLOSURE: &str = "INSERT INTO closure (id, agency_id, from_date, until_date, label)";
const SETTING: &str = "INSERT INTO setting (key, value, revision)";

/// Writes a network and its people.
pub(in crate::seed) async fn network(
    tx: &mut Tx,
    network: &Network,
    now: DateTime<Utc>,
) -> Result<(), SeedError> {
    settings(tx).await?;
    agencies(tx, &network.agencies).await?;
    insert(tx, CLOSURE, 5, &network.closures, |query, closure: &Closure| {
        let agency = &network.agencies[closure.agency];
        query
            .bind(closure.id)
            .bind(Some(agency.id))
            .bind(closure.from)
            .bind(closure.until)
            .bind(closure.label)
    })
    .await?;
    skills(tx, &network.skills).await?;
    fields(tx, network.fields).await?;
    themes(tx, &network.themes, &network.agencies).await?;
    messages(tx, &network.themes, now).await?;
    documents(tx, &network.themes).await?;
    profiles(tx, &network.profiles).await?;
    people(tx, network).await?;
    campaigns(tx, network).await
}

async fn settings(tx: &mut Tx) -> Result<(), SeedError> {
    let texts: serde_json::Map<_, _> = texts()
        .into_iter()
        .map(|(lang, texts)| Ok((lang.to_owned(), serde_json::to_value(texts)?)))
        .collect::<Result<_, serde_json::Error>>()?;
    let settings =
        [("branding", serde_json::to_value(Branding::default())?), ("texts", Value::Object(texts))];
    insert(tx, SETTING, 3, &settings, |query, (key, value)| {
        query.bind(*key).bind(Json(value.clone())).bind(1_i64)
    })
    .await?;
    Ok(())
}

async fn agencies(tx: &mut Tx, agencies: &[Agency]) -> Result<(), SeedError> {
    insert(tx, AGENCY, 13, agencies, |query, agency| {
        query
            .bind(agency.id)
            .bind(agency.slug.clone())
            .bind(agency.name.clone())
            .bind(agency.street.clone())
            .bind(agency.postcode.clone())
            .bind(agency.city.clone())
            .bind(agency.zone.name())
            .bind(agency.latitude)
            .bind(agency.longitude)
            .bind(true)
            .bind(1_i64)
            .bind(Json(json!({})))
            .bind(agency.holidays().as_str())
    })
    .await?;
    let channels: Vec<_> = agencies
        .iter()
        .flat_map(|agency| agency.channels.iter().map(|channel| (agency.id, channel)))
        .collect();
    insert(tx, AGENCY_CHANNEL, 2, &channels, |query, (id, channel)| query.bind(*id).bind(channel.as_str()))
        .await?;
    Ok(())
}

async fn skills(tx: &mut Tx, skills: &[Skill]) -> Result<(), SeedError> {
    let skills: Vec<_> = (1_i64..).zip(skills).collect();
    insert(tx, SKILL, 7, &skills, |query, (position, Skill { id, seed })| {
        query
            .bind(*id)
            .bind(seed.slug)
            .bind(seed.name[0])
            .bind(seed.description[0])
            .bind(*position)
            .bind(true)
            .bind(english(json!({ "name": seed.name[1], "description": seed.description[1] })))
    })
    .await?;
    Ok(())
}

async fn fields(tx: &mut Tx, fields: &[FieldSeed]) -> Result<(), SeedError> {
    let formats: Vec<_> =
        fields.iter().map(|field| serde_json::to_value(field.format)).collect::<Result<_, _>>()?;
    let fields: Vec<_> = fields.iter().zip(&formats).collect();
    insert(tx, FIELD, 7, &fields, |query, (field, format)| {
        query
            .bind(field.key)
            .bind(field.label[0])
            .bind(field.help[0])
            .bind(format.as_str().unwrap_or_default().to_owned())
            .bind(field.required)
            .bind(Json(json!(field.options)))
            .bind(english(json!({ "label": field.label[1], "help": field.help[1] })))
    })
    .await?;
    Ok(())
}

async fn themes(tx: &mut Tx, themes: &[Theme], agencies: &[Agency]) -> Result<(), SeedError> {
    let ranked: Vec<_> = (1_i64..).zip(themes).collect();
    insert(tx, THEME, 19, &ranked, |query, (position, theme)| {
        let seed = theme.seed;
        query
            .bind(theme.id)
            .bind(seed.slug)
            .bind(theme.skill)
            .bind(seed.name[0])
            .bind(seed.description[0])
            .bind(seed.instructions[0])
            .bind(seed.color)
            .bind(i64::from(seed.duration))
            .bind(i64::from(seed.buffer))
            .bind(i64::from(seed.step))
            .bind("midnight")
            .bind(i64::from(seed.notice))
            .bind(i64::from(seed.horizon))
            .bind(i64::from(seed.cancel_deadline))
            .bind(seed.assignment)
            .bind(*position)
            .bind(true)
            .bind(1_i64)
            .bind(english(json!({
                "name": seed.name[1], "description": seed.description[1], "instructions": seed.instructions[1],
            })))
    })
    .await?;
    let offers: Vec<_> = themes
        .iter()
        .flat_map(|theme| theme.agencies.iter().map(|place| (theme.id, agencies[*place].id)))
        .collect();
    insert(tx, THEME_AGENCY, 2, &offers, |query, (theme, agency)| query.bind(*theme).bind(*agency)).await?;
    let channels: Vec<_> = themes
        .iter()
        .flat_map(|theme| theme.seed.channels.iter().map(|channel| (theme.id, *channel)))
        .collect();
    insert(tx, THEME_CHANNEL, 2, &channels, |query, (id, channel)| query.bind(*id).bind(channel.as_str()))
        .await?;
    let forms: Vec<(Uuid, &str, i64)> = themes
        .iter()
        .flat_map(|theme| (1..).zip(theme.seed.form()).map(|(position, key)| (theme.id, key, position)))
        .collect();
    insert(tx, THEME_FIELD, 3, &forms, |query, (id, key, position)| {
        query.bind(*id).bind((*key).to_owned()).bind(*position)
    })
    .await?;
    Ok(())
}

/// Reminders two days and two hours before, by mail; nothing of what it is about where that is a person's own affair.
async fn messages(tx: &mut Tx, themes: &[Theme], now: DateTime<Utc>) -> Result<(), SeedError> {
    insert(tx, THEME_MESSAGE, 3, themes, |query, theme| {
        let discreet = matches!(theme.seed.slug, "surendettement" | "mediation-familiale");
        let discretion = if discreet { Discretion::Neutral } else { Discretion::Full };
        query.bind(theme.id).bind(discretion.as_str()).bind(Json(json!([Medium::Mail])))
    })
    .await?;
    let reminders: Vec<(Uuid, i64)> =
        themes.iter().flat_map(|theme| [2_880, 120].map(|before| (theme.id, before))).collect();
    insert(tx, THEME_REMINDER, 4, &reminders, |query, (theme, before)| {
        query.bind(*theme).bind(*before).bind(Medium::Mail.as_str()).bind(now)
    })
    .await?;
    Ok(())
}

/// A dispute is about papers: the theme asks them beforehand.
async fn documents(tx: &mut Tx, themes: &[Theme]) -> Result<(), SeedError> {
    let asking: Vec<_> = themes.iter().filter(|theme| theme.seed.slug == "litige-banque-assurance").collect();
    let asked = json!([
        { "slug": "contrat", "label": "Contrat ou conditions générales", "help": "Les pages qui concernent le litige suffisent.",
            "required": true },
        { "slug": "courriers", "label": "Courriers échangés", "help": "Lettres et e-mails, du plus récent au plus ancien.",
            "required": false },
    ]);
    insert(tx, THEME_DOCUMENTS, 2, &asking, |query, theme| query.bind(theme.id).bind(Json(asked.clone())))
        .await?;
    Ok(())
}

async fn profiles(tx: &mut Tx, profiles: &[Profile]) -> Result<(), SeedError> {
    insert(tx, PROFILE, 6, profiles, |query, Profile { id, seed }| {
        query
            .bind(*id)
            .bind(seed.slug)
            .bind(seed.name)
            .bind(seed.scope)
            .bind(Json(json!(seed.permissions)))
            .bind(seed.masks_contact)
    })
    .await?;
    Ok(())
}

/// The column of translations of texts in English.
fn english(texts: Value) -> Json<Value> {
    Json(json!({ "en": texts }))
}
