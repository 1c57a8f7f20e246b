//! Noting whether clients came, wherever it is done.

use chrono::{DateTime, Utc};
use creno_types::appointment::{AppointmentStatus, Attendance};
use creno_types::endpoint::{Endpoint, SetAttendance, path};

use super::icon::Glyph;
use crate::api::{self, ApiError};

/// What may be noted, with the text and the icon of its button.
pub type Way = (AppointmentStatus, &'static str, Glyph);

/// Each, in the order of the buttons.
pub const WAYS: [Way; 3] = [
    (AppointmentStatus::Honoured, "attend.honoured", Glyph::UserCheck),
    (AppointmentStatus::Absent, "attend.absent", Glyph::UserX),
    (AppointmentStatus::Excused, "attend.excused", Glyph::Mail),
];

/// What may be noted now of a client who was to come at `start`: nothing where that is settled.
pub fn ways(
    stands: AppointmentStatus,
    start: DateTime<Utc>,
    now: DateTime<Utc>,
) -> impl Iterator<Item = Way> {
    let expected = stands == AppointmentStatus::Confirmed;
    WAYS.into_iter().filter(move |(status, ..)| expected && status.can_be_noted(start, now))
}

/// Notes it; nothing when the appointment is not what `seen` stands for. The entity tag of what it is then.
///
/// # Errors
/// When it can't be noted, or the server can't be reached.
pub async fn note(
    reference: &str,
    status: AppointmentStatus,
    seen: Option<&str>,
) -> Result<Option<String>, ApiError> {
    let path = path(SetAttendance::PATH, &[reference]);
    api::call_tagged::<SetAttendance>(&path, &Attendance { status }, seen).await.map(|noted| noted.etag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_absent_before_the_hour() {
        let start = "2026-06-15T08:00:00Z".parse().unwrap();
        let at = |stands, now: &str| ways(stands, start, now.parse().unwrap()).count();
        let expected = AppointmentStatus::Confirmed;
        assert_eq!(at(expected, "2026-06-14T07:59:00Z"), 0);
        assert_eq!(at(expected, "2026-06-14T08:00:00Z"), 1);
        assert_eq!(at(expected, "2026-06-15T07:59:00Z"), 1);
        assert_eq!(at(expected, "2026-06-15T08:00:00Z"), 3);
        for settled in [AppointmentStatus::Cancelled, AppointmentStatus::Honoured] {
            assert_eq!(at(settled, "2026-06-15T08:00:00Z"), 0);
        }
    }
}
