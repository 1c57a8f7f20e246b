//! The journals side by side, each at its own address.

use creno_types::staff::Permission;
use yew::prelude::*;

use crate::app::Route;
use crate::components::link::use_link;
use crate::hooks::session::{may, use_person};
use crate::hooks::strip::use_shown_when;
use crate::i18n::t;

/// A journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// What was written.
    Messages,
    /// What servers were told.
    Deliveries,
    /// What was given up.
    Failures,
    /// Who looked at what.
    Accesses,
    /// What was changed.
    Settings,
    /// What was refused.
    Refusals,
}

impl Tab {
    /// In their order on screen.
    pub const ALL: [Self; 6] =
        [Self::Messages, Self::Deliveries, Self::Failures, Self::Accesses, Self::Settings, Self::Refusals];

    /// Its address.
    pub const fn route(self) -> Route {
        match self {
            Self::Messages => Route::JournalMessages,
            Self::Deliveries => Route::JournalDeliveries,
            Self::Failures => Route::JournalFailures,
            Self::Accesses => Route::JournalAccesses,
            Self::Settings => Route::JournalSettings,
            Self::Refusals => Route::JournalRefusals,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Messages => t("messages.title"),
            Self::Deliveries => t("deliveries.title"),
            Self::Failures => t("failures.title"),
            Self::Accesses => t("accesses.title"),
            Self::Settings => t("changes.title"),
            Self::Refusals => t("refusals.title"),
        }
    }

    /// What the profile must allow.
    pub const fn needs(self) -> Permission {
        match self {
            Self::Messages => Permission::ViewAppointments,
            Self::Deliveries | Self::Failures | Self::Accesses | Self::Settings | Self::Refusals => {
                Permission::Administer
            }
        }
    }
}

/// The journals that the person opens.
#[hook]
pub fn use_tabs() -> Vec<Tab> {
    let person = use_person();
    let opens = |tab: &Tab| person.as_ref().is_some_and(|person| may(person, tab.needs()));
    Tab::ALL.into_iter().filter(opens).collect()
}

/// Properties of [`Tabs`].
#[derive(Properties, PartialEq)]
pub struct TabsProps {
    /// The journal shown.
    pub current: Tab,
}

/// Links to the journals that the person opens; nothing when there is only one.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let tabs = use_tabs();
    if tabs.len() < 2 {
        return Html::default();
    }
    let links =
        tabs.into_iter().map(|tab| (tab.route(), tab.name(), tab == props.current)).collect::<Vec<_>>();
    html! { <TabLinks label={t("journal.title")} {links} /> }
}

/// Properties of [`TabLinks`].
#[derive(Properties, PartialEq)]
pub struct TabLinksProps {
    /// What they are.
    pub label: &'static str,
    /// Where each leads, its name, whether it is where one is.
    pub links: Vec<(Route, &'static str, bool)>,
}

/// Links to pages that belong together.
#[component]
pub fn TabLinks(props: &TabLinksProps) -> Html {
    html! {
        <nav class="tabs" aria-label={props.label} data-testid="tabs"><ul>
            { for props.links.iter().map(|(to, name, current)| html! { <TabLink to={to.clone()} {name} {current} /> }) }
        </ul></nav>
    }
}

#[derive(Properties, PartialEq)]
struct TabLinkProps {
    to: Route,
    name: &'static str,
    current: bool,
}

#[component]
fn TabLink(props: &TabLinkProps) -> Html {
    let link = use_shown_when(props.current);
    let (href, onclick) = use_link(props.to.clone());
    html! {
        <li>
            <a ref={link} class="tab" {href} {onclick} aria-current={props.current.then_some("page")}>{ props.name }</a>
        </li>
    }
}
