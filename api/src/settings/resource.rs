//! One way of changing whatever administrators set: who may, what was seen, what is wrong, who did it.
//!
//! A kind of setting implements [`Setting`]; [`create`], [`replace`], [`patch`] and [`delete`] do the rest, each in one
//! transaction that waits for whoever changes the same kind: reading, `If-Match`, checking, writing, the journal.

use creno_types::api_key::ApiResource;
use creno_types::journal::SettingsAction;
use creno_types::settings::{Page, SettingsQuery};
use creno_types::{FieldError, FieldErrorCode, Slug};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{SettingError, log, whole_network};
use crate::app::App;
use crate::precondition::Precondition;
use crate::store::settings::{Listing, Referred, list_names};
use crate::store::staff::Member;
use crate::store::{Db, Queries, StoreError, Tx, settings_log};

const PAGE: u32 = 50;
const LONGEST_PAGE: u32 = 200;

/// A kind of thing that administrators set, as they read it.
pub trait Setting: Serialize + Clone + Send + Sync + 'static {
    /// The same as they type it.
    type Input: Serialize + DeserializeOwned + Send + Sync;

    /// What scopes and journals call it.
    const RESOURCE: ApiResource;

    /// Its short name.
    fn slug(&self) -> &str;

    /// What would have to be typed to have it as it is.
    fn input(&self) -> &Self::Input;

    /// Some of them, by short name.
    fn list(db: &Db, asked: Listing) -> impl Future<Output = Result<Vec<Self>, StoreError>> + Send;

    /// The one of that short name or id.
    fn find(
        source: impl Queries + Send,
        name: &str,
    ) -> impl Future<Output = Result<Option<Self>, StoreError>> + Send;

    /// What is typed, checked, its names looked up: every fault at once.
    fn resolve(
        app: &App,
        tx: &mut Tx,
        before: Option<&Self>,
        input: Self::Input,
    ) -> impl Future<Output = Result<Self, SettingError>> + Send;

    /// Writes it; `before` is what it was.
    fn write(
        &self,
        app: &App,
        tx: &mut Tx,
        before: Option<&Self>,
    ) -> impl Future<Output = Result<(), SettingError>> + Send;

    /// Removes it.
    fn remove(&self, tx: &mut Tx) -> impl Future<Output = Result<(), SettingError>> + Send;

    /// Whether `member` may change it: those who reach the whole network may.
    fn allow(
        member: &Member,
        _db: &Db,
        _name: &str,
    ) -> impl Future<Output = Result<(), SettingError>> + Send {
        let allowed = whole_network(member);
        async move { allowed }
    }
}

/// A page of settings of a kind.
///
/// # Errors
/// When the database fails.
pub async fn list<S: Setting>(app: &App, query: SettingsQuery) -> Result<Page<S>, StoreError> {
    let limit = query.limit.unwrap_or(PAGE).clamp(1, LONGEST_PAGE);
    let asked = Listing {
        after: query.cursor.unwrap_or_default(),
        like: pattern(query.q.as_deref().unwrap_or_default()),
        active: query.active,
        limit: i64::from(limit) + 1,
    };
    let mut items = S::list(&app.db, asked).await?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items.last().filter(|_| more).map(|item| item.slug().to_owned());
    Ok(Page { items, next })
}

/// The text anywhere; what `LIKE` gives a meaning to stands for any character.
fn pattern(text: &str) -> String {
    let plain = |c| if matches!(c, '%' | '_' | '\\') { '_' } else { c };
    format!("%{}%", text.trim().to_lowercase().chars().map(plain).collect::<String>())
}

/// One setting.
///
/// # Errors
/// When there is none of that name.
pub async fn find<S: Setting>(app: &App, name: &str) -> Result<S, SettingError> {
    S::find(&app.db, name).await?.ok_or(SettingError::NotFound)
}

