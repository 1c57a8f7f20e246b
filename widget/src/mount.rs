//! The way in from JavaScript: mount an application on an element, change it, destroy it.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::AppHandle;

use crate::app::{App, AppProps};
use crate::config::Config;

/// A mounted widget.
#[wasm_bindgen]
pub struct Handle {
    app: AppHandle<App>,
    root: Element,
    first_catalog: FirstCatalog,
}

/// The answer of the API's catalogue that the loader asked for while the module was on its way; it serves once.
#[derive(Clone, Default)]
pub struct FirstCatalog(Rc<RefCell<Option<Promise>>>);

impl FirstCatalog {
    /// The promise of the answer's text, the first time.
    pub fn take(&self) -> Option<Promise> {
        self.0.borrow_mut().take()
    }
}

impl PartialEq for FirstCatalog {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Renders the widget inside `root`. `config` is what [`Config::read`] reads, and `catalog`: a promise of the
/// text of the API's catalogue.
#[wasm_bindgen]
pub fn mount(root: Element, config: &JsValue) -> Handle {
    let promise = Reflect::get(config, &JsValue::from_str("catalog"))
        .ok()
        .and_then(|catalog| catalog.dyn_into::<Promise>().ok());
    let first_catalog = FirstCatalog(Rc::new(RefCell::new(promise)));
    let props = AppProps {
        config: Rc::new(Config::read(config)),
        root: root.clone(),
        first_catalog: first_catalog.clone(),
    };
    let app = yew::Renderer::<App>::with_root_and_props(root.clone(), props).render();
    Handle { app, root, first_catalog }
}

#[wasm_bindgen]
impl Handle {
    /// Applies changed attributes.
    pub fn update(&mut self, config: &JsValue) {
        self.app.update(AppProps {
            config: Rc::new(Config::read(config)),
            root: self.root.clone(),
            first_catalog: self.first_catalog.clone(),
        });
    }

    /// Takes the widget down: timers stop, the hold is given back.
    pub fn destroy(self) {
        self.app.destroy();
    }
}
