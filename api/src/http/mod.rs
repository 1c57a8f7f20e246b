//! The only place that knows axum: routes, extractors, problems, pages.

pub mod assets;
mod attachment;
mod caching;
mod crm;
pub mod extract;
pub mod guard;
mod metrics;
pub mod openapi;
mod pages;
pub mod problem;
mod problem_texts;
mod protected;
mod public;
pub mod router;
mod sandbox;
mod session_store;
pub mod stand_in;
mod system;
mod upload;
