//! The French of the words of the wire.

use creno_types::appointment::{Appointment, AppointmentStatus, Source};
use creno_types::attention::AttentionReason;
use creno_types::field::{Field, FieldFormat};
use creno_types::journal::AccessKind;
use creno_types::message::Medium;
use creno_types::sign_in::SsoRefusal;
use creno_types::webhook::EventType;
use creno_types::{Channel, FieldErrorCode, ProblemCode};
use serde::Serialize;

use super::{t, t_with};
use crate::api::ApiError;

/// Codes of what the back-office checks by itself in the form of a theme.
pub const FIELD_ERRORS: [FieldErrorCode; 10] = [
    FieldErrorCode::Required,
    FieldErrorCode::TooLong,
    FieldErrorCode::NotLetters,
    FieldErrorCode::NotEmail,
    FieldErrorCode::NotPhone,
    FieldErrorCode::NotDate,
    FieldErrorCode::NotPostcode,
    FieldErrorCode::NotSiren,
    FieldErrorCode::NotSiret,
    FieldErrorCode::NotChoice,
];

/// How to mend a field.
pub fn field_error(field: &Field, code: FieldErrorCode) -> String {
    let limit = match field.format {
        FieldFormat::Letters => "80",
        FieldFormat::LongText => "2000",
        _ => "200",
    };
    let code = if FIELD_ERRORS.contains(&code) { code } else { FieldErrorCode::Required };
    t_with(&format!("field_error.{}", code.as_str()), &[("limit", limit)])
}

/// A channel, such as "En agence".
pub fn channel(channel: Channel) -> &'static str {
    t(&format!("channel.{}", channel.as_str()))
}

/// A status, such as "Confirmé".
pub fn status(status: AppointmentStatus) -> &'static str {
    t(&format!("status.{}", status.as_str()))
}

/// Through what an appointment was taken, such as "Par le site".
pub fn source(source: Source) -> &'static str {
    t(&format!("source.{}", source.as_str()))
}

/// Why an appointment can't be kept, in a sentence that names who and where.
pub fn attention(reason: AttentionReason, appointment: &Appointment) -> String {
    let key = match reason {
        AttentionReason::StaffLeft => "attention_reason.staff_left",
        AttentionReason::NotHandled => "attention_reason.not_handled",
        AttentionReason::ThemeOff => "attention_reason.theme_off",
        AttentionReason::AgencyOff => "attention_reason.agency_off",
        AttentionReason::ChannelClosed => "attention_reason.channel_closed",
        AttentionReason::Closed => "attention_reason.closed",
        AttentionReason::Away => "attention_reason.away",
    };
    t_with(
        key,
        &[
            ("staff", &appointment.staff.name),
            ("agency", &appointment.agency.name),
            ("theme", &appointment.theme.name),
            ("channel", channel(appointment.channel)),
        ],
    )
}

/// Codes that the journal of refusals holds, the most telling first.
pub const REFUSALS: [ProblemCode; 8] = [
    ProblemCode::RateLimited,
    ProblemCode::RefusedAsRobot,
    ProblemCode::ChallengeInvalid,
    ProblemCode::ChallengeMissing,
    ProblemCode::ChallengeReplayed,
    ProblemCode::ChallengeExpired,
    ProblemCode::ChallengeWrongSite,
    ProblemCode::ChallengeRequired,
];

/// What the journal says of a code: its name, what it means, what to do about it.
pub fn refusal(code: ProblemCode) -> [String; 3] {
    let word = if REFUSALS.contains(&code) { code.as_str() } else { "other" };
    ["name", "meaning", "action"]
        .map(|part| t_with(&format!("reason.{word}.{part}"), &[("code", code.as_str())]))
}

/// Words of the journal for what was asked, but for the rest.
pub const RESOURCES: [&str; 8] =
    ["catalog", "slots", "holds", "appointments", "challenges", "questions", "links", "sign_in"];

/// What was asked, such as "Liste de créneaux".
pub fn resource(word: &str) -> &'static str {
    match RESOURCES.contains(&word) {
        true => t(&format!("resource.{word}")),
        false => t("resource.rest"),
    }
}

