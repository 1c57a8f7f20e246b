//! A page that the profile does not open.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::app::Route;
use crate::hooks::session::use_person;
use crate::hooks::title::{use_page_heading, use_title};
use crate::i18n::{t, t_with};

/// Says so, and leads back.
#[component]
pub fn ForbiddenPage() -> Html {
    use_title(t("forbidden.title").to_owned());
    let heading = use_page_heading();
    let profile = use_person().map(|person| person.profile.clone()).unwrap_or_default();
    html! {
        <div class="page" data-testid="forbidden">
            <h1 ref={heading} tabindex="-1">{ t("forbidden.title") }</h1>
            <p>{ t_with("forbidden.text", &[("profile", &profile)]) }</p>
            <p><Link<Route> to={Route::Appointments} classes="button button-primary">
                { t("not_found.back") }
            </Link<Route>></p>
        </div>
    }
}
