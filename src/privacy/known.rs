//! The originals: every name, number and octets that are known to be a person's.
//! Looked up, never searched one by one, so that their number costs nothing.

use super::domain::Domains;
use super::fold::{Folded, is_letter, is_word};
use super::label::Labels;
use super::marks::Slot;
use super::ordinary::Ordinary;
use super::user::spaced;
use foldhash::fast::RandomState;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

type Octets = Box<[u8]>;
type Map<V> = HashMap<Octets, V, RandomState>;

/// Longer names than this are known by their words alone.
pub(super) const MOST_PIECES: usize = 12;
/// Longer aliases are covered in their fields alone.
const LONGEST_ALIAS: usize = 256;
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
    /// What somebody called a key, with a word of the name in it: covered as a whole.
    Alias,
    /// What systems call a person: covered as a whole.
    Handle,
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
    /// What somebody called a key, folded, with the spelling of its label:
    /// covered where it stands as an alias.
    aliases: Map<Rc<[u8]>>,
    /// With what whole names begin.
    firsts: HashSet<Octets, RandomState>,
    /// How names, joined names and words begin: most pieces of text begin otherwise.
    beginnings: Beginnings,
    numbers: HashSet<Octets, RandomState>,
    /// Whether one of them is of letters and digits.
    mixed: bool,
    octets: Map<u64>,
    /// Folders that are called after no user.
    pub(super) domains: Domains,
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
        let spelling: Rc<[u8]> = super::user::plain(pieces(&folded, false).join(&b' ')).into();
        let length: usize = folded.octets.iter().filter(|octet| is_word(**octet)).count();
        if length < SHORTEST || (self.again && super::label::is_label(&folded.octets)) {
            return;
        }
        let split = pieces(&folded, true);
        let ours = |pieces: &[Vec<u8>]| pieces.iter().any(|piece| !ordinary.is_ours(piece));
        let whole_name = pieces(&folded, false).join(&b' ');
        let whole = match kind {
            Kind::Person => true,
            Kind::Alias => length >= 4 && ours(&split),
            Kind::Handle => length >= 4 && ours(&split) && !Ordinary::is_desk(&whole_name),
        };
        if whole && (split.len() > 1 || kind != Kind::Person) {
            let everywhere = ours(&split);
            self.insert_name(&split, &spelling, everywhere);
            for variant in variants(name) {
                let folded = Folded::new(variant.as_bytes(), false);
                self.insert_name(&pieces(&folded, false), &spelling, everywhere);
                let mut split = pieces(&folded, true);
                self.insert_name(&split, &spelling, everywhere);
                if kind == Kind::Person {
                    // The surname first, all in one word.
                    split.rotate_right(1);
                    self.insert_joined(&split, &spelling, everywhere);
                    // And without the middle names, in both orders.
                    split.truncate(2);
                    self.insert_joined(&split, &spelling, everywhere);
                    split.reverse();
                    self.insert_joined(&split, &spelling, everywhere);
                }
            }
        }
        if kind == Kind::Person {
            for word in name.split(|char: char| !char.is_alphabetic()) {
                self.add_word(word, ordinary);
            }
        }
    }

    /// Notes what somebody called a key, unless many are called so.
    pub(super) fn add_alias(&mut self, alias: &str) {
        let folded = Folded::new(alias.as_bytes(), false).octets;
        let spelling = spaced(&folded);
        if folded.len() >= SHORTEST && !Ordinary::is_alias(&spelling) && !super::label::is_label(&folded) {
            self.aliases.insert(folded.into(), spelling.into());
        }
    }

    /// Whether a text has a word of one of these names.
    pub(super) fn shares_word(&self, text: &str, names: &[&str]) -> bool {
        let words = |text: &str| pieces(&Folded::new(text.as_bytes(), false), true);
        let own: Vec<Vec<u8>> = names.iter().flat_map(|name| words(name)).collect();
        words(text).iter().any(|word| own.contains(word) && self.words.contains_key(word.as_slice()))
    }

    fn add_word(&mut self, word: &str, ordinary: &Ordinary) {
        let folded = Folded::new(word.as_bytes(), false).octets;
        if word.chars().count() < SHORTEST || ordinary.is_role(&folded) {
            return;
        }
        let everywhere = !ordinary.is_ours(&folded);
        let spelling: Rc<[u8]> = super::user::plain(folded).into();
        for variant in variants(word) {
            let folded = Folded::new(variant.as_bytes(), false);
            // A letter that became a question mark parts the word.
            for parts in [pieces(&folded, false), pieces(&folded, true)] {
                match parts.as_slice() {
                    [whole] => {
                        self.beginnings.add(whole);
                        insert(&mut self.words, whole.as_slice().into(), &spelling, everywhere);
                    }
                    parts => self.insert_name(parts, &spelling, everywhere),
                }
            }
        }
    }

    fn insert_name(&mut self, pieces: &[Vec<u8>], spelling: &Rc<[u8]>, everywhere: bool) {
        let Some(first) = pieces.first().filter(|_| pieces.len() <= MOST_PIECES) else { return };
        self.firsts.insert(first.as_slice().into());
        self.beginnings.add(first);
        self.insert_joined(pieces, spelling, everywhere);
        insert(&mut self.names, pieces.join(&b' ').into(), spelling, everywhere);
    }

    fn insert_joined(&mut self, pieces: &[Vec<u8>], spelling: &Rc<[u8]>, everywhere: bool) {
        let joined = pieces.concat();
        if joined.len() >= 6 && joined.iter().all(|octet| is_letter(*octet)) {
            self.beginnings.add(&joined);
            insert(&mut self.joined, joined.into(), spelling, everywhere);
        }
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

    /// Whether a name, joined name or word may begin like this one.
    pub(super) fn may_begin(&self, piece: &[u8]) -> bool {
        self.beginnings.has(piece)
    }

    /// The longest alias with which this text begins: its length, and the spelling of its label.
    pub(super) fn alias_at(&self, text: &[u8]) -> Option<(usize, &[u8])> {
        if self.aliases.is_empty() {
            return None;
        }
        let ends = (SHORTEST..=text.len().min(LONGEST_ALIAS)).rev();
        let closed = |end: &usize| !text.get(*end).is_some_and(|octet| is_word(*octet));
        ends.filter(closed).find_map(|end| self.aliases.get(&text[..end]).map(|spelling| (end, &**spelling)))
    }

    /// Whether a whole name begins so.
    pub(super) fn begins(&self, piece: &[u8]) -> bool {
        self.firsts.contains(piece)
    }
}

