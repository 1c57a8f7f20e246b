//! An appointment's file, beside a list or an agenda: what it is, what the client answered, what happened to it, and what
//! may be done.

mod actions;
mod answers;
mod attend;
pub mod cancel_form;
mod conflict;
pub mod deed;
mod documents;
mod facts;
mod history;
pub mod move_form;
pub mod notices;
mod transfer_form;

use std::rc::Rc;

use chrono::{DateTime, Utc};
use creno_types::appointment::{AppointmentFile, AppointmentStatus};
use creno_types::endpoint::{Endpoint, GetAppointment, path};
use creno_types::notification::LiveChange;
use creno_types::{ProblemCode, ZonedInstant};
use yew::prelude::*;

use self::actions::Actions;
use self::documents::DocumentsOf;
use self::facts::Facts;
use self::history::HistoryOf;
#[cfg(test)]
pub use self::history::KINDS as HISTORY_KINDS;
use crate::api::{self, ApiError, Tagged};
use crate::components::appointment::client_name;
use crate::components::failure::Failure;
use crate::components::side_panel::SidePanel;
use crate::components::skeleton::Skeleton;
use crate::hooks::live::use_live_reload;
use crate::hooks::load::use_load;
use crate::i18n::{t, t_with};

/// A file as it was read, with its entity tag.
pub type File = Rc<Tagged<AppointmentFile>>;

/// Reads the file of that reference.
///
/// # Errors
/// When the server refuses, or can't be reached.
pub async fn fetch(reference: String) -> Result<Tagged<AppointmentFile>, ApiError> {
    let path = path(GetAppointment::PATH, &[&reference]);
    api::call_tagged::<GetAppointment>(&path, &(), None).await
}

/// Properties of [`FilePanel`].
#[derive(Properties, PartialEq)]
pub struct FilePanelProps {
    /// The reference that the address names.
    pub reference: AttrValue,
    /// This instant.
    pub now: DateTime<Utc>,
    /// The start and the person, by slug, that a drag asks for: to be confirmed.
    #[prop_or_default]
    pub dragged_to: Option<(ZonedInstant, String)>,
    /// Closes the panel.
    pub onclose: Callback<()>,
    /// Called when something was changed here.
    pub onchanged: Callback<()>,
}

/// The panel.
#[component]
pub fn FilePanel(props: &FilePanelProps) -> Html {
    let load = use_load(props.reference.to_string(), fetch);
    let round = use_state_eq(|| 0_u32);
    let reload = {
        let (reload, round) = (load.reload.clone(), round.clone());
        use_callback(reload, move |(), reload| {
            round.set(*round + 1);
            reload.emit(());
        })
    };
    {
        let reference = props.reference.clone();
        let concerns = Callback::from(move |change: LiveChange| {
            change.reference.as_str().eq_ignore_ascii_case(&reference)
        });
        use_live_reload(concerns, reload.clone());
    }
    let unknown =
        load.state.error.as_ref().is_some_and(|error| error.code() == Some(ProblemCode::UnknownAppointment));
    let title = match &load.state.data {
        Some(file) => client_name(&file.value.appointment).to_owned(),
        None if unknown => t("panel.unknown").to_owned(),
        None => t("common.loading").to_owned(),
    };
    let onchanged = {
        let (reload, changed) = (reload.clone(), props.onchanged.clone());
        use_callback((reload, changed), |(), (reload, changed)| {
            reload.emit(());
            changed.emit(());
        })
    };
    html! {
        <SidePanel of={props.reference.clone()} {title} onclose={props.onclose.clone()}>
            if let Some(file) = load.state.data.clone() {
                if let Some(error) = load.state.error.clone() {
                    <Failure {error} onretry={reload.clone()} />
                }
                <Facts file={file.clone()} now={props.now} />
                <Actions file={file.clone()} now={props.now} dragged_to={props.dragged_to.clone()}
                    onchanged={onchanged.clone()} />
                { answers::answers(&file.value) }
                <DocumentsOf key={props.reference.to_string()} reference={props.reference.clone()} round={*round}
                    stands={file.value.appointment.status != AppointmentStatus::Cancelled} {onchanged} />
                <HistoryOf reference={props.reference.clone()} round={*round} />
            } else if unknown {
                <div class="panel-unknown" data-testid="panel-unknown">
                    <p>{ t_with("panel.unknown_reference", &[("reference", &props.reference)]) }</p>
                    <p>{ t("panel.unknown_ways") }</p>
                </div>
            } else if let Some(error) = load.state.error.clone() {
                <Failure {error} onretry={reload} />
            } else {
                <Skeleton />
            }
        </SidePanel>
    }
}
