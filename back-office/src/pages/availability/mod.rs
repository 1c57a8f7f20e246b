//! When a person receives: recurring windows, exceptions, the week that they make, and what clients are offered of it.

mod draft;
mod exception_form;
mod fields;
mod list;
mod open;
mod panel;
pub mod people;
pub mod phrases;
mod preview;
mod toolbar;
mod undo;
mod week;
mod window_form;

use std::rc::Rc;

use creno_engine::Window as EngineWindow;
use creno_types::endpoint::{Endpoint, GetCatalog};
use creno_types::staff::Permission;
use creno_types::team::{Team, TeamAgency, TeamMember};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

pub use self::fields::choice;

use self::draft::{TypedException, TypedWindow};
use self::list::{Act, RuleList};
use self::open::{Form, Typed};
use self::panel::FormPanel;
use self::people::{Rules, agency_id, fetch_rules, places};
use self::preview::Preview;
use self::toolbar::{Toolbar, WeekKeys, use_week_keys};
use self::undo::{Bar, Note, remove, why};
use self::week::Week;
use crate::api::{self, fetch_team};
use crate::app::{AvailabilityQuery, Route};
use crate::calendar::{after, monday};
use crate::components::failure::Failure;
use crate::components::icon::{Glyph, Icon};
use crate::components::skeleton::Skeleton;
use crate::hooks::clock::use_today;
use crate::hooks::load::use_load;
use crate::hooks::media::use_media;
use crate::hooks::now::use_return_to_tab;
use crate::hooks::said::use_said;
use crate::hooks::session::{use_may, use_person};
use crate::hooks::title::{focus, use_page_heading, use_title};
use crate::i18n::{t, t_with};

