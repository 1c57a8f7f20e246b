use std::rc::Rc;

use creno_types::hold::{Hold, NewHold};
use creno_types::{Catalog, Channel, FieldErrorCode, ProblemCode, ZonedInstant};
use serde_json::{Value, json};
use yew::Reducible;

use super::{Action, Entry, Held, Journey, Refusal, Renewal, Step};
use crate::config::Presets;
use crate::journey::choices::Choices;

fn id(n: u32) -> String {
    format!("018f3f5e-0000-7000-8000-{n:012}")
}

fn agency(n: u32, slug: &str, channels: &[&str]) -> Value {
    json!({
        "id": id(n), "slug": slug, "name": slug, "street": "1 rue Haute", "postcode": "75009", "city": "Paris",
        "timezone": "Europe/Paris", "position": {"latitude": 48.9, "longitude": 2.3}, "channels": channels,
    })
}

fn theme(n: u32, slug: &str, channels: &[&str], agencies: &[&str]) -> Value {
    json!({
        "id": id(n), "slug": slug, "name": slug, "description": "", "skill": "habitat", "duration_min": 45,
        "channels": channels, "agencies": agencies, "fields": ["last_name", "email"], "color": "#086E6B",
    })
}

fn campaign(n: u32, slug: &str, themes: &[&str], agencies: &[&str], channels: &[&str]) -> Value {
    json!({
        "id": id(n), "slug": slug, "name": slug, "themes": themes, "agencies": agencies, "channels": channels,
    })
}

fn catalog() -> Rc<Catalog> {
    let every = ["office", "video", "phone"];
    Rc::new(
        serde_json::from_value(json!({
            "lang": "fr",
            "agencies": [agency(1, "opera", &every), agency(2, "nation", &["office"])],
            "skills": [{"id": id(3), "slug": "habitat", "name": "Habitat", "description": ""}],
            "themes": [
                theme(4, "premier", &every, &["opera", "nation"]),
                theme(5, "pret", &["video"], &["opera"]),
            ],
            "fields": [
                {"key": "last_name", "label": "Nom", "format": "letters", "required": true},
                {"key": "email", "label": "E-mail", "format": "email", "required": true},
            ],
            "branding": creno_types::Branding::default(),
            "texts": {"organisation": "Concilia", "consent": "Oui", "consent_version": "1"},
            "campaigns": [
                campaign(6, "soirees", &["premier", "pret"], &["opera"], &["office"]),
                campaign(7, "ailleurs", &["pret"], &["nation"], &every),
            ],
        }))
        .unwrap(),
    )
}

fn presets(agency: Option<&str>, theme: Option<&str>) -> Presets {
    Presets { agency: agency.map(Into::into), theme: theme.map(Into::into), ..Presets::default() }
}

fn start() -> ZonedInstant {
    "2026-06-15T11:00:00+02:00".parse().unwrap()
}

fn journey(presets: &Presets) -> Rc<Journey> {
    Rc::new(Journey::new(catalog(), presets, Default::default(), None))
}

fn after(journey: Rc<Journey>, actions: impl IntoIterator<Item = Action>) -> Rc<Journey> {
    actions.into_iter().fold(journey, |journey, action| journey.reduce(action))
}

fn send(journey: &Rc<Journey>) -> Rc<Journey> {
    journey.clone().reduce(journey.sent())
}

fn held() -> Action {
    let staff = json!({"id": id(9), "slug": "camille", "name": "Camille"});
    let hold = json!({"hold": "secret", "expires_at": "2026-06-15T09:10:00+00:00", "staff": staff});
    let hold: Hold = serde_json::from_value(hold).unwrap();
    let (agency, theme, channel) = ("opera".into(), "premier".into(), Channel::Office);
    let asked = NewHold { agency, theme, channel, start: start(), campaign: None, replaces: None };
    Action::Held(Rc::new(Held { asked, hold, ahead_ms: 0.0, renewal: Renewal::Open }))
}

fn at_details() -> Rc<Journey> {
    let chosen = [Action::Channel(Channel::Office), Action::Next, Action::Start(start()), held()];
    after(journey(&presets(Some("opera"), Some("premier"))), chosen)
}

