//! Certificates without what names a person.

use super::cover::Cover;
use super::label::Class;
use super::marks::Slot;
use super::person::{self, is_persons_number};
use crate::certificate::Certificate;
use crate::classify::{Classified, Listing, Organisation, Verdict};
use crate::inventory::{Image, KeyPlace, Known, Occurrence};
use crate::name::{Attribute, Name, attribute};

/// Every certificate; sorted by fingerprint again.
pub(super) fn veil_all(certificates: &mut [Classified], cover: &mut Cover) {
    for classified in certificates.iter_mut() {
        let Classified { certificate, occurrences, keys, verdict, ownership: _, private_key: _ } = classified;
        let personal = cover.is_personal(&certificate.sha256);
        veil_certificate(certificate, personal, cover);
        for one in occurrences.iter_mut() {
            veil_occurrence(one, personal, cover);
        }
        occurrences.sort();
        for one in keys.iter_mut() {
            veil_key(one, personal, cover);
        }
        keys.sort();
        match verdict {
            Verdict::Listed(listing) => veil_listing(listing, personal, cover),
            Verdict::LookAlike { listing, reason } => {
                veil_listing(listing, personal, cover);
                cover.foreign(reason);
            }
            Verdict::UnknownAuthority { family } => cover.foreign(family),
            Verdict::Other => {}
        }
    }
    certificates.sort_by_key(|one| one.certificate.sha256);
}

/// The same of an inventory.
pub(super) fn veil_known(known: &mut Known, cover: &mut Cover) {
    let Known { certificate, occurrences } = known;
    let personal = cover.is_personal(&certificate.sha256);
    veil_certificate(certificate, personal, cover);
    for one in occurrences.iter_mut() {
        veil_occurrence(one, personal, cover);
    }
    occurrences.sort();
}

fn veil_certificate(certificate: &mut Certificate, personal: bool, cover: &mut Cover) {
    let Certificate {
        sha256,
        sha1,
        issuer,
        subject,
        serial,
        not_before: _,
        not_after: _,
        subject_key_identifier,
        authority_key_identifier,
        spki_sha256,
        public_key,
        public_key_sha1,
        modulus_sha1,
        is_ca: _,
        key_usage: _,
        policies: _,
        emails,
        algorithms: _,
    } = certificate;
    *sha256 = cover.fingerprint(sha256);
    veil_name(issuer, false, cover);
    veil_name(subject, personal, cover);
    let identifiers = [subject_key_identifier, authority_key_identifier].into_iter().flatten();
    for octets in identifiers.map(|one| &mut **one).chain(modulus_sha1.as_mut().map(<[u8; 20]>::as_mut_slice)) {
        cover.known_octets(octets);
    }
    if personal {
        cover.known_octets(serial);
    }
    let hashes: [&mut [u8]; 4] = [sha1, spki_sha256, public_key, public_key_sha1];
    for octets in hashes {
        cover.known_octets(octets);
    }
    for email in emails {
        if !email.is_empty() {
            *email = cover.label(Class::Mail, email);
        }
    }
}

/// A name. Of a person's only the country and the organisation stay.
pub(super) fn veil_name(name: &mut Name, personal: bool, cover: &mut Cover) -> bool {
    let Name { der, rdns } = name;
    let mut changed = false;
    for Attribute { oid, value } in rdns.iter_mut().flatten() {
        let new = match oid.as_str() {
            attribute::COUNTRY | attribute::ORGANISATION | attribute::ORGANISATION_IDENTIFIER => {
                cover.text(value, Slot::Foreign)
            }
            attribute::SERIAL_NUMBER if personal => Some(identifier(value, cover)),
            attribute::EMAIL_ADDRESS | attribute::MAIL => Some(cover.label(Class::Mail, value)),
            _ if personal => Some(cover.label(Class::Name, value)),
            _ => cover.text(value, Slot::Foreign),
        };
        if let Some(new) = new.filter(|new| new != value) {
            *value = new;
            changed = true;
        }
    }
    if changed || personal {
        // The octets hold what could not be read, too.
        let new = Name { der: Box::default(), rdns: rdns.clone() };
        *der = Name::from_rfc4514(&new.to_rfc4514()).map(|name| name.der).unwrap_or_default();
    }
    changed
}

/// What stands for a subject's serialNumber: what kind it is stays.
fn identifier(serial: &str, cover: &mut Cover) -> String {
    let number = if is_persons_number(serial) { person::number_in(serial) } else { serial };
    let before = serial.find(number).and_then(|at| serial.get(..at)).unwrap_or_default();
    let before = cover.text(before, Slot::Foreign).unwrap_or_else(|| before.to_owned());
    format!("{before}{}", cover.label(Class::Number, number))
}

fn veil_listing(listing: &mut Listing, personal: bool, cover: &mut Cover) {
    let Listing {
        generation: _,
        qualified: _,
        environment: _,
        role: _,
        kind: _,
        evidence: _,
        status: _,
        status_since: _,
        status_on: _,
        organisation: Organisation { name, cvr: _ },
        identifier: holder,
    } = listing;
    if let Some(name) = name {
        cover.foreign(name);
    }
    if let Some(holder) = holder {
        if personal {
            *holder = identifier(holder, cover);
        } else {
            cover.foreign(holder);
        }
    }
}

pub(super) fn veil_occurrence(occurrence: &mut Occurrence, personal: bool, cover: &mut Cover) {
    let Occurrence {
        location,
        format: _,
        alias,
        store,
        line: _,
        offset: _,
        count: _,
        private_key: _,
        beside_key: _,
        place: _,
        image,
    } = occurrence;
    cover.location(location);
    veil_alias(alias.as_mut(), personal, cover);
    if let Some(store) = store {
        cover.boxed(store);
    }
    if let Some(image) = image {
        let Image { name, layer: _, of: _, deleted_by: _, others: _ } = &mut **image;
        cover.boxed(name);
    }
}

/// A private key's place.
pub(super) fn veil_key(key: &mut KeyPlace, personal: bool, cover: &mut Cover) {
    let KeyPlace { location, format: _, alias, public_key, local_key_id, place: _ } = key;
    cover.location(location);
    veil_alias(alias.as_mut(), personal, cover);
    for octets in [public_key.as_mut().map(<[u8; 32]>::as_mut_slice), local_key_id.as_deref_mut()].into_iter().flatten()
    {
        cover.known_octets(octets);
    }
}

fn veil_alias(alias: Option<&mut Box<str>>, personal: bool, cover: &mut Cover) {
    match alias {
        Some(alias) if personal => *alias = cover.label(Class::Name, alias).into(),
        Some(alias) => cover.boxed(alias),
        None => {}
    }
}
