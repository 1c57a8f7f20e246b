//! Turning a hold into an appointment.

use chrono::{DateTime, Utc};
use creno_types::appointment::{Answers, Confirmation, NewAppointment};
use creno_types::catalog::Texts;
use creno_types::field::{Field, FieldFormat, ValidForm};
use creno_types::ids::{AppointmentId, ClientId};
use creno_types::message::MessageEvent;
use creno_types::{FieldError, FieldErrorCode, Reference};
use serde::Serialize;
use serde_json::json;

use super::author::Author;
use super::hold::{HoldGone, find_kept};
use super::prove;
use super::token::{HoldToken, ManageToken, hash};
use crate::anti_abuse::door::DoorError;
use crate::app::App;
use crate::catalog::language;
use crate::notifications::announce;
use crate::store::appointments::{self, FullAppointment, NewAppointmentRow};
use crate::store::challenges::{self, Proof};
use crate::store::clients::{self, ClientKeys, NewClient};
use crate::store::events::{self, NewEvent};
use crate::store::idempotency;
use crate::store::journal::Snapshot;
use crate::store::occupancy::{self, HeldOccupancy};
use crate::store::policies::{self, Policy};
use crate::store::{StoreError, Tx, catalog};

/// Why a hold can't become an appointment.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    /// There is no hold, or it can't be honoured any more.
    #[error(transparent)]
    Gone(#[from] HoldGone),
    /// Fields of the form are missing or malformed.
    #[error("invalid fields")]
    InvalidFields(Vec<FieldError>),
    /// The client has as many appointments to come as the theme allows.
    #[error("too many appointments")]
    TooMany {
        /// How many that is.
        most: i64,
    },
    /// The idempotency key was used for another body.
    #[error("idempotency key reused")]
    KeyReused,
    /// It looks like a robot's.
    #[error(transparent)]
    Door(#[from] DoorError),
    /// The challenge served meanwhile.
    #[error("challenge spent")]
    ChallengeSpent,
}

impl From<StoreError> for ConfirmError {
    fn from(error: StoreError) -> Self {
        Self::Gone(error.into())
    }
}

/// Turns a hold into an appointment, once. The same `key` and body get the same answer again, without passing the
/// `door` again: what was answered there is spent when the appointment is written, and not before.
///
/// # Errors
/// When it can't; nothing is written then.
pub async fn confirm(
    app: &App,
    new: &NewAppointment,
    key: Option<&str>,
    door: impl Future<Output = Result<Option<Proof>, DoorError>>,
) -> Result<Confirmation, ConfirmError> {
    let token = HoldToken::read(&new.hold).ok_or(HoldGone::Unknown)?;
    let answer = key.map(|key| AnswerKey::of_client(key, new));
    let full = match already_answered(app, answer.as_ref()).await? {
        Some(full) => full,
        None => {
            let proof = door.await?;
            let given = Given { author: Author::Client, answer: answer.as_ref(), proof: proof.as_ref() };
            match take(app, new, &token, given).await {
                Ok(full) => full,
                // The same request may have been served meanwhile: its answer is ours.
                Err(refused) => already_answered(app, answer.as_ref()).await?.ok_or(refused)?,
            }
        }
    };
    Ok(confirmation(app, &full, &token.manage_token()))
}

/// What came with the form, to be written with the appointment.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    pub(super) author: Author<'a>,
    answer: Option<&'a AnswerKey>,
    proof: Option<&'a Proof>,
}

impl<'a> Given<'a> {
    /// Nothing but who asks, and under which key.
    pub(super) fn by(author: Author<'a>, answer: Option<&'a AnswerKey>) -> Self {
        Self { author, answer, proof: None }
    }
}

