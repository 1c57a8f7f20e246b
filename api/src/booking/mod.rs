//! Taking a person's time: the rules, one transaction each.
//!
//! Every transaction begins by locking the person ([`crate::store::occupancy::lock_staff`]), so that two of them
//! never decide on the same time at once; the database's own constraint is a second net. To add a way of taking
//! or freeing time: a file here, whose transaction begins the same way.

mod author;
pub mod by_staff;
pub mod confirm;
pub mod hold;
mod in_progress;
pub mod manage;
pub mod notices;
pub mod prove;
mod release;
pub mod reschedule;
mod token;

pub(crate) use author::Author;
pub(crate) use confirm::{manage_url, presence_url};
pub use in_progress::InProgress;
pub use manage::ManageError;
pub(crate) use prove::new_code;
pub(crate) use token::{HoldToken, ManageToken, hash};
