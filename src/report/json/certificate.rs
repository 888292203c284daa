//! Certificates in the report: the listed ones, look-alikes and the rest.

use super::both::Both;
use super::occurrence::{KeyPlace, Occurrence, key_place, occurrence};
use super::reference::{Reference, reference};
use super::replacement::Replacement;
use super::stream::Each;
use super::system::Book;
use super::term::{
    Cvr, Day, Environment, Evidence, Generation, Hex, Instant, Kind, Ownership, Role, Sha1, Sha256, Status, Term, day,
    seconds,
};
use super::uses::{self, Use};
use crate::catalogue;
use crate::classify::{Classified, Listing, Verdict};
use crate::inventory;
use crate::place::Rules;
use crate::report::Report;
use crate::usage;
use schemars::JsonSchema;
use serde::Serialize;

/// A certificate of a catalogue generation.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Certificate<'a> {
    #[serde(flatten)]
    facts: Facts<'a>,
    #[serde(flatten)]
    listing: Particulars<'a>,
    /// What it is used for, with the evidence.
    uses: Each<'a, &'a Report, usage::Use, Use<'a>>,
    /// What would settle the use, where none is more than a guess.
    #[serde(skip_serializing_if = "Option::is_none")]
    settles: Option<Both<'a>>,
    /// What refers to it or to a file that holds it.
    references: Each<'a, &'a Report, usage::Reference, Reference<'a>>,
    /// Ids of `systems[]`.
    systems: &'a [&'a str],
    /// What replaces it; null where nothing is to be ordered for it.
    replacement: Option<Replacement<'a>>,
}

/// A certificate that borrows a name of the catalogue but contradicts its keys.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct LookAlike<'a> {
    #[serde(flatten)]
    certificate: Certificate<'a>,
    /// In what it contradicts.
    reason: &'a str,
}

/// A certificate under a catalogue family's organisation but no known authority.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct UnknownAuthority<'a> {
    #[serde(flatten)]
    facts: Facts<'a>,
    /// The family, such as `TRUST2408`.
    family: &'a str,
}

/// A certificate of no catalogue generation, listed with `--all`.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Other<'a> {
    #[serde(flatten)]
    facts: Facts<'a>,
}

/// What every certificate tells by itself, and where it and its key lie.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Facts<'a> {
    /// SHA-256 of its DER: its identity.
    sha256: Term<'static, Sha256>,
    /// SHA-1 of its DER: the thumbprint of Windows. Absent where a report that
    /// was merged does not tell it.
    #[serde(skip_serializing_if = "Option::is_none")]
    sha1: Option<Term<'static, Sha1>>,
    /// RFC 4514 text.
    subject: String,
    /// RFC 4514 text.
    issuer: String,
    /// Even digits, sign octet dropped.
    serial: Term<'static, Hex>,
    not_before: Option<Term<'static, Instant>>,
    not_after: Option<Term<'static, Instant>>,
    subject_key_identifier: Option<Term<'static, Hex>>,
    ownership: Term<'static, Ownership>,
    emails: Vec<&'a str>,
    /// Whether its private key was found anywhere in the scan.
    private_key: bool,
    /// The places of its private key outside its own entries.
    keys: Each<'a, Here<'a>, inventory::KeyPlace, KeyPlace<'a>>,
    /// Every place of the certificate.
    occurrences: Each<'a, Here<'a>, inventory::Occurrence, Occurrence<'a>>,
}

/// The particulars of a certificate of a catalogue generation.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Particulars<'a> {
    generation: Term<'a, Generation>,
    /// Of Den Danske Stat's qualified hierarchy.
    qualified: bool,
    environment: Term<'static, Environment>,
    role: Term<'static, Role>,
    kind: Option<Term<'static, Kind>>,
    /// How the generation was told.
    evidence: Term<'static, Evidence>,
    /// What it is on the day of the report. `blocked` means that it was to be
    /// blocked by then according to Digitaliseringsstyrelsen; no CRL was consulted.
    status: Term<'static, Status>,
    /// Since when, for a status that began.
    #[serde(skip_serializing_if = "Option::is_none")]
    status_since: Option<Term<'static, Day>>,
    /// From when, for a status that will begin.
    #[serde(skip_serializing_if = "Option::is_none")]
    status_on: Option<Term<'static, Day>>,
    organisation: Organisation<'a>,
    /// The subject serialNumber that names the holder.
    identifier: Option<&'a str>,
}

/// The organisation that a subject names.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Organisation<'a> {
    name: Option<&'a str>,
    cvr: Option<Term<'a, Cvr>>,
}

/// What a finding says of its certificate where it stands alone.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct About<'a> {
    /// Absent where a report that was merged does not tell it.
    #[serde(skip_serializing_if = "Option::is_none")]
    sha1: Option<Term<'static, Sha1>>,
    /// RFC 4514 text.
    subject: String,
    /// RFC 4514 text.
    issuer: String,
    serial: Term<'static, Hex>,
    not_before: Option<Term<'static, Instant>>,
    not_after: Option<Term<'static, Instant>>,
    ownership: Term<'static, Ownership>,
    private_key: bool,
    /// Absent where it is of no catalogue generation.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    listing: Option<Particulars<'a>>,
}

