//! Events that the host page may listen to. They never carry personal data.

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, CustomEventInit, Element, ShadowRoot};

/// Where events start: the custom element, or the mount point itself outside a shadow root.
#[derive(Clone, PartialEq)]
pub struct Emitter(Element);

impl Emitter {
    /// The emitter for a widget mounted on `root`.
    pub fn new(root: &Element) -> Self {
        match root.get_root_node().dyn_into::<ShadowRoot>() {
            Ok(shadow) => Self(shadow.host()),
            Err(_) => Self(root.clone()),
        }
    }

    /// Dispatches `name`, bubbling out of the element, with `detail` as an object of texts.
    pub fn emit(&self, name: &str, detail: &[(&str, &str)]) {
        let object = Object::new();
        for (key, value) in detail {
            // Setting a property of a fresh object does not fail.
            let _set = Reflect::set(&object, &JsValue::from_str(key), &JsValue::from_str(value));
        }
        let options = CustomEventInit::new();
        options.set_bubbles(true);
        options.set_composed(true);
        options.set_detail(&object);
        if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &options) {
            let _prevented = self.0.dispatch_event(&event);
        }
    }
}
