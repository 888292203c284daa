//! Which certificates are a person's, and what of theirs is an original.
//!
//! *Behaviour*
//!
//! 1. A person's by its kind (POCES, MOCES, employee), by the form of the
//!    serialNumber, or because the subject has a given name, surname or pseudonym.
//! 2. An end entity of the catalogue whose kind nobody knows may be a person's.
//! 3. Of others, one with an address of mail whose name is no host's.
//! 4. A certificate that the report does not hold may be a person's.

use super::known::{Kind as Naming, Known};
use super::label::is_label;
use super::ordinary::Ordinary;
use crate::catalogue::Role;
use crate::certificate::{Certificate, Fingerprint};
use crate::classify::{Classified, Kind, Verdict};
use crate::failure::StoreFacts;
use crate::inventory::{KeyPlace, Occurrence};
use crate::name::attribute;
use crate::report::{PersonalData, Report};
use foldhash::fast::RandomState;
use std::collections::{BTreeSet, HashSet};

/// RFC 3739 `pseudonym`.
const PSEUDONYM: &str = "2.5.4.65";

/// The attributes of a subject that are a person's name.
const NAMES: [&str; 4] = [attribute::COMMON_NAME, attribute::GIVEN_NAME, attribute::SURNAME, PSEUDONYM];
/// RFC 4519 `uid`.
const USER_ID: &str = "0.9.2342.19200300.100.1.1";

/// The certificates of the report that are nobody's.
pub(super) type Others = HashSet<Fingerprint, RandomState>;

/// Whether it is a person's.
pub(super) fn is_personal(classified: &Classified) -> bool {
    let certificate = &classified.certificate;
    let named = [attribute::GIVEN_NAME, attribute::SURNAME, PSEUDONYM];
    if certificate.subject.attributes().any(|one| named.contains(&one.oid.as_str()))
        || certificate.subject.values(attribute::SERIAL_NUMBER).any(is_persons_number)
    {
        return true;
    }
    match &classified.verdict {
        Verdict::Listed(listing) | Verdict::LookAlike { listing, .. } if listing.role == Role::EndEntity => {
            let sure = matches!(listing.kind, None | Some(Kind::Poces | Kind::Moces | Kind::Employee));
            sure || (matches!(classified.verdict, Verdict::LookAlike { .. }) && is_for_mail(certificate))
        }
        Verdict::Listed(_) | Verdict::LookAlike { .. } => false,
        Verdict::UnknownAuthority { .. } | Verdict::Other => !certificate.is_ca && is_for_mail(certificate),
    }
}

/// Whether a subject's serialNumber names a person.
pub(super) fn is_persons_number(serial: &str) -> bool {
    let serial = serial.trim().to_ascii_uppercase();
    let natural = ["PNO", "IDC", "PAS", "TIN"].iter().any(|form| serial.starts_with(form));
    serial.starts_with("PID:")
        || serial.contains("RID:")
        || natural
        || serial.starts_with("UI:DK-E")
        || serial.starts_with("UI:DK-P")
}

/// The number in it: what stands before tells only what it is.
pub(super) fn number_in(serial: &str) -> &str {
    let natural = serial.get(..6).is_some_and(|start| start.ends_with('-') && !start.contains(':'));
    match serial.rsplit_once(':') {
        _ if natural => serial.get(6..).unwrap_or(serial),
        Some((_, number)) => number.trim(),
        None => serial,
    }
}

fn is_for_mail(certificate: &Certificate) -> bool {
    let host = |name: &str| name.contains('.') && !name.contains([' ', '@']);
    !certificate.emails.is_empty() && !certificate.subject.common_name().is_some_and(host)
}

