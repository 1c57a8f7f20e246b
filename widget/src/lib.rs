//! The booking widget: one Yew application per `<creno-booking>` element.
//!
//! The custom element itself is plain JavaScript (`embed-snippet/creno.js`): it opens the shadow root, fetches
//! the style, the texts and the API's catalogue, and calls [`mount::mount`]. Everything that the visitor sees
//! is here. To add a step: a variant of [`journey::state::Step`], a component in `journey/`, its texts in
//! `i18n/*.json`.

pub mod api;
pub mod app;
pub mod components;
pub mod config;
pub mod events;
pub mod hooks;
pub mod i18n;
pub mod journey;
pub mod json;
pub mod manage;
pub mod mount;
pub mod parts;
pub mod search;
