//! What a person sets for themselves: two sections, on a page of their own or within another.

mod feed;
mod level;

use yew::prelude::*;

use crate::hooks::title::{use_page_heading, use_title};
use crate::i18n::t;

pub use feed::FeedSection;
pub use level::LevelSection;

/// The page.
#[component]
pub fn PreferencesPage() -> Html {
    use_title(t("preferences.title").to_owned());
    let heading = use_page_heading();
    html! {
        <div class="day"><div class="day-main preferences">
            <header class="page-head"><h1 ref={heading} tabindex="-1">{ t("preferences.title") }</h1></header>
            <LevelSection />
            <FeedSection />
        </div></div>
    }
}
