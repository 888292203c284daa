//! Where a text may hold one of many strings, in any case of letters: a sieve
//! over every fourth octet, several times as fast as an automaton.
//!
//! Behaviour:
//! 1. Whatever is [`WINDOW`] octets long and stands anywhere in a text covers
//!    four octets that begin at a multiple of four. Only those are looked at,
//!    eight at a time: no jump depends on any one of them.
//! 2. Each string gives its rarest window ([`super::rare`]), so that few octets
//!    of common text pass the sieve; what passes is looked up as a window, then
//!    compared in full.
//! 3. Shorter strings are searched by themselves ([`super::short`]).

use super::rare::rarest;
use super::short::Short;
use foldhash::quality::RandomState;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// Octets that surely cover four at a multiple of four.
pub(super) const WINDOW: usize = 7;

/// Octets looked at together.
pub(super) const GRAM: usize = 4;

/// Octets that pass or do not pass together.
const BLOCK: usize = 8 * GRAM;

/// How many bits the sieve has, as a power of two, and in how many words.
const BITS: u32 = 20;
const WORDS: usize = 1 << (BITS - u64::BITS.trailing_zeros());

/// Strings to be found; prepared when the first text comes.
pub(super) struct Sieve {
    strings: Vec<Box<[u8]>>,
    tables: OnceLock<Tables>,
}

/// The strings, as prepared.
struct Tables {
    /// A bit for each hash of four octets that some window holds.
    passes: Box<[u64; WORDS]>,
    /// Each window, and which strings have it how far in.
    windows: HashMap<u64, Vec<(usize, usize)>, RandomState>,
    short: Short,
}

impl Tables {
    fn new(strings: &[Box<[u8]>]) -> Tables {
        let mut windows: HashMap<u64, Vec<(usize, usize)>, RandomState> = HashMap::default();
        let mut short = Vec::new();
        #[expect(clippy::large_stack_arrays, reason = "its known length is what makes the sieve fast")]
        let mut passes = Box::new([0; WORDS]);
        for (number, string) in strings.iter().enumerate() {
            let Some((start, window)) = rarest(string) else {
                short.push((number, &**string));
                continue;
            };
            windows.entry(folded(window)).or_default().push((number, start));
            for gram in window.array_windows() {
                let (word, bit) = place(*gram);
                if let Some(word) = passes.get_mut(word) {
                    *word |= 1 << bit;
                }
            }
        }
        Tables { passes, windows, short: Short::new(&short) }
    }

    /// In its lowest bit, whether the four octets stand in a window, as far as the hash tells.
    fn pass(&self, gram: [u8; GRAM]) -> u64 {
        let (word, bit) = place(gram);
        self.passes.get(word).map_or(0, |word| word >> bit)
    }
}

impl Sieve {
    pub(super) fn new(strings: impl Iterator<Item = Vec<u8>>) -> Sieve {
        Sieve { strings: strings.map(Vec::into_boxed_slice).collect(), tables: OnceLock::new() }
    }

    /// Hands each string that stands in the text to `each`, by number, in no
    /// order, until it returns `false`.
    pub(super) fn find(&self, text: &[u8], mut each: impl FnMut(usize, Range<usize>) -> bool) {
        let tables = self.tables.get_or_init(|| Tables::new(&self.strings));
        if tables.windows.is_empty() {
            return tables.short.find(text, &mut each);
        }
        let (blocks, rest) = text.as_chunks::<BLOCK>();
        for (number, block) in blocks.iter().enumerate() {
            let pass = block.as_chunks().0.iter().fold(0, |pass, gram| pass | tables.pass(*gram));
            if pass & 1 != 0 && !self.closer(tables, text, number * BLOCK, block, &mut each) {
                return;
            }
        }
        if self.closer(tables, text, blocks.len() * BLOCK, rest, &mut each) {
            tables.short.find(text, &mut each);
        }
    }

    /// Looks closer at a block that begins at `from`.
    #[inline(never)]
    fn closer(
        &self,
        tables: &Tables,
        text: &[u8],
        from: usize,
        block: &[u8],
        each: &mut impl FnMut(usize, Range<usize>) -> bool,
    ) -> bool {
        let grams = block.as_chunks().0.iter().enumerate();
        let mut passed = grams.filter(|(_, gram)| tables.pass(**gram) & 1 != 0);
        passed.all(|(number, _)| self.around(tables, text, from + number * GRAM, each))
    }

