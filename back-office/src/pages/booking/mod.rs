//! Taking an appointment for a client, on the telephone or at the desk: one page, nothing of the client in its address.

mod done;
mod form;
mod place;
mod send;
mod street;
mod summary;
mod times;
mod wish;

use std::rc::Rc;

use chrono::NaiveDate;
use creno_types::appointment::Appointment;
use creno_types::catalog::Catalog;
use creno_types::endpoint::{Endpoint, GetCatalog};
use creno_types::session::Session;
use creno_types::staff::Scope;
use creno_types::{ProblemCode, ZonedInstant};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use self::done::Done;
use self::form::{Form, control_id};
use self::place::Place;
use self::send::LastSent;
use self::summary::Summary;
use self::times::{Asked, Starts, Times, last_of};
use self::wish::{Action, CONSENT, Wish, WishHandle};
use crate::api::{self, ApiError};
use crate::components::failure::Failure;
use crate::components::skeleton::Skeleton;
use crate::hooks::clock::use_today;
use crate::hooks::load::use_load;
use crate::hooks::session::use_person;
use crate::hooks::title::{focus, use_page_heading, use_title};
use crate::i18n::{dates, t, t_count, words};

/// The page.
#[component]
pub fn BookingPage() -> Html {
    use_title(t("booking.title").to_owned());
    let person = use_person();
    let load = use_load((), |()| api::call::<GetCatalog>(GetCatalog::PATH, &()));
    // It is shown to nobody else.
    let Some(person) = person else { return Html::default() };
    html! {
        <div class="day"><div class="day-main booking">
            if let Some(catalog) = load.state.data.clone() {
                <Booking {catalog} {person} />
            } else if let Some(error) = load.state.error.clone() {
                <h1>{ t("booking.title") }</h1>
                <Failure {error} onretry={load.reload} />
            } else {
                <Skeleton />
            }
        </div></div>
    }
}

#[derive(Properties, PartialEq)]
struct BookingProps {
    catalog: Rc<Catalog>,
    person: Rc<Session>,
}

/// Why the last attempt failed.
#[derive(Clone, PartialEq)]
enum Trouble {
    /// Something is missing or wrong; how often it was sent so.
    Incomplete(u32),
    /// The start is gone; the nearest ones.
    Taken(Vec<ZonedInstant>),
    /// Anything else.
    Refused(ApiError),
}

#[component]
fn Booking(props: &BookingProps) -> Html {
    let (catalog, person) = (&props.catalog, &props.person);
    let heading = use_page_heading();
    let wish = use_reducer_eq(Wish::default);
    let today = use_today(Some(&wish.agency));
    let from = use_state_eq(|| today);
    let set_from = {
        let from = from.clone();
        Callback::from(move |date: NaiveDate| from.set(date))
    };
    let is_placed = wish.is_placed(catalog);
    let load = use_load(Asked::of(&wish, is_placed, *from), times::fetch);
    let trouble = use_state_eq(|| None::<Trouble>);
    let booked = use_state_eq(|| None::<Appointment>);
    let busy = use_state_eq(|| false);
    let last = use_mut_ref(LastSent::default);
    let told = use_node_ref();
    {
        let told = told.clone();
        use_effect_with((*trouble).clone(), move |trouble| {
            if trouble.is_some() {
                focus(&told);
            }
        });
    }
    let onsubmit = {
        let (wish, catalog, trouble, booked) =
            (wish.clone(), catalog.clone(), trouble.clone(), booked.clone());
        let (busy, reload) = (busy.clone(), load.reload.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if *busy {
                return;
            }
            let faults = wish.faults(&catalog);
            wish.dispatch(Action::Errors(faults.clone()));
            let asked =
                wish.asked(&catalog).filter(|_| faults.is_empty() && wish.missing(&catalog).is_empty());
            let Some(asked) = asked else {
                let times = match &*trouble {
                    Some(Trouble::Incomplete(times)) => times + 1,
                    _ => 1,
                };
                trouble.set(Some(Trouble::Incomplete(times)));
                return;
            };
            let key = last.borrow_mut().key(&asked, send::random);
            busy.set(true);
            trouble.set(None);
            let (wish, trouble, booked, busy) = (wish.clone(), trouble.clone(), booked.clone(), busy.clone());
            let reload = reload.clone();
            spawn_local(async move {
                let answer = send::send(&asked, &key).await;
                busy.set(false);
                match answer {
                    Ok(appointment) => booked.set(Some(appointment)),
                    Err(error) => {
                        if let Some(nearest) = send::taken(&error) {
                            wish.dispatch(Action::Start(None));
                            trouble.set(Some(Trouble::Taken(nearest)));
                            reload.emit(());
                        } else {
                            if let ApiError::Refused { problem, .. } = &error
                                && problem.code == ProblemCode::InvalidFields
                            {
                                wish.dispatch(Action::Errors(problem.errors.clone()));
                            }
                            trouble.set(Some(Trouble::Refused(error)));
                        }
                    }
                }
            });
        })
    };
    if let Some(appointment) = &*booked {
        let onagain = {
            let (wish, booked, reload) = (wish.clone(), booked.clone(), load.reload.clone());
            Callback::from(move |()| {
                wish.dispatch(Action::Again);
                booked.set(None);
                reload.emit(());
            })
        };
        return html! { <Done appointment={appointment.clone()} {onagain} /> };
    }
    let staff = match person.scope {
        Scope::Own => Some(AttrValue::from(person.staff.name.clone())),
        Scope::Perimeter | Scope::Network => {
            wish.staff.as_ref().map(|(_, name)| AttrValue::from(name.clone()))
        }
    };
    html! {
        <form class="booking-form" {onsubmit} novalidate=true autocomplete="off">
            <header class="page-head"><div>
                <h1 ref={heading} tabindex="-1">{ t("booking.title") }</h1>
                <p class="page-date">{ t("booking.lead") }</p>
            </div></header>
            <section aria-labelledby="booking-what">
                <h2 id="booking-what">{ t("booking.what") }</h2>
                <Place catalog={catalog.clone()} person={person.clone()} wish={wish.clone()} from={*from}
                    to={last_of(*from)} />
            </section>
            <section aria-labelledby="booking-when">
                <h2 id="booking-when">{ t("booking.when") }</h2>
                if is_placed {
                    <Times wish={wish.clone()} load={Starts::from(load)} from={*from} {today} set_from={set_from.clone()} />
                } else {
                    <p class="booking-first">{ t("booking.first") }</p>
                }
            </section>
            if wish.theme(catalog).is_some() {
                <section aria-labelledby="booking-who">
                    <h2 id="booking-who">{ t("booking.who") }</h2>
                    <Form catalog={catalog.clone()} wish={wish.clone()} />
                </section>
                <section class="booking-end" aria-labelledby="booking-end">
                    <h2 id="booking-end">{ t("booking.summary") }</h2>
                    <Summary catalog={catalog.clone()} wish={wish.clone()} {staff} />
                    <div ref={told} tabindex="-1" role="alert" class="booking-told">
                        { for trouble.iter().map(|trouble| trouble_told(trouble, &wish, catalog, &set_from)) }
                    </div>
                    <button class="button button-primary button-wide" aria-disabled={busy.to_string()}
                        data-testid="book">{ t(if *busy { "booking.busy" } else { "booking.submit" }) }</button>
                </section>
            }
        </form>
    }
}