/// The page of one person: one's own, or that of somebody within reach whom the address names.
#[component]
pub fn AvailabilityPage() -> Html {
    let (said, say) = use_said::<AvailabilityQuery>(Route::Availability);
    let person = use_person();
    let may_change = use_may(Permission::ManageAvailability);
    let explains = use_may(Permission::ViewAppointments);
    let own = person.as_ref().map(|person| person.staff.slug.to_string()).unwrap_or_default();
    let slug = said.personne.clone().unwrap_or_else(|| own.clone());
    let today = use_today(None);
    let week = monday(said.semaine.as_deref().and_then(|date| date.parse().ok()).unwrap_or(today));
    let rules = use_load(slug.clone(), fetch_rules);
    let team = use_load(week, |week| fetch_team(None, week, after(week, 6)));
    let catalog = use_load((), |()| api::call::<GetCatalog>(GetCatalog::PATH, &()));
    let round = use_state_eq(|| 0_u32);
    let form = use_state_eq(|| None::<Form>);
    let note = use_state_eq(|| None::<Note>);
    let heading = use_page_heading();
    let narrow = use_media("(max-width: 1099px)");
    // Another person's form is not this one's.
    {
        let form = form.clone();
        use_effect_with(slug.clone(), move |_| form.set(None));
    }
    let changed = {
        let (reload, round) = (rules.reload.clone(), round.clone());
        Callback::from(move |()| {
            reload.emit(());
            round.set(*round + 1);
        })
    };
    use_return_to_tab(rules.reload.clone());
    // From one week to the next the people stay, and so does the form.
    let kept = use_mut_ref(|| None::<Rc<Team>>);
    if let Some(team) = &team.state.data {
        *kept.borrow_mut() = Some(team.clone());
    }
    let known = kept.borrow().clone();
    let member = known.as_ref().and_then(|team| {
        team.people.iter().find(|one| one.staff.slug.as_str() == slug && one.within_reach).cloned()
    });
    let title = match &member {
        Some(member) if slug != own => t_with("availability.title_of", &[("who", &member.staff.name)]),
        _ => t("availability.title").to_owned(),
    };
    use_title(title.clone());
    let openings = use_state_eq(|| 0_u32);
    let open = opener(&form, &openings);
    let close = {
        let (form, heading) = (form.clone(), heading.clone());
        Callback::from(move |()| {
            form.set(None);
            focus(&heading);
        })
    };
    use_week_keys(WeekKeys {
        week,
        said: said.clone(),
        say: say.clone(),
        close: form.is_some().then(|| close.clone()),
        add: may_change.then(|| open_blank(&open, member.as_ref())),
    });
    let onact = {
        let (open, note, changed, form) = (open.clone(), note.clone(), changed.clone(), form.clone());
        Callback::from(move |act: Act| match act {
            Act::Add(typed) => open.emit((None, typed)),
            Act::Change(standing) => {
                let (open, note) = (open.clone(), note.clone());
                spawn_local(async move {
                    match standing.read_again().await {
                        Ok((now, tag)) => {
                            let typed = now.typed();
                            open.emit((Some((now, tag)), typed));
                        }
                        Err(error) => note.set(Some(Note::Failed(why(&error)))),
                    }
                });
            }
            Act::Remove(standing) => {
                let (note, changed, form) = (note.clone(), changed.clone(), form.clone());
                spawn_local(async move {
                    let id = standing.id();
                    match remove(standing).await {
                        Ok(removed) => {
                            if form.as_ref().is_some_and(|form| form.id() == Some(id)) {
                                form.set(None);
                            }
                            note.set(Some(removed));
                        }
                        Err(why) => note.set(Some(Note::Failed(why))),
                    }
                    changed.emit(());
                });
            }
        })
    };
    let onsaved = {
        let (form, note, changed, heading) = (form.clone(), note.clone(), changed.clone(), heading.clone());
        Callback::from(move |text: String| {
            form.set(None);
            note.set(Some(Note::Done(text)));
            changed.emit(());
            focus(&heading);
        })
    };
    let onnote = {
        let note = note.clone();
        use_callback((), move |said: Option<Note>, ()| note.set(said))
    };
    let data = (rules.state.data.clone(), known.clone(), catalog.state.data.clone());
    let error = [&rules.state.error, &team.state.error, &catalog.state.error].into_iter().flatten().next();
    let again = {
        let all = [rules.reload.clone(), team.reload.clone(), catalog.reload.clone()];
        Callback::from(move |()| all.iter().for_each(|reload| reload.emit(())))
    };
    let onform = {
        let form = form.clone();
        Callback::from(move |now: Form| form.set(Some(now)))
    };
    let ready = match &data {
        (Some(rules), Some(team), Some(catalog)) => member.as_ref().map(|member| Ready {
            previewed: previewed(rules, team, member, form.as_ref()),
            rules: rules.clone(),
            member: member.clone(),
            catalog: catalog.clone(),
        }),
        _ => None,
    };
    let shown_preview = ready.as_ref().map(|ready| {
        html! {
            <Preview member={ready.member.clone()} catalog={ready.catalog.clone()} monday={week}
                saved={ready.previewed.saved.clone()} draft={ready.previewed.draft.clone()} round={*round} {explains}
                said={said.clone()} say={say.clone()} />
        }
    });
    html! {
        <div class={classes!("day", form.is_some().then_some("with-panel"))}>
            <div class="day-main">
                <header class="page-head">
                    <h1 ref={heading} tabindex="-1">{ title }</h1>
                    if may_change && ready.is_some() {
                        <div class="head-ways">
                            <button type="button" class="button" data-testid="add-exception"
                                onclick={open.reform(move |_: MouseEvent| (None, Typed::Exception(TypedException::blank(today.max(week)))))}>
                                { t("rules.add_exception") }
                            </button>
                            <button type="button" class="button button-primary" data-testid="add-window" aria-keyshortcuts="n"
                                onclick={open_blank(&open, member.as_ref()).reform(|_: MouseEvent| ())}>
                                <Icon glyph={Glyph::Plus} size={16} />{ t("rules.add_window") }
                            </button>
                        </div>
                    }
                </header>
                if let Some(team) = &data.1 {
                    <Toolbar {week} {today} team={team.clone()} staff={slug.clone()} own={own.clone()}
                        said={said.clone()} say={say.clone()} />
                }
                if let Some(ready) = &ready {
                    <Week monday={week} {today} places={ready.previewed.places.clone()}
                        windows={ready.previewed.draft.clone().unwrap_or_else(|| ready.previewed.saved.clone())}
                        draft={ready.previewed.draft.is_some()} />
                    <RuleList rules={ready.rules.clone()} {today} {may_change} {onact}
                        opened={form.as_ref().and_then(Form::id)} />
                    if !(narrow && form.is_some()) { { shown_preview.clone().unwrap_or_default() } }
                } else if error.is_none() && data.1.is_some() && data.0.is_some() && data.2.is_some() {
                    { nobody(slug == own) }
                } else if error.is_none() {
                    <Skeleton />
                }
                if let Some(error) = error {
                    <Failure error={error.clone()} onretry={again} />
                }
                <Bar note={(*note).clone()} staff={slug.clone()} {onnote} onchanged={changed.clone()} />
            </div>
            if let (Some(form), Some(ready)) = (&*form, &ready) {
                <FormPanel key={form.round} form={form.clone()} staff={slug.clone()} places={ready.previewed.places.to_vec()}
                    onchange={onform} {onsaved} onsome={changed} onclose={close}>
                    if narrow { { shown_preview.unwrap_or_default() } }
                </FormPanel>
            }
        </div>
    }
}

