//! Texts of messages: the program's own, and those of administrators in their place.

use chrono::TimeDelta;
use creno_types::api_key::ApiResource;
use creno_types::ids::{AppointmentId, StaffId, ThemeId};
use creno_types::journal::SettingsAction;
use creno_types::message::{Audience, Medium, MessageEvent};
use creno_types::template::{
    MessageTemplate, MessageTemplates, NewTemplate, TemplateDraft, TemplateKey, TemplatePreview,
};
use creno_types::theme_messages::Discretion;
use creno_types::{Channel, FieldError, FieldErrorCode, Reference, ZonedInstant};
use uuid::Uuid;

use super::{SettingError, log, whole_network};
use crate::app::App;
use crate::notifications::render::{Links, Source};
use crate::notifications::{Facts, Notice, asked_documents, check, gsm, texts};
use crate::staff::agenda;
use crate::store::messages::{self, Contact};
use crate::store::staff::Member;
use crate::store::{StoreError, Tx, templates, theme_messages};

/// The word that stands for every theme.
const ALL: &str = "all";

/// Every text, and what texts are made of.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App) -> Result<MessageTemplates, StoreError> {
    let built_in = texts::BUILT_IN.iter().map(|row| MessageTemplate {
        theme: None,
        key: row.0,
        text: texts::read(row),
        built_in: true,
    });
    let mut items: Vec<_> = built_in.collect();
    items.extend(templates::list_templates(&app.db).await?);
    let filters = check::FILTERS.map(str::to_owned).to_vec();
    Ok(MessageTemplates { variables: check::variables(), filters, items })
}

/// Writes the text of a message for a theme, by slug or id, or for `all`.
///
/// # Errors
/// When `member` does not reach the whole network, there is no such theme or message, or the text can't be accepted.
pub async fn put(
    app: &App,
    member: &Member,
    theme: &str,
    key: &TemplateKey,
    text: &NewTemplate,
) -> Result<(), SettingError> {
    whole_network(member)?;
    let theme = known(app, theme, key).await?;
    let text = checked(key, text)?;
    let mut tx = app.db.begin().await?;
    let before = templates::find_own(&mut tx, theme, key).await?;
    templates::put_template(&mut tx, app.new_id(), theme, key, &text, app.now()).await?;
    let action = if before.is_some() { SettingsAction::Updated } else { SettingsAction::Created };
    note(app, &mut tx, member, (theme, key), action, before.as_ref(), Some(&text)).await?;
    Ok(tx.commit().await?)
}

/// Goes back to the text that another one replaced.
///
/// # Errors
/// When `member` does not reach the whole network, there is no such theme or message, or its text was not replaced.
pub async fn delete(app: &App, member: &Member, theme: &str, key: &TemplateKey) -> Result<(), SettingError> {
    whole_network(member)?;
    let theme = known(app, theme, key).await?;
    let mut tx = app.db.begin().await?;
    let before = templates::find_own(&mut tx, theme, key).await?;
    if !templates::delete_template(&mut tx, theme, key).await? {
        return Err(SettingError::NotFound);
    }
    note(app, &mut tx, member, (theme, key), SettingsAction::Deleted, before.as_ref(), None).await?;
    Ok(tx.commit().await?)
}

/// Writes down who changed which text.
async fn note(
    app: &App,
    tx: &mut Tx,
    member: &Member,
    (theme, key): (Option<ThemeId>, &TemplateKey),
    action: SettingsAction,
    before: Option<&NewTemplate>,
    after: Option<&NewTemplate>,
) -> Result<(), StoreError> {
    let theme = match theme {
        Some(theme) => theme_messages::find_slug(tx, theme).await?,
        None => ALL.to_owned(),
    };
    let words = [templates::word(&key.event), templates::word(&key.audience)];
    let subject = format!("{theme}/{}/{}/{}", words.join("/"), key.medium.as_str(), key.lang.as_str());
    log(app, tx, member, ApiResource::Messages, subject, action, before, after).await
}

