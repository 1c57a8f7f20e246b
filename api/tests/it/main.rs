//! The API through its router, on SQLite and on PostgreSQL.
//!
//! A test is a function of a [`support::TestApp`], listed in its file's `on_both_engines!`. PostgreSQL is the server of
//! `CRENO_TEST_POSTGRES`, which `cargo xtask test` starts; to run one test, `cargo xtask postgres -- cargo test -p creno`.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on fails")]

mod addresses;
mod agendas;
mod anti_abuse;
mod api_keys;
mod assignment;
mod attention;
mod availabilities;
mod booking;
mod by_staff;
mod calendar;
mod calendar_entry;
mod campaign_entry;
mod catalog;
mod client_rules;
mod colleagues;
mod concurrency;
mod console;
mod contract;
mod dead_letters;
mod demo;
mod documents;
mod doors;
mod email_proof;
mod explain;
mod feeds;
mod hostile;
mod ics;
mod journals;
mod kill;
mod limits;
mod live;
mod managed;
mod masks;
mod messages;
mod metrics;
mod notices;
mod notifications;
mod places;
mod presence;
mod problems;
mod reminders;
mod resources;
mod revisions;
mod scenarios;
mod sessions;
mod settings;
mod sign_in;
mod slots;
mod sms;
mod store;
mod support;
mod team;
mod templates;
mod webhooks;
