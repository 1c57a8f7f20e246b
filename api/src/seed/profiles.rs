//! What staff may do.

use creno_types::staff::Permission;

/// What a member of staff is in the network; the profiles are in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Receives clients.
    Collaborateur,
    /// Answers for some agencies.
    Manager,
    /// Sets up the network.
    Administrateur,
    /// Greets clients, without seeing how to reach them.
    Accueil,
}

/// One profile.
#[derive(Debug)]
pub(super) struct ProfileSeed {
    pub(super) slug: &'static str,
    pub(super) name: &'static str,
    pub(super) scope: &'static str,
    pub(super) permissions: &'static [Permission],
    pub(super) masks_contact: bool,
}

use Permission::{Administer, ManageAppointments, ManageAvailability, ViewAppointments, ViewReports};

/// The profiles, by [`Role`].
pub(super) const PROFILES: [ProfileSeed; 4] = [
    ProfileSeed {
        slug: "collaborateur",
        name: "Collaborateur",
        scope: "own",
        permissions: &[ViewAppointments, ManageAppointments, ManageAvailability],
        masks_contact: false,
    },
    ProfileSeed {
        slug: "manager",
        name: "Manager",
        scope: "perimeter",
        permissions: &[ViewAppointments, ManageAppointments, ManageAvailability, ViewReports],
        masks_contact: false,
    },
    ProfileSeed {
        slug: "administrateur",
        name: "Administrateur",
        scope: "network",
        permissions: &[ViewAppointments, ManageAppointments, ManageAvailability, ViewReports, Administer],
        masks_contact: false,
    },
    ProfileSeed {
        slug: "accueil",
        name: "Accueil",
        scope: "perimeter",
        permissions: &[ViewAppointments],
        masks_contact: true,
    },
];
