//! The agenda: a person's week, or a day of several people, with what is open, booked and busy superposed.

mod address;
mod card;
mod grid;
mod layout;
mod list;
mod place;
mod toolbar;

use chrono::{Datelike as _, NaiveDate};
use creno_types::Channel;
use creno_types::agenda::Agenda;
use creno_types::endpoint::{Endpoint, GetAgenda, with_query};
use creno_types::notification::LiveChange;
use creno_types::staff::Permission;
use yew::prelude::*;

use self::address::{AgendaAddress, use_place};
use self::grid::{Dragged, Grid};
use self::layout::{Column, Shown, columns, without_bare_weekend};
use self::list::Days;
use self::toolbar::Toolbar;
use crate::api::{self, ApiError, fetch_team};
use crate::calendar::{after, week};
use crate::components::band::Legend;
use crate::components::failure::Failure;
use crate::components::side_panel::use_focus_return;
use crate::components::skeleton::Skeleton;
use crate::hooks::live::use_live_reload;
use crate::hooks::load::use_load;
use crate::hooks::media::use_media;
use crate::hooks::now::{use_now, use_return_to_tab};
use crate::hooks::session::{use_may, use_person};
use crate::hooks::shortcuts::use_shortcuts;
use crate::hooks::title::{use_page_heading, use_title};
use crate::i18n::{dates, t, t_with};
use crate::pages::file::FilePanel;

/// What an agenda is asked for.
#[derive(Clone, PartialEq)]
struct Asked {
    from: NaiveDate,
    to: NaiveDate,
    staff: Option<String>,
    agency: Option<String>,
}

async fn fetch(asked: Asked) -> Result<Agenda, ApiError> {
    let (from, to) = (asked.from.to_string(), asked.to.to_string());
    let mut parameters = vec![("from", from.as_str()), ("to", &to)];
    parameters.extend(asked.staff.as_deref().map(|staff| ("staff", staff)));
    parameters.extend(asked.agency.as_deref().map(|agency| ("agency", agency)));
    api::call::<GetAgenda>(&with_query(GetAgenda::PATH, &parameters), &()).await
}

