//! What is new, and what waits for a decision: both fetched by the frame.

use yew::prelude::*;
use yew_router::prelude::*;

use creno_types::notification::Notification;

use crate::app::{DayQuery, Route};
use crate::components::bell::Line;
use crate::components::failure::Failure;
use crate::components::icon::{Glyph, Icon};
use crate::hooks::attention::SharedAttention;
use crate::hooks::notifications::SharedNotifications;
use crate::i18n::{t, t_count};

/// How many notifications are shown.
const MOST: usize = 5;

/// How many appointments can't be kept as they are.
#[component]
pub fn Attend() -> Html {
    let Some(shared) = use_context::<SharedAttention>() else { return Html::default() };
    // A failure is told by the page itself; here it is no number.
    let Some(count) = shared.state.data.as_ref().map(|attention| attention.items.len()) else {
        return Html::default();
    };
    let text = match count {
        0 => t("dashboard.well").to_owned(),
        count => t_count("dashboard.attention", count),
    };
    html! {
        <Link<Route> to={Route::Attention} classes={classes!("attend", (count > 0).then_some("attend-some"))}>
            <Icon glyph={if count > 0 { Glyph::Flag } else { Glyph::CircleCheck }} size={20} />
            <span data-testid="attend">{ text }</span>
        </Link<Route>>
    }
}

/// The latest notifications.
#[component]
pub fn News() -> Html {
    let navigator = use_navigator();
    let Some(shared) = use_context::<SharedNotifications>() else { return Html::default() };
    let open = Callback::from(move |item: Notification| {
        if let Some(navigator) = &navigator {
            let query = DayQuery { date: Some(item.start.local_date().to_string()), ..DayQuery::default() };
            // The query is two plain texts: encoding them can't fail.
            drop(
                navigator
                    .push_with_query(&Route::Appointment { reference: item.reference.to_string() }, query),
            );
        }
    });
    let items = shared.state.data.iter().flat_map(|data| &data.items).take(MOST);
    html! {
        <section class="tile" aria-labelledby="news-title" data-testid="latest">
            <h2 id="news-title">{ t("notifications.title") }</h2>
            if shared.state.data.as_ref().is_some_and(|data| data.items.is_empty()) {
                <p class="drawer-empty">{ t("notifications.empty") }</p>
            }
            <ul class="notes">
                { for items.map(|item| html! {
                    <li key={item.id.to_string()}>
                        <Line item={item.clone()} marked={item.unread} open={open.clone()} />
                    </li>
                }) }
            </ul>
            if let Some(error) = shared.state.error.clone() {
                <Failure {error} onretry={shared.reload.clone()} />
            } else if shared.state.data.as_ref().is_some_and(|data| !data.items.is_empty()) {
                <button type="button" class="button button-quiet" data-testid="all-notifications"
                    onclick={shared.set_open.reform(|_| true)}>{ t("notifications.all") }</button>
            }
        </section>
    }
}
