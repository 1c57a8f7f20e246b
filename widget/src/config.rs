//! What the element's attributes ask for.

use creno_types::appointment::Answers;
use js_sys::{Function, Reflect};
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
            prove: Reflect::get(config, &JsValue::from_str("prove"))
                .ok()
                .and_then(|prove| prove.dyn_into().ok()),
        }
    }
}