/// The page.
#[component]
pub fn AgendaPage() -> Html {
    let person = use_person();
    let place = use_place();
    let now = use_now();
    use_title(t("agenda.title").to_owned());
    let heading = use_page_heading();
    let may_move = use_may(Permission::ManageAppointments);
    let narrow = use_media("(max-width: 759px)");
    let dragged = use_state_eq(|| None::<Dragged>);
    let days = week(place.date);
    let own = person.as_ref().map(|person| person.staff.slug.to_string());
    let asked = match place.by_person {
        true => Asked { from: place.date, to: place.date, staff: None, agency: place.said.agence.clone() },
        false => Asked {
            from: days[0],
            to: days[6],
            staff: place.said.personne.clone().or(own),
            agency: place.said.agence.clone(),
        },
    };
    let load = use_load(asked, fetch);
    use_return_to_tab(load.reload.clone());
    let team = use_load(place.today, |today| fetch_team(None, today, today));
    let opened = place.said.ouvert.clone();
    {
        let (from, to) = if place.by_person { (place.date, place.date) } else { (days[0], days[6]) };
        let concerns = Callback::from(move |change: LiveChange| (from..=to).contains(&change.date));
        use_live_reload(concerns, load.reload.clone());
    }
    use_focus_return(opened.as_deref());
    let open = {
        let (place, dragged) = (place.clone(), dragged.clone());
        Callback::from(move |reference: String| {
            dragged.set(None);
            place.go.emit(AgendaAddress { ouvert: Some(reference), ..place.said.clone() });
        })
    };
    let close = {
        let (place, dragged) = (place.clone(), dragged.clone());
        Callback::from(move |()| {
            dragged.set(None);
            place.go.emit(AgendaAddress { ouvert: None, ..place.said.clone() });
        })
    };
    let ondrop = {
        let (place, dragged) = (place.clone(), dragged.clone());
        Callback::from(move |drop: Dragged| {
            let reference = drop.reference.clone();
            dragged.set(Some(drop));
            place.go.emit(AgendaAddress { ouvert: Some(reference), ..place.said.clone() });
        })
    };
    let onhead = {
        let place = place.clone();
        Callback::from(move |(staff, date): (String, NaiveDate)| {
            let vue = if place.by_person { "semaine" } else { "jour" };
            place.go.emit(AgendaAddress {
                vue: Some(vue.to_owned()),
                date: Some(date.to_string()),
                personne: Some(staff),
                ouvert: None,
                ..place.said.clone()
            });
        })
    };
    use_keys(&place, opened.is_some(), &close);
    let shown = Shown {
        theme: place.said.theme.clone(),
        channel: place.said.canal.as_deref().and_then(|word| word.parse::<Channel>().ok()),
    };
    let agenda = load.state.data.clone();
    let columns = agenda.as_ref().map(|agenda| match place.by_person {
        true => working(columns(agenda, &[place.date], &shown)),
        false => without_bare_weekend(columns(agenda, &days, &shown)),
    });
    let who = agenda.as_ref().filter(|_| !place.by_person).and_then(|agenda| agenda.people.first());
    // Whoever manages may receive nobody: their own week is not what they came for.
    let receives_nobody = place.said.personne.is_none()
        && place.said.agence.is_none()
        && who
            .is_some_and(|who| who.open.is_empty() && who.sessions.is_empty() && who.appointments.is_empty());
    let see_day = {
        let said = AgendaAddress { vue: Some("jour".to_owned()), ..place.said.clone() };
        place.go.reform(move |_: MouseEvent| said.clone())
    };
    let period = match place.by_person {
        true => dates::long_day(place.date),
        false => t_with(
            "agenda.week_of",
            &[
                ("from", &dates::short_day(days[0])),
                ("to", &dates::dated_day(days[6])),
                ("number", &place.date.iso_week().week().to_string()),
            ],
        ),
    };
    html! {
        <div class={classes!("day", opened.is_some().then_some("with-panel"))}>
            <div class="day-main ag-main">
                <header class="page-head">
                    <div>
                        <h1 ref={heading} tabindex="-1">{ t("agenda.title") }</h1>
                        <p class="page-date" role="status" data-testid="period">
                            { period }
                            if let Some(who) = who { { " " }<span class="ag-who">{ &who.staff.name }</span> }
                        </p>
                    </div>
                </header>
                <Toolbar place={place.clone()} person={person.clone()} team={team.state.data.clone()}
                    agenda={agenda.clone()} busy={load.state.busy} onreload={load.reload.clone()} />
                if receives_nobody {
                    <p class="notice ag-none" data-testid="agenda-own-none">
                        { t("agenda.own_none") }{ " " }
                        <button type="button" class="link" onclick={see_day}>{ t("agenda.own_none_day") }</button>
                    </p>
                }
                if let Some(columns) = columns {
                    if columns.is_empty() {
                        <p class="notice" data-testid="agenda-empty">{ t("agenda.nobody") }</p>
                    } else if narrow {
                        <Days {columns} by_person={place.by_person} today={place.today} onopen={open} />
                    } else {
                        <Grid {columns} by_person={place.by_person} today={place.today} {now} {may_move}
                            opened={opened.clone()} onopen={open} {ondrop} {onhead} />
                        { legend(may_move) }
                    }
                } else if load.state.error.is_none() {
                    <Skeleton />
                }
                if let Some(error) = load.state.error.clone() {
                    <Failure {error} onretry={load.reload.clone()} />
                }
            </div>
            if let Some(reference) = opened {
                <FilePanel {reference} {now} onclose={close} onchanged={load.reload.clone()}
                    dragged_to={(*dragged).clone().map(|dragged| (dragged.start, dragged.staff))} />
            }
        </div>
    }
}

/// Those who receive that day, or are to.
fn working(columns: Vec<Column>) -> Vec<Column> {
    columns.into_iter().filter(|column| !(column.bands.is_empty() && column.cards.is_empty())).collect()
}

fn legend(may_move: bool) -> Html {
    html! {
        <div class="ag-legend">
            <Legend>
                <li><span class="ag-swatch" aria-hidden="true"></span>{ t("agenda.busy") }</li>
            </Legend>
            if may_move { <p>{ t("agenda.drag_hint") }</p> }
        </div>
    }
}

/// The arrows change the week or the day, Escape closes what is open.
#[hook]
fn use_keys(place: &address::Place, open: bool, close: &Callback<()>) {
    let on_key = use_callback((place.clone(), open, close.clone()), |key: String, (place, open, close)| {
        let step = place.step();
        let date = match key.as_str() {
            "ArrowLeft" => after(place.date, -step),
            "ArrowRight" => after(place.date, step),
            "Escape" if *open => {
                close.emit(());
                return true;
            }
            _ => return false,
        };
        place.go.emit(AgendaAddress { date: Some(date.to_string()), ouvert: None, ..place.said.clone() });
        true
    });
    use_shortcuts(on_key);
}
