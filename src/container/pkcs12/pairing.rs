//! Which certificate a private key belongs to, told without the key.
//!
//! Knows nothing of safes and passwords.

use super::bags::CertificateBag;
use crate::certificate::{self, Certificate};
use crate::container::KeyEntry;
use sha1::{Digest, Sha1};

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
    let lone = complete && keys.len() == 1;
    for key in keys {
        let mut fitting = indices(certificates, &faces, |bag, face| fits(key, bag, face));
        if fitting.is_empty() && lone && !names_another(key) {
            fitting = lone_leaf(certificates, &faces, key);
        }
        for at in fitting {
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

fn indices(bags: &[CertificateBag], faces: &[Face], wanted: impl Fn(&CertificateBag, &Face) -> bool) -> Vec<usize> {
    let both = bags.iter().zip(faces).enumerate();
    both.filter(|(_, (bag, face))| wanted(bag, face)).map(|(at, _)| at).collect()
}

fn fits(key: &KeyEntry, bag: &CertificateBag, face: &Face) -> bool {
    if let (Some(key), Some(parsed)) = (key.public_key, &face.parsed) {
        return key == parsed.public_key;
    }
    let Some(id) = key.local_key_id.as_deref().filter(|id| !id.is_empty()) else {
        return false;
    };
    let key_identifier = face.parsed.as_ref().is_some_and(|parsed| parsed.public_key_sha1 == id);
    bag.local_key_id.as_deref() == Some(id) || face.sha1 == id || key_identifier
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
    let issues = |at: usize| {
        let Some(subject) = outlines.get(at).copied().flatten().map(|outline| outline.subject) else {
            return false;
        };
        outlines.iter().flatten().any(|other| other.issuer == subject && other.subject != subject)
    };
    let candidates: Vec<usize> = indices(bags, faces, |bag, face| {
        let told_apart = key.public_key.is_some() && face.parsed.is_some();
        !bag.trusted && bag.local_key_id.is_none() && !told_apart && !is_authority(face)
    });
    let leaves: Vec<usize> = candidates.into_iter().filter(|at| !issues(*at)).collect();
    let same = |at: &usize| faces.get(*at).map(|face| &face.sha1);
    match leaves.split_first() {
        Some((first, others)) if others.iter().all(|other| same(other) == same(first)) => leaves,
        _ => Vec::new(),
    }
}

/// A CA under another CA or its own root; what `openssl req -x509` makes
/// calls itself a CA, too, and may be a server's only certificate.
fn is_authority(face: &Face) -> bool {
    face.parsed.as_ref().is_some_and(|parsed| parsed.is_ca && parsed.subject.der != parsed.issuer.der)
}
