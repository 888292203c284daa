//! The entries of a BKS, and the way back to them after damage.

use super::{CERTIFICATE, END, HEADER, KEY, MAC, SEALED, SECRET};
use crate::container::jks::stream::{Collector, Encoded, Stream, alias, is_more_than_padding};
use crate::container::{Entry, Extraction, KeyEntry};
use crate::failure::FailureKind;
use crate::key;

/// The state of one reading.
pub(super) struct Store<'a> {
    bytes: &'a [u8],
    stream: Stream<'a>,
    /// The entry that is being read, from 1.
    number: u32,
    /// Its alias, once that is known.
    alias: Option<String>,
    /// Where the keys of the entry before begin: their length may be wrong.
    last_body: Option<usize>,
    out: Collector,
}

/// Where and in what an entry broke.
struct Damage {
    what: String,
    /// From where the next entry is looked for.
    resume: usize,
    /// Whether certificates of the entry's chain may still follow.
    in_chain: bool,
}

/// What an entry told before its body.
struct Outset {
    name: String,
    /// How many certificates of the chain were counted.
    length: u32,
    /// The place of the chain's first certificate in the extraction.
    leaf: Option<usize>,
}

impl<'a> Store<'a> {
    /// The store in `bytes`, before its first entry.
    pub(super) fn new(bytes: &'a [u8]) -> Store<'a> {
        let stream = Stream::new(bytes, HEADER);
        Store { bytes, stream, number: 0, alias: None, last_body: None, out: Collector::default() }
    }

    /// Reads the entries behind the header.
    pub(super) fn read(mut self) -> Extraction {
        loop {
            self.alias = None;
            match self.stream.byte() {
                Some(END) if !self.goes_on() => break,
                Some(END) => {}
                Some(kind) => {
                    self.number = self.number.saturating_add(1);
                    if self.out.is_over(self.number) {
                        return self.out.finish();
                    }
                    let Err(damage) = self.entry(kind) else { continue };
                    if !self.recover(&damage) {
                        return self.out.finish();
                    }
                }
                None => {
                    self.out.problem(FailureKind::Corrupt, "the file ends where an entry or its end is due".to_owned());
                    return self.out.finish();
                }
            }
        }
        if self.stream.rest().len() < MAC {
            self.out.problem(FailureKind::Corrupt, "the file ends in the MAC behind the last entry".to_owned());
        }
        if is_more_than_padding(self.stream.rest().get(MAC..).unwrap_or_default()) {
            self.out.problem(FailureKind::Corrupt, "octets that are no entry follow the last entry".to_owned());
        }
        self.out.finish()
    }

    /// Whether entries follow an end that was none; moves there.
    fn goes_on(&mut self) -> bool {
        let from = self.last_body.take().unwrap_or(self.stream.at());
        let more = self.stream.rest().len() > MAC && self.seek(from, false);
        if more {
            self.out.problem(FailureKind::Corrupt, "the end of the store stands before its last entry".to_owned());
        }
        more
    }

    /// Reads one entry, whose type has been read.
    fn entry(&mut self, kind: u8) -> Result<(), Damage> {
        let behind_type = self.stream.at();
        let told = self.out.extraction.certificates.len();
        let is_plausible = kind <= SEALED && self.stream.clone().plausible_alias_and_date().is_some();
        let last_body = self.last_body.take();
        let result = self.entry_here(kind, behind_type);
        if result.is_err() && !is_plausible && self.out.extraction.certificates.len() == told {
            // What was taken for an alias, or the body of the entry before,
            // may have swallowed the next entries.
            self.alias = None;
            let resume = last_body.unwrap_or(behind_type);
            return result.map_err(|damage| Damage { resume, in_chain: false, ..damage });
        }
        result
    }

    fn entry_here(&mut self, kind: u8, resume: usize) -> Result<(), Damage> {
        let broken = |what: &str| Damage { what: what.to_owned(), resume, in_chain: false };
        if kind > SEALED {
            return Err(broken("its type is unknown"));
        }
        let name = alias(self.stream.utf().ok_or_else(|| broken("its alias runs past the end of the file"))?);
        self.alias = Some(name.clone());
        self.stream.long().ok_or_else(|| broken("the file ends in its date"))?;
        let length = self.stream.int().ok_or_else(|| broken("the file ends in the length of its chain"))?;
        let outset = self.chain(name, length, kind)?;
        let body = self.stream.at();
        match kind {
            CERTIFICATE => return self.certificate(&outset.name, "its certificate").map(|_| ()),
            KEY => self.clear_key(&outset)?,
            _ if self.stream.block().is_none() => {
                let what = "its key runs past the end of the file".to_owned();
                return Err(Damage { what, resume: body, in_chain: true });
            }
            _ => {}
        }
        self.last_body = Some(body);
        Ok(())
    }

    /// Reads the chain, and notes the key that it belongs to: a secret key has
    /// no chain, a private key always has one.
    fn chain(&mut self, name: String, length: u32, kind: u8) -> Result<Outset, Damage> {
        let mut outset = Outset { name, length, leaf: None };
        if length > 0 && matches!(kind, KEY | SECRET | SEALED) {
            self.out.extraction.keys.push(KeyEntry { alias: Some(outset.name.clone()), ..KeyEntry::default() });
        }
        for number in 1..=length {
            let what = format!("certificate {number} of {length} of its chain");
            let place = self.certificate(&outset.name, &what)?;
            if number == 1 && kind != CERTIFICATE {
                outset.leaf = place;
                self.pair(place);
            }
        }
        Ok(outset)
    }

    /// Ties the last key to the certificate at this place of the extraction.
    fn pair(&mut self, leaf: Option<usize>) {
        let Some(certificate) = leaf.and_then(|place| self.out.extraction.certificates.get_mut(place)) else { return };
        certificate.private_key = true;
        if let Some(key) = self.out.extraction.keys.last_mut() {
            key.paired = true;
        }
    }

    /// Reads a key that stands in the clear; the block is borrowed, not copied.
    fn clear_key(&mut self, outset: &Outset) -> Result<(), Damage> {
        let start = self.stream.at();
        let parts = (self.stream.byte(), self.stream.utf(), self.stream.utf(), self.stream.block());
        let (Some(kind), Some(_), Some(_), Some(encoded)) = parts else {
            let what = "its key is damaged or runs past the end of the file".to_owned();
            return Err(Damage { what, resume: start, in_chain: false });
        };
        let public_key = key::public_key_of(encoded);
        if outset.length > 0 {
            if let Some(last) = self.out.extraction.keys.last_mut() {
                last.public_key = public_key;
            }
        } else if kind == 0 {
            let key = KeyEntry { alias: Some(outset.name.clone()), public_key, ..KeyEntry::default() };
            self.out.extraction.keys.push(key);
        }
        Ok(())
    }

    /// Reads one certificate and tells its place in the extraction.
    fn certificate(&mut self, name: &str, what: &str) -> Result<Option<usize>, Damage> {
        let start = self.stream.at();
        match self.stream.certificate(true) {
            Some(Encoded::Certificate(der)) => {
                let certificates = &mut self.out.extraction.certificates;
                certificates.push(Entry { der: der.to_vec(), alias: Some(name.to_owned()), ..Entry::default() });
                return Ok(Some(certificates.len() - 1));
            }
            Some(Encoded::Damaged { fits }) if fits || self.continues() => {
                self.problem(FailureKind::Corrupt, &format!("{what} is damaged"));
            }
            Some(Encoded::Damaged { .. }) => {
                let what = format!("{what} is damaged");
                return Err(Damage { what, resume: start.saturating_add(1), in_chain: true });
            }
            Some(Encoded::Foreign(kind)) => {
                self.problem(FailureKind::Unsupported, &format!("{what} is of the type {}", alias(kind)));
            }
            None => {
                let what = format!("{what} is damaged or runs past the end of the file");
                return Err(Damage { what, resume: start, in_chain: true });
            }
        }
        Ok(None)
    }

    /// Whether what comes next is what may follow a certificate.
    fn continues(&self) -> bool {
        begins_entry(self.stream)
            || self.stream.looks_like_certificate(true)
            || (self.stream.rest().first() == Some(&END) && self.stream.rest().len() == MAC + 1)
    }

    /// Tells the damage and moves on to the next entry behind it, past the
    /// certificates of the damaged chain. False where there is none.
    fn recover(&mut self, damage: &Damage) -> bool {
        self.problem(FailureKind::Corrupt, &damage.what);
        if !self.seek(damage.resume, damage.in_chain) {
            return false;
        }
        let name = self.alias.clone().unwrap_or_default();
        let was_chain = damage.in_chain && self.stream.looks_like_certificate(true);
        while was_chain && self.stream.looks_like_certificate(true) {
            if let Err(next) = self.certificate(&name, "a certificate behind it") {
                self.problem(FailureKind::Corrupt, &next.what);
                return self.seek(next.resume, false);
            }
        }
        !was_chain || self.seek(self.stream.at(), false)
    }

    /// Moves to the next octet from `from` at which an entry, or if asked a
    /// certificate of a chain, plausibly begins.
    fn seek(&mut self, from: usize, in_chain: bool) -> bool {
        let found = (from..self.bytes.len())
            .map(|at| Stream::new(self.bytes, at))
            .find(|there| begins_entry(*there) || (in_chain && there.looks_like_certificate(true)));
        if let Some(there) = found {
            self.stream = there;
        }
        found.is_some()
    }

    fn problem(&mut self, kind: FailureKind, what: &str) {
        let name = self.alias.as_ref().map_or(String::new(), |alias| format!(" “{alias}”"));
        self.out.problem(kind, format!("entry {}{name}: {what}", self.number));
    }
}

/// Whether an entry begins here, told strictly enough for a search.
fn begins_entry(mut there: Stream<'_>) -> bool {
    let Some(kind @ CERTIFICATE..=SEALED) = there.byte() else { return false };
    if there.plausible_alias_and_date().is_none() {
        return false;
    }
    match (there.int(), kind) {
        (Some(0), KEY) => {
            let parts = (there.byte(), there.utf(), there.utf(), there.block());
            matches!(parts, (Some(0..=2), Some(b"PKCS#8" | b"PKCS8" | b"X.509" | b"X509" | b"RAW"), Some(_), Some(_)))
        }
        (Some(0), SECRET | SEALED) => there.block().is_some() && matches!(there.byte(), Some(END..=SEALED)),
        (Some(0..=1000), _) => there.looks_like_certificate(true),
        _ => false,
    }
}
