//! The names by which parts of the bill refer to each other: made of what they
//! stand for, so that they are the same in every run.

use super::places::Place;
use crate::classify::Classified;
use crate::report::text;
use sha2::{Digest, Sha256};

/// What the bill is about.
pub(super) const ROOT: &str = "scan";

/// A certificate, by the SHA-256 of its DER.
pub(super) fn certificate(sha256: &[u8; 32]) -> String {
    format!("crypto/certificate/sha256:{}", text::hex(sha256))
}

/// An algorithm, by its object identifier and the bits of its key.
pub(super) fn algorithm(oid: &str, bits: Option<u32>) -> String {
    match bits {
        Some(bits) => format!("crypto/algorithm/{oid}/{bits}"),
        None => format!("crypto/algorithm/{oid}"),
    }
}

/// The public key, by the SHA-256 of its `SubjectPublicKeyInfo`; `None` where
/// that is not known.
pub(super) fn public_key(of: &Classified) -> Option<String> {
    let known = of.certificate.spki_sha256;
    is_known(of, &known).then(|| format!("crypto/key/public/sha256:{}", text::hex(&known)))
}

/// The private key, by the SHA-256 of the bits of its public key; where that is
/// not known, by its certificate.
pub(super) fn private_key(of: &Classified) -> String {
    let (known, sha256) = (of.certificate.public_key, of.certificate.sha256);
    if is_known(of, &known) {
        format!("crypto/key/private/sha256:{}", text::hex(&known))
    } else {
        format!("crypto/key/private/certificate-sha256:{}", text::hex(&sha256))
    }
}

/// A file or a member of an archive, by its host, path and members.
pub(super) fn file(scope: &str, place: Place<'_>) -> String {
    let mut hash = Sha256::new();
    hash.update(place.scope().unwrap_or(scope).as_bytes());
    hash.update([0]);
    hash.update(place.path().as_os_str().as_encoded_bytes());
    for member in place.members() {
        hash.update([0]);
        hash.update(member);
    }
    let digest: [u8; 32] = hash.finalize().into();
    format!("file/sha256:{}", text::hex(&digest))
}

/// A finding.
pub(super) fn finding(id: &str) -> String {
    format!("finding/{id}")
}

/// What was read back from a report has the certificate's own hash where that
/// of its key should be; what was veiled may have nothing.
fn is_known(of: &Classified, hash: &[u8; 32]) -> bool {
    *hash != of.certificate.sha256 && *hash != [0; 32]
}
