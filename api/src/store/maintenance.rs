//! Emptying a database, for demonstrations.

use super::{Db, StoreError, statements};

statements! {
    DELETE_ATTEMPTS = "DELETE FROM delivery_attempt";
    DELETE_DELIVERIES = "DELETE FROM delivery";
    DELETE_ENDPOINTS = "DELETE FROM webhook_endpoint";
    DELETE_MESSAGES = "DELETE FROM message";
    DELETE_JOBS = "DELETE FROM outbox";
    DELETE_REMINDERS = "DELETE FROM reminder";
    DELETE_LOOK = "DELETE FROM reminder_look";
    DELETE_TEMPLATES = "DELETE FROM message_template";
    DELETE_THEME_REMINDERS = "DELETE FROM theme_reminder";
    DELETE_THEME_MESSAGES = "DELETE FROM theme_message";
    DELETE_LINKS = "DELETE FROM manage_link";
    DELETE_EMAIL_PROOFS = "DELETE FROM email_proof";
    DELETE_DOCUMENTS = "DELETE FROM document";
    DELETE_THEME_DOCUMENTS = "DELETE FROM theme_documents";
    DELETE_EVENTS = "DELETE FROM appointment_event";
    DELETE_ANSWERS = "DELETE FROM idempotency";
    DELETE_OCCUPANCIES = "DELETE FROM occupancy";
    DELETE_APPOINTMENTS = "DELETE FROM appointment";
    DELETE_CAMPAIGNS = "DELETE FROM campaign";
    DELETE_LOCKS = "DELETE FROM client_lock";
    DELETE_CLIENTS = "DELETE FROM client";
    DELETE_HOLIDAYS = "DELETE FROM holiday";
    DELETE_CLOSURES = "DELETE FROM closure";
    DELETE_ATTEMPTS_TO_SIGN_IN = "DELETE FROM sign_in_attempt";
    DELETE_IDENTITIES = "DELETE FROM staff_identity";
    DELETE_RESETS = "DELETE FROM password_reset";
    DELETE_SESSIONS = "DELETE FROM session";
    DELETE_ACCESSES = "DELETE FROM access_log";
    DELETE_REFUSALS = "DELETE FROM refusal";
    DELETE_SETTINGS_LOG = "DELETE FROM settings_log";
    DELETE_CHALLENGE_USES = "DELETE FROM challenge_use";
    DELETE_STAFF = "DELETE FROM staff";
    DELETE_PROFILES = "DELETE FROM profile";
    DELETE_THEMES = "DELETE FROM theme";
    DELETE_FIELDS = "DELETE FROM field";
    DELETE_SKILLS = "DELETE FROM skill";
    DELETE_AGENCIES = "DELETE FROM agency";
    DELETE_SETTINGS = "DELETE FROM setting";
}

/// Deletes every row, those that refer to others first.
///
/// # Errors
/// When the database fails; nothing is deleted then.
pub async fn delete_everything(db: &Db) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    for (_, sql) in STATEMENTS {
        tx.query(sql).execute().await?;
    }
    tx.commit().await
}
