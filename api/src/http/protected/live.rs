use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use creno_types::Problem;
use creno_types::notification::{LiveEvent, LiveKind};
use creno_types::staff::{Permission, StaffName};
use futures_util::Stream;
use futures_util::stream::unfold;
use tower_sessions::Session;

use crate::app::App;
use crate::http::extract::Actor;
use crate::http::problem::{Answer, Refusal};
use crate::http::session_store;
use crate::staff::live::{Next, Viewer};
use crate::staff::sign_in;

/// Proxies close what is silent for longer.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How often it is asked whether the session still stands, when nothing happens.
const CHECKED: Duration = Duration::from_secs(30);

/// What changes within reach, live.
///
/// Server-sent events: `current` first, then `change` with a `LiveChange` for each change of an appointment. Ids are
/// positions of the journal: who was cut off sends the last one back in `Last-Event-ID` and is told what came since. It ends
/// with the session.
#[utoipa::path(get, path = "/api/v1/session/live", tag = "Session",
    params(("Last-Event-ID" = Option<String>, Header, description = "The last id that was received")),
    responses((status = 200, content_type = "text/event-stream", body = LiveEvent), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub(crate) async fn get_live(
    State(app): State<App>,
    actor: Actor,
    session: Session,
    headers: HeaderMap,
) -> Answer<([(HeaderName, &'static str); 1], Sse<impl Stream<Item = Result<Event, Infallible>>>)> {
    let member = actor.with(Permission::ViewAppointments)?;
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse().ok());
    let id = session.id().ok_or_else(|| Refusal::internal("a session without an id"))?;
    let staff = member.staff.clone();
    let viewer = Viewer::new(&app, member, last).await?;
    let door = Door { app, id, staff };
    let events = unfold((viewer, door), async |(mut viewer, door)| {
        loop {
            let next = match viewer.next(CHECKED).await {
                Ok(next) => next?,
                Err(error) => {
                    // Browsers come back by themselves.
                    tracing::warn!(%error, "what changes can't be told for now");
                    return None;
                }
            };
            let event = match next {
                Next::Current(position) => {
                    Event::default().event(LiveKind::Current.as_str()).id(position.to_string()).data("now")
                }
                Next::Change(position, change) if door.is_open().await => {
                    let event = Event::default().event(LiveKind::Change.as_str()).id(position.to_string());
                    event.json_data(&*change).unwrap_or_default()
                }
                Next::Quiet if door.is_open().await => continue,
                Next::Change(..) | Next::Quiet => return None,
            };
            return Some((Ok(event), (viewer, door)));
        }
    });
    let cache = [(header::CACHE_CONTROL, "no-store")];
    Ok((cache, Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))))
}

/// The session behind what is told.
struct Door {
    app: App,
    id: tower_sessions::session::Id,
    staff: StaffName,
}

impl Door {
    /// Whether the session stands, and its person may still see appointments.
    async fn is_open(&self) -> bool {
        let stands = session_store::is_live(&self.app, &self.id).await.unwrap_or(false);
        let member = sign_in::find_member(&self.app, self.staff.id, "").await.ok().flatten();
        stands && member.is_some_and(|member| member.permissions.contains(&Permission::ViewAppointments))
    }
}
