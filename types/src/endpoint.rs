//! Path, method, request and answer of each call, written once for the router, both fronts and the tests.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::address::Addresses;
use crate::agenda::Agenda;
use crate::api_key::{ApiKeys, CreatedApiKey, NewApiKey};
use crate::appointment::{
    Appointment, AppointmentFile, AppointmentPatch, Appointments, Attendance, BookAppointment,
    CancelAppointment, Colleagues, Confirmation, History, ManagedAppointment, MoveAppointment,
    NewAppointment, Reassignment,
};
use crate::attention::Attention;
use crate::calendar::{Calendar, Closure, HolidayChange, NewClosure, NewHolidayChange};
use crate::campaign::{CampaignSettings, Campaigns, NewCampaign};
use crate::catalog::Catalog;
use crate::challenge::{Challenge, Question};
use crate::document::{Document, Documents};
use crate::email_proof::{EmailProof, NewEmailProof};
use crate::explain::Explanation;
use crate::hold::{Hold, NewHold, Renewal};
use crate::journal::{Accesses, SettingsChanges};
use crate::message::Messages;
use crate::notice::{NoticeQuery, Notices};
use crate::notification::{Feed, NewFeed, Notifications, Preferences};
use crate::outbox::{Jobs, ReplayJobs, ReplayedJobs};
use crate::place::Places;
use crate::refusal::Refusals;
use crate::reports::Spread;
use crate::session::{Credentials, OwnSessions, Session};
use crate::sign_in::{AskReset, NewPassword, PasswordChanged, SignInMethods};
use crate::slot_inputs::SlotInputs;
use crate::slots::Slots;
use crate::team::Team;
use crate::webhook::{
    CreatedWebhook, Deliveries, Delivery, DeliveryWithAttempts, NewWebhook, RotateSecret, RotatedSecret,
    Webhook, Webhooks,
};
use crate::window::{Exception, Exceptions, NewException, NewWindow, Window, Windows};

/// HTTP methods that the contract uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// The method's name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// One call of the API.
pub trait Endpoint {
    /// The method.
    const METHOD: Method;
    /// The path from the server's root, with `{name}` where a part varies.
    const PATH: &'static str;
    /// The JSON body sent; `()` for none.
    type Request: Serialize;
    /// The JSON body of a success; `()` for none.
    type Response: DeserializeOwned;
}

