//! What the address of a page says besides its path.

use serde::Serialize;
use serde::de::DeserializeOwned;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::app::Route;

/// What the address says, and what makes it say something else: a step of the browser's history. What can't be read
/// counts for nothing.
#[hook]
pub fn use_said<Q>(route: Route) -> (Q, Callback<Q>)
where
    Q: Clone + Default + Serialize + DeserializeOwned + 'static,
{
    use_address(route, false)
}

/// The same for how things are shown: the history does not grow, and Back leaves the page.
#[hook]
pub fn use_said_in_place<Q>(route: Route) -> (Q, Callback<Q>)
where
    Q: Clone + Default + Serialize + DeserializeOwned + 'static,
{
    use_address(route, true)
}

#[hook]
fn use_address<Q>(route: Route, in_place: bool) -> (Q, Callback<Q>)
where
    Q: Clone + Default + Serialize + DeserializeOwned + 'static,
{
    let navigator = use_navigator();
    let said = use_location().and_then(|location| location.query::<Q>().ok()).unwrap_or_default();
    let say = Callback::from(move |said: Q| {
        let Some(navigator) = &navigator else { return };
        let done = match in_place {
            true => navigator.replace_with_query(&route, said),
            false => navigator.push_with_query(&route, said),
        };
        // A few plain texts: encoding them can't fail.
        drop(done);
    });
    (said, say)
}
