//! The appointments to come that can't be kept as they are.

mod list;
mod proposals;
mod row;
mod sort;

use creno_types::attention::Attention;
use yew::prelude::*;
use yew_router::prelude::*;

use self::list::List;
use crate::app::Route;
use crate::components::failure::Failure;
use crate::components::icon::{Glyph, Icon};
use crate::components::skeleton::Skeleton;
use crate::components::tools::Reload;
use crate::hooks::attention::SharedAttention;
use crate::hooks::now::{use_now, use_return_to_tab};
use crate::hooks::title::{use_page_heading, use_title};
use crate::i18n::{t, t_count, t_with};

/// The most that the server tells at once.
const MOST: usize = 100;

/// The list, with what is in the way of each and what could be done.
#[component]
pub fn AttentionPage() -> Html {
    use_title(t("attention.title").to_owned());
    let heading = use_page_heading();
    let now = use_now();
    let shared = use_context::<SharedAttention>();
    let reload = use_reload(shared.clone());
    use_return_to_tab(reload.clone());
    let Some(SharedAttention { state, .. }) = shared else { return Html::default() };
    let told = state.data.as_deref().map(told);
    html! {
        <div class="day">
            <div class="day-main">
                <header class="page-head">
                    <div>
                        <h1 ref={heading} tabindex="-1">{ t("attention.title") }</h1>
                        <p class="page-date" role="status" data-testid="told">{ told }</p>
                    </div>
                    <Reload busy={state.busy} onreload={reload.clone()} />
                </header>
                if let Some(attention) = state.data.clone() {
                    if attention.items.is_empty() {
                        <AllIsWell />
                    } else {
                        <List {attention} {now} />
                    }
                } else if state.error.is_none() {
                    <Skeleton />
                }
                if let Some(error) = state.error.clone() {
                    <Failure {error} onretry={reload} />
                }
            </div>
        </div>
    }
}

/// What fetches again; and does so when the page opens on what was fetched before.
#[hook]
fn use_reload(shared: Option<SharedAttention>) -> Callback<()> {
    let stale = shared.as_ref().is_some_and(|shared| !shared.state.busy);
    let reload = shared.map(|shared| shared.reload).unwrap_or_default();
    {
        let reload = reload.clone();
        use_effect_with((), move |()| {
            if stale {
                reload.emit(());
            }
        });
    }
    reload
}

/// How many there are, in a sentence.
fn told(attention: &Attention) -> String {
    match attention.items.len() {
        0 => String::new(),
        count @ 1..MOST => t_count("attention.count", count),
        count => t_with("attention.most", &[("n", &count.to_string())]),
    }
}

/// Nothing needs attention.
#[component]
fn AllIsWell() -> Html {
    html! {
        <div class="state" data-testid="all-is-well">
            <Icon glyph={Glyph::CircleCheck} size={32} />
            <p class="state-title">{ t("attention.well") }</p>
            <p>{ t("attention.well_detail") }</p>
            <p class="state-ways">
                <Link<Route> to={Route::Appointments} classes="button">{ t("not_found.back") }</Link<Route>>
            </p>
        </div>
    }
}
