//! Who signs in, what they may see, and when they receive.

pub mod agenda;
pub mod agendas;
pub mod attention;
mod browser;
pub mod colleagues;
pub mod exceptions;
pub mod feed;
pub mod file;
pub mod live;
pub mod messages;
pub mod notifications;
pub mod overlap;
pub mod own_sessions;
pub mod password;
pub mod reach;
pub mod reassignment;
pub mod reset;
pub mod return_path;
pub mod sign_in;
pub mod sso;
pub mod team;
pub mod windows;
