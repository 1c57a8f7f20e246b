//! The rail: where one can go, and who one is.

use creno_types::endpoint::{DeleteSession, Endpoint};
use creno_types::sign_in::SignInMethod;
use creno_types::staff::{Permission, Scope};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use super::bell::Bell;
use super::finder::Finder;
use super::icon::{Glyph, Icon};
use super::link::use_link;
use super::logo::Logo;
use crate::api;
use crate::app::Route;
use crate::hooks::attention::SharedAttention;
use crate::hooks::door::leave_for;
use crate::hooks::preference::use_preference;
use crate::hooks::session::{SessionAction, use_may, use_person, use_session};
use crate::hooks::strip::use_shown_when;
use crate::i18n::{t, t_count, t_with, words};

/// Counts above are told as "more than".
const MOST_COUNTED: usize = 99;

/// The rail of the application; a bar on narrow screens.
#[component]
pub fn Rail() -> Html {
    let (narrow, set_narrow) = use_preference("creno.rail-narrow", false);
    let route = use_route::<Route>();
    let on_appointments =
        matches!(route, Some(Route::Appointments | Route::Appointment { .. } | Route::NewAppointment));
    let attention = use_context::<SharedAttention>();
    let administers = use_may(Permission::Administer);
    let sees_appointments = use_may(Permission::ViewAppointments);
    let manages = use_may(Permission::ManageAppointments);
    let manages_others = manages && use_person().is_some_and(|person| person.scope != Scope::Own);
    let manages_availability = use_may(Permission::ManageAvailability);
    let on_journals = matches!(
        route,
        Some(
            Route::Journals
                | Route::JournalMessages
                | Route::JournalDeliveries
                | Route::JournalFailures
                | Route::JournalAccesses
                | Route::JournalSettings
                | Route::JournalRefusals
                | Route::Refusals
        )
    );
    let on_integrations = matches!(route, Some(Route::Integrations | Route::Webhooks | Route::ApiKeys));
    let (fold_label, fold_glyph) = match narrow {
        true => (t("frame.unfold"), Glyph::Unfold),
        false => (t("frame.fold"), Glyph::Fold),
    };
    html! {
        <header class={classes!("rail", narrow.then_some("rail-narrow"))}>
            <div class="rail-head">
                <Logo />
                <button type="button" class="rail-fold" aria-expanded={(!narrow).to_string()} title={fold_label}
                    aria-label={fold_label} onclick={set_narrow.reform(move |_| !narrow)}>
                    <Icon glyph={fold_glyph} />
                </button>
            </div>
            if sees_appointments {
                <div class="rail-tools"><Finder /><Bell /></div>
            }
            <nav aria-label={t("frame.navigation")}>
                <ul>
                    if sees_appointments {
                        <Destination to={Route::Dashboard} current={route == Some(Route::Dashboard)}
                            glyph={Glyph::Dashboard} label={t("dashboard.title")} />
                    }
                    <Destination to={Route::Appointments} current={on_appointments} glyph={Glyph::Calendar}
                        label={t("frame.appointments")} />
                    if sees_appointments {
                        <Destination to={Route::Agenda} current={route == Some(Route::Agenda)} glyph={Glyph::Week}
                            label={t("agenda.title")} />
                    }
                    if let Some(attention) = attention {
                        <Destination to={Route::Attention} current={route == Some(Route::Attention)}
                            glyph={Glyph::Flag} label={t("attention.title")}
                            count={attention.state.data.map_or(0, |attention| attention.items.len())} />
                    }
                    if manages_others {
                        <Destination to={Route::Absence} current={route == Some(Route::Absence)} glyph={Glyph::UserX}
                            label={t("absence.title")} />
                    }
                    if sees_appointments || manages_availability {
                        <Destination to={Route::Availability} current={route == Some(Route::Availability)}
                            glyph={Glyph::CalendarClock} label={t("availability.rail")} />
                        <Destination to={Route::Team} current={route == Some(Route::Team)}
                            glyph={Glyph::Users} label={t("team.title")} />
                    }
                    if sees_appointments {
                        <Destination to={Route::Explain} current={route == Some(Route::Explain)}
                            glyph={Glyph::Question} label={t("explain.rail")} />
                    }
                    if administers || sees_appointments {
                        <Destination to={Route::Journals} current={on_journals} glyph={Glyph::Journal}
                            label={t("journal.title")} />
                    }
                    if administers {
                        <Destination to={Route::Integrations} current={on_integrations} glyph={Glyph::Plug}
                            label={t("integrations.title")} />
                    }
                </ul>
            </nav>
            <Account />
        </header>
    }
}

