//! On whose word an appointment is taken or changed.

use creno_types::appointment::Source;
use creno_types::ids::StaffId;
use creno_types::staff::StaffName;

use crate::store::staff::Member;

/// Who acts. Clients are held to the theme's deadlines; staff and programs are not.
#[derive(Clone, Copy, Debug)]
pub enum Author<'a> {
    /// The client, in the journey or by their link.
    Client,
    /// A staff member, or a program by its key.
    Member(&'a Member),
}

impl Author<'_> {
    /// Who, in the words of journals.
    pub(crate) fn actor(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Member(member) => member.actor(),
        }
    }

    /// Which staff member, when it is one.
    pub(crate) fn staff(self) -> Option<StaffId> {
        match self {
            Self::Client => None,
            Self::Member(member) => member.staff_id(),
        }
    }

    /// The staff member by name, when it is one.
    pub(crate) fn staff_name(self) -> Option<StaffName> {
        match self {
            Self::Client => None,
            Self::Member(member) => member.key.is_none().then(|| member.staff.clone()),
        }
    }

    /// Through what an appointment that they take is taken.
    pub(super) fn source(self, in_campaign: bool) -> Source {
        match self {
            Self::Client if in_campaign => Source::Campaign,
            Self::Client => Source::Widget,
            Self::Member(member) if member.key.is_some() => Source::Api,
            Self::Member(_) => Source::Staff,
        }
    }

    pub(super) const fn is_client(self) -> bool {
        matches!(self, Self::Client)
    }
}
