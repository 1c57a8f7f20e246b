//! What happened to an appointment, read when it is asked for.

use creno_types::appointment::{AppointmentStatus, History, HistoryItem};
use creno_types::endpoint::{Endpoint, GetHistory, path};
use creno_types::{Channel, ZonedInstant};
use yew::prelude::*;

use crate::api;
use crate::components::failure::Failure;
use crate::components::skeleton::Skeleton;
use crate::hooks::load::use_load;
use crate::i18n::{dates, t, t_with, words};

/// Properties of [`HistoryOf`].
#[derive(Properties, PartialEq)]
pub struct HistoryOfProps {
    /// The appointment.
    pub reference: AttrValue,
    /// Moves when something may have happened to it: documents do not change the file.
    pub round: u32,
}

/// A section that opens on the history.
#[component]
pub fn HistoryOf(props: &HistoryOfProps) -> Html {
    let open = use_state_eq(|| false);
    let onclick = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    html! {
        <section class="file-section">
            <h3 class="panel-section">
                <button type="button" class="disclosure" aria-expanded={open.to_string()} {onclick}
                    data-testid="file-history">{ t("history.title") }</button>
            </h3>
            if *open { <Lines reference={props.reference.clone()} round={props.round} /> }
        </section>
    }
}

#[component]
fn Lines(props: &HistoryOfProps) -> Html {
    let load = use_load((props.reference.to_string(), props.round), |(reference, _)| async move {
        api::call::<GetHistory>(&path(GetHistory::PATH, &[&reference]), &()).await
    });
    match (&load.state.data, &load.state.error) {
        (Some(history), _) => lines(history),
        (None, Some(error)) => html! { <Failure error={error.clone()} onretry={load.reload.clone()} /> },
        (None, None) => html! { <Skeleton /> },
    }
}

fn lines(history: &History) -> Html {
    html! {
        <ol class="history" reversed=true data-testid="history">
            { for history.items.iter().rev().map(|item| html! {
                <li>
                    <p><strong>{ what(&item.kind) }</strong></p>
                    <p class="history-who">
                        <time datetime={item.at.to_string()}>{ dates::dated_moment(item.at) }</time>
                        { ", " }{ who(item) }
                    </p>
                    { for item.changes.iter().filter_map(|(name, values)| changed(history, name, values)).map(|text| html! {
                        <p>{ text }</p>
                    }) }
                </li>
            }) }
        </ol>
    }
}

/// What may happen to an appointment.
pub const KINDS: [&str; 9] = [
    "created",
    "moved",
    "cancelled",
    "attendance",
    "presence_confirmed",
    "link_revoked",
    "document_added",
    "document_replaced",
    "document_deleted",
];

fn what(kind: &str) -> &'static str {
    if KINDS.contains(&kind) { t(&format!("history.{kind}")) } else { t("history.changed") }
}

/// Who did it.
pub fn actor(actor: &str, staff: Option<&str>) -> String {
    match (staff, actor) {
        (Some(name), _) => t_with("history.by", &[("who", name)]),
        (None, "client") => t("history.by_client").to_owned(),
        (None, "api") => t("history.by_key").to_owned(),
        (None, "staff") => t("history.by_staff").to_owned(),
        (None, _) => t("history.by_system").to_owned(),
    }
}

fn who(item: &HistoryItem) -> String {
    actor(&item.actor, item.staff.as_ref().map(|staff| staff.name.as_str()))
}

/// "Début : lun. 15 juin, 10:00 → lun. 15 juin, 11:00"; nothing for what is told otherwise.
fn changed(history: &History, name: &str, values: &[String]) -> Option<String> {
    if values.len() > 1 && values.windows(2).all(|pair| pair[0] == pair[1]) {
        return None;
    }
    let label = match name {
        "start" => t("history.start"),
        "staff" => t("panel.staff"),
        "agency" => t("panel.agency"),
        "channel" => t("panel.channel"),
        "status" => t("column.status"),
        _ => return None,
    };
    let told = values.iter().filter(|value| !value.is_empty()).map(|value| told(history, name, value));
    Some(format!("{label}\u{a0}: {}", told.collect::<Vec<_>>().join(" → ")))
}

fn told(history: &History, name: &str, value: &str) -> String {
    let text = || value.to_owned();
    match name {
        "start" => value.parse::<ZonedInstant>().map_or_else(|_| text(), dates::short_moment),
        "channel" => {
            value.parse::<Channel>().map_or_else(|_| text(), |channel| words::channel(channel).into())
        }
        "status" => AppointmentStatus::ALL
            .into_iter()
            .find(|status| status.as_str() == value)
            .map_or_else(text, |status| words::status(status).into()),
        _ => history.names.get(value).cloned().unwrap_or_else(text),
    }
}

#[cfg(test)]
mod tests {
    use super::{History, actor, changed};

    #[test]
    fn people_and_programs_are_told_apart() {
        assert_eq!(actor("staff", Some("Ana")), "par Ana");
        assert_eq!(actor("client", None), "par le client");
        assert_eq!(actor("api", None), "par un programme");
        assert_eq!(actor("system", None), "par Créno");
    }

    #[test]
    fn what_is_not_for_people_is_left_out() {
        let names = [("8".to_owned(), "Ana".to_owned())].into();
        let history = History { items: Vec::new(), names };
        let changed = |name: &str, before: &str, after: &str| {
            changed(&history, name, &[before.to_owned(), after.to_owned()])
        };
        assert_eq!(changed("sequence", "1", "2"), None);
        assert_eq!(changed("agency", "8", "8"), None, "it stayed");
        assert_eq!(changed("staff", "8", "9").as_deref(), Some("Collaborateur\u{a0}: Ana → 9"));
        let channel = changed("channel", "office", "video");
        assert_eq!(channel.as_deref(), Some("Canal\u{a0}: En agence → Visioconférence"));
    }
}
