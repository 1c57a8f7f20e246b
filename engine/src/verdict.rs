//! Which rule refuses one start to one person: the engine's own pieces, asked about a single instant.

use serde::{Deserialize, Serialize};

use crate::open::stretches;
use crate::rules::{Person, Request};
use crate::span::{Instant, Span};
use crate::starts::Taken;

/// The first rule that refuses a start, in the order in which they are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The theme is not handled by this channel.
    ChannelClosed,
    /// It has passed.
    Past,
    /// It is sooner than the theme's notice allows.
    Notice,
    /// Its date is beyond the theme's horizon.
    Horizon,
    /// Its date is a holiday or a closure of the agency.
    ClosedDate,
    /// No window of the person is open at that instant for this agency and channel.
    NoWindow,
    /// An exceptional closure takes it.
    Closing,
    /// It begins inside a window but would end after it.
    WindowTooShort,
    /// It is not on the theme's step.
    OffStep,
    /// It overlaps an appointment or a hold of the person, buffers included.
    Booked,
    /// It overlaps busy time of the person's external calendar.
    Busy,
}

/// Whether `person` may receive at `start`.
///
/// # Errors
/// The first rule that refuses it.
pub fn verdict(request: &Request<'_>, person: &Person, start: Instant) -> Result<(), Refusal> {
    let theme = request.theme;
    let date = request.zone.local_date(start);
    let appointment = Span::new(start, start + theme.duration.seconds());
    if !theme.channels.contains(request.channel) {
        return Err(Refusal::ChannelClosed);
    }
    if start < request.now {
        return Err(Refusal::Past);
    }
    if start < request.earliest() {
        return Err(Refusal::Notice);
    }
    if date > request.last_date() {
        return Err(Refusal::Horizon);
    }
    if request.closed_dates.contains(&date) {
        return Err(Refusal::ClosedDate);
    }
    let open = stretches(request, person, date);
    if !open.iter().any(|stretch| stretch.contains(appointment)) {
        return Err(outside(request, person, appointment, &open));
    }
    let taken = Taken::of(request, person);
    if !taken.allows(start) {
        let with_buffer = Span::new(start, appointment.end + theme.buffer.seconds());
        let booked = person.bookings.iter().any(|booking| booking.overlaps(with_buffer));
        return Err(if booked { Refusal::Booked } else { Refusal::Busy });
    }
    let mut starts = Vec::new();
    open.iter().for_each(|stretch| taken.starts(request, *stretch, &mut starts));
    if starts.contains(&start) { Ok(()) } else { Err(Refusal::OffStep) }
}

/// Why an appointment lies in none of the open stretches.
fn outside(request: &Request<'_>, person: &Person, appointment: Span, open: &[Span]) -> Refusal {
    let date = request.zone.local_date(appointment.start);
    let without_closings = Person {
        windows: person.windows.iter().filter(|window| !window.kind.closes()).cloned().collect(),
        ..person.clone()
    };
    let windows = stretches(request, &without_closings, date);
    if windows.iter().any(|window| window.contains(appointment)) {
        return Refusal::Closing;
    }
    let begins_inside =
        |stretch: &Span| stretch.start <= appointment.start && appointment.start < stretch.end;
    if open.iter().any(begins_inside) { Refusal::WindowTooShort } else { Refusal::NoWindow }
}

/// The people who may receive at `start`, by their place in `people`.
pub fn able(request: &Request<'_>, people: &[Person], start: Instant) -> Vec<usize> {
    let may = |(place, person)| verdict(request, person, start).is_ok().then_some(place);
    people.iter().enumerate().filter_map(may).collect()
}

/// The refusal that tells a visitor most: what the person who came closest to being able ran into.
pub fn closest_refusal(request: &Request<'_>, people: &[Person], start: Instant) -> Option<Refusal> {
    people
        .iter()
        .filter_map(|person| verdict(request, person, start).err())
        .max_by_key(|refusal| *refusal as u8)
}
