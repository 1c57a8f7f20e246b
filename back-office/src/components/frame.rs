//! What surrounds every page of a person who is signed in.

use creno_types::staff::Permission;
use yew::prelude::*;
use yew_router::hooks::{use_location, use_navigator};

use super::bell::NotificationsPanel;
use super::help::Help;
use super::rail::Rail;
use crate::app::Route;
use crate::hooks::attention::AttentionProvider;
use crate::hooks::live::LiveProvider;
use crate::hooks::notifications::NotificationsProvider;
use crate::hooks::preference::use_preference;
use crate::hooks::session::use_may;
use crate::hooks::shortcuts::{page_uses, use_shortcuts};
use crate::i18n::t;

/// Opens the list of shortcuts, from anywhere below the frame.
#[derive(Clone, PartialEq)]
pub struct HelpOpener(pub Callback<()>);

/// Whether shortcuts of one character work, from anywhere below the frame.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SingleKeys(pub bool);

/// Properties of [`Frame`].
#[derive(Properties, PartialEq)]
pub struct FrameProps {
    /// The page.
    pub children: Html,
}

/// Rail, page and help.
#[component]
pub fn Frame(props: &FrameProps) -> Html {
    let help = use_state_eq(|| false);
    // The document's `<base>` would send a bare `#main` to the application's root.
    let skip = use_location().map(|at| format!("{}{}#main", at.path(), at.query_str()));
    // WCAG 2.1.4: who dictates text must be able to turn shortcuts of one character off.
    let (single_keys, set_single_keys) = use_preference("creno.single-keys", true);
    let set_help = {
        let help = help.clone();
        use_callback((), move |open: bool, ()| help.set(open))
    };
    let open_help = use_callback(set_help.clone(), |(), set_help: &Callback<bool>| set_help.emit(true));
    let on_key = use_callback((set_help.clone(), single_keys), |key: String, (set_help, single_keys)| {
        let asked = *single_keys && key == "?";
        if asked {
            set_help.emit(true);
        }
        asked
    });
    use_shortcuts(on_key);
    use_new_key(single_keys);
    let sees_appointments = use_may(Permission::ViewAppointments);
    let frame = html! {
        <div class="frame">
            <Rail />
            <main id="main" class="main" tabindex="-1">{ props.children.clone() }</main>
        </div>
    };
    html! {
        <ContextProvider<HelpOpener> context={HelpOpener(open_help)}>
            <ContextProvider<SingleKeys> context={SingleKeys(single_keys)}>
                <a class="skip" href={skip}>{ t("frame.skip") }</a>
                if sees_appointments {
                    <LiveProvider><NotificationsProvider>
                        <AttentionProvider>{ frame }</AttentionProvider>
                        <NotificationsPanel />
                    </NotificationsProvider></LiveProvider>
                } else {
                    { frame }
                }
                if *help {
                    <Help onclose={set_help.reform(|()| false)} {single_keys} onsinglekeys={set_single_keys} />
                }
            </ContextProvider<SingleKeys>>
        </ContextProvider<HelpOpener>>
    }
}

/// `n` begins an appointment for a client, for who may take one, where the page has no other use for it.
#[hook]
fn use_new_key(single_keys: bool) {
    let navigator = use_navigator();
    let may = use_may(Permission::ManageAppointments) && single_keys;
    let on_key = use_callback((may, navigator), |key: String, (may, navigator)| match navigator {
        Some(navigator) if *may && key == "n" && !page_uses("n") => {
            navigator.push(&Route::NewAppointment);
            true
        }
        _ => false,
    });
    use_shortcuts(on_key);
}
