//! Parts of the module that come when they are needed, so that the first screen is there sooner.
//!
//! The build cuts the compiled module at each `#[wasm_split]` function: what only it reaches goes into a file of its own.
//! To add a part: such a function here, and a [`Part`] where its pages show.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;

use creno_types::staff::Permission;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::prelude::*;

use crate::api::ApiError;
use crate::app::Route;
use crate::components::failure::Failure;
use crate::components::guard::Guard;
use crate::components::skeleton::Skeleton;
use crate::pages::absence::AbsencePage;
use crate::pages::account::AccountPage;
use crate::pages::agenda::AgendaPage;
use crate::pages::appointments::AppointmentsPage;
use crate::pages::attention::AttentionPage;
use crate::pages::availability::AvailabilityPage;
use crate::pages::booking::BookingPage;
use crate::pages::explain::ExplainPage;
use crate::pages::integrations::{KeysPage, WebhooksPage};
use crate::pages::journals::accesses::Accesses;
use crate::pages::journals::deliveries::DeliveriesPage;
use crate::pages::journals::failures::Failures;
use crate::pages::journals::messages::Messages;
use crate::pages::journals::settings::Settings;
use crate::pages::journals::{FirstJournal, JournalPage, Moved};
use crate::pages::not_found::NotFoundPage;
use crate::pages::refusals::RefusalsPage;
use crate::pages::team::TeamPage;

/// What shows the pages of a part.
type View = fn(&Route) -> Html;
/// A part on its way.
type Coming = Pin<Box<dyn Future<Output = Result<View, SplitLoaderError>>>>;

/// The parts that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parts {
    /// Appointments: lists, agenda, files, absences, booking for a client.
    Day,
    /// One's account, journals, webhooks and keys.
    Administration,
    /// Availability, team and explanations, with the engine of slots.
    Receiving,
}

impl Parts {
    /// Fetches it.
    fn come(self) -> Coming {
        match self {
            Self::Day => day(),
            Self::Administration => administration(),
            Self::Receiving => receiving(),
        }
    }

    /// Fetches it before it is asked for: its pages then show at once. When that fails, they ask again.
    pub fn ahead(self) {
        if self.here().get().is_none() {
            spawn_local(async move {
                if let Ok(come) = self.come().await {
                    self.here().set(Some(come));
                }
            });
        }
    }

    /// What shows its pages, once it has come.
    fn here(self) -> &'static std::thread::LocalKey<Cell<Option<View>>> {
        match self {
            Self::Day => &DAY,
            Self::Administration => &ADMINISTRATION,
            Self::Receiving => &RECEIVING,
        }
    }
}

thread_local! {
    /// The parts, once they have come: their pages then show at once.
    static DAY: Cell<Option<View>> = const { Cell::new(None) };
    static ADMINISTRATION: Cell<Option<View>> = const { Cell::new(None) };
    static RECEIVING: Cell<Option<View>> = const { Cell::new(None) };
}

/// Appointments: lists, agenda, files, absences, booking for a client.
fn day() -> Coming {
    Box::pin(day_view())
}

#[wasm_split(day, fallible)]
fn day_view() -> Result<View, SplitLoaderError> {
    Ok(day_page)
}

fn day_page(route: &Route) -> Html {
    let guarded = |needs: Permission, page: Html| html! { <Guard {needs}>{ page }</Guard> };
    match route {
        Route::Appointments => html! { <AppointmentsPage /> },
        Route::Appointment { reference } => html! { <AppointmentsPage reference={reference.clone()} /> },
        Route::Agenda => guarded(Permission::ViewAppointments, html! { <AgendaPage /> }),
        Route::Attention => guarded(Permission::ViewAppointments, html! { <AttentionPage /> }),
        Route::Absence => guarded(Permission::ManageAppointments, html! { <AbsencePage /> }),
        Route::NewAppointment => guarded(Permission::ManageAppointments, html! { <BookingPage /> }),
        _ => html! { <NotFoundPage /> },
    }
}

/// Availability, team and explanations.
fn receiving() -> Coming {
    Box::pin(receiving_view())
}

#[wasm_split(receiving, fallible)]
fn receiving_view() -> Result<View, SplitLoaderError> {
    Ok(receiving_page)
}

fn receiving_page(route: &Route) -> Html {
    let either = |page: Html| {
        html! { <Guard needs={Permission::ViewAppointments} or={Permission::ManageAvailability}>{ page }</Guard> }
    };
    match route {
        Route::Availability => either(html! { <AvailabilityPage /> }),
        Route::Team => either(html! { <TeamPage /> }),
        Route::Explain => html! { <Guard needs={Permission::ViewAppointments}><ExplainPage /></Guard> },
        _ => html! { <NotFoundPage /> },
    }
}

/// One's account, journals, webhooks and keys.
fn administration() -> Coming {
    Box::pin(administration_view())
}

#[wasm_split(administration, fallible)]
fn administration_view() -> Result<View, SplitLoaderError> {
    Ok(administration_page)
}

fn administration_page(route: &Route) -> Html {
    let guarded = |needs: Permission, page: Html| html! { <Guard {needs}>{ page }</Guard> };
    let administer = |page: Html| guarded(Permission::Administer, page);
    match route {
        Route::Journals => html! { <FirstJournal /> },
        Route::JournalMessages => guarded(Permission::ViewAppointments, html! { <JournalPage<Messages> /> }),
        Route::JournalDeliveries => administer(html! { <DeliveriesPage /> }),
        Route::JournalFailures => administer(html! { <JournalPage<Failures> /> }),
        Route::JournalAccesses => administer(html! { <JournalPage<Accesses> /> }),
        Route::JournalSettings => administer(html! { <JournalPage<Settings> /> }),
        Route::JournalRefusals => administer(html! { <RefusalsPage /> }),
        Route::Refusals => html! { <Moved to={Route::JournalRefusals} /> },
        Route::Webhooks => administer(html! { <WebhooksPage /> }),
        Route::Account => html! { <AccountPage /> },
        Route::ApiKeys => administer(html! { <KeysPage /> }),
        _ => html! { <NotFoundPage /> },
    }
}

/// Properties of [`Part`].
#[derive(Properties, PartialEq)]
pub struct PartProps {
    /// Which part.
    pub part: Parts,
    /// The page of the part.
    pub route: Route,
}

/// A page of the part, as soon as it is there.
#[component]
pub fn Part(props: &PartProps) -> Html {
    let part = props.part;
    let view = use_state(|| part.here().get());
    let lost = use_state_eq(|| false);
    let round = use_state_eq(|| 0_u32);
    {
        let (view, lost) = (view.clone(), lost.clone());
        use_effect_with(*round, move |_| {
            if view.is_none() {
                spawn_local(async move {
                    match part.come().await {
                        Ok(come) => {
                            part.here().set(Some(come));
                            view.set(Some(come));
                        }
                        Err(_) => lost.set(true),
                    }
                });
            }
        });
    }
    let again = {
        let lost = lost.clone();
        Callback::from(move |()| {
            lost.set(false);
            round.set(*round + 1);
        })
    };
    match *view {
        Some(view) => view(&props.route),
        None if *lost => html! {
            <div class="day"><div class="day-main">
                <Failure error={ApiError::Unreachable} onretry={again} />
            </div></div>
        },
        None => html! { <div class="day"><div class="day-main"><Skeleton /></div></div> },
    }
}
