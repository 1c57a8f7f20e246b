//! The windows by weekday and the exceptions by date, with what can be done to each.

use chrono::NaiveDate;
use creno_types::window::{Exception, Window};
use yew::prelude::*;

use super::draft::TypedWindow;
use super::open::{Standing, Typed};
use super::people::Rules;
use super::phrases::{self, WEEKDAYS};
use crate::components::channel::ChannelLabel;
use crate::components::icon::{Glyph, Icon};
use crate::i18n::{dates, t, t_count, t_with};

/// What is asked of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Change what stands.
    Change(Standing),
    /// Add something that begins as this.
    Add(Typed),
    /// Remove what stands.
    Remove(Standing),
}

/// Properties of [`RuleList`].
#[derive(Properties, PartialEq)]
pub struct RuleListProps {
    /// What there is.
    pub rules: std::rc::Rc<Rules>,
    /// Today.
    pub today: NaiveDate,
    /// Whether it may be changed.
    pub may_change: bool,
    /// Id of what is open.
    pub opened: Option<uuid::Uuid>,
    /// Does what a line is asked.
    pub onact: Callback<Act>,
}

/// Both lists.
#[component]
pub fn RuleList(props: &RuleListProps) -> Html {
    let past = use_state_eq(|| false);
    let (gone, coming): (Vec<&Exception>, Vec<&Exception>) =
        props.rules.exceptions.iter().partition(|exception| exception.rule.date < props.today);
    let onpast = {
        let past = past.clone();
        Callback::from(move |_: MouseEvent| past.set(!*past))
    };
    html! {
        <div class="rule-lists">
            <section class="avail-section" aria-labelledby="windows-title" data-testid="windows">
                <h2 id="windows-title">{ t("rules.windows") }</h2>
                if props.rules.windows.is_empty() {
                    <p class="absent" data-testid="no-window">{ t("rules.no_window") }</p>
                }
                { for (1..).zip(WEEKDAYS).map(|(day, name)| {
                    let of_day: Vec<_> = props.rules.windows.iter().filter(|window| window.rule.weekday == day).collect();
                    if of_day.is_empty() {
                        return Html::default();
                    }
                    html! {
                        <>
                            <h3 class="rule-day">{ t(name) }</h3>
                            <ul class="rules">{ for of_day.into_iter().map(|window| window_line(props, window)) }</ul>
                        </>
                    }
                }) }
            </section>
            <section class="avail-section" aria-labelledby="exceptions-title" data-testid="exceptions">
                <h2 id="exceptions-title">{ t("rules.exceptions") }</h2>
                if coming.is_empty() {
                    <p class="absent" data-testid="no-exception">{ t("rules.no_exception") }</p>
                }
                <ul class="rules">{ for coming.into_iter().map(|exception| exception_line(props, exception)) }</ul>
                if !gone.is_empty() {
                    <p>
                        <button type="button" class="button button-quiet" aria-expanded={past.to_string()} onclick={onpast}>
                            { if *past { t("rules.hide_past").to_owned() } else { t_count("rules.past", gone.len()) } }
                        </button>
                    </p>
                    if *past {
                        <ul class="rules is-past">{ for gone.into_iter().map(|exception| exception_line(props, exception)) }</ul>
                    }
                }
            </section>
        </div>
    }
}

fn window_line(props: &RuleListProps, window: &Window) -> Html {
    let rule = &window.rule;
    let ended = rule.valid_until.is_some_and(|last| last < props.today);
    let standing = Standing::Window(window.clone());
    let copy = Typed::Window(TypedWindow { days: Vec::new(), ..TypedWindow::of(window) });
    let phrase = phrases::rhythm(rule);
    let agency = window.agency.as_ref().map(|agency| agency.name.clone());
    let line = html! {
        <>
            <p class="rule-phrase">
                <strong>{ dates::hours(rule.from_time, rule.to_time) }</strong>
                <span>{ &phrase }</span>
            </p>
            <p class="rule-facts">
                if let Some(between) = phrases::dates(rule, dates::full_day) {
                    <span>{ between }</span>
                }
                if ended { <span class="status status-excused">{ t("rules.ended") }</span> }
                <span>{ agency.unwrap_or_else(|| t("rules.every_agency").to_owned()) }</span>
                { for rule.channels.iter().map(|channel| html! { <ChannelLabel {channel} /> }) }
            </p>
        </>
    };
    entry(props, standing, line, Some(copy), classes!("rule", ended.then_some("is-past")))
}

fn exception_line(props: &RuleListProps, exception: &Exception) -> Html {
    let rule = &exception.rule;
    let agency = exception.agency.as_ref().map(|agency| agency.name.clone());
    let line = html! {
        <>
            <p class="rule-phrase">
                <strong>{ dates::dated_day(rule.date) }</strong>
                <span class={if rule.opens { "rule-opens" } else { "rule-closes" }}>{ phrases::exception(rule) }</span>
            </p>
            <p class="rule-facts">
                <span>{ agency.unwrap_or_else(|| t("rules.every_agency").to_owned()) }</span>
                { for rule.channels.iter().map(|channel| html! { <ChannelLabel {channel} /> }) }
            </p>
        </>
    };
    entry(props, Standing::Exception(exception.clone()), line, None, classes!("rule"))
}

fn entry(props: &RuleListProps, standing: Standing, line: Html, copy: Option<Typed>, class: Classes) -> Html {
    let id = standing.id();
    let name = standing.told(dates::full_day);
    let act = |act: Act| props.onact.reform(move |_: MouseEvent| act.clone());
    let label = |key: &str| t_with(key, &[("what", &name)]);
    html! {
        <li key={id.to_string()} id={format!("rule-{id}")} data-testid="rule"
            class={classes!(class, (props.opened == Some(id)).then_some("is-open"))}>
            <div class="rule-text">{ line }</div>
            if props.may_change {
                <div class="rule-acts">
                    <button type="button" class="button button-icon" title={t("rules.change")} data-testid="change"
                        aria-label={label("rules.change_what")} onclick={act(Act::Change(standing.clone()))}>
                        <Icon glyph={Glyph::Pen} size={16} />
                    </button>
                    if let Some(copy) = copy {
                        <button type="button" class="button button-icon" title={t("rules.copy")} data-testid="copy"
                            aria-label={label("rules.copy_what")} onclick={act(Act::Add(copy))}>
                            <Icon glyph={Glyph::Copy} size={16} />
                        </button>
                    }
                    <button type="button" class="button button-icon" title={t("rules.remove")} data-testid="remove"
                        aria-label={label("rules.remove_what")} onclick={act(Act::Remove(standing))}>
                        <Icon glyph={Glyph::Trash} size={16} />
                    </button>
                </div>
            }
        </li>
    }
}
