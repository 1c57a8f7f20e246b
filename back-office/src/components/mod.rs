//! Parts that several pages use.

pub mod appointment;
pub mod channel;
pub mod dot;
pub mod failure;
pub mod frame;
pub mod guard;
pub mod help;
pub mod icon;
pub mod line_keys;
pub mod link;
pub mod logo;
pub mod rail;
pub mod skeleton;
pub mod status;
