//! The keybox of `GnuPG`: `pubring.kbx`, where `gpgsm` keeps X.509 certificates.
//! Private keys lie elsewhere, in `private-keys-v1.d`.
//!
//! *Behaviour*
//! 1. Blobs of X.509 are told; those of `OpenPGP` and empty ones are passed over.
//! 2. A keybox has no nicknames: a certificate is told without an alias.
//! 3. A damaged blob is one problem; the next is found by the length that the
//!    damaged one tells. A blob that runs past the end means a cut file.
//!
//! ```text
//! blob ::= length:4 type:1 version:1 flags:2 offset:4 length:4 … SHA-1   (big-endian)
//! ```
//!
//! Source: `kbx/keybox-blob.c` of `GnuPG` 2.2.

use super::{ContainerReader, Entry, Extraction};
use crate::failure::FailureKind;

/// Reads keyboxes.
pub struct Keybox;

/// Blob types.
const HEADER: u8 = 1;
const X509: u8 = 3;

impl ContainerReader for Keybox {
    fn id(&self) -> &'static str {
        "keybox"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["kbx"]
    }

    fn sniff(&self, head: &[u8]) -> bool {
        head.starts_with(&[0, 0, 0, 32, HEADER, 1]) && head.get(8..12) == Some(b"KBXf")
    }

    fn read(&self, bytes: &[u8]) -> Extraction {
        let mut out = Extraction::default();
        let mut rest = bytes;
        let mut number = 0;
        while !rest.is_empty() {
            let length = number_at(rest, 0).unwrap_or_default();
            // The shortest blob is its length and its type.
            let Some((blob, behind)) = rest.split_at_checked(length).filter(|_| length >= 5) else {
                let what = format!("the keybox is damaged or cut short at offset {}", bytes.len() - rest.len());
                out.problem(FailureKind::Corrupt, what);
                break;
            };
            if blob.get(4) == Some(&X509) {
                number += 1;
                certificate(blob, number, &mut out);
            }
            rest = behind;
        }
        out
    }
}

fn certificate(blob: &[u8], number: usize, out: &mut Extraction) {
    let der = || {
        let (start, length) = (number_at(blob, 8)?, number_at(blob, 12)?);
        blob.get(start..start.checked_add(length)?)
    };
    let der = der().unwrap_or_default().to_vec();
    out.entry(Entry { der, ..Entry::default() }, number);
}

fn number_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()
}
