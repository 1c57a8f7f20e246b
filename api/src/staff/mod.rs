//! Who signs in, what they may see, and when they receive.

pub mod agenda;
pub mod attention;
mod browser;
pub mod exceptions;
pub mod messages;
pub mod overlap;
pub mod own_sessions;
pub mod password;
pub mod reach;
pub mod reset;
pub mod return_path;
pub mod sign_in;
pub mod team;
pub mod sso;
pub mod windows;
