//! Hooks: one effect each.

pub mod attention;
pub mod door;
pub mod load;
pub mod media;
pub mod more;
pub mod now;
pub mod preference;
pub mod session;
pub mod shortcuts;
pub mod title;
