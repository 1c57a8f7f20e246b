//! What a theme lets its clients do, and what becomes of the slots that they free.

use creno_types::Minutes;
use creno_types::ids::ThemeId;
use creno_types::theme::Release;

use super::catalog::word;
use super::{Queries, StoreError, statements};

statements! {
    FIND_POLICY = "SELECT move_deadline_min, cancel_deadline_min, release, release_delay_min, max_upcoming,
        prove_email
        FROM theme WHERE id = $1";
}

/// A theme's rules for its clients.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// How long before the start the client may no longer move it.
    pub move_deadline: Minutes,
    /// How long before the start the client may no longer cancel it.
    pub cancel_deadline: Minutes,
    /// What becomes of a slot that is freed.
    pub release: Release,
    /// For how long it is kept back, if it is.
    pub release_delay: Minutes,
    /// How many appointments to come one client may have.
    pub max_upcoming: Option<i64>,
    /// Whether the client's mail address is proved before the slot is firm.
    pub prove_email: bool,
}

/// The policy of a theme, active or not.
///
/// # Errors
/// When the database fails, or there is no such theme.
pub async fn find_policy(mut source: impl Queries, theme: ThemeId) -> Result<Policy, StoreError> {
    let row = source.query(FIND_POLICY).bind(theme.0).fetch_one().await?;
    let minutes = |column| row.integer(column).map(Minutes);
    Ok(Policy {
        move_deadline: minutes("move_deadline_min")?,
        cancel_deadline: minutes("cancel_deadline_min")?,
        release: word(&row, "release")?,
        release_delay: minutes("release_delay_min")?,
        max_upcoming: row.get("max_upcoming")?,
        prove_email: row.get("prove_email")?,
    })
}