/// Everything in the report that is somebody's, and the certificates that are nobody's.
pub(super) fn originals(report: &Report) -> (Known, Others) {
    let again = is_veiled_before(report);
    let (mut known, mut others) = (Known::new(again), Others::default());
    let mut persons: Vec<&Classified> = report.certificates.iter().filter(|one| is_personal(one)).collect();
    let former = report.diff.iter().flat_map(|diff| &diff.former);
    persons.extend(former.filter(|one| report.certificate(&one.certificate.sha256).is_none()));
    let ordinary = ordinary(report, &persons, &mut known);
    for (number, classified) in (1..).zip(&persons) {
        if !(again && is_veiled(classified)) {
            add_certificate(&mut known, classified, number, &ordinary);
        }
    }
    let nobodys = report.certificates.iter().filter(|one| !is_personal(one) || (again && is_veiled(one)));
    others.extend(nobodys.map(|one| one.certificate.sha256));
    add_stores(&mut known, report, &others, &ordinary);
    known.close();
    (known, others)
}

/// Whether the report, or one that went into it, is without what names persons.
/// Only then a label in it is one: else somebody may be called so.
pub(super) fn is_veiled_before(report: &Report) -> bool {
    let told = |scan: &serde_json::Value| {
        let mode = scan.get("personalData").and_then(serde_json::Value::as_str);
        mode.is_some_and(|mode| mode != PersonalData::Show.id())
    };
    report.scan.personal_data != PersonalData::Show || report.scans.iter().any(told)
}

/// Whether a pseudonym stands for it already, as in a report that was read back.
fn is_veiled(classified: &Classified) -> bool {
    let name = classified.certificate.subject.common_name().unwrap_or_default();
    name.len() > super::label::PREFIX.len() + 15 && is_label(name.as_bytes()) && is_personal(classified)
}

/// Ordinary words, and those of organisations that are not called after one of the persons.
fn ordinary(report: &Report, persons: &[&Classified], known: &mut Known) -> Ordinary {
    let mut ordinary = Ordinary::new();
    let plain = Ordinary::roles();
    let of_certificate = |classified: &Classified| match &classified.verdict {
        Verdict::Listed(listing) => listing.organisation.name.clone(),
        _ => None,
    };
    let named = report.certificates.iter().filter_map(of_certificate).chain(report.scan.organisation.clone());
    let mut organisations: Vec<String> = named.collect::<BTreeSet<String>>().into_iter().collect();
    let holders = persons.iter().filter_map(|one| one.certificate.subject.common_name());
    ordinary.without_persons(&mut organisations, holders);
    known.domains.add_host(&report.scan.host);
    for name in &organisations {
        // Before the words of organisations become roles themselves.
        known.domains.add_organisation(name, |word| plain.is_role(word));
        ordinary.add_organisation(name);
    }
    ordinary
}

fn add_certificate(known: &mut Known, classified: &Classified, number: u64, ordinary: &Ordinary) {
    let Certificate {
        sha256,
        sha1,
        issuer: _,
        subject,
        serial,
        not_before: _,
        not_after: _,
        subject_key_identifier,
        // The authority's, which is nobody's.
        authority_key_identifier: _,
        spki_sha256,
        public_key,
        public_key_sha1,
        modulus_sha1,
        is_ca: _,
        key_usage: _,
        policies: _,
        emails,
        algorithms: _,
    } = &classified.certificate;
    let hashes: [&[u8]; 5] = [sha256, sha1, spki_sha256, public_key, public_key_sha1];
    let more = [Some(&**serial), subject_key_identifier.as_deref(), modulus_sha1.as_ref().map(<[u8; 20]>::as_slice)];
    for octets in hashes.into_iter().chain(more.into_iter().flatten()) {
        if octets.iter().any(|octet| *octet != 0) {
            known.add_octets(octets, number);
        }
    }
    known.add_number(&decimal(serial));
    for one in subject.attributes() {
        match one.oid.as_str() {
            oid if NAMES.contains(&oid) => known.add_name(&one.value, Naming::Person, ordinary),
            attribute::SERIAL_NUMBER if is_persons_number(&one.value) => {
                let number = number_in(&one.value);
                known.add_number(number);
                known.add_number(number.rsplit('-').next().unwrap_or(number));
                known.add_number(&number.replace('-', ""));
            }
            attribute::EMAIL_ADDRESS => add_address(known, &one.value, ordinary),
            USER_ID => known.add_name(&one.value, Naming::Handle, ordinary),
            _ => {}
        }
    }
    let names: Vec<&str> = names(classified).collect();
    for address in emails {
        add_address(known, address, ordinary);
    }
    for Occurrence { alias, .. } in &classified.occurrences {
        add_alias(known, alias.as_deref(), &names, ordinary);
    }
    for KeyPlace { alias, local_key_id, .. } in &classified.keys {
        add_alias(known, alias.as_deref(), &names, ordinary);
        known.add_octets(local_key_id.as_deref().unwrap_or_default(), number);
    }
}