    /// The four octets at `at` passed: they may stand at one of four places in
    /// a window.
    fn around(
        &self,
        tables: &Tables,
        text: &[u8],
        at: usize,
        each: &mut impl FnMut(usize, Range<usize>) -> bool,
    ) -> bool {
        for begin in at.saturating_sub(WINDOW - GRAM)..=at {
            let Some(window) = text.get(begin..begin + WINDOW) else { continue };
            for (number, into) in tables.windows.get(&folded(window)).into_iter().flatten() {
                let (Some(start), Some(string)) = (begin.checked_sub(*into), self.strings.get(*number)) else {
                    continue;
                };
                let range = start..start + string.len();
                let is_there = text.get(range.clone()).is_some_and(|there| there.eq_ignore_ascii_case(string));
                if is_there && !each(*number, range) {
                    return false;
                }
            }
        }
        true
    }
}

/// The octets as one number, in which the case of letters makes no difference.
fn folded(window: &[u8]) -> u64 {
    let mut octets = [0; 8];
    for (to, from) in octets.iter_mut().zip(window) {
        *to = *from | 0x20;
    }
    u64::from_le_bytes(octets)
}

/// Where the bit of four octets stands; the case of letters makes no difference.
fn place(gram: [u8; GRAM]) -> (usize, u32) {
    let hash = (u32::from_le_bytes(gram) | 0x2020_2020).wrapping_mul(0x9e37_79b1) >> (u32::BITS - BITS);
    ((hash / u64::BITS) as usize, hash % u64::BITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(strings: &[&str], text: &[u8]) -> Vec<(usize, Range<usize>)> {
        let mut found = Vec::new();
        Sieve::new(strings.iter().map(|string| string.as_bytes().to_vec())).find(text, |number, range| {
            found.push((number, range));
            true
        });
        found.sort_by_key(|(number, range)| (range.start, *number));
        found
    }

    #[test]
    fn a_string_is_found_once_wherever_it_stands() {
        let strings = ["abcdefg", "nemid.nu", "cvr:"];
        for lead in 0..20 {
            for tail in 0..9 {
                let text = format!("{}NemID.nu{}", "x".repeat(lead), "y".repeat(tail));
                assert_eq!(found(&strings, text.as_bytes()), [(1, lead..lead + 8)], "{lead} {tail}");
                let text = format!("{}ABCDEFG{}", "x".repeat(lead), "y".repeat(tail));
                assert_eq!(found(&strings, text.as_bytes()), [(0, lead..lead + 7)], "{lead} {tail}");
                let text = format!("{}CVR:{}", "x".repeat(lead), "y".repeat(tail));
                assert_eq!(found(&strings, text.as_bytes()), [(2, lead..lead + 4)], "{lead} {tail}");
            }
        }
    }

    #[test]
    fn one_letter_less_or_other_is_not_found() {
        for text in ["nemid.n", "nemid,nu", "nemid\x0enu", "emid.nu", "n emid.nu", ""] {
            assert!(found(&["nemid.nu"], text.as_bytes()).is_empty(), "{text}");
        }
    }

    /// What a text of digits holds passes the sieve almost everywhere.
    #[test]
    fn numbers_among_numbers_are_found() {
        let numbers: Vec<String> = (0..500u64).map(|n| (n * 7_919_000_003 + 10_000_000_000).to_string()).collect();
        let strings: Vec<&str> = numbers.iter().map(String::as_str).collect();
        let text = numbers.join("0");
        let all: std::collections::BTreeSet<usize> =
            found(&strings, text.as_bytes()).into_iter().map(|(number, _)| number).collect();
        assert_eq!(all.len(), strings.len());
    }

    #[test]
    fn strings_in_one_another_are_all_found() {
        let strings = ["nemlog-in.dk", "services.nemlog-in.dk", "log-in.d"];
        let all = found(&strings, b"https://services.nemlog-in.dk/");
        assert_eq!(all, [(1, 8..29), (0, 17..29), (2, 20..28)]);
    }

    #[test]
    fn the_search_ends_when_told() {
        let mut count = 0;
        Sieve::new([b"nemid.nu".to_vec()].into_iter()).find("nemid.nu ".repeat(9).as_bytes(), |_, _| {
            count += 1;
            count < 3
        });
        assert_eq!(count, 3);
    }
}
