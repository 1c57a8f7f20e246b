//! Cancelling: why, what people will be written, and the confirmation.

use creno_types::appointment::CancelAppointment;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::File;
use super::deed::{Confirm, Deed};
use crate::components::dialog::Dialog;
use crate::i18n::{dates, t, t_with};

/// Properties of the forms that act on an appointment.
#[derive(Properties, PartialEq)]
pub struct ActProps {
    /// The file.
    pub file: File,
    /// Gives it up.
    pub onclose: Callback<()>,
    /// It is done.
    pub ondone: Callback<()>,
}

/// The dialog.
#[component]
pub fn CancelForm(props: &ActProps) -> Html {
    let file = use_state(|| props.file.clone());
    let reason = use_state_eq(String::new);
    let onreason = {
        let reason = reason.clone();
        Callback::from(move |text| reason.set(text))
    };
    let onfile = {
        let file = file.clone();
        Callback::from(move |now| file.set(now))
    };
    let item = &file.value.appointment;
    html! {
        <Dialog title={t("cancel.title")} testid="cancel-form" onclose={props.onclose.clone()}>
            <div class="form">
                <p>{ t_with("cancel.what", &[
                    ("moment", &dates::short_moment(item.start)), ("theme", &item.theme.name),
                ]) }</p>
                { reason_field(&onreason, "cancel.reason_hint") }
                <Confirm file={(*file).clone()} deed={Deed::Cancel(reason.trim().to_owned())} verb={t("cancel.confirm")}
                    danger=true onclose={props.onclose.clone()} ondone={props.ondone.clone()} {onfile} />
            </div>
        </Dialog>
    }
}

/// The field of a reason; `hint` is the key of what is said of it.
pub fn reason_field(onreason: &Callback<String>, hint: &'static str) -> Html {
    let oninput = onreason.reform(|event: InputEvent| {
        event.target_dyn_into::<HtmlTextAreaElement>().map(|input| input.value()).unwrap_or_default()
    });
    html! {
        <label class="field">
            <span>{ t("cancel.reason") }</span>
            <textarea class="input" rows="2" maxlength={CancelAppointment::MAX_REASON.to_string()} {oninput}
                data-testid="cancel-reason" />
            <small>{ t(hint) }</small>
        </label>
    }
}
