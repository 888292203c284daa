//! BKS and UBER, the keystores of BouncyCastle. Nothing here is decrypted.
//!
//! *Behaviour*
//! 1. BKS tells its certificates, aliases and key entries without a password
//!    and is never `locked`. Keys may stand in it unencrypted: then their
//!    public part is told, and nothing else of them is kept.
//! 2. The MAC at the end is keyed with the password and is not verified; that
//!    it is missing means that the store was cut short.
//! 3. After damage the next entry, or the next certificate of the damaged
//!    chain, is looked for; what was lost is one problem.
//! 4. UBER is the same store encrypted as a whole: it is recognised by its
//!    header and `locked`. The two headers are alike, so what follows decides.
//!
//! ```text
//! store ::= version:int salt:block iterations:int entry* 0:byte mac[20]
//! entry ::= type:byte alias:UTF date:long length:int certificate* body
//! body  ::= certificate                              (type 1)
//!         | kind:byte format:UTF algorithm:UTF block (type 2, a key in clear)
//!         | block                                    (3 secret, 4 sealed)
//! certificate ::= type:UTF block
//! ```
//!
//! Source: `org.bouncycastle.jcajce.provider.keystore.bc.BcKeyStoreSpi` 1.72.

mod store;

use self::store::Store;
use super::jks::stream::Stream;
use super::{ContainerReader, Extraction};
use crate::failure::FailureKind;

/// Reads BKS, versions 1 and 2.
pub struct Bks;

/// Recognises UBER.
pub struct Uber;

/// Version, length of the salt, salt, iterations.
const HEADER: usize = 32;

/// The octets of the salt, in every store that BouncyCastle writes.
const SALT: u32 = 20;

/// The octets of the MAC at the end.
const MAC: usize = 20;

/// More iterations than `BouncyCastle` itself accepts.
const MAX_ITERATIONS: u32 = 65_536;

/// The octets of a block of Twofish, in which UBER is encrypted.
const BLOCK: usize = 16;

const END: u8 = 0;
const CERTIFICATE: u8 = 1;
const KEY: u8 = 2;
const SECRET: u8 = 3;
const SEALED: u8 = 4;

impl ContainerReader for Bks {
    fn id(&self) -> &'static str {
        "bks"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["bks"]
    }

    fn sniff(&self, head: &[u8]) -> bool {
        has_header(head) && may_begin_entry(head)
    }

    fn read(&self, bytes: &[u8]) -> Extraction {
        Store::new(bytes).read()
    }
}

impl ContainerReader for Uber {
    fn id(&self) -> &'static str {
        "uber"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["uber", "ubr"]
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let ciphertext = head.get(HEADER..).unwrap_or_default();
        has_header(head)
            && ciphertext.len() >= BLOCK
            && !may_begin_entry(head)
            && !ciphertext.windows(3).any(|three| matches!(three, [0, 0, 0 | 1]))
    }

    fn read(&self, bytes: &[u8]) -> Extraction {
        let mut extraction = Extraction::default();
        extraction.problem(FailureKind::Locked, "encrypted as a whole");
        if !bytes.len().saturating_sub(HEADER).is_multiple_of(BLOCK) {
            extraction.problem(FailureKind::Corrupt, "the file does not end with a whole block of ciphertext");
        }
        extraction
    }
}

/// The header that both have. Four small numbers would fit many a binary, so
/// the salt must look like one.
fn has_header(head: &[u8]) -> bool {
    let mut stream = Stream::new(head, 0);
    let (version, length) = (stream.int(), stream.int());
    let salt = stream.take(SALT as usize).unwrap_or_default();
    let distinct = salt.iter().enumerate().filter(|(at, byte)| !salt.iter().take(*at).any(|other| other == *byte));
    matches!(version, Some(1 | 2))
        && length == Some(SALT)
        && distinct.count() >= 10
        && stream.int().is_some_and(|iterations| (1..=MAX_ITERATIONS).contains(&iterations))
}

/// Whether the visible part of what follows the header can be the first entry
/// of a BKS, or the end of an empty one.
fn may_begin_entry(head: &[u8]) -> bool {
    let mut stream = Stream::new(head, HEADER);
    match stream.byte() {
        None => true,
        // A little is allowed for a line end behind the MAC.
        Some(END) => stream.rest().len() <= MAC + 2,
        Some(CERTIFICATE..=SEALED) => {
            let Some(length) = stream.short() else { return true };
            let visible = stream.rest().iter().take(usize::from(length));
            let is_text = !visible.clone().any(|byte| *byte < 0x20);
            let is_whole = stream.take(usize::from(length)).is_some();
            let date = stream.long();
            is_text && (!is_whole || date.is_none_or(|date| date >> 48 == 0))
        }
        Some(_) => false,
    }
}
