//! Créno's server: the headless API, the pages that carry the widget, and the command line.
//!
//! Arrows go one way: `store` (SQL) → services (`slots`, `booking`, `staff`, `settings`: the rules, one
//! transaction each) → `http` (axum). Services never see axum, handlers never see SQL. `docs/architecture.md` walks through a booking.

pub mod anti_abuse;
pub mod app;
pub mod booking;
pub mod catalog;
pub mod cli;
pub mod config;
pub mod documents;
pub mod encoding;
pub mod http;
pub mod ics;
pub mod integrations;
pub mod journals;
pub mod keys;
pub mod metrics;
pub mod notifications;
pub mod outbox;
pub mod places;
pub mod precondition;
pub mod reports;
pub mod sandbox;
pub mod seed;
pub mod settings;
pub mod sight;
pub mod slots;
pub mod staff;
pub mod store;
pub mod webhooks;
pub mod zones;
