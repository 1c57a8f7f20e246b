//! Pieces that several steps share.

mod address;
mod choice;
mod copy;
mod field;
mod frame;
mod hold_bar;
mod hold_state;
mod icon;
mod notice;
mod progress;
mod refusal;
mod summary;
mod waiting;

pub use choice::{Choice, choice, small_choice};
pub use copy::CopyButton;
pub use field::{FieldInput, control_id};
pub use frame::{Frame, SubmitButton};
pub use hold_bar::HoldBar;
pub use hold_state::hold_state;
pub use icon::{Shape, channel_shape, icon};
pub use notice::{Notice, Tone, failure_notice, trouble};
pub use progress::progress;
pub use refusal::refusal_notice;
pub use summary::{Row, rows, summary};
pub use waiting::{Skeleton, Waiting};
