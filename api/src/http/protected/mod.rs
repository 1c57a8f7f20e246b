//! What staff do by session, and programs by key. Every handler takes an [`crate::http::extract::Actor`] and names what it needs.

pub(super) mod agendas;
pub(super) mod api_keys;
pub(super) mod appointments;
pub(super) mod attention;
pub(super) mod availabilities;
pub(super) mod calendar;
pub(super) mod campaigns;
pub(super) mod colleagues;
pub(super) mod deliveries;
pub(super) mod events;
pub(super) mod exceptions;
pub(super) mod feed;
pub(super) mod journals;
pub(super) mod live;
pub(super) mod messages;
pub(super) mod notices;
pub(super) mod notifications;
pub(super) mod outbox;
pub(super) mod refusals;
pub(super) mod reports;
pub(super) mod session;
pub(super) mod settings;
pub(super) mod slots;
pub(super) mod templates;
pub(super) mod theme_messages;
pub(super) mod webhooks;
