//! Step 2: about what, with skills as a filter.

use creno_types::{Skill, Theme};
use yew::prelude::*;

use super::shell::use_shell;
use super::state::{Action, Step};
use crate::components::{Choice, Frame, Shape, channel_shape, choice, icon, small_choice};
use crate::i18n::{I18n, use_i18n};

/// The step.
#[component]
pub fn ThemeStep() -> Html {
    let (i18n, shell) = (use_i18n(), use_shell());
    let journey = shell.journey.clone();
    let missing = use_state_eq(|| false);
    let onsubmit = {
        let (journey, missing) = (journey.clone(), missing.clone());
        Callback::from(move |()| match journey.choices.theme {
            Some(_) => journey.dispatch(Action::Next),
            None => missing.set(true),
        })
    };
    let Some(agency) = journey.agency() else { return Html::default() };
    let themes: Vec<&Theme> = journey.catalog.themes_of(agency).collect();
    let skills: Vec<&Skill> = journey
        .catalog
        .skills
        .iter()
        .filter(|skill| themes.iter().any(|theme| theme.skill == skill.slug))
        .collect();
    // A skill that this agency does not have filters nothing.
    let skill =
        journey.skill.as_deref().filter(|slug| skills.iter().any(|skill| skill.slug.as_str() == *slug));
    let shown = themes.iter().filter(|theme| skill.is_none_or(|skill| theme.skill.as_str() == skill));
    let filter = |slug: Option<&str>, name: String| {
        let (journey, wanted) = (journey.clone(), slug.map(str::to_owned));
        let row = Choice {
            group: "creno-skill",
            testid: ["creno-skill-", slug.unwrap_or("all")].concat(),
            checked: skill == slug,
            onchoose: Callback::from(move |()| journey.dispatch(Action::Skill(wanted.clone()))),
            mark: Html::default(),
            body: html! { <span>{ name }</span> },
        };
        small_choice("filter", row)
    };
    let choose = |slug: String| {
        let (journey, missing) = (journey.clone(), missing.clone());
        Callback::from(move |()| {
            missing.set(false);
            journey.dispatch(Action::Theme(slug.clone()));
        })
    };
    let chosen = journey.choices.theme.as_deref();
    html! {
        <Frame step={Step::Theme} {onsubmit} next={i18n.text("next")} stuck={themes.is_empty()}>
            if skills.len() > 1 {
                <fieldset class="filters">
                    <legend class="filters-title">{ i18n.text("theme.skills") }</legend>
                    <div class="filters-row">
                        { filter(None, i18n.text("theme.every_skill")) }
                        { for skills.iter().map(|entry| filter(Some(entry.slug.as_str()), entry.name.clone())) }
                    </div>
                </fieldset>
            }
            if *missing { <p class="field-error" role="alert" data-testid="creno-missing">{ i18n.text("theme.missing") }</p> }
            <fieldset class="choices">
                <legend class="only-heard">{ i18n.text("theme.title") }</legend>
                { for shown.map(|theme| {
                    let slug = theme.slug.as_str();
                    choice(Choice {
                                    group: "creno-theme",
                        testid: ["creno-theme-", slug].concat(),
                        checked: chosen == Some(slug),
                        onchoose: choose(slug.to_owned()),
                        mark: mark(theme),
                        body: row(theme, chosen == Some(slug), &i18n),
                    })
                }) }
            </fieldset>
        </Frame>
    }
}

/// The theme's colour, as a band on the row's edge.
fn mark(theme: &Theme) -> Html {
    html! {
        <svg class="choice-mark" viewBox="0 0 4 4" preserveAspectRatio="none" aria-hidden="true">
            <rect width="4" height="4" fill={theme.color.clone()} />
        </svg>
    }
}

fn row(theme: &Theme, chosen: bool, i18n: &I18n) -> Html {
    html! {
        <span class="choice-body">
            <span class="choice-title">{ &theme.name }</span>
            if !theme.description.is_empty() { <span class="choice-note">{ &theme.description }</span> }
            <span class="choice-facts">
                <span class="fact">{ icon(Shape::Clock) }{ i18n.minutes(theme.duration_min.0) }</span>
                { for theme.channels.iter().map(|channel| html! {
                    <span class="fact">
                        { icon(channel_shape(channel)) }
                        { i18n.text(&["channel.", channel.as_str()].concat()) }
                    </span>
                }) }
            </span>
            if chosen && !theme.instructions.is_empty() {
                <span class="choice-more">{ &theme.instructions }</span>
            }
        </span>
    }
}
