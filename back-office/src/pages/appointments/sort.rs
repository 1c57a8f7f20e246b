//! What the day's list can be sorted by.

use creno_types::appointment::{Appointment, Appointments};

use crate::components::appointment::client_name;
use crate::components::sort::{Key, Order};
use crate::i18n::fold::fold;
use crate::i18n::words;

/// A column of the day's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// When it begins.
    Time,
    /// The client's name.
    Client,
    /// The theme's name.
    Theme,
    /// The way of meeting, in words.
    Channel,
    /// The agency's name.
    Agency,
    /// Who receives.
    Staff,
    /// Where it stands, in words.
    Status,
    /// What the client quotes.
    Reference,
}

impl Key for Column {
    const ALL: &'static [Self] = &[
        Self::Time,
        Self::Client,
        Self::Theme,
        Self::Channel,
        Self::Agency,
        Self::Staff,
        Self::Status,
        Self::Reference,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Time => "heure",
            Self::Client => "client",
            Self::Theme => "theme",
            Self::Channel => "canal",
            Self::Agency => "agence",
            Self::Staff => "collaborateur",
            Self::Status => "statut",
            Self::Reference => "reference",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Time => "column.time",
            Self::Client => "column.client",
            Self::Theme => "column.theme",
            Self::Channel => "column.channel",
            Self::Agency => "column.agency",
            Self::Staff => "column.staff",
            Self::Status => "column.status",
            Self::Reference => "column.reference",
        }
    }
}

/// Sorts positions of appointments that come by time; accents and case do not matter.
pub fn sort(places: &mut [usize], appointments: &Appointments, order: Order<Column>) {
    let text: fn(&Appointment) -> &str = match order.by {
        Column::Time => return order.sort(places, |place| *place),
        Column::Client => client_name,
        Column::Theme => |item| &item.theme.name,
        Column::Channel => |item| words::channel(item.channel),
        Column::Agency => |item| &item.agency.name,
        Column::Staff => |item| &item.staff.name,
        Column::Status => |item| words::status(item.status),
        Column::Reference => |item| item.reference.as_str(),
    };
    order.sort(places, |place| appointments.items.get(*place).map(|item| fold(text(item))));
}

#[cfg(test)]
mod tests {
    use super::super::samples::appointment;
    use super::*;

    #[test]
    fn names_are_sorted_whatever_their_accents() {
        let mut items = Vec::new();
        for (start, name) in [("09", "Zoé"), ("10", "Éléonore"), ("11", "alice"), ("12", "Eliott")] {
            let mut item = appointment(&format!("2026-06-15T{start}:00:00+02:00"), 30);
            item.client.name = name.into();
            items.push(item);
        }
        let appointments = Appointments { items, next: None };
        let sorted = |by, backwards| {
            let mut places = vec![0, 1, 2, 3];
            sort(&mut places, &appointments, Order { by, backwards });
            places
        };
        assert_eq!(sorted(Column::Client, false), [2, 1, 3, 0]);
        assert_eq!(sorted(Column::Client, true), [0, 3, 1, 2]);
        assert_eq!(sorted(Column::Time, true), [3, 2, 1, 0]);
        // All alike: by time, both ways.
        assert_eq!(sorted(Column::Agency, false), [0, 1, 2, 3]);
        assert_eq!(sorted(Column::Agency, true), [0, 1, 2, 3]);
    }
}
