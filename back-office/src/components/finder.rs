//! Search everywhere: a field over the page that finds any appointment within reach.
//!
//! What is typed may be a name: it stays out of the address and of the browser's storage.

mod results;

use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};
use yew::prelude::*;
use yew_router::prelude::*;

use self::results::{Found, Group, Results, use_found};
use super::dialog::Dialog;
use super::frame::SingleKeys;
use super::icon::{Glyph, Icon};
use crate::app::{DayQuery, Route};
use crate::hooks::shortcuts::{page_uses, use_shortcuts};
use crate::hooks::title::focus;
use crate::i18n::{t, t_count, t_with};

/// How long after the last letter the search begins.
const DEBOUNCE_MS: u32 = 200;
/// Fewer letters find too much to be of use.
const SHORTEST: usize = 2;
/// Id of the list of results, for the field that commands it.
const LIST: &str = "finder-results";

/// The button that opens the search; `/` and Ctrl+K do too. `/` is the page's own where it has a search.
#[component]
pub fn Finder() -> Html {
    let open = use_state_eq(|| false);
    let set_open = {
        let open = open.clone();
        use_callback((), move |wanted: bool, ()| open.set(wanted))
    };
    let SingleKeys(single_keys) = use_context::<SingleKeys>().unwrap_or(SingleKeys(true));
    let on_key = use_callback((single_keys, set_open.clone()), |key: String, (single_keys, set_open)| {
        let asked = *single_keys && key == "/" && !page_uses("/");
        if asked {
            set_open.emit(true);
        }
        asked
    });
    use_shortcuts(on_key);
    use_ctrl_k(set_open.reform(|()| true));
    html! {
        <>
            <button type="button" class="rail-tool rail-search" title={t("finder.open")} aria-label={t("finder.open")}
                aria-keyshortcuts="Control+K" aria-haspopup="dialog" data-testid="open-finder"
                onclick={set_open.reform(|_| true)}>
                <Icon glyph={Glyph::Search} size={18} /><span class="rail-label">{ t("finder.button") }</span>
                <kbd class="rail-label" aria-hidden="true">{ t("finder.keys") }</kbd>
            </button>
            if *open { <FinderDialog onclose={set_open.reform(|()| false)} /> }
        </>
    }
}

/// Calls `asked` on Ctrl+K, or ⌘K.
#[hook]
fn use_ctrl_k(asked: Callback<()>) {
    let latest = use_mut_ref(|| asked.clone());
    latest.replace(asked);
    use_effect_with((), move |()| {
        let listener = web_sys::window().map(|window| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window, "keydown", options, move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
                let combined =
                    (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
                if combined && event.key().eq_ignore_ascii_case("k") {
                    // The browser would go to its own search.
                    event.prevent_default();
                    latest.borrow().emit(());
                }
            })
        });
        move || drop(listener)
    });
}

#[derive(Properties, PartialEq)]
struct FinderDialogProps {
    onclose: Callback<()>,
}

#[component]
fn FinderDialog(props: &FinderDialogProps) -> Html {
    let navigator = use_navigator();
    let field = use_node_ref();
    let typed = use_state_eq(AttrValue::default);
    let searched = use_state_eq(AttrValue::default);
    let active = use_state_eq(|| 0_usize);
    {
        let field = field.clone();
        use_effect_with((), move |()| focus(&field));
    }
    {
        let (searched, active) = (searched.clone(), active.clone());
        use_effect_with((*typed).clone(), move |typed| {
            let wanted = AttrValue::from(typed.trim().to_owned());
            let wait = (wanted != *searched).then(|| {
                Timeout::new(DEBOUNCE_MS, move || {
                    active.set(0);
                    searched.set(wanted);
                })
            });
            move || drop(wait)
        });
    }
    let long_enough = searched.chars().count() >= SHORTEST;
    let found = use_found(if long_enough { (*searched).clone() } else { AttrValue::default() });
    let choices = found.choices();
    let at = (*active).min(choices.len().saturating_sub(1));
    let go = {
        let onclose = props.onclose.clone();
        Callback::from(move |(reference, date): (String, String)| {
            onclose.emit(());
            if let Some(navigator) = &navigator {
                let query = DayQuery { date: Some(date), ..DayQuery::default() };
                // The query is two plain texts: encoding them can't fail.
                drop(navigator.push_with_query(&Route::Appointment { reference }, query));
            }
        })
    };
    let onkeydown = {
        let (active, go, choices) = (active.clone(), go.clone(), choices.clone());
        Callback::from(move |event: KeyboardEvent| {
            let last = choices.len().saturating_sub(1);
            match event.key().as_str() {
                "ArrowDown" => active.set(if at == last { 0 } else { at + 1 }),
                "ArrowUp" => active.set(if at == 0 { last } else { at - 1 }),
                "Enter" => {
                    if let Some(choice) = choices.get(at) {
                        go.emit(choice.clone());
                    }
                }
                _ => return,
            }
            event.prevent_default();
        })
    };
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                typed.set(input.value().into());
            }
        })
    };
    let option = choices.get(at).map(|_| results::option_id(at));
    html! {
        <Dialog title={t("finder.title")} testid="finder" onclose={props.onclose.clone()} class="finder">
            <div class="finder-field">
                <Icon glyph={Glyph::Search} size={18} />
                <input ref={field} type="text" class="input" value={(*typed).clone()} {oninput} {onkeydown}
                    role="combobox" aria-label={t("finder.title")} aria-autocomplete="list" aria-controls={LIST}
                    aria-expanded={(!choices.is_empty()).to_string()} aria-activedescendant={option} maxlength="100"
                    placeholder={t("finder.hint")} autocomplete="off" spellcheck="false" data-testid="finder-field" />
            </div>
            // Always there, for screen readers follow only regions that they have met.
            <p class="finder-told" role="status" data-testid="finder-told">{ status(&found, &searched, long_enough) }</p>
            <Results {found} active={at} {go} list={LIST} />
            <p class="finder-keys" aria-hidden="true">{ t("finder.help") }</p>
        </Dialog>
    }
}

/// What is told of the results.
fn status(found: &Found, searched: &str, long_enough: bool) -> String {
    if searched.is_empty() {
        return t("finder.scope").to_owned();
    }
    if !long_enough {
        return t_with("finder.longer", &[("n", &SHORTEST.to_string())]);
    }
    if found.error().is_some() {
        return String::new();
    }
    if found.is_busy() {
        return t("common.loading").to_owned();
    }
    match found.count(Group::Coming) + found.count(Group::Past) {
        0 => t_with("finder.none", &[("search", searched)]),
        count => t_count("count.appointments", count),
    }
}
