//! What was just removed, and the ten seconds in which it can be put back.

use creno_types::ProblemCode;
use creno_types::endpoint::{CreateException, CreateWindow, DeleteException, DeleteWindow, Endpoint, path};
use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::open::{Standing, Typed};
use crate::api::{self, ApiError};
use crate::components::icon::{Glyph, Icon};
use crate::components::undo::UNDO_MS;
use crate::hooks::title::focus;
use crate::i18n::{dates, t, t_with, words};

/// What the bar at the foot of the page says.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// It is done.
    Done(String),
    /// It is removed, and can be put back.
    Removed(Standing),
    /// It is not done.
    Failed(String),
}

/// Removes what was shown, unless it is something else by now. Nothing of it is lost to who then puts it back: a
/// removed window is added again as it was.
///
/// # Errors
/// What to say when it is not removed.
pub async fn remove(shown: Standing) -> Result<Note, String> {
    let (now, tag) = match shown.read_again().await {
        Ok(read) => read,
        Err(error) if error.code() == Some(ProblemCode::NotFound) => {
            return Err(t("rules.gone_meanwhile").to_owned());
        }
        Err(error) => return Err(why(&error)),
    };
    if now != shown {
        return Err(t_with("rules.other_meanwhile", &[("now", &now.told(dates::full_day))]));
    }
    let id = shown.id().to_string();
    let answer = match &shown {
        Standing::Window(_) => {
            let at = path(DeleteWindow::PATH, &[&id]);
            api::call_tagged::<DeleteWindow>(&at, &(), Some(&tag)).await
        }
        Standing::Exception(_) => {
            let at = path(DeleteException::PATH, &[&id]);
            api::call_tagged::<DeleteException>(&at, &(), Some(&tag)).await
        }
    };
    answer.map(|_| Note::Removed(shown)).map_err(|error| why(&error))
}

/// Why something was refused: the first field that is named, or the refusal itself.
pub fn why(error: &ApiError) -> String {
    let (title, detail) = words::failure(error);
    let first = match error {
        ApiError::Refused { problem, .. } => problem.errors.first(),
        ApiError::Unreachable | ApiError::Unreadable { .. } => None,
    };
    first.map_or_else(|| format!("{title} {detail}"), |fault| fault.detail.clone())
}

/// Adds again what was removed.
async fn put_back(removed: &Standing, staff: &str) -> Result<(), ApiError> {
    match removed.typed() {
        Typed::Window(typed) => {
            for asked in typed.asked(staff) {
                api::call::<CreateWindow>(CreateWindow::PATH, &asked).await?;
            }
        }
        Typed::Exception(typed) => {
            for asked in typed.asked(staff) {
                api::call::<CreateException>(CreateException::PATH, &asked).await?;
            }
        }
    }
    Ok(())
}

/// Properties of [`Bar`].
#[derive(Properties, PartialEq)]
pub struct BarProps {
    /// What it says.
    pub note: Option<Note>,
    /// Slug of whose it is.
    pub staff: AttrValue,
    /// Says something else, or nothing.
    pub onnote: Callback<Option<Note>>,
    /// Called when the lists changed.
    pub onchanged: Callback<()>,
}

/// What was just done, at the foot of the page.
#[component]
pub fn Bar(props: &BarProps) -> Html {
    let button = use_node_ref();
    let busy = use_state_eq(|| false);
    {
        let (button, onnote) = (button.clone(), props.onnote.clone());
        use_effect_with(props.note.clone(), move |note| {
            // The line that had the focus is gone.
            if matches!(note, Some(Note::Removed(_))) {
                focus(&button);
            }
            let lasts = matches!(note, Some(Note::Removed(_) | Note::Done(_)));
            let timer = lasts.then(|| Timeout::new(UNDO_MS, move || onnote.emit(None)));
            move || drop(timer)
        });
    }
    let onundo = {
        let (note, staff, busy) = (props.note.clone(), props.staff.clone(), busy.clone());
        let (onnote, onchanged) = (props.onnote.clone(), props.onchanged.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(Note::Removed(removed)) = note.clone().filter(|_| !*busy) else { return };
            busy.set(true);
            let (staff, busy) = (staff.clone(), busy.clone());
            let (onnote, onchanged) = (onnote.clone(), onchanged.clone());
            spawn_local(async move {
                let note = match put_back(&removed, &staff).await {
                    Ok(()) => Note::Done(t("rules.put_back").to_owned()),
                    Err(error) => Note::Failed(t_with("rules.not_put_back", &[("why", &why(&error))])),
                };
                busy.set(false);
                onnote.emit(Some(note));
                onchanged.emit(());
            });
        })
    };
    html! {
        <div class="bar-place" role="status" aria-live="polite">
            { match &props.note {
                None => Html::default(),
                Some(Note::Done(text)) => html! {
                    <p class="bar" data-testid="note"><Icon glyph={Glyph::Check} size={16} />{ text }</p>
                },
                Some(Note::Failed(text)) => html! {
                    <p class="bar is-bad" data-testid="note">
                        <Icon glyph={Glyph::Warning} size={16} />{ text }
                        <button type="button" class="button" onclick={props.onnote.reform(|_| None)}>{ t("common.close") }</button>
                    </p>
                },
                Some(Note::Removed(removed)) => html! {
                    <p class="bar" data-testid="note">
                        <span>{ t_with("rules.removed", &[("what", &removed.told(dates::full_day))]) }</span>
                        <button type="button" class="button" ref={button} onclick={onundo} data-testid="undo">
                            { t("rules.undo") }
                        </button>
                    </p>
                },
            } }
        </div>
    }
}
