//! The types of the wire that the widget reads. The compiler refuses a structure of which a part is left out; the tests
//! compare with what the server's own code reads.

use chrono::NaiveDate;
use creno_types::address::{Address, Addresses};
use creno_types::appointment::{AppointmentStatus, Confirmation, ManagedAppointment, Named};
use creno_types::catalog::Campaign;
use creno_types::challenge::Question;
use creno_types::document::{Document, Documents, WantedDocument};
use creno_types::email_proof::EmailProof;
use creno_types::field::{Field, FieldFormat};
use creno_types::hold::{Hold, Renewal};
use creno_types::ids::{AgencyId, CampaignId, DocumentId, SkillId, StaffId, ThemeId};
use creno_types::place::{Place, Places};
use creno_types::slots::{SlotDay, Slots};
use creno_types::staff::StaffName;
use creno_types::{
    Agency, Branding, Catalog, Channel, Channels, FieldError, FieldErrorCode, MapTiles, Minutes, Position,
    Problem, ProblemCode, Reference, Skill, Slug, Texts, Theme, ZonedInstant,
};

use super::{Read, Value};
use crate::journey::choices::{Choices, Entry, Step};

/// Structures. A part with `?` has a default, which stands for it when it is absent.
macro_rules! objects {
    ($($name:ident $(<$id:ident>)? { $($part:ident $(= $word:literal)? $(? $default:expr)?),+ $(,)? })+) => {$(
        impl $(<$id: Read>)? Read for $name $(<$id>)? {
            fn read(mut value: Value) -> Option<Self> {
                Some(Self { $($part: objects!(@part value, $part $(= $word)? $(? $default)?)),+ })
            }
        }
    )+};
    (@part $value:ident, $part:ident = $word:literal) => { $value.part($word)? };
    (@part $value:ident, $part:ident ? $default:expr) => {
        match $value.part(stringify!($part))? { Some(part) => part, None => $default }
    };
    (@part $value:ident, $part:ident) => { $value.part(stringify!($part))? };
}

objects! {
    Catalog {
        lang, agencies, skills, themes, fields, branding, texts, challenge ? false, campaigns ? Vec::new(),
        map_tiles,
    }
    MapTiles { url, credit }
    Places { places }
    Place { name, postcode, department, lat, lon }
    Campaign { id, slug, name, themes, agencies, channels }
    Agency { id, slug, name, street, postcode, city, timezone, position, channels }
    Position { latitude, longitude }
    Skill { id, slug, name, description }
    Theme {
        id, slug, name, description, skill, duration_min, channels, agencies, fields, instructions ? String::new(),
        color, prove_email ? false,
    }
    Field { key, label, format, required, help ? String::new(), options ? Vec::new() }
    Branding { brand, brand_strong, brand_soft, on_brand, accent, accent_strong, radius_px }
    Texts { organisation, consent, consent_version, privacy_url }
    Slots { timezone, from, to, days, next }
    SlotDay { date, starts }
    Hold { hold, expires_at, staff }
    Renewal { expires_at }
    StaffName { id, slug, name }
    Named<Id> { id, slug, name }
    EmailProof { expires_at }
    Question { question, token, expires_at }
    Confirmation { reference, manage_url, start, end, timezone, video_url, ics_url }
    ManagedAppointment {
        reference, status, start, end, timezone, channel, agency, address, theme, instructions, staff, move_until,
        cancel_until, presence_confirmed_at, campaign, documents ? false, ics_url,
    }
    Documents {
        asked, items, can_send ? false, can_add ? false, can_read ? false, media_types, max_bytes, max_count,
    }
    WantedDocument { slug, label, help ? String::new(), required ? false, received ? false }
    Document { id, asked, label, name, media_type, size, added_at, by, staff, can_delete ? false }
    Problem {
        kind = "type", title, status, detail, code, errors ? Vec::new(), alternatives ? Vec::new(), request_id,
    }
    Addresses { addresses }
    Address { label, number, street, postcode, city }
    FieldError { field, code, detail ? String::new() }
    Entry { step, choices, from }
    Choices { agency, theme, channel, start }
}

/// Texts with a meaning.
macro_rules! texts {
    ($($name:ident: $text:ident => $value:expr;)+) => {$(
        impl Read for $name {
            fn read(value: Value) -> Option<Self> {
                let $text = String::read(value)?;
                $value
            }
        }
    )+};
}

texts! {
    Slug: text => text.parse().ok();
    Reference: text => text.parse().ok();
    ZonedInstant: text => text.parse().ok();
    NaiveDate: text => date(&text);
    AgencyId: text => text.parse().ok();
    SkillId: text => text.parse().ok();
    ThemeId: text => text.parse().ok();
    StaffId: text => text.parse().ok();
    CampaignId: text => text.parse().ok();
    DocumentId: text => text.parse().ok();
    Channel: text => text.parse().ok();
    Step: text => Self::ALL.into_iter().find(|step| step.as_str() == text);
    ProblemCode: text => Self::ALL.iter().copied().find(|code| code.as_str() == text);
    FieldErrorCode: text => Self::ALL.iter().copied().find(|code| code.as_str() == text);
    AppointmentStatus: text => Self::ALL.into_iter().find(|status| status.as_str() == text);
    FieldFormat: text => Self::ALL.into_iter().find(|format| format.as_str() == text);
}

impl Read for Channels {
    fn read(value: Value) -> Option<Self> {
        Vec::<Channel>::read(value).map(Into::into)
    }
}

impl Read for Minutes {
    fn read(value: Value) -> Option<Self> {
        u32::read(value).map(Self)
    }
}

/// A date as `YYYY-MM-DD`: chrono's own reader knows every format, and weighs accordingly.
pub fn date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let whole = parts.next().is_none() && text.len() == 10;
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).filter(|_| whole)
}
