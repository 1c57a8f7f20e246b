//! Parts that several pages use.

pub mod appointment;
pub mod band;
pub mod bell;
pub mod channel;
pub mod copy;
pub mod dialog;
pub mod door;
pub mod dot;
pub mod failure;
pub mod finder;
pub mod foot;
pub mod frame;
pub mod guard;
pub mod help;
pub mod icon;
pub mod line_keys;
pub mod link;
pub mod logo;
pub mod password;
pub mod period;
pub mod rail;
pub mod side_panel;
pub mod skeleton;
pub mod sort;
pub mod status;
pub mod toast;
