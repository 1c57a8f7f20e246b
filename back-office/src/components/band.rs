//! Bands: stretches in which somebody receives, tinted by channel, and saying it in words.

use creno_types::channel::Channels;
use creno_types::local_minute::LocalMinute;
use yew::prelude::*;

use super::channel::glyph;
use super::icon::Icon;
use crate::i18n::{dates, t, words};

/// The class that tints a band.
pub fn tint(channels: Channels) -> &'static str {
    use creno_types::Channel::{Office, Phone, Video};
    let has = |channel| channels.contains(channel);
    match (has(Office), has(Video), has(Phone)) {
        (true, false, false) => "band-office",
        (false, true, false) => "band-video",
        (false, false, true) => "band-phone",
        (true, true, false) => "band-office-video",
        (true, false, true) => "band-office-phone",
        (false, true, true) => "band-video-phone",
        (true, true, true) => "band-all",
        (false, false, false) => "band-none",
    }
}

/// The channels in words: "En agence, Téléphone".
pub fn channels_in_words(channels: Channels) -> String {
    channels.iter().map(words::channel).collect::<Vec<_>>().join(", ")
}

/// The channels in a few letters: "A V T", where there is no room for more.
pub fn channels_in_letters(channels: Channels) -> String {
    use creno_types::Channel::{Office, Phone, Video};
    let letter = |channel| match channel {
        Office => t("band.office"),
        Video => t("band.video"),
        Phone => t("band.phone"),
    };
    channels.iter().map(letter).collect::<Vec<_>>().join("\u{a0}")
}

/// Icons of channels, which say their words to who can't see them.
pub fn channel_icons(channels: Channels) -> Html {
    html! {
        <span class="band-channels">
            { for channels.iter().map(|channel| html! { <Icon glyph={glyph(channel)} size={14} /> }) }
            <span class="hidden">{ channels_in_words(channels) }</span>
        </span>
    }
}

/// The edge of a band that is drawn: a piece for each of its channels.
pub fn drawn_edge(channels: Channels) -> Html {
    let count = channels.iter().count().max(1);
    let height = format!("{:.3}%", 100.0 / count as f64);
    html! {
        { for channels.iter().enumerate().map(|(place, channel)| {
            let y = format!("{:.3}%", 100.0 * place as f64 / count as f64);
            html! { <rect class={format!("edge-{channel}")} width="5" {y} height={height.clone()} /> }
        }) }
    }
}

/// Properties of [`Band`].
#[derive(Properties, PartialEq)]
pub struct BandProps {
    /// When it begins.
    pub from: LocalMinute,
    /// When it ends.
    pub to: LocalMinute,
    /// Ways of meeting.
    pub channels: Channels,
    /// Where, when that is to be said.
    #[prop_or_default]
    pub place: AttrValue,
}

/// A band in a list.
#[component]
pub fn Band(props: &BandProps) -> Html {
    html! {
        <span class={classes!("band", tint(props.channels))} title={channels_in_words(props.channels)} data-testid="band">
            <span class="band-time">{ dates::hours(props.from, props.to) }</span>
            { channel_icons(props.channels) }
            if !props.place.is_empty() { <span class="band-place">{ &props.place }</span> }
        </span>
    }
}

/// Properties of [`Legend`].
#[derive(Properties, PartialEq)]
pub struct LegendProps {
    /// What else is to be explained: items of a list.
    #[prop_or_default]
    pub children: Html,
}

/// What the tints mean.
#[component]
pub fn Legend(props: &LegendProps) -> Html {
    html! {
        <ul class="band-legend" aria-label={t("band.legend")}>
            { for creno_types::Channel::ALL.into_iter().map(|channel| {
                let only: Channels = [channel].into_iter().collect();
                html! {
                    <li><span class={classes!("band-swatch", tint(only))} aria-hidden="true">{ channels_in_letters(only) }</span>
                        { words::channel(channel) }</li>
                }
            }) }
            { props.children.clone() }
        </ul>
    }
}

#[cfg(test)]
mod tests {
    use creno_types::Channel::{Office, Phone, Video};

    use super::*;

    #[test]
    fn several_channels_have_the_tint_of_them_all() {
        assert_eq!(tint([Video].into_iter().collect()), "band-video");
        assert_eq!(tint([Phone, Video].into_iter().collect()), "band-video-phone");
        assert_eq!(tint([Office, Video, Phone].into_iter().collect()), "band-all");
    }
}