fn filled() -> Rc<Journey> {
    let typed = [("last_name", " Le  Goff"), ("email", "m@Exemple.fr")];
    let typed = typed.map(|(key, text)| Action::Answer(key.into(), text.into(), None));
    send(&after(at_details(), typed.into_iter().chain([Action::Consent(true)])))
}

#[test]
fn presets_start_the_journey_further_on() {
    assert_eq!(journey(&Presets::default()).step, Step::Agency);
    assert_eq!(journey(&presets(Some("opera"), None)).step, Step::Theme);
    assert_eq!(journey(&presets(Some("opera"), Some("premier"))).step, Step::Channel);
    assert_eq!(journey(&presets(Some(&id(1)), Some("premier"))).choices.agency.as_deref(), Some("opera"));
}

fn in_campaign(name: &str) -> Presets {
    Presets { campaign: Some(name.into()), ..Presets::default() }
}

#[test]
fn a_campaign_leaves_nothing_but_its_own() {
    // One agency, and of the two themes the one that its sessions' only channel is open for.
    let journey = journey(&in_campaign("soirees"));
    assert_eq!(journey.campaign_slug().as_deref(), Some("soirees"));
    let slugs: Vec<_> = journey.catalog.agencies.iter().map(|agency| agency.slug.as_str()).collect();
    assert_eq!((journey.step, &*slugs), (Step::Slot, &["opera"][..]));
    assert_eq!(journey.choices.theme.as_deref(), Some("premier"));
    assert_eq!((journey.choices.channel, journey.before()), (Some(Channel::Office), None));
    assert_eq!(self::journey(&in_campaign(&id(6))).campaign_slug().as_deref(), Some("soirees"));
    // What the host page presets outside of it is dropped.
    let elsewhere = Presets { campaign: Some("soirees".into()), ..presets(Some("nation"), None) };
    assert_eq!(self::journey(&elsewhere).choices.agency.as_deref(), Some("opera"));
}

#[test]
fn a_campaign_that_is_not_open_leaves_the_ordinary_journey() {
    for closed in ["inconnue", "ailleurs"] {
        let journey = journey(&in_campaign(closed));
        assert!(journey.lacks_campaign() && journey.campaign.is_none(), "{closed}");
        assert_eq!((journey.step, journey.catalog.agencies.len()), (Step::Agency, 2), "{closed}");
    }
    assert!(!journey(&Presets::default()).lacks_campaign());
}

#[test]
fn another_campaign_makes_another_journey() {
    let outside = after(at_details(), [Action::Presets(in_campaign("soirees"))]);
    assert_eq!((outside.step, outside.choices.start, outside.catalog.themes.len()), (Step::Slot, None, 2));
    let back = after(outside, [Action::Presets(Presets::default())]);
    assert_eq!((back.step, back.campaign_slug(), back.catalog.agencies.len()), (Step::Agency, None, 2));
}

#[test]
fn a_campaign_stays_when_the_catalogue_changes_and_closes_with_it() {
    let journey = after(journey(&in_campaign("soirees")), [Action::Catalog(catalog())]);
    assert_eq!((journey.catalog.agencies.len(), journey.whole.agencies.len()), (1, 2));
    let mut over = (*catalog()).clone();
    over.campaigns.clear();
    let journey = after(journey, [Action::Catalog(Rc::new(over))]);
    assert!(journey.lacks_campaign());
    assert_eq!(journey.catalog.agencies.len(), 2);
}

#[test]
fn history_stays_within_the_campaign() {
    let entry = Entry { step: Step::Details, choices: at_details().choices.clone(), from: None };
    let inside = Journey::new(catalog(), &in_campaign("soirees"), Default::default(), Some(entry.clone()));
    assert_eq!((inside.step, inside.campaign_slug().as_deref()), (Step::Details, Some("soirees")));
    let mut elsewhere = entry;
    elsewhere.choices.agency = Some("nation".into());
    let inside = Journey::new(catalog(), &in_campaign("soirees"), Default::default(), Some(elsewhere));
    assert_eq!((inside.step, inside.choices.agency), (Step::Agency, None));
}

