//! What the sign-in pages read from the address, and leave out of it.

use creno_types::sign_in::SsoRefusal;

/// What precedes a reason in the fragment.
const REFUSAL: &str = "connexion=";

/// The page that was asked for: path and query.
pub fn asked_page() -> String {
    let location = web_sys::window().map(|window| window.location());
    location
        .and_then(|location| Some(format!("{}{}", location.pathname().ok()?, location.search().ok()?)))
        .unwrap_or_default()
}

/// The fragment of the address, which goes: what it carries is nobody else's.
pub fn take_fragment() -> Option<String> {
    let window = web_sys::window()?;
    let hash = window.location().hash().ok()?;
    let fragment = hash.strip_prefix('#').filter(|fragment| !fragment.is_empty())?;
    if let Ok(history) = window.history() {
        let state = history.state().unwrap_or_default();
        // An address that can't be changed stays as it is.
        drop(history.replace_state_with_url(&state, "", Some(&asked_page())));
    }
    Some(fragment.to_owned())
}

/// Why the sign-in service let nobody in, as the address that it led back to says.
pub fn take_refusal() -> Option<SsoRefusal> {
    let hash = web_sys::window()?.location().hash().ok()?;
    // Fragments may be somebody else's.
    hash.strip_prefix('#')?.strip_prefix(REFUSAL)?;
    let fragment = take_fragment()?;
    SsoRefusal::of_word(fragment.strip_prefix(REFUSAL)?)
}

/// Goes to another page of this server, or through it.
pub fn leave_for(path: &str) {
    if let Some(window) = web_sys::window() {
        // A path of our own is always an address.
        drop(window.location().assign(path));
    }
}

/// A text as a value of a query.
pub fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
