//! Hooks: one effect each.

pub mod act;
pub mod attention;
pub mod clock;
pub mod door;
pub mod each;
pub mod live;
pub mod load;
pub mod media;
pub mod more;
pub mod notifications;
pub mod now;
pub mod patience;
pub mod preference;
pub mod said;
pub mod select;
pub mod session;
pub mod shortcuts;
pub mod strip;
pub mod title;
