//! One certificate while reports are put together: its places, its story, and
//! whose it is.

use super::{Bench, Entry, Facts};
use crate::certificate::Fingerprint;
use crate::classify::{Classified, Ownership, Verdict, whose};
use crate::clue::Confidence;
use crate::inventory::{KeyPlace, Occurrence};
use crate::usage::{Reference, Usage, Use};
use crate::wording::Text;
use std::cmp::Reverse;
use std::sync::Arc;

/// More evidence of one use, or texts of one address, is not kept.
pub(super) const MAX_EVIDENCE: usize = 20;

/// One certificate while reports are put together.
pub(super) struct Draft {
    pub(super) facts: Arc<Facts>,
    /// Name and scope of the report that its facts are from.
    pub(super) from: (String, String),
    pub(super) occurrences: Vec<Occurrence>,
    pub(super) keys: Vec<KeyPlace>,
    pub(super) private_key: bool,
    pub(super) ownership: Ownership,
    pub(super) uses: Vec<Use>,
    pub(super) references: Vec<Reference>,
    pub(super) settles: Option<Text>,
}

impl Draft {
    pub(super) fn new(entry: Entry, from: (String, String)) -> Draft {
        Draft {
            facts: entry.facts,
            from,
            occurrences: entry.occurrences,
            keys: entry.keys,
            private_key: entry.private_key,
            ownership: entry.ownership,
            uses: entry.uses,
            references: entry.references,
            settles: entry.settles,
        }
    }

    pub(super) fn take(&mut self, mut entry: Entry) {
        self.ownership = joined((self.ownership, self.private_key), (entry.ownership, entry.private_key));
        self.private_key |= entry.private_key;
        self.occurrences.append(&mut entry.occurrences);
        self.keys.append(&mut entry.keys);
        self.references.append(&mut entry.references);
        for one in entry.uses {
            let same = |known: &&mut Use| {
                known.kind == one.kind && known.counterparty.map(|a| &a.id) == one.counterparty.map(|b| &b.id)
            };
            match self.uses.iter_mut().find(same) {
                Some(known) => {
                    known.confidence = known.confidence.max(one.confidence);
                    let room = MAX_EVIDENCE.saturating_sub(known.evidence.len());
                    known.evidence.extend(one.evidence.into_iter().take(room));
                }
                None => self.uses.push(one),
            }
        }
        self.settles = self.settles.take().or(entry.settles);
    }

    /// The certificate as all reports together tell it; its story goes to the usage.
    pub(super) fn told(mut self, usage: &mut Usage, sha256: Fingerprint, bench: &Bench<'_>) -> Classified {
        self.occurrences.sort_unstable();
        self.occurrences.dedup();
        self.keys.sort_unstable();
        self.keys.dedup();
        self.references.sort_unstable();
        self.references.dedup();
        // A scan has the surest first; a second sort of one report changes nothing.
        self.uses.sort_by_key(|one| Reverse(one.confidence));
        let known = self.uses.iter().any(|one| one.confidence >= Confidence::Medium);
        if let Some(settles) = self.settles.filter(|_| !known) {
            usage.settles.insert(sha256, settles);
        }
        if !self.uses.is_empty() {
            usage.uses.insert(sha256, self.uses);
        }
        if !self.references.is_empty() {
            usage.references.insert(sha256, self.references);
        }
        let certificate = self.facts.certificate.clone();
        let verdict = self.facts.verdict.clone();
        let organisation = match &verdict {
            Verdict::Listed(listing) | Verdict::LookAlike { listing, .. } => listing.organisation.clone(),
            _ => crate::classify::organisation(&certificate.subject),
        };
        let ownership = whose(&organisation, self.private_key, self.ownership, bench.settings);
        let private_key = self.private_key;
        Classified { certificate, occurrences: self.occurrences, keys: self.keys, verdict, ownership, private_key }
    }
}

/// Whose it is by what two reports say: foreign although its key is here was
/// configured so, and holds; a key that is here comes next. Own and foreign by
/// the number alone contradict each other: then nobody knows.
fn joined(one: (Ownership, bool), other: (Ownership, bool)) -> Ownership {
    let both = [one, other];
    let has = |wanted: Ownership| both.iter().any(|(told, _)| *told == wanted);
    if both.contains(&(Ownership::Foreign, true)) {
        Ownership::Foreign
    } else if both.iter().any(|(_, key)| *key) {
        Ownership::Own
    } else if has(Ownership::Own) && has(Ownership::Foreign) {
        Ownership::Unknown
    } else if has(Ownership::Own) {
        Ownership::Own
    } else if has(Ownership::Foreign) {
        Ownership::Foreign
    } else {
        Ownership::Unknown
    }
}
