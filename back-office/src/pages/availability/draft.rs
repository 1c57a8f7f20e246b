//! What is typed in the forms, and the windows and exceptions that it asks for.

use chrono::NaiveDate;
use creno_engine::Window as EngineWindow;
use creno_types::ids::AgencyId;
use creno_types::local_minute::LocalMinute;
use creno_types::window::{
    CheckedException, CheckedWindow, Exception, NewException, NewWindow, Window, WindowRule,
};
use creno_types::{Channel, FieldError, FieldErrorCode};

use crate::calendar::after;

/// The most days of a period of exceptions.
pub const MOST_DAYS: i64 = 31;

/// How often a window comes back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rhythm {
    /// Each week.
    #[default]
    Weekly,
    /// Every so many weeks.
    Every,
    /// One week of the month.
    Monthly,
}

/// A window as it is typed; several days ask for as many windows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TypedWindow {
    /// Slug of the agency; all of the person's when absent.
    pub agency: Option<String>,
    /// Ways of meeting.
    pub channels: Vec<Channel>,
    /// Days of the week, 1 to 7.
    pub days: Vec<u8>,
    /// How often.
    pub rhythm: Rhythm,
    /// Every how many weeks, or months.
    pub every: String,
    /// Which one of the month.
    pub nth: i64,
    /// When it begins.
    pub from_time: String,
    /// When it ends.
    pub to_time: String,
    /// First date.
    pub valid_from: String,
    /// Last date.
    pub valid_until: String,
}

impl TypedWindow {
    /// Nothing but what most windows have.
    pub fn blank(agency: Option<String>) -> Self {
        Self {
            agency,
            channels: Channel::ALL.to_vec(),
            every: "2".into(),
            nth: 1,
            from_time: "09:00".into(),
            to_time: "12:00".into(),
            ..Self::default()
        }
    }

    /// A window that stands, to be changed.
    pub fn of(window: &Window) -> Self {
        let WindowRule { channels, weekday, every, nth, valid_from, valid_until, from_time, to_time } =
            &window.rule;
        let date = |date: &Option<NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
        Self {
            agency: window.agency.as_ref().map(|agency| agency.slug.to_string()),
            channels: channels.iter().collect(),
            days: vec![*weekday],
            rhythm: match (nth, every) {
                (Some(_), _) => Rhythm::Monthly,
                (None, 0 | 1) => Rhythm::Weekly,
                (None, _) => Rhythm::Every,
            },
            every: match (nth, every) {
                (None, 0 | 1) => "2".into(),
                _ => every.to_string(),
            },
            nth: nth.map_or(1, i64::from),
            from_time: from_time.to_string(),
            to_time: to_time.to_string(),
            valid_from: date(valid_from),
            valid_until: date(valid_until),
        }
    }

    /// What is asked of the server, day by day; one without a day when none is chosen.
    pub fn asked(&self, staff: &str) -> Vec<NewWindow> {
        let date = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let every = match self.rhythm {
            Rhythm::Weekly => 1,
            Rhythm::Every | Rhythm::Monthly => self.every.trim().parse().unwrap_or(0),
        };
        let mut days = self.days.clone();
        if days.is_empty() {
            days.push(0);
        }
        days.sort_unstable();
        let asked = days.into_iter().map(|day| NewWindow {
            staff: staff.to_owned(),
            agency: self.agency.clone(),
            channels: self.channels.clone(),
            weekday: i64::from(day),
            every,
            nth: (self.rhythm == Rhythm::Monthly).then_some(self.nth),
            valid_from: date(&self.valid_from),
            valid_until: date(&self.valid_until),
            from_time: read_time(&self.from_time),
            to_time: read_time(&self.to_time),
        });
        asked.collect()
    }

    /// What can't be accepted, by the check that the server makes.
    pub fn faults(&self, staff: &str) -> Vec<FieldError> {
        self.asked(staff).first().map(CheckedWindow::check).and_then(Result::err).unwrap_or_default()
    }

    /// The windows that it would make, for the engine; none while something can't be accepted.
    pub fn windows(&self, staff: &str, agency: Option<AgencyId>) -> Vec<EngineWindow> {
        let asked = self.asked(staff);
        let checked = asked.iter().filter_map(|asked| CheckedWindow::check(asked).ok());
        checked.filter_map(|checked| EngineWindow::recurring(checked.rule(), agency)).collect()
    }
}

/// An exception as it is typed; a period asks for one each day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TypedException {
    /// Slug of the agency; all of the person's when absent.
    pub agency: Option<String>,
    /// Ways of meeting.
    pub channels: Vec<Channel>,
    /// Whether it opens.
    pub opens: bool,
    /// First date.
    pub from: String,
    /// Last date; the first when empty.
    pub to: String,
    /// Whether it takes the whole day.
    pub whole: bool,
    /// When it begins, otherwise.
    pub from_time: String,
    /// When it ends.
    pub to_time: String,
}

impl TypedException {
    /// A closing of a whole day.
    pub fn blank(date: NaiveDate) -> Self {
        Self {
            channels: Channel::ALL.to_vec(),
            from: date.to_string(),
            whole: true,
            from_time: "09:00".into(),
            to_time: "12:00".into(),
            ..Self::default()
        }
    }

    /// An exception that stands, to be changed.
    pub fn of(exception: &Exception) -> Self {
        let rule = &exception.rule;
        let whole = rule.from_time == LocalMinute::default() && rule.to_time == LocalMinute::END_OF_DAY;
        let hours = |time: LocalMinute, other: &str| if whole { other.to_owned() } else { time.to_string() };
        Self {
            agency: exception.agency.as_ref().map(|agency| agency.slug.to_string()),
            channels: rule.channels.iter().collect(),
            opens: rule.opens,
            from: rule.date.to_string(),
            to: String::new(),
            whole,
            from_time: hours(rule.from_time, "09:00"),
            to_time: hours(rule.to_time, "12:00"),
        }
    }

