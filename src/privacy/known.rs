//! The originals: every name, number and octets that are known to be a person's.
//! Looked up, never searched one by one, so that their number costs nothing.

use super::fold::{Folded, is_letter, is_word};
use super::label::Labels;
use super::marks::Slot;
use super::ordinary::Ordinary;
use foldhash::fast::RandomState;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

type Octets = Box<[u8]>;
type Map<V> = HashMap<Octets, V, RandomState>;

/// Longer names than this are known by their words alone.
pub(super) const MOST_PIECES: usize = 8;
/// Shorter words are no names by themselves.
const SHORTEST: usize = 3;
/// Fewer octets are not taken for the beginning of a hash.
const SHORTEST_BEGINNING: usize = 6;
/// Shorter octets are not hashes.
const SHORTEST_HASH: usize = 16;

/// What is known of a name.
#[derive(Clone)]
pub(super) struct Hit {
    /// The spelling that its label is made from.
    pub(super) spelling: Rc<[u8]>,
    /// Whether it is covered in our own sentences too.
    everywhere: bool,
}

/// How a name may be used besides where it stands as a name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A person's: its words are covered one by one.
    Person,
    /// What somebody called a key: covered as a whole.
    Alias,
    /// Of a folder: covered as a whole, in foreign text alone.
    User,
}

/// The originals.
#[derive(Default)]
pub(super) struct Known {
    /// Whether the report was veiled before: its labels are no originals.
    again: bool,
    /// Whole names, their pieces parted by spaces.
    names: Map<Hit>,
    /// The same written as one word.
    joined: Map<Hit>,
    /// The words of names.
    words: Map<Hit>,
    /// With what whole names begin.
    firsts: HashSet<Octets, RandomState>,
    numbers: HashSet<Octets, RandomState>,
    /// Whether one of them is of letters and digits.
    mixed: bool,
    octets: Map<u64>,
    /// Hashes, sorted when all are known.
    hashes: Vec<Octets>,
}

impl Known {
    /// Nothing yet, of a report that was veiled before or not.
    pub(super) fn new(again: bool) -> Known {
        Known { again, ..Known::default() }
    }

    /// Notes a name in all its spellings.
    pub(super) fn add_name(&mut self, name: &str, kind: Kind, ordinary: &Ordinary) {
        let folded = Folded::new(name.as_bytes(), false);
        let spelling: Rc<[u8]> = pieces(&folded, false).join(&b' ').into();
        let length: usize = spelling.iter().filter(|octet| **octet != b' ').count();
        if length < SHORTEST || (self.again && super::label::is_label(&folded.octets)) {
            return;
        }
        let split = pieces(&folded, true);
        let ours = |pieces: &[Vec<u8>]| pieces.iter().any(|piece| !ordinary.is_ours(piece));
        let whole = match kind {
            Kind::Person => true,
            Kind::Alias => length >= 4 && ours(&split) && !Ordinary::is_alias(&spelling),
            Kind::User => !Ordinary::is_account(&spelling),
        };
        if whole && (split.len() > 1 || kind != Kind::Person) {
            let everywhere = kind != Kind::User && ours(&split);
            self.insert_name(&split, &spelling, everywhere);
            for variant in variants(name) {
                let folded = Folded::new(variant.as_bytes(), false);
                self.insert_name(&pieces(&folded, false), &spelling, everywhere);
                self.insert_name(&pieces(&folded, true), &spelling, everywhere);
            }
        }
        if kind == Kind::Person {
            for word in name.split(|char: char| !char.is_alphabetic()) {
                self.add_word(word, ordinary);
            }
        }
    }

    fn add_word(&mut self, word: &str, ordinary: &Ordinary) {
        let folded = Folded::new(word.as_bytes(), false).octets;
        if word.chars().count() < SHORTEST || ordinary.is_role(&folded) {
            return;
        }
        let everywhere = !ordinary.is_ours(&folded);
        let spelling: Rc<[u8]> = folded.as_slice().into();
        for variant in variants(word) {
            let folded = Folded::new(variant.as_bytes(), false);
            let parts = pieces(&folded, false);
            // A letter that became a question mark parts the word.
            match parts.as_slice() {
                [whole] => {
                    drop(
                        self.words.insert(whole.as_slice().into(), Hit { spelling: Rc::clone(&spelling), everywhere }),
                    );
                }
                parts => self.insert_name(parts, &spelling, everywhere),
            }
        }
    }

    fn insert_name(&mut self, pieces: &[Vec<u8>], spelling: &Rc<[u8]>, everywhere: bool) {
        let Some(first) = pieces.first().filter(|_| pieces.len() <= MOST_PIECES) else { return };
        let hit = Hit { spelling: Rc::clone(spelling), everywhere };
        self.firsts.insert(first.as_slice().into());
        // As one word also with the surname first, and the first and last word alone.
        let mut joined = vec![pieces.concat()];
        if let [first, .., last] = pieces {
            let before = pieces[..pieces.len() - 1].concat();
            joined.extend([[&**last, &before].concat(), [&**last, first].concat(), [&**first, last].concat()]);
        }
        for joined in joined.into_iter().filter(|one| one.len() >= 6 && one.iter().all(|octet| is_letter(*octet))) {
            self.joined.entry(joined.into()).or_insert_with(|| hit.clone());
        }
        let known = self.names.entry(pieces.join(&b' ').into()).or_insert_with(|| hit.clone());
        known.everywhere |= everywhere;
    }

