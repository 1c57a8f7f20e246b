//! What is about to be booked, and what the client will be written.

use std::rc::Rc;

use creno_types::catalog::Catalog;
use yew::prelude::*;

use super::wish::WishHandle;
use crate::components::side_panel::fact;
use crate::i18n::{dates, t, t_with, words};

/// Properties of [`Summary`].
#[derive(Properties, PartialEq)]
pub struct SummaryProps {
    /// What is on offer.
    pub catalog: Rc<Catalog>,
    /// What is being booked.
    pub wish: WishHandle,
    /// Name of who receives; whoever can, when none.
    pub staff: Option<AttrValue>,
}

/// The summary.
#[component]
pub fn Summary(props: &SummaryProps) -> Html {
    let (catalog, wish) = (&props.catalog, &props.wish);
    let or = |text: Option<String>| match text.filter(|text| !text.is_empty()) {
        Some(text) => html! { { text } },
        None => html! { <span class="absent">{ t("booking.not_chosen") }</span> },
    };
    let agency = catalog.agency(&wish.agency).filter(|_| !wish.agency.is_empty());
    let staff = props.staff.as_ref().map_or(t("booking.anybody"), AttrValue::as_str).to_owned();
    html! {
        <div data-testid="booking-summary">
            <dl class="facts">
                { fact(t("booking.moment"), or(wish.start.map(dates::short_moment))) }
                { fact(t("booking.theme"), or(wish.theme(catalog).map(|theme| theme.name.clone()))) }
                { fact(t("booking.channel"), or(wish.channel.map(|channel| words::channel(channel).to_owned()))) }
                { fact(t("booking.agency"), or(agency.map(|agency| agency.name.clone()))) }
                { fact(t("booking.whom"), or(Some(staff))) }
                { fact(t("booking.client"), or(Some(wish.client()))) }
            </dl>
            <p data-testid="booking-mail">{ mail(wish) }</p>
            <p class="booking-discreet">{ t("booking.discreet") }</p>
        </div>
    }
}

/// What the client will be written, as far as the form says.
fn mail(wish: &WishHandle) -> String {
    let email = wish.answers.get("email").map_or("", |email| email.trim());
    if email.is_empty() {
        return t("booking.no_mail").to_owned();
    }
    let client = Some(wish.client()).filter(|client| !client.is_empty());
    let client = client.as_deref().unwrap_or(t("booking.the_client"));
    let lang = t(if wish.english { "booking.in_english" } else { "booking.in_french" });
    t_with("booking.mail", &[("client", client), ("email", email), ("lang", lang)])
}
