//! What the element's attributes ask for.

use creno_types::appointment::Answers;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The attributes of `<creno-booking>`, as the loader hands them over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Base URL of the API, without a final slash.
    pub api: String,
    /// Language of the texts, `fr` or `en`.
    pub lang: String,
    /// Catalogue of the interface's texts in that language, as JSON.
    pub texts: String,
    /// Which of the page's elements this is: the name of its entry in `history.state`.
    pub key: String,
    /// Where the journey starts.
    pub presets: Presets,
    /// Answers known by the host page, by field key.
    pub prefill: Answers,
    /// Token of a management link: the element then shows that appointment.
    pub manage: Option<String>,
    /// The loader's function that answers a challenge of the API whose base URL it is given: a promise of a text.
    pub prove: Option<Function>,
    /// The loader's function that fetches the API's catalogue in a language: a promise of its text.
    pub load: Option<Function>,
    /// The loader's function that fetches what goes with later parts: a promise of their texts.
    pub later: Option<Function>,
    /// These texts, when they are there already.
    pub more_texts: Option<String>,
}

/// Choices made by the host page; the visitor may still change them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presets {
    /// Slug or id of an agency.
    pub agency: Option<String>,
    /// Slug or id of the skill that filters themes.
    pub skill: Option<String>,
    /// Slug or id of a theme.
    pub theme: Option<String>,
    /// A channel's word.
    pub channel: Option<String>,
    /// Slug or id of a campaign: the journey then stays within it.
    pub campaign: Option<String>,
}

impl Config {
    /// Reads the object that the loader passes; what is missing or of another type is left out.
    pub fn read(config: &JsValue) -> Self {
        let text = |name: &str| {
            Reflect::get(config, &JsValue::from_str(name))
                .ok()
                .and_then(|value| value.as_string())
                .filter(|value| !value.is_empty())
        };
        Self {
            api: text("api").unwrap_or_default().trim_end_matches('/').to_owned(),
            lang: text("lang").unwrap_or_else(|| "fr".into()),
            texts: text("texts").unwrap_or_default(),
            key: text("key").unwrap_or_else(|| "0".into()),
            presets: Presets {
                agency: text("agency"),
                skill: text("skill"),
                theme: text("theme"),
                channel: text("channel"),
                campaign: text("campaign"),
            },
            prefill: text("prefill").and_then(|json| crate::json::read(&json).ok()).unwrap_or_default(),
            manage: text("manage"),
            prove: function(config, "prove"),
            load: function(config, "load"),
            later: function(config, "later"),
            more_texts: text("more_texts"),
        }
    }

    /// Fetches the API's catalogue.
    pub fn load_catalog(&self) -> Option<Promise> {
        promise(self.load.as_ref())
    }

    /// Fetches what goes with later parts.
    pub fn load_later(&self) -> Option<Promise> {
        promise(self.later.as_ref())
    }
}

fn function(config: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(config, &JsValue::from_str(name)).ok()?.dyn_into().ok()
}

fn promise(function: Option<&Function>) -> Option<Promise> {
    function?.call0(&JsValue::NULL).ok()?.dyn_into().ok()
}
