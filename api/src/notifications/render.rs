//! Writing messages: templates of each language, filled in with facts.

use chrono::{Datelike as _, Locale};
use creno_types::message::MessageEvent;
use creno_types::webhook::PauseReason;
use creno_types::{Channel, ZonedInstant};
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, context};

use super::Mail;
use crate::config::origin_of;
use crate::store::messages::{Contact, Letterhead};
use crate::store::webhooks::Endpoint;

/// A message that is written.
#[derive(Clone, Debug)]
pub struct Written {
    /// What it is about.
    pub subject: String,
    /// For readers of plain text.
    pub text: String,
    /// The same for the others.
    pub html: String,
}

/// Instructions that a template may take, so that none runs for ever.
const FUEL: u64 = 50_000;

/// The templates of a language: layouts, then what each event says to clients and to staff. The first line of those is
/// the subject, the rest comes before the details.
struct Templates {
    text: &'static str,
    html: &'static str,
    client: [&'static str; 3],
    staff: [&'static str; 3],
}

macro_rules! templates {
    ($lang:literal) => {
        Templates {
            text: include_str!(concat!("templates/", $lang, "/layout.txt")),
            html: include_str!(concat!("templates/", $lang, "/layout.html")),
            client: [
                include_str!(concat!("templates/", $lang, "/client_confirmed.txt")),
                include_str!(concat!("templates/", $lang, "/client_moved.txt")),
                include_str!(concat!("templates/", $lang, "/client_cancelled.txt")),
            ],
            staff: [
                include_str!("templates/fr/staff_confirmed.txt"),
                include_str!("templates/fr/staff_moved.txt"),
                include_str!("templates/fr/staff_cancelled.txt"),
            ],
        }
    };
}

const FRENCH: Templates = templates!("fr");
const ENGLISH: Templates = templates!("en");

/// Writes a mail to someone. `manage_url` is the client's link, where they have one.
///
/// # Errors
/// When a template is wrong, which it says where.
pub(super) fn write(
    mail: &Mail,
    contact: &Contact,
    letterhead: &Letterhead,
    manage_url: Option<&str>,
) -> Result<Written, minijinja::Error> {
    let english = contact.lang == "en";
    let templates = if english { ENGLISH } else { FRENCH };
    let place = match mail.event {
        MessageEvent::Confirmed => 0,
        MessageEvent::Moved => 1,
        MessageEvent::Cancelled => 2,
        MessageEvent::EmailCode | MessageEvent::WebhookPaused => {
            return Err(minijinja::Error::new(ErrorKind::InvalidOperation, "it is about no appointment"));
        }
    };
    let said = if mail.staff.is_some() { templates.staff[place] } else { templates.client[place] };
    let (subject, intro) = said.split_once('\n').unwrap_or((said, ""));

    let environment = environment();
    let facts = &mail.facts;
    let values = context! {
        client => contact.name.as_str(),
        theme => facts.theme.as_str(),
        agency => facts.agency.as_str(),
        address => facts.address.as_str(),
        at_agency => facts.channel == Channel::Office,
        channel => channel(facts.channel, english),
        staff => facts.staff_name.as_str(),
        date => date(facts.start, english),
        time => time(facts.start, english),
        end_time => time(facts.end, english),
        timezone => facts.timezone.as_str(),
        before => mail.before.map(|before| context! { date => date(before, english), time => time(before, english) }),
        reference => facts.reference.to_string(),
        instructions => facts.instructions.as_str(),
        manage_url => manage_url,
        cancelled => mail.event == MessageEvent::Cancelled,
        brand => letterhead.name.as_str(),
        colour => letterhead.colour.as_str(),
        on_colour => letterhead.on_colour.as_str(),
    };
    let subject = environment.render_named_str("subject.txt", subject, &values)?;
    let intro = environment.render_named_str("intro.txt", intro.trim(), &values)?;
    let paragraphs: Vec<_> = intro.split("\n\n").map(str::to_owned).collect();
    let whole = context! { paragraphs, intro, subject => subject.as_str(), ..values };
    Ok(Written {
        text: environment.render_named_str("layout.txt", templates.text, &whole)?,
        html: environment.render_named_str("layout.html", templates.html, &whole)?,
        // One line, whatever a name holds.
        subject: subject.replace(char::is_control, " "),
    })
}

/// Writes the mail that takes a code to the address that is to be proved.
///
/// # Errors
/// When a template is wrong, which it says where.
pub(super) fn write_code(
    contact: &Contact,
    letterhead: &Letterhead,
    code: &str,
) -> Result<Written, minijinja::Error> {
    let (said, html) = match contact.lang.as_str() {
        "en" => (include_str!("templates/en/code.txt"), include_str!("templates/en/code.html")),
        _ => (include_str!("templates/fr/code.txt"), include_str!("templates/fr/code.html")),
    };
    let values = context! {
        code,
        brand => letterhead.name.as_str(),
        colour => letterhead.colour.as_str(),
    };
    let (subject, text) = said.split_once('\n').unwrap_or((said, ""));
    let environment = environment();
    let subject = environment.render_named_str("subject.txt", subject, &values)?;
    Ok(Written {
        text: environment.render_named_str("code.txt", text.trim(), &values)?,
        html: environment.render_named_str("code.html", html, &values)?,
        subject: subject.replace(char::is_control, " "),
    })
}

/// Writes the mail that tells an administrator of a webhook that is paused.
///
/// # Errors
/// When a template is wrong, which it says where.
pub(super) fn write_webhook_paused(
    contact: &Contact,
    letterhead: &Letterhead,
    endpoint: &Endpoint,
) -> Result<Written, minijinja::Error> {
    let why = match endpoint.paused {
        Some((PauseReason::Gone, _)) => "il a répondu qu’il ne voulait plus rien recevoir (410)",
        Some((PauseReason::Failing, _)) => "la dernière des tentatives prévues a échoué",
        Some((PauseReason::ByHand, _)) | None => "quelqu’un l’a mis en pause",
    };
    // Addresses may carry keys.
    let url = &endpoint.settings.url;
    let values = context! {
        name => contact.name.as_str(),
        slug => endpoint.settings.slug.as_str(),
        description => endpoint.settings.description.as_str(),
        url => origin_of(url),
        why,
        waiting => endpoint.waiting,
        brand => letterhead.name.as_str(),
        colour => letterhead.colour.as_str(),
    };
    let said = include_str!("templates/fr/webhook_paused.txt");
    let html = include_str!("templates/fr/webhook_paused.html");
    let (subject, text) = said.split_once('\n').unwrap_or((said, ""));
    let environment = environment();
    let subject = environment.render_named_str("subject.txt", subject, &values)?;
    Ok(Written {
        text: environment.render_named_str("webhook_paused.txt", text.trim(), &values)?,
        html: environment.render_named_str("webhook_paused.html", html, &values)?,
        subject: subject.replace(char::is_control, " "),
    })
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_fuel(Some(FUEL));
    environment.set_auto_escape_callback(|name| {
        if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None }
    });
    environment
}

fn channel(channel: Channel, english: bool) -> &'static str {
    match (channel, english) {
        (Channel::Office, false) => "en agence",
        (Channel::Video, false) => "en visioconférence",
        (Channel::Phone, false) => "par téléphone",
        (Channel::Office, true) => "at the office",
        (Channel::Video, true) => "by video",
        (Channel::Phone, true) => "by telephone",
    }
}

fn date(at: ZonedInstant, english: bool) -> String {
    let date = at.local_date();
    if english {
        return date.format_localized("%A %-d %B %Y", Locale::en_GB).to_string();
    }
    let day = if date.day() == 1 { "1er".to_owned() } else { date.day().to_string() };
    let (weekday, rest) =
        (date.format_localized("%A", Locale::fr_FR), date.format_localized("%B %Y", Locale::fr_FR));
    format!("{weekday} {day} {rest}")
}

fn time(at: ZonedInstant, english: bool) -> String {
    // No-break spaces: « 11 h 00 » stays on one line.
    at.local_time().format(if english { "%H:%M" } else { "%-H\u{a0}h\u{a0}%M" }).to_string()
}
