//! One answer among several, as a large row: a native radio button fills it, so that the whole row is
//! clickable, arrows work and assistive technology needs no help.

use yew::prelude::*;

/// What a row needs.
#[derive(PartialEq, Properties)]
pub struct ChoiceProps {
    /// Name of the group.
    pub group: AttrValue,
    /// Test hook of the radio button.
    pub testid: AttrValue,
    /// Whether it is the answer.
    pub checked: bool,
    /// The row was chosen.
    pub onchoose: Callback<()>,
    /// Look of the row.
    #[prop_or(AttrValue::Static("choice"))]
    pub class: AttrValue,
    /// Shown before the words, outside of the radio button's name.
    #[prop_or_default]
    pub mark: Html,
    /// The words.
    pub children: Html,
}

/// The row.
#[component]
pub fn Choice(props: &ChoiceProps) -> Html {
    let onchange = props.onchoose.reform(|_: Event| ());
    html! {
        <label class={&props.class} part="choice">
            <input
                type="radio"
                name={&props.group}
                checked={props.checked}
                {onchange}
                data-testid={&props.testid}
            />
            { props.mark.clone() }
            { props.children.clone() }
        </label>
    }
}
