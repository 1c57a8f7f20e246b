//! Pages that not every profile opens.

use creno_types::staff::Permission;
use yew::prelude::*;

use crate::hooks::session::use_may;
use crate::pages::forbidden::ForbiddenPage;

/// Properties of [`Guard`].
#[derive(Properties, PartialEq)]
pub struct GuardProps {
    /// What the profile must allow.
    pub needs: Permission,
    /// What it may allow instead.
    #[prop_or_default]
    pub or: Option<Permission>,
    /// The page.
    pub children: Html,
}

/// The page for who may open it; for the others, one that says so.
#[component]
pub fn Guard(props: &GuardProps) -> Html {
    let or = use_may(props.or.unwrap_or(props.needs));
    let may = use_may(props.needs) || or;
    if may {
        props.children.clone()
    } else {
        html! { <ForbiddenPage /> }
    }
}
