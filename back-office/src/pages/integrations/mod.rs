//! What other programs are told and may ask: webhooks and keys of the API.

mod key_form;
mod keys;
mod listing;
mod order;
mod secret;
mod webhook;
mod webhook_form;
mod webhooks;

use yew::prelude::*;

use crate::app::Route;
use crate::i18n::t;
use crate::pages::journals::tabs::TabLinks;

pub use keys::KeysPage;
pub use webhooks::WebhooksPage;

/// Links between the pages of integrations.
fn tabs(current: Route) -> Html {
    let all = [(Route::Webhooks, t("webhooks.title")), (Route::ApiKeys, t("keys.title"))];
    let links: Vec<_> =
        all.into_iter().map(|(route, name)| (route.clone(), name, route == current)).collect();
    html! { <TabLinks label={t("integrations.title")} {links} /> }
}
