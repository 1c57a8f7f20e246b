//! Routes, and who gets to see them.

use creno_types::journal::JournalOrder;
use creno_types::staff::Permission;
use serde::{Deserialize, Serialize};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::components::failure::Failure;
use crate::components::frame::Frame;
use crate::components::guard::Guard;
use crate::components::logo::Logo;
use crate::hooks::session::{SessionAction, SessionProvider, SessionState, use_session};
use crate::i18n::t;
use crate::pages::dashboard::DashboardPage;
use crate::pages::forgotten_password::ForgottenPasswordPage;
use crate::pages::new_password::NewPasswordPage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::sign_in::SignInPage;
use crate::parts::{Part, Parts};

/// Addresses within the back-office; the document's `<base>` gives their prefix.
#[derive(Clone, Debug, PartialEq, Eq, Routable)]
pub enum Route {
    /// Leads to the first screen.
    #[at("/")]
    Home,
    /// The day and the week at a glance; query: `DashboardQuery`.
    #[at("/tableau-de-bord")]
    Dashboard,
    /// Taking an appointment for a client.
    #[at("/rendez-vous/nouveau")]
    NewAppointment,
    /// The appointments of a day; query: [`DayQuery`].
    #[at("/rendez-vous")]
    Appointments,
    /// The same, with one appointment open beside the list.
    #[at("/rendez-vous/:reference")]
    Appointment {
        /// The appointment's reference, as typed.
        reference: String,
    },
    /// A person's week, or a day of several people; query: `AgendaAddress`.
    #[at("/agenda")]
    Agenda,
    /// Somebody is away: their appointments given to others.
    #[at("/absences")]
    Absence,
    /// The appointments that can't be kept as they are.
    #[at("/a-traiter")]
    Attention,
    /// When a person receives; query: [`AvailabilityQuery`].
    #[at("/disponibilites")]
    Availability,
    /// When colleagues receive; query: [`TeamQuery`].
    #[at("/equipe")]
    Team,
    /// Why a start is offered or not; query: [`ExplainQuery`].
    #[at("/creneaux")]
    Explain,
    /// Leads to the first journal that the profile opens.
    #[at("/journaux")]
    Journals,
    /// What clients and staff were written; query of all journals: [`JournalQuery`].
    #[at("/journaux/messages")]
    JournalMessages,
    /// What servers were told.
    #[at("/journaux/livraisons")]
    JournalDeliveries,
    /// What was given up.
    #[at("/journaux/echecs")]
    JournalFailures,
    /// Who signed in and looked at what.
    #[at("/journaux/acces")]
    JournalAccesses,
    /// What was changed in the settings.
    #[at("/journaux/reglages")]
    JournalSettings,
    /// What was refused to robots.
    #[at("/journaux/refus")]
    JournalRefusals,
    /// Where the refusals used to be.
    #[at("/refus")]
    Refusals,
    /// Leads to the webhooks.
    #[at("/integrations")]
    Integrations,
    /// Servers that are told what happens.
    #[at("/integrations/webhooks")]
    Webhooks,
    /// Keys of the API.
    #[at("/integrations/cles")]
    ApiKeys,
    /// One's own account.
    #[at("/mon-compte")]
    Account,
    /// Asking for another password; before signing in.
    #[at("/mot-de-passe-oublie")]
    ForgottenPassword,
    /// Choosing it, by the link that was mailed.
    #[at("/nouveau-mot-de-passe")]
    NewPassword,
    /// Nothing at this address.
    #[not_found]
    #[at("/introuvable")]
    NotFound,
}

// What addresses say: what is absent is not written, for an address leaves out what is `None`.

/// What the address of the day's list says. Neither the search nor anything personal goes there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayQuery {
    /// Date, `YYYY-MM-DD`; today when absent.
    pub date: Option<String>,
    /// Slug of an agency; all those within reach when absent.
    pub agence: Option<String>,
    /// What the list is sorted by, a `Column`, with `-` when backwards; by time when absent.
    pub tri: Option<String>,
}

/// What the address of somebody's availability says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AvailabilityQuery {
    /// Slug of the person; oneself when absent.
    pub personne: Option<String>,
    /// A date of the week, `YYYY-MM-DD`; this week when absent.
    pub semaine: Option<String>,
    /// Slug of the agency of the preview.
    pub agence: Option<String>,
    /// Slug of its theme.
    pub theme: Option<String>,
    /// Its way of meeting.
    pub canal: Option<String>,
}

/// What the address of the team says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamQuery {
    /// `semaine`; a day otherwise.
    pub vue: Option<String>,
    /// Date, `YYYY-MM-DD`; today when absent.
    pub date: Option<String>,
    /// Slug of an agency; all of one's own when absent.
    pub agence: Option<String>,
    /// Way of meeting; all of them when absent.
    pub canal: Option<String>,
}

/// What the address of an explanation says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplainQuery {
    /// Slug of the agency.
    pub agence: Option<String>,
    /// Slug of the theme.
    pub theme: Option<String>,
    /// Way of meeting.
    pub canal: Option<String>,
    /// Date, `YYYY-MM-DD`; today when absent.
    pub date: Option<String>,
    /// Time, `HH:MM`; the whole date when absent.
    pub heure: Option<String>,
    /// Slug of the person; everyone when absent.
    pub personne: Option<String>,
}

