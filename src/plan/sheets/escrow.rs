//! The register of kept keys: every old private key of ours, why it is kept and
//! what hangs on it. Where it lies stands with the certificate.
//!
//! Decides on no key's end: that is for owner, archivist and DPO.

use super::super::case::is_old;
use super::{Desk, is_personal, label, team};
use crate::catalogue::Role;
use crate::certificate::Fingerprint;
use crate::check::is_record;
use crate::classify::{Classified, Listing, Ownership, Status};
use crate::ledger::Retain;
use crate::location::{Location, StepKind};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// So many folders of mail are named for a key; the rest is counted.
const FOLDERS: usize = 20;

/// One key that is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its certificate.
    pub certificate: Fingerprint,
    /// A person's: only that person opens or moves it.
    pub personal: bool,
    /// How many encrypted messages it opens.
    pub messages: u64,
    /// Their folders or mailboxes, with counts, sorted; the first of them.
    pub folders: Vec<(Arc<Path>, u64)>,
    /// Further folders.
    pub more_folders: u64,
    /// How many places without the key are records: signed mail, logs, archives.
    pub records: u64,
    /// The systems it belongs to, by name.
    pub systems: Vec<String>,
    /// The team of the first of them that has one.
    pub team: Option<String>,
    /// What was said of keeping it.
    pub retain: Option<Retain>,
    /// What took its place, where that was found with its key.
    pub successor: Option<Fingerprint>,
}

/// Messages by folder.
type Folders = BTreeMap<Arc<Path>, u64>;

/// Every key that is to be kept, by fingerprint.
pub(super) fn kept(desk: &Desk<'_>) -> Vec<Kept> {
    let mut mail = mail(desk);
    let kept = desk.certificates.keys().filter_map(|print| {
        let (classified, listing) = desk.listed(print)?;
        let ours = classified.private_key && classified.ownership == Ownership::Own;
        let leaf = listing.role == Role::EndEntity && !listing.qualified;
        let over = is_old(listing) || listing.status == Status::Expired || desk.successor(print).is_some();
        (ours && leaf && over).then(|| one(desk, classified, listing, mail.remove(print).unwrap_or_default()))
    });
    kept.collect()
}

fn one(desk: &Desk<'_>, classified: &Classified, listing: &Listing, folders: Folders) -> Kept {
    let print = classified.certificate.sha256;
    let systems = desk.systems(&print);
    let records = classified.occurrences.iter().filter(|one| !one.private_key && is_record(one.place));
    Kept {
        certificate: print,
        personal: is_personal(listing),
        messages: folders.values().sum(),
        more_folders: folders.len().saturating_sub(FOLDERS) as u64,
        folders: folders.into_iter().take(FOLDERS).collect(),
        records: records.count() as u64,
        systems: systems.iter().map(|system| label(system)).collect(),
        team: systems.iter().find_map(|system| team(system)),
        retain: desk.matter.ledger.retain(&print).cloned(),
        successor: desk.successor(&print),
    }
}

/// The encrypted messages that each key opens, by folder.
fn mail(desk: &Desk<'_>) -> BTreeMap<Fingerprint, Folders> {
    let mut found: BTreeMap<Fingerprint, Folders> = BTreeMap::new();
    for message in desk.matter.messages {
        for print in message.recipients().filter_map(|judged| judged.certificate) {
            *found.entry(print).or_default().entry(folder(&message.location)).or_default() += 1;
        }
    }
    found
}

/// The folder of a message; a mailbox or an archive is one.
fn folder(location: &Location) -> Arc<Path> {
    let inside = location.steps.iter().any(|step| step.kind == StepKind::Member);
    match location.path.parent() {
        Some(parent) if !inside => Arc::from(parent),
        _ => location.path.clone(),
    }
}
