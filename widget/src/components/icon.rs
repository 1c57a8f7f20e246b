//! Line icons, drawn on a grid of 24.

use creno_types::Channel;
use yew::prelude::*;

/// The icons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Shape {
    Pin,
    Video,
    Phone,
    Tag,
    Calendar,
    Clock,
    Check,
    Left,
    Right,
    Search,
    Copy,
    Alert,
    Info,
    Person,
    Globe,
}

impl Shape {
    const fn path(self) -> &'static str {
        match self {
            Self::Pin => {
                "M12 21s7-6.2 7-11.5A7 7 0 0 0 5 9.5C5 14.8 12 21 12 21ZM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z"
            }
            Self::Video => {
                "M3 7.5A1.5 1.5 0 0 1 4.5 6h9A1.5 1.5 0 0 1 15 7.5v9a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 3 16.5ZM15 11l6-3.5v9L15 13"
            }
            Self::Phone => {
                "M6 3.5h3l1.5 4.5-2.200 1.5a12 12 0 0 0 6.200 6.200l1.5-2.200 4.5 1.5v3a2 2 0 0 1-2.200 2A17 17 0 0 1 4 5.700a2 2 0 0 1 2-2.200Z"
            }
            Self::Tag => "M4 4h7l9 9-7 7-9-9ZM8 8h.01",
            Self::Calendar => "M4 6h16v14H4ZM4 10.5h16M8 3.5V8M16 3.5V8",
            Self::Clock => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.5 2",
            Self::Check => "M5 12.5 10 17.5 19.5 7",
            Self::Left => "M14.5 5.5 8 12l6.5 6.5",
            Self::Right => "M9.5 5.5 16 12l-6.5 6.5",
            Self::Search => "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20.5 20.5",
            Self::Copy => "M9 9h11v11H9ZM5 15H4V4h11v1",
            Self::Alert => "M12 3.5 22 20.5H2ZM12 10v4.5M12 17.5h.01",
            Self::Info => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v5.500M12 7.500h.01",
            Self::Person => "M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.5-4 3.5-6 7.5-6s7 2 7.5 6",
            Self::Globe => {
                "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM3 12h18M12 3c3 3 3.5 15 0 18M12 3c-3 3-3.5 15 0 18"
            }
        }
    }
}

/// The icon of a channel.
pub const fn channel_shape(channel: Channel) -> Shape {
    match channel {
        Channel::Office => Shape::Pin,
        Channel::Video => Shape::Video,
        Channel::Phone => Shape::Phone,
    }
}

/// An icon beside words that say the same: assistive technology skips it.
pub fn icon(shape: Shape) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d={shape.path()} />
        </svg>
    }
}
