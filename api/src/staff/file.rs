//! An appointment with all that its panel shows, as far as a profile shows it.

use creno_types::appointment::{Answer, AppointmentFile, AppointmentStatus};
use creno_types::staff::Permission;

use crate::app::App;
use crate::journals;
use crate::store::staff::Member;
use crate::store::{StoreError, appointments, catalog, clients, events};

/// One appointment within the member's reach, by id or reference; the look is journaled.
///
/// # Errors
/// When the database fails.
pub async fn find(app: &App, member: &Member, name: &str) -> Result<Option<AppointmentFile>, StoreError> {
    let Some(full) = appointments::find_within(&app.db, member, name).await? else { return Ok(None) };
    let (id, theme) = (full.appointment.id, full.appointment.theme.id);
    let ((mut answers, reason), fields, last_change) = tokio::try_join!(
        clients::find_answers(&app.db, id),
        catalog::list_fields_of(&app.db, theme),
        events::find_last(&app.db, &full),
    )?;
    let mut told = Vec::new();
    for field in fields {
        if let Some(value) = answers.remove(&field.key) {
            told.push(Answer { key: field.key, label: field.label, value: Some(value) });
        }
    }
    // The form was another when some clients filled it in.
    told.extend(answers.into_iter().map(|(key, value)| Answer {
        label: key.clone(),
        key,
        value: Some(value),
    }));
    for answer in &mut told {
        answer.value = answer.value.take().filter(|_| member.sight.sees_answer(&answer.key));
    }
    let appointment = member.sight.of(full.appointment);
    let can_change = member.permissions.contains(&Permission::ManageAppointments)
        && appointment.status == AppointmentStatus::Confirmed
        && appointment.start.utc() > app.now();
    journals::note_read(app, member, format!("appointment {}", appointment.reference)).await?;
    Ok(Some(AppointmentFile {
        appointment,
        answers: told,
        instructions: full.instructions,
        cancel_reason: reason.filter(|reason| !reason.is_empty() && member.sight.sees_words()),
        campaign: full.campaign.map(|campaign| campaign.name),
        last_change,
        can_change,
    }))
}
