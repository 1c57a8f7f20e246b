//! The application of one element: texts, catalogue, looks, then the journey or a managed appointment.

use std::rc::Rc;

use creno_types::endpoint::{Endpoint, GetCatalog, with_query};
use creno_types::{Branding, Catalog};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::components::{Waiting, failure_notice};
use crate::config::Config;
use crate::events::Emitter;
use crate::hooks::use_load;
use crate::i18n::I18n;
use crate::journey::JourneyView;
use crate::manage::ManageProps;
use crate::mount::FirstCatalog;
use crate::parts::{self, use_part};

/// What the application needs.
#[derive(Clone, PartialEq, Properties)]
pub struct AppProps {
    /// The element's attributes.
    pub config: Rc<Config>,
    /// Where it is mounted.
    pub root: Element,
    /// The answer that is on its way already.
    pub first_catalog: FirstCatalog,
}

/// The application.
#[component]
pub fn App(props: &AppProps) -> Html {
    let config = &props.config;
    let i18n = use_memo((config.lang.clone(), config.texts.clone()), |(lang, texts)| I18n::new(lang, texts));
    let emitter = use_memo(props.root.clone(), Emitter::new);
    let first = props.first_catalog.clone();
    let load = use_load::<GetCatalog, _>(
        &config.api,
        Some(with_query(GetCatalog::PATH, &[("lang", &config.lang)])),
        move || first.take(),
    );
    use_looks(&props.root, &config.lang, load.data.as_ref());
    use_ready(&emitter, load.data.is_some());
    let manage = use_part(config.manage.is_some(), parts::manage);
    let body = match (&config.manage, load.data, load.failure) {
        (Some(token), _, _) => {
            let props = ManageProps {
                api: config.api.clone().into(),
                token: token.clone().into(),
                root: props.root.clone(),
                emitter: (*emitter).clone(),
            };
            html! { <div class="panes" key={token.clone()}>{ manage.show(&props, &i18n) }</div> }
        }
        (None, Some(catalog), _) => html! {
            <JourneyView config={config.clone()} {catalog} root={props.root.clone()} emitter={(*emitter).clone()} />
        },
        (None, None, Some(failure)) => html! {
            <div class="panes"><div class="pane">{ failure_notice(&failure, Some(&load.retry), false, &i18n) }</div></div>
        },
        (None, None, None) => html! { <div class="panes"><div class="pane"><Waiting rows={5} /></div></div> },
    };
    html! { <ContextProvider<I18n> context={(*i18n).clone()}>{ body }</ContextProvider<I18n>> }
}

#[hook]
fn use_ready(emitter: &Rc<Emitter>, ready: bool) {
    let emitter = emitter.clone();
    use_effect_with(ready, move |ready| {
        if *ready {
            emitter.emit("creno:ready", &[]);
        }
    });
}

/// Language and brand of the mount point. Colours go through the object model: a strict policy forbids inline
/// styles. They are defaults: the host page's own `--creno-*` come first in the style sheet.
#[hook]
fn use_looks(root: &Element, lang: &str, catalog: Option<&Rc<Catalog>>) {
    let root = root.clone();
    let branding = catalog.map(|catalog| catalog.branding.clone());
    use_effect_with((lang.to_owned(), branding), move |(lang, branding)| {
        // An attribute of an element that exists can always be set.
        let _set = root.set_attribute("lang", lang);
        if let (Some(branding), Some(root)) = (branding, root.dyn_ref::<HtmlElement>()) {
            brand(root, branding);
        }
    });
}

fn brand(root: &HtmlElement, branding: &Branding) {
    let radius = [&*branding.radius_px.to_string(), "px"].concat();
    let properties = [
        ("--site-brand", &*branding.brand),
        ("--site-brand-strong", &branding.brand_strong),
        ("--site-brand-soft", &branding.brand_soft),
        ("--site-on-brand", &branding.on_brand),
        ("--site-accent", &branding.accent),
        ("--site-accent-strong", &branding.accent_strong),
        ("--site-radius", &radius),
    ];
    for (name, value) in properties {
        let _set = root.style().set_property(name, value);
    }
}