/// A text as it would be sent, with the values of an appointment that `member` reaches, as far as their profile shows them
/// (the look is journaled), or with examples.
///
/// # Errors
/// When there is no such message or appointment, or the text can't be accepted.
pub async fn preview(
    app: &App,
    member: &Member,
    draft: &TemplateDraft,
) -> Result<TemplatePreview, SettingError> {
    let key = &draft.key;
    if texts::built_in(key).is_none() {
        return Err(SettingError::NotFound);
    }
    let text = checked(key, &draft.text)?;
    let staff = (key.audience == Audience::Staff).then(|| StaffId(Uuid::nil()));
    let (facts, client) = match draft.appointment.as_deref().filter(|name| !name.trim().is_empty()) {
        None => (example(app), "Zoé Durand".to_owned()),
        Some(name) => {
            let full = agenda::find(app, member, name.trim()).await?;
            let full = full.ok_or_else(unknown_appointment)?;
            let about = theme_messages::find_of_appointment(&app.db, full.appointment.id).await?;
            let documents = asked_documents(&app.db, full.appointment.theme.id).await?;
            let facts = Facts { documents, ..Facts::of(&full) };
            let discreet = about.is_some_and(|(_, discretion)| discretion != Discretion::Full);
            let facts = if discreet && staff.is_none() { facts.neutral(key.lang) } else { facts };
            (facts, full.appointment.client.name)
        }
    };
    let name = if staff.is_some() { facts.staff_name.clone() } else { client };
    let contact = Contact { name, email: None, phone: None, lang: key.lang.as_str().into() };
    let letterhead = messages::find_letterhead(&app.db, key.lang.as_str()).await?;
    let before = (key.event == MessageEvent::Moved).then(|| earlier(facts.start));
    let notice = Notice { event: key.event, staff, facts, before };
    let source =
        Source { notice: &notice, contact: &contact, letterhead: &letterhead, lang: key.lang, text: &text };
    let link = format!("{}/rdv#rendez-vous=…", app.config.public_url);
    let links = Links {
        manage: Some(link.clone()).filter(|_| staff.is_none() && key.event != MessageEvent::Cancelled),
        presence: Some(format!("{link}&presence=1")).filter(|_| key.event == MessageEvent::Reminder),
    };
    let refused = |error: minijinja::Error| {
        let detail = format!("Ce texte ne peut pas être écrit : {error}.");
        let fault = FieldError::new("body", FieldErrorCode::InvalidTemplate);
        SettingError::InvalidFields(vec![FieldError { detail, ..fault }])
    };
    Ok(match key.medium {
        Medium::Mail => {
            let mail = source.mail(Some(&links)).map_err(refused)?;
            TemplatePreview { subject: Some(mail.subject), text: mail.text, html: Some(mail.html), sms: None }
        }
        Medium::Sms => {
            let text = source.sms(Some(&links)).map_err(refused)?;
            TemplatePreview { sms: Some(gsm::length(&text)), subject: None, text, html: None }
        }
    })
}

/// The theme of that name, for a message that exists.
async fn known(app: &App, theme: &str, key: &TemplateKey) -> Result<Option<ThemeId>, SettingError> {
    if texts::built_in(key).is_none() {
        return Err(SettingError::NotFound);
    }
    if theme == ALL {
        return Ok(None);
    }
    let theme = theme_messages::find_theme(&app.db, theme).await?;
    theme.map(Some).ok_or(SettingError::NotFound)
}

/// The text as it is kept: line ends as one, no subject where there is none.
fn checked(key: &TemplateKey, text: &NewTemplate) -> Result<NewTemplate, SettingError> {
    let subject = if key.medium == Medium::Sms { String::new() } else { text.subject.trim().to_owned() };
    let text = NewTemplate { subject, body: text.body.replace("\r\n", "\n").trim().to_owned() };
    check::check(key, &text).map_err(SettingError::InvalidFields)?;
    Ok(text)
}

fn unknown_appointment() -> SettingError {
    let detail = "Ce rendez-vous n’existe pas, ou votre profil n’y donne pas accès.".to_owned();
    let fault = FieldError::new("appointment", FieldErrorCode::NotChoice);
    SettingError::InvalidFields(vec![FieldError { detail, ..fault }])
}

fn earlier(start: ZonedInstant) -> ZonedInstant {
    ZonedInstant::new(
        start.utc() - TimeDelta::days(1),
        &chrono::FixedOffset::east_opt(start.offset_seconds()).unwrap_or(chrono::Offset::fix(&chrono::Utc)),
    )
}

/// An appointment in a week, that nobody has.
fn example(app: &App) -> Facts {
    let zone = chrono_tz::Europe::Paris;
    let day = app.now().with_timezone(&zone).date_naive() + TimeDelta::days(7);
    let at = |hour, minute| {
        let wall = day.and_hms_opt(hour, minute, 0).and_then(|wall| wall.and_local_timezone(zone).earliest());
        ZonedInstant::new(wall.map_or_else(|| app.now(), |at| at.to_utc()), &zone)
    };
    Facts {
        id: AppointmentId(Uuid::nil()),
        reference: Reference::from_indices([0, 1, 2, 3, 4, 5]),
        theme: "Faire le point sur son budget".into(),
        agency: "Paris Opéra".into(),
        address: "12 rue de la Paix, 75002 Paris".into(),
        channel: Channel::Office,
        staff: StaffId(Uuid::nil()),
        staff_name: "Jean Petit".into(),
        start: at(10, 0),
        end: at(10, 45),
        timezone: zone.name().into(),
        instructions: "Venez avec vos papiers.".into(),
        documents: "Pièce d’identité, Justificatif de domicile".into(),
        sequence: 0,
    }
}