/// Adds a setting.
///
/// # Errors
/// When it can't be accepted.
pub async fn create<S: Setting>(app: &App, member: &Member, input: S::Input) -> Result<S, SettingError> {
    whole_network(member)?;
    let mut tx = begin::<S>(app).await?;
    let after = S::resolve(app, &mut tx, None, input).await?;
    after.write(app, &mut tx, None).await.map_err(name_taken)?;
    note(app, &mut tx, member, SettingsAction::Created, None, Some(&after)).await?;
    tx.commit().await?;
    Ok(after)
}

/// Replaces a setting.
///
/// # Errors
/// When there is none of that name, it is not what was seen, or it can't be accepted.
pub async fn replace<S: Setting>(
    app: &App,
    member: &Member,
    name: &str,
    seen: &Precondition,
    input: S::Input,
) -> Result<S, SettingError> {
    change(app, member, name, seen, |_: &S| Ok(input)).await
}

/// Changes some members of a setting: those of `members`, the others staying as they are (RFC 7396).
///
/// # Errors
/// As for [`replace`], and when the members are none of this kind.
pub async fn patch<S: Setting>(
    app: &App,
    member: &Member,
    name: &str,
    seen: &Precondition,
    members: Map<String, Value>,
) -> Result<S, SettingError> {
    change(app, member, name, seen, |before: &S| {
        let malformed = |error: serde_json::Error| SettingError::Malformed(error.to_string());
        let mut merged = serde_json::to_value(before.input()).map_err(malformed)?;
        merge(&mut merged, Value::Object(members));
        serde_json::from_value(merged).map_err(malformed)
    })
    .await
}

async fn change<S: Setting>(
    app: &App,
    member: &Member,
    name: &str,
    seen: &Precondition,
    input: impl FnOnce(&S) -> Result<S::Input, SettingError> + Send,
) -> Result<S, SettingError> {
    S::allow(member, &app.db, name).await?;
    let mut tx = begin::<S>(app).await?;
    let before = S::find(&mut tx, name).await?.ok_or(SettingError::NotFound)?;
    seen.check(&before)?;
    let after = S::resolve(app, &mut tx, Some(&before), input(&before)?).await?;
    after.write(app, &mut tx, Some(&before)).await.map_err(name_taken)?;
    note(app, &mut tx, member, SettingsAction::Updated, Some(&before), Some(&after)).await?;
    tx.commit().await?;
    Ok(after)
}

/// Removes a setting.
///
/// # Errors
/// When there is none of that name, it is not what was seen, or something else refers to it.
pub async fn delete<S: Setting>(
    app: &App,
    member: &Member,
    name: &str,
    seen: &Precondition,
) -> Result<(), SettingError> {
    whole_network(member)?;
    let mut tx = begin::<S>(app).await?;
    let before = S::find(&mut tx, name).await?.ok_or(SettingError::NotFound)?;
    seen.check(&before)?;
    before.remove(&mut tx).await.map_err(|error| match error {
        SettingError::Store(error) if error.is_foreign_key_violation() => SettingError::InUse,
        error => error,
    })?;
    note(app, &mut tx, member, SettingsAction::Deleted, Some(&before), None).await?;
    Ok(tx.commit().await?)
}

/// A transaction that is alone to change settings of this kind.
async fn begin<S: Setting>(app: &App) -> Result<Tx, StoreError> {
    let mut tx = app.db.begin().await?;
    settings_log::lock(&mut tx, S::RESOURCE.as_str()).await?;
    Ok(tx)
}

async fn note<S: Setting>(
    app: &App,
    tx: &mut Tx,
    member: &Member,
    action: SettingsAction,
    before: Option<&S>,
    after: Option<&S>,
) -> Result<(), StoreError> {
    let subject = before.or(after).map(|setting| setting.slug().to_owned()).unwrap_or_default();
    log(app, tx, member, S::RESOURCE, subject, action, before, after).await
}

