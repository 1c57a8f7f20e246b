//! Who is signed in, for the whole application.

use std::rc::Rc;

use creno_types::ProblemCode;
use creno_types::endpoint::{Endpoint, GetSession};
use creno_types::session::Session;
use creno_types::staff::Permission;
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
    use_person().is_some_and(|person| person.permissions.contains(&permission))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_session_in_use_expires() {
        let before = Rc::new(SessionState::SignedOut { expired: false });
        assert_eq!(*before.reduce(SessionAction::Expired), SessionState::SignedOut { expired: false });
    }
}
