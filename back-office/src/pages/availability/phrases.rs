//! Recurrences and exceptions in plain French.

use chrono::NaiveDate;
use creno_types::local_minute::LocalMinute;
use creno_types::window::{ExceptionRule, WindowRule};

use crate::i18n::dates::hours;
use crate::i18n::{t, t_with};

/// Names of the days, from Monday.
pub const WEEKDAYS: [&str; 7] = [
    "weekday.monday",
    "weekday.tuesday",
    "weekday.wednesday",
    "weekday.thursday",
    "weekday.friday",
    "weekday.saturday",
    "weekday.sunday",
];

/// Numbers in letters, from two.
const NUMBERS: [&str; 9] = [
    "number.two",
    "number.three",
    "number.four",
    "number.five",
    "number.six",
    "number.seven",
    "number.eight",
    "number.nine",
    "number.ten",
];

/// "lundi"; nothing for what is no day of the week.
pub fn weekday(day: u8) -> &'static str {
    let key = day.checked_sub(1).and_then(|day| WEEKDAYS.get(usize::from(day)));
    key.map_or("", |key| t(key))
}

/// "Tous les lundis", "Un mardi sur deux", "Le 3e jeudi du mois", "Le dernier vendredi du mois, un mois sur deux".
pub fn rhythm(rule: &WindowRule) -> String {
    let day = weekday(rule.weekday);
    let Some(nth) = rule.nth else {
        return match rule.every {
            0 | 1 => t_with("rhythm.weekly", &[("day", day)]),
            every => t_with("rhythm.every", &[("day", day), ("n", &number(every))]),
        };
    };
    let key = match nth {
        1 => "rhythm.first",
        -1 => "rhythm.last",
        -2 => "rhythm.last_but_one",
        ..-2 => "rhythm.from_end",
        _ => "rhythm.nth",
    };
    let monthly = t_with(key, &[("day", day), ("n", &nth.unsigned_abs().to_string())]);
    match rule.every {
        0 | 1 => monthly,
        every => t_with("rhythm.months", &[("which", &monthly), ("n", &number(every))]),
    }
}

/// "à partir du 2 juin 2026", "jusqu’au 30 juin 2026", "du … au …"; nothing for a window without ends. `day` writes a date.
pub fn dates(rule: &WindowRule, day: impl Fn(NaiveDate) -> String) -> Option<String> {
    Some(match (rule.valid_from, rule.valid_until) {
        (None, None) => return None,
        (Some(first), None) => t_with("rhythm.since", &[("first", &day(first))]),
        (None, Some(last)) => t_with("rhythm.until", &[("last", &day(last))]),
        (Some(first), Some(last)) => {
            t_with("rhythm.between", &[("first", &day(first)), ("last", &day(last))])
        }
    })
}

/// "Tous les lundis, 09:00–12:00, à partir du 2 juin 2026".
pub fn window(rule: &WindowRule, day: impl Fn(NaiveDate) -> String) -> String {
    let mut phrase = format!("{}, {}", rhythm(rule), hours(rule.from_time, rule.to_time));
    if let Some(dates) = dates(rule, day) {
        phrase.push_str(", ");
        phrase.push_str(&dates);
    }
    phrase
}

/// "Fermeture, toute la journée", "Ouverture, 14:00–17:00".
pub fn exception(rule: &ExceptionRule) -> String {
    let what = t(if rule.opens { "exceptions.opening" } else { "exceptions.closing" });
    let whole = rule.from_time == LocalMinute::default() && rule.to_time == LocalMinute::END_OF_DAY;
    let when = if whole { t("exceptions.whole_day").to_owned() } else { hours(rule.from_time, rule.to_time) };
    format!("{what}, {when}")
}

/// "deux"; in figures from eleven on.
fn number(number: u16) -> String {
    let key = number.checked_sub(2).and_then(|place| NUMBERS.get(usize::from(place)));
    key.map_or_else(|| number.to_string(), |key| t(key).to_owned())
}

#[cfg(test)]
mod tests {
    use creno_types::Channels;
    use creno_types::window::{CheckedWindow, NewWindow, WindowRule};

    use super::{exception, window};

    fn rule(change: impl FnOnce(&mut NewWindow)) -> WindowRule {
        let mut typed = NewWindow {
            staff: "lea".into(),
            channels: Channels::EVERY.iter().collect(),
            weekday: 1,
            from_time: "09:00".into(),
            to_time: "12:00".into(),
            ..NewWindow::default()
        };
        change(&mut typed);
        CheckedWindow::check(&typed).unwrap().rule().clone()
    }

    #[test]
    fn recurrences_are_told_in_plain_words() {
        let told = |rule: WindowRule| window(&rule, |day| day.format("%d/%m/%Y").to_string());
        let since = |window: &mut NewWindow| window.valid_from = Some("2026-06-02".into());
        assert_eq!(told(rule(|_| {})), "Tous les lundis, 09:00–12:00");
        let biweekly = rule(|window| {
            (window.weekday, window.every) = (2, 2);
            since(window);
        });
        assert_eq!(told(biweekly), "Un mardi sur deux, 09:00–12:00, à partir du 02/06/2026");
        let twelfth = rule(|window| {
            (window.weekday, window.every) = (7, 12);
            since(window);
        });
        assert_eq!(told(twelfth), "Un dimanche sur 12, 09:00–12:00, à partir du 02/06/2026");
        for (nth, words) in [
            (1, "Le 1er jeudi du mois"),
            (3, "Le 3e jeudi du mois"),
            (-1, "Le dernier jeudi du mois"),
            (-2, "L’avant-dernier jeudi du mois"),
            (-3, "Le 3e jeudi du mois en partant de la fin"),
        ] {
            let monthly = rule(|window| (window.weekday, window.nth) = (4, Some(nth)));
            assert_eq!(told(monthly), format!("{words}, 09:00–12:00"));
        }
        let quarterly = rule(|window| {
            (window.weekday, window.nth, window.every) = (5, Some(-1), 3);
            since(window);
            window.valid_until = Some("2026-12-31".into());
        });
        assert_eq!(
            told(quarterly),
            "Le dernier vendredi du mois, un mois sur trois, 09:00–12:00, du 02/06/2026 au 31/12/2026"
        );
        let ending = rule(|window| {
            window.valid_until = Some("2026-12-31".into());
            window.to_time = "24:00".into();
        });
        assert_eq!(told(ending), "Tous les lundis, 09:00–24:00, jusqu’au 31/12/2026");
    }

    #[test]
    fn an_exception_says_what_it_does_and_when() {
        let date = "2026-07-01".parse().unwrap();
        let rule = |opens, from: u16, to: u16| creno_types::window::ExceptionRule {
            date,
            opens,
            from_time: from.try_into().unwrap(),
            to_time: to.try_into().unwrap(),
            channels: Channels::EVERY,
        };
        assert_eq!(exception(&rule(false, 0, 1_440)), "Fermeture, toute la journée");
        assert_eq!(exception(&rule(true, 840, 1_020)), "Ouverture, 14:00–17:00");
    }
}
