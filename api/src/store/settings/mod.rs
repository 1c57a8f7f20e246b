//! What administrators set: one file per kind, each with the statements that list, find, insert, update and delete.

pub mod agencies;
pub mod fields;
pub mod profiles;
pub mod single;
pub mod skills;
pub mod themes;
pub mod users;

use creno_types::Slug;
use uuid::Uuid;

use super::{Queries, Row, StoreError, statements};

statements! {
    LIST_AGENCY_NAMES = "SELECT id, slug FROM agency";
    LIST_THEME_NAMES = "SELECT id, slug FROM theme";
    LIST_SKILL_NAMES = "SELECT id, slug FROM skill";
    LIST_PROFILE_NAMES = "SELECT id, slug FROM profile";
}

/// Every statement of the kinds.
pub(super) fn all() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    let kinds = [
        STATEMENTS,
        agencies::STATEMENTS,
        fields::STATEMENTS,
        profiles::STATEMENTS,
        single::STATEMENTS,
        skills::STATEMENTS,
        themes::STATEMENTS,
        users::STATEMENTS,
    ];
    kinds.into_iter().flatten()
}

/// Which rows of a kind to list.
#[derive(Clone, Debug)]
pub struct Listing {
    /// After the one of that short name.
    pub after: String,
    /// A pattern of `LIKE` that the name or the short name fits, in lower case.
    pub like: String,
    /// Only those that are on offer, or only the others.
    pub active: Option<bool>,
    /// At most so many.
    pub limit: i64,
}

/// What a setting may refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Referred {
    /// Agencies.
    Agencies,
    /// Themes.
    Themes,
    /// Skills.
    Skills,
    /// Profiles.
    Profiles,
}

/// Everything of a kind that a setting may refer to: ids and short names.
///
/// # Errors
/// When the database fails.
pub async fn list_names(
    mut source: impl Queries,
    referred: Referred,
) -> Result<Vec<(Uuid, Slug)>, StoreError> {
    let sql = match referred {
        Referred::Agencies => LIST_AGENCY_NAMES,
        Referred::Themes => LIST_THEME_NAMES,
        Referred::Skills => LIST_SKILL_NAMES,
        Referred::Profiles => LIST_PROFILE_NAMES,
    };
    let rows = source.query(sql).fetch_all().await?;
    rows.iter().map(|row| Ok((row.get("id")?, row.parse("slug")?))).collect()
}

/// What a column lists, joined by commas; nothing when it is null.
fn listed(row: &Row, column: &'static str) -> Result<Vec<String>, StoreError> {
    let text: Option<String> = row.get(column)?;
    Ok(text.iter().flat_map(|text| text.split(',')).map(str::to_owned).collect())
}
