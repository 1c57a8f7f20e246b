//! What crosses the wire, and nothing else: ids, the words of the field, requests, answers and problems.
//!
//! The server, the widget and the back-office compile these same files, so a form is checked by one piece
//! of code and a renamed member breaks the build of all three. To add a type: one file per domain word,
//! `serde` derives, `utoipa` behind the `openapi` feature, no I/O and nothing that only one side can build.

pub mod address;
pub mod agency;
pub mod agenda;
pub mod api_key;
pub mod appointment;
pub mod attention;
pub mod calendar;
pub mod campaign;
pub mod catalog;
pub mod challenge;
pub mod channel;
pub mod date;
pub mod document;
pub mod email_proof;
pub mod endpoint;
pub mod event;
pub mod explain;
pub mod field;
pub mod hold;
pub mod holiday;
pub mod ids;
pub mod instant;
pub mod journal;
pub mod local_minute;
pub mod message;
pub mod minutes;
pub mod notice;
pub mod notification;
pub mod outbox;
pub mod password;
pub mod place;
pub mod problem;
pub mod reference;
pub mod refusal;
pub mod reports;
pub mod session;
pub mod settings;
pub mod sign_in;
pub mod skill;
pub mod slot_inputs;
pub mod slots;
pub mod slug;
pub mod staff;
pub mod team;
pub mod template;
pub mod theme;
pub mod theme_messages;
pub mod theme_rules;
pub mod webhook;
pub mod window;

pub use agency::{Agency, Position};
pub use catalog::{Branding, Catalog, MapTiles, Texts};
pub use channel::{Channel, Channels};
pub use instant::ZonedInstant;
pub use minutes::Minutes;
pub use problem::{FieldError, FieldErrorCode, Problem, ProblemCode};
pub use reference::Reference;
pub use skill::Skill;
pub use slug::Slug;
pub use theme::Theme;
