//! Parts of the module that come when they are needed, so that the first step is there sooner.
//!
//! The build cuts the compiled module at each `#[wasm_split]` function: what only it reaches goes into a file of
//! its own. To add a part: such a function here, and [`use_part`] where its view shows.

use std::future::Future;
use std::pin::Pin;

use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::prelude::*;

use crate::api::Failure;
use crate::components::{Waiting, failure_notice};
use crate::i18n::I18n;
use crate::journey::{Booking, BookingProps};
use crate::manage::{Manage, ManageProps};

/// What shows a part's component.
pub type View<P> = fn(&P) -> Html;

/// A part on its way.
pub type Coming<P> = Pin<Box<dyn Future<Output = Result<View<P>, SplitLoaderError>>>>;

/// All that follows the choice of an agency.
pub fn booking() -> Coming<BookingProps> {
    Box::pin(booking_view())
}

/// The appointment of a management link.
pub fn manage() -> Coming<ManageProps> {
    Box::pin(manage_view())
}

#[wasm_split(booking, fallible)]
fn booking_view() -> Result<View<BookingProps>, SplitLoaderError> {
    Ok(|props| html! { <Booking ..props.clone() /> })
}

#[wasm_split(manage, fallible)]
fn manage_view() -> Result<View<ManageProps>, SplitLoaderError> {
    Ok(|props| html! { <Manage ..props.clone() /> })
}

/// Where a part stands.
pub enum Part<P> {
    /// It is on its way.
    Coming,
    /// It is there.
    Here(View<P>),
    /// It did not come; the callback asks again.
    Lost(Callback<()>),
}

impl<P> Part<P> {
    /// Whether it is there.
    pub fn is_here(&self) -> bool {
        matches!(self, Self::Here(_))
    }

    /// What is shown of it now.
    pub fn show(&self, props: &P, i18n: &I18n) -> Html {
        match self {
            Self::Here(view) => view(props),
            Self::Coming => html! { <div class="pane"><Waiting rows={4} /></div> },
            Self::Lost(retry) => html! {
                <div class="pane">{ failure_notice(&Failure::Unreachable, Some(retry), false, i18n) }</div>
            },
        }
    }
}

/// The part that `load` fetches, from when it is `wanted`.
#[hook]
pub fn use_part<P: 'static>(wanted: bool, load: fn() -> Coming<P>) -> Part<P> {
    let outcome = use_state(|| None::<Result<View<P>, ()>>);
    let attempt = use_state(|| 0_u32);
    {
        let outcome = outcome.setter();
        use_effect_with((wanted, *attempt), move |(wanted, _)| {
            if *wanted {
                spawn_local(async move { outcome.set(Some(load().await.map_err(|_| ()))) });
            }
        });
    }
    match *outcome {
        None => Part::Coming,
        Some(Ok(view)) => Part::Here(view),
        Some(Err(())) => Part::Lost(Callback::from(move |()| {
            outcome.set(None);
            attempt.set(*attempt + 1);
        })),
    }
}