/// A failure: what happened, and what to do about it.
pub fn failure(error: &ApiError) -> (String, String) {
    match error {
        ApiError::Refused { problem, retry_after: Some(seconds) } => {
            let delay = match seconds {
                0..=90 => super::t_count("delay.seconds", *seconds as usize),
                _ => super::t_count("delay.minutes", seconds.div_ceil(60) as usize),
            };
            (problem.title.clone(), t_with("failure.retry_in", &[("delay", &delay)]))
        }
        ApiError::Refused { problem, retry_after: None } => (problem.title.clone(), problem.detail.clone()),
        ApiError::Unreachable => (t("failure.unreachable").into(), t("failure.unreachable_detail").into()),
        ApiError::Unreadable { status } => (
            t("failure.unreadable").into(),
            t_with("failure.unreadable_detail", &[("status", &status.to_string())]),
        ),
    }
}

/// Why the sign-in service let nobody in: what happened, and what to do about it, `contact` being whom to ask.
pub fn sso_refusal(reason: SsoRefusal, contact: Option<&str>) -> (String, String) {
    let text = |part: &str| {
        let contact = contact.unwrap_or_else(|| t("sso.contact"));
        t_with(&format!("sso.{}.{part}", reason.as_str()), &[("contact", contact)])
    };
    (text("title"), text("detail"))
}

/// The word of an enum, as it is written in JSON.
pub fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The text of a word of the wire among those that are known; the word itself otherwise.
fn known(section: &str, words: &[&'static str], word: &str) -> &'static str {
    let text = words.contains(&word).then(|| t(&format!("{section}.{word}")));
    text.unwrap_or_else(|| t("journal.unlisted"))
}

/// What messages tell.
pub const MESSAGE_EVENTS: [&str; 7] =
    ["confirmed", "moved", "transferred", "cancelled", "reminder", "email_code", "password_reset"];

/// What a message tells, such as "Confirmation".
pub fn message_event(event: &impl Serialize) -> &'static str {
    known("message_event", &MESSAGE_EVENTS, &word(event))
}

/// What becomes of messages.
pub const MESSAGE_STATES: [&str; 8] =
    ["written", "sent", "kept", "delayed", "failed", "no_address", "dropped", "withheld"];

/// What became of a message, such as "Envoyé".
pub fn message_state(state: &impl Serialize) -> &'static str {
    known("message_state", &MESSAGE_STATES, &word(state))
}

/// Whom a message is for, such as "Client".
pub fn message_audience(audience: &impl Serialize) -> &'static str {
    known("message_audience", &["client", "staff"], &word(audience))
}

/// What a message goes by, such as "SMS".
pub fn medium(medium: Medium) -> &'static str {
    match medium {
        Medium::Mail => t("medium.mail"),
        Medium::Sms => t("medium.sms"),
    }
}

/// A kind of access, such as "Connexion".
pub fn access(kind: AccessKind) -> &'static str {
    t(&format!("access.{}", kind.as_str()))
}

/// What somebody looked at, as the journal writes it, in French; a subject that is not known is shown as it is.
pub fn access_subject(subject: &str) -> String {
    let heads = [
        ("appointments of ", "access_subject.day"),
        ("appointment ", "access_subject.appointment"),
        ("history of ", "access_subject.history"),
        ("documents of ", "access_subject.documents"),
        ("document ", "access_subject.document"),
        ("journal of ", "access_subject.journal"),
    ];
    match subject {
        "appointments" => return t("access_subject.appointments").to_owned(),
        "messages" => return t("access_subject.messages").to_owned(),
        "one session" => return t("access_subject.one_session").to_owned(),
        "other sessions" => return t("access_subject.other_sessions").to_owned(),
        "appointments that need attention" => return t("access_subject.attention").to_owned(),
        "search of appointments" => return t("access_subject.search").to_owned(),
        _ => {}
    }
    if let Some(told) = agendas(subject) {
        return told;
    }
    if let Some(reason) = subject.strip_prefix("single sign-on") {
        let reason = reason.strip_prefix(": ").and_then(SsoRefusal::of_word);
        let told =
            reason.map(|reason| format!("\u{a0}: {}", sso_refusal(reason, None).0)).unwrap_or_default();
        return t_with("access_subject.sso", &[("of", &told)]);
    }
    for (head, key) in heads {
        if let Some(rest) = subject.strip_prefix(head) {
            let told = match key {
                "access_subject.journal" => known("access_journal", &ACCESS_JOURNALS, rest).to_owned(),
                "access_subject.day" => {
                    rest.parse().map_or_else(|_| rest.to_owned(), super::dates::dated_day)
                }
                // Its id means something to programs only.
                "access_subject.document" => rest.rsplit_once(" of ").map_or(rest, |(_, of)| of).to_owned(),
                _ => rest.to_owned(),
            };
            return t_with(key, &[("of", &told)]);
        }
    }
    subject.to_owned()
}

