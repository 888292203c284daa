//! Reports of earlier scans, read back and merged: from JSON to what the plan
//! is made from.
//!
//! Reads no file: the texts are handed in. Makes no finding but those that
//! another day makes, and no plan.
//!
//! Behaviour
//! 1. Of a report only what the contract promises is asked for; what else
//!    `oces` writes is used where it stands, keys that nobody knows are passed by.
//! 2. Status and ownership are judged again for the day and the numbers of the
//!    configuration; generation, role and kind stay as they were told.
//! 3. Findings keep their identities. Only those about dates are made anew.
//! 4. The same certificate in many reports is one, with the places of all.
//!    Paths, names and certificates are kept once, so that memory grows with
//!    what is distinct and with places alone.
//! 5. What is odd about the reports is told in remarks, never passed over: a
//!    word that this version does not know, a stale report, one that a later
//!    one takes the place of, and two that contradict each other.
//! 6. The order in which reports are given changes nothing.

mod baseline;
mod certificate;
mod document;
mod draft;
mod finding;
mod head;
mod judge;
mod merge;
mod message;
mod odd;
mod resume;
mod scopes;
mod shelf;
mod stages;
mod story;
mod supersede;

pub use baseline::{Told, baseline};
pub use head::Head;
pub use merge::{Merged, merge};
pub use shelf::Shelf;
pub use stages::{Part, Stages};

use crate::catalogue::Catalogue;
use crate::certificate::{Certificate, Fingerprint};
use crate::check::Finding;
use crate::classify::{Message, Ownership, Settings, Verdict};
use crate::error::Error;
use crate::failure::Failure;
use crate::inventory::{KeyPlace, Occurrence, Tally};
use crate::location::Location;
use crate::place::Rules;
use crate::usage::{Dependent, Opening, Reference, System, Use};
use crate::wording::Text;
use document::Document;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// What reports are judged by.
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the types say it")]
pub struct Bench<'b> {
    pub catalogue: &'b Catalogue,
    pub settings: &'b Settings,
    pub places: &'b Rules,
    pub today: time::Date,
}

/// One report, read back.
#[derive(Debug)]
pub struct Recalled {
    /// What it was read from, for people.
    pub name: String,
    /// SHA-256 of its text.
    digest: [u8; 32],
    /// Its scans: one, but for a merged report.
    pub heads: Vec<Head>,
    /// Its findings.
    pub findings: Vec<Finding>,
    /// What could not be looked at.
    pub failures: Vec<Failure>,
    /// The actions that it planned.
    pub planned: Vec<Planned>,
    certificates: Vec<Entry>,
    /// Whether it is merged itself: then its systems are named by their hosts.
    merged: bool,
    /// Whether it has findings at all: else they are made from its certificates.
    has_findings: bool,
    messages: Vec<Message>,
    systems: Vec<System>,
    dependencies: Vec<Dependent>,
    firewall: Vec<Opening>,
    /// What was left out.
    skipped: Vec<(&'static str, Location)>,
    unsearched: u64,
    references_left_out: u64,
    tally: Tally,
}

impl Recalled {
    /// Keeps what lies in places that stay. What belongs to several places, a
    /// system or an opening of the firewall, is for the caller to take out.
    fn retain(&mut self, stays: impl Fn(&Location) -> bool) {
        self.findings.retain(|finding| stays(&finding.location));
        self.failures.retain(|failure| stays(&failure.location));
        self.messages.retain(|message| stays(&message.location));
        self.dependencies.retain(|dependent| stays(&dependent.location));
        for opening in &mut self.firewall {
            opening.evidence.retain(|evidence| stays(&evidence.location));
        }
        for entry in &mut self.certificates {
            entry.occurrences.retain(|one| stays(&one.location));
            entry.keys.retain(|key| stays(&key.location));
            entry.references.retain(|one| stays(&one.location));
            entry.uses.retain_mut(|one| {
                one.evidence.retain(|evidence| stays(&evidence.location));
                !one.evidence.is_empty()
            });
            entry.private_key = !entry.keys.is_empty() || entry.occurrences.iter().any(|one| one.private_key);
        }
        self.certificates.retain(|entry| !entry.occurrences.is_empty() || !entry.keys.is_empty());
    }
}

/// An action of an earlier plan.
#[derive(Debug)]
pub struct Planned {
    /// Its identifier.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// Whose certificates.
    pub certificates: Vec<Fingerprint>,
    /// Whether it was done by then.
    pub done: bool,
}

/// A certificate in one report.
#[derive(Debug)]
struct Entry {
    facts: Arc<Facts>,
    occurrences: Vec<Occurrence>,
    keys: Vec<KeyPlace>,
    private_key: bool,
    ownership: Ownership,
    uses: Vec<Use>,
    references: Vec<Reference>,
    settles: Option<Text>,
}

/// What a certificate tells by itself, kept once for all reports that agree.
#[derive(Debug)]
struct Facts {
    certificate: Certificate,
    verdict: Verdict,
}

impl Recalled {
    /// What was left out.
    pub fn left_out(&self) -> Vec<Location> {
        self.skipped.iter().map(|(_, place)| place.clone()).collect()
    }

    /// Whether texts were left unsearched.
    pub fn is_unsearched(&self) -> bool {
        self.unsearched > 0
    }

    /// Takes the scope from findings and failures that are of this one: where
    /// there is but one, it goes without saying.
    pub fn leave_out_scope(&mut self, scope: &str) {
        let findings = self.findings.iter_mut().map(|finding| &mut finding.location);
        let failures = self.failures.iter_mut().map(|failure| &mut failure.location);
        let skipped = self.skipped.iter_mut().map(|(_, place)| place);
        for place in findings.chain(failures).chain(skipped) {
            if place.scope.as_deref() == Some(scope) {
                place.scope = None;
            }
        }
    }
}

/// Reads one report. `name` stands for it in errors and remarks.
pub fn read(text: &[u8], name: &str, bench: &Bench<'_>, shelf: &mut Shelf) -> Result<Recalled, Error> {
    let (document, heads) = open(text, name)?;
    let mut recalled = shelf.of_document(&document, heads, bench);
    name.clone_into(&mut recalled.name);
    recalled.digest = Sha256::digest(without_mark(text)).into();
    Ok(recalled)
}

/// What a report says of the scan that made it.
pub struct Resumable {
    /// Its scans: one, but for a merged report.
    pub heads: Vec<Head>,
    /// The version of the catalogue.
    pub catalogue: Option<String>,
}

/// Reads that alone. `name` stands for it in errors.
pub fn resumable(text: &[u8], name: &str) -> Result<Resumable, Error> {
    let (document, heads) = open(text, name)?;
    Ok(Resumable { heads, catalogue: document.catalogue() })
}

/// The document and its scans, if it is a report that this version reads.
fn open<'a>(text: &'a [u8], name: &str) -> Result<(Document<'a>, Vec<Head>), Error> {
    let wrong = |why: &str| Error::Usage(format!("{name}: {why}"));
    let document: Document<'_> = serde_json::from_slice(without_mark(text))
        .map_err(|error| wrong(&format!("no report of oces scan -o json: {error}")))?;
    document.check_version().map_err(|why| wrong(&why))?;
    let heads = document.heads().map_err(|why| wrong(&why))?;
    Ok((document, heads))
}

/// What an editor may have put before it is no part of it.
fn without_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text)
}
