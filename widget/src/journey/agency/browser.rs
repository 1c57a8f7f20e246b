//! What only the browser does: say where the visitor is, write a distance, fetch the map.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r"
export const canLocate = () => isSecureContext && 'geolocation' in navigator;
export const locate = () => new Promise((found, lost) => navigator.geolocation.getCurrentPosition(
  ({ coords }) => found([coords.latitude, coords.longitude]), lost, { timeout: 10_000, maximumAge: 600_000 }));
export const kilometres = (lang, count) =>
  new Intl.NumberFormat(lang, { style: 'unit', unit: 'kilometer', maximumFractionDigits: 0 }).format(count);
export const openMap = async (...all) => (await import(new URL('./map.js', import.meta.url))).open(...all);
")]
extern "C" {
    /// Whether the browser may know where the visitor is: pages without TLS are never told.
    #[wasm_bindgen(js_name = canLocate)]
    pub fn can_locate() -> bool;

    /// Asks the visitor for their place: a promise of degrees north and east.
    pub fn locate() -> Promise;

    /// A number of kilometres, written as people do in `lang`.
    pub fn kilometres(lang: &str, count: f64) -> String;

    /// A map, as `embed-snippet/map.js` draws it.
    pub type MapHandle;

    /// A promise of a map inside `node`, of `agencies` (slug, name, postcode, degrees north, degrees east), with its
    /// words, the address of its pictures and whom they are owed to; `choose` is called with a slug.
    #[wasm_bindgen(js_name = openMap)]
    pub fn open_map(
        node: &web_sys::Element,
        agencies: &Array,
        words: &Array,
        tiles: &Array,
        choose: &js_sys::Function,
    ) -> Promise;

    /// Puts the agencies in the order of `slugs` and shows the first `focus` of them, with the place that they are near to
    /// if there is one; `chosen` is marked.
    #[wasm_bindgen(method)]
    pub fn show(this: &MapHandle, slugs: &Array, focus: u32, spot: &Array, chosen: Option<String>);

    /// Takes it down.
    #[wasm_bindgen(method)]
    pub fn close(this: &MapHandle);
}
