//! Time zones for the engine, tabulated once each.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::Tz;
use creno_engine::Zone;

/// 1970-01-01 and 2100-01-01: no appointment is outside.
const TABULATED: (i64, i64) = (0, 4_102_444_800);

/// The zones asked so far.
#[derive(Debug, Default)]
pub struct Zones(Mutex<HashMap<Tz, Arc<Zone>>>);

impl Zones {
    /// The engine's table of a zone.
    pub fn get(&self, zone: Tz) -> Arc<Zone> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (start, end) = TABULATED;
        known.entry(zone).or_insert_with(|| Arc::new(Zone::tabulate(start, end, offset_in(zone)))).clone()
    }
}

/// The offset of a zone at an instant, in seconds east of Greenwich.
pub fn offset_in(zone: Tz) -> impl Fn(i64) -> i32 {
    move |at| {
        let at = DateTime::from_timestamp(at, 0).unwrap_or_default();
        zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()
    }
}

/// The offset at an instant in the zone of that IANA name, for scenarios.
pub fn offset_in_named(name: &str) -> Option<impl Fn(i64) -> i32 + use<>> {
    name.parse().ok().map(offset_in)
}
