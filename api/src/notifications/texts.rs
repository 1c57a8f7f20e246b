//! The program's own texts of messages. To add one: its file under `templates/`, and its row in [`BUILT_IN`].

use creno_types::message::{Audience, Medium, MessageEvent};
use creno_types::template::{MessageLang, NewTemplate, TemplateKey};

/// A message, and its text: for a mail, the first line is the subject and the rest comes before the details.
type BuiltIn = (TemplateKey, &'static str);

macro_rules! built_in {
    ($($lang:ident $audience:ident $medium:ident $event:ident $file:literal;)+) => {
        [$((
            TemplateKey {
                event: MessageEvent::$event,
                audience: Audience::$audience,
                medium: Medium::$medium,
                lang: MessageLang::$lang,
            },
            include_str!(concat!("templates/", $file, ".txt")),
        )),+]
    };
}

/// Every message that has a text, in each of its languages. Staff are written to in French.
pub(crate) const BUILT_IN: [BuiltIn; 23] = built_in! {
    Fr Client Mail Confirmed "fr/client_confirmed";
    Fr Client Mail Moved "fr/client_moved";
    Fr Client Mail Cancelled "fr/client_cancelled";
    Fr Client Mail Transferred "fr/client_transferred";
    Fr Client Mail Reminder "fr/client_reminder";
    Fr Client Sms Confirmed "fr/sms_confirmed";
    Fr Client Sms Moved "fr/sms_moved";
    Fr Client Sms Cancelled "fr/sms_cancelled";
    Fr Client Sms Transferred "fr/sms_transferred";
    Fr Client Sms Reminder "fr/sms_reminder";
    Fr Staff Mail Confirmed "fr/staff_confirmed";
    Fr Staff Mail Moved "fr/staff_moved";
    Fr Staff Mail Cancelled "fr/staff_cancelled";
    En Client Mail Confirmed "en/client_confirmed";
    En Client Mail Moved "en/client_moved";
    En Client Mail Cancelled "en/client_cancelled";
    En Client Mail Transferred "en/client_transferred";
    En Client Mail Reminder "en/client_reminder";
    En Client Sms Confirmed "en/sms_confirmed";
    En Client Sms Moved "en/sms_moved";
    En Client Sms Cancelled "en/sms_cancelled";
    En Client Sms Transferred "en/sms_transferred";
    En Client Sms Reminder "en/sms_reminder";
};

/// The program's own text of a message; none when there is no such message.
pub(crate) fn built_in(key: &TemplateKey) -> Option<NewTemplate> {
    BUILT_IN.iter().find(|(known, _)| known == key).map(read)
}

/// A row as a text.
pub(crate) fn read((key, said): &BuiltIn) -> NewTemplate {
    let (subject, body) = match key.medium {
        Medium::Mail => said.split_once('\n').unwrap_or((said, "")),
        Medium::Sms => ("", *said),
    };
    NewTemplate { subject: subject.into(), body: body.trim().into() }
}
