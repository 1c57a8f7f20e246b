use super::{CheckedClosure, CheckedHolidayChange, NewClosure, NewHolidayChange};
use crate::problem::FieldErrorCode as Code;

fn faults(change: impl FnOnce(&mut NewClosure)) -> Vec<(String, Code)> {
    let mut closure = NewClosure {
        from_date: "2026-06-16".into(),
        until_date: "2026-06-17".into(),
        label: "Travaux".into(),
        ..NewClosure::default()
    };
    change(&mut closure);
    let errors = CheckedClosure::check(&closure).err().unwrap_or_default();
    errors.into_iter().map(|error| (error.field, error.code)).collect()
}

fn one(field: &str, code: Code) -> Vec<(String, Code)> {
    vec![(field.to_owned(), code)]
}

#[test]
fn closures_last_two_years_at_most() {
    assert_eq!(faults(|_| {}), []);
    assert_eq!(faults(|c| c.until_date = "2028-06-15".into()), []);
    assert_eq!(faults(|c| c.until_date = "2028-06-16".into()), one("until_date", Code::OutOfRange));
    assert_eq!(faults(|c| c.until_date = "2026-06-15".into()), one("until_date", Code::EndsBeforeStart));
    assert_eq!(faults(|c| c.from_date = "9999-12-31".into()), one("until_date", Code::EndsBeforeStart));
}

#[test]
fn labels_have_120_characters_at_most() {
    assert_eq!(faults(|c| c.label = "é".repeat(120)), []);
    assert_eq!(faults(|c| c.label = "é".repeat(121)), one("label", Code::TooLong));
    assert_eq!(faults(|c| c.label = " ".into()), one("label", Code::Required));
}

#[test]
fn a_part_of_a_day_has_a_beginning_or_an_end() {
    assert_eq!(faults(|c| c.from_time = Some("14:00".into())), []);
    assert_eq!(faults(|c| c.to_time = Some("00:00".into())), one("to_time", Code::EndsBeforeStart));
    assert_eq!(faults(|c| c.from_time = Some("24:00".into())), one("to_time", Code::EndsBeforeStart));
    assert_eq!(faults(|c| c.to_time = Some("noon".into())), one("to_time", Code::NotTime));
}

#[test]
fn changes_are_checked_with_their_date() {
    let errors = CheckedHolidayChange::check("2026-02-30", &NewHolidayChange::default()).unwrap_err();
    let fields: Vec<_> = errors.into_iter().map(|error| (error.field, error.code)).collect();
    let all = [("date", Code::NotDate), ("observed", Code::Required), ("label", Code::Required)];
    assert_eq!(fields, all.map(|(field, code)| (field.to_owned(), code)));
}
