//! Which certificates are a person's, and what of theirs is an original.
//!
//! *Behaviour*
//!
//! 1. A person's by its kind (POCES, MOCES, employee), by the form of the
//!    serialNumber, or because the subject has a given name, surname or pseudonym.
//! 2. An end entity of the catalogue whose kind nobody knows may be a person's.
//! 3. Of others, one with an address of mail whose name is no host's.
//! 4. A certificate that the report does not hold may be a person's.

use super::fold::Folded;
use super::known::{Kind as Naming, Known};
use super::label::is_label;
use super::marks::Slot;
use super::ordinary::Ordinary;
use super::user;
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
    let ordinary = ordinary(report, &persons);
    for (number, classified) in (1..).zip(&persons) {
        if !(again && is_veiled(classified)) {
            add_certificate(&mut known, classified, number, &ordinary);
        }
    }
    let nobodys = report.certificates.iter().filter(|one| !is_personal(one) || (again && is_veiled(one)));
    others.extend(nobodys.map(|one| one.certificate.sha256));
    add_stores(&mut known, report, &others, &ordinary);
    add_users(&mut known, report, &ordinary);
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
fn ordinary(report: &Report, persons: &[&Classified]) -> Ordinary {
    let mut ordinary = Ordinary::new();
    let of_certificate = |classified: &Classified| match &classified.verdict {
        Verdict::Listed(listing) => listing.organisation.name.clone(),
        _ => None,
    };
    let named = report.certificates.iter().filter_map(of_certificate).chain(report.scan.organisation.clone());
    let mut organisations: Vec<String> = named.collect::<BTreeSet<String>>().into_iter().collect();
    let holders = persons.iter().filter_map(|one| one.certificate.subject.common_name());
    ordinary.without_persons(&mut organisations, holders);
    for name in &organisations {
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
        emails: _,
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
            attribute::COMMON_NAME | attribute::GIVEN_NAME | attribute::SURNAME | PSEUDONYM => {
                known.add_name(&one.value, Naming::Person, ordinary);
            }
            attribute::SERIAL_NUMBER if is_persons_number(&one.value) => {
                let number = number_in(&one.value);
                known.add_number(number);
                known.add_number(number.rsplit('-').next().unwrap_or(number));
                known.add_number(&number.replace('-', ""));
            }
            _ => {}
        }
    }
    for Occurrence { alias, .. } in &classified.occurrences {
        add_alias(known, alias.as_deref(), ordinary);
    }
    for KeyPlace { alias, local_key_id, .. } in &classified.keys {
        add_alias(known, alias.as_deref(), ordinary);
        known.add_octets(local_key_id.as_deref().unwrap_or_default(), number);
    }
}

fn add_alias(known: &mut Known, alias: Option<&str>, ordinary: &Ordinary) {
    if let Some(alias) = alias {
        known.add_name(alias, Naming::Alias, ordinary);
    }
}

/// What locked stores tell of keys that are a person's, or may be.
fn add_stores(known: &mut Known, report: &Report, others: &Others, ordinary: &Ordinary) {
    for facts in report.inventory.failures.iter().filter_map(|failure| failure.store.as_ref()) {
        if may_be_personal(facts, others) {
            for key in &facts.keys {
                add_alias(known, key.friendly_name.as_deref(), ordinary);
                let octets = key.local_key_id.as_deref().unwrap_or_default();
                let number = known.number_of(octets);
                known.add_octets(octets, number);
            }
        }
    }
}

/// Whether a locked store may hold a person's key: unless it is known whose it is.
pub(super) fn may_be_personal(facts: &StoreFacts, others: &Others) -> bool {
    facts.belongs_to.is_empty() || facts.belongs_to.iter().any(|sha256| !others.contains(sha256))
}

/// The users whose folders were met.
fn add_users(known: &mut Known, report: &Report, ordinary: &Ordinary) {
    let mut seen: HashSet<&[u8], RandomState> = HashSet::default();
    let mut users: HashSet<Vec<u8>, RandomState> = HashSet::default();
    for path in paths(report).filter(|path| seen.insert(path)) {
        let folded = Folded::new(path, false);
        user::each(&folded, Slot::Path, |range| {
            let name = &path[folded.source(&range)];
            if users.insert(name.to_vec()) {
                known.add_name(&String::from_utf8_lossy(name), Naming::User, ordinary);
            }
        });
    }
}

/// Every path and member that may lie in somebody's folder.
fn paths(report: &Report) -> impl Iterator<Item = &[u8]> {
    let Report { scan, messages, usage, findings, inventory, plan, certificates, .. } = report;
    let findings = findings.iter().map(|one| &one.location);
    let failures = inventory.failures.iter().map(|one| &one.location);
    let places = certificates.iter().flat_map(|one| &one.occurrences).map(|one| &one.location);
    let keys = inventory.keys.iter().map(|one| &one.location);
    let mentions = inventory.mentions.iter().map(|one| &one.location);
    let references = usage.references.values().flatten().map(|one| &one.location);
    let locations = findings.chain(failures).chain(places).chain(keys).chain(mentions).chain(references);
    let locations = locations.chain(messages.iter().map(|one| &one.location));
    let skipped = inventory.skipped.iter().map(|(_, path)| path.as_path());
    let systems = usage.systems.iter().map(|one| &*one.home);
    let planned = plan.actions.iter().flat_map(|one| &one.paths).map(|path| &**path);
    let roots = scan.roots.iter().map(std::path::PathBuf::as_path);
    let paths = skipped.chain(systems).chain(planned).chain(roots).map(|path| path.as_os_str().as_encoded_bytes());
    locations
        .flat_map(|one| {
            let path = one.path.as_os_str().as_encoded_bytes();
            std::iter::once(path).chain(one.steps.iter().map(|step| step.name.as_slice()))
        })
        .chain(paths)
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
