use super::{CheckedCampaign, NewCampaign, NewCampaignSession, NewParticipant};
use crate::channel::Channel;
use crate::problem::FieldErrorCode as Code;

fn session() -> NewCampaignSession {
    NewCampaignSession {
        agency: "paris".into(),
        weekday: Some(4),
        nth: Some(3),
        from_time: "14:00".into(),
        to_time: "17:00".into(),
        channels: vec![Channel::Office],
        ..NewCampaignSession::default()
    }
}

fn once(date: &str) -> NewCampaignSession {
    NewCampaignSession { date: Some(date.into()), weekday: None, nth: None, ..session() }
}

fn campaign() -> NewCampaign {
    NewCampaign {
        slug: "forum".into(),
        name: "Forum".into(),
        active: Some(true),
        themes: vec!["conseil".into()],
        staff: vec![NewParticipant { staff: "ana".into(), priority: 1 }],
        sessions: vec![session(), once("2026-06-18")],
    }
}

fn faults(change: impl FnOnce(&mut NewCampaign)) -> Vec<(String, Code)> {
    let mut campaign = campaign();
    change(&mut campaign);
    let errors = CheckedCampaign::check(&campaign).err().unwrap_or_default();
    errors.into_iter().map(|error| (error.field, error.code)).collect()
}

fn all(faults: &[(&str, Code)]) -> Vec<(String, Code)> {
    faults.iter().map(|(field, code)| ((*field).to_owned(), *code)).collect()
}

#[test]
fn a_session_of_one_date_is_valid_that_day_alone() {
    let checked = CheckedCampaign::check(&campaign()).unwrap();
    let [monthly, once] = checked.sessions() else { panic!("{checked:?}") };
    assert_eq!((monthly.weekday, monthly.nth, monthly.valid_from), (4, Some(3), None));
    let date = "2026-06-18".parse().ok();
    assert_eq!((once.weekday, once.nth, once.every), (4, None, 1));
    assert_eq!((once.valid_from, once.valid_until), (date, date));
}

#[test]
fn a_session_has_a_date_or_a_rhythm() {
    assert_eq!(faults(|c| c.sessions[0].weekday = None), all(&[("sessions[0].weekday", Code::Required)]));
    let both = all(&[("sessions[1].date", Code::NotChoice)]);
    assert_eq!(faults(|c| c.sessions[1].weekday = Some(4)), both);
    assert_eq!(faults(|c| c.sessions[1].every = 2), both);
    assert_eq!(faults(|c| c.sessions[1].nth = Some(9)), both);
    assert_eq!(faults(|c| c.sessions[1].valid_until = Some("2026-06-18".into())), both);
    assert_eq!(
        faults(|c| c.sessions[1].date = Some("18/06/2026".into())),
        all(&[("sessions[1].date", Code::NotDate)])
    );
}

#[test]
fn every_fault_has_its_place() {
    let empty = CheckedCampaign::check(&NewCampaign::default()).unwrap_err();
    let empty: Vec<_> = empty.into_iter().map(|error| (error.field, error.code)).collect();
    let names = ["slug", "name", "active", "themes", "staff", "sessions"];
    assert_eq!(empty, all(&names.map(|name| (name, Code::Required))));
    assert_eq!(faults(|c| c.slug = "Forum 2026".into()), all(&[("slug", Code::NotSlug)]));
    assert_eq!(faults(|c| c.name = "é".repeat(121)), all(&[("name", Code::TooLong)]));
    assert_eq!(faults(|c| c.themes.push(" ".into())), all(&[("themes[1]", Code::Required)]));
    let nobody = NewParticipant { staff: String::new(), priority: 0 };
    assert_eq!(
        faults(|c| c.staff.push(nobody)),
        all(&[("staff[1].staff", Code::Required), ("staff[1].priority", Code::OutOfRange)])
    );
    let wrong = NewCampaignSession {
        agency: String::new(),
        every: 2,
        to_time: "14:00".into(),
        channels: Vec::new(),
        ..session()
    };
    assert_eq!(
        faults(|c| c.sessions.push(wrong)),
        all(&[
            ("sessions[2].agency", Code::Required),
            ("sessions[2].channels", Code::Required),
            ("sessions[2].valid_from", Code::Required),
            ("sessions[2].to_time", Code::EndsBeforeStart),
        ])
    );
}
