//! Writing a message, noting it in the journal, handing it over.

use creno_types::ids::{StaffId, ThemeId};
use creno_types::message::{Audience, Medium, MessageEvent, MessageState};
use creno_types::notification::NotificationLevel;
use creno_types::template::{MessageLang, NewTemplate, TemplateKey};
use creno_types::theme_messages::Discretion;
use uuid::Uuid;

use super::render::{self, Links, Source, Written};
use super::sms::Sms;
use super::{Notice, SendError, asked_documents, mail, phone, texts};
use crate::app::App;
use crate::booking::{ManageToken, manage_url, new_code, presence_url};
use crate::ics::{self, Invitation};
use crate::outbox::settle;
use crate::store::messages::{self, Contact, Letterhead, NewMessage};
use crate::store::outbox::ClaimedJob;
use crate::store::{StoreError, Tx, email_proofs, notifications, templates, theme_messages, webhooks};

/// Which message of which job.
#[derive(Clone, Copy)]
pub(super) struct Label {
    pub(super) event: MessageEvent,
    pub(super) audience: Audience,
    pub(super) medium: Medium,
}

/// Writes a message, journals it and sends it.
///
/// # Errors
/// When the database fails: the job is done again later.
pub(crate) async fn deliver(
    app: &App,
    job: &ClaimedJob,
    notice: &Notice,
    medium: Medium,
) -> Result<(), StoreError> {
    let audience = notice.audience();
    let label = Label { event: notice.event, audience, medium };
    let Letter { notice, contact, letterhead, lang, text } = match prepare(app, notice, medium).await? {
        Prepared::Ready(letter) => *letter,
        Prepared::Withheld(why) => {
            let why = why.map(str::to_owned);
            return set_aside(app, job, label, MessageState::Withheld, why).await;
        }
        Prepared::Nobody(why) => return give_up(app, job, why).await,
    };
    let notice = &notice;

    // Each message to a client has a link of its own, for only hashes of tokens are kept.
    let token = (audience == Audience::Client && notice.event != MessageEvent::Cancelled)
        .then(|| ManageToken::new(app));
    let links = Links {
        manage: token.as_ref().map(|token| manage_url(app, token)),
        presence: token
            .as_ref()
            .filter(|_| notice.event == MessageEvent::Reminder)
            .map(|token| presence_url(app, token)),
    };
    let source = Source { notice, contact: &contact, letterhead: &letterhead, lang, text: &text };
    // The journal's readers are not to have the client's link.
    let (written, journaled) = match (write(&source, medium, Some(&links)), write(&source, medium, None)) {
        (Ok(written), Ok(journaled)) => (written, journaled),
        (Err(error), _) | (_, Err(error)) => return give_up(app, job, error).await,
    };
    let number = contact.phone.as_deref().map(phone::e164);
    let recipient = match medium {
        Medium::Mail => contact.email.clone(),
        Medium::Sms => number.clone().and_then(Result::ok).or_else(|| contact.phone.clone()),
    };
    let mut tx = app.db.begin().await?;
    if let Some(token) = &token {
        messages::insert_link(&mut tx, token.hash(), notice.facts.id, app.now()).await?;
    }
    journal(app, &mut tx, job, label, recipient, journaled).await?;
    tx.commit().await?;

    let sent = match medium {
        Medium::Mail => {
            let from = app.config.mail.from.to_string();
            let invite =
                |address| ics::invitation(notice, &from, address, links.manage.as_deref(), app.now());
            let invitation = contact.email.as_deref().and_then(invite);
            send_mail(app, job, &contact, &letterhead, &written, invitation.as_ref()).await
        }
        Medium::Sms => match number {
            None => Ok((MessageState::NoAddress, None)),
            Some(Err(error)) => Ok((MessageState::NoAddress, Some(error.to_string()))),
            Some(Ok(to)) => {
                let sms = Sms { job: job.id, to: &to, text: &written.text, now: app.now() };
                app.sms.send(&sms).await.map(|state| (state, None))
            }
        },
    };
    note(app, job, label.medium, sent).await
}