/// All that the page needs to show somebody.
struct Ready {
    rules: Rc<Rules>,
    member: TeamMember,
    catalog: Rc<creno_types::catalog::Catalog>,
    previewed: Previewed,
}

/// The windows as they are saved and as they would be.
struct Previewed {
    places: Rc<[TeamAgency]>,
    saved: Rc<[EngineWindow]>,
    draft: Option<Rc<[EngineWindow]>>,
}

fn previewed(rules: &Rules, team: &Team, member: &TeamMember, form: Option<&Form>) -> Previewed {
    let draft = form.map(|form| {
        let staff = member.staff.slug.as_str();
        // An agency that is not the viewer's keeps the draft out of every other one.
        let agency = form.typed.agency();
        let made = match (agency, agency_id(team, agency)) {
            (Some(_), None) => Vec::new(),
            (_, id) => form.typed.windows(staff, id),
        };
        rules.without(form.id()).into_iter().chain(made).collect()
    });
    Previewed {
        places: places(team, Some(member)).into_iter().cloned().collect(),
        saved: rules.without(None).into(),
        draft,
    }
}

/// Opens the form on something.
type Opener = Callback<(Option<(open::Standing, String)>, Typed)>;

fn opener(form: &UseStateHandle<Option<Form>>, openings: &UseStateHandle<u32>) -> Opener {
    let (form, openings) = (form.clone(), openings.clone());
    Callback::from(move |(of, typed)| {
        let opened = *openings + 1;
        openings.set(opened);
        form.set(Some(Form { of, typed, round: opened }));
    })
}

fn open_blank(open: &Opener, member: Option<&TeamMember>) -> Callback<()> {
    let only = member.and_then(only_agency);
    open.reform(move |()| (None, Typed::Window(TypedWindow::blank(only.clone()))))
}

/// The agency of who works in one; none of who works in several, for whom it is to be chosen.
fn only_agency(member: &TeamMember) -> Option<String> {
    match member.agencies.as_slice() {
        [only] => Some(only.to_string()),
        _ => None,
    }
}

/// Nobody of that name within reach; or oneself, who works in no agency.
fn nobody(own: bool) -> Html {
    let (title, detail) = match own {
        true => ("availability.no_agency", "availability.no_agency_detail"),
        false => ("availability.unknown", "availability.unknown_detail"),
    };
    html! {
        <div class="state" data-testid="empty">
            <Icon glyph={Glyph::User} size={32} />
            <p class="state-title">{ t(title) }</p>
            <p>{ t(detail) }</p>
        </div>
    }
}
