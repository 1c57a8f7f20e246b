//! The back-office: what the staff of the organisation work in, served under `/back-office/`.
//!
//! To add a screen: a variant of [`app::Route`], a page under `pages/`, an entry in the rail
//! (`components/rail.rs`) if it is a destination, and its texts in `i18n/fr.json`.

mod api;
mod app;
mod calendar;
mod components;
mod hooks;
mod i18n;
mod pages;
mod parts;

fn main() {
    yew::Renderer::<app::App>::new().render();
}
