//! One module a page.

pub mod account;
pub mod appointments;
pub mod attention;
pub mod forbidden;
pub mod forgotten_password;
pub mod integrations;
pub mod journals;
pub mod new_password;
pub mod not_found;
pub mod refusals;
pub mod sign_in;
