//! What every piece of the journey shares.

use js_sys::Function;
use yew::prelude::*;

use crate::events::Emitter;
use crate::journey::handle::Handle;

/// Provided once, above the steps.
#[derive(Clone, PartialEq)]
pub struct Shell {
    /// Base URL of the API.
    pub api: AttrValue,
    /// Name of this widget's entry in the browser's history.
    pub key: AttrValue,
    /// The journey.
    pub journey: Handle,
    /// The loader's function that answers a challenge.
    pub prove: Option<Function>,
    /// Sends events to the host page.
    pub emitter: Emitter,
}

/// The shell around the calling component.
///
/// # Panics
/// Outside of the journey, where no component uses it.
#[hook]
#[expect(
    clippy::expect_used,
    reason = "a component of the journey outside of it is a mistake in the code, not a state"
)]
pub fn use_shell() -> Shell {
    use_context::<Shell>().expect("components of the journey are inside it")
}
