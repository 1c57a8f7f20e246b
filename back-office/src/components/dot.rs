//! The colour of a theme.
//!
//! Colours are data, and a strict Content-Security-Policy refuses `style` attributes: SVG's own take them.

use yew::prelude::*;

/// Properties of [`Dot`] and [`Edge`].
#[derive(Properties, PartialEq)]
pub struct ColorProps {
    /// `#RRGGBB`.
    pub color: AttrValue,
}

/// A small mark before the name of a theme.
#[component]
pub fn Dot(props: &ColorProps) -> Html {
    html! {
        <svg class="dot" width="10" height="10" aria-hidden="true" focusable="false">
            <rect width="10" height="10" rx="3" fill={&props.color} />
        </svg>
    }
}

/// A band along the edge of a card or a row.
#[component]
pub fn Edge(props: &ColorProps) -> Html {
    html! {
        <svg class="edge" width="4" height="100%" aria-hidden="true" focusable="false">
            <rect width="4" height="100%" fill={&props.color} />
        </svg>
    }
}
