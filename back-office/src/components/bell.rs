//! Notifications: the bell with their count, the panel that lists them, the word about the one that just came.

use std::rc::Rc;

use creno_types::notification::{Notification, NotificationEvent, Notifications};
use yew::prelude::*;
use yew_router::prelude::*;

use super::dialog::Dialog;
use super::failure::Failure;
use super::icon::{Glyph, Icon};
use super::link::is_for_browser;
use super::toast::Toast;
use crate::app::{DayQuery, Route, address};
use crate::hooks::notifications::SharedNotifications;
use crate::i18n::{dates, t, t_count, t_with};

/// How long the word about a notification stays.
const STAY_MS: u32 = 10_000;

/// The bell; its label tells the number of those that are unread.
#[component]
pub fn Bell() -> Html {
    let Some(shared) = use_context::<SharedNotifications>() else { return Html::default() };
    let unread = shared.state.data.as_ref().map_or(0, |data| data.unread as usize);
    let label = match unread {
        0 => t("notifications.none_unread").to_owned(),
        unread => t_count("notifications.unread", unread),
    };
    html! {
        <button type="button" class="rail-tool" title={label.clone()} aria-label={label} aria-haspopup="dialog"
            data-testid="bell" onclick={shared.set_open.reform(|_| true)}>
            <Icon glyph={Glyph::Bell} size={20} />
            if unread > 0 {
                <span class="rail-badge" data-testid="unread">
                    { if unread > 99 { "99+".to_owned() } else { unread.to_string() } }
                </span>
            }
        </button>
    }
}

/// The panel, while it is open, and the word about what just came.
#[component]
pub fn NotificationsPanel() -> Html {
    let shared = use_context::<SharedNotifications>();
    let navigator = use_navigator();
    let Some(shared) = shared else { return Html::default() };
    let open = {
        let (shared, navigator) = (shared.clone(), navigator.clone());
        Callback::from(move |item: Notification| {
            shared.forget.emit(());
            shared.set_open.emit(false);
            if let Some(navigator) = &navigator {
                let (route, query) = place(&item);
                // The query is two plain texts: encoding them can't fail.
                drop(navigator.push_with_query(&route, query));
            }
        })
    };
    let settings = {
        let (set_open, navigator) = (shared.set_open.clone(), navigator);
        Callback::from(move |_: MouseEvent| {
            set_open.emit(false);
            if let Some(navigator) = &navigator {
                navigator.push(&Route::Account);
            }
        })
    };
    let text = shared.news.as_ref().map(|item| AttrValue::from(told(item)));
    let of = shared.news.as_ref().map(|item| item.id.to_string()).unwrap_or_default();
    html! {
        <>
            <Toast {text} {of} stay_ms={STAY_MS} testid="news" onend={shared.forget.clone()}>
                if let Some(item) = shared.news.clone() {
                    <button type="button" class="toast-way" data-testid="open-news"
                        onclick={open.reform(move |_| item.clone())}>{ t("notifications.see") }</button>
                }
            </Toast>
            if shared.is_open { <Opened shared={shared.clone()} {open} {settings} /> }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct OpenedProps {
    shared: SharedNotifications,
    open: Callback<Notification>,
    settings: Callback<MouseEvent>,
}

/// The panel. What is unread when it opens keeps its mark as long as it is open.
#[component]
fn Opened(props: &OpenedProps) -> Html {
    let shared = &props.shared;
    let marked = use_state_eq(Vec::new);
    {
        let (marked, read, data) = (marked.clone(), shared.read.clone(), shared.state.data.clone());
        use_effect_with(data, move |data: &Option<Rc<Notifications>>| {
            let unread = data.iter().flat_map(|data| &data.items).filter(|item| item.unread);
            let fresh: Vec<_> = unread.map(|item| item.id).filter(|id| !marked.contains(id)).collect();
            if !fresh.is_empty() {
                marked.set(marked.iter().copied().chain(fresh).collect());
                read.emit(());
            }
        });
    }
    let close = shared.set_open.reform(|()| false);
    html! {
        <Dialog title={t("notifications.title")} testid="notifications" onclose={close} class="drawer">
            if let Some(data) = &shared.state.data {
                if data.items.is_empty() {
                    <p class="drawer-empty" data-testid="no-notification">{ t("notifications.empty") }</p>
                }
                <ul class="notes">
                    { for data.items.iter().map(|item| html! {
                        <li key={item.id.to_string()}>
                            <Line item={item.clone()} marked={marked.contains(&item.id)} open={props.open.clone()} />
                        </li>
                    }) }
                </ul>
            } else if shared.state.error.is_none() {
                <p role="status">{ t("common.loading") }</p>
            }
            if let Some(error) = shared.state.error.clone() {
                <Failure {error} onretry={shared.reload.clone()} />
            }
            <p><button type="button" class="button button-quiet" onclick={props.settings.clone()}>
                { t("notifications.settings") }
            </button></p>
        </Dialog>
    }
}

/// Properties of [`Line`].
#[derive(Properties, PartialEq)]
pub struct LineProps {
    /// The notification.
    pub item: Notification,
    /// Whether it is marked as unread.
    pub marked: bool,
    /// Opens its appointment.
    pub open: Callback<Notification>,
}

/// One notification, a true link to its appointment.
#[component]
pub fn Line(props: &LineProps) -> Html {
    let item = &props.item;
    let href = use_navigator().map(|navigator| {
        let (route, query) = place(item);
        let date = query.date.unwrap_or_default();
        creno_types::endpoint::with_query(&address(&navigator, &route), &[("date", &date)])
    });
    let onclick = {
        let (open, item) = (props.open.clone(), item.clone());
        Callback::from(move |event: MouseEvent| {
            if !is_for_browser(&event) {
                event.prevent_default();
                open.emit(item.clone());
            }
        })
    };
    let client = match item.client.trim() {
        "" => t("appointments.masked_client"),
        name => name,
    };
    html! {
        <a class={classes!("note", "row-link", props.marked.then_some("note-unread"))} {href} {onclick}
            data-testid="notification">
            <span class="note-what">
                if props.marked { <span class="hidden">{ t("notifications.mark") }{ " " }</span> }
                { told(item) }
            </span>
            <span class="note-who">{ client }{ " · " }{ &item.theme }</span>
            <time class="note-when" datetime={item.at.to_string()}>{ dates::short_moment(item.at) }</time>
        </a>
    }
}

/// Where a notification leads.
fn place(item: &Notification) -> (Route, DayQuery) {
    let query = DayQuery { date: Some(item.start.local_date().to_string()), ..DayQuery::default() };
    (Route::Appointment { reference: item.reference.to_string() }, query)
}

/// "Nouveau rendez-vous : mar. 16 juin, 10:00".
pub fn told(item: &Notification) -> String {
    let key = match item.event {
        NotificationEvent::Confirmed => "notifications.confirmed",
        NotificationEvent::Moved => "notifications.moved",
        NotificationEvent::Cancelled => "notifications.cancelled",
        NotificationEvent::Transferred => "notifications.transferred",
        NotificationEvent::DocumentAdded => "notifications.document_added",
        NotificationEvent::DocumentDeleted => "notifications.document_deleted",
    };
    t_with(key, &[("moment", &dates::short_moment(item.start))])
}
