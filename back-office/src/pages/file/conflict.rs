//! Somebody changed the appointment meanwhile: what was seen and what it is now, side by side.

use creno_types::appointment::{Appointment, AppointmentFile};
use yew::prelude::*;

use super::{File, history};
use crate::components::icon::{Glyph, Icon};
use crate::i18n::{dates, t, t_with, words};

/// Properties of [`Conflict`].
#[derive(Properties, PartialEq)]
pub struct ConflictProps {
    /// What was seen.
    pub seen: File,
    /// What it is now.
    pub now: File,
    /// Goes on from what it is now.
    pub ongo: Callback<()>,
    /// Leaves it as it is now.
    pub onleave: Callback<()>,
}

/// Both versions, and the choice.
#[component]
pub fn Conflict(props: &ConflictProps) -> Html {
    let (seen, now) = (&props.seen.value.appointment, &props.now.value.appointment);
    let rows = lines(seen).into_iter().zip(lines(now));
    html! {
        <section class="conflict" role="alert" data-testid="conflict">
            <h3><Icon glyph={Glyph::Warning} />{ t("conflict.title") }</h3>
            <p>{ last_change(&props.now.value) }</p>
            <table class="conflict-table">
                <thead><tr>
                    <td></td>
                    <th scope="col">{ t("conflict.seen") }</th>
                    <th scope="col">{ t("conflict.now") }</th>
                </tr></thead>
                <tbody>
                    { for rows.map(|((label, before), (_, after))| {
                        let differs = before != after;
                        html! {
                            <tr class={differs.then_some("conflict-differs")}>
                                <th scope="row">{ label }</th>
                                <td>{ before }</td>
                                <td>{ after }
                                    if differs { <span class="hidden">{ t("conflict.differs") }</span> }
                                </td>
                            </tr>
                        }
                    }) }
                </tbody>
            </table>
            <p>{ t("conflict.ways") }</p>
            <p class="dialog-ways">
                <button type="button" class="button" onclick={props.onleave.reform(|_| ())} data-testid="conflict-leave">
                    { t("conflict.leave") }
                </button>
                <button type="button" class="button button-primary" onclick={props.ongo.reform(|_| ())}
                    data-testid="conflict-go">{ t("conflict.go") }</button>
            </p>
        </section>
    }
}

fn last_change(file: &AppointmentFile) -> String {
    let Some(change) = &file.last_change else { return t("conflict.somebody").to_owned() };
    let who = history::actor(&change.actor, change.staff.as_ref().map(|staff| staff.name.as_str()));
    t_with("conflict.who", &[("who", &who), ("at", &dates::short_moment(change.at))])
}

fn lines(item: &Appointment) -> [(&'static str, String); 5] {
    let end = dates::clock(item.end.local_time());
    [
        (t("column.time"), format!("{}{}{end}", dates::short_moment(item.start), t("appointments.until"))),
        (t("panel.staff"), item.staff.name.clone()),
        (t("panel.agency"), item.agency.name.clone()),
        (t("panel.channel"), words::channel(item.channel).to_owned()),
        (t("column.status"), words::status(item.status).to_owned()),
    ]
}
