//! BCFKS, the keystore of BouncyCastle's FIPS provider: recognised, not read.
//!
//! *Behaviour*
//! 1. The store is encrypted as a whole; nothing in it can be told without a
//!    password, and none is tried: it is `locked`.
//! 2. A structure that is cut short or lacks its integrity check is corrupt
//!    as well.
//!
//! ```text
//! ObjectStore ::= SEQUENCE {
//!     storeData      CHOICE { EncryptedObjectStoreData, ObjectStoreData },
//!     integrityCheck ObjectStoreIntegrityCheck }
//! EncryptedObjectStoreData ::= SEQUENCE {
//!     encryptionAlgorithm AlgorithmIdentifier,
//!     encryptedContent    OCTET STRING }
//! ```
//!
//! Source: `org.bouncycastle.asn1.bc.ObjectStore` 1.72.

use super::{ContainerReader, Extraction};
use crate::asn1::{self, tag};
use crate::failure::FailureKind;

/// Recognises BCFKS.
pub struct Bcfks;

/// PBES2 of RFC 8018, header included; the only scheme that the format uses.
const PBES2: [u8; 11] = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d];

impl ContainerReader for Bcfks {
    fn id(&self) -> &'static str {
        "bcfks"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["bcfks"]
    }

    /// Three SEQUENCEs and the scheme: an `EncryptedPrivateKeyInfo` has two.
    fn sniff(&self, head: &[u8]) -> bool {
        let mut rest = head;
        for _ in 0..3 {
            match asn1::header(rest) {
                Some(header) if header.tag == tag::SEQUENCE => rest = rest.get(header.size..).unwrap_or_default(),
                _ => return false,
            }
        }
        rest.starts_with(&PBES2)
    }

    fn read(&self, bytes: &[u8]) -> Extraction {
        let mut extraction = Extraction::default();
        extraction.problem(FailureKind::Locked, "encrypted as a whole");
        if !is_whole(bytes) {
            extraction.problem(FailureKind::Corrupt, "the structure is damaged or cut short");
        }
        extraction
    }
}

fn is_whole(bytes: &[u8]) -> bool {
    let Some((store, _)) = asn1::read(bytes) else { return false };
    let mut parts = store.children();
    let Some(data) = parts.next_if(tag::SEQUENCE) else { return false };
    let check_is_whole = parts.next().is_some() && parts.rest().is_empty();
    let mut data = data.children();
    data.next_if(tag::SEQUENCE).is_some() && data.next_if(tag::OCTET_STRING).is_some() && check_is_whole
}
