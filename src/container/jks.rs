//! JKS and JCEKS, the keystores of Sun's Java. Nothing here is decrypted: the
//! certificates and aliases stand in the clear, a password only guards keys.
//!
//! *Behaviour*
//! 1. Certificates, aliases and key entries are told without a password, so a
//!    store is never `locked`. The first certificate of a key entry's chain is
//!    the key's own; the rest of the chain bears the same alias.
//! 2. The digest at the end is keyed with the password and is not verified;
//!    that it is missing means that the store was cut short.
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

pub(in crate::container) mod stream;

use self::stream::{Collector, Encoded, Stream, alias};
use super::{ContainerReader, Entry, Extraction, KeyEntry};
use crate::failure::FailureKind;

/// Reads JKS.
pub struct Jks;

/// Reads JCEKS.
pub struct Jceks;

const JKS_MAGIC: [u8; 4] = [0xfe, 0xed, 0xfe, 0xed];
const JCEKS_MAGIC: [u8; 4] = [0xce, 0xce, 0xce, 0xce];

/// The octets of the SHA-1 digest at the end.
const DIGEST: usize = 20;

/// What a serialised Java object begins with.
const SERIALISED: [u8; 4] = [0xac, 0xed, 0x00, 0x05];

const KEY: u32 = 1;
const TRUSTED: u32 = 2;
const SECRET: u32 = 3;

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

/// The state of one reading.
struct Store<'a> {
    bytes: &'a [u8],
    stream: Stream<'a>,
    /// Whether certificates are preceded by their type: version 2.
    typed: bool,
    has_secrets: bool,
    /// How many entries the store says it has.
    count: u32,
    /// The entry that is being read, from 1.
    number: u32,
    /// Its alias, once that is known.
    alias: Option<String>,
    /// Set where no further entry can be found.
    ended: bool,
    out: Collector,
}

/// Where and in what an entry broke.
struct Damage {
    what: String,
    /// From where the next entry is looked for.
    resume: usize,
    /// The chain whose certificates may still follow.
    chain: Option<Chain>,
}

/// A chain of a key entry that may go on after damage.
#[derive(Clone)]
struct Chain {
    alias: String,
    /// Whether the next certificate is the key's own.
    leaf_next: bool,
}

