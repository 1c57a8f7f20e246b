//! Why a start is offered, or which rule removed it, person by person.

mod form;
mod person;

use std::rc::Rc;

use chrono::{NaiveDate, NaiveTime};
use creno_types::endpoint::{Endpoint, ExplainSlots, GetCatalog, with_query};
use creno_types::explain::Explanation;
use creno_types::session::SessionAgency;
use creno_types::{Catalog, Channel, ZonedInstant};
use yew::prelude::*;

use self::form::ExplainForm;
use self::person::PersonRuns;
use crate::api::{self, ApiError, fetch_team};
use crate::app::{ExplainQuery, Route};
use crate::components::failure::Failure;
use crate::components::icon::{Glyph, Icon};
use crate::components::skeleton::Skeleton;
use crate::hooks::clock::use_today;
use crate::hooks::load::use_load;
use crate::hooks::said::use_said;
use crate::hooks::session::use_person;
use crate::hooks::title::{use_page_heading, use_title};
use crate::i18n::{dates, t, t_with};

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    agency: String,
    theme: String,
    channel: Channel,
    date: NaiveDate,
    hour: Option<NaiveTime>,
    staff: Option<String>,
}

/// What the address says, where it makes sense; the first choice otherwise.
fn asked(
    said: &ExplainQuery,
    catalog: &Catalog,
    agencies: &[SessionAgency],
    today: impl Fn(&str) -> NaiveDate,
) -> Option<Asked> {
    let reached = |slug: &str| agencies.iter().any(|agency| agency.slug.as_str() == slug);
    let named = |slug: &str, said: &Option<String>| said.as_deref() == Some(slug);
    let offered: Vec<_> = catalog.agencies.iter().filter(|agency| reached(agency.slug.as_str())).collect();
    let agency = offered.iter().find(|one| named(one.slug.as_str(), &said.agence)).or(offered.first())?;
    let themes: Vec<_> = catalog.themes_of(agency).collect();
    let theme = themes.iter().find(|one| named(one.slug.as_str(), &said.theme)).or(themes.first())?;
    let channels: Vec<_> = catalog.channels(agency, theme).iter().collect();
    let channel = channels.iter().find(|one| named(one.as_str(), &said.canal)).or(channels.first())?;
    let date = said.date.as_deref().and_then(|date| date.parse().ok());
    Some(Asked {
        agency: agency.slug.to_string(),
        theme: theme.slug.to_string(),
        channel: *channel,
        date: date.unwrap_or_else(|| today(&agency.timezone)),
        hour: said.heure.as_deref().and_then(|hour| NaiveTime::parse_from_str(hour, "%H:%M").ok()),
        staff: said.personne.clone().filter(|slug| !slug.is_empty()),
    })
}

/// What came: the whole date, and the instant when one is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    day: Explanation,
    instant: Option<Explanation>,
}

async fn fetch(asked: Option<Asked>) -> Result<Option<Answers>, ApiError> {
    let Some(asked) = asked else { return Ok(None) };
    let day = explain(&asked, ("date", &asked.date.to_string())).await?;
    let instant = match asked.hour.and_then(|hour| at(&day, asked.date, hour)) {
        Some(at) => Some(explain(&asked, ("at", &at.to_string())).await?),
        None => None,
    };
    Ok(Some(Answers { day, instant }))
}

async fn explain(asked: &Asked, moment: (&str, &str)) -> Result<Explanation, ApiError> {
    let mut parameters = vec![
        ("agency", asked.agency.as_str()),
        ("theme", asked.theme.as_str()),
        ("channel", asked.channel.as_str()),
        moment,
    ];
    parameters.extend(asked.staff.as_deref().map(|staff| ("staff", staff)));
    api::call::<ExplainSlots>(&with_query(ExplainSlots::PATH, &parameters), &()).await
}

/// The instant at which the agency's clock shows `hour`: with the offset of the runs of that part of the day.
fn at(day: &Explanation, date: NaiveDate, hour: NaiveTime) -> Option<ZonedInstant> {
    let runs = day.people.iter().flat_map(|person| &person.verdicts).map(|verdict| verdict.from);
    let on_date: Vec<_> = runs.filter(|from| from.local_date() == date).collect();
    let before = on_date.iter().filter(|from| from.local_time() <= hour).max_by_key(|from| from.local_time());
    let offset = before.or(on_date.first())?.offset_seconds();
    let offset = chrono::FixedOffset::east_opt(offset)?;
    let local = date.and_time(hour).and_local_timezone(offset).single()?;
    Some(ZonedInstant::from(local))
}

