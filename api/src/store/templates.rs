//! Texts of messages that replace the program's own.

use chrono::{DateTime, Utc};
use creno_types::appointment::Named;
use creno_types::ids::ThemeId;
use creno_types::template::{MessageTemplate, NewTemplate, TemplateKey};
use uuid::Uuid;

use super::catalog::word as read_word;
pub(crate) use super::messages::word;
use super::{Db, StoreError, Tx, statements};

statements! {
    // That of the theme before that of all.
    FIND_TEMPLATE = "SELECT subject, body FROM message_template
        WHERE (theme_id = $1 OR theme_id IS NULL) AND event = $2 AND audience = $3 AND medium = $4 AND lang = $5
        ORDER BY CASE WHEN theme_id IS NULL THEN 1 ELSE 0 END LIMIT 1";
    FIND_OWN = "SELECT subject, body FROM message_template WHERE (theme_id = $1 OR ($6 AND theme_id IS NULL))
        AND event = $2 AND audience = $3 AND medium = $4 AND lang = $5";
    LIST_TEMPLATES = "SELECT m.event, m.audience, m.medium, m.lang, m.subject, m.body,
        t.id AS theme_id, t.slug AS theme_slug, t.name AS theme_name
        FROM message_template m LEFT JOIN theme t ON t.id = m.theme_id
        ORDER BY CASE WHEN t.name IS NULL THEN 0 ELSE 1 END, t.name, m.event, m.audience, m.medium, m.lang";
    PUT_FOR_THEME = "INSERT INTO message_template (id, theme_id, event, audience, medium, lang, subject, body, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (theme_id, event, audience, medium, lang) WHERE theme_id IS NOT NULL
        DO UPDATE SET subject = excluded.subject, body = excluded.body, updated_at = excluded.updated_at";
    PUT_FOR_ALL = "INSERT INTO message_template (id, theme_id, event, audience, medium, lang, subject, body, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (event, audience, medium, lang) WHERE theme_id IS NULL
        DO UPDATE SET subject = excluded.subject, body = excluded.body, updated_at = excluded.updated_at";
    DELETE_TEMPLATE = "DELETE FROM message_template WHERE (theme_id = $1 OR ($6 AND theme_id IS NULL))
        AND event = $2 AND audience = $3 AND medium = $4 AND lang = $5";
}

/// The text that replaces the program's own for a message about `theme`, if there is one.
///
/// # Errors
/// When the database fails.
pub async fn find_template(
    db: &Db,
    theme: Option<ThemeId>,
    key: &TemplateKey,
) -> Result<Option<NewTemplate>, StoreError> {
    let query = db.query(FIND_TEMPLATE).bind(theme.map(|theme| theme.0));
    let query = query.bind(word(&key.event)).bind(word(&key.audience)).bind(key.medium.as_str());
    let row = query.bind(key.lang.as_str()).fetch_optional().await?;
    row.map(|row| Ok(NewTemplate { subject: row.get("subject")?, body: row.get("body")? })).transpose()
}

/// The text of that very place: a theme's, or that of all themes when none is given.
///
/// # Errors
/// When the database fails.
pub async fn find_own(
    tx: &mut Tx,
    theme: Option<ThemeId>,
    key: &TemplateKey,
) -> Result<Option<NewTemplate>, StoreError> {
    let query = tx.query(FIND_OWN).bind(theme.map(|theme| theme.0));
    let query = query.bind(word(&key.event)).bind(word(&key.audience)).bind(key.medium.as_str());
    let row = query.bind(key.lang.as_str()).bind(theme.is_none()).fetch_optional().await?;
    row.map(|row| Ok(NewTemplate { subject: row.get("subject")?, body: row.get("body")? })).transpose()
}

/// Every text that replaces one of the program's: those of all themes, then those of each.
///
/// # Errors
/// When the database fails.
pub async fn list_templates(db: &Db) -> Result<Vec<MessageTemplate>, StoreError> {
    let rows = db.query(LIST_TEMPLATES).fetch_all().await?;
    rows.iter()
        .map(|row| {
            let theme = match row.get::<Option<Uuid>>("theme_id")? {
                Some(id) => Some(Named {
                    id: ThemeId(id),
                    slug: row.parse("theme_slug")?,
                    name: row.get("theme_name")?,
                }),
                None => None,
            };
            Ok(MessageTemplate {
                theme,
                key: TemplateKey {
                    event: read_word(row, "event")?,
                    audience: read_word(row, "audience")?,
                    medium: read_word(row, "medium")?,
                    lang: read_word(row, "lang")?,
                },
                text: NewTemplate { subject: row.get("subject")?, body: row.get("body")? },
                built_in: false,
            })
        })
        .collect()
}

/// Writes a text for a theme, or for all; `id` is for one that is new.
///
/// # Errors
/// When the database fails.
pub async fn put_template(
    tx: &mut Tx,
    id: Uuid,
    theme: Option<ThemeId>,
    key: &TemplateKey,
    text: &NewTemplate,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let sql = if theme.is_some() { PUT_FOR_THEME } else { PUT_FOR_ALL };
    let query = tx.query(sql).bind(id).bind(theme.map(|theme| theme.0));
    let query = query.bind(word(&key.event)).bind(word(&key.audience)).bind(key.medium.as_str());
    let query = query.bind(key.lang.as_str()).bind(text.subject.clone()).bind(text.body.clone());
    query.bind(now).execute().await.map(drop)
}

/// Goes back to the text that this one replaces. False when there was none.
///
/// # Errors
/// When the database fails.
pub async fn delete_template(
    tx: &mut Tx,
    theme: Option<ThemeId>,
    key: &TemplateKey,
) -> Result<bool, StoreError> {
    let query = tx.query(DELETE_TEMPLATE).bind(theme.map(|theme| theme.0));
    let query = query.bind(word(&key.event)).bind(word(&key.audience)).bind(key.medium.as_str());
    Ok(query.bind(key.lang.as_str()).bind(theme.is_none()).execute().await? > 0)
}
