//! PKCS#12 (RFC 7292): `.p12`, `.pfx`, and what Java, NSS and Windows make
//! of it, in BER or DER.
//!
//! Behaviour:
//! 1. What stands in the clear is read without a password: certificates,
//!    names and localKeyIDs of keys. A store that hides nothing needs none.
//! 2. Reading decrypts no key; only [`ContainerReader::prove`] does, for
//!    `oces verify`. Of a key in the clear only the hash of its public part is
//!    kept; decrypted safes and keys are wiped from memory.
//! 3. A password fits if the MAC says so; without a MAC, if a safe decrypts
//!    to bags. A damaged MAC hides no certificate: the safes are tried
//!    themselves, and the damage is told.
//! 4. A certificate has its private key here if the public parts are equal,
//!    or the localKeyIDs are, or the key's localKeyID is the certificate's
//!    SHA-1, or key and end entity are the only ones of their kind.
//! 5. One bad safe, bag or certificate never hides its siblings; a cut file
//!    gives what stands before the cut.
//! 6. The cost is counted before it is spent: iterations per derivation and
//!    per store are bounded.
//! 7. Not read: stores signed or encrypted for a key instead of a password,
//!    ciphers other than RC2, RC4, DES, 3DES and AES in CBC mode. Each is told.

mod bags;
mod cipher;
mod hash;
mod mac;
mod opening;
mod pairing;
mod parameters;
mod pbe;
mod shrouded;
mod spelling;
mod structure;
#[cfg(test)]
mod tests;

use crate::asn1::{self, tag};
use crate::container::{ContainerReader, Entry, Extraction, KeyEntry};
use crate::failure::{StoreFacts, StoreKey};
use crate::key::{Proof, Protection};
use crate::password::Candidates;
use bags::{CertificateBag, Contents};
use structure::{Safe, Store};

/// The reader.
#[derive(Debug)]
pub struct Pkcs12;

impl ContainerReader for Pkcs12 {
    fn id(&self) -> &'static str {
        "pkcs12"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["p12", "pfx", "pkcs12"]
    }

    /// PFX begins with the version 3 and a `ContentInfo` of data or signed data;
    /// no certificate, key or message begins so. Lengths may take more octets
    /// than they need, as BER has it.
    fn sniff(&self, head: &[u8]) -> bool {
        let inside = |bytes| {
            let header = asn1::header(bytes).filter(|header| header.tag == tag::SEQUENCE)?;
            bytes.get(header.size..)
        };
        let kind = || {
            let (version, rest) = asn1::read(inside(head)?)?;
            (asn1::unsigned(&version) == Some(3)).then_some(())?;
            asn1::read(inside(rest)?)?.0.with_tag(tag::OID)
        };
        let kind = kind().and_then(|kind| kind.content.strip_prefix(&structure::CONTENT_TYPES));
        matches!(kind, Some([1 | 2]))
    }

    fn read(&self, bytes: &[u8]) -> Extraction {
        let store = structure::parse(bytes);
        let mut contents = clear_contents(&store);
        let locked = store.safes.iter().any(|safe| matches!(safe, Safe::Encrypted { .. }));
        let owned = pairing::pair(&contents.certificates, &mut contents.keys, !locked && store.problems.is_empty());
        let mut extraction = Extraction { locked: locked.then(|| facts(&contents.keys)), ..Extraction::default() };
        extraction.certificates = contents.certificates.into_iter().zip(owned).map(entry).collect();
        extraction.keys = contents.keys;
        extraction.problems = store.problems;
        extraction.problems.append(&mut contents.problems);
        extraction
    }

    /// As the trait says; besides, a certificate in the clear comes once more
    /// if only now its private key came to light.
    fn unlock(&self, bytes: &[u8], candidates: &mut Candidates<'_>) -> Extraction {
        opening::open(&structure::parse(bytes), candidates)
    }

    fn prove(&self, bytes: &[u8], candidates: &mut Candidates<'_>) -> Vec<Proof> {
        let passwords = candidates.rest();
        let store = structure::parse(bytes);
        let mut contents = clear_contents(&store);
        contents.append(opening::open_all(&store, &passwords, candidates));
        let clear = contents.keys.iter().filter_map(|key| key.public_key);
        let clear = clear.map(|key| Proof { public_key: Some(key), protection: Protection::Clear, weak: None });
        let mut proofs: Vec<Proof> = clear.collect();
        proofs.extend(contents.shrouded.iter().map(|key| shrouded::prove(key, &passwords, candidates)));
        proofs
    }
}

/// Opens an encrypted private key that stands alone, as in PEM.
pub fn prove_alone(encrypted: &[u8], candidates: &mut Candidates<'_>) -> Proof {
    let passwords = candidates.rest();
    shrouded::prove(encrypted, &passwords, candidates)
}

/// What stands in the safes that are not encrypted.
fn clear_contents(store: &Store<'_>) -> Contents {
    let mut contents = Contents::default();
    for (at, safe) in store.safes.iter().enumerate() {
        if let Safe::Clear(plain) = safe {
            contents.append(Contents::read(plain, at + 1));
        }
    }
    contents
}

fn facts(keys: &[KeyEntry]) -> StoreFacts {
    let key = |key: &KeyEntry| StoreKey { friendly_name: key.alias.clone(), local_key_id: key.local_key_id.clone() };
    StoreFacts { format: Pkcs12.id(), keys: keys.iter().map(key).collect(), belongs_to: Vec::new() }
}

fn entry((bag, private_key): (CertificateBag, bool)) -> Entry {
    Entry { der: bag.der, alias: bag.alias, private_key, ..Entry::default() }
}