/// Turns the hold of that token into an appointment.
pub(super) async fn take(
    app: &App,
    new: &NewAppointment,
    token: &HoldToken,
    given: Given<'_>,
) -> Result<FullAppointment, ConfirmError> {
    let now = app.now();
    // The reader is given back before the transaction: nobody waits for a connection while keeping another.
    let (hold, fields, form, policy) = {
        let mut reader = app.db.reader().await?;
        let hold = find_kept(&mut reader, token, now).await?;
        if !hold.offered {
            // Switched off since it was taken.
            return Err(HoldGone::Expired.into());
        }
        let fields = catalog::list_fields_of(&mut reader, hold.theme).await?;
        let texts = catalog::find_texts(&mut reader, language(&new.lang)).await?;
        let form = check(&fields, &texts, new)?;
        let policy = policies::find_policy(&mut reader, hold.theme).await?;
        (hold, fields, form, policy)
    };

    let client = client(app, &fields, &form, new, now);
    // A form without an address has nothing to prove.
    if policy.prove_email
        && given.author.is_client()
        && let Some(email) = &client.keys.email
        && let Err(code) = prove::check(app, token, email, &new.email_code, now).await?
    {
        return Err(ConfirmError::InvalidFields(vec![FieldError::new("email_code", code)]));
    }
    let row = NewAppointmentRow {
        id: AppointmentId(app.new_id()),
        reference: Reference::from_indices(app.random_bytes()),
        agency: hold.agency,
        theme: hold.theme,
        theme_name: hold.theme_name.clone(),
        channel: hold.channel,
        staff: hold.staff,
        client: client.id,
        starts_at: hold.starts_at,
        ends_at: hold.ends_at,
        timezone: hold.timezone,
        source: given.author.source(hold.campaign.is_some()),
        manage_token_hash: token.manage_token().hash(),
        created_at: now,
        campaign: hold.campaign,
    };
    write(app, &hold, token, client, row, given, &policy).await
}

/// How often another reference is drawn when one is somebody else's.
const REFERENCE_DRAWS: u8 = 8;

async fn write(
    app: &App,
    hold: &HeldOccupancy,
    token: &HoldToken,
    client: NewClient,
    mut row: NewAppointmentRow,
    given: Given<'_>,
    policy: &Policy,
) -> Result<FullAppointment, ConfirmError> {
    let mut tx = app.db.begin().await?;
    let now = app.now();
    if !occupancy::lock_staff(&mut tx, hold.staff).await? {
        tx.rollback().await?;
        return Err(HoldGone::Expired.into());
    }
    if !occupancy::confirm_hold(&mut tx, hold.id, &token.hash(), row.id, now).await? {
        tx.rollback().await?;
        // Either it lapsed between our two looks, or the same hold was confirmed just now.
        return Err(if hold.expires_at <= now { HoldGone::Expired.into() } else { HoldGone::Unknown.into() });
    }
    if let Some(most) = policy.max_upcoming
        && count_upcoming(&mut tx, hold, &client.keys, now).await? >= most
    {
        tx.rollback().await?;
        return Err(ConfirmError::TooMany { most });
    }
    if let Some(proof) = given.proof
        && !challenges::spend(&mut tx, proof).await?
    {
        tx.rollback().await?;
        return Err(ConfirmError::ChallengeSpent);
    }
    clients::insert_client(&mut tx, client).await?;
    insert_with_free_reference(app, &mut tx, &mut row).await?;
    if let Some(answer) = given.answer {
        idempotency::insert_answer(&mut tx, &answer.key_hash, &answer.body_hash, row.id, now).await?;
    }
    let full = appointments::find_appointment(&mut tx, row.id).await?;
    let full = full.ok_or(StoreError::Sql(sqlx::Error::RowNotFound))?;
    let event = NewEvent {
        id: app.new_id(),
        appointment: row.id,
        at: now,
        kind: "created",
        actor: given.author.actor(),
        staff: given.author.staff(),
        changes: json!({ "start": row.starts_at, "staff": row.staff, "channel": row.channel }),
        snapshot: Some(Snapshot::of(&full)),
    };
    events::insert_event(&mut tx, event).await?;
    announce(app, &mut tx, MessageEvent::Confirmed, &full, None).await?;
    tx.commit().await?;
    app.metrics.booking(row.source.as_str());
    Ok(full)
}

async fn count_upcoming(
    tx: &mut Tx,
    hold: &HeldOccupancy,
    keys: &ClientKeys,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let locks = [&keys.email, &keys.phone].into_iter().flatten();
    let locks = locks.map(|key| hash(b"client lock", key.as_bytes())).collect();
    clients::count_upcoming(tx, hold.theme, keys, locks, now).await
}

async fn insert_with_free_reference(
    app: &App,
    tx: &mut Tx,
    row: &mut NewAppointmentRow,
) -> Result<(), StoreError> {
    for _ in 0..REFERENCE_DRAWS {
        if appointments::insert_appointment(tx, row).await? {
            return Ok(());
        }
        row.reference = Reference::from_indices(app.random_bytes());
    }
    Err(StoreError::Corrupt { column: "reference", value: "no free reference was drawn".into() })
}

/// A confirmation's idempotency key and body, hashed.
pub(super) struct AnswerKey {
    pub(super) key_hash: Vec<u8>,
    body_hash: Vec<u8>,
}

impl AnswerKey {
    fn of_client(key: &str, new: &NewAppointment) -> Self {
        // A struct whose maps are ordered: the same body always gives the same text.
        // Another answer to a challenge, or another code, does not make it another request.
        let body = NewAppointment { challenge: None, email_code: String::new(), ..new.clone() };
        Self::new(key, &body)
    }

