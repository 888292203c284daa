//! Who can open the messages of the inventory and who signed them, as far as
//! that concerns the catalogue. Judges no certificate.
//!
//! Behaviour
//! 1. A party is known by its certificate if the scan found it, else by the
//!    name of its issuer; a key identifier alone names nobody.
//! 2. A key counts wherever in the scan it was found, also in a store that a
//!    password opened.
//! 3. A message without a party of the catalogue is left out.

use super::generation::Judge;
use super::{Classified, Settings, Verdict};
use crate::catalogue::{Catalogue, Environment};
use crate::certificate::{Fingerprint, Identifier, Party, Role};
use crate::inventory::Inventory;
use crate::location::Location;
use crate::name::Name;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A generation in an environment.
pub type Hierarchy = (Arc<str>, Environment);

/// A message with its parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Where it is.
    pub location: Location,
    /// Who can open it and who signed it without a certificate, sorted.
    pub parties: Vec<JudgedParty>,
}

/// A party and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedParty {
    /// Who.
    pub party: Party,
    /// The generation and environment of its certificate, if it is of the catalogue.
    pub hierarchy: Option<Hierarchy>,
    /// Its certificate, if the scan found it.
    pub certificate: Option<Fingerprint>,
    /// Whether the scan found the private key of that certificate.
    pub key: bool,
}

impl Message {
    /// Whether it is encrypted: whether anybody must open it.
    pub fn is_encrypted(&self) -> bool {
        self.recipients().next().is_some()
    }

    /// Those who can open it.
    pub fn recipients(&self) -> impl Iterator<Item = &JudgedParty> {
        self.parties.iter().filter(|judged| judged.party.role == Role::Recipient)
    }

    /// Those who signed it and whose certificates are not in it.
    pub fn signers(&self) -> impl Iterator<Item = &JudgedParty> {
        self.parties.iter().filter(|judged| judged.party.role == Role::Signer)
    }
}

/// Judges the parties of every message; sorted by place.
pub fn messages(
    inventory: &Inventory,
    certificates: &[Classified],
    catalogue: &Catalogue,
    settings: &Settings,
) -> Vec<Message> {
    if inventory.parties.is_empty() {
        return Vec::new();
    }
    let mut known = Known::new(certificates, Judge::learn(inventory, catalogue, settings));
    let mut messages: Vec<Message> = Vec::new();
    for one in &inventory.parties {
        let judged = known.judge(&one.party);
        match messages.last_mut() {
            Some(last) if last.location == one.message => last.parties.push(judged),
            _ => messages.push(Message { location: one.message.clone(), parties: vec![judged] }),
        }
    }
    messages.retain(|message| message.parties.iter().any(|judged| judged.hierarchy.is_some()));
    messages
}

/// What the scan and the catalogue know of identifiers.
struct Known<'k> {
    judge: Judge<'k>,
    by_serial: BTreeMap<(&'k [u8], &'k [u8]), &'k Classified>,
    by_key: BTreeMap<&'k [u8], &'k Classified>,
    /// What was told of issuers: a few of them issued most certificates.
    issuers: BTreeMap<Arc<[u8]>, Option<Hierarchy>>,
}

impl<'k> Known<'k> {
    fn new(certificates: &'k [Classified], judge: Judge<'k>) -> Known<'k> {
        let mut known = Known { judge, by_serial: BTreeMap::new(), by_key: BTreeMap::new(), issuers: BTreeMap::new() };
        for classified in certificates {
            let certificate = &classified.certificate;
            let key = certificate.subject_key_identifier.as_deref().unwrap_or(&certificate.public_key_sha1);
            let by_serial = known.by_serial.entry((&certificate.issuer.der, &certificate.serial)).or_insert(classified);
            // A renewed certificate may bear the key of the one before it.
            let by_key = known.by_key.entry(key).or_insert(classified);
            for best in [by_serial, by_key] {
                if classified.private_key && !best.private_key {
                    *best = classified;
                }
            }
        }
        known
    }

    fn judge(&mut self, party: &Party) -> JudgedParty {
        let found = match &party.identifier {
            Identifier::IssuerAndSerial { issuer, serial } => self.by_serial.get(&(&**issuer, &**serial)),
            Identifier::KeyIdentifier(key) => self.by_key.get(&**key),
            Identifier::None => None,
        };
        let found = found.copied();
        let hierarchy = match (found.map(|classified| &classified.verdict), &party.identifier) {
            (Some(Verdict::Listed(listing)), _) if !listing.qualified => {
                Some((listing.generation.clone(), listing.environment))
            }
            (None, Identifier::IssuerAndSerial { issuer, .. }) => self.hierarchy(issuer),
            _ => None,
        };
        JudgedParty {
            party: party.clone(),
            hierarchy,
            certificate: found.map(|classified| classified.certificate.sha256),
            key: found.is_some_and(|classified| classified.private_key),
        }
    }

    fn hierarchy(&mut self, issuer: &Arc<[u8]>) -> Option<Hierarchy> {
        if let Some(told) = self.issuers.get(issuer) {
            return told.clone();
        }
        let told = self.judge.hierarchy_of(&Name::parse(issuer));
        self.issuers.insert(Arc::clone(issuer), told.clone());
        told
    }
}

#[cfg(test)]
mod tests;
