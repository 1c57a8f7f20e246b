//! One hook per effect: calls, timers, the browser's history, the hold.

mod use_addresses;
mod use_booking;
mod use_countdown;
mod use_email_code;
mod use_history;
mod use_hold;
mod use_listener;
mod use_load;
mod use_proof;
mod use_slots;
mod use_wait;

pub use use_addresses::{Offer, use_addresses};
pub use use_booking::{Booking, Shown, Traps, expired, use_booking};
pub use use_countdown::use_countdown;
pub use use_email_code::{CodeFault, EmailCode, FIELD as EMAIL_CODE, use_email_code};
pub use use_history::{History, go_back, read_entry};
pub use use_hold::{TakeHold, lost, use_hold};
pub use use_listener::{Listening, use_window_listener};
pub use use_load::{Load, use_load};
pub use use_proof::{Proof, use_proof};
pub use use_slots::{SlotsAsked, SlotsLoaded, use_slots};
pub use use_wait::{Wait, use_wait};
