//! One module a page.

pub mod appointments;
pub mod attention;
pub mod booking;
pub mod dashboard;
pub mod forbidden;
pub mod integrations;
pub mod journals;
pub mod not_found;
pub mod preferences;
pub mod refusals;
pub mod sign_in;
