//! What an earlier report found, judged on another day and with other numbers
//! of our own. Generation, role and kind stay as they were told.

use super::status::{Position, standing};
use super::{Listing, Numbers, Organisation, Ownership, Settings};
use crate::catalogue::Catalogue;
use crate::certificate::Certificate;

/// The listing with the status of the settings' day.
pub fn judged_again(
    listing: Listing,
    certificate: &Certificate,
    catalogue: &Catalogue,
    settings: &Settings,
) -> Listing {
    let position = Position {
        generation: catalogue.generation(&listing.generation),
        environment: listing.environment,
        role: listing.role,
        qualified: listing.qualified,
    };
    let standing = standing(certificate, &position, settings);
    Listing { status: standing.status, status_since: standing.since, status_on: standing.on, ..listing }
}

/// Whose it is by its organisation and whether its key was found. Where no
/// number is configured, what the reports `told` holds: they may have known.
pub fn whose(organisation: &Organisation, private_key: bool, told: Ownership, settings: &Settings) -> Ownership {
    if settings.own_cvr.is_empty() && settings.foreign_cvr.is_empty() {
        return if private_key && told == Ownership::Unknown { Ownership::Own } else { told };
    }
    Numbers::of(settings).ownership(organisation, private_key)
}
