//! Everything that came home, put in order: sorted, joined, tied together.

use super::{ImageNote, Inventory, KeyPlace, Known, MessageParty, Occurrence, Tally};
use crate::certificate::{Certificate, Fingerprint};
use crate::failure::{Failure, StoreFacts};
use crate::location::Location;
use crate::password::Weak;
use crate::place::Rules;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a scan brought home, in any order.
#[derive(Debug, Default)]
pub struct Parts {
    /// The certificates that are listed.
    pub certificates: BTreeMap<Fingerprint, Certificate>,
    /// Their places.
    pub sightings: Vec<(Fingerprint, Occurrence)>,
    /// Private keys.
    pub keys: Vec<KeyPlace>,
    /// Files that say something by their names alone.
    pub signposts: Vec<Arc<Path>>,
    /// Files with keys that everybody can read.
    pub open_to_all: Vec<Arc<Path>>,
    /// Stores that everybody can open.
    pub weak: Vec<(Location, Weak)>,
    /// What was noted of container images.
    pub images: Vec<ImageNote>,
    /// Who can open messages, and who signed them.
    pub parties: Vec<MessageParty>,
    /// What could not be looked at.
    pub failures: Vec<Failure>,
    /// The books.
    pub tally: Tally,
    /// Skipped paths that must be named.
    pub skipped: Vec<(&'static str, PathBuf)>,
}

impl Inventory {
    /// Puts the parts in order. The result does not depend on theirs.
    pub fn gather(parts: Parts) -> Inventory {
        let Parts { certificates, mut sightings, mut keys, mut parties, images, mut failures, .. } = parts;
        let mut skipped = parts.skipped;
        super::images::tie(sightings.iter_mut().map(|(_, occurrence)| occurrence), images);
        sightings.sort_unstable();
        sightings.dedup();
        keys.sort();
        keys.dedup();
        parties.sort();
        parties.dedup();
        skipped.sort();
        let mut known: BTreeMap<Fingerprint, Known> = certificates
            .into_iter()
            .map(|(fingerprint, certificate)| (fingerprint, Known { certificate, occurrences: Vec::new() }))
            .collect();
        for (fingerprint, occurrence) in sightings {
            if let Some(known) = known.get_mut(&fingerprint) {
                known.occurrences.push(occurrence);
            }
        }
        // A file that was read twice may have shown a certificate that is gone.
        known.retain(|_, known| !known.occurrences.is_empty());
        for known in known.values_mut() {
            known.occurrences.shrink_to_fit();
        }
        for store in failures.iter_mut().filter_map(|failure| failure.store.as_mut()) {
            tie(store, &known);
        }
        let failures = join(failures);
        Inventory {
            skipped_at: Vec::new(),
            certificates: known,
            keys,
            parties,
            mentions: Vec::new(),
            unsearched: 0,
            signposts: parts.signposts.into_iter().collect(),
            open_to_all: parts.open_to_all.into_iter().collect(),
            weak: parts.weak.into_iter().collect(),
            failures,
            tally: parts.tally,
            skipped,
            rules: Rules::default(),
        }
    }
}

/// One entry a kind for each place: a damaged store may be told of bag by bag.
fn join(mut failures: Vec<Failure>) -> Vec<Failure> {
    const MAX_DETAILS: usize = 8;
    failures.sort();
    failures.dedup();
    let mut joined: Vec<Failure> = Vec::new();
    let mut details = 0;
    for failure in failures {
        match joined.last_mut() {
            Some(last) if last.location == failure.location && last.kind == failure.kind => {
                details += 1;
                match details {
                    ..MAX_DETAILS => last.detail = format!("{}; {}", last.detail, failure.detail),
                    MAX_DETAILS => last.detail.push_str("; and more"),
                    _ => {}
                }
                last.store = both(last.store.take(), failure.store);
            }
            _ => {
                details = 1;
                joined.push(failure);
            }
        }
    }
    joined
}

/// What two stores in the same content tell.
fn both(one: Option<StoreFacts>, other: Option<StoreFacts>) -> Option<StoreFacts> {
    let (mut one, other) = match (one, other) {
        (Some(one), Some(other)) => (one, other),
        (one, other) => return one.or(other),
    };
    for key in other.keys {
        if !one.keys.contains(&key) {
            one.keys.push(key);
        }
    }
    one.belongs_to.extend(other.belongs_to);
    one.belongs_to.sort_unstable();
    one.belongs_to.dedup();
    Some(one)
}

/// Tells which certificates belong to the keys of a store that stayed locked:
/// OpenSSL and NSS identify a key by the certificate's SHA-1, Bouncy Castle by
/// that of the public key.
fn tie(store: &mut StoreFacts, known: &BTreeMap<Fingerprint, Known>) {
    let identifiers: Vec<&[u8]> = store.keys.iter().filter_map(|key| key.local_key_id.as_deref()).collect();
    let belongs = known.iter().filter(|(_, known)| {
        let certificate = &known.certificate;
        identifiers.iter().any(|identifier| certificate.answers_to(identifier))
    });
    store.belongs_to = belongs.map(|(fingerprint, _)| *fingerprint).collect();
}
