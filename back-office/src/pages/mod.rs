//! One module a page.

pub mod appointments;
pub mod not_found;
pub mod sign_in;
