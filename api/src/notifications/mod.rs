//! What people are told of an appointment.
//!
//! [`announce`] writes, with the change, one job for each person to tell; [`send`] writes the message from what was
//! noted then, journals it, and hands it to the [`mail::Mailer`].

mod facts;
pub mod mail;
pub mod render;

use creno_types::ids::StaffId;
use creno_types::message::{Audience, MessageEvent, MessageState};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::App;
use crate::booking::{ManageToken, manage_url, new_code};
use crate::ics::{self, Invitation};
use crate::outbox::{Job, enqueue, settle};
use crate::store::appointments::FullAppointment;
use crate::store::email_proofs;
use crate::store::messages::{self, Contact, Letterhead, NewMessage};
use crate::store::outbox::ClaimedJob;
use crate::store::{StoreError, Tx, webhooks};
pub use facts::Facts;
pub use mail::SendError;
use render::Written;

/// A mail to write.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Mail {
    /// What happened.
    pub event: MessageEvent,
    /// The staff member to tell; the client when none.
    pub staff: Option<StaffId>,
    /// The appointment as it was then.
    pub facts: Facts,
    /// When it was, for one that is moved.
    pub before: Option<creno_types::ZonedInstant>,
}

impl Mail {
    fn audience(&self) -> Audience {
        if self.staff.is_some() { Audience::Staff } else { Audience::Client }
    }
}

/// Tells everyone concerned of what happened to an appointment, `full` being what it is now and `before` what it was.
///
/// # Errors
/// When the database fails.
pub async fn announce(
    app: &App,
    tx: &mut Tx,
    event: MessageEvent,
    full: &FullAppointment,
    before: Option<&FullAppointment>,
) -> Result<(), StoreError> {
    let (id, facts) = (full.appointment.id, Facts::of(full));
    let staff = full.appointment.staff.id;
    let was = before.map(|before| before.appointment.start);
    let mail = |event, staff, facts: &Facts, before| {
        Job::Mail(Box::new(Mail { event, staff, facts: facts.clone(), before }))
    };
    enqueue(app, tx, Some(id), &mail(event, None, &facts, was)).await?;
    match before.filter(|before| before.appointment.staff.id != staff) {
        None => enqueue(app, tx, Some(id), &mail(event, Some(staff), &facts, was)).await,
        // For the one it is cancelled, for the other it is new.
        Some(before) => {
            let former =
                mail(MessageEvent::Cancelled, Some(before.appointment.staff.id), &Facts::of(before), None);
            enqueue(app, tx, Some(id), &former).await?;
            enqueue(app, tx, Some(id), &mail(MessageEvent::Confirmed, Some(staff), &facts, None)).await
        }
    }
}

/// Writes a mail, journals it and sends it.
///
/// # Errors
/// When the database fails: the job is done again later.
pub(crate) async fn send(app: &App, job: &ClaimedJob, mail: &Mail) -> Result<(), StoreError> {
    let contact = match mail.staff {
        Some(staff) => messages::find_staff_contact(&app.db, staff).await?,
        None => messages::find_client_contact(&app.db, mail.facts.id).await?,
    };
    // Its client may have been erased meanwhile.
    let Some(contact) = contact else { return give_up(app, job, "nobody to write to").await };

    // Each mail to a client has a link of its own, for only hashes of tokens are kept.
    let link = (mail.staff.is_none() && mail.event != MessageEvent::Cancelled).then(|| ManageToken::new(app));
    let url = link.as_ref().map(|token| manage_url(app, token));
    let letterhead = messages::find_letterhead(&app.db, &contact.lang).await?;
    let write = |url| render::write(mail, &contact, &letterhead, url);
    // The journal's readers are not to have the client's link.
    let (written, journaled) = match (write(url.as_deref()), write(None)) {
        (Ok(written), Ok(journaled)) => (written, journaled),
        (Err(error), _) | (_, Err(error)) => return give_up(app, job, error).await,
    };
    let mut tx = app.db.begin().await?;
    if let Some(token) = &link {
        messages::insert_link(&mut tx, token.hash(), mail.facts.id, app.now()).await?;
    }
    journal(app, &mut tx, job, mail.event, mail.audience(), &contact, journaled).await?;
    tx.commit().await?;

    let from = app.config.mail.from.to_string();
    let invite = |address| ics::invitation(mail, &from, address, url.as_deref(), app.now());
    let invitation = contact.email.as_deref().map(invite);
    hand_over(app, job, &contact, &letterhead, &written, invitation.as_ref()).await
}