macro_rules! endpoints {
    ($($(#[$doc:meta])* $name:ident: $method:ident $path:literal, $request:ty => $response:ty;)+) => {
        $($(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl Endpoint for $name {
            const METHOD: Method = Method::$method;
            const PATH: &'static str = $path;
            type Request = $request;
            type Response = $response;
        })+

        /// Method and path of every call, for the test that compares them with the router.
        pub const ALL: &[(Method, &str)] = &[$((Method::$method, $path)),+];
    };
}

endpoints! {
    /// What is on offer; `?lang=` chooses the language.
    GetCatalog: Get "/api/v1/public/catalog", () => Catalog;
    /// Starts on offer; query: [`crate::slots::SlotsQuery`].
    ListSlots: Get "/api/v1/public/slots", () => Slots;
    /// Towns by name or postcode; query: [`crate::place::PlacesQuery`].
    ListPlaces: Get "/api/v1/public/places", () => Places;
    /// Addresses that begin as typed; query: [`crate::address::AddressesQuery`].
    ListAddresses: Get "/api/v1/public/addresses", () => Addresses;
    /// Keeps a start.
    CreateHold: Post "/api/v1/public/holds", NewHold => Hold;
    /// Gives a hold back.
    DeleteHold: Delete "/api/v1/public/holds/{hold}", () => ();
    /// Makes a hold last as long again, once.
    RenewHold: Post "/api/v1/public/holds/{hold}/renewal", () => Renewal;
    /// A challenge to answer; query: [`crate::challenge::ChallengeQuery`].
    GetChallenge: Get "/api/v1/public/challenge", () => Challenge;
    /// A question, for those whose device can't answer a challenge; query: [`crate::challenge::ChallengeQuery`].
    GetQuestion: Get "/api/v1/public/challenge", () => Question;
    /// Sends a code to the mail address of a hold's visitor, where the theme asks one.
    CreateEmailProof: Post "/api/v1/public/email-proofs", NewEmailProof => EmailProof;
    /// Turns a hold into an appointment.
    CreateAppointment: Post "/api/v1/public/appointments", NewAppointment => Confirmation;
    /// Shows the appointment of a management link.
    GetManagedAppointment: Get "/api/v1/public/appointments/{manage_token}", () => ManagedAppointment;
    /// Moves the appointment of a management link.
    MoveManagedAppointment: Patch "/api/v1/public/appointments/{manage_token}", MoveAppointment => ManagedAppointment;
    /// Cancels the appointment of a management link.
    CancelManagedAppointment: Delete "/api/v1/public/appointments/{manage_token}", CancelAppointment => ();
    /// Says that the client will come.
    ConfirmPresence: Post "/api/v1/public/appointments/{manage_token}/presence", () => ManagedAppointment;
    /// The documents of a management link's appointment.
    ListClientDocuments: Get "/api/v1/public/appointments/{manage_token}/documents", () => Documents;
    /// Adds one; the body is the file, the query [`crate::document::DocumentQuery`].
    AddClientDocument: Post "/api/v1/public/appointments/{manage_token}/documents", () => Document;
    /// Deletes one for good.
    DeleteClientDocument: Delete "/api/v1/public/appointments/{manage_token}/documents/{document}", () => ();
    /// Signs in.
    CreateSession: Post "/api/v1/session", Credentials => Session;
    /// Who is signed in.
    GetSession: Get "/api/v1/session", () => Session;
    /// Signs out.
    DeleteSession: Delete "/api/v1/session", () => ();
    /// Ways of signing in.
    ListSignInMethods: Get "/api/v1/session/methods", () => SignInMethods;
    /// Has a link mailed by which another password is chosen.
    AskPasswordReset: Post "/api/v1/session/password-resets", AskReset => ();
    /// Chooses another password, by that link.
    SetPassword: Put "/api/v1/session/password", NewPassword => PasswordChanged;
    /// Sessions of one's own.
    ListOwnSessions: Get "/api/v1/session/sessions", () => OwnSessions;
    /// Ends a session of one's own.
    EndOwnSession: Delete "/api/v1/session/sessions/{session}", () => ();
    /// Ends all of one's sessions but the one that asks.
    EndOtherSessions: Delete "/api/v1/session/sessions", () => ();
    /// Why starts are offered or not; query: [`crate::explain::ExplainQuery`].
    ExplainSlots: Get "/api/v1/slots/explain", () => Explanation;
    /// Starts on offer to staff; query: [`crate::appointment::StaffSlotsQuery`].
    ListStaffSlots: Get "/api/v1/slots", () => Slots;
    /// Agendas; query: [`crate::agenda::AgendaQuery`].
    GetAgenda: Get "/api/v1/appointments/agenda", () => Agenda;
    /// Who could receive the appointments of somebody's day; query: [`crate::appointment::ReassignmentQuery`].
    GetReassignment: Get "/api/v1/appointments/reassignment", () => Reassignment;
    /// What the rules look at for one person, windows apart; query: [`crate::slot_inputs::SlotInputsQuery`].
    GetSlotInputs: Get "/api/v1/slots/inputs", () => SlotInputs;
    /// One appointment, by id or reference.
    GetAppointment: Get "/api/v1/appointments/{appointment}", () => AppointmentFile;
    /// Books for a client.
    BookForClient: Post "/api/v1/appointments", BookAppointment => Appointment;
    /// Moves an appointment, or gives it to somebody else.
    ChangeAppointment: Patch "/api/v1/appointments/{appointment}", AppointmentPatch => Appointment;
    /// Cancels an appointment.
    CallOffAppointment: Post "/api/v1/appointments/{appointment}/cancellation", CancelAppointment => ();
    /// Says whether the client came.
    SetAttendance: Put "/api/v1/appointments/{appointment}/attendance", Attendance => Appointment;
    /// Its documents.
    ListDocuments: Get "/api/v1/appointments/{appointment}/documents", () => Documents;
    /// Adds one; the body is the file, the query [`crate::document::DocumentQuery`].
    AddDocument: Post "/api/v1/appointments/{appointment}/documents", () => Document;
    /// What is in one, as an attachment.
    ReadDocument: Get "/api/v1/appointments/{appointment}/documents/{document}", () => ();
    /// Deletes one for good.
    DeleteDocument: Delete "/api/v1/appointments/{appointment}/documents/{document}", () => ();
    /// What would be written if it were changed.
    PreviewNotices: Post "/api/v1/appointments/{appointment}/notices", NoticeQuery => Notices;
    /// Who could receive it instead; query: [`crate::appointment::ColleaguesQuery`].
    ListColleagues: Get "/api/v1/appointments/{appointment}/colleagues", () => Colleagues;
    /// What others did to one's own appointments.
    ListNotifications: Get "/api/v1/session/notifications", () => Notifications;
    /// Says that they were read.
    ReadNotifications: Post "/api/v1/session/notifications/read", () => ();
    /// What one sets for oneself.
    GetPreferences: Get "/api/v1/session/preferences", () => Preferences;
    /// Sets it.
    PutPreferences: Put "/api/v1/session/preferences", Preferences => Preferences;
    /// One's personal calendar feed.
    GetFeed: Get "/api/v1/session/feed", () => Feed;
    /// Makes a feed; the address of a former one opens nothing any more.
    CreateFeed: Post "/api/v1/session/feed", () => NewFeed;
    /// Ends the feed.
    DeleteFeed: Delete "/api/v1/session/feed", () => ();
    /// What happened to it.
    GetHistory: Get "/api/v1/appointments/{appointment}/history", () => History;
    /// Makes its management link open nothing any more.
    RevokeManageLink: Delete "/api/v1/appointments/{appointment}/manage-link", () => ();
    /// Appointments that can't be kept as they are.
    ListAttention: Get "/api/v1/appointments/attention", () => Attention;
    /// How appointments fell to people; query: [`crate::reports::SpreadQuery`].
    GetSpread: Get "/api/v1/reports/spread", () => Spread;
    /// Appointments of a day; query: [`crate::appointment::AppointmentsQuery`].
    ListAppointments: Get "/api/v1/appointments", () => Appointments;
    /// When colleagues receive; query: [`crate::team::TeamQuery`].
    GetTeam: Get "/api/v1/team", () => Team;
    /// Recurring windows; query: [`crate::window::AvailabilityQuery`].
    ListWindows: Get "/api/v1/availabilities", () => Windows;
    /// Adds a recurring window.
    CreateWindow: Post "/api/v1/availabilities", NewWindow => Window;
    /// One recurring window, with its entity tag.
    GetWindow: Get "/api/v1/availabilities/{id}", () => Window;
    /// Replaces a recurring window.
    UpdateWindow: Put "/api/v1/availabilities/{id}", NewWindow => Window;
    /// Removes a recurring window.
    DeleteWindow: Delete "/api/v1/availabilities/{id}", () => ();
    /// Exceptions; query: [`crate::window::AvailabilityQuery`].
    ListExceptions: Get "/api/v1/exceptions", () => Exceptions;
    /// Adds an exception.
    CreateException: Post "/api/v1/exceptions", NewException => Exception;
    /// One exception, with its entity tag.
    GetException: Get "/api/v1/exceptions/{id}", () => Exception;
    /// Replaces an exception.
    UpdateException: Put "/api/v1/exceptions/{id}", NewException => Exception;
    /// Removes an exception.
    DeleteException: Delete "/api/v1/exceptions/{id}", () => ();
    /// Keys of the API.
    ListApiKeys: Get "/api/v1/api-keys", () => ApiKeys;
    /// Makes a key.
    CreateApiKey: Post "/api/v1/api-keys", NewApiKey => CreatedApiKey;
    /// Makes a key open nothing any more.
    RevokeApiKey: Delete "/api/v1/api-keys/{key}", () => ();
    /// Servers that are told what happens.
    ListWebhooks: Get "/api/v1/webhooks", () => Webhooks;
    /// Adds a server to tell.
    CreateWebhook: Post "/api/v1/webhooks", NewWebhook => CreatedWebhook;
    /// Removes a server to tell.
    DeleteWebhook: Delete "/api/v1/webhooks/{webhook}", () => ();
    /// Draws another secret.
    RotateWebhookSecret: Post "/api/v1/webhooks/{webhook}/secret", RotateSecret => RotatedSecret;
    /// Sends a test.
    TestWebhook: Post "/api/v1/webhooks/{webhook}/test", () => Delivery;
    /// Pauses a server to tell.
    PauseWebhook: Post "/api/v1/webhooks/{webhook}/pause", () => Webhook;
    /// Resumes a server to tell.
    ResumeWebhook: Post "/api/v1/webhooks/{webhook}/resume", () => Webhook;
    /// What a server was told; query: [`crate::webhook::DeliveriesQuery`].
    ListDeliveries: Get "/api/v1/webhooks/{webhook}/deliveries", () => Deliveries;
    /// One delivery, with its attempts.
    GetDelivery: Get "/api/v1/webhooks/{webhook}/deliveries/{delivery}", () => DeliveryWithAttempts;
    /// Tells a server again.
    ReplayDelivery: Post "/api/v1/webhooks/{webhook}/deliveries/{delivery}/replay", () => Delivery;
    /// What was to be done outside and was given up; query: [`crate::outbox::JobsQuery`].
    ListJobs: Get "/api/v1/outbox", () => Jobs;
    /// Has one done again.
    ReplayJob: Post "/api/v1/outbox/{job}/replay", () => ();
    /// Has all those of a kind done again.
    ReplayAllJobs: Post "/api/v1/outbox/replay", ReplayJobs => ReplayedJobs;
    /// Who signed in and looked at what; query: [`crate::journal::AccessJournalQuery`].
    ListAccesses: Get "/api/v1/journals/accesses", () => Accesses;
    /// What was changed in the settings; query: [`crate::journal::SettingsJournalQuery`].
    ListSettingsChanges: Get "/api/v1/journals/settings", () => SettingsChanges;
    /// What was refused to robots; query: [`crate::refusal::RefusalsQuery`].
    ListRefusals: Get "/api/v1/journals/refusals", () => Refusals;
    /// What clients and staff were written; query: [`crate::message::MessagesQuery`].
    ListMessages: Get "/api/v1/messages", () => Messages;
    /// A year of an agency; query: [`crate::calendar::CalendarQuery`].
    GetCalendar: Get "/api/v1/calendar", () => Calendar;
    /// Closes an agency or the network.
    CreateClosure: Post "/api/v1/calendar/closures", NewClosure => Closure;
    /// Replaces a closure.
    UpdateClosure: Put "/api/v1/calendar/closures/{id}", NewClosure => Closure;
    /// Removes a closure.
    DeleteClosure: Delete "/api/v1/calendar/closures/{id}", () => ();
    /// Changes the public holidays of one date.
    PutHoliday: Put "/api/v1/calendar/holidays/{date}", NewHolidayChange => HolidayChange;
    /// Goes back to the computed ones; query: [`crate::calendar::HolidayQuery`].
    DeleteHoliday: Delete "/api/v1/calendar/holidays/{date}", () => ();
    /// Campaigns.
    ListCampaigns: Get "/api/v1/campaigns", () => Campaigns;
    /// Adds a campaign.
    CreateCampaign: Post "/api/v1/campaigns", NewCampaign => CampaignSettings;
    /// One campaign.
    GetCampaign: Get "/api/v1/campaigns/{campaign}", () => CampaignSettings;
    /// Replaces a campaign, with its themes, people and sessions.
    UpdateCampaign: Put "/api/v1/campaigns/{campaign}", NewCampaign => CampaignSettings;
    /// Removes a campaign that was never used.
    DeleteCampaign: Delete "/api/v1/campaigns/{campaign}", () => ();
}

/// The path with its varying parts filled in, in order; parts are percent-encoded.
pub fn path(template: &str, parts: &[&str]) -> String {
    let mut parts = parts.iter();
    template
        .split('/')
        .map(|segment| match segment.starts_with('{') {
            true => encode(parts.next().copied().unwrap_or_default()),
            false => segment.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("/")
}

/// `path` followed by the query that `parameters` spell; values are percent-encoded.
pub fn with_query(path: &str, parameters: &[(&str, &str)]) -> String {
    let query: Vec<_> = parameters.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// Percent-encodes all but the unreserved characters of RFC 3986 §2.3.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            const HEX: &[u8; 16] = b"0123456789ABCDEF";
            encoded.push('%');
            encoded.push(char::from(HEX[usize::from(byte >> 4)]));
            encoded.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::{CancelManagedAppointment, Endpoint, path, with_query};

    #[test]
    fn fills_paths_and_queries() {
        assert_eq!(
            path(CancelManagedAppointment::PATH, &["a/b é"]),
            "/api/v1/public/appointments/a%2Fb%20%C3%A9"
        );
        assert_eq!(
            with_query("/slots", &[("from", "2026-06-15"), ("agency", "a&b")]),
            "/slots?from=2026-06-15&agency=a%26b"
        );
    }
}