/// What the address of a journal says. What is searched may be a name, and is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalQuery {
    /// First day, `YYYY-MM-DD`; 29 days before the last when absent.
    pub du: Option<String>,
    /// Last day, `YYYY-MM-DD`; today when absent.
    pub au: Option<String>,
    /// Code of the refusals; all of them when absent.
    pub motif: Option<String>,
    /// Kind of accesses; all of them when absent.
    pub nature: Option<String>,
    /// Kind of settings; all of them when absent.
    pub reglage: Option<String>,
    /// What became of messages; all of them when absent.
    pub etat: Option<String>,
    /// What messages tell; all of them when absent.
    pub evenement: Option<String>,
    /// What messages go by; all of them when absent.
    pub voie: Option<String>,
    /// Slug of the server that was told; the first when absent.
    pub serveur: Option<String>,
    /// [`OLDEST_FIRST`] when the oldest lines come first.
    pub ordre: Option<String>,
    /// Id of the line that is open beside the list.
    pub ouvert: Option<String>,
}

/// The word of addresses for the order of journals that is not the usual one.
pub const OLDEST_FIRST: &str = "ancien";

impl JournalQuery {
    /// Which lines come first.
    pub fn order(&self) -> JournalOrder {
        if self.ordre.as_deref() == Some(OLDEST_FIRST) { JournalOrder::Oldest } else { JournalOrder::Latest }
    }

    /// Names and values, for links.
    pub fn pairs(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("du", &self.du),
            ("au", &self.au),
            ("motif", &self.motif),
            ("nature", &self.nature),
            ("reglage", &self.reglage),
            ("etat", &self.etat),
            ("evenement", &self.evenement),
            ("voie", &self.voie),
            ("serveur", &self.serveur),
            ("ordre", &self.ordre),
            ("ouvert", &self.ouvert),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?))).collect()
    }
}

/// The path of a route as the browser sees it, for links that need more than `yew_router`'s can say.
pub fn address(navigator: &Navigator, route: &Route) -> String {
    format!("{}{}", navigator.basename().unwrap_or_default(), route.to_path())
}

/// The whole application.
#[component]
pub fn App() -> Html {
    html! {
        <BrowserRouter>
            <SessionProvider>
                <Gate />
            </SessionProvider>
        </BrowserRouter>
    }
}

/// Shows the wanted page to who is signed in, and the sign-in page in its place to the others: the address
/// stays what it is, so a deep link survives the detour.
#[component]
fn Gate() -> Html {
    let session = use_session();
    // Whoever has a link to choose another password may well be signed in somewhere.
    match use_route::<Route>() {
        Some(Route::ForgottenPassword) => return html! { <ForgottenPasswordPage /> },
        Some(Route::NewPassword) => return html! { <NewPasswordPage /> },
        _ => {}
    }
    match &*session {
        SessionState::Unknown => html! { <Splash /> },
        SessionState::Failed(error) => {
            let retry = {
                let session = session.clone();
                Callback::from(move |()| session.dispatch(SessionAction::Retry))
            };
            html! { <main class="alone"><Failure error={error.clone()} onretry={retry} /></main> }
        }
        SessionState::SignedOut { expired } => html! { <SignInPage expired={*expired} /> },
        SessionState::SignedIn(_) => html! { <Frame><Switch<Route> render={page} /></Frame> },
    }
}

/// Shown for the instant it takes to learn who is there.
#[component]
fn Splash() -> Html {
    html! {
        <main class="splash">
            <Logo />
            <p class="late" role="status">{ t("common.loading") }</p>
        </main>
    }
}

fn page(route: Route) -> Html {
    match route {
        Route::Home => html! { <Redirect<Route> to={Route::Dashboard} /> },
        Route::Dashboard => html! {
            <Guard needs={Permission::ViewAppointments}><DashboardPage /></Guard>
        },
        Route::Appointments
        | Route::Appointment { .. }
        | Route::Agenda
        | Route::Attention
        | Route::Absence
        | Route::NewAppointment => html! { <Part key="day" part={Parts::Day} {route} /> },
        Route::Integrations => html! { <Redirect<Route> to={Route::Webhooks} /> },
        Route::NotFound => html! { <NotFoundPage /> },
        Route::Availability | Route::Team | Route::Explain => {
            html! { <Part key="receiving" part={Parts::Receiving} {route} /> }
        }
        route => html! { <Part key="administration" part={Parts::Administration} {route} /> },
    }
}

#[cfg(test)]
mod tests {
    use yew_router::query::{FromQuery, ToQuery};

    use super::*;

    #[test]
    fn an_address_says_only_what_is_chosen() {
        let said = TeamQuery { date: Some("2026-06-15".into()), ..TeamQuery::default() };
        assert_eq!(said.to_query().unwrap(), "date=2026-06-15");
        assert_eq!(TeamQuery::from_query("date=2026-06-15").unwrap(), said);
        assert_eq!(TeamQuery::default().to_query().unwrap(), "");
        assert_eq!(TeamQuery::from_query("autre=1").unwrap(), TeamQuery::default());
    }
}
