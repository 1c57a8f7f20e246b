//! A channel: its icon and its word.

use creno_types::Channel;
use yew::prelude::*;

use super::icon::{Glyph, Icon};
use crate::i18n::words;

/// The icon of a channel.
pub fn glyph(channel: Channel) -> Glyph {
    match channel {
        Channel::Office => Glyph::Building,
        Channel::Video => Glyph::Video,
        Channel::Phone => Glyph::Phone,
    }
}

/// Properties of [`ChannelLabel`].
#[derive(Properties, PartialEq)]
pub struct ChannelLabelProps {
    /// The channel.
    pub channel: Channel,
}

/// Icon and word of a channel.
#[component]
pub fn ChannelLabel(props: &ChannelLabelProps) -> Html {
    html! {
        <span class="channel"><Icon glyph={glyph(props.channel)} size={16} />{ words::channel(props.channel) }</span>
    }
}
