//! Who is signed in, for the whole application.

use std::rc::Rc;

use creno_types::ProblemCode;
use creno_types::endpoint::{Endpoint, GetSession};
use creno_types::session::Session;
use creno_types::staff::{Permission, Scope};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, ApiError};

/// What is known of the person at the keyboard.
#[derive(Clone, Debug, PartialEq)]
pub enum SessionState {
    /// The server has not answered yet.
    Unknown,
    /// The server can't say.
    Failed(ApiError),
    /// Nobody is signed in.
    SignedOut {
        /// Whether a session ended while it was in use.
        expired: bool,
    },
    /// Somebody is.
    SignedIn(Rc<Session>),
}

/// What changes it.
#[derive(Debug)]
pub enum SessionAction {
    /// Somebody signed in, or had already.
    SignedIn(Session),
    /// The person signed out, or never signed in.
    SignedOut,
    /// The server no longer knows the session.
    Expired,
    /// The server can't say.
    Failed(ApiError),
    /// Ask again.
    Retry,
}

impl Reducible for SessionState {
    type Action = SessionAction;

    fn reduce(self: Rc<Self>, action: SessionAction) -> Rc<Self> {
        Rc::new(match action {
            SessionAction::SignedIn(session) => Self::SignedIn(Rc::new(session)),
            SessionAction::SignedOut => Self::SignedOut { expired: false },
            // Several calls may learn it at once: only the first finds somebody signed in.
            SessionAction::Expired => match &*self {
                Self::SignedIn(_) => Self::SignedOut { expired: true },
                _ => return self,
            },
            SessionAction::Failed(error) => Self::Failed(error),
            SessionAction::Retry => Self::Unknown,
        })
    }
}

/// Reads and changes the session.
pub type SessionHandle = UseReducerHandle<SessionState>;

/// Properties of [`SessionProvider`].
#[derive(Properties, PartialEq)]
pub struct SessionProviderProps {
    /// What may use the session.
    pub children: Html,
}

/// Asks who is signed in, and tells those below.
#[component]
pub fn SessionProvider(props: &SessionProviderProps) -> Html {
    let session = use_reducer_eq(|| SessionState::Unknown);
    {
        let dispatcher = session.dispatcher();
        use_effect_with(*session == SessionState::Unknown, move |unknown| {
            if *unknown {
                spawn_local(async move {
                    dispatcher.dispatch(match api::call::<GetSession>(GetSession::PATH, &()).await {
                        Ok(session) => SessionAction::SignedIn(session),
                        Err(error) if error.code() == Some(ProblemCode::Unauthenticated) => {
                            SessionAction::SignedOut
                        }
                        Err(error) => SessionAction::Failed(error),
                    });
                });
            }
        });
    }
    html! { <ContextProvider<SessionHandle> context={session}>{ props.children.clone() }</ContextProvider<SessionHandle>> }
}

/// The session.
#[hook]
pub fn use_session() -> SessionHandle {
    let fallback = use_reducer_eq(|| SessionState::Unknown);
    use_context::<SessionHandle>().unwrap_or(fallback)
}

/// The person signed in; `None` only where nobody is.
#[hook]
pub fn use_person() -> Option<Rc<Session>> {
    match &*use_session() {
        SessionState::SignedIn(session) => Some(session.clone()),
        _ => None,
    }
}

/// Whether the profile of the person allows it. What a screen hides, the server refuses as well.
#[hook]
pub fn use_may(permission: Permission) -> bool {
    use_person().is_some_and(|person| may(&person, permission))
}

/// Whether the profile of that person allows it. The screens that ask for [`Permission::Administer`] tell of the whole
/// network, which whoever reaches less of it does not open.
pub fn may(person: &Session, permission: Permission) -> bool {
    let reaches = permission != Permission::Administer || person.scope == Scope::Network;
    reaches && person.permissions.contains(&permission)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_session_in_use_expires() {
        let before = Rc::new(SessionState::SignedOut { expired: false });
        assert_eq!(*before.reduce(SessionAction::Expired), SessionState::SignedOut { expired: false });
    }

    #[test]
    fn administration_is_for_who_reaches_the_network() {
        let person = |scope| Session {
            staff: creno_types::staff::StaffName {
                id: creno_types::ids::StaffId(uuid::Uuid::nil()),
                slug: "ana".parse().unwrap(),
                name: "Ana".into(),
            },
            profile: "Responsable".into(),
            permissions: vec![Permission::Administer, Permission::ViewAppointments],
            scope,
            agencies: Vec::new(),
            signed_in_by: creno_types::sign_in::SignInMethod::default(),
        };
        for (scope, administers) in [(Scope::Network, true), (Scope::Perimeter, false), (Scope::Own, false)] {
            assert_eq!(may(&person(scope), Permission::Administer), administers, "{scope:?}");
            assert!(may(&person(scope), Permission::ViewAppointments));
            assert!(!may(&person(scope), Permission::ViewReports));
        }
    }
}