/// What stands before the `@` is a file's name as well.
fn add_address(known: &mut Known, address: &str, ordinary: &Ordinary) {
    let local = address.split(['@', '+']).next().unwrap_or_default();
    known.add_name(local, Naming::Handle, ordinary);
}

/// The names of a certificate's holder.
fn names(classified: &Classified) -> impl Iterator<Item = &str> {
    let attributes = classified.certificate.subject.attributes();
    attributes.filter(|one| NAMES.contains(&one.oid.as_str())).map(|one| one.value.as_str())
}

/// An alias of somebody with these names: elsewhere it is a word like others,
/// unless one of theirs is in it.
fn add_alias(known: &mut Known, alias: Option<&str>, names: &[&str], ordinary: &Ordinary) {
    let Some(alias) = alias else { return };
    known.add_alias(alias);
    if known.shares_word(alias, names) {
        known.add_name(alias, Naming::Alias, ordinary);
    }
}

/// What locked stores tell of keys that are a person's, or may be.
fn add_stores(known: &mut Known, report: &Report, others: &Others, ordinary: &Ordinary) {
    let nobodys = nobodys_aliases(report, others);
    for facts in report.inventory.failures.iter().filter_map(|failure| failure.store.as_ref()) {
        if may_be_personal(facts, others) {
            let owners = facts.belongs_to.iter().filter(|sha256| !others.contains(*sha256));
            let names: Vec<&str> = owners.filter_map(|sha256| report.certificate(sha256)).flat_map(names).collect();
            for key in &facts.keys {
                let alias = key.friendly_name.as_deref();
                let alias = alias.filter(|alias| !facts.belongs_to.is_empty() || !nobodys.contains(alias));
                add_alias(known, alias, &names, ordinary);
                let octets = key.local_key_id.as_deref().unwrap_or_default();
                let number = known.number_of(octets);
                known.add_octets(octets, number);
            }
        }
    }
}

/// What keys are called that are nobody's.
fn nobodys_aliases<'r>(report: &'r Report, others: &Others) -> HashSet<&'r str, RandomState> {
    let theirs = report.certificates.iter().filter(|one| others.contains(&one.certificate.sha256));
    let aliases = |one: &'r Classified| {
        let keys = one.keys.iter().map(|key| &key.alias);
        one.occurrences.iter().map(|place| &place.alias).chain(keys).filter_map(|alias| alias.as_deref())
    };
    theirs.flat_map(aliases).collect()
}

/// Whether a locked store may hold a person's key: unless it is known whose it is.
pub(super) fn may_be_personal(facts: &StoreFacts, others: &Others) -> bool {
    facts.belongs_to.is_empty() || facts.belongs_to.iter().any(|sha256| !others.contains(sha256))
}

/// A number as people write it.
fn decimal(octets: &[u8]) -> String {
    let mut digits = vec![0_u8];
    for octet in octets {
        let mut carry = u32::from(*octet);
        for digit in &mut digits {
            carry += u32::from(*digit) * 256;
            *digit = u8::try_from(carry % 10).unwrap_or_default();
            carry /= 10;
        }
        while carry > 0 {
            digits.push(u8::try_from(carry % 10).unwrap_or_default());
            carry /= 10;
        }
    }
    digits.iter().rev().map(|digit| char::from(b'0' + digit)).collect()
}
