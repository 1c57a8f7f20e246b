//! The public journey: no authentication, any page of the organisation.

pub(super) mod addresses;
pub(super) mod appointments;
pub(super) mod catalog;
pub(super) mod challenge;
pub(super) mod documents;
pub(super) mod email_proofs;
pub(super) mod feeds;
pub(super) mod holds;
pub(super) mod managed;
pub(super) mod places;
pub(super) mod slots;
