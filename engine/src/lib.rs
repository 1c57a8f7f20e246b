//! The slot engine: which starts a network may offer, to whom they fall, and why the others are refused.
//!
//! Pure functions of their arguments: no I/O, no clock, no randomness. `now`, the zone and the seed come in.
//! The rules are those of the contract's "Slot rules"; each has one home here:
//!
//! | rule | file |
//! |---|---|
//! | public holidays of a year | [`holiday`] |
//! | windows, exceptions, closures → open stretches | [`recurrence`], [`open`] |
//! | local time → UTC across clock changes | [`zone`] |
//! | open − booked − busy → starts on the step | [`starts`], `taken`, `grid` |
//! | which rule refuses one start | [`verdict`] |
//! | who takes a start | [`assign`] |
//! | when a person receives, to look at | [`bands`] |
//! | what windows that are not saved yet would offer | [`preview`] |
//!
//! Instants are seconds since the Unix epoch in UTC ([`Instant`]); every stretch is half open ([`Span`]).

pub mod assign;
pub mod bands;
mod grid;
pub mod holiday;
pub mod open;
pub mod preview;
pub mod recurrence;
pub mod rules;
pub mod scenario;
pub mod span;
pub mod starts;
mod taken;
mod typed;
pub mod verdict;
pub mod zone;

pub use rules::{Booking, Closure, Person, Request, ThemeRules, Window, WindowKind};
pub use span::{Instant, Span};
pub use verdict::{Refusal, Rule};
pub use zone::Zone;
