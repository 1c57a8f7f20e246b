//! Tools that stand above many a list: a date, what is searched, and fetching again.

use chrono::{Datelike as _, NaiveDate};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::icon::{Glyph, Icon};
use crate::i18n::t;

/// Nothing that is looked at is older.
const FIRST_YEAR: i32 = 2000;

/// Properties of [`DateField`].
#[derive(Properties, PartialEq)]
pub struct DateFieldProps {
    /// The date.
    pub date: NaiveDate,
    /// Its name, where no label is around it.
    #[prop_or_default]
    pub label: Option<&'static str>,
    /// The last that may be chosen.
    #[prop_or_default]
    pub max: Option<NaiveDate>,
    /// Called with another.
    pub onchange: Callback<NaiveDate>,
    /// Name for tests.
    pub testid: &'static str,
}

/// A field that chooses a date.
#[component]
pub fn DateField(props: &DateFieldProps) -> Html {
    let onchange = {
        let onchange = props.onchange.clone();
        Callback::from(move |event: Event| {
            let value = event.target_dyn_into::<HtmlInputElement>().map(|input| input.value());
            let date = value.and_then(|value| value.parse::<NaiveDate>().ok());
            // While a year is typed the field holds 0002, 0020, 0202.
            if let Some(date) = date.filter(|date| date.year() >= FIRST_YEAR) {
                onchange.emit(date);
            }
        })
    };
    html! {
        <input type="date" class="input" aria-label={props.label} value={props.date.to_string()}
            max={props.max.map(|max| max.to_string())} {onchange} data-testid={props.testid} />
    }
}

/// Properties of [`SearchField`].
#[derive(Properties, PartialEq)]
pub struct SearchFieldProps {
    /// What is searched.
    pub search: AttrValue,
    /// Its name.
    pub label: &'static str,
    /// What is written in it while it is empty.
    pub placeholder: &'static str,
    /// The field, for the shortcut.
    pub field: NodeRef,
    /// Searches something else.
    pub onsearch: Callback<String>,
    /// Leaves it for the first line of the list.
    pub onlist: Callback<()>,
}

/// The field that searches the list as one types. Escape clears it, and leaves open what is open.
#[component]
pub fn SearchField(props: &SearchFieldProps) -> Html {
    let oninput = props.onsearch.reform(|event: InputEvent| {
        event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
    });
    let onkeydown = {
        let (onlist, onsearch) = (props.onlist.clone(), props.onsearch.clone());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "ArrowDown" => {
                event.prevent_default();
                onlist.emit(());
            }
            "Escape" => {
                event.prevent_default();
                onsearch.emit(String::new());
            }
            _ => {}
        })
    };
    html! {
        <div class="search">
            <Icon glyph={Glyph::Search} size={16} />
            <input ref={&props.field} type="search" class="input" value={&props.search} {oninput} {onkeydown}
                placeholder={props.placeholder} aria-label={props.label} aria-keyshortcuts="/" autocomplete="off"
                spellcheck="false" data-testid="search" />
            <kbd aria-hidden="true">{ "/" }</kbd>
        </div>
    }
}

/// Properties of [`Reload`].
#[derive(Properties, PartialEq)]
pub struct ReloadProps {
    /// Whether it is being fetched.
    pub busy: bool,
    /// Fetches it again.
    pub onreload: Callback<()>,
}

/// The button that fetches again what is shown.
#[component]
pub fn Reload(props: &ReloadProps) -> Html {
    html! {
        <button type="button" class={classes!("button", "button-icon", props.busy.then_some("is-busy"))}
            title={t("common.reload")} aria-label={t("common.reload")} data-testid="reload"
            onclick={props.onreload.reform(|_| ())}>
            <Icon glyph={Glyph::Refresh} />
        </button>
    }
}
