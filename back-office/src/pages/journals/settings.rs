//! What was changed in the settings, before and after.

use creno_types::endpoint::ListSettingsChanges;
use creno_types::journal::{SettingsAction, SettingsChange, SettingsChanges};
use uuid::Uuid;
use yew::prelude::*;

use super::accesses::{moment, who};
use super::diff::{Change, diff};
use super::filter::{Filter, choice};
use super::tabs::Tab;
use super::{Around, Kind};
use crate::app::JournalQuery;
use crate::components::side_panel::fact;
use crate::i18n::{dates, t, words};

/// The journal of changes of settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings;

impl Kind for Settings {
    type Item = SettingsChange;
    type Page = SettingsChanges;
    type List = ListSettingsChanges;
    const TAB: Tab = Tab::Settings;
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("journal.when", "col-time"),
        ("changes.subject", "col-subject"),
        ("changes.resource", "col-resource"),
        ("accesses.who", "col-who"),
        ("accesses.address", "col-network"),
        ("changes.action", "col-kind"),
    ];
    const SEARCH: Option<&'static str> = Some("changes.search");
    const OPENS: bool = true;

    fn items(page: &SettingsChanges) -> &[SettingsChange] {
        &page.items
    }

    fn id(item: &SettingsChange) -> Uuid {
        item.id
    }

    fn cells(item: &SettingsChange) -> Vec<Html> {
        vec![
            moment(item.at),
            html! { { &item.subject } },
            html! { { words::setting(&item.resource) } },
            who(&item.who, item.by_key),
            html! { <code>{ &item.address }</code> },
            badge(item.action),
        ]
    }

    fn asked(said: &JournalQuery) -> Vec<(&'static str, Option<String>)> {
        vec![("resource", said.reglage.clone())]
    }

    fn choices(filter: &Filter) -> Html {
        let options = words::SETTINGS.into_iter().map(|word| (word, words::setting(word)));
        let chosen = filter.said.reglage.as_deref();
        let (label, every) = ("changes.resource", "changes.every_resource");
        choice(filter, label, every, chosen, options, |said, word| said.reglage = word)
    }

    fn detail(item: &SettingsChange, _around: &Around) -> Option<(String, Html)> {
        let changes = diff(item.before.as_ref(), item.after.as_ref());
        let content = html! {
            <>
                <dl class="facts">
                    { fact(t("changes.resource"), html! { { words::setting(&item.resource) } }) }
                    { fact(t("changes.action"), badge(item.action)) }
                    { fact(t("journal.when"), moment(item.at)) }
                    { fact(t("accesses.who"), who(&item.who, item.by_key)) }
                    { fact(t("accesses.address"), html! { <code>{ &item.address }</code> }) }
                </dl>
                { told(item.action, &changes) }
            </>
        };
        Some((item.subject.clone(), content))
    }
}

fn badge(action: SettingsAction) -> Html {
    let (class, key) = match action {
        SettingsAction::Created => ("status-honoured", "changes.created"),
        SettingsAction::Updated => ("", "changes.updated"),
        SettingsAction::Deleted => ("status-cancelled", "changes.deleted"),
    };
    html! { <span class={classes!("status", class)}>{ t(key) }</span> }
}

/// A value; an instant by the reader's clock.
fn readable(value: &str) -> String {
    let at = value.parse::<chrono::DateTime<chrono::Utc>>();
    at.map_or_else(|_| value.to_owned(), |at| dates::dated_moment(dates::on_this_clock(at)))
}

/// Each member that is not what it was, and what it was.
fn told(action: SettingsAction, changes: &[Change]) -> Html {
    if changes.is_empty() {
        return html! { <p class="absent">{ t("changes.same") }</p> };
    }
    let was = |value: &Option<String>, of: &'static str| {
        value.as_deref().map(readable).map(|value| html! {
            <p class={of}><span class="hidden">{ t(if of == "was" { "changes.before" } else { "changes.after" }) }</span>
                { value }</p>
        })
    };
    let updated = action == SettingsAction::Updated;
    html! {
        <dl class="diff" data-testid="diff">
            { for changes.iter().map(|change| html! {
                <div>
                    <dt>{ words::member(&change.member) }</dt>
                    <dd class={(!updated).then_some("plain")}>
                        { was(&change.before, "was") }{ was(&change.after, "is") }
                    </dd>
                </div>
            }) }
        </dl>
    }
}
