//! Which private key of the inventory belongs to which certificate.

use crate::certificate::Certificate;
use crate::inventory::{KeyPlace, Occurrence};
use crate::key::PublicKeyHash;
use std::collections::{BTreeMap, BTreeSet};

/// Shorter key identifiers are counters, not hashes: `01 00 00 00` of Windows
/// would marry every key to every certificate.
const SHORTEST_IDENTIFIER: usize = 16;

/// The keys of an inventory by what tells them apart.
pub(super) struct KeyIndex<'i> {
    keys: &'i [KeyPlace],
    by_public_key: BTreeMap<PublicKeyHash, Vec<usize>>,
    by_identifier: BTreeMap<&'i [u8], Vec<usize>>,
}

impl<'i> KeyIndex<'i> {
    pub(super) fn new(keys: &'i [KeyPlace]) -> KeyIndex<'i> {
        let mut index = KeyIndex { keys, by_public_key: BTreeMap::new(), by_identifier: BTreeMap::new() };
        for (at, key) in keys.iter().enumerate() {
            if let Some(public_key) = key.public_key {
                index.by_public_key.entry(public_key).or_default().push(at);
            }
            if let Some(identifier) =
                key.local_key_id.as_deref().filter(|identifier| identifier.len() >= SHORTEST_IDENTIFIER)
            {
                index.by_identifier.entry(identifier).or_default().push(at);
            }
        }
        index
    }

    /// Whether any key belongs to the certificate.
    pub(super) fn has(&self, certificate: &Certificate) -> bool {
        !self.matching(certificate).is_empty()
    }

    /// The keys that belong to the certificate, without those that the
    /// certificate's own entries already tell of; sorted as the inventory is.
    pub(super) fn of(&self, certificate: &Certificate, occurrences: &[Occurrence]) -> Vec<KeyPlace> {
        let own = |key: &KeyPlace| {
            occurrences.iter().any(|place| {
                place.private_key && place.location == key.location && (key.alias.is_none() || place.alias == key.alias)
            })
        };
        self.matching(certificate)
            .into_iter()
            .filter_map(|at| self.keys.get(at))
            .filter(|key| !own(key))
            .cloned()
            .collect()
    }

    /// OpenSSL's localKeyID is the certificate's SHA-1, that of Java and Bouncy
    /// Castle the key's, NSS in its databases the modulus's, others copy the subject key identifier.
    fn matching(&self, certificate: &Certificate) -> BTreeSet<usize> {
        let identifiers = [
            Some(&certificate.sha1[..]),
            Some(&certificate.public_key_sha1[..]),
            certificate.modulus_sha1.as_ref().map(|modulus| &modulus[..]),
            certificate.subject_key_identifier.as_deref(),
        ];
        let by_identifier =
            identifiers.into_iter().flatten().filter_map(|identifier| self.by_identifier.get(identifier));
        self.by_public_key.get(&certificate.public_key).into_iter().chain(by_identifier).flatten().copied().collect()
    }
}
