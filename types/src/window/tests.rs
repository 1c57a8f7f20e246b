use super::{CheckedException, CheckedWindow, NewException, NewWindow};
use crate::channel::Channel;
use crate::local_minute::LocalMinute;
use crate::problem::{FieldError, FieldErrorCode as Code};

fn right() -> NewWindow {
    NewWindow {
        staff: "ana".into(),
        channels: vec![Channel::Office],
        weekday: 1,
        from_time: "09:00".into(),
        to_time: "12:00".into(),
        ..NewWindow::default()
    }
}

fn faults(change: impl FnOnce(&mut NewWindow)) -> Vec<(String, Code)> {
    let mut window = right();
    change(&mut window);
    named(CheckedWindow::check(&window).err().unwrap_or_default())
}

fn named(errors: Vec<FieldError>) -> Vec<(String, Code)> {
    errors.into_iter().map(|error| (error.field, error.code)).collect()
}

fn one(field: &str, code: Code) -> Vec<(String, Code)> {
    vec![(field.to_owned(), code)]
}

#[test]
fn times_of_the_day_are_read_and_written() {
    for (text, minutes) in [("00:00", 0), ("09:30", 570), ("23:59", 1_439), ("24:00", 1_440)] {
        let time: LocalMinute = text.parse().unwrap();
        assert_eq!((time.minutes(), time.to_string()), (minutes, text.to_owned()));
    }
    for bad in ["", "9:30", "24:01", "25:00", "12:60", "-1:00", "+9:00", "09h30", "09:30:00", "٠٩:٣٠", "0930"]
    {
        assert!(bad.parse::<LocalMinute>().is_err(), "{bad}");
    }
    let json = serde_json::to_string(&LocalMinute::END_OF_DAY).unwrap();
    assert_eq!(json, "\"24:00\"");
    assert!(serde_json::from_str::<LocalMinute>("\"24:30\"").is_err());
}

#[test]
fn each_fault_has_its_field() {
    assert_eq!(faults(|_| {}), []);
    assert_eq!(faults(|w| w.staff = " ".into()), one("staff", Code::Required));
    assert_eq!(faults(|w| w.channels.clear()), one("channels", Code::Required));
    for weekday in [i64::MIN, -1, 0, 8] {
        assert_eq!(faults(|w| w.weekday = weekday), one("weekday", Code::OutOfRange));
    }
    for nth in [-6, 0, 6, 300] {
        assert_eq!(faults(|w| w.nth = Some(nth)), one("nth", Code::OutOfRange));
    }
    assert_eq!(faults(|w| w.every = 0), one("every", Code::OutOfRange));
    assert_eq!(faults(|w| w.every = 2), one("valid_from", Code::Required));
    assert_eq!(faults(|w| w.valid_from = Some("15/06/2026".into())), one("valid_from", Code::NotDate));
    assert_eq!(faults(|w| w.valid_until = Some("2026-02-30".into())), one("valid_until", Code::NotDate));
    assert_eq!(faults(|w| w.valid_until = Some("+12026-02-03".into())), one("valid_until", Code::NotDate));
    let backwards = |w: &mut NewWindow| {
        w.valid_from = Some("2026-06-16".into());
        w.valid_until = Some("2026-06-15".into());
    };
    assert_eq!(faults(backwards), one("valid_until", Code::EndsBeforeStart));
    for to in ["09:00", "08:59", "00:00"] {
        assert_eq!(faults(|w| w.to_time = to.into()), one("to_time", Code::EndsBeforeStart));
    }
    assert_eq!(faults(|w| w.from_time = "24:00".into()), one("to_time", Code::EndsBeforeStart));
    assert_eq!(faults(|w| w.from_time = "9 h".into()), one("from_time", Code::NotTime));
    assert_eq!(faults(|w| w.to_time = "24:01".into()), one("to_time", Code::NotTime));
}

#[test]
fn all_faults_come_at_once() {
    let empty: NewWindow = serde_json::from_str(r#"{ "every": 0, "nth": 0 }"#).unwrap();
    let fields: Vec<_> = named(CheckedWindow::check(&empty).unwrap_err());
    let fields: Vec<_> = fields.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["staff", "channels", "weekday", "every", "nth", "from_time", "to_time"]);
    let fields = named(CheckedException::check(&NewException::default()).unwrap_err());
    let fields: Vec<_> = fields.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["staff", "date", "opens", "from_time", "to_time", "channels"]);
    assert!(
        serde_json::from_str::<NewWindow>(r#"{ "valid_form": "2026-06-15" }"#).is_err(),
        "a slip is told"
    );
}

#[test]
fn a_right_one_is_kept_as_typed() {
    let monthly = NewWindow {
        agency: Some("paris".into()),
        every: 2,
        nth: Some(-1),
        valid_from: Some("2026-06-15".into()),
        valid_until: Some("2026-06-15".into()),
        to_time: "24:00".into(),
        ..right()
    };
    let checked = CheckedWindow::check(&monthly).unwrap();
    assert_eq!((checked.staff(), checked.agency()), ("ana", Some("paris")));
    let rule = checked.rule();
    assert_eq!((rule.weekday, rule.every, rule.nth), (1, 2, Some(-1)));
    assert_eq!((rule.from_time.minutes(), rule.to_time.minutes()), (540, 1_440));
}
