//! Who signs in, what they may see, and when they receive.

pub mod agenda;
pub mod attention;
pub mod exceptions;
pub mod messages;
pub mod overlap;
pub mod password;
pub mod reach;
pub mod sign_in;
pub mod team;
pub mod windows;
