//! What a key is made from.

use chrono::{NaiveDate, NaiveTime};
use creno_types::api_key::{Access, ApiResource, ApiScope, CreatedApiKey, NewApiKey};
use creno_types::endpoint::{CreateApiKey, Endpoint};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::api;
use crate::components::dialog::Dialog;
use crate::components::fault::Fault;
use crate::hooks::act::use_act;
use crate::hooks::title::focus;
use crate::i18n::{dates, t, words};

/// What the form calls its fields.
const NAMES: &[(&str, &str)] = &[
    ("name", "keys.name"),
    ("scopes", "keys.scopes"),
    ("expires_at", "keys.end"),
    ("masks_contact", "keys.masks"),
];

/// What is typed.
#[derive(Clone, Debug, Default, PartialEq)]
struct Typed {
    name: String,
    scopes: Vec<ApiScope>,
    end: Option<NaiveDate>,
    masks: bool,
}

impl Typed {
    /// With that access to a resource, or none.
    fn with(&self, resource: ApiResource, access: Option<Access>) -> Self {
        let others = self.scopes.iter().filter(|scope| scope.resource != resource).copied();
        let scopes = others.chain(access.map(|access| ApiScope { resource, access })).collect();
        Self { scopes, ..self.clone() }
    }

    fn access(&self, resource: ApiResource) -> Option<Access> {
        self.scopes.iter().find(|scope| scope.resource == resource).map(|scope| scope.access)
    }

    /// What is missing, as keys of texts.
    fn missing(&self, today: NaiveDate) -> Vec<&'static str> {
        let faults = [
            (self.name.trim().is_empty(), "keys.missing_name"),
            (self.scopes.is_empty(), "keys.missing_scopes"),
            (self.end.is_some_and(|end| end <= today), "keys.passed"),
        ];
        faults.into_iter().filter_map(|(is, text)| is.then_some(text)).collect()
    }

    fn asked(&self) -> NewApiKey {
        NewApiKey {
            name: self.name.trim().to_owned(),
            scopes: self.scopes.iter().map(ToString::to_string).collect(),
            expires_at: self.end.map(|day| day.and_time(NaiveTime::MIN).and_utc()),
            masks_contact: self.masks,
        }
    }
}

/// Properties of [`KeyForm`].
#[derive(Properties, PartialEq)]
pub struct KeyFormProps {
    /// Gives it up.
    pub onclose: Callback<()>,
    /// Called with the key and its secret.
    pub onmade: Callback<CreatedApiKey>,
}

