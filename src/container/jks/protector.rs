//! Opens the private keys of a JKS to see which certificates they fit, for
//! `oces verify` alone: of a key only the hash of its public part is kept.
//!
//! ```text
//! EncryptedPrivateKeyInfo under 1.3.6.1.4.1.42.2.17.1.1 holds
//! salt[20], the key XOR a stream, SHA-1(password, key)[20];
//! stream ::= SHA-1(password, salt), SHA-1(password, the 20 octets before)*
//! ```
//!
//! Source: `sun.security.provider.KeyProtector` of the JDK 17.

use crate::asn1::{self, tag};
use crate::key::{self, Proof, Protection};
use crate::password::{Candidates, Password, Weak};
use sha1::{Digest, Sha1};
use zeroize::Zeroizing;

/// The OID with its header; the identifier's header stands before it, then the outer one.
const OID: &[u8] = &[0x06, 0x0a, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x2a, 0x02, 0x11, 0x01, 0x01];
const BEFORE: usize = 6;
const HASH: usize = 20;
/// More keys of one store are not opened.
const MAX_KEYS: usize = 64;

/// Tries the passwords on each key of the store.
pub(super) fn prove(bytes: &[u8], candidates: &mut Candidates<'_>) -> Vec<Proof> {
    let passwords = candidates.rest();
    let keys = memchr::memmem::find_iter(bytes, OID).take(MAX_KEYS).filter_map(|at| encrypted(bytes, at));
    keys.map(|key| proof(key, &passwords, candidates)).collect()
}

/// The encrypted octets of the key whose OID stands here.
fn encrypted(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let whole = asn1::read(bytes.get(at.checked_sub(BEFORE)?..)?)?.0.with_tag(tag::SEQUENCE)?;
    let mut parts = whole.children();
    parts.next_if(tag::SEQUENCE)?;
    Some(parts.next_if(tag::OCTET_STRING)?.content)
}

fn proof(encrypted: &[u8], passwords: &[Password], candidates: &mut Candidates<'_>) -> Proof {
    for password in passwords {
        if !candidates.spend(encrypted.len() as u64 / HASH as u64 + 2) {
            break;
        }
        if let Some(public_key) = open(encrypted, password) {
            candidates.accept(password);
            return Proof { public_key: Some(public_key), protection: Protection::Java, weak: Weak::of(password) };
        }
    }
    Proof { public_key: None, protection: Protection::Java, weak: None }
}

/// The hash of the public part, if the password is right.
fn open(encrypted: &[u8], password: &Password) -> Option<key::PublicKeyHash> {
    let (salt, rest) = encrypted.split_at_checked(HASH)?;
    let (hidden, check) = rest.split_at_checked(rest.len().checked_sub(HASH)?)?;
    let units = password.as_str().encode_utf16();
    let password: Zeroizing<Vec<u8>> = Zeroizing::new(units.flat_map(u16::to_be_bytes).collect());
    let hash = |octets: &[u8]| -> Zeroizing<[u8; HASH]> {
        Zeroizing::new(Sha1::new().chain_update(&*password).chain_update(octets).finalize().into())
    };
    let mut plain = Zeroizing::new(Vec::with_capacity(hidden.len()));
    let mut stream = hash(salt);
    for block in hidden.chunks(HASH) {
        plain.extend(block.iter().zip(stream.iter()).map(|(octet, mask)| octet ^ mask));
        stream = hash(&stream[..]);
    }
    (hash(&plain)[..] == *check).then(|| key::public_key_of(&plain)).flatten()
}
