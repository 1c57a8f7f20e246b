//! One's own account. To add a section: its file here, and its line in [`AccountPage`].

mod feed;
mod level;
mod sessions;

use yew::prelude::*;

use crate::hooks::session::use_person;
use crate::hooks::title::{use_page_heading, use_title};
use crate::i18n::{t, t_with};
use feed::FeedSection;
use level::LevelSection;
use sessions::Sessions;

/// Properties of [`Section`].
#[derive(Properties, PartialEq)]
pub struct SectionProps {
    /// Its id in the page.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What it is for.
    pub intro: AttrValue,
    /// What it holds.
    pub children: Html,
}

/// A part of the page under a title of its own.
#[component]
pub fn Section(props: &SectionProps) -> Html {
    let title = format!("{}-title", props.id);
    html! {
        <section class="account-section" id={props.id} aria-labelledby={title.clone()} data-testid={props.id}>
            <h2 id={title}>{ props.title }</h2>
            <p class="page-intro">{ &props.intro }</p>
            { props.children.clone() }
        </section>
    }
}

/// The page.
#[component]
pub fn AccountPage() -> Html {
    use_title(t("account.title").to_owned());
    let heading = use_page_heading();
    let Some(person) = use_person() else { return Html::default() };
    let names: Vec<_> = person.agencies.iter().map(|agency| agency.name.as_str()).collect();
    let who = [("name", person.staff.name.as_str()), ("profile", person.profile.as_str())];
    html! {
        <div class="day">
            <div class="day-main">
                <header class="page-head">
                    <div>
                        <h1 ref={heading} tabindex="-1">{ t("account.title") }</h1>
                        <p class="page-intro">
                            { t_with("account.who", &who) }
                            if person.scope != creno_types::staff::Scope::Network && !names.is_empty() {
                                { " · " }{ names.join(", ") }
                            }
                        </p>
                    </div>
                </header>
                <div class="preferences">
                    <LevelSection />
                    <FeedSection />
                </div>
                <Sessions />
            </div>
        </div>
    }
}
