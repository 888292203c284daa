//! Thumbprints and key identifiers: runs of hexadecimal digits or base64 of
//! just the right length.
//!
//! Behaviour
//! 1. Hexadecimal in any case of letters, with and without colons, dashes,
//!    spaces or invisible characters between the octets or before them; base64
//!    with and without padding.
//! 2. Whole tokens: a run with one digit more is another number.
//! 3. However many certificates there are, a text is looked through once for
//!    runs of digits, only those long enough are looked at; base64 is among the
//!    patterns ([`super::patterns`]).

use super::run::{Group, HEX, groups, is_base64, next_run};
use crate::certificate::Certificate;
use crate::inventory::By;
use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD};
use std::collections::BTreeMap;
use std::ops::Range;

/// By octets: what they are, and whose.
#[derive(Default)]
pub(super) struct Digits(BTreeMap<Vec<u8>, (By, Vec<usize>)>);

/// Octets as base64 spells them.
pub(super) type Spelled = (String, Vec<u8>);

/// A find.
pub(super) struct Found {
    pub(super) range: Range<usize>,
    pub(super) by: By,
    pub(super) flags: Vec<usize>,
}

/// Long runs are looked at in pieces, so that no memory grows with them; what
/// lies across a border is whole in the next piece.
const PIECE: usize = 16 << 10;
const OVERLAP: usize = 512;

/// The shortest run of digits that can be one.
const DIGITS: usize = 40;

impl Digits {
    pub(super) fn add(&mut self, flag: usize, certificate: &Certificate) {
        let key = certificate.subject_key_identifier.as_deref().filter(|key| matches!(key.len(), 20 | 32));
        self.put(certificate.sha1.to_vec(), By::Sha1, flag);
        self.put(certificate.sha256.to_vec(), By::Sha256, flag);
        if let Some(key) = key {
            self.put(key.to_vec(), By::SubjectKeyIdentifier, flag);
        }
    }

    fn put(&mut self, octets: Vec<u8>, by: By, flag: usize) {
        let entry = self.0.entry(octets).or_insert((by, Vec::new()));
        if entry.0 == by {
            entry.1.push(flag);
        }
    }

    /// All finds, in their order.
    pub(super) fn find(&self, text: &[u8]) -> Vec<Found> {
        let mut found = Vec::new();
        if self.0.is_empty() {
            return found;
        }
        let mut from = 0;
        while let Some(range) = next_run(text, from, HEX, DIGITS) {
            from = range.end;
            for start in range.clone().step_by(PIECE - OVERLAP) {
                self.hexadecimal(text, &(start..range.end.min(start + PIECE)), &mut found);
            }
        }
        found.sort_by_key(|found| (found.range.start, found.range.end));
        found.dedup_by(|a, b| a.range == b.range);
        found
    }

    /// Everything in base64, as it is and for URLs.
    pub(super) fn spelled(&self) -> Vec<Spelled> {
        let both =
            |octets: &Vec<u8>| [&BASE64_NOPAD, &BASE64URL_NOPAD].map(|base| (base.encode(octets), octets.clone()));
        let mut all: Vec<Spelled> = self.0.keys().flat_map(both).collect();
        all.dedup();
        all
    }

    /// What stands in base64 at this place, if it is whole.
    pub(super) fn base64_at(&self, text: &[u8], spelled: &Spelled, range: Range<usize>) -> Option<Found> {
        let before = range.start.checked_sub(1).and_then(|at| text.get(at));
        let is_whole = ![before, text.get(range.end)].into_iter().flatten().any(|octet| is_base64(*octet));
        let is_it = is_whole && text.get(range.clone()) == Some(spelled.0.as_bytes());
        let (by, flags) = self.0.get(&spelled.1).filter(|_| is_it)?;
        Some(Found { range, by: *by, flags: flags.clone() })
    }

    /// What a token is that stands by itself, in either.
    pub(super) fn token(&self, token: &str) -> Vec<Found> {
        let bare = token.trim_end_matches('=');
        let octets = BASE64_NOPAD.decode(bare.as_bytes()).or_else(|_| BASE64URL_NOPAD.decode(bare.as_bytes()));
        let known = octets.ok().and_then(|octets| self.0.get(&octets));
        let known = known.map(|(by, flags)| Found { range: 0..bare.len(), by: *by, flags: flags.clone() });
        known.into_iter().chain(self.find(token.as_bytes())).collect()
    }

    fn hexadecimal(&self, text: &[u8], range: &Range<usize>, found: &mut Vec<Found>) {
        let groups = groups(text, range);
        let mut from = 0;
        while let Some(group) = groups.get(from) {
            let size = group.digits.len();
            let alike = groups.get(from..).unwrap_or_default().iter();
            let mut last = &group.between;
            let count = 1 + alike
                .clone()
                .skip(1)
                .take_while(|next| {
                    let joined = !group.is_word
                        && !next.is_word
                        && next.digits.len() == size
                        && !last.is_empty()
                        && (last == &group.between);
                    last = &next.between;
                    joined
                })
                .count();
            self.stretch(groups.get(from..from + count).unwrap_or_default(), groups.get(from + count), found);
            from += count;
        }
    }

    /// Groups of the same size with the same between them.
    fn stretch(&self, groups: &[Group], next: Option<&Group>, found: &mut Vec<Found>) {
        let (Some(first), Some(last)) = (groups.first(), groups.last()) else { return };
        // What goes on with a shorter group goes on.
        if groups.len() > 1
            && last.between == first.between
            && next.is_some_and(|next| !next.is_word && next.digits.len() < first.digits.len())
        {
            return;
        }
        let digits: Vec<u8> = groups.iter().flat_map(|group| &group.digits).copied().collect();
        if first.is_word || last.is_word || !matches!(digits.len(), 40 | 64) {
            return;
        }
        let Ok(octets) = data_encoding::HEXLOWER_PERMISSIVE.decode(&digits) else { return };
        if let Some((by, flags)) = self.0.get(&octets) {
            found.push(Found { range: first.range.start..last.range.end, by: *by, flags: flags.clone() });
        }
    }
}

/// Where a text stands, from an offset on.
pub(super) fn find_text(text: &[u8], from: usize, wanted: &str) -> Option<usize> {
    let at = memchr::memmem::find(text.get(from..)?, wanted.as_bytes())?;
    Some(from + at)
}
