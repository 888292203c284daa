//! The entries of a JKS or JCEKS, and the way back to them after damage.

use super::digest;
use super::stream::{self, Collector, Encoded, Stream, alias};
use crate::container::{Entry, Extraction, KeyEntry};
use crate::failure::FailureKind;

/// The octets of the SHA-1 digest at the end.
const DIGEST: usize = 20;

/// What a serialised Java object begins with.
const SERIALISED: [u8; 4] = [0xac, 0xed, 0x00, 0x05];

const KEY: u32 = 1;
const TRUSTED: u32 = 2;
const SECRET: u32 = 3;

/// The state of one reading.
pub(super) struct Store<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) stream: Stream<'a>,
    /// Whether certificates are preceded by their type: version 2.
    pub(super) typed: bool,
    pub(super) has_secrets: bool,
    /// How many entries the store says it has.
    pub(super) count: u32,
    /// The entry that is being read, from 1.
    pub(super) number: u32,
    /// Its alias, once that is known.
    pub(super) alias: Option<String>,
    /// Set where no further entry can be found.
    pub(super) ended: bool,
    pub(super) out: Collector,
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
    /// Reads the entries.
    pub(super) fn read(mut self) -> Extraction {
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
        if self.out.is_clean() {
            let content = self.bytes.get(..self.stream.at()).unwrap_or_default();
            let told = self.stream.rest().get(..DIGEST).unwrap_or_default();
            self.out.extraction.weak = digest::weak(&self.out.extraction, content, told);
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
                let (der, alias) = (der.to_vec(), Some(name.to_owned()));
                let entry = Entry { der, alias, private_key: leaf, ..Entry::default() };
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
