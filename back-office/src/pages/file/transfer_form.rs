//! Giving an appointment to somebody else, of any agency, at the same time.

use std::rc::Rc;

use creno_types::appointment::{AppointmentPatch, Colleagues};
use creno_types::catalog::Catalog;
use creno_types::endpoint::{Endpoint, GetCatalog, ListColleagues, path, with_query};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::cancel_form::ActProps;
use super::deed::{Confirm, Deed};
use crate::api;
use crate::components::dialog::Dialog;
use crate::components::failure::Failure;
use crate::components::skeleton::Skeleton;
use crate::hooks::load::use_load;
use crate::i18n::{dates, t, t_with};

/// The dialog.
#[component]
pub fn TransferForm(props: &ActProps) -> Html {
    let file = use_state(|| props.file.clone());
    let own = file.value.appointment.agency.slug.to_string();
    let agency = use_state_eq(|| own.clone());
    let chosen = use_state_eq(|| None::<String>);
    let catalog = use_load((), |()| async { api::call::<GetCatalog>(GetCatalog::PATH, &()).await });
    let reference = file.value.appointment.reference.to_string();
    let colleagues =
        use_load((reference, (*agency).clone(), file.etag.clone()), |(reference, agency, _)| async move {
            let path = path(ListColleagues::PATH, &[&reference]);
            api::call::<ListColleagues>(&with_query(&path, &[("agency", &agency)]), &()).await
        });
    let onchange = {
        let (agency, chosen) = (agency.clone(), chosen.clone());
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                agency.set(select.value());
                chosen.set(None);
            }
        })
    };
    let onfile = {
        let file = file.clone();
        Callback::from(move |now| file.set(now))
    };
    let deed = (*chosen).clone().map(|staff| {
        let agency = Some((*agency).clone()).filter(|agency| *agency != own);
        Deed::Change(AppointmentPatch { staff: Some(staff), agency, ..AppointmentPatch::default() })
    });
    let item = &file.value.appointment;
    html! {
        <Dialog title={t("transfer.title")} testid="transfer-form" onclose={props.onclose.clone()}>
            <div class="form">
                <p>{ t_with("transfer.what", &[
                    ("moment", &dates::short_moment(item.start)), ("staff", &item.staff.name),
                ]) }</p>
                <label class="field">
                    <span>{ t("panel.agency") }</span>
                    <select class="input" {onchange} data-testid="transfer-agency">
                        { for agencies(catalog.state.data.as_ref(), &own, &item.agency.name).into_iter().map(|(slug, name)| html! {
                            <option selected={slug == *agency} value={slug.clone()}>{ name }</option>
                        }) }
                    </select>
                </label>
                { people(colleagues.state.data.as_deref(), &chosen) }
                if let Some(error) = colleagues.state.error.clone() {
                    <Failure {error} onretry={colleagues.reload.clone()} />
                }
                <Confirm file={(*file).clone()} {deed} verb={t("transfer.confirm")} onclose={props.onclose.clone()}
                    ondone={props.ondone.clone()} {onfile} />
            </div>
        </Dialog>
    }
}

/// The agencies, that of the appointment alone until the others are known.
fn agencies(catalog: Option<&Rc<Catalog>>, own: &str, own_name: &str) -> Vec<(String, String)> {
    match catalog {
        Some(catalog) => {
            catalog.agencies.iter().map(|agency| (agency.slug.to_string(), agency.name.clone())).collect()
        }
        None => vec![(own.to_owned(), own_name.to_owned())],
    }
}

fn people(colleagues: Option<&Colleagues>, chosen: &UseStateHandle<Option<String>>) -> Html {
    let Some(colleagues) = colleagues else { return html! { <Skeleton /> } };
    if colleagues.items.is_empty() {
        return html! { <p class="notice" role="status" data-testid="no-colleague">{ t("transfer.nobody") }</p> };
    }
    html! {
        <fieldset class="choices" data-testid="colleagues">
            <legend>{ t("transfer.who") }</legend>
            { for colleagues.items.iter().map(|person| {
                let slug = person.slug.to_string();
                let onchange = {
                    let (chosen, slug) = (chosen.clone(), slug.clone());
                    Callback::from(move |_: Event| chosen.set(Some(slug.clone())))
                };
                html! {
                    <label class="check">
                        <input type="radio" name="colleague" {onchange} checked={chosen.as_ref() == Some(&slug)} />
                        { &person.name }
                    </label>
                }
            }) }
        </fieldset>
    }
}