/// A certificate and the scope it was found in.
#[derive(Clone, Copy)]
pub(super) struct Here<'a> {
    pub(super) scope: &'a str,
    pub(super) rules: &'a Rules,
    pub(super) certificate: &'a Classified,
}

pub(super) fn listed<'a>(book: &'a Book<'a>, from: &'a Classified) -> Option<Certificate<'a>> {
    match &from.verdict {
        Verdict::Listed(listing) => Some(certificate(book, from, listing)),
        _ => None,
    }
}

pub(super) fn look_alike<'a>(book: &'a Book<'a>, from: &'a Classified) -> Option<LookAlike<'a>> {
    match &from.verdict {
        Verdict::LookAlike { listing, reason } => {
            Some(LookAlike { certificate: certificate(book, from, listing), reason })
        }
        _ => None,
    }
}

pub(super) fn unknown_authority<'a>(report: &'a Report, from: &'a Classified) -> Option<UnknownAuthority<'a>> {
    match &from.verdict {
        Verdict::UnknownAuthority { family } => Some(UnknownAuthority { facts: facts(report, from), family }),
        _ => None,
    }
}

pub(super) fn other<'a>(report: &'a Report, from: &'a Classified) -> Option<Other<'a>> {
    matches!(from.verdict, Verdict::Other).then(|| Other { facts: facts(report, from) })
}

fn certificate<'a>(book: &'a Book<'a>, from: &'a Classified, listing: &'a Listing) -> Certificate<'a> {
    let (report, sha256) = (book.report, &from.certificate.sha256);
    let (replacement, used) = (report.plan.replacements.get(sha256), &report.usage);
    Certificate {
        facts: facts(report, from),
        listing: particulars(listing),
        uses: Each { context: report, from: slice(used.uses.get(sha256)), make: uses::one },
        settles: used.settles.get(sha256).map(Both::of),
        references: Each { context: report, from: slice(used.references.get(sha256)), make: reference },
        systems: book.systems_of(sha256),
        replacement: replacement.map(Replacement::new),
    }
}

pub(super) fn about(from: &Classified) -> About<'_> {
    let certificate = &from.certificate;
    About {
        sha1: sha1(from),
        subject: certificate.subject.to_rfc4514(),
        issuer: certificate.issuer.to_rfc4514(),
        serial: Term::hex(&certificate.serial),
        not_before: seconds(certificate.not_before),
        not_after: seconds(certificate.not_after),
        ownership: Term::new(from.ownership.id()),
        private_key: from.private_key,
        listing: match &from.verdict {
            Verdict::Listed(listing) | Verdict::LookAlike { listing, .. } => Some(particulars(listing)),
            Verdict::UnknownAuthority { .. } | Verdict::Other => None,
        },
    }
}

fn sha1(from: &Classified) -> Option<Term<'static, Sha1>> {
    (from.certificate.sha1 != [0; 20]).then(|| Term::hex(&from.certificate.sha1))
}

fn slice<T>(list: Option<&Vec<T>>) -> &[T] {
    list.map_or(&[], Vec::as_slice)
}

fn facts<'a>(report: &'a Report, from: &'a Classified) -> Facts<'a> {
    let certificate = &from.certificate;
    let here = Here { scope: &report.scan.scope, rules: &report.inventory.rules, certificate: from };
    let mut emails: Vec<&str> = certificate.emails.iter().map(String::as_str).collect();
    emails.sort_unstable();
    emails.dedup();
    Facts {
        sha256: Term::hex(&certificate.sha256),
        sha1: sha1(from),
        subject: certificate.subject.to_rfc4514(),
        issuer: certificate.issuer.to_rfc4514(),
        serial: Term::hex(&certificate.serial),
        not_before: seconds(certificate.not_before),
        not_after: seconds(certificate.not_after),
        subject_key_identifier: certificate.subject_key_identifier.as_deref().map(Term::hex),
        ownership: Term::new(from.ownership.id()),
        emails,
        private_key: from.private_key,
        keys: Each { context: here, from: &from.keys, make: key_place },
        occurrences: Each { context: here, from: &from.occurrences, make: occurrence },
    }
}

fn particulars(listing: &Listing) -> Particulars<'_> {
    Particulars {
        generation: Term::new(&*listing.generation),
        qualified: listing.qualified,
        environment: Term::new(match listing.environment {
            catalogue::Environment::Production => "production",
            catalogue::Environment::Test => "test",
        }),
        role: Term::new(match listing.role {
            catalogue::Role::Root => "root",
            catalogue::Role::Issuing => "issuing",
            catalogue::Role::EndEntity => "end-entity",
        }),
        kind: listing.kind.map(|kind| Term::new(kind.id())),
        evidence: Term::new(listing.evidence.id()),
        status: Term::new(listing.status.id()),
        status_since: listing.status_since.map(day),
        status_on: listing.status_on.map(day),
        organisation: Organisation {
            name: listing.organisation.name.as_deref(),
            cvr: listing.organisation.cvr.as_deref().map(Term::new),
        },
        identifier: listing.identifier.as_deref(),
    }
}
