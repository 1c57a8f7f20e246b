//! Whose week is shown, and which.

use std::rc::Rc;

use chrono::NaiveDate;
use creno_types::team::Team;
use yew::prelude::*;

use crate::app::AvailabilityQuery;
use crate::calendar::{after, monday};
use crate::components::band::Legend;
use crate::components::changes::chosen;
use crate::components::frame::SingleKeys;
use crate::components::icon::{Glyph, Icon};
use crate::components::tools::DateField;
use crate::hooks::shortcuts::use_shortcuts;
use crate::i18n::{dates, t, t_with};

/// Properties of [`Toolbar`].
#[derive(Properties, PartialEq)]
pub struct ToolbarProps {
    /// Monday of the week shown.
    pub week: NaiveDate,
    /// Today.
    pub today: NaiveDate,
    /// The people to choose from.
    pub team: Rc<Team>,
    /// Slug of who is shown.
    pub staff: AttrValue,
    /// Slug of who looks.
    pub own: AttrValue,
    /// What the address says.
    pub said: AvailabilityQuery,
    /// Makes it say something else.
    pub say: Callback<AvailabilityQuery>,
}

/// The week, the person, what the tints mean.
#[component]
pub fn Toolbar(props: &ToolbarProps) -> Html {
    let go = |week: NaiveDate| {
        let (said, say, this) = (props.said.clone(), props.say.clone(), monday(props.today));
        Callback::from(move |_: MouseEvent| say.emit(of_week(&said, week, this)))
    };
    let ondate = {
        let (said, this) = (props.said.clone(), monday(props.today));
        props.say.reform(move |date| of_week(&said, monday(date), this))
    };
    let onperson = {
        let (said, own) = (props.said.clone(), props.own.clone());
        props.say.reform(move |event: Event| {
            let personne = chosen(event).filter(|slug| *slug != *own);
            AvailabilityQuery { personne, semaine: said.semaine.clone(), ..AvailabilityQuery::default() }
        })
    };
    let reached: Vec<_> = props.team.people.iter().filter(|one| one.within_reach).collect();
    let told = t_with(
        "week.told",
        &[("from", &dates::short_day(props.week)), ("to", &dates::dated_day(after(props.week, 6)))],
    );
    html! {
        <>
            <div class="toolbar" role="group" aria-label={t("availability.tools")}>
                if reached.len() > 1 {
                    <select class="input" aria-label={t("availability.person")} onchange={onperson} data-testid="person-choice">
                        { for reached.iter().map(|one| {
                            let slug = one.staff.slug.to_string();
                            html! {
                                <option value={slug.clone()} selected={*props.staff == *slug}>{ &one.staff.name }</option>
                            }
                        }) }
                    </select>
                }
                <div class="day-switch">
                    <button type="button" class="button button-icon" title={t("week.previous")} aria-label={t("week.previous")}
                        onclick={go(after(props.week, -7))} data-testid="previous-week"><Icon glyph={Glyph::Previous} /></button>
                    <button type="button" class="button" disabled={props.week == monday(props.today)}
                        onclick={go(monday(props.today))} data-testid="this-week">{ t("week.this") }</button>
                    <button type="button" class="button button-icon" title={t("week.next")} aria-label={t("week.next")}
                        onclick={go(after(props.week, 7))} data-testid="next-week"><Icon glyph={Glyph::Next} /></button>
                </div>
                <DateField label={t("week.date")} date={props.week} onchange={ondate} testid="date" />
            </div>
            <div class="week-told">
                <p role="status" data-testid="week-told">{ told }</p>
                <Legend />
            </div>
        </>
    }
}

/// The same address for another week; this week is what none says.
fn of_week(said: &AvailabilityQuery, week: NaiveDate, this: NaiveDate) -> AvailabilityQuery {
    AvailabilityQuery { semaine: (week != this).then(|| week.to_string()), ..said.clone() }
}

/// What the keys of the page need.
#[derive(Clone, PartialEq)]
pub struct WeekKeys {
    /// Monday of the week shown.
    pub week: NaiveDate,
    /// What the address says.
    pub said: AvailabilityQuery,
    /// Makes it say something else.
    pub say: Callback<AvailabilityQuery>,
    /// Closes the form, when one is open.
    pub close: Option<Callback<()>>,
    /// Adds a window, for who may.
    pub add: Option<Callback<()>>,
}

/// The arrows change the week, `n` adds a window, Escape closes the form.
#[hook]
pub fn use_week_keys(keys: WeekKeys) {
    let SingleKeys(single_keys) = use_context::<SingleKeys>().unwrap_or(SingleKeys(true));
    let on_key = use_callback((keys, single_keys), |key: String, (keys, single_keys)| {
        let by = match key.as_str() {
            "ArrowLeft" => Some(-7),
            "ArrowRight" => Some(7),
            _ => None,
        };
        match (key.as_str(), by, &keys.close, &keys.add) {
            (_, Some(by), ..) => {
                let semaine = Some(after(keys.week, by).to_string());
                keys.say.emit(AvailabilityQuery { semaine, ..keys.said.clone() });
            }
            ("Escape", _, Some(close), _) => close.emit(()),
            ("n", _, _, Some(add)) if *single_keys => add.emit(()),
            _ => return false,
        }
        true
    });
    use_shortcuts(on_key);
}