/// Marks by the first three octets; what is not marked is not there.
struct Beginnings(Box<[bool; 1 << 13]>);

impl Default for Beginnings {
    fn default() -> Beginnings {
        Beginnings(Box::new([false; 1 << 13]))
    }
}

impl Beginnings {
    fn add(&mut self, word: &[u8]) {
        self.0[Beginnings::slot(word)] = true;
    }

    fn has(&self, word: &[u8]) -> bool {
        self.0[Beginnings::slot(word)]
    }

    fn slot(word: &[u8]) -> usize {
        let first = word.iter().take(3).fold(0_usize, |sum, octet| sum * 131 + usize::from(*octet));
        first & 0x1fff
    }
}

/// Notes what is known of a name. Of two the lesser spelling stays, whoever came first.
fn insert(map: &mut Map<Hit>, name: Octets, spelling: &Rc<[u8]>, everywhere: bool) {
    let hit = map.entry(name).or_insert_with(|| Hit { spelling: Rc::clone(spelling), everywhere });
    hit.everywhere |= everywhere;
    if *spelling < hit.spelling {
        hit.spelling = Rc::clone(spelling);
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

/// A name with other characters than ASCII written out.
fn written(name: &str, out: impl Fn(char) -> String) -> String {
    name.chars().map(|char| if char.is_ascii() { char.to_string() } else { out(char) }).collect()
}

/// What HTML calls a letter.
fn entity(char: char) -> &'static str {
    match char {
        'æ' | 'Æ' => "aelig",
        'ø' | 'Ø' => "oslash",
        'å' | 'Å' => "aring",
        'ä' | 'Ä' => "auml",
        'ö' | 'Ö' => "ouml",
        'ü' | 'Ü' => "uuml",
        'é' | 'É' => "eacute",
        _ => "#",
    }
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
        // UTF-8 that was read as Latin-1, quoted-printable and HTML.
        out.push(name.bytes().map(char::from).collect());
        out.push(written(name, |char| {
            char.to_string().bytes().map(|octet| format!("={octet:02X}")).collect::<Vec<_>>().concat()
        }));
        out.push(written(name, |char| format!("={:02X}", u32::from(char))));
        out.push(written(name, |char| format!("&#{};", u32::from(char))));
        out.push(written(name, |char| format!("&{};", entity(char))));
    }
    out
}