/// "agendas of somebody, 2026-06-15 to 2026-06-21" and "reassignment of somebody, 2026-06-15"; the person by slug.
fn agendas(subject: &str) -> Option<String> {
    let day = |text: &str| text.parse().map_or_else(|_| text.to_owned(), super::dates::dated_day);
    let (what, days) = subject.rsplit_once(", ")?;
    if let Some(who) = what.strip_prefix("reassignment of ") {
        return Some(t_with("access_subject.reassignment", &[("who", who), ("day", &day(days))]));
    }
    let whose = what.strip_prefix("agendas")?;
    let (from, to) = days.split_once(" to ")?;
    let who = whose.strip_prefix(" of ");
    let key = if who.is_some() { "access_subject.agendas_of" } else { "access_subject.agendas" };
    let (from, to) = (day(from), day(to));
    Some(t_with(key, &[("who", who.unwrap_or_default()), ("from", &from), ("to", &to)]))
}

/// Journals that are taken away.
pub const ACCESS_JOURNALS: [&str; 4] = ["accesses", "settings", "refusals", "messages"];

/// Kinds of settings.
pub const SETTINGS: [&str; 17] = [
    "themes",
    "skills",
    "fields",
    "agencies",
    "users",
    "profiles",
    "availabilities",
    "exceptions",
    "calendar",
    "campaigns",
    "messages",
    "settings",
    "branding",
    "webhooks",
    "api-keys",
    "appointments",
    "reports",
];

/// A kind of setting, such as "Thèmes".
pub fn setting(word: &str) -> &'static str {
    known("setting", &SETTINGS, word)
}

/// What keys of the API open besides settings.
pub const SCOPES: [&str; 3] = ["events", "documents", "journals"];

/// What a scope is about, such as "Rendez-vous".
pub fn scope(word: &str) -> &'static str {
    if SCOPES.contains(&word) { known("setting", &SCOPES, word) } else { setting(word) }
}

/// Members of settings that have a name for people.
pub const MEMBERS: [&str; 34] = [
    "name",
    "slug",
    "active",
    "email",
    "profile",
    "agencies",
    "themes",
    "channels",
    "skill",
    "position",
    "color",
    "description",
    "instructions",
    "duration_min",
    "buffer_min",
    "step_min",
    "notice_min",
    "horizon_days",
    "move_deadline_min",
    "cancel_deadline_min",
    "release",
    "release_delay_min",
    "max_upcoming",
    "prove_email",
    "timezone",
    "holidays",
    "label",
    "from_date",
    "until_date",
    "scopes",
    "expires_at",
    "revoked_at",
    "created_by",
    "permissions",
];

/// The name of a member of a setting, such as "Durée (min)"; parts of it that have none are shown as they are.
pub fn member(path: &str) -> String {
    let part = |part: &str| {
        let (name, place) = part.split_once(' ').unwrap_or((part, ""));
        let name = match MEMBERS.contains(&name) {
            true => t(&format!("member.{name}")).to_owned(),
            false => name.replace('_', " "),
        };
        if place.is_empty() { name } else { format!("{name} {place}") }
    };
    path.split('.').map(part).collect::<Vec<_>>().join(" › ")
}

/// Where deliveries stand.
pub const DELIVERY_STATES: [&str; 6] = ["waiting", "retrying", "held", "delivered", "kept", "failed"];

/// Where a delivery stands, such as "Livré".
pub fn delivery_state(state: &impl Serialize) -> &'static str {
    known("delivery_state", &DELIVERY_STATES, &word(state))
}

/// What a server is told of, such as "Rendez-vous pris".
pub fn event(event: &EventType) -> &'static str {
    match event {
        EventType::Created => t("event.created"),
        EventType::Updated => t("event.updated"),
        EventType::Cancelled => t("event.cancelled"),
        EventType::Test => t("event.test"),
    }
}

/// What is done outside.
pub const JOBS: [&str; 6] =
    ["mail_client", "mail_staff", "sms_client", "email_code", "erase_object", "password_reset"];

/// What was to be done, such as "E-mail au client".
pub fn job(kind: &str) -> &'static str {
    known("job", &JOBS, kind)
}