#[test]
fn a_step_with_one_answer_is_passed_over() {
    let journey = journey(&presets(Some("opera"), Some("pret")));
    assert_eq!((journey.step, journey.choices.channel), (Step::Slot, Some(Channel::Video)));
    assert_eq!(journey.before(), None);
    // The agency alone settles both the theme and the channel there.
    let journey = after(self::journey(&Presets::default()), [Action::Agency("nation".into()), Action::Next]);
    assert_eq!((journey.step, journey.choices.channel), (Step::Slot, Some(Channel::Office)));
    assert_eq!(journey.before(), Some(Step::Agency));
}

#[test]
fn presets_that_do_not_go_together_are_dropped() {
    let journey = journey(&presets(Some("nation"), Some("pret")));
    assert_eq!(journey.choices.theme.as_deref(), Some("premier"));
    assert_eq!(self::journey(&presets(Some("nowhere"), None)).step, Step::Agency);
}

#[test]
fn another_agency_drops_only_what_it_does_not_offer() {
    let journey = after(at_details(), [Action::Agency("nation".into())]);
    assert_eq!(journey.choices.theme.as_deref(), Some("premier"));
    assert_eq!((journey.choices.channel, journey.choices.start), (Some(Channel::Office), None));
}

#[test]
fn the_form_lists_every_mistake_then_keeps_answers_in_their_short_form() {
    let journey = send(&after(at_details(), [Action::Answer("email".into(), "nobody".into(), None)]));
    let told: Vec<_> = journey.errors.iter().map(|error| (error.field.as_str(), error.code)).collect();
    let expected = [
        ("last_name", FieldErrorCode::Required),
        ("email", FieldErrorCode::NotEmail),
        ("consent", FieldErrorCode::ConsentMissing),
    ];
    assert_eq!((journey.step, &*told), (Step::Details, &expected[..]));
    // A mistake goes as soon as it is mended.
    let typed = journey.typed("email".into(), "a@b.fr".into());
    let journey = after(journey, [typed]);
    assert_eq!(journey.error("email"), None);
    let journey = filled();
    assert_eq!((journey.step, &*journey.answers["last_name"]), (Step::Check, "Le Goff"));
}

#[test]
fn typing_clears_a_mistake_and_tells_no_other() {
    let journey = send(&at_details());
    assert_eq!(journey.error("email"), Some(FieldErrorCode::Required));
    let begun = after(journey.clone(), [journey.typed("email".into(), "nob".into())]);
    assert_eq!(begun.error("email"), None);
    let left = after(begun.clone(), begun.left("email".into()));
    assert_eq!(left.error("email"), Some(FieldErrorCode::NotEmail));
    let further = after(left.clone(), [left.typed("email".into(), "nobody".into())]);
    assert_eq!(further.error("email"), Some(FieldErrorCode::NotEmail));
}

#[test]
fn an_empty_field_is_no_mistake_until_the_form_is_sent() {
    let journey = at_details();
    assert!(journey.left("email".into()).is_none());
    assert!(journey.errors.is_empty());
}

#[test]
fn a_lost_slot_loses_nothing_else() {
    let code = ProblemCode::SlotTaken.to_string();
    let refusal = Refusal { code, text: String::new(), alternatives: vec![start()] };
    let lost = after(filled(), [Action::Refused(refusal)]);
    assert_eq!((lost.step, lost.held.is_none(), lost.answers.len()), (Step::Check, true, 2));
    let again = after(lost, [held()]);
    assert_eq!((again.step, again.refusal.is_none(), again.held.is_some()), (Step::Check, true, true));
}

fn other() -> ZonedInstant {
    "2026-06-15T12:00:00+02:00".parse().unwrap()
}

#[test]
fn back_at_the_slots_the_hold_is_the_visitors_own_until_they_choose_otherwise() {
    let back = after(at_details(), [Action::GoTo(Step::Slot), Action::Start(other())]);
    assert_eq!(back.own_hold().map(|held| held.asked.start), Some(start()));
    for otherwise in [
        Action::Channel(Channel::Video),
        Action::Theme("pret".into()),
        Action::Agency("nation".into()),
        Action::Presets(in_campaign("soirees")),
    ] {
        let journey = after(back.clone(), [otherwise]);
        assert!(journey.held.is_some() && journey.own_hold().is_none());
    }
    // An entry of the history that names another start leads to the one that is kept.
    let entry = Entry { step: Step::Details, choices: back.choices.clone(), from: None };
    assert_eq!(after(back, [Action::Restore(entry)]).choices.start, Some(start()));
}

