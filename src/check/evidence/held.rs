//! Every place that holds the private key of a certificate that is listed.

use crate::classify::{Classified, Listing, Verdict};
use crate::location::Location;
use crate::place::Place;

/// The private key of a certificate, at one place.
#[derive(Clone, Copy)]
pub(super) struct Held<'m> {
    pub(super) classified: &'m Classified,
    pub(super) listing: &'m Listing,
    pub(super) location: &'m Location,
    /// `pem`, `der` or the reader's identifier.
    pub(super) format: &'static str,
    pub(super) place: Place,
}

/// The places, by certificate. What is qualified belongs to nobody's plan.
pub(super) fn keys(certificates: &[Classified]) -> Vec<Held<'_>> {
    certificates.iter().flat_map(of_certificate).collect()
}

fn of_certificate(classified: &Classified) -> Vec<Held<'_>> {
    let Verdict::Listed(listing) = &classified.verdict else { return Vec::new() };
    if listing.qualified {
        return Vec::new();
    }
    let own = classified.occurrences.iter().filter(|one| one.private_key);
    let own = own.map(|one| (&one.location, one.format, one.place));
    let bare = classified.keys.iter().map(|key| (&key.location, key.format, key.place));
    let held = |(location, format, place)| Held { classified, listing, location, format, place };
    own.chain(bare).map(held).collect()
}
