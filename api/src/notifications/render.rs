//! Writing messages: texts filled in with facts, within the layout of mails.

use chrono::{Datelike as _, Locale};
use creno_types::message::MessageEvent;
use creno_types::template::{MessageLang, NewTemplate};
use creno_types::webhook::PauseReason;
use creno_types::{Channel, ZonedInstant};
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};

use super::Notice;
use super::gsm;
use crate::config::origin_of;
use crate::store::messages::{Contact, Letterhead};
use crate::store::webhooks::Endpoint;

/// A mail that is written.
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

/// Links that are the client's alone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    /// To the appointment.
    pub(crate) manage: Option<String>,
    /// To the appointment, to say that they come.
    pub(crate) presence: Option<String>,
}

impl Links {
    /// What readers of the journal see instead.
    const HIDDEN: &str = "[lien personnel]";
}

/// Everything that a message is written from.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    /// What is told.
    pub(crate) notice: &'a Notice,
    /// To whom.
    pub(crate) contact: &'a Contact,
    /// By whom.
    pub(crate) letterhead: &'a Letterhead,
    /// In what language.
    pub(crate) lang: MessageLang,
    /// The text.
    pub(crate) text: &'a NewTemplate,
}

impl Source<'_> {
    /// Writes a mail; without links, as the journal has it.
    ///
    /// # Errors
    /// When a template is wrong, which it says where.
    pub(crate) fn mail(&self, links: Option<&Links>) -> Result<Written, minijinja::Error> {
        let environment = environment();
        let values = self.values(links);
        let subject = environment.render_named_str("subject.txt", &self.text.subject, &values)?;
        // One line, whatever a name holds.
        let subject = subject.replace(char::is_control, " ");
        let intro = environment.render_named_str("intro.txt", self.text.body.trim(), &values)?;
        let letterhead = self.letterhead;
        let whole = context! {
            subject => subject.as_str(),
            intro => intro.as_str(),
            paragraphs => paragraphs(&intro),
            cancelled => self.notice.event == MessageEvent::Cancelled,
            colour => letterhead.colour.as_str(),
            on_colour => letterhead.on_colour.as_str(),
            manage_url => links.and_then(|links| links.manage.as_deref()),
            presence_url => links.and_then(|links| links.presence.as_deref()),
            ..values
        };
        let (text, html) = match self.lang {
            MessageLang::Fr => {
                (include_str!("templates/fr/layout.txt"), include_str!("templates/fr/layout.html"))
            }
            MessageLang::En => {
                (include_str!("templates/en/layout.txt"), include_str!("templates/en/layout.html"))
            }
        };
        let text = environment.render_named_str("layout.txt", text, &whole)?;
        let html = environment.render_named_str("layout.html", html, &whole)?;
        Ok(Written { subject, text, html })
    }

    /// Writes a text message; without links, as the journal has it.
    ///
    /// # Errors
    /// When a template is wrong, which it says where.
    pub(crate) fn sms(&self, links: Option<&Links>) -> Result<String, minijinja::Error> {
        let text = environment().render_named_str("sms.txt", self.text.body.trim(), self.values(links))?;
        Ok(gsm::plain(&text))
    }

    /// What texts may name: see [`super::check::VARIABLES`], which lists them for people.
    fn values(&self, links: Option<&Links>) -> Value {
        let (facts, english) = (&self.notice.facts, self.lang == MessageLang::En);
        let link = |link: fn(&Links) -> &Option<String>| match links {
            Some(links) => link(links).clone().unwrap_or_default(),
            None => Links::HIDDEN.to_owned(),
        };
        // One that is not moved was at the same time before.
        let before = self.notice.before.unwrap_or(facts.start);
        context! {
            client => self.contact.name.as_str(),
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
            before => context! { date => date(before, english), time => time(before, english) },
            reference => facts.reference.to_string(),
            instructions => facts.instructions.as_str(),
            documents => facts.documents.as_str(),
            manage_url => link(|links| &links.manage),
            presence_url => link(|links| &links.presence),
            brand => self.letterhead.name.as_str(),
        }
    }
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

pub(super) fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_fuel(Some(FUEL));
    environment.set_auto_escape_callback(|name| {
        if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None }
    });
    environment
}

/// A text as paragraphs of a page: what administrators typed stays text, but for addresses, which become links.
fn paragraphs(text: &str) -> Vec<Value> {
    let text = text.replace("\r\n", "\n");
    let whole = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    whole.map(|paragraph| Value::from_safe_string(linked(paragraph))).collect()
}

fn linked(paragraph: &str) -> String {
    let mut html = String::with_capacity(paragraph.len() * 2);
    let mut rest = paragraph;
    while let Some(at) = ["https://", "http://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
        let (before, from) = rest.split_at(at);
        let end = from.find(|letter: char| letter.is_whitespace() || "<>\"".contains(letter));
        // What ends the sentence is no part of the address.
        let address = from[..end.unwrap_or(from.len())].trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
        html.push_str(&escaped(before));
        html.push_str(&format!("<a href=\"{0}\">{0}</a>", escaped(address)));
        rest = &from[address.len()..];
    }
    html.push_str(&escaped(rest));
    html.replace('\n', "<br>\n")
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#x27;")
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

#[cfg(test)]
mod tests {
    use super::linked;

    #[test]
    fn what_is_typed_stays_text_and_addresses_become_links() {
        assert_eq!(linked("a < b & c\nd"), "a &lt; b &amp; c<br>\nd");
        assert_eq!(
            linked("Voir https://x.fr/a?b=1&c='2'. Ou <b>http://y.fr</b>"),
            "Voir <a href=\"https://x.fr/a?b=1&amp;c=&#x27;2&#x27;\">https://x.fr/a?b=1&amp;c=&#x27;2&#x27;</a>. \
             Ou &lt;b&gt;<a href=\"http://y.fr\">http://y.fr</a>&lt;/b&gt;"
        );
        assert_eq!(linked("javascript:alert(1)"), "javascript:alert(1)");
    }
}
