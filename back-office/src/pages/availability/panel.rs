//! The form beside the list: its fields, what is refused, and both versions when somebody else changed it.

use creno_types::FieldError;
use creno_types::team::TeamAgency;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::exception_form::ExceptionFields;
use super::fields::{fault_text, refused_fields};
use super::open::{Form, Saved, Standing, Typed, save};
use super::window_form::WindowFields;
use crate::api::ApiError;
use crate::components::fault::Fault;
use crate::components::side_panel::SidePanel;
use crate::hooks::title::focus;
use crate::i18n::{dates, t, t_count};

/// Properties of [`FormPanel`].
#[derive(Properties, PartialEq)]
pub struct FormPanelProps {
    /// What is typed, and of what.
    pub form: Form,
    /// Slug of whose it is.
    pub staff: AttrValue,
    /// Where the person works.
    pub places: Vec<TeamAgency>,
    /// Called with what is typed now.
    pub onchange: Callback<Form>,
    /// Called once all is saved, with what to say.
    pub onsaved: Callback<String>,
    /// Called when only some of it is saved: the lists changed.
    pub onsome: Callback<()>,
    /// Gives it up.
    pub onclose: Callback<()>,
    /// What is shown beneath.
    #[prop_or_default]
    pub children: Html,
}

/// What stands in the way of saving.
#[derive(Clone, Debug, Default, PartialEq)]
struct Obstacle {
    faults: Vec<FieldError>,
    error: Option<ApiError>,
    done: usize,
    theirs: Option<(Standing, String, String)>,
}

/// The panel.
#[component]
pub fn FormPanel(props: &FormPanelProps) -> Html {
    let obstacle = use_state_eq(Obstacle::default);
    let busy = use_state_eq(|| false);
    let alert = use_node_ref();
    {
        let alert = alert.clone();
        use_effect_with((*obstacle).clone(), move |obstacle| {
            if *obstacle != Obstacle::default() {
                focus(&alert);
            }
        });
    }
    let send = {
        let (obstacle, busy) = (obstacle.clone(), busy.clone());
        let (staff, onsaved, onsome, onchange) =
            (props.staff.clone(), props.onsaved.clone(), props.onsome.clone(), props.onchange.clone());
        Callback::from(move |form: Form| {
            if *busy {
                return;
            }
            let faults = form.typed.faults(&staff);
            if !faults.is_empty() {
                obstacle.set(Obstacle { faults, ..Obstacle::default() });
                return;
            }
            busy.set(true);
            obstacle.set(Obstacle::default());
            let (obstacle, busy, staff) = (obstacle.clone(), busy.clone(), staff.clone());
            let (onsaved, onsome, onchange) = (onsaved.clone(), onsome.clone(), onchange.clone());
            spawn_local(async move {
                let saved = save(&form, &staff).await;
                busy.set(false);
                match saved {
                    Saved::All(count) => onsaved.emit(done(&form, count)),
                    Saved::Some(done, typed, error) => {
                        if done > 0 {
                            onsome.emit(());
                        }
                        onchange.emit(Form { typed, ..form });
                        let faults = refused_fields(&error);
                        obstacle.set(Obstacle { faults, error: Some(error), done, theirs: None });
                    }
                    Saved::Changed(standing, tag, said) => {
                        onsome.emit(());
                        obstacle.set(Obstacle { theirs: Some((standing, tag, said)), ..Obstacle::default() });
                    }
                }
            });
        })
    };
    let onsubmit = {
        let (send, form) = (send.clone(), props.form.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            send.emit(form.clone());
        })
    };
    let one_day = props.form.of.is_some();
    let fields = match &props.form.typed {
        Typed::Window(typed) => {
            let form = props.form.clone();
            let onchange =
                props.onchange.reform(move |typed| Form { typed: Typed::Window(typed), ..form.clone() });
            html! { <WindowFields typed={typed.clone()} {one_day} places={props.places.clone()}
            faults={obstacle.faults.clone()} {onchange} /> }
        }
        Typed::Exception(typed) => {
            let form = props.form.clone();
            let onchange =
                props.onchange.reform(move |typed| Form { typed: Typed::Exception(typed), ..form.clone() });
            html! { <ExceptionFields typed={typed.clone()} {one_day} places={props.places.clone()}
            faults={obstacle.faults.clone()} {onchange} /> }
        }
    };
    html! {
        <SidePanel of={props.form.round.to_string()} title={title(&props.form)} onclose={props.onclose.clone()}>
            <form class="form" {onsubmit} novalidate=true data-testid="rule-form">
                <div ref={alert} tabindex="-1" class="form-alert">
                    { told(&obstacle) }
                    if let Some((theirs, tag, said)) = &obstacle.theirs {
                        { versions(props, theirs, tag, said, &send) }
                    }
                </div>
                { fields }
                <p class="form-ways">
                    <button type="submit" class="button button-primary" aria-disabled={busy.to_string()} data-testid="save">
                        { t(if *busy { "rules.saving" } else { "rules.save" }) }
                    </button>
                    <button type="button" class="button" onclick={props.onclose.reform(|_| ())} data-testid="give-up">
                        { t("rules.give_up") }
                    </button>
                </p>
            </form>
            { props.children.clone() }
        </SidePanel>
    }
}

