//! Whose clock says what day it is.

use chrono::NaiveDate;
use creno_types::session::SessionAgency;
use yew::prelude::*;

use super::session::use_person;
use crate::i18n::dates;

/// The zone of the agency shown, by its slug, or that of all the agencies; `None`, the browser's, when they differ.
pub fn zone<'a>(agencies: &'a [SessionAgency], shown: Option<&str>) -> Option<&'a str> {
    if let Some(agency) = agencies.iter().find(|agency| Some(agency.slug.as_str()) == shown) {
        return Some(&agency.timezone);
    }
    let first = &agencies.first()?.timezone;
    agencies.iter().all(|agency| agency.timezone == *first).then_some(first)
}

/// Today's date by that clock, for who is signed in.
#[hook]
pub fn use_today(shown: Option<&str>) -> NaiveDate {
    let person = use_person();
    dates::today(person.as_ref().and_then(|person| zone(&person.agencies, shown)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agency(slug: &str, timezone: &str) -> SessionAgency {
        SessionAgency { slug: slug.parse().unwrap(), name: slug.into(), timezone: timezone.into() }
    }

    #[test]
    fn the_clock_is_that_of_the_agencies_when_they_agree() {
        let (paris, lyon, saint_denis) =
            (agency("paris", "Europe/Paris"), agency("lyon", "Europe/Paris"), agency("st", "Indian/Reunion"));
        let both = [paris.clone(), saint_denis];
        assert_eq!(zone(&[paris, lyon], None), Some("Europe/Paris"));
        assert_eq!(zone(&both, None), None);
        assert_eq!(zone(&both, Some("st")), Some("Indian/Reunion"));
        assert_eq!(zone(&both, Some("elsewhere")), None);
        assert_eq!(zone(&[], None), None);
    }
}
