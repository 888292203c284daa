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
//! 3. Of strings of five and six octets one or the other stands beside the four:
//!    for a few of them the sieve lets any octet pass there.
//! 4. Shorter strings are searched by themselves ([`super::short`]).

use super::known::Known;
use super::rare::rarest;
use super::short::Short;
use std::ops::Range;
use std::sync::OnceLock;

/// Octets that surely cover four at a multiple of four.
pub(super) const WINDOW: usize = 7;

/// The shortest strings that pass the sieve by three of their octets.
const BRIEF: usize = 5;

/// More strings of five and six octets would let too much pass: each of them
/// sets up to 512 bits.
const MOST_BRIEF: usize = 64;

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
    /// A bit for each hash of four octets that let a text pass.
    passes: Box<[u64; WORDS]>,
    windows: Known<WINDOW>,
    brief: Known<BRIEF>,
    short: Short,
}

impl Tables {
    fn new(strings: &[Box<[u8]>]) -> Tables {
        #[expect(clippy::large_stack_arrays, reason = "its known length is what makes the sieve fast")]
        let passes = Box::new([0; WORDS]);
        let mut tables = Tables { passes, windows: Known::default(), brief: Known::default(), short: Short::Nothing };
        let (mut short, mut brief) = (Vec::new(), 0);
        for (number, string) in strings.iter().enumerate() {
            if let Some((start, window)) = rarest(string) {
                tables.let_pass_all(window);
                tables.windows.insert(window, number, start);
            } else if let Some(begin) = string.first_chunk::<BRIEF>().filter(|_| brief < MOST_BRIEF) {
                brief += 1;
                tables.let_pass_all(string);
                tables.let_pass_beside(*begin, string.len());
                tables.brief.insert(begin, number, 0);
            } else {
                short.push((number, &**string));
            }
        }
        tables.short = Short::new(&short);
        tables
    }

    /// Every four octets of them.
    fn let_pass_all(&mut self, octets: &[u8]) {
        for gram in octets.array_windows() {
            self.let_pass(*gram);
        }
    }

    fn let_pass(&mut self, gram: [u8; GRAM]) {
        let (word, bit) = place(gram);
        if let Some(word) = self.passes.get_mut(word) {
            *word |= 1 << bit;
        }
    }

    /// What covers a brief string where no four of its own octets begin at a
    /// multiple of four.
    fn let_pass_beside(&mut self, begin: [u8; BRIEF], length: usize) {
        let [first, second, third, fourth, fifth] = begin;
        for any in 0..=u8::MAX {
            self.let_pass([any, first, second, third]);
            if length == BRIEF {
                self.let_pass([third, fourth, fifth, any]);
            }
        }
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
        let goes_on = (tables.windows.is_empty() && tables.brief.is_empty()) || self.sift(tables, text, &mut each);
        if goes_on {
            tables.short.find(text, &mut each);
        }
    }

    /// Finds what passes the sieve, until `each` returns `false`.
    fn sift(&self, tables: &Tables, text: &[u8], each: &mut impl FnMut(usize, Range<usize>) -> bool) -> bool {
        let (blocks, rest) = text.as_chunks::<BLOCK>();
        for (number, block) in blocks.iter().enumerate() {
            let pass = block.as_chunks().0.iter().fold(0, |pass, gram| pass | tables.pass(*gram));
            if pass & 1 != 0 && !self.closer(tables, text, number * BLOCK, block, each) {
                return false;
            }
        }
        // Behind the last of its octets there are none to be looked at together.
        let last = text.len().checked_sub(BRIEF).filter(|last| last % GRAM == 2);
        self.closer(tables, text, blocks.len() * BLOCK, rest, each)
            && last.is_none_or(|last| self.told(text, last, tables.brief.get(&text[last..]), each))
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
    /// a window, or of a brief string, which may begin behind the first of them.
    fn around(
        &self,
        tables: &Tables,
        text: &[u8],
        at: usize,
        each: &mut impl FnMut(usize, Range<usize>) -> bool,
    ) -> bool {
        (at.saturating_sub(WINDOW - GRAM)..=at + 1).all(|begin| {
            let Some(here) = text.get(begin..) else { return true };
            let is_window = begin <= at;
            let is_brief = begin + 2 >= at;
            (!is_window || self.told(text, begin, tables.windows.get(here), each))
                && (!is_brief || self.told(text, begin, tables.brief.get(here), each))
        })
    }

    /// Tells which of these strings stand there in full.
    fn told(
        &self,
        text: &[u8],
        begin: usize,
        strings: &[(usize, usize)],
        each: &mut impl FnMut(usize, Range<usize>) -> bool,
    ) -> bool {
        strings.iter().all(|(number, into)| {
            let (Some(start), Some(string)) = (begin.checked_sub(*into), self.strings.get(*number)) else {
                return true;
            };
            let range = start..start + string.len();
            let is_there = text.get(range.clone()).is_some_and(|there| there.eq_ignore_ascii_case(string));
            !is_there || each(*number, range)
        })
    }
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
        let strings = ["abcdefg", "nemid.nu", "cvr:", "alias", ".jceks"];
        let written = ["ABCDEFG", "NemID.nu", "CVR:", "aLIAS", ".JCEks"];
        for (number, string) in written.iter().enumerate() {
            for (lead, tail) in (0..70).flat_map(|lead| (0..9).map(move |tail| (lead, tail))) {
                let text = format!("{}{string}{}", "x".repeat(lead), "y".repeat(tail));
                let all = [(number, lead..lead + string.len())];
                assert_eq!(found(&strings, text.as_bytes()), all, "{string} {lead} {tail}");
            }
        }
    }

    #[test]
    fn one_letter_less_or_other_is_not_found() {
        for text in ["nemid.n", "nemid,nu", "nemid\x0enu", "emid.nu", "n emid.nu", ""] {
            assert!(found(&["nemid.nu"], text.as_bytes()).is_empty(), "{text}");
        }
    }

    #[test]
    fn brief_strings_are_found_however_many_there_are() {
        let strings: Vec<String> = (0..200).map(|number| format!("{number:03}a{}", "b".repeat(number % 3))).collect();
        let strings: Vec<&str> = strings.iter().map(String::as_str).collect();
        for lead in 0..4 {
            let text = format!("{}{}", " ".repeat(lead), strings.join(" "));
            let all: Vec<usize> = found(&strings, text.as_bytes()).into_iter().map(|(number, _)| number).collect();
            assert_eq!(all, (0..200).collect::<Vec<_>>(), "{lead}");
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