/// What is unique and not looked up beforehand.
fn name_taken(error: SettingError) -> SettingError {
    match error {
        SettingError::Store(error) if error.is_unique_violation() => {
            SettingError::InvalidFields(vec![FieldError::new("slug", FieldErrorCode::NameTaken)])
        }
        error => error,
    }
}

/// RFC 7396 §2.
fn merge(target: &mut Value, patch: Value) {
    let Value::Object(members) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Some(object) = target.as_object_mut() else { return };
    for (name, value) in members {
        if value.is_null() {
            object.remove(&name);
        } else {
            merge(object.entry(name).or_insert(Value::Null), value);
        }
    }
}

/// Looks names up, and gathers every fault.
pub(super) struct Names<'a> {
    tx: &'a mut Tx,
    pub(super) faults: Vec<FieldError>,
}

impl<'a> Names<'a> {
    /// `checked` is what the form alone is refused for.
    pub(super) fn new(tx: &'a mut Tx, checked: Result<(), Vec<FieldError>>) -> Self {
        Self { tx, faults: checked.err().unwrap_or_default() }
    }

    /// The slug of the one named; a fault of `field` when there is none.
    pub(super) async fn one(
        &mut self,
        referred: Referred,
        field: &str,
        name: &str,
    ) -> Result<String, StoreError> {
        let known = list_names(&mut *self.tx, referred).await?;
        Ok(self.found(&known, field.to_owned(), name))
    }

    /// The slugs of those named, in alphabetical order; a fault of each that is unknown or comes twice.
    pub(super) async fn many(
        &mut self,
        referred: Referred,
        field: &str,
        names: &[String],
    ) -> Result<Vec<String>, StoreError> {
        let known = list_names(&mut *self.tx, referred).await?;
        let mut found: Vec<String> = Vec::new();
        for (place, name) in names.iter().enumerate() {
            let field = format!("{field}[{place}]");
            let slug = self.found(&known, field.clone(), name);
            if found.contains(&slug) && !slug.is_empty() {
                self.faults.push(FieldError::new(field, FieldErrorCode::Duplicate));
            }
            found.push(slug);
        }
        found.sort();
        Ok(found)
    }

    fn found(&mut self, known: &[(Uuid, Slug)], field: String, name: &str) -> String {
        let name = name.trim();
        let one = known.iter().find(|(id, slug)| slug.as_str() == name || id.to_string() == name);
        if one.is_none() {
            self.faults.push(FieldError::new(field, FieldErrorCode::NotChoice));
        }
        one.map(|(_, slug)| slug.to_string()).unwrap_or_default()
    }

    /// Whatever was found wrong.
    pub(super) fn end(self) -> Result<(), SettingError> {
        if self.faults.is_empty() { Ok(()) } else { Err(SettingError::InvalidFields(self.faults)) }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{merge, pattern};

    #[test]
    fn members_are_merged_as_the_rfc_says() {
        // The first rows of RFC 7396, appendix A.
        for (target, patch, result) in [
            (json!({ "a": "b" }), json!({ "a": "c" }), json!({ "a": "c" })),
            (json!({ "a": "b" }), json!({ "b": "c" }), json!({ "a": "b", "b": "c" })),
            (json!({ "a": "b" }), json!({ "a": null }), json!({})),
            (json!({ "a": ["b"] }), json!({ "a": "c" }), json!({ "a": "c" })),
            (
                json!({ "a": { "b": "c" } }),
                json!({ "a": { "b": "d", "c": null } }),
                json!({ "a": { "b": "d" } }),
            ),
            (json!({ "a": [{ "b": "c" }] }), json!({ "a": [1] }), json!({ "a": [1] })),
            (json!({}), json!({ "a": { "bb": { "ccc": null } } }), json!({ "a": { "bb": {} } })),
        ] {
            let mut merged: Value = target;
            merge(&mut merged, patch);
            assert_eq!(merged, result);
        }
    }

    #[test]
    fn a_search_holds_no_pattern_of_its_own() {
        assert_eq!(pattern(" 100 % Lyon_"), "%100 _ lyon_%");
    }
}
