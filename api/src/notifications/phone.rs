//! Telephone numbers as gateways want them: E.164.

/// Beginnings of French numbers by territory, after the 0: those that are mobile, those that are not, and the territory's
/// own country code (plan de numérotation de l'Arcep, décision 2018-0881 et ses suites).
const OVERSEAS: [(&[&str], &[&str], &str); 5] = [
    (&["692", "693"], &["262", "263"], "262"),
    // Mayotte; 06 39 98 is kept for works of fiction, in mainland France.
    (&["639"], &["269"], "262"),
    (&["690", "691"], &["590"], "590"),
    (&["694"], &["594"], "594"),
    (&["696", "697"], &["596"], "596"),
];

/// Why a number can't be written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoSms {
    /// Nobody reads on it.
    #[error("not a mobile number")]
    NotMobile,
    /// It is no number.
    #[error("not a telephone number")]
    NotANumber,
}

/// The number that `typed` stands for, with a `+`: French ones as ten digits, or any with its country's code.
///
/// # Errors
/// When it is none, or one of France on which no text message arrives.
pub(crate) fn e164(typed: &str) -> Result<String, NoSms> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let international = typed.trim_start().starts_with('+');
    let national = match (international, digits.strip_prefix('0'), digits.strip_prefix("33")) {
        (false, Some(national), _) if national.len() == 9 => national,
        (true, _, Some(national)) => national.strip_prefix('0').unwrap_or(national),
        (true, None, None) if (8..=15).contains(&digits.len()) => {
            // Fixed lines of overseas France.
            let fixed = OVERSEAS.iter().any(|(_, fixed, code)| {
                digits
                    .strip_prefix(code)
                    .is_some_and(|rest| fixed.iter().any(|begins| rest.starts_with(begins)))
            });
            return if fixed { Err(NoSms::NotMobile) } else { Ok(format!("+{digits}")) };
        }
        _ => return Err(NoSms::NotANumber),
    };
    if national.len() != 9 {
        return Err(NoSms::NotANumber);
    }
    let begins = |list: &[&str]| list.iter().any(|begins| national.starts_with(begins));
    let overseas = OVERSEAS.iter().find(|(mobile, _, _)| begins(mobile) && !national.starts_with("63998"));
    match overseas {
        Some((_, _, code)) => Ok(format!("+{code}{national}")),
        None if national.starts_with(['6', '7']) => Ok(format!("+33{national}")),
        None => Err(NoSms::NotMobile),
    }
}

#[cfg(test)]
mod tests {
    use super::{NoSms, e164};

    #[test]
    fn each_territory_has_its_code() {
        for (typed, expected) in [
            ("0639981234", Ok("+33639981234")),
            ("06 12 34 56 78", Ok("+33612345678")),
            ("+33 7 12 34 56 78", Ok("+33712345678")),
            ("+33 (0)7 12 34 56 78", Ok("+33712345678")),
            ("0692123456", Ok("+262692123456")),
            ("0693123456", Ok("+262693123456")),
            ("0639123456", Ok("+262639123456")),
            ("0690123456", Ok("+590690123456")),
            ("0694123456", Ok("+594694123456")),
            ("0696123456", Ok("+596696123456")),
            ("+262 692 12 34 56", Ok("+262692123456")),
            ("+41 79 123 45 67", Ok("+41791234567")),
            ("+32470123456", Ok("+32470123456")),
            ("0142345678", Err(NoSms::NotMobile)),
            ("0262123456", Err(NoSms::NotMobile)),
            ("+262 262 12 34 56", Err(NoSms::NotMobile)),
            ("+33 1 42 34 56 78", Err(NoSms::NotMobile)),
            ("0912345678", Err(NoSms::NotMobile)),
            ("12", Err(NoSms::NotANumber)),
            ("+33612", Err(NoSms::NotANumber)),
            ("", Err(NoSms::NotANumber)),
        ] {
            assert_eq!(e164(typed), expected.map(str::to_owned), "{typed}");
        }
    }
}
