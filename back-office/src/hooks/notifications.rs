//! What others did to one's own appointments: fetched once, then each time that the server says so.

use std::collections::HashSet;
use std::rc::Rc;

use creno_types::endpoint::{Endpoint, ListNotifications, ReadNotifications};
use creno_types::notification::{Notification, Notifications};
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::live::{LiveNews, use_live};
use super::load::{Load, use_load};
use crate::api::{self, ApiError};

/// The notifications, from anywhere below the frame, for who may see appointments.
#[derive(Clone, PartialEq)]
pub struct SharedNotifications {
    /// Where the fetch stands.
    pub state: Load<Notifications>,
    /// Fetches again, keeping what is shown.
    pub reload: Callback<()>,
    /// Tells the server that they were read.
    pub read: Callback<()>,
    /// What came since the last fetch, until [`Self::forget`] is called.
    pub news: Option<Notification>,
    /// Puts the news away.
    pub forget: Callback<()>,
    /// Whether their panel is open.
    pub is_open: bool,
    /// Opens or closes it.
    pub set_open: Callback<bool>,
}

/// Properties of [`NotificationsProvider`].
#[derive(Properties, PartialEq)]
pub struct NotificationsProviderProps {
    /// What may use it.
    pub children: Html,
}

/// Fetches when the application opens, and when something is told live.
#[component]
pub fn NotificationsProvider(props: &NotificationsProviderProps) -> Html {
    let load = use_load((), |()| fetch());
    let told = use_callback(load.reload.clone(), |news: LiveNews, reload: &Callback<()>| match news {
        LiveNews::Change(change) if !change.mine => {}
        LiveNews::Change(_) | LiveNews::Missed => reload.emit(()),
    });
    use_live(told);
    let known = use_mut_ref(|| None::<HashSet<Uuid>>);
    let news = use_state_eq(|| None::<Notification>);
    {
        let news = news.clone();
        use_effect_with(load.state.data.clone(), move |data: &Option<Rc<Notifications>>| {
            if let Some(data) = data {
                let before = known.replace(Some(data.items.iter().map(|item| item.id).collect()));
                if let Some(latest) = latest(data, before.as_ref()) {
                    news.set(Some(latest));
                }
            }
        });
    }
    let forget = {
        let news = news.clone();
        use_callback((), move |(), ()| news.set(None))
    };
    let read = use_callback(load.reload.clone(), |(), reload: &Callback<()>| {
        let reload = reload.clone();
        spawn_local(async move {
            // Those that the server could not note as read stay unread, and are told so again.
            if api::call::<ReadNotifications>(ReadNotifications::PATH, &()).await.is_ok() {
                reload.emit(());
            }
        });
    });
    let is_open = use_state_eq(|| false);
    let set_open = {
        let is_open = is_open.clone();
        use_callback((), move |open: bool, ()| is_open.set(open))
    };
    let shared = SharedNotifications {
        state: load.state,
        reload: load.reload,
        read,
        news: (*news).clone(),
        forget,
        is_open: *is_open,
        set_open,
    };
    html! {
        <ContextProvider<SharedNotifications> context={shared}>
            { props.children.clone() }
        </ContextProvider<SharedNotifications>>
    }
}

async fn fetch() -> Result<Notifications, ApiError> {
    api::call::<ListNotifications>(ListNotifications::PATH, &()).await
}

/// The latest unread one that was not known before; none at the first fetch, for which nothing is new.
fn latest(data: &Notifications, known: Option<&HashSet<Uuid>>) -> Option<Notification> {
    let known = known?;
    data.items.iter().find(|item| item.unread && !known.contains(&item.id)).cloned()
}

#[cfg(test)]
pub mod samples {
    use super::*;

    /// A notification, by the last figure of its id.
    pub fn notification(id: u128, unread: bool) -> Notification {
        Notification {
            id: Uuid::from_u128(id),
            at: "2026-06-15T09:00:00+02:00".parse().unwrap(),
            event: creno_types::notification::NotificationEvent::Confirmed,
            reference: creno_types::Reference::from_indices([1, 2, 3, 4, 5, 6]),
            start: "2026-06-16T10:00:00+02:00".parse().unwrap(),
            theme: "Premier rendez-vous".into(),
            client: "Léa Martin".into(),
            unread,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::samples::notification;
    use super::*;

    #[test]
    fn only_what_came_since_is_news() {
        let data = Notifications {
            items: vec![notification(3, false), notification(2, true), notification(1, true)],
            unread: 2,
        };
        assert_eq!(latest(&data, None), None);
        let known = HashSet::from([Uuid::from_u128(1)]);
        assert_eq!(latest(&data, Some(&known)), Some(notification(2, true)));
        let known = HashSet::from([1, 2].map(Uuid::from_u128));
        assert_eq!(latest(&data, Some(&known)), None);
    }
}