#[test]
fn a_start_that_can_not_be_had_leaves_the_one_that_is_kept() {
    let refusal = Refusal { code: "slot_taken".into(), text: String::new(), alternatives: Vec::new() };
    let chosen = [Action::GoTo(Step::Slot), Action::Start(other()), Action::Busy(true)];
    let journey = after(after(at_details(), chosen), [Action::Missed(refusal)]);
    assert!(journey.own_hold().is_some() && journey.refusal.is_some() && !journey.busy);
    assert_eq!((journey.step, journey.choices.start), (Step::Slot, Some(other())));
}

#[test]
fn only_the_hold_that_was_given_back_is_gone() {
    let released = |token: &str| after(at_details(), [Action::Released(Some(token.into()))]).held.is_some();
    assert_eq!((released("another"), released("secret")), (true, false));
    assert!(after(at_details(), [Action::Released(None)]).held.is_none());
}

#[test]
fn a_hold_is_renewed_once_or_told_that_it_is_not() {
    let until = "2026-06-15T09:18:00+00:00".parse().unwrap();
    let journey = after(at_details(), [Action::Renewed(Some((until, 0.0)))]);
    let renewed = journey.held.clone().unwrap();
    assert_eq!((renewed.renewal, renewed.hold.expires_at), (Renewal::Done, until));
    let refused = after(at_details(), [Action::Renewed(None)]).held.clone().unwrap();
    assert_eq!(refused.renewal, Renewal::Refused);
    assert_eq!(Some(refused.hold.expires_at), at_details().held.as_ref().map(|held| held.hold.expires_at));
    // The start that takes its place may be kept longer in its turn.
    assert_eq!(after(journey, [held()]).held.as_ref().map(|held| held.renewal), Some(Renewal::Open));
    assert!(after(self::journey(&Presets::default()), [Action::Renewed(Some((until, 0.0)))]).held.is_none());
}

#[test]
fn a_hold_that_arrives_after_the_visitor_left_the_slots_moves_nothing() {
    let journey = after(at_details(), [Action::GoTo(Step::Channel), held()]);
    assert_eq!(journey.step, Step::Channel);
}

#[test]
fn history_leads_no_further_than_its_choices_and_what_is_typed() {
    let entry = |step, journey: &Journey| Entry { step, choices: journey.choices.clone(), from: None };
    let full = filled();
    // After a reload: the choices are there, what was typed is not.
    let fresh =
        Journey::new(catalog(), &Presets::default(), Default::default(), Some(entry(Step::Check, &full)));
    assert_eq!((fresh.step, fresh.choices.start), (Step::Details, Some(start())));
    // Within the page, it is.
    let back = after(full.clone(), [Action::Restore(entry(Step::Slot, &full))]);
    assert_eq!((back.step, back.answers.len(), back.from_history), (Step::Slot, 2, true));
    assert_eq!(after(back, [Action::Restore(entry(Step::Check, &full))]).step, Step::Check);
    // An entry of an earlier step knows less: what was chosen since stays.
    let agency_only = Choices { agency: full.choices.agency.clone(), ..Choices::default() };
    let earlier = Entry { step: Step::Theme, choices: agency_only, from: None };
    let back = after(full.clone(), [Action::Restore(earlier)]);
    assert_eq!((back.step, &back.choices), (Step::Theme, &full.choices));
    // An entry that claims more than it holds.
    let nothing = Journey::new(catalog(), &Presets::default(), Default::default(), None);
    assert_eq!(after(full, [Action::Restore(entry(Step::Check, &nothing))]).step, Step::Agency);
}

#[test]
fn history_holds_no_personal_data() {
    let journey = filled();
    let entry = Entry { step: journey.step, choices: journey.choices.clone(), from: None };
    let written = serde_json::to_string(&entry).unwrap();
    for secret in ["Goff", "exemple", "secret"] {
        assert!(!written.contains(secret), "{written}");
    }
}
