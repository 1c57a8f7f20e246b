//! When a person receives on a date, by the wall clock, for people to look at: nothing here is of instants, and nothing
//! that takes time is taken off.

use chrono::NaiveDate;
use creno_types::Channel;
use creno_types::channel::Channels;
use creno_types::ids::AgencyId;

use crate::rules::{Closure, Window};
use crate::span::{Span, subtract, union};

/// Minutes of a day in which the same channels are open all along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// First local minute.
    pub from: u16,
    /// Local minute at which it ends.
    pub to: u16,
    /// Ways of meeting.
    pub channels: Channels,
}

/// The bands of a date in one agency, in order and apart: windows and openings, less the person's closings and the
/// agency's closures.
pub fn bands(windows: &[Window], agency: AgencyId, closures: &[Closure], date: NaiveDate) -> Vec<Band> {
    let standing: Vec<_> = windows
        .iter()
        .filter(|window| window.agency.is_none_or(|at| at == agency) && window.kind.stands_on(date))
        .collect();
    let closed = || closures.iter().filter(|closure| closure.date == date);
    let open = Channel::ALL.map(|channel| {
        let of = |closes: bool| {
            let serving = standing
                .iter()
                .filter(move |window| window.kind.closes() == closes && window.channels.contains(channel));
            serving.map(|window| minutes(window.from, window.to))
        };
        let holes =
            union(of(true).chain(closed().map(|closure| minutes(closure.from, closure.to))).collect());
        let pieces = union(of(false).collect()).into_iter().flat_map(|span| subtract(span, &holes));
        (channel, pieces.collect::<Vec<_>>())
    });
    let bands = superposed(&open).into_iter().filter_map(|(span, channels)| {
        // Minutes of a day fit.
        let (from, to) = (u16::try_from(span.start).ok()?, u16::try_from(span.end).ok()?);
        Some(Band { from, to, channels })
    });
    bands.collect()
}

/// What is open by each channel, laid over each other: in order and apart, with the channels that are open all along.
pub(crate) fn superposed(open: &[(Channel, Vec<Span>)]) -> Vec<(Span, Channels)> {
    let mut cuts: Vec<i64> =
        open.iter().flat_map(|(_, spans)| spans).flat_map(|span| [span.start, span.end]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut stretches: Vec<(Span, Channels)> = Vec::new();
    for pair in cuts.windows(2) {
        let &[start, end] = pair else { continue };
        let piece = Span::new(start, end);
        let is_open = |spans: &[Span]| spans.iter().any(|span| span.contains(piece));
        let channels: Channels =
            open.iter().filter(|(_, spans)| is_open(spans)).map(|(channel, _)| *channel).collect();
        match stretches.last_mut() {
            _ if channels.is_empty() => {}
            Some((last, by)) if last.end == start && *by == channels => last.end = end,
            _ => stretches.push((piece, channels)),
        }
    }
    stretches
}

fn minutes(from: u16, to: u16) -> Span {
    Span::new(from.into(), to.into())
}

#[cfg(test)]
mod tests {
    use creno_types::Channel::{Office, Phone};
    use creno_types::channel::Channels;
    use creno_types::ids::AgencyId;

    use super::bands;
    use crate::rules::{Closure, Window, WindowKind};

    fn window(kind: WindowKind, from: u16, to: u16, channels: &[creno_types::Channel]) -> Window {
        Window { kind, agency: None, channels: channels.iter().copied().collect(), from, to }
    }

    #[test]
    fn channels_are_laid_over_each_other_and_closings_taken_off() {
        let date = "2026-06-16".parse().unwrap();
        let agency = AgencyId(uuid::Uuid::from_u128(1));
        let elsewhere = AgencyId(uuid::Uuid::from_u128(2));
        let windows = [
            window(WindowKind::Opening(date), 540, 720, &[Office]),
            window(WindowKind::Opening(date), 600, 1_020, &[Phone]),
            window(WindowKind::Closing(date), 660, 690, &[Office]),
            Window { agency: Some(elsewhere), ..window(WindowKind::Opening(date), 0, 1_440, &[Office]) },
        ];
        let closures = [Closure { date, from: 840, to: 900 }];
        let found: Vec<_> = bands(&windows, agency, &closures, date)
            .into_iter()
            .map(|band| (band.from, band.to, band.channels))
            .collect();
        let of = |channels: &[creno_types::Channel]| channels.iter().copied().collect::<Channels>();
        assert_eq!(
            found,
            [
                (540, 600, of(&[Office])),
                (600, 660, of(&[Office, Phone])),
                (660, 690, of(&[Phone])),
                (690, 720, of(&[Office, Phone])),
                (720, 840, of(&[Phone])),
                (900, 1_020, of(&[Phone])),
            ]
        );
        assert_eq!(bands(&windows, agency, &[Closure::whole(date)], date), []);
        assert_eq!(bands(&windows, agency, &[], date.succ_opt().unwrap()), []);
    }
}
