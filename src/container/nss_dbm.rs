//! `cert8.db` and `key3.db`, the older databases of Mozilla's NSS: hash files
//! of Berkeley DB 1.85. Nothing is decrypted.
//!
//! *Behaviour*
//! 1. Certificates are told with their nickname, wherever their value lies:
//!    one that is split over pages is put together.
//! 2. Keys are told by their nickname and the SHA-1 of their public value, as
//!    `CKA_ID` has it: that ties them to their certificates.
//! 3. Fewer pairs than the header counts mean that some were lost.
//! 4. Any other hash file holds nothing for us and is no failure.
//!
//! ```text
//! certificate ::= version:1 type:1(=1) flags:1 trust:6 length:2 nick-length:2 DER nickname NUL
//! key         ::= version:1 salt-length:1 nick-length:1 salt nickname NUL encrypted-key
//! ```
//!
//! Source: `lib/dbm` and `lib/softoken/legacydb/pcertdb.c`, `keydb.c` of NSS
//! 3.87; the files of its `certutil -d dbm:`.

mod hash;

use self::hash::{Hash, Pair};
use super::{ContainerReader, Entry, Extraction, KeyEntry};
use crate::failure::FailureKind;
use sha1::{Digest, Sha1};

/// Reads `cert8.db` and `key3.db`.
pub struct NssDbm;

/// The type of a database of certificates' entry for a certificate.
const CERTIFICATE: u8 = 1;

/// The key of the entry that tells a database's version; in a database of
/// certificates the type 0 and a NUL stand around it.
const VERSION: &[u8] = b"Version";

/// The least octets of a public value; the other keys are words.
const LEAST_PUBLIC: usize = 20;

impl ContainerReader for NssDbm {
    fn id(&self) -> &'static str {
        "nss-dbm"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn sniff(&self, head: &[u8]) -> bool {
        Hash::begins(head)
    }

    fn read(&self, bytes: &[u8]) -> Extraction {
        let mut out = Extraction::default();
        let Some(hash) = Hash::read(bytes) else {
            out.problem(FailureKind::Corrupt, "the header is damaged or cut short");
            return out;
        };
        let (pairs, damage) = hash.pairs();
        let of_keys = pairs.iter().any(|pair| pair.key == VERSION);
        let of_certificates =
            pairs.iter().any(|pair| pair.key.strip_prefix(&[0]).is_some_and(|key| key.starts_with(VERSION)));
        for (number, pair) in (1..).zip(&pairs) {
            if of_keys {
                key(pair, &mut out);
            } else {
                certificate(pair, number, of_certificates, &mut out);
            }
        }
        for what in damage {
            out.problem(FailureKind::Corrupt, what);
        }
        let counted = hash.count();
        if pairs.len() < counted {
            out.problem(FailureKind::Corrupt, format!("only {} of {counted} entries are there", pairs.len()));
        }
        out
    }
}

/// Takes an entry of a database of certificates. Without the entry that tells
/// the version it may be anybody's database: then only what is whole counts.
fn certificate(pair: &Pair, number: usize, certain: bool, out: &mut Extraction) {
    if pair.value.get(1) != Some(&CERTIFICATE) || pair.key.first() != Some(&CERTIFICATE) {
        return;
    }
    match split(&pair.value) {
        Some((der, nickname)) => {
            let entry = Entry { der: der.to_vec(), alias: text(nickname), ..Entry::default() };
            if certain || crate::certificate::outline(der).is_some() {
                out.entry(entry, number);
            }
        }
        None if certain => out.problem(FailureKind::Corrupt, format!("entry {number} is cut short")),
        None => {}
    }
}

/// The certificate and the nickname of an entry.
fn split(value: &[u8]) -> Option<(&[u8], &[u8])> {
    const HEADER: usize = 13;
    let short = |at: usize| Some(usize::from(u16::from_be_bytes(value.get(at..at + 2)?.try_into().ok()?)));
    let (length, nickname) = (short(9)?, short(11)?);
    // What is longer than 64 KiB is told modulo 64 KiB.
    let beyond = value.len().checked_sub(HEADER + length + nickname)?;
    let length = length + (beyond & !0xffff);
    let der = value.get(HEADER..HEADER + length)?;
    Some((der, value.get(HEADER + length..HEADER + length + nickname)?))
}

/// Takes an entry of a database of keys.
fn key(pair: &Pair, out: &mut Extraction) {
    let [_version, salt, nickname, rest @ ..] = &pair.value[..] else { return };
    if pair.key.len() < LEAST_PUBLIC {
        return;
    }
    let name = rest.get(usize::from(*salt)..).and_then(|rest| rest.get(..usize::from(*nickname)));
    let first = pair.key.iter().position(|octet| *octet != 0).unwrap_or_default();
    let identifier = Sha1::digest(pair.key.get(first..).unwrap_or_default());
    let local_key_id = Some(identifier.to_vec());
    out.keys.push(KeyEntry { alias: name.and_then(text), local_key_id, ..KeyEntry::default() });
}

/// A nickname without its NUL.
fn text(octets: &[u8]) -> Option<String> {
    let octets = octets.strip_suffix(&[0]).unwrap_or(octets);
    (!octets.is_empty()).then(|| String::from_utf8_lossy(octets).into_owned())
}
