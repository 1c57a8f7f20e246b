//! What surrounds the pages that one sees before signing in.

use yew::prelude::*;

use super::icon::{Glyph, Icon};
use super::logo::Logo;
use crate::i18n::t;

/// Properties of [`Door`].
#[derive(Properties, PartialEq)]
pub struct DoorProps {
    /// The page.
    pub children: Html,
}

/// The name of the product beside the page.
#[component]
pub fn Door(props: &DoorProps) -> Html {
    html! {
        <div class="door">
            <Wall />
            <main class="door-main">{ props.children.clone() }</main>
        </div>
    }
}

/// What keeps somebody out, and what to do about it.
pub fn refused(title: &str, detail: &str) -> Html {
    html! {
        <div class="refusal" data-testid="refusal">
            <Icon glyph={Glyph::Warning} /><p><strong>{ title }</strong>{ " " }{ detail }</p>
        </div>
    }
}

/// The name of the product and its motif: a day's slots, drawn as battlements.
#[component]
fn Wall() -> Html {
    // Slots taken, by column from the ground up; the last of some columns is free.
    const COLUMNS: [(u32, bool); 10] = [
        (3, false),
        (5, false),
        (4, true),
        (6, false),
        (2, false),
        (5, true),
        (3, false),
        (6, true),
        (4, false),
        (5, false),
    ];
    html! {
        <header class="wall">
            <Logo />
            <p class="wall-words">{ t("sign_in.promise") }</p>
            <svg class="wall-motif" viewBox="0 0 400 250" preserveAspectRatio="xMidYMax slice" aria-hidden="true"
                focusable="false">
                { for COLUMNS.iter().enumerate().flat_map(|(column, (taken, free))| {
                    (0..taken + u32::from(*free)).map(move |row| {
                        let free = row == *taken;
                        html! {
                            <rect class={if free { "slot-free" } else { "slot-taken" }} rx="4" width="34" height="30"
                                x={(column * 40 + 3).to_string()} y={(214 - row * 36).to_string()} />
                        }
                    })
                }) }
            </svg>
        </header>
    }
}
