//! Who signs in, and what they may see.

pub mod agenda;
pub mod password;
pub mod sign_in;
