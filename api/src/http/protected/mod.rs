//! What staff do, by session. Every handler takes an [`crate::http::extract::Actor`] and names what it needs.

pub(super) mod appointments;
pub(super) mod session;
