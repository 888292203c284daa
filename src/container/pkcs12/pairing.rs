//! Which certificate a private key belongs to, told without the key.
//!
//! Knows nothing of safes and passwords.

use super::bags::CertificateBag;
use crate::certificate::{self, Certificate};
use crate::container::KeyEntry;
use sha1::{Digest, Sha1};
use std::collections::{BTreeMap, BTreeSet};

/// For each certificate whether its private key is among `keys`; marks the
/// keys that found theirs.
///
/// The public part decides where the key tells it. Else the localKeyID: the
/// same on both, or the certificate's SHA-1 (OpenSSL, NSS), or that of its
/// public key (Bouncy Castle). A lone key that no certificate answers to
/// belongs to the lone end entity of a `complete` store: one without a safe
/// that is still shut.
pub fn pair(certificates: &[CertificateBag], keys: &mut [KeyEntry], complete: bool) -> Vec<bool> {
    let mut owned = vec![false; certificates.len()];
    if keys.is_empty() {
        return owned;
    }
    let faces: Vec<Face> = certificates.iter().map(Face::of).collect();
    let mut book = Book::of(certificates, &faces);
    for key in keys.iter_mut() {
        for at in book.answer(key) {
            if let Some(owned) = owned.get_mut(at) {
                *owned = true;
            }
        }
    }
    if let [key] = keys
        && complete
        && !key.paired
        && !names_another(key)
    {
        for at in lone_leaf(certificates, &faces, key) {
            key.paired = true;
            if let Some(owned) = owned.get_mut(at) {
                *owned = true;
            }
        }
    }
    owned
}

/// What is compared of a certificate.
struct Face {
    sha1: Vec<u8>,
    parsed: Option<Certificate>,
}

impl Face {
    fn of(bag: &CertificateBag) -> Face {
        Face { sha1: Sha1::digest(&bag.der).to_vec(), parsed: Certificate::parse(&bag.der) }
    }
}

/// Certificates by what a key may know of them, as indices. Looked up rather
/// than compared one by one: a file may hold a million of either.
#[derive(Default)]
struct Book {
    by_public_key: BTreeMap<Vec<u8>, Vec<usize>>,
    by_id: BTreeMap<Vec<u8>, Vec<usize>>,
    /// Of those alone whose public key cannot be compared.
    unparsed_by_id: BTreeMap<Vec<u8>, Vec<usize>>,
}

impl Book {
    fn of(certificates: &[CertificateBag], faces: &[Face]) -> Book {
        let mut book = Book::default();
        for (at, (bag, face)) in certificates.iter().zip(faces).enumerate() {
            let mut ids = BTreeSet::from([face.sha1.clone()]);
            ids.extend(bag.local_key_id.clone().filter(|id| !id.is_empty()));
            if let Some(parsed) = &face.parsed {
                ids.insert(parsed.public_key_sha1.to_vec());
                book.by_public_key.entry(parsed.public_key.to_vec()).or_default().push(at);
            }
            for id in ids {
                if face.parsed.is_none() {
                    book.unparsed_by_id.entry(id.clone()).or_default().push(at);
                }
                book.by_id.entry(id).or_default().push(at);
            }
        }
        book
    }

    /// The certificates of the key that were not answered before; marks the
    /// key if it has any, new or not.
    fn answer(&mut self, key: &mut KeyEntry) -> Vec<usize> {
        let id = key.local_key_id.as_deref().unwrap_or_default();
        let lists = match key.public_key {
            Some(public_key) => [self.by_public_key.get_mut(&public_key[..]), self.unparsed_by_id.get_mut(id)],
            None => [self.by_id.get_mut(id), None],
        };
        let mut found = Vec::new();
        for list in lists.into_iter().flatten() {
            key.paired = true;
            found.append(list);
        }
        found
    }
}