fn title(form: &Form) -> String {
    let key = match (&form.typed, form.of.is_some()) {
        (Typed::Window(_), false) => "rules.add_window",
        (Typed::Window(_), true) => "rules.change_window",
        (Typed::Exception(_), false) => "rules.add_exception",
        (Typed::Exception(_), true) => "rules.change_exception",
    };
    t(key).to_owned()
}

fn done(form: &Form, count: usize) -> String {
    match (&form.typed, form.of.is_some()) {
        (_, true) => t("rules.changed").to_owned(),
        (Typed::Window(_), false) => t_count("rules.added_windows", count),
        (Typed::Exception(_), false) => t_count("rules.added_exceptions", count),
    }
}

/// What was saved before one was refused, and every fault.
fn told(obstacle: &Obstacle) -> Html {
    if obstacle.faults.is_empty() && obstacle.error.is_none() {
        return Html::default();
    }
    html! {
        <div class="form-faults" role="alert" data-testid="faults">
            if obstacle.done > 0 { <p>{ t_count("rules.some", obstacle.done) }</p> }
            if !obstacle.faults.is_empty() {
                <div class="fault"><ul>
                    { for obstacle.faults.iter().map(|fault| html! { <li>{ fault_text(fault) }</li> }) }
                </ul></div>
            } else if let Some(error) = &obstacle.error {
                <Fault error={error.clone()} />
            }
        </div>
    }
}

/// What it has become, beside what is typed, and the two ways out.
fn versions(props: &FormPanelProps, theirs: &Standing, tag: &str, said: &str, send: &Callback<Form>) -> Html {
    let place = |standing: &Standing| {
        let agency = match standing {
            Standing::Window(window) => &window.agency,
            Standing::Exception(exception) => &exception.agency,
        };
        agency.as_ref().map_or_else(|| t("rules.every_agency").to_owned(), |agency| agency.name.clone())
    };
    let before = props.form.of.as_ref().map(|(standing, _)| standing);
    let form = Form { of: Some((theirs.clone(), tag.to_owned())), ..props.form.clone() };
    let mine = match &form.typed {
        Typed::Window(typed) => typed.asked(&props.staff).first().and_then(|asked| {
            let checked = creno_types::window::CheckedWindow::check(asked).ok()?;
            Some(super::phrases::window(checked.rule(), dates::full_day))
        }),
        Typed::Exception(typed) => typed.asked(&props.staff).first().and_then(|asked| {
            let checked = creno_types::window::CheckedException::check(asked).ok()?;
            let rule = checked.rule();
            Some(format!("{}, {}", super::phrases::exception(rule), dates::full_day(rule.date)))
        }),
    };
    let mine_place = props.places.iter().find(|place| Some(place.slug.as_str()) == form.typed.agency());
    let mine_place =
        mine_place.map_or_else(|| t("rules.every_agency").to_owned(), |place| place.name.clone());
    html! {
        <div class="versions" role="alert" data-testid="versions">
            <p><strong>{ t("rules.changed_meanwhile") }</strong>{ " " }{ said.to_owned() }</p>
            <dl>
                if let Some(before) = before {
                    <div><dt>{ t("rules.seen") }</dt><dd>{ before.told(dates::full_day) }{ " · " }{ place(before) }</dd></div>
                }
                <div><dt>{ t("rules.theirs") }</dt><dd>{ theirs.told(dates::full_day) }{ " · " }{ place(theirs) }</dd></div>
                <div><dt>{ t("rules.mine") }</dt><dd>{ mine.unwrap_or_default() }{ " · " }{ mine_place }</dd></div>
            </dl>
            <p class="form-ways">
                <button type="button" class="button" onclick={props.onclose.reform(|_| ())} data-testid="keep-theirs">
                    { t("rules.keep_theirs") }
                </button>
                <button type="button" class="button" data-testid="keep-mine"
                    onclick={send.reform(move |_: MouseEvent| form.clone())}>
                    { t("rules.keep_mine") }
                </button>
            </p>
        </div>
    }
}