    /// The key of an answer, and what it answers.
    pub(super) fn new(key: &str, body: &impl Serialize) -> Self {
        let body = serde_json::to_vec(body).unwrap_or_default();
        Self {
            key_hash: hash(b"idempotency key", key.as_bytes()),
            body_hash: hash(b"idempotency body", &body),
        }
    }
}

/// The appointment that was made for the same request already.
pub(super) async fn already_answered(
    app: &App,
    answer: Option<&AnswerKey>,
) -> Result<Option<FullAppointment>, ConfirmError> {
    let Some(answer) = answer else { return Ok(None) };
    match idempotency::find_answer(&app.db, &answer.key_hash).await? {
        None => Ok(None),
        Some((body_hash, _)) if body_hash != answer.body_hash => Err(ConfirmError::KeyReused),
        Some((_, appointment)) => Ok(appointments::find_appointment(&app.db, appointment).await?),
    }
}

fn check(fields: &[Field], texts: &Texts, new: &NewAppointment) -> Result<ValidForm, ConfirmError> {
    let agreed =
        new.consent && (new.consent_version.is_empty() || new.consent_version == texts.consent_version);
    let consent = (!agreed).then(|| FieldError {
        field: "consent".into(),
        code: FieldErrorCode::ConsentMissing,
        detail: String::new(),
    });
    match (ValidForm::check(fields, &new.client), consent) {
        (Ok(form), None) => Ok(form),
        (Ok(_), Some(consent)) => Err(ConfirmError::InvalidFields(vec![consent])),
        (Err(mut errors), consent) => {
            errors.extend(consent);
            Err(ConfirmError::InvalidFields(errors))
        }
    }
}

fn client(
    app: &App,
    fields: &[Field],
    form: &ValidForm,
    new: &NewAppointment,
    now: DateTime<Utc>,
) -> NewClient {
    let answers = form.answers();
    let first_of = |format: FieldFormat| {
        fields
            .iter()
            .filter(|field| field.format == format)
            .find_map(|field| answers.get(&field.key))
            .cloned()
    };
    NewClient {
        id: ClientId(app.new_id()),
        name: name(fields, answers),
        keys: ClientKeys {
            email: first_of(FieldFormat::Email).map(|email| email.to_lowercase()),
            phone: first_of(FieldFormat::Phone).map(|phone| international(&phone)),
        },
        email: first_of(FieldFormat::Email),
        phone: first_of(FieldFormat::Phone),
        answers: answers.clone(),
        lang: language(&new.lang).to_owned(),
        consent_version: new.consent_version.clone(),
        consented_at: now,
    }
}

/// The digits of a number with its country's code; French ones are kept as ten digits from 0.
fn international(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    match (phone.starts_with('+'), digits.strip_prefix('0')) {
        (false, Some(national)) => format!("33{national}"),
        _ => digits,
    }
}

/// First and last name where the form has them, else whatever it asks in letters.
fn name(fields: &[Field], answers: &Answers) -> String {
    let usual: Vec<_> =
        ["first_name", "last_name"].iter().filter_map(|key| answers.get(*key)).cloned().collect();
    if !usual.is_empty() {
        return usual.join(" ");
    }
    let letters = fields.iter().filter(|field| field.format == FieldFormat::Letters);
    letters.filter_map(|field| answers.get(&field.key)).cloned().collect::<Vec<_>>().join(" ")
}

fn confirmation(app: &App, full: &FullAppointment, token: &ManageToken) -> Confirmation {
    let appointment = &full.appointment;
    Confirmation {
        reference: appointment.reference.clone(),
        manage_url: manage_url(app, token),
        start: appointment.start,
        end: appointment.end,
        timezone: appointment.timezone.clone(),
        video_url: None,
        ics_url: ics_url(app, token),
    }
}

/// The page of an appointment. The token is in the fragment, which no server and no `Referer` ever sees.
pub(crate) fn manage_url(app: &App, token: &ManageToken) -> String {
    format!("{}/rdv#rendez-vous={}", app.config.public_url, token.text())
}

/// The same, for a client who says there that they will come.
pub(crate) fn presence_url(app: &App, token: &ManageToken) -> String {
    format!("{}&presence=1", manage_url(app, token))
}

/// The calendar file of an appointment.
pub(super) fn ics_url(app: &App, token: &ManageToken) -> String {
    format!("{}/api/v1/public/appointments/{}/calendar.ics", app.config.public_url, token.text())
}