/// Whether the localKeyID looks like a hash: then it names a certificate or
/// key, and none of those here.
fn names_another(key: &KeyEntry) -> bool {
    key.local_key_id.as_ref().is_some_and(|id| id.len() == <Sha1 as Digest>::output_size())
}

/// The one certificate (or copies of it) that may be the key's for want of
/// another: no trusted entry, no one's issuer, and without a localKeyID of
/// its own.
fn lone_leaf(bags: &[CertificateBag], faces: &[Face], key: &KeyEntry) -> Vec<usize> {
    let outlines: Vec<_> = bags.iter().map(|bag| certificate::outline(&bag.der)).collect();
    let under_another = outlines.iter().flatten().filter(|outline| outline.issuer != outline.subject);
    let issuers: BTreeSet<&[u8]> = under_another.map(|outline| outline.issuer).collect();
    let mut leaves = Vec::new();
    for (at, ((bag, face), outline)) in bags.iter().zip(faces).zip(&outlines).enumerate() {
        let told_apart = key.public_key.is_some() && face.parsed.is_some();
        let signs_another = outline.is_some_and(|outline| issuers.contains(outline.subject));
        if !bag.trusted && bag.local_key_id.is_none() && !told_apart && !signs_another && !is_authority(face) {
            leaves.push((at, &face.sha1));
        }
    }
    let first = leaves.first().map(|(_, sha1)| *sha1);
    let one = leaves.iter().all(|(_, sha1)| Some(*sha1) == first);
    leaves.into_iter().filter(|_| one).map(|(at, _)| at).collect()
}

/// A CA under another CA. A self-signed one may be a server's only
/// certificate: `openssl req -x509` calls every certificate a CA.
fn is_authority(face: &Face) -> bool {
    face.parsed.as_ref().is_some_and(|parsed| parsed.is_ca && parsed.subject.der != parsed.issuer.der)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAF: &[u8] = include_bytes!("../../../testdata/containers/pkcs12/leaf.der");
    const ISSUING: &[u8] = include_bytes!("../../../testdata/containers/pkcs12/issuing.der");
    const ROOT: &[u8] = include_bytes!("../../../testdata/containers/pkcs12/root.der");

    fn bags(ders: &[&[u8]]) -> Vec<CertificateBag> {
        ders.iter().map(|der| CertificateBag { der: der.to_vec(), ..CertificateBag::default() }).collect()
    }

    fn key(id: Option<&[u8]>) -> KeyEntry {
        KeyEntry { local_key_id: id.map(<[u8]>::to_vec), ..KeyEntry::default() }
    }

    #[test]
    fn a_lone_key_takes_the_lone_leaf_of_a_complete_store() {
        let bags = bags(&[ROOT, LEAF, ISSUING, LEAF]);
        assert_eq!(pair(&bags, &mut [key(None)], true), [false, true, false, true]);
        assert_eq!(pair(&bags, &mut [key(None)], false), [false; 4]);
        assert_eq!(pair(&bags, &mut [key(None), key(None)], true), [false; 4]);
    }

    #[test]
    fn a_key_that_names_another_certificate_takes_none() {
        assert_eq!(pair(&bags(&[LEAF]), &mut [key(Some(&[7; 20]))], true), [false]);
        assert_eq!(pair(&bags(&[LEAF]), &mut [key(Some(b"Time 1"))], true), [true]);
    }

    #[test]
    fn two_keys_of_one_certificate_are_both_paired() {
        let id = Sha1::digest(LEAF);
        let mut keys = [key(Some(&id)), key(Some(&id)), key(Some(b"other"))];
        assert_eq!(pair(&bags(&[ISSUING, LEAF]), &mut keys, true), [false, true]);
        assert_eq!(keys.map(|key| key.paired), [true, true, false]);
    }

    #[test]
    fn trusted_certificates_have_no_key() {
        let mut bags = bags(&[LEAF]);
        bags[0].trusted = true;
        assert_eq!(pair(&bags, &mut [key(None)], true), [false]);
    }
}