#[derive(Properties, PartialEq)]
struct DestinationProps {
    to: Route,
    current: bool,
    glyph: Glyph,
    label: &'static str,
    /// How many things wait there.
    #[prop_or_default]
    count: usize,
}

/// A page, and how many things wait there.
#[component]
fn Destination(props: &DestinationProps) -> Html {
    let link = use_shown_when(props.current);
    let (href, onclick) = use_link(props.to.clone());
    let badge = badge(props.count);
    let counted = badge.as_ref().map(|_| {
        let count = match props.count {
            ..=MOST_COUNTED => t_count("count.appointments", props.count),
            _ => t_with("frame.more_than", &[("n", &MOST_COUNTED.to_string())]),
        };
        t_with("frame.counted", &[("label", props.label), ("count", &count)])
    });
    html! {
        <li>
            <a ref={link} class="rail-link" {href} {onclick} title={counted.clone().unwrap_or_else(|| props.label.to_owned())}
                aria-label={counted} aria-current={props.current.then_some("page")}>
                <Icon glyph={props.glyph} size={20} /><span class="rail-label">{ props.label }</span>
                if let Some(badge) = badge {
                    <span class="rail-badge" data-testid="rail-badge">{ badge }</span>
                }
            </a>
        </li>
    }
}

/// What the badge of a destination says; nothing when nothing waits there.
fn badge(count: usize) -> Option<String> {
    match count {
        0 => None,
        1..=MOST_COUNTED => Some(count.to_string()),
        _ => Some(format!("{MOST_COUNTED}+")),
    }
}

/// The person, their profile, and the way out.
#[component]
fn Account() -> Html {
    let session = use_session();
    let navigator = use_navigator();
    let failed = use_state_eq(|| None::<String>);
    let on_account = use_route::<Route>() == Some(Route::Account);
    let (account, open) = use_link(Route::Account);
    let Some(person) = use_person() else { return Html::default() };
    let by_sso = person.signed_in_by == SignInMethod::Sso;
    let sign_out = {
        let failed = failed.clone();
        Callback::from(move |_: MouseEvent| {
            let (session, navigator, failed) = (session.clone(), navigator.clone(), failed.clone());
            spawn_local(async move {
                match api::call::<DeleteSession>(DeleteSession::PATH, &()).await {
                    Ok(()) => {}
                    // A session that had ended already is what was wanted.
                    Err(error) if error.code() == Some(creno_types::ProblemCode::Unauthenticated) => {}
                    Err(error) => {
                        failed.set(Some(words::failure(&error).0));
                        return;
                    }
                }
                // The session at the sign-in service ends too, where it offers that.
                if by_sso {
                    leave_for("/api/v1/session/oidc/sign-out");
                    return;
                }
                // The next person starts at the front door, not where this one was.
                if let Some(navigator) = navigator {
                    navigator.replace(&Route::Home);
                }
                session.dispatch(SessionAction::SignedOut);
            });
        })
    };
    html! {
        <div class="account">
            <a class="account-link" href={account} onclick={open} title={t("account.title")}
                aria-label={t_with("account.open", &[("name", &person.staff.name), ("profile", &person.profile)])}
                aria-current={on_account.then_some("page")} data-testid="account">
                <span class="avatar" aria-hidden="true">{ initials(&person.staff.name) }</span>
                <span class="account-who">
                    <strong data-testid="person">{ &person.staff.name }</strong>
                    <span data-testid="profile">{ &person.profile }</span>
                </span>
            </a>
            <button type="button" class="account-out" onclick={sign_out} title={t("frame.sign_out")}
                aria-label={t("frame.sign_out")} data-testid="sign-out">
                <Icon glyph={Glyph::SignOut} />
            </button>
            <p class="account-failed" role="alert">{ (*failed).clone() }</p>
        </div>
    }
}

/// The first letters of the first and of the last word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{badge, initials};

    #[test]
    fn badges_stay_short() {
        for (count, expected) in [(0, None), (1, Some("1")), (99, Some("99")), (100, Some("99+"))] {
            assert_eq!(badge(count).as_deref(), expected);
        }
    }

    #[test]
    fn initials_of_any_name() {
        for (name, expected) in
            [("Élodie Martin", "ÉM"), ("Jean de La Tour", "JT"), ("Prince", "P"), ("", "")]
        {
            assert_eq!(initials(name), expected);
        }
    }
}
