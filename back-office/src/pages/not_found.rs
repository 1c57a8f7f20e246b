//! Nothing at this address.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::app::Route;
use crate::hooks::title::{use_page_heading, use_title};
use crate::i18n::t;

/// Says so, and leads back.
#[component]
pub fn NotFoundPage() -> Html {
    use_title(t("not_found.title").to_owned());
    let heading = use_page_heading();
    html! {
        <div class="page">
            <h1 ref={heading} tabindex="-1">{ t("not_found.title") }</h1>
            <p>{ t("not_found.text") }</p>
            <p><Link<Route> to={Route::Appointments} classes="button button-primary">
                { t("not_found.back") }
            </Link<Route>></p>
        </div>
    }
}
