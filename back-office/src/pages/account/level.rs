//! How much of one's own appointments one is written by mail.

use creno_types::endpoint::{Endpoint, GetPreferences, PutPreferences};
use creno_types::notification::{NotificationLevel, Preferences};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, ApiError};
use crate::components::failure::Failure;
use crate::hooks::load::use_load;
use crate::i18n::{t, words};

/// The levels: their texts.
const LEVELS: [(NotificationLevel, &str, &str); 3] = [
    (NotificationLevel::All, "preferences.all", "preferences.all_detail"),
    (NotificationLevel::Soon, "preferences.soon", "preferences.soon_detail"),
    (NotificationLevel::None, "preferences.none", "preferences.none_detail"),
];

/// The choice; it is kept as soon as it is made.
#[component]
pub fn LevelSection() -> Html {
    let load = use_load((), |()| api::call::<GetPreferences>(GetPreferences::PATH, &()));
    // What was chosen here, which the server may not have answered yet.
    let chosen = use_state_eq(|| None::<NotificationLevel>);
    let outcome = use_state_eq(|| None::<Result<(), ApiError>>);
    let stored = load.state.data.as_ref().map(|preferences| preferences.notification_level);
    let choose = {
        let (chosen, outcome, reload) = (chosen.clone(), outcome.clone(), load.reload.clone());
        Callback::from(move |level: NotificationLevel| {
            let (chosen, outcome, reload) = (chosen.clone(), outcome.clone(), reload.clone());
            chosen.set(Some(level));
            outcome.set(None);
            spawn_local(async move {
                let wish = Preferences { notification_level: level };
                let answer = api::call::<PutPreferences>(PutPreferences::PATH, &wish).await;
                if answer.is_err() {
                    chosen.set(None);
                }
                outcome.set(Some(answer.map(drop)));
                reload.emit(());
            });
        })
    };
    let shown = (*chosen).or(stored);
    html! {
        <section class="tile preference" aria-labelledby="level-title" data-testid="level">
            <h2 id="level-title">{ t("preferences.level") }</h2>
            <p>{ t("preferences.level_detail") }</p>
            if shown.is_some() {
                <div class="levels" role="radiogroup" aria-labelledby="level-title">
                    { for LEVELS.into_iter().map(|(level, name, detail)| html! {
                        <label class="level">
                            <input type="radio" name="level" checked={shown == Some(level)}
                                data-testid={format!("level-{}", level.as_str())}
                                onchange={choose.reform(move |_: Event| level)} />
                            <span><strong>{ t(name) }</strong><small>{ t(detail) }</small></span>
                        </label>
                    }) }
                </div>
            } else if load.state.error.is_none() {
                <p role="status">{ t("common.loading") }</p>
            }
            <p class="preference-told" role="status" data-testid="level-saved">
                { if matches!(&*outcome, Some(Ok(()))) { t("preferences.saved") } else { "" } }
            </p>
            if let Some(Err(error)) = &*outcome {
                <p class="fault" role="alert">{ t("preferences.not_saved") }{ " " }{ words::failure(error).1 }</p>
            }
            if let (None, Some(error)) = (shown, load.state.error.clone()) {
                <Failure {error} onretry={load.reload.clone()} />
            }
        </section>
    }
}
