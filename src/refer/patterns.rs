//! One set of patterns for everything that is looked for by its characters.
//! Thumbprints are not in it: they are met by their length (`digits`).

use super::files::Files;
use super::flagged::Flagged;
use super::sieve::Sieve;
use super::signs::Signs;
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
    /// A thumbprint or key identifier in base64.
    Digest(usize),
    /// A sign of a counterparty, a use or a dependency.
    Sign(usize),
}

/// All patterns.
pub(super) struct Patterns {
    sieve: Sieve,
    /// What each pattern stands for.
    meanings: Vec<Vec<What>>,
}

impl Patterns {
    pub(super) fn new(signs: &Signs, flagged: &Flagged, files: &Files) -> Patterns {
        let mut all: BTreeMap<Vec<u8>, Vec<What>> = BTreeMap::new();
        let words = super::alias::WORDS.iter().filter(|_| flagged.has_aliases());
        let words = words.map(|word| (word.as_bytes().to_vec(), What::AliasWord));
        let endings = super::missing::ENDINGS.iter().map(|end| (end.as_bytes().to_vec(), What::StoreEnding));
        let signs =
            signs.anchors().enumerate().map(|(number, anchor)| (anchor.as_bytes().to_vec(), What::Sign(number)));
        for (mut text, what) in files.patterns().chain(flagged.patterns()).chain(words).chain(endings).chain(signs) {
            text.make_ascii_lowercase();
            let meanings = all.entry(text).or_default();
            if !meanings.contains(&what) {
                meanings.push(what);
            }
        }
        let (texts, meanings): (Vec<Vec<u8>>, Vec<Vec<What>>) = all.into_iter().unzip();
        Patterns { sieve: Sieve::new(texts.into_iter()), meanings }
    }

    /// The places of every pattern.
    pub(super) fn find(&self, text: &[u8]) -> Found<'_> {
        let mut found = Found::default();
        self.sieve.find(text, |number, range| {
            for what in self.meanings.get(number).map(Vec::as_slice).unwrap_or_default() {
                match what {
                    What::Sign(sign) if found.signs.len() < MAX_HITS => found.signs.push((*sign, range.clone())),
                    What::Sign(_) => {}
                    what if found.others.len() < MAX_HITS => found.others.push((range.clone(), what)),
                    _ => {}
                }
            }
            found.signs.len() < MAX_HITS || found.others.len() < MAX_HITS
        });
        found.others.sort_by_key(|(range, _)| (range.end, range.start));
        found
    }
}

/// More hits in one text are not held against their surroundings.
const MAX_HITS: usize = 50_000;

/// Where patterns stand in a text.
#[derive(Default)]
pub(super) struct Found<'p> {
    /// The anchors of signs, by their number, in no order.
    pub(super) signs: Vec<(usize, Range<usize>)>,
    /// Everything else, by where it ends.
    pub(super) others: Vec<(Range<usize>, &'p What)>,
}
