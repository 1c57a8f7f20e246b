//! The application of one element: texts, catalogue, looks, then the journey or a managed appointment.
//!
//! A component with states of its own rather than of hooks: it comes with the first step, where each hook weighs.

use std::rc::Rc;

use creno_types::{Branding, Catalog};
use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::components::{Waiting, trouble};
use crate::config::Config;
use crate::events::Emitter;
use crate::i18n::I18n;
use crate::journey::JourneyView;
use crate::manage::ManageProps;
use crate::mount::FirstCatalog;
use crate::parts::{self, Part, View};

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
pub struct App {
    i18n: I18n,
    emitter: Emitter,
    catalog: Option<Rc<Catalog>>,
    /// Why the last call for it gave nothing: the text's key.
    failure: Option<String>,
    /// How many calls were made: an answer that comes after a newer question is dropped.
    asked: u32,
    ready: bool,
    manage: Part<ManageProps>,
}

/// What can happen to it.
pub enum Msg {
    /// The answer to a call for the catalogue.
    Catalog(u32, Result<Rc<Catalog>, String>),
    /// The visitor asks for the catalogue again.
    AskAgain,
    /// The part that manages an appointment came, or did not.
    Manage(Option<View<ManageProps>>),
    /// The visitor asks for that part again.
    ManageAgain,
}

impl Component for App {
    type Message = Msg;
    type Properties = AppProps;

    fn create(ctx: &Context<Self>) -> Self {
        let AppProps { config, root, first_catalog } = ctx.props();
        let mut app = Self {
            i18n: texts(config),
            emitter: Emitter::new(root),
            catalog: None,
            failure: None,
            asked: 0,
            ready: false,
            manage: Part::Coming,
        };
        speak(root, &config.lang);
        app.ask(ctx, first_catalog.take());
        app.come(ctx, config.manage.is_some());
        app
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &AppProps) -> bool {
        let (config, before) = (&ctx.props().config, &old.config);
        if config.lang != before.lang || config.texts != before.texts {
            self.i18n = texts(config);
            speak(&ctx.props().root, &config.lang);
        }
        if config.lang != before.lang || config.api != before.api {
            self.ask(ctx, None);
        }
        self.come(ctx, config.manage.is_some() && before.manage.is_none() && !self.manage.is_here());
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Catalog(turn, _) if turn != self.asked => return false,
            Msg::Catalog(_, Ok(catalog)) => {
                brand(&ctx.props().root, &catalog.branding);
                (self.catalog, self.failure) = (Some(catalog), None);
            }
            Msg::Catalog(_, Err(key)) => self.failure = Some(key),
            Msg::AskAgain => {
                self.failure = None;
                self.ask(ctx, None);
            }
            Msg::Manage(view) => self.manage = view.map_or(Part::Lost, Part::Here),
            Msg::ManageAgain => {
                self.manage = Part::Coming;
                self.come(ctx, true);
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let AppProps { config, root, .. } = ctx.props();
        let body = match (&config.manage, &self.catalog, &self.failure) {
            (Some(token), _, _) => {
                let props = ManageProps {
                    api: config.api.clone().into(),
                    token: token.clone().into(),
                    root: root.clone(),
                    emitter: self.emitter.clone(),
                };
                let again = ctx.link().callback(|()| Msg::ManageAgain);
                html! { <div class="panes" key={&**token}>{ self.manage.show(&props, again, &self.i18n) }</div> }
            }
            (None, Some(catalog), _) => html! {
                <JourneyView
                    config={config.clone()} catalog={catalog.clone()} root={root.clone()} emitter={self.emitter.clone()}
                />
            },
            (None, None, failure) => {
                let again = ctx.link().callback(|()| Msg::AskAgain);
                let body = match failure {
                    Some(key) => trouble(key, self.i18n.text(key), Some(&again), false, &self.i18n),
                    None => html! { <Waiting rows={5} /> },
                };
                html! { <div class="panes"><div class="pane">{ body }</div></div> }
            }
        };
        html! { <ContextProvider<I18n> context={self.i18n.clone()}>{ body }</ContextProvider<I18n>> }
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        if self.catalog.is_some() && !std::mem::replace(&mut self.ready, true) {
            self.emitter.emit("creno:ready", &[]);
        } else if self.catalog.is_none() {
            self.ready = false;
        }
    }
}

impl App {
    /// Asks for the catalogue, unless `first` is its answer on the way.
    fn ask(&mut self, ctx: &Context<Self>, first: Option<Promise>) {
        self.asked += 1;
        let (turn, link, config) = (self.asked, ctx.link().clone(), ctx.props().config.clone());
        let early = first.is_some();
        spawn_local(async move {
            let promise = first.or_else(|| config.load_catalog());
            let mut outcome = read_catalog(promise).await;
            if early && outcome.is_err() {
                outcome = read_catalog(config.load_catalog()).await;
            }
            link.send_message(Msg::Catalog(turn, outcome));
        });
    }

    fn come(&self, ctx: &Context<Self>, wanted: bool) {
        if wanted {
            parts::fetch(parts::manage, &ctx.props().config, &self.i18n, ctx.link().callback(Msg::Manage));
        }
    }
}

/// The catalogue that the promise of a text holds.
async fn read_catalog(promise: Option<Promise>) -> Result<Rc<Catalog>, String> {
    let Some(promise) = promise else { return Err("problem.unreachable".into()) };
    match JsFuture::from(promise).await {
        Ok(text) => text
            .as_string()
            .and_then(|text| crate::json::read(&text).ok())
            .map(Rc::new)
            .ok_or_else(|| "problem.unreadable".into()),
        // The loader tells what kind of failure it was.
        Err(error) => {
            let code = js_sys::Reflect::get(&error, &JsValue::from_str("creno")).ok();
            let code = code.and_then(|code| code.as_string());
            Err(["problem.", code.as_deref().unwrap_or("unreachable")].concat())
        }
    }
}

fn texts(config: &Config) -> I18n {
    let i18n = I18n::new(&config.lang, &config.texts);
    if let Some(more) = &config.more_texts {
        i18n.add(more);
    }
    i18n
}

fn speak(root: &Element, lang: &str) {
    // An attribute of an element that exists can always be set.
    let _set = root.set_attribute("lang", lang);
}

/// Colours go through the object model: a strict policy forbids inline styles. They are defaults: the host page's own
/// `--creno-*` come first in the style sheet.
fn brand(root: &Element, branding: &Branding) {
    let Some(root) = root.dyn_ref::<HtmlElement>() else { return };
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