impl Store<'_> {
    fn read(mut self) -> Extraction {
        let mut last_chain = None;
        while !self.ended && self.more() {
            self.number = self.number.saturating_add(1);
            self.alias = None;
            if self.out.is_over(self.number) {
                return self.out.finish();
            }
            match self.entry(last_chain.take()) {
                Ok(chain) => last_chain = chain,
                Err(damage) => self.recover(damage),
            }
        }
        if !self.ended {
            self.end();
        }
        self.out.finish()
    }

    /// Whether an entry is due, or one more than the store counts is there.
    fn more(&mut self) -> bool {
        if self.number < self.count {
            return true;
        }
        let beyond = self.stream.rest().len() > DIGEST && self.seek(self.stream.at(), false);
        if beyond && self.out.is_clean() {
            self.out.problem(FailureKind::Corrupt, format!("the store counts {} entries and holds more", self.count));
        }
        beyond
    }

    fn end(&mut self) {
        if self.stream.rest().len() < DIGEST && self.out.is_clean() {
            self.out.problem(FailureKind::Corrupt, "the file ends in the digest behind the last entry".to_owned());
        }
        let behind = self.stream.rest().get(DIGEST..).unwrap_or_default();
        if stream::is_more_than_padding(behind) && self.out.is_clean() {
            self.out.problem(FailureKind::Corrupt, "octets that are no entry follow the last entry".to_owned());
        }
    }

    /// Reads one entry; hands back its chain if it has one.
    fn entry(&mut self, last_chain: Option<Chain>) -> Result<Option<Chain>, Damage> {
        let start = self.stream.at();
        let told = self.out.extraction.certificates.len();
        let is_plausible = self.has_plausible_outset();
        if let Some(chain) = last_chain.filter(|_| self.stream.looks_like_certificate(self.typed)) {
            self.number = self.number.saturating_sub(1);
            self.alias = Some(chain.alias.clone());
            return Err(Damage {
                what: "its chain is longer than it counts".to_owned(),
                resume: start,
                chain: Some(chain),
            });
        }
        let result = self.entry_here(start, is_plausible);
        if result.is_err() && !is_plausible && self.out.extraction.certificates.len() == told {
            // What was taken for an alias may have swallowed the next entries.
            self.alias = None;
            return result.map_err(|damage| Damage { resume: start.saturating_add(1), chain: None, ..damage });
        }
        result
    }

    fn has_plausible_outset(&self) -> bool {
        let mut there = self.stream;
        matches!(there.int(), Some(KEY..=SECRET)) && there.plausible_alias_and_date().is_some()
    }

    fn entry_here(&mut self, start: usize, is_plausible: bool) -> Result<Option<Chain>, Damage> {
        let broken = |what: &str| Damage { what: what.to_owned(), resume: start.saturating_add(1), chain: None };
        let tag = self.stream.int().ok_or_else(|| broken("the file ends in its type"))?;
        let is_known = matches!(tag, KEY | TRUSTED) || (tag == SECRET && self.has_secrets);
        if !is_known {
            return Err(broken("its type is unknown"));
        }
        let name = alias(self.stream.utf().ok_or_else(|| broken("its alias runs past the end of the file"))?);
        self.alias = Some(name.clone());
        self.stream.long().ok_or_else(|| broken("the file ends in its date"))?;
        match tag {
            KEY if self.typed && self.stream.looks_like_certificate(true) => {
                self.problem(FailureKind::Corrupt, "it says to be a key and is a certificate");
                self.certificate(&name, false, "its certificate").map(|()| None)
            }
            KEY => self.key(name, is_plausible, start).map(Some),
            TRUSTED => self.certificate(&name, false, "its certificate").map(|()| None),
            _ => self.secret().map(|()| None),
        }
    }

    fn key(&mut self, name: String, is_plausible: bool, start: usize) -> Result<Chain, Damage> {
        let mut chain = Chain { alias: name, leaf_next: true };
        let block = self.stream.block();
        if is_plausible || block.is_some() {
            self.push_key(&chain.alias);
        }
        let what = match block {
            None => "its private key runs past the end of the file",
            Some(block) if !stream::is_one_element(block) && !self.continues_as_chain() => "its private key is damaged",
            Some(_) => return self.chain(chain),
        };
        chain.leaf_next = is_plausible;
        Err(Damage { what: what.to_owned(), resume: start.saturating_add(1), chain: is_plausible.then_some(chain) })
    }

    /// Whether the length of a chain and its first certificate come next.
    fn continues_as_chain(&self) -> bool {
        let mut there = self.stream;
        matches!(there.int(), Some(0)) || there.looks_like_certificate(self.typed)
    }

    fn chain(&mut self, mut chain: Chain) -> Result<Chain, Damage> {
        let at = self.stream.at();
        let Some(length) = self.stream.int() else {
            let what = "the file ends in the length of its chain".to_owned();
            return Err(Damage { what, resume: at, chain: None });
        };
        for number in 1..=length {
            let what = format!("certificate {number} of {length} of its chain");
            let leaf = std::mem::take(&mut chain.leaf_next);
            self.certificate(&chain.alias, leaf, &what)
                .map_err(|damage| Damage { chain: Some(chain.clone()), ..damage })?;
        }
        Ok(chain)
    }

    fn push_key(&mut self, name: &str) {
        self.out.extraction.keys.push(KeyEntry { alias: Some(name.to_owned()), ..KeyEntry::default() });
    }

    /// Reads one certificate; `leaf` says that the last key is its own.
    fn certificate(&mut self, name: &str, leaf: bool, what: &str) -> Result<(), Damage> {
        let start = self.stream.at();
        match self.stream.certificate(self.typed) {
            Some(Encoded::Certificate(der)) => {
                let entry = Entry { der: der.to_vec(), alias: Some(name.to_owned()), private_key: leaf };
                self.out.extraction.certificates.push(entry);
                if let Some(key) = self.out.extraction.keys.last_mut().filter(|_| leaf) {
                    key.paired = true;
                }
            }
            Some(Encoded::Damaged { fits }) if fits || self.continues() => {
                self.problem(FailureKind::Corrupt, &format!("{what} is damaged"));
            }
            Some(Encoded::Damaged { .. }) => {
                let what = format!("{what} is damaged");
                return Err(Damage { what, resume: start.saturating_add(1), chain: None });
            }
            Some(Encoded::Foreign(kind)) => {
                self.problem(FailureKind::Unsupported, &format!("{what} is of the type {}", alias(kind)));
            }
            None => {
                let what = format!("{what} is damaged or runs past the end of the file");
                return Err(Damage { what, resume: start, chain: None });
            }
        }
        Ok(())
    }

    /// Whether what comes next is what may follow a certificate.
    fn continues(&self) -> bool {
        self.stream.rest().len() == DIGEST
            || self.begins_entry(self.stream)
            || (self.typed && self.stream.looks_like_certificate(true))
    }

    fn secret(&mut self) -> Result<(), Damage> {
        let start = self.stream.at();
        if !self.stream.rest().starts_with(&SERIALISED) {
            return Err(Damage { what: "its secret key is damaged".to_owned(), resume: start, chain: None });
        }
        if !self.seek(start, false) {
            self.ended = true;
            if self.number < self.count {
                self.problem(FailureKind::Corrupt, "no entry is found behind its secret key, yet more are counted");
            }
        }
        Ok(())
    }

    /// Tells the damage and moves on to what can be read behind it.
    fn recover(&mut self, damage: Damage) {
        self.problem(FailureKind::Corrupt, &damage.what);
        let in_chain = self.typed && damage.chain.is_some();
        if !self.seek(damage.resume, in_chain) {
            self.ended = true;
            return;
        }
        let Some(mut chain) = damage.chain.filter(|_| in_chain) else { return };
        while self.stream.looks_like_certificate(true) {
            let leaf = std::mem::take(&mut chain.leaf_next);
            if let Err(next) = self.certificate(&chain.alias, leaf, "a certificate behind it") {
                self.problem(FailureKind::Corrupt, &next.what);
                self.ended = !self.seek(next.resume, true);
                return;
            }
        }
    }

    /// Moves to the next octet from `from` at which an entry, or if asked a
    /// certificate of a chain, plausibly begins; both begin with a zero.
    fn seek(&mut self, from: usize, in_chain: bool) -> bool {
        let rest = self.bytes.get(from..).unwrap_or_default();
        for offset in memchr::memchr_iter(0, rest) {
            let there = Stream::new(self.bytes, from.saturating_add(offset));
            if self.begins_entry(there) || (in_chain && there.looks_like_certificate(true)) {
                self.stream = there;
                return true;
            }
        }
        false
    }

    fn begins_entry(&self, mut there: Stream<'_>) -> bool {
        let Some(tag @ KEY..=SECRET) = there.int() else { return false };
        if there.plausible_alias_and_date().is_none() {
            return false;
        }
        match tag {
            KEY => there.looks_like_der_block(),
            TRUSTED => there.looks_like_certificate(self.typed),
            _ => self.has_secrets && there.rest().starts_with(&SERIALISED),
        }
    }

    fn problem(&mut self, kind: FailureKind, what: &str) {
        let name = self.alias.as_ref().map_or(String::new(), |alias| format!(" “{alias}”"));
        self.out.problem(kind, format!("entry {} of {}{name}: {what}", self.number, self.count));
    }
}
