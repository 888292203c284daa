//! One set of patterns for everything that is looked for by its characters.
//! Thumbprints are not in it: they are met by their length (`digits`).

use super::files::Files;
use super::flagged::Flagged;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::collections::BTreeMap;
use std::ops::Range;

/// What a pattern stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// The name of a flagged file.
    Name(usize),
    /// The identifier in a subject.
    Identifier(usize),
    /// A value of a subject, by which the rest of it is looked for.
    Anchor(usize),
    /// A serial number.
    Serial(usize),
    /// A word that may be the end of a setting's name that speaks of an alias.
    AliasWord,
    /// The ending of a keystore's name.
    StoreEnding,
}

/// All patterns.
pub(super) struct Patterns {
    search: Option<AhoCorasick>,
    /// What each pattern stands for.
    meanings: Vec<Vec<What>>,
}

/// Up to so many octets of patterns the fastest machine is small enough.
const SMALL: usize = 24 << 10;

impl Patterns {
    pub(super) fn new(flagged: &Flagged, files: &Files) -> Patterns {
        let mut all: BTreeMap<Vec<u8>, Vec<What>> = BTreeMap::new();
        let words = super::alias::WORDS.iter().filter(|_| flagged.has_aliases());
        let words = words.map(|word| (word.as_bytes().to_vec(), What::AliasWord));
        let endings = super::missing::ENDINGS.iter().map(|end| (end.as_bytes().to_vec(), What::StoreEnding));
        for (mut text, what) in files.patterns().chain(flagged.patterns()).chain(words).chain(endings) {
            text.make_ascii_lowercase();
            let meanings = all.entry(text).or_default();
            if !meanings.contains(&what) {
                meanings.push(what);
            }
        }
        let total: usize = all.keys().map(Vec::len).sum();
        let kind = (total <= SMALL).then_some(AhoCorasickKind::DFA);
        let search = AhoCorasick::builder().ascii_case_insensitive(true).kind(kind).build(all.keys()).ok();
        Patterns { search, meanings: all.into_values().collect() }
    }

    /// Every place of every pattern, by where it ends.
    pub(super) fn find<'p>(&'p self, text: &'p [u8]) -> impl Iterator<Item = (Range<usize>, &'p What)> {
        let hits = self.search.iter().flat_map(move |search| search.find_overlapping_iter(text));
        hits.flat_map(|hit| {
            let meanings = self.meanings.get(hit.pattern().as_usize()).map(Vec::as_slice).unwrap_or_default();
            meanings.iter().map(move |what| (hit.range(), what))
        })
    }
}
