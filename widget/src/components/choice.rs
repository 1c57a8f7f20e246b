//! One answer among several, as a large row: a native radio button fills it, so that the whole row is
//! clickable, arrows work and assistive technology needs no help.

use yew::prelude::*;

/// What a row needs.
pub struct Choice {
    /// Look of the row.
    pub class: &'static str,
    /// Name of the group.
    pub group: &'static str,
    /// Test hook of the radio button, and key of the row.
    pub testid: String,
    /// Whether it is the answer.
    pub checked: bool,
    /// The row was chosen.
    pub onchoose: Callback<()>,
    /// Shown before the words, outside of the radio button's name.
    pub mark: Html,
    /// The words.
    pub body: Html,
}

/// The row.
pub fn choice(row: Choice) -> Html {
    let onchange = row.onchoose.reform(|_: Event| ());
    html! {
        <label key={row.testid.clone()} class={row.class} part="choice">
            <input
                type="radio" name={row.group} checked={row.checked} {onchange} data-testid={row.testid}
            />
            { row.mark }
            { row.body }
        </label>
    }
}
