//! The way to take a journal away.

use yew::prelude::*;

use crate::components::icon::{Glyph, Icon};
use crate::i18n::t;

/// Properties of [`Export`].
#[derive(Properties, PartialEq)]
pub struct ExportProps {
    /// Where the file is.
    pub href: AttrValue,
}

/// A link that downloads what the filters let through.
#[component]
pub fn Export(props: &ExportProps) -> Html {
    html! {
        <a class="button export" href={props.href.clone()} download="" title={t("journal.export_detail")}
            data-testid="export">
            <Icon glyph={Glyph::Download} size={16} />{ t("journal.export") }
        </a>
    }
}
