//! Parts of the module that come when they are needed, so that the first step is there sooner.
//!
//! The build cuts the compiled module at each `#[wasm_split]` function: what only it reaches goes into a file of
//! its own. To add a part: such a function here, and a [`Part`] where its view shows.

use std::future::Future;
use std::pin::Pin;

use wasm_bindgen_futures::{JsFuture, spawn_local};
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::prelude::*;

use crate::components::{Waiting, trouble};
use crate::config::Config;
use crate::i18n::I18n;
use crate::journey::{Booking, BookingProps, SearchProps, search_view};
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

/// What finds an agency: towns, distances, the map.
pub fn search() -> Coming<SearchProps> {
    Box::pin(search_part())
}

#[wasm_split(search, fallible)]
fn search_part() -> Result<View<SearchProps>, SplitLoaderError> {
    Ok(search_view)
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
    /// It did not come.
    Lost,
}

impl<P> Part<P> {
    /// Whether it is there.
    pub fn is_here(&self) -> bool {
        matches!(self, Self::Here(_))
    }

    /// What is shown of it now; `again` fetches it once more.
    pub fn show(&self, props: &P, again: Callback<()>, i18n: &I18n) -> Html {
        let body = match self {
            Self::Here(view) => return view(props),
            Self::Coming => html! { <Waiting rows={4} /> },
            Self::Lost => {
                let key = "problem.unreachable";
                trouble(key, i18n.text(key), Some(&again), false, i18n)
            }
        };
        html! { <div class="pane">{ body }</div> }
    }
}

/// Fetches a part with its style and texts, and tells when they are there, or that they did not come.
pub fn fetch<P: 'static>(
    load: fn() -> Coming<P>,
    config: &Config,
    i18n: &I18n,
    done: Callback<Option<View<P>>>,
) {
    let (later, i18n) = (config.load_later(), i18n.clone());
    spawn_local(async move {
        let view = load().await.ok();
        let texts = match later {
            Some(later) => JsFuture::from(later).await.ok().and_then(|texts| texts.as_string()),
            None => None,
        };
        done.emit(view.zip(texts).map(|(view, texts)| {
            i18n.add(&texts);
            view
        }));
    });
}
