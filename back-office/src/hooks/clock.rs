//! Whose clock says what day it is.

use creno_types::session::SessionAgency;

/// The zone of those agencies; `None`, the browser's, when they differ.
pub fn shared_zone<'a>(agencies: impl IntoIterator<Item = &'a SessionAgency>) -> Option<&'a str> {
    let mut zones = agencies.into_iter().map(|agency| agency.timezone.as_str());
    let first = zones.next()?;
    zones.all(|zone| zone == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agencies_share_a_zone_or_none() {
        let agency = |timezone: &str| SessionAgency {
            slug: "a".parse().unwrap(),
            name: String::new(),
            timezone: timezone.into(),
        };
        let (paris, reunion) = (agency("Europe/Paris"), agency("Indian/Reunion"));
        assert_eq!(shared_zone([&paris, &paris]), Some("Europe/Paris"));
        assert_eq!(shared_zone([&paris, &reunion]), None);
        assert_eq!(shared_zone([]), None);
    }
}