/// Draws a code for an address that is to be proved, and sends it there. One that lapsed meanwhile is no longer sent.
///
/// # Errors
/// When the database fails: the job is done again later, with another code.
pub(crate) async fn send_code(app: &App, job: &ClaimedJob, proof: Uuid) -> Result<(), StoreError> {
    let Some(waiting) = email_proofs::find_proof(&app.db, proof, app.now()).await? else {
        return give_up(app, job, "the hold lapsed before the code was sent").await;
    };
    let (code, kept) = new_code(app, proof);
    let contact = Contact { name: String::new(), email: Some(waiting.email), lang: waiting.lang };
    let letterhead = messages::find_letterhead(&app.db, &contact.lang).await?;
    // Nobody may read the code in the journal, where mails really leave.
    let shown = if app.config.demo { code.as_str() } else { "······" };
    let (written, journaled) = match (
        render::write_code(&contact, &letterhead, &code),
        render::write_code(&contact, &letterhead, shown),
    ) {
        (Ok(written), Ok(journaled)) => (written, journaled),
        (Err(error), _) | (_, Err(error)) => return give_up(app, job, error).await,
    };
    let mut tx = app.db.begin().await?;
    email_proofs::set_code(&mut tx, proof, kept).await?;
    journal(app, &mut tx, job, MessageEvent::EmailCode, Audience::Client, &contact, journaled).await?;
    tx.commit().await?;
    hand_over(app, job, &contact, &letterhead, &written, None).await
}

/// Tells an administrator that a webhook is paused. One that was removed or resumed meanwhile is no longer told of.
///
/// # Errors
/// When the database fails: the job is done again later.
pub(crate) async fn send_webhook_paused(
    app: &App,
    job: &ClaimedJob,
    endpoint: Uuid,
    staff: StaffId,
) -> Result<(), StoreError> {
    let endpoint = webhooks::find_endpoint(&app.db, &endpoint.to_string()).await?;
    let Some(endpoint) = endpoint.filter(|endpoint| endpoint.paused.is_some()) else {
        return give_up(app, job, "the webhook is no longer paused").await;
    };
    let Some(contact) = messages::find_staff_contact(&app.db, staff).await? else {
        return give_up(app, job, "nobody to write to").await;
    };
    let letterhead = messages::find_letterhead(&app.db, &contact.lang).await?;
    let written = match render::write_webhook_paused(&contact, &letterhead, &endpoint) {
        Ok(written) => written,
        Err(error) => return give_up(app, job, error).await,
    };
    let mut tx = app.db.begin().await?;
    let event = MessageEvent::WebhookPaused;
    journal(app, &mut tx, job, event, Audience::Staff, &contact, written.clone()).await?;
    tx.commit().await?;
    hand_over(app, job, &contact, &letterhead, &written, None).await
}

async fn journal(
    app: &App,
    tx: &mut Tx,
    job: &ClaimedJob,
    event: MessageEvent,
    audience: Audience,
    contact: &Contact,
    journaled: Written,
) -> Result<(), StoreError> {
    let message = NewMessage {
        id: app.new_id(),
        job: job.id,
        appointment: job.appointment,
        at: app.now(),
        event,
        audience,
        recipient: contact.email.clone(),
        subject: journaled.subject,
        body: journaled.text,
    };
    messages::put_message(tx, message).await
}

/// Gives a mail to the mailer, and notes what became of it.
async fn hand_over(
    app: &App,
    job: &ClaimedJob,
    contact: &Contact,
    letterhead: &Letterhead,
    written: &Written,
    invitation: Option<&Invitation>,
) -> Result<(), StoreError> {
    let sent = match &contact.email {
        None => Ok(MessageState::NoAddress),
        Some(address) => {
            let envelope =
                mail::Envelope { job: job.id, to: address, name: &contact.name, brand: &letterhead.name };
            app.mailer.send(&envelope, written, invitation).await
        }
    };
    let mut tx = app.db.begin().await?;
    let retried = settle(app, &mut tx, job, sent.as_ref().map(drop)).await?;
    let (state, error) = match sent {
        Ok(state) => (state, None),
        Err(error) => (if retried { MessageState::Delayed } else { MessageState::Failed }, Some(error.text)),
    };
    messages::update_state(&mut tx, job.id, state, error).await?;
    tx.commit().await
}

async fn give_up(app: &App, job: &ClaimedJob, why: impl ToString) -> Result<(), StoreError> {
    let mut tx = app.db.begin().await?;
    settle(app, &mut tx, job, Err(&SendError::lasting(why.to_string()))).await?;
    tx.commit().await
}
