//! One module a page.

pub mod absence;
pub mod account;
pub mod agenda;
pub mod appointments;
pub mod attention;
pub mod availability;
pub mod booking;
pub mod dashboard;
pub mod explain;
pub mod file;
pub mod forbidden;
pub mod forgotten_password;
pub mod integrations;
pub mod journals;
pub mod new_password;
pub mod not_found;
pub mod refusals;
pub mod sign_in;
pub mod team;
