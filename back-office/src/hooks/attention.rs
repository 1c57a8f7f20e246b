//! What needs attention: fetched once, for the rail that counts it and the page that lists it.

use creno_types::attention::Attention;
use creno_types::endpoint::{Endpoint, ListAttention};
use yew::prelude::*;

use super::load::{Load, use_load};
use crate::api::{self, ApiError};

/// The appointments that need attention, from anywhere below the frame, for who may see appointments.
#[derive(Clone, PartialEq)]
pub struct SharedAttention {
    /// Where the fetch stands.
    pub state: Load<Attention>,
    /// Fetches again, keeping what is shown.
    pub reload: Callback<()>,
}

/// Properties of [`AttentionProvider`].
#[derive(Properties, PartialEq)]
pub struct AttentionProviderProps {
    /// What may use it.
    pub children: Html,
}

/// Fetches when the application opens, and then only when it is asked to.
#[component]
pub fn AttentionProvider(props: &AttentionProviderProps) -> Html {
    let load = use_load((), |()| fetch());
    let shared = SharedAttention { state: load.state, reload: load.reload };
    html! {
        <ContextProvider<SharedAttention> context={shared}>
            { props.children.clone() }
        </ContextProvider<SharedAttention>>
    }
}

async fn fetch() -> Result<Attention, ApiError> {
    api::call::<ListAttention>(ListAttention::PATH, &()).await
}