/// The question, then everybody's day.
#[component]
pub fn ExplainPage() -> Html {
    let (said, say) = use_said::<ExplainQuery>(Route::Explain);
    let person = use_person();
    let agencies: Vec<SessionAgency> = person.map(|person| person.agencies.clone()).unwrap_or_default();
    let catalog = use_load((), |()| api::call::<GetCatalog>(GetCatalog::PATH, &()));
    let asked = catalog
        .state
        .data
        .as_ref()
        .and_then(|catalog| asked(&said, catalog, &agencies, |zone| dates::today(Some(zone))));
    let load = use_load(asked.clone(), fetch);
    let today = use_today(None);
    let where_ = asked.as_ref().map(|asked| asked.agency.clone());
    let team = use_load((where_, today), |(agency, today)| async move {
        match agency {
            Some(_) => fetch_team(agency, today, today).await,
            None => Ok(creno_types::team::Team::default()),
        }
    });
    use_title(t("explain.title").to_owned());
    let heading = use_page_heading();
    let answers = load.state.data.as_ref().and_then(|answers| answers.as_ref().clone());
    let error = catalog.state.error.clone().or(load.state.error.clone());
    let again = {
        let all = [catalog.reload.clone(), load.reload.clone()];
        Callback::from(move |()| all.iter().for_each(|reload| reload.emit(())))
    };
    let asks = catalog.state.data.is_some();
    html! {
        <div class="day">
            <div class="day-main">
                <header class="page-head">
                    <div>
                        <h1 ref={heading} tabindex="-1">{ t("explain.title") }</h1>
                        <p class="page-intro">{ t("explain.intro") }</p>
                    </div>
                </header>
                if let (Some(catalog), Some(asked)) = (&catalog.state.data, &asked) {
                    <ExplainForm catalog={catalog.clone()} {agencies} asked={asked.clone()} said={said.clone()} {say}
                        people={team.state.data.clone()} />
                    if let Some(answers) = &answers {
                        { shown(asked, answers) }
                    } else if error.is_none() {
                        <Skeleton />
                    }
                } else if error.is_none() && asks {
                    { nothing("explain.no_agency", "explain.no_agency_detail") }
                } else if error.is_none() {
                    <Skeleton />
                }
                if let Some(error) = error {
                    <Failure {error} onretry={again} />
                }
            </div>
        </div>
    }
}

fn nothing(title: &'static str, detail: &'static str) -> Html {
    html! {
        <div class="state" data-testid="empty">
            <Icon glyph={Glyph::NoCalendar} size={32} />
            <p class="state-title">{ t(title) }</p>
            <p>{ t(detail) }</p>
        </div>
    }
}

fn shown(asked: &Asked, answers: &Answers) -> Html {
    if answers.day.people.is_empty() {
        return nothing("explain.nobody", "explain.nobody_detail");
    }
    let hour = asked.hour.filter(|_| answers.instant.is_some());
    html! {
        <>
            <p class="team-told" role="status" data-testid="explained">{ told(asked, answers) }</p>
            <ul class="explained">
                { for answers.day.people.iter().map(|person| {
                    let instant = answers.instant.iter().flat_map(|instant| &instant.people);
                    let instant = instant.filter(|one| one.staff.id == person.staff.id);
                    let verdict = instant.flat_map(|one| &one.verdicts).next().cloned();
                    html! {
                        <PersonRuns key={person.staff.slug.to_string()} of={Rc::new(person.clone())} date={asked.date} {hour} {verdict} />
                    }
                }) }
            </ul>
        </>
    }
}

/// "lundi 15 juin 2026, 10:00 : proposé par 2 personnes sur 3".
fn told(asked: &Asked, answers: &Answers) -> String {
    let people = &answers.instant.as_ref().unwrap_or(&answers.day).people;
    let offering =
        people.iter().filter(|one| one.verdicts.iter().any(|verdict| verdict.rule.is_none())).count();
    let mut when = dates::long_day(asked.date);
    if let (Some(hour), true) = (asked.hour, answers.instant.is_some()) {
        when = format!("{when}, {}", dates::clock(hour));
    }
    let (offering, all) = (offering.to_string(), people.len().to_string());
    t_with("explain.told", &[("when", &when), ("n", &offering), ("all", &all)])
}

#[cfg(test)]
mod tests {
    use creno_types::explain::Explanation;

    use super::at;

    #[test]
    fn an_hour_is_read_by_the_clock_of_its_part_of_the_day() {
        let staff =
            serde_json::json!({ "id": "00000000-0000-0000-0000-000000000001", "slug": "lea", "name": "Léa" });
        let run =
            |from: &str, to: &str| serde_json::json!({ "from": from, "to": to, "rule": null, "detail": "" });
        // The clock goes back at 3:00.
        let day: Explanation = serde_json::from_value(serde_json::json!({
            "timezone": "Europe/Paris",
            "people": [{ "staff": staff, "verdicts": [
                run("2026-10-25T00:00:00+02:00", "2026-10-25T02:45:00+02:00"),
                run("2026-10-25T09:00:00+01:00", "2026-10-25T11:00:00+01:00"),
            ] }],
        }))
        .unwrap();
        let date = "2026-10-25".parse().unwrap();
        let read = |hour: &str| at(&day, date, hour.parse().unwrap()).unwrap().to_string();
        assert_eq!(read("01:00:00"), "2026-10-25T01:00:00+02:00");
        assert_eq!(read("10:05:00"), "2026-10-25T10:05:00+01:00");
        assert_eq!(
            at(&Explanation { people: Vec::new(), ..day.clone() }, date, "10:00:00".parse().unwrap()),
            None
        );
    }
}