/// Name, rights, end.
#[component]
pub fn KeyForm(props: &KeyFormProps) -> Html {
    let typed = use_state_eq(Typed::default);
    let missing = use_state_eq(Vec::<&'static str>::new);
    let faults = use_node_ref();
    {
        let faults = faults.clone();
        use_effect_with((*missing).clone(), move |missing| {
            if !missing.is_empty() {
                focus(&faults);
            }
        });
    }
    let create = {
        let onmade = props.onmade.clone();
        use_act(move |asked: NewApiKey| {
            let onmade = onmade.clone();
            async move {
                onmade.emit(api::call::<CreateApiKey>(CreateApiKey::PATH, &asked).await?);
                Ok(())
            }
        })
    };
    let onsubmit = {
        let (typed, missing, start) = (typed.clone(), missing.clone(), create.start.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let faults = typed.missing(dates::now().date_naive());
            missing.set(faults.clone());
            if faults.is_empty() {
                start.emit(typed.asked());
            }
        })
    };
    let onname = on_input(&typed, |typed, input| Typed { name: input.value(), ..typed });
    let onend = on_input(&typed, |typed, input| Typed { end: input.value().parse().ok(), ..typed });
    let onmasks = on_input(&typed, |typed, input| Typed { masks: input.checked(), ..typed });
    let wrong = |text| missing.contains(&text).then_some("true");
    html! {
        <Dialog title={t("keys.add")} testid="key-form" onclose={props.onclose.clone()}>
            <form class="form" {onsubmit} novalidate=true>
                if !missing.is_empty() {
                    <div class="fault" ref={faults} tabindex="-1" role="alert" data-testid="missing"><ul>
                        { for missing.iter().map(|text| html! { <li>{ t(text) }</li> }) }
                    </ul></div>
                }
                <label class="field">
                    <span>{ t("keys.name") }</span>
                    <input class="input" maxlength={NewApiKey::MAX_NAME.to_string()} value={typed.name.clone()}
                        oninput={onname} autocomplete="off" autofocus=true aria-invalid={wrong("keys.missing_name")}
                        data-testid="key-name" />
                    <small>{ t("keys.name_hint") }</small>
                </label>
                <fieldset class="grid-choice">
                    <legend>{ t("keys.scopes") }</legend>
                    <div class="grid-head" aria-hidden="true">
                        <span>{ t("keys.about") }</span><span>{ t("keys.none") }</span>
                        <span>{ t("keys.read") }</span><span>{ t("keys.write") }</span>
                    </div>
                    <div class="grid-rows">
                        { for ApiResource::ALL.iter().map(|resource| rights(&typed, *resource)) }
                    </div>
                </fieldset>
                <label class="field">
                    <span>{ t("keys.end") }</span>
                    <input type="date" class="input" onchange={onend} data-testid="key-end"
                        aria-invalid={wrong("keys.passed")} value={typed.end.map(|end| end.to_string())} />
                    <small>{ t("keys.end_hint") }</small>
                </label>
                <label class="check">
                    <input type="checkbox" checked={typed.masks} onchange={onmasks} data-testid="key-masks" />
                    { t("keys.masks") }
                </label>
                if let Some(error) = create.failed.clone() { <Fault {error} names={NAMES} /> }
                <p class="dialog-ways">
                    <button type="button" class="button" onclick={props.onclose.reform(|_| ())}>{ t("keys.cancel") }</button>
                    <button class="button button-primary" aria-disabled={create.busy.to_string()} data-testid="create-key">
                        { t(if create.busy { "keys.creating" } else { "keys.create" }) }
                    </button>
                </p>
            </form>
        </Dialog>
    }
}

fn on_input<E>(typed: &UseStateHandle<Typed>, change: fn(Typed, &HtmlInputElement) -> Typed) -> Callback<E>
where
    E: TargetCast + AsRef<Event> + 'static,
{
    let typed = typed.clone();
    Callback::from(move |event: E| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            typed.set(change((*typed).clone(), &input));
        }
    })
}

/// One domain: nothing, reading, or writing as well.
fn rights(typed: &UseStateHandle<Typed>, resource: ApiResource) -> Html {
    let name = words::scope(resource.as_str());
    let chosen = typed.access(resource);
    let option = |access: Option<Access>, text: &'static str| {
        let typed = typed.clone();
        let onchange = Callback::from(move |_: Event| typed.set(typed.with(resource, access)));
        html! {
            <label class="grid-cell">
                <input type="radio" name={resource.as_str()} checked={chosen == access} {onchange}
                    value={access.map_or("none", Access::as_str)} />
                <span>{ t(text) }</span>
            </label>
        }
    };
    html! {
        <div class="grid-row" role="radiogroup" aria-label={name}>
            <span class="grid-name" aria-hidden="true">{ name }</span>
            { option(None, "keys.none") }
            { option(Some(Access::Read), "keys.read") }
            { option(Some(Access::Write), "keys.write") }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_replaces_the_one_before() {
        let typed = Typed::default()
            .with(ApiResource::Themes, Some(Access::Read))
            .with(ApiResource::Agencies, Some(Access::Read))
            .with(ApiResource::Themes, Some(Access::Write));
        assert_eq!(typed.asked().scopes, ["agencies:read", "themes:write"]);
        assert_eq!(typed.with(ApiResource::Themes, None).asked().scopes, ["agencies:read"]);
    }

    #[test]
    fn what_is_missing_is_told_at_once() {
        let today = "2026-06-15".parse().unwrap();
        assert_eq!(Typed { end: Some(today), ..Typed::default() }.missing(today).len(), 3);
        let whole =
            Typed { name: "CRM".into(), ..Typed::default() }.with(ApiResource::Themes, Some(Access::Read));
        assert_eq!(whole.missing(today), Vec::<&str>::new());
    }
}
