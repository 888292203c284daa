//! JKS and JCEKS, the keystores of Sun's Java. Reading decrypts nothing: the
//! certificates and aliases stand in the clear, a password only guards keys.
//!
//! *Behaviour*
//! 1. Certificates, aliases and key entries are told without a password, so a
//!    store is never `locked`. The first certificate of a key entry's chain is
//!    the key's own; the rest of the chain bears the same alias.
//! 2. The digest at the end is keyed with the password: that it is missing means
//!    that the store was cut short. Where the store holds a key, and none of a
//!    person, the usual default passwords are tried on it (`digest`).
//! 3. Secret keys of JCEKS are serialised Java objects without a length: they
//!    are passed over by finding the next entry.
//! 4. After damage the next entry, or the next certificate of the damaged
//!    chain, is looked for; what was lost is one problem.
//! 5. The number of entries is believed neither for memory nor for time.
//!
//! ```text
//! store  ::= magic:int version:int count:int entry* digest[20]
//! entry  ::= 1:int alias:UTF date:long key:block length:int certificate*
//!          | 2:int alias:UTF date:long certificate
//!          | 3:int alias:UTF date:long SealedObject          (JCEKS)
//! certificate ::= type:UTF block       (version 1 has no type)
//! ```
//!
//! Source: `sun.security.provider.JavaKeyStore` and
//! `com.sun.crypto.provider.JceKeyStore` of the JDK 17.

mod digest;
mod protector;
mod store;
pub(in crate::container) mod stream;

use self::store::Store;
use self::stream::{Collector, Stream};
use super::{ContainerReader, Extraction};
use crate::failure::FailureKind;
use crate::key::Proof;
use crate::password::Candidates;

/// Reads JKS.
pub struct Jks;

/// Reads JCEKS.
pub struct Jceks;

const JKS_MAGIC: [u8; 4] = [0xfe, 0xed, 0xfe, 0xed];
const JCEKS_MAGIC: [u8; 4] = [0xce, 0xce, 0xce, 0xce];

impl ContainerReader for Jks {
    fn id(&self) -> &'static str {
        "jks"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jks", "keystore", "truststore", "ks"]
    }

    fn sniff(&self, head: &[u8]) -> bool {
        begins_store(head, JKS_MAGIC)
    }

    fn read(&self, bytes: &[u8]) -> Extraction {
        read_store(bytes, false)
    }

    fn prove(&self, bytes: &[u8], candidates: &mut Candidates<'_>) -> Vec<Proof> {
        protector::prove(bytes, candidates)
    }
}

impl ContainerReader for Jceks {
    fn id(&self) -> &'static str {
        "jceks"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jceks", "jck"]
    }

    fn sniff(&self, head: &[u8]) -> bool {
        begins_store(head, JCEKS_MAGIC)
    }

    fn read(&self, bytes: &[u8]) -> Extraction {
        read_store(bytes, true)
    }
}

/// The magic, then as much of a small version number as there is: a store cut
/// within its header is still one, and is then told to be cut.
fn begins_store(head: &[u8], magic: [u8; 4]) -> bool {
    head.strip_prefix(&magic).is_some_and(|rest| rest.iter().take(3).all(|byte| *byte == 0))
}

fn read_store(bytes: &[u8], has_secrets: bool) -> Extraction {
    let mut stream = Stream::new(bytes, JKS_MAGIC.len());
    let mut out = Collector::default();
    match (stream.int(), stream.int()) {
        (Some(version @ 1..=2), Some(count)) => {
            let store = Store {
                bytes,
                stream,
                typed: version == 2,
                has_secrets,
                count,
                number: 0,
                alias: None,
                ended: false,
                out,
            };
            return store.read();
        }
        (Some(version), _) if !(1..=2).contains(&version) => {
            out.problem(FailureKind::Unsupported, format!("version {version} of the format"));
        }
        _ => out.problem(FailureKind::Corrupt, "the file ends in the header".to_owned()),
    }
    out.finish()
}