    /// What is asked of the server, date by date.
    pub fn asked(&self, staff: &str) -> Vec<NewException> {
        let one = |date: String| NewException {
            staff: staff.to_owned(),
            agency: self.agency.clone(),
            date,
            opens: Some(self.opens),
            from_time: if self.whole { "00:00".into() } else { read_time(&self.from_time) },
            to_time: if self.whole { "24:00".into() } else { read_time(&self.to_time) },
            channels: self.channels.clone(),
        };
        match (self.from.parse::<NaiveDate>(), self.to.parse::<NaiveDate>()) {
            (Ok(first), Ok(last)) if (first..=after(first, MOST_DAYS - 1)).contains(&last) => {
                first.iter_days().take_while(|date| *date <= last).map(|date| one(date.to_string())).collect()
            }
            _ => vec![one(self.from.clone())],
        }
    }

    /// What can't be accepted: the check that the server makes, and that of the period.
    pub fn faults(&self, staff: &str) -> Vec<FieldError> {
        let first = self.asked(staff).first().map(CheckedException::check).and_then(Result::err);
        let mut faults = first.unwrap_or_default();
        if let Ok(first) = self.from.parse::<NaiveDate>()
            && !self.to.is_empty()
        {
            let code = match self.to.parse::<NaiveDate>() {
                Err(_) => Some(FieldErrorCode::NotDate),
                Ok(last) if last < first => Some(FieldErrorCode::EndsBeforeStart),
                Ok(last) if (last - first).num_days() >= MOST_DAYS => Some(FieldErrorCode::OutOfRange),
                Ok(_) => None,
            };
            faults.extend(code.map(|code| FieldError::new("to", code)));
        }
        faults
    }

    /// The exceptions that it would make, for the engine; none while something can't be accepted.
    pub fn windows(&self, staff: &str, agency: Option<AgencyId>) -> Vec<EngineWindow> {
        if !self.faults(staff).is_empty() {
            return Vec::new();
        }
        let asked = self.asked(staff);
        let checked = asked.iter().filter_map(|asked| CheckedException::check(asked).ok());
        checked.map(|checked| EngineWindow::exceptional(checked.rule(), agency)).collect()
    }
}

/// A time as people type it (`9`, `9h30`, `930`, `09:30`) as the server reads it; what is no time is left as it is.
pub fn read_time(text: &str) -> String {
    let text = text.trim();
    let plain: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let plain = plain.replace(['h', 'H', '.'], ":");
    let (hours, minutes) = match plain.split_once(':') {
        Some((hours, minutes)) => (hours.to_owned(), minutes.trim_matches(':').to_owned()),
        None if plain.len() > 2 && plain.is_ascii() => {
            let (hours, minutes) = plain.split_at(plain.len() - 2);
            (hours.to_owned(), minutes.to_owned())
        }
        None => (plain.clone(), String::new()),
    };
    let figure =
        |text: &str, empty: u32| if text.is_empty() { Some(empty) } else { text.parse::<u32>().ok() };
    match (hours.is_empty(), figure(&hours, 0), figure(&minutes, 0)) {
        (false, Some(hours @ 0..=24), Some(minutes @ 0..=59)) => format!("{hours:02}:{minutes:02}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_type_them() {
        for (typed, read) in [
            ("9", "09:00"),
            ("9h", "09:00"),
            ("9h30", "09:30"),
            ("9 h 30", "09:30"),
            ("930", "09:30"),
            ("1400", "14:00"),
            ("09:30", "09:30"),
            ("24:00", "24:00"),
            ("midi", "midi"),
            ("9:75", "9:75"),
            ("", ""),
            ("é00", "é00"),
        ] {
            assert_eq!(read_time(typed), read, "{typed}");
        }
    }

    #[test]
    fn several_days_ask_for_as_many_windows() {
        let typed = TypedWindow { days: vec![4, 1], ..TypedWindow::blank(None) };
        let days: Vec<_> = typed.asked("lea").iter().map(|asked| asked.weekday).collect();
        assert_eq!(days, [1, 4]);
        assert_eq!(typed.faults("lea"), []);
        assert_eq!(typed.windows("lea", None).len(), 2);
        let faults = TypedWindow { channels: Vec::new(), rhythm: Rhythm::Every, ..TypedWindow::blank(None) };
        let fields: Vec<_> = faults.faults("lea").into_iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["channels", "weekday", "valid_from"]);
        assert_eq!(faults.windows("lea", None), []);
    }

    #[test]
    fn a_period_asks_for_one_exception_a_day_or_says_why_not() {
        let typed = TypedException {
            to: "2026-07-03".into(),
            ..TypedException::blank("2026-07-01".parse().unwrap())
        };
        let dates: Vec<_> = typed.asked("lea").into_iter().map(|asked| asked.date).collect();
        assert_eq!(dates, ["2026-07-01", "2026-07-02", "2026-07-03"]);
        assert_eq!(typed.faults("lea"), []);
        for (to, code) in [
            ("2026-06-30", FieldErrorCode::EndsBeforeStart),
            ("2026-08-01", FieldErrorCode::OutOfRange),
            ("demain", FieldErrorCode::NotDate),
        ] {
            let typed = TypedException { to: to.into(), ..typed.clone() };
            assert_eq!(typed.faults("lea"), [FieldError::new("to", code)], "{to}");
            assert_eq!(typed.windows("lea", None), []);
        }
    }
}
