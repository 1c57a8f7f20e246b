//! What the list can be sorted by, and where its address says it.

use creno_types::appointment::Appointment;
use creno_types::attention::AttentionItem;
use serde::{Deserialize, Serialize};
use yew::prelude::*;

use crate::app::Route;
use crate::components::appointment::client_name;
use crate::components::sort::{Key, Order};
use crate::hooks::said::use_said_in_place;
use crate::i18n::fold::fold;

/// A column of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// When it begins.
    When,
    /// The client's name.
    Who,
    /// The agency's name, then who receives.
    Where,
}

impl Key for Column {
    const ALL: &'static [Self] = &[Self::When, Self::Who, Self::Where];

    fn word(self) -> &'static str {
        match self {
            Self::When => "heure",
            Self::Who => "client",
            Self::Where => "agence",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::When => "attention.when",
            Self::Who => "attention.who",
            Self::Where => "attention.where",
        }
    }
}

/// Sorts items that come by time; accents and case do not matter.
pub fn sort(items: &mut [AttentionItem], order: Order<Column>) {
    let text: fn(&Appointment) -> String = match order.by {
        Column::When => return order.sort(items, |item| item.appointment.start.utc()),
        Column::Who => |item| fold(client_name(item)),
        Column::Where => |item| fold(&format!("{}\n{}", item.agency.name, item.staff.name)),
    };
    order.sort(items, |item| text(&item.appointment));
}

/// What the address of the page says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct AttentionQuery {
    /// A [`Column`], with `-` when backwards; by time when absent.
    tri: Option<String>,
}

/// The order that the address says, and what changes it.
#[hook]
pub fn use_order() -> (Order<Column>, Callback<Order<Column>>) {
    let (said, say) = use_said_in_place::<AttentionQuery>(Route::Attention);
    let set = say.reform(|order: Order<Column>| AttentionQuery { tri: order.said() });
    (Order::read(said.tri.as_deref()), set)
}
