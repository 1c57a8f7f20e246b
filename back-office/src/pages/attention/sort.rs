//! What the list can be sorted by, and where its address says it.

use creno_types::attention::AttentionItem;
use serde::{Deserialize, Serialize};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::app::Route;
use crate::components::appointment::client_name;
use crate::components::sort::{Key, Order};
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
    let text = |item: &AttentionItem| {
        let item = &item.appointment;
        match order.by {
            Column::When => String::new(),
            Column::Who => fold(client_name(item)),
            Column::Where => fold(&format!("{}\n{}", item.agency.name, item.staff.name)),
        }
    };
    match order.by {
        Column::When => order.sort(items, |item| item.appointment.start.utc()),
        _ => order.sort(items, text),
    }
}

/// What the address of the page says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Said {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tri: Option<String>,
}

/// The order that the address says, and what changes it.
#[hook]
pub fn use_order() -> (Order<Column>, Callback<Order<Column>>) {
    let navigator = use_navigator();
    let said = use_location().and_then(|at| at.query::<Said>().ok()).unwrap_or_default();
    let set = Callback::from(move |order: Order<Column>| {
        if let Some(navigator) = &navigator {
            // The query is a plain text: encoding it can't fail.
            drop(navigator.replace_with_query(&Route::Attention, Said { tri: order.said() }));
        }
    });
    (Order::read(said.tri.as_deref()), set)
}
