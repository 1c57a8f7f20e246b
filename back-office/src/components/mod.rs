//! Parts that several pages use.

pub mod channel;
pub mod dot;
pub mod failure;
pub mod frame;
pub mod help;
pub mod icon;
pub mod logo;
pub mod rail;
pub mod status;
