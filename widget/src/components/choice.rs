//! One answer among several, as a large row: a native radio button fills it, so that the whole row is
//! clickable, arrows work and assistive technology needs no help.

use yew::prelude::*;

/// What a row needs.
pub struct Choice {
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

/// The same with another look than a large row's; the first step does without what names looks at run time.
pub fn small_choice(class: &'static str, row: Choice) -> Html {
    let onchange = row.onchoose.reform(|_: Event| ());
    html! {
        <label key={row.testid.clone()} {class} part="choice">
            <input
                type="radio" name={row.group} checked={row.checked} {onchange} data-testid={row.testid}
            />
            { row.body }
        </label>
    }
}

/// The row.
pub fn choice(row: Choice) -> Html {
    let onchange = row.onchoose.reform(|_: Event| ());
    html! {
        <label key={row.testid.clone()} class="choice" part="choice">
            <input
                type="radio" name={row.group} checked={row.checked} {onchange} data-testid={row.testid}
            />
            { row.mark }
            { row.body }
        </label>
    }
}