fn trouble_told(
    trouble: &Trouble,
    wish: &WishHandle,
    catalog: &Rc<Catalog>,
    set_from: &Callback<NaiveDate>,
) -> Html {
    match trouble {
        Trouble::Incomplete(_) => incomplete(wish, catalog),
        Trouble::Taken(nearest) => taken(nearest, wish, set_from),
        Trouble::Refused(error) => {
            let (title, detail) = words::failure(error);
            html! {
                <div class="fault" data-testid="booking-refused">
                    <p><strong>{ title }</strong>{ " " }{ detail }</p>
                    if send::is_unsure(error) { <p>{ t("booking.retry") }</p> }
                </div>
            }
        }
    }
}

/// All that is missing or wrong, each a way to its field.
fn incomplete(wish: &WishHandle, catalog: &Catalog) -> Html {
    let missing = wish.missing(catalog);
    let count = missing.len() + wish.errors.len();
    if count == 0 {
        return Html::default();
    }
    let fields: Vec<_> = wish.theme(catalog).into_iter().flat_map(|theme| catalog.fields_of(theme)).collect();
    html! {
        <div class="fault" data-testid="booking-missing">
            <p><strong>{ t_count("booking.missing", count) }</strong></p>
            <ul>
                { for missing.into_iter().map(|text| html! { <li>{ t(text) }</li> }) }
                { for wish.errors.iter().map(|error| {
                    let field = fields.iter().find(|field| field.key == error.field);
                    let label = field.map_or(error.field.as_str(), |field| field.label.as_str());
                    let label = if error.field == CONSENT { t("booking.missing_consent") } else { label };
                    let id = control_id(&error.field);
                    html! { <li><button type="button" class="button button-quiet" onclick={move |_| to(&id)}>
                        { label }
                    </button></li> }
                }) }
            </ul>
        </div>
    }
}

/// Moves the focus to the control of that id.
fn to(id: &str) {
    use wasm_bindgen::JsCast;
    let document = web_sys::window().and_then(|window| window.document());
    let control = document.and_then(|document| document.get_element_by_id(id));
    if let Some(control) = control.and_then(|control| control.dyn_into::<web_sys::HtmlElement>().ok()) {
        // A control that can't take the focus leaves it where it is.
        drop(control.focus());
    }
}

fn taken(nearest: &[ZonedInstant], wish: &WishHandle, set_from: &Callback<NaiveDate>) -> Html {
    html! {
        <div class="fault" data-testid="booking-taken">
            <p><strong>{ t("booking.taken") }</strong>{ " " }{ t("booking.taken_kept") }</p>
            if !nearest.is_empty() {
                <p class="booking-nearest">
                    { t("booking.nearest") }
                    { for nearest.iter().map(|start| {
                        let (start, wish, set_from) = (*start, wish.clone(), set_from.clone());
                        let pressed = (wish.start == Some(start)).to_string();
                        let onclick = move |_: MouseEvent| {
                            wish.dispatch(Action::Start(Some(start)));
                            set_from.emit(start.local_date());
                        };
                        html! {
                            <button type="button" class="button" aria-pressed={pressed} data-testid="nearest" {onclick}>
                                { dates::short_moment(start) }
                            </button>
                        }
                    }) }
                </p>
            }
        </div>
    }
}
