//! Words for people that findings and plan share: kinds and names.
//!
//! Foreign text comes out raw; the writers make it safe.

use crate::catalogue::Role;
use crate::classify::{Classified, Kind, Listing};

/// The name of a kind of certificate, in Danish optionally in its definite form.
pub(crate) fn kind_text(listing: &Listing, danish: bool, definite: bool) -> String {
    let (da, en) = match (listing.role, listing.kind) {
        (Role::Root, _) => ("rod-CA-certifikat", "root CA certificate"),
        (Role::Issuing, _) => ("CA-certifikat", "issuing CA certificate"),
        (Role::EndEntity, None) => ("certifikat", "certificate"),
        (Role::EndEntity, Some(kind)) => match kind {
            Kind::Poces => ("personcertifikat", "personal certificate"),
            Kind::Moces => ("medarbejdercertifikat", "employee certificate"),
            Kind::Voces => ("virksomhedscertifikat", "company certificate"),
            Kind::Foces => ("funktionscertifikat", "function certificate"),
            Kind::Employee => ("brugercertifikat", "user certificate"),
            Kind::Organisation => ("organisationscertifikat", "organisation certificate"),
            Kind::System => ("systemcertifikat", "system certificate"),
        },
    };
    match (danish, definite) {
        (true, true) => format!("{da}et"),
        (true, false) => da.to_owned(),
        (false, _) => en.to_owned(),
    }
}

/// The first value of an attribute of the subject.
fn attribute<'a>(classified: &'a Classified, oid: &str) -> Option<&'a str> {
    let attributes = classified.certificate.subject.rdns.iter().flatten();
    attributes.filter(|one| one.oid == oid).map(|one| one.value.as_str()).find(|value| !value.is_empty())
}

/// The subject's common name.
pub(crate) fn common_name(classified: &Classified) -> Option<&str> {
    attribute(classified, "2.5.4.3")
}

/// The best short name: common name, organisational unit, organisation, or the
/// first octets of the fingerprint.
pub(crate) fn display_name(classified: &Classified) -> String {
    common_name(classified)
        .or_else(|| attribute(classified, "2.5.4.11"))
        .or_else(|| attribute(classified, "2.5.4.10"))
        .map_or_else(|| data_encoding::HEXLOWER.encode(&classified.certificate.sha256[..8]), str::to_owned)
}
