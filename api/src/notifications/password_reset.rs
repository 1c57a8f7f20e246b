//! The mail that takes a link to choose another password to its owner.

use chrono::TimeDelta;
use creno_types::journal::AccessKind;
use creno_types::message::{Audience, Medium, MessageEvent};
use minijinja::context;
use uuid::Uuid;

use super::deliver::{Label, give_up, journal, note, send_mail};
use super::render::{Written, environment};
use crate::app::App;
use crate::outbox::settle;
use crate::staff::reset;
use crate::store::messages::{self, Contact, Letterhead};
use crate::store::outbox::ClaimedJob;
use crate::store::{StoreError, passwords};

/// A link that is asked for is of use for so long.
const OF_USE: TimeDelta = TimeDelta::hours(1);
/// What readers of the journal see instead of it.
const HIDDEN: &str = "[lien personnel]";

/// What the mail says.
enum Way<'a> {
    /// Another password is chosen there.
    Link(&'a str),
    /// They have none, and sign in there.
    Service(&'a str),
}

/// Sends the link, if the address that was typed is anybody's.
///
/// # Errors
/// When the database fails: the job is done again later, with another link.
pub(crate) async fn send(app: &App, job: &ClaimedJob, id: Uuid) -> Result<(), StoreError> {
    let Some((email, address)) = passwords::find_reset(&app.db, id, app.now() - OF_USE).await? else {
        return give_up(app, job, "the link was asked for too long ago").await;
    };
    let Some(holder) = passwords::find_holder(&app.db, &email).await? else {
        let mut tx = app.db.begin().await?;
        settle(app, &mut tx, job, Ok(())).await?;
        return tx.commit().await;
    };
    let contact = Contact {
        name: holder.name.clone(),
        email: Some(holder.email.clone()),
        phone: None,
        lang: "fr".to_owned(),
    };
    let letterhead = messages::find_letterhead(&app.db, &contact.lang).await?;
    // Who signs in elsewhere only does not get a way around it.
    let service = app.oidc.as_ref().filter(|_| !holder.has_password).map(|oidc| oidc.config.label.clone());
    let (token, token_hash) = reset::new_token(app);
    // The token is in the fragment, which no server and no `Referer` ever sees.
    let link = format!("{}/back-office/nouveau-mot-de-passe#{token}", app.config.public_url);
    // Nobody may read it in the journal, where mails really leave.
    let shown = if app.config.demo { link.as_str() } else { HIDDEN };
    let way = |link| service.as_deref().map_or(Way::Link(link), Way::Service);
    let written = write(&contact, &letterhead, &way(&link), &address);
    let journaled = write(&contact, &letterhead, &way(shown), &address);
    let (written, journaled) = match (written, journaled) {
        (Ok(written), Ok(journaled)) => (written, journaled),
        (Err(error), _) | (_, Err(error)) => return give_up(app, job, error).await,
    };
    let label = Label { event: MessageEvent::PasswordReset, audience: Audience::Staff, medium: Medium::Mail };
    let mut tx = app.db.begin().await?;
    if service.is_none() {
        passwords::set_token(&mut tx, id, holder.id, token_hash, app.now() + reset::LINK).await?;
    }
    journal(app, &mut tx, job, label, contact.email.clone(), journaled).await?;
    tx.commit().await?;
    if job.attempts <= 1 {
        reset::note(app, AccessKind::PasswordResetAsked, &holder, &address).await?;
    }
    let sent = send_mail(app, job, &contact, &letterhead, &written, None).await;
    note(app, job, label.medium, sent).await
}

fn write(
    contact: &Contact,
    letterhead: &Letterhead,
    way: &Way<'_>,
    address: &str,
) -> Result<Written, minijinja::Error> {
    let (link, service) = match way {
        Way::Link(link) => (Some(*link), None),
        Way::Service(label) => (None, Some(*label)),
    };
    let values = context! {
        name => contact.name.as_str(),
        link,
        service,
        address,
        brand => letterhead.name.as_str(),
        colour => letterhead.colour.as_str(),
        on_colour => letterhead.on_colour.as_str(),
    };
    let said = include_str!("templates/fr/password_reset.txt");
    let html = include_str!("templates/fr/password_reset.html");
    let (subject, text) = said.split_once('\n').unwrap_or((said, ""));
    let environment = environment();
    let subject = environment.render_named_str("subject.txt", subject, &values)?;
    Ok(Written {
        text: environment.render_named_str("password_reset.txt", text.trim(), &values)?,
        html: environment.render_named_str("password_reset.html", html, &values)?,
        subject: subject.replace(char::is_control, " "),
    })
}