    /// Notes a number as it stands in text.
    pub(super) fn add_number(&mut self, number: &str) {
        let number = number.trim().to_ascii_lowercase();
        if number.len() >= 6 && !(self.again && super::label::is_label(number.as_bytes())) {
            let octets = number.as_bytes();
            self.mixed |= octets.iter().all(u8::is_ascii_alphanumeric) && octets.iter().any(u8::is_ascii_alphabetic);
            self.numbers.insert(octets.into());
        }
    }

    /// Notes octets; the number stands for them where there are no pseudonyms.
    pub(super) fn add_octets(&mut self, octets: &[u8], number: u64) {
        let is_new = !octets.is_empty() && self.octets.insert(octets.into(), number).is_none();
        if is_new && octets.len() >= SHORTEST_HASH {
            self.hashes.push(octets.into());
        }
    }

    /// Notes octets that turned up on the way.
    pub(super) fn number_of(&mut self, octets: &[u8]) -> u64 {
        let next = self.octets.len() as u64 + (1 << 24);
        *self.octets.entry(octets.into()).or_insert(next)
    }

    /// Whether these octets are somebody's.
    pub(super) fn has_octets(&self, octets: &[u8]) -> bool {
        self.octets.contains_key(octets)
    }

    /// Whether this number is somebody's.
    pub(super) fn has_number(&self, number: &[u8]) -> bool {
        self.numbers.contains(number)
    }

    /// Whether a number of letters and digits is somebody's.
    pub(super) fn has_mixed(&self) -> bool {
        self.mixed
    }

    /// Whether any octets are somebody's.
    pub(super) fn has_any_octets(&self) -> bool {
        !self.octets.is_empty()
    }

    /// To be called when all are known.
    pub(super) fn close(&mut self) {
        self.hashes.sort_unstable();
        self.hashes.dedup();
    }

    /// What stands for octets with which a hash begins, or that are known as they are.
    pub(super) fn beginning(&self, octets: &[u8], labels: &Labels) -> Option<Octets> {
        if let Some(new) = self.serial(octets, labels) {
            return Some(new);
        }
        if octets.len() < SHORTEST_BEGINNING {
            return None;
        }
        let at = self.hashes.partition_point(|hash| **hash < *octets);
        let hash = self.hashes.get(at).filter(|hash| hash.starts_with(octets))?;
        let new = labels.octets(hash, *self.octets.get(hash)?);
        new.get(..octets.len()).map(Into::into)
    }

    /// What stands for these very octets.
    pub(super) fn serial(&self, octets: &[u8], labels: &Labels) -> Option<Octets> {
        let zeros = octets.iter().take_while(|octet| **octet == 0).count();
        let found = |octets: &[u8]| self.octets.get(octets).map(|number| labels.octets(octets, *number));
        found(octets).or_else(|| {
            let new = found(octets.get(zeros..).filter(|rest| zeros > 0 && rest.len() >= 3)?)?;
            Some([&octets[..zeros], &new].concat().into())
        })
    }

    /// The whole name of these pieces, parted by spaces.
    pub(super) fn name(&self, pieces: &[u8], slot: Slot) -> Option<&Hit> {
        self.names.get(pieces).filter(|hit| hit.everywhere || slot != Slot::Ours)
    }

    /// A whole name in one word.
    pub(super) fn joined(&self, word: &[u8], slot: Slot) -> Option<&Hit> {
        self.joined.get(word).filter(|hit| hit.everywhere || slot != Slot::Ours)
    }

    /// A word of a name.
    pub(super) fn word(&self, word: &[u8], slot: Slot) -> Option<&Hit> {
        self.words.get(word).filter(|hit| hit.everywhere || slot != Slot::Ours)
    }

    /// Whether a whole name begins so.
    pub(super) fn begins(&self, piece: &[u8]) -> bool {
        self.firsts.contains(piece)
    }
}

/// The words and numbers of a text; `ThomasMoces` is two if `camel`.
fn pieces(folded: &Folded, camel: bool) -> Vec<Vec<u8>> {
    let mut out: Vec<Vec<u8>> = Vec::new();
    let mut before: Option<usize> = None;
    for (at, octet) in folded.octets.iter().enumerate().filter(|(_, octet)| is_word(**octet)) {
        let joined = before.is_some_and(|last| last + 1 == at && !parts(folded, at, camel));
        match out.last_mut() {
            Some(piece) if joined => piece.push(*octet),
            _ => out.push(vec![*octet]),
        }
        before = Some(at);
    }
    out
}

/// Whether a new piece begins at `at`, within letters and digits.
pub(super) fn parts(folded: &Folded, at: usize, camel: bool) -> bool {
    let Some(before) = at.checked_sub(1) else { return true };
    let (last, this) = (folded.octets[before], folded.octets[at]);
    is_letter(last) != is_letter(this) || (camel && folded.capital[at] && !folded.capital[before])
}

/// A name in other spellings: Danish letters as one, lost, or as question marks.
fn variants(name: &str) -> Vec<String> {
    let short = |char| match char {
        'ø' | 'ö' => 'o',
        'Ø' | 'Ö' => 'O',
        'å' | 'ä' => 'a',
        'Å' | 'Ä' => 'A',
        'ü' => 'u',
        'Ü' => 'U',
        other => other,
    };
    let lost = |by: char| move |char: char| if char.is_ascii() { char } else { by };
    let mut out = vec![name.to_owned()];
    if !name.is_ascii() {
        out.push(name.chars().map(short).collect());
        out.push(name.chars().map(lost('\u{fffd}')).collect());
        out.push(name.chars().map(lost('?')).collect());
    }
    out
}
