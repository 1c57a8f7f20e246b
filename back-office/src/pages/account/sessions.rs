//! Sessions of one's own: where one is signed in, and the way out of each.

use chrono::{DateTime, Utc};
use creno_types::ProblemCode;
use creno_types::endpoint::{EndOtherSessions, EndOwnSession, Endpoint, ListOwnSessions, path};
use creno_types::session::OwnSession;
use creno_types::sign_in::SignInMethod;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::Section;
use crate::api::{self, ApiError};
use crate::components::failure::Failure;
use crate::components::skeleton::Skeleton;
use crate::hooks::load::use_load;
use crate::hooks::now::use_now;
use crate::i18n::{dates, t, t_count, t_with, words};

/// The section.
#[component]
pub fn Sessions() -> Html {
    let load = use_load((), |()| async { api::call::<ListOwnSessions>(ListOwnSessions::PATH, &()).await });
    let busy = use_state_eq(|| false);
    let failed = use_state_eq(|| None::<ApiError>);
    let said = use_state_eq(|| "");
    let now = use_now();
    let end = {
        let (busy, failed, said, reload) = (busy.clone(), failed.clone(), said.clone(), load.reload.clone());
        // One of them, or all the others.
        Callback::from(move |id: Option<String>| {
            if *busy {
                return;
            }
            busy.set(true);
            failed.set(None);
            let (busy, failed, said, reload) = (busy.clone(), failed.clone(), said.clone(), reload.clone());
            spawn_local(async move {
                let ended = match &id {
                    Some(id) => api::call::<EndOwnSession>(&path(EndOwnSession::PATH, &[id]), &()).await,
                    None => api::call::<EndOtherSessions>(EndOtherSessions::PATH, &()).await,
                };
                busy.set(false);
                match ended {
                    // One that had ended already is what was wanted.
                    Err(error) if error.code() != Some(ProblemCode::NotFound) => failed.set(Some(error)),
                    _ => said.set(t(if id.is_some() { "sessions.ended" } else { "sessions.others_ended" })),
                }
                reload.emit(());
            });
        })
    };
    let idle = load.state.data.as_ref().map_or(0, |sessions| usize::from(sessions.idle_min));
    let hours = idle / 60;
    let delay = if idle % 60 == 0 { t_count("delay.hours", hours) } else { t_count("delay.minutes", idle) };
    let intro = t_with("sessions.intro", &[("delay", &delay)]);
    html! {
        <Section id="sessions" title={t("sessions.title")} intro={if idle == 0 { String::new() } else { intro }}>
            <p class="said" role="status">{ *said }</p>
            if let Some(error) = &*failed {
                <div class="fault" role="alert"><p>{ words::failure(error).0 }</p></div>
            }
            if let Some(sessions) = load.state.data.clone() {
                <ul class="things">
                    { for sessions.items.iter().map(|session| thing(session, now, *busy, &end)) }
                </ul>
                if sessions.items.len() > 1 {
                    <p><button type="button" class="button button-danger" aria-disabled={busy.to_string()}
                        onclick={end.reform(|_: MouseEvent| None)} data-testid="end-others">
                        { t("sessions.end_others") }
                    </button></p>
                }
            } else if load.state.error.is_none() {
                <Skeleton />
            }
            if let Some(error) = load.state.error.clone() {
                <Failure {error} onretry={load.reload.clone()} />
            }
        </Section>
    }
}

fn thing(session: &OwnSession, now: DateTime<Utc>, busy: bool, end: &Callback<Option<String>>) -> Html {
    let moment = |at: DateTime<Utc>| dates::dated_moment(dates::on_this_clock(at));
    let used = match dates::relative(session.last_used_at, now) {
        Some(relative) => format!("{} ({relative})", moment(session.last_used_at)),
        None => moment(session.last_used_at),
    };
    let method = match session.signed_in_by {
        SignInMethod::Password => "sessions.by_password",
        SignInMethod::Sso => "sessions.by_sso",
    };
    let browser = if session.browser.is_empty() { t("sessions.unknown_browser") } else { &session.browser };
    let id = session.id.to_string();
    html! {
        <li key={id.clone()} class="thing" data-testid="session">
            <div class="thing-head">
                <h3>{ browser }</h3>
                if session.current {
                    <span class="status status-honoured">{ t("sessions.current") }</span>
                } else {
                    <button type="button" class="button thing-act" aria-disabled={busy.to_string()}
                        aria-label={t_with("sessions.end_of", &[("browser", browser)])}
                        onclick={end.reform(move |_: MouseEvent| Some(id.clone()))} data-testid="end-session">
                        { t("sessions.end") }
                    </button>
                }
            </div>
            <dl class="thing-facts">
                <div><dt>{ t("sessions.used") }</dt><dd>{ used }</dd></div>
                <div><dt>{ t("sessions.since") }</dt><dd>{ moment(session.created_at) }</dd></div>
                <div><dt>{ t("sessions.address") }</dt><dd><code>{ &session.address }</code></dd></div>
                <div><dt>{ t("sessions.method") }</dt><dd>{ t(method) }</dd></div>
            </dl>
        </li>
    }
}
