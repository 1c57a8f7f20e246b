//! What the client answered, and what they were told to know.

use creno_types::appointment::AppointmentFile;
use yew::prelude::*;

use crate::components::side_panel::fact;
use crate::i18n::t;

/// The answers of the form, in its order.
pub fn answers(file: &AppointmentFile) -> Html {
    html! {
        <section class="file-section" data-testid="file-answers">
            <h3 class="panel-section">{ t("file.answers") }</h3>
            if file.answers.is_empty() {
                <p class="absent">{ t("file.no_answer") }</p>
            } else {
                <dl class="facts">
                    { for file.answers.iter().map(|answer| fact(&answer.label, match answer.value.as_deref() {
                        Some("") => html! { <span class="absent">{ t("file.blank") }</span> },
                        Some(value) => html! { <span class="said">{ value }</span> },
                        None => html! { <span class="absent">{ t("file.masked") }</span> },
                    })) }
                </dl>
            }
            if !file.instructions.trim().is_empty() {
                <h3 class="panel-section">{ t("file.instructions") }</h3>
                <p class="said">{ &file.instructions }</p>
            }
        </section>
    }
}
