//! Who signs in, what they may see, and when they receive.

pub mod agenda;
pub mod agendas;
pub mod attention;
pub mod colleagues;
pub mod exceptions;
pub mod file;
pub mod messages;
pub mod overlap;
pub mod password;
pub mod reach;
pub mod reassignment;
pub mod sign_in;
pub mod windows;