/// What a message is written from.
pub(super) struct Letter {
    pub(super) notice: Notice,
    pub(super) contact: Contact,
    pub(super) letterhead: Letterhead,
    pub(super) lang: MessageLang,
    pub(super) text: NewTemplate,
}

/// What comes of something to tell.
pub(super) enum Prepared {
    /// A message.
    Ready(Box<Letter>),
    /// None, by the theme's discretion or the person's own wish.
    Withheld(Option<&'static str>),
    /// None, for a reason.
    Nobody(&'static str),
}

/// Finds whom to write to, in what words, and how much of it.
pub(super) async fn prepare(app: &App, notice: &Notice, medium: Medium) -> Result<Prepared, StoreError> {
    let audience = notice.audience();
    let contact = match notice.staff {
        Some(staff) => messages::find_staff_contact(&app.db, staff).await?,
        None => messages::find_client_contact(&app.db, notice.facts.id).await?,
    };
    let about = theme_messages::find_of_appointment(&app.db, notice.facts.id).await?;
    // Its client may have been erased meanwhile.
    let (Some(contact), Some((theme, discretion))) = (contact, about) else {
        return Ok(Prepared::Nobody("nobody to write to"));
    };
    if let Some(staff) = notice.staff
        && !wants(app, staff, notice).await?
    {
        return Ok(Prepared::Withheld(Some("by their notification level")));
    }
    let lang = if contact.lang == "en" { MessageLang::En } else { MessageLang::Fr };
    let notice = match (audience, discretion) {
        (Audience::Client, Discretion::Silent) => return Ok(Prepared::Withheld(None)),
        (Audience::Client, Discretion::Neutral) => {
            Notice { facts: notice.facts.clone().neutral(lang), ..notice.clone() }
        }
        (Audience::Client, Discretion::Full) => {
            let mut notice = notice.clone();
            notice.facts.documents = asked_documents(&app.db, theme).await?;
            notice
        }
        (Audience::Staff, _) => notice.clone(),
    };
    let key = TemplateKey { event: notice.event, audience, medium, lang };
    let Some(text) = text(app, theme, &key).await? else {
        return Ok(Prepared::Nobody("there is no such message"));
    };
    let letterhead = messages::find_letterhead(&app.db, &contact.lang).await?;
    Ok(Prepared::Ready(Box::new(Letter { notice, contact, letterhead, lang, text })))
}

/// Whether a person wants that told by mail. What is soon is today or tomorrow by the agency's clock, before or after.
async fn wants(app: &App, staff: StaffId, notice: &Notice) -> Result<bool, StoreError> {
    Ok(match notifications::find_level(&app.db, staff).await? {
        NotificationLevel::All => true,
        NotificationLevel::None => false,
        NotificationLevel::Soon => {
            let zone: chrono_tz::Tz = notice.facts.timezone.parse().unwrap_or(chrono_tz::UTC);
            let today = app.now().with_timezone(&zone).date_naive();
            let soon = [Some(today), today.succ_opt()];
            let dates = [Some(notice.facts.start), notice.before];
            dates.into_iter().flatten().any(|at| soon.contains(&Some(at.local_date())))
        }
    })
}

/// The text of a message about a theme: the theme's, that of all themes, or the program's own.
async fn text(app: &App, theme: ThemeId, key: &TemplateKey) -> Result<Option<NewTemplate>, StoreError> {
    let own = templates::find_template(&app.db, Some(theme), key).await?;
    Ok(own.or_else(|| texts::built_in(key)))
}

pub(super) fn write(
    source: &Source<'_>,
    medium: Medium,
    links: Option<&Links>,
) -> Result<Written, minijinja::Error> {
    match medium {
        Medium::Mail => source.mail(links),
        Medium::Sms => {
            source.sms(links).map(|text| Written { subject: String::new(), text, html: String::new() })
        }
    }
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
    let contact =
        Contact { name: String::new(), email: Some(waiting.email), phone: None, lang: waiting.lang };
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
    let label = Label { event: MessageEvent::EmailCode, audience: Audience::Client, medium: Medium::Mail };
    let mut tx = app.db.begin().await?;
    email_proofs::set_code(&mut tx, proof, kept).await?;
    journal(app, &mut tx, job, label, contact.email.clone(), journaled).await?;
    tx.commit().await?;
    let sent = send_mail(app, job, &contact, &letterhead, &written, None).await;
    note(app, job, label.medium, sent).await
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
    let label = Label { event: MessageEvent::WebhookPaused, audience: Audience::Staff, medium: Medium::Mail };
    let mut tx = app.db.begin().await?;
    journal(app, &mut tx, job, label, contact.email.clone(), written.clone()).await?;
    tx.commit().await?;
    let sent = send_mail(app, job, &contact, &letterhead, &written, None).await;
    note(app, job, label.medium, sent).await
}

/// Journals a message that is not to be sent, and why.
///
/// # Errors
/// When the database fails.
pub(super) async fn set_aside(
    app: &App,
    job: &ClaimedJob,
    label: Label,
    state: MessageState,
    why: Option<String>,
) -> Result<(), StoreError> {
    let nothing = Written { subject: String::new(), text: String::new(), html: String::new() };
    let mut tx = app.db.begin().await?;
    journal(app, &mut tx, job, label, None, nothing).await?;
    settle(app, &mut tx, job, Ok(())).await?;
    messages::update_state(&mut tx, job.id, state, why).await?;
    tx.commit().await?;
    app.metrics.message(label.medium, state);
    Ok(())
}

pub(super) async fn journal(
    app: &App,
    tx: &mut Tx,
    job: &ClaimedJob,
    label: Label,
    recipient: Option<String>,
    journaled: Written,
) -> Result<(), StoreError> {
    let message = NewMessage {
        id: app.new_id(),
        job: job.id,
        appointment: job.appointment,
        at: app.now(),
        event: label.event,
        audience: label.audience,
        medium: label.medium,
        recipient,
        subject: journaled.subject,
        body: journaled.text,
    };
    messages::put_message(tx, message).await
}

/// What became of a message that was handed over, and what there is to say of it.
pub(super) type Sent = Result<(MessageState, Option<String>), SendError>;

pub(super) async fn send_mail(
    app: &App,
    job: &ClaimedJob,
    contact: &Contact,
    letterhead: &Letterhead,
    written: &Written,
    invitation: Option<&Invitation>,
) -> Sent {
    let Some(address) = &contact.email else { return Ok((MessageState::NoAddress, None)) };
    let envelope = mail::Envelope { job: job.id, to: address, name: &contact.name, brand: &letterhead.name };
    app.mailer.send(&envelope, written, invitation).await.map(|state| (state, None))
}

/// Notes what became of a message.
pub(super) async fn note(app: &App, job: &ClaimedJob, medium: Medium, sent: Sent) -> Result<(), StoreError> {
    let mut tx = app.db.begin().await?;
    let retried = settle(app, &mut tx, job, sent.as_ref().map(drop)).await?;
    let (state, error) = match sent {
        Ok(told) => told,
        Err(error) => (if retried { MessageState::Delayed } else { MessageState::Failed }, Some(error.text)),
    };
    messages::update_state(&mut tx, job.id, state, error).await?;
    tx.commit().await?;
    app.metrics.message(medium, state);
    Ok(())
}

pub(super) async fn give_up(app: &App, job: &ClaimedJob, why: impl ToString) -> Result<(), StoreError> {
    let mut tx = app.db.begin().await?;
    settle(app, &mut tx, job, Err(&SendError::lasting(why.to_string()))).await?;
    tx.commit().await
}
