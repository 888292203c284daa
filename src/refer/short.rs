//! Strings too short for the sieve, in any case of letters.
//!
//! Behaviour:
//! 1. Their first three octets, in every case, are one packed search; what it
//!    finds is compared in full.
//! 2. Where there are too many of them, or one is still shorter, an automaton
//!    does it.

use aho_corasick::AhoCorasick;
use aho_corasick::packed::{Config, Searcher};
use std::collections::BTreeMap;
use std::ops::Range;

/// Octets that the packed search looks for.
const BEGIN: usize = 3;

/// More of them take a slower search.
const MOST: usize = 32;

/// Strings with their numbers.
type Numbered = Vec<(usize, Box<[u8]>)>;

/// Short strings, as prepared.
pub(super) enum Short {
    /// There are none.
    Nothing,
    /// The search, and by each beginning the strings that have it.
    Packed(Searcher, Vec<Numbered>),
    /// The automaton, and the number of each string in it.
    Automaton(AhoCorasick, Vec<usize>),
}

impl Short {
    pub(super) fn new(strings: &[(usize, &[u8])]) -> Short {
        if strings.is_empty() {
            return Short::Nothing;
        }
        packed(strings).or_else(|| automaton(strings)).unwrap_or(Short::Nothing)
    }

    /// Hands each string that stands in the text to `each`, by number, until
    /// it returns `false`.
    pub(super) fn find(&self, text: &[u8], each: &mut impl FnMut(usize, Range<usize>) -> bool) {
        match self {
            Short::Nothing => {}
            Short::Packed(search, strings) => {
                let mut from = 0;
                while let Some(found) = search.find_in(text, (from..text.len()).into()) {
                    from = found.start() + 1;
                    for (number, string) in strings.get(found.pattern().as_usize()).into_iter().flatten() {
                        let range = found.start()..found.start() + string.len();
                        let is_there = text.get(range.clone()).is_some_and(|there| there.eq_ignore_ascii_case(string));
                        if is_there && !each(*number, range) {
                            return;
                        }
                    }
                }
            }
            Short::Automaton(search, numbers) => {
                for hit in search.find_overlapping_iter(text) {
                    if let Some(number) = numbers.get(hit.pattern().as_usize())
                        && !each(*number, hit.range())
                    {
                        return;
                    }
                }
            }
        }
    }
}

fn packed(strings: &[(usize, &[u8])]) -> Option<Short> {
    let mut begins: BTreeMap<Vec<u8>, Numbered> = BTreeMap::new();
    for (number, string) in strings {
        for begin in cases(string.get(..BEGIN)?) {
            begins.entry(begin).or_default().push((*number, (*string).into()));
        }
    }
    let search = (begins.len() <= MOST).then(|| Config::new().builder().extend(begins.keys()).build()).flatten()?;
    Some(Short::Packed(search, begins.into_values().collect()))
}

/// The octets in every case of their letters.
fn cases(octets: &[u8]) -> Vec<Vec<u8>> {
    octets.iter().fold(vec![Vec::new()], |begun, octet| {
        let mut both = vec![octet.to_ascii_lowercase(), octet.to_ascii_uppercase()];
        both.dedup();
        let longer = |begin: Vec<u8>| both.clone().into_iter().map(move |next| [&begin[..], &[next]].concat());
        begun.into_iter().flat_map(longer).collect()
    })
}

fn automaton(strings: &[(usize, &[u8])]) -> Option<Short> {
    let search = AhoCorasick::builder().ascii_case_insensitive(true).build(strings.iter().map(|(_, string)| string));
    Some(Short::Automaton(search.ok()?, strings.iter().map(|(number, _)| *number).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(strings: &[&str], text: &str) -> Vec<(usize, usize)> {
        let numbered: Vec<(usize, &[u8])> = strings.iter().map(|string| string.as_bytes()).enumerate().collect();
        let mut found = Vec::new();
        Short::new(&numbered).find(text.as_bytes(), &mut |number, range| {
            found.push((range.start, number));
            true
        });
        found.sort_unstable();
        found
    }

    #[test]
    fn short_strings_are_found_in_any_case_and_in_one_another() {
        let text = "a.jks A.JKS a.jKs .ks .kstore .jk aliALIAS";
        let all = [(1, 0), (7, 0), (13, 0), (18, 1), (22, 1), (37, 2)];
        assert_eq!(found(&[".jks", ".ks", "alias"], text), all);
        assert_eq!(found(&["aaab", "aab"], "xaaab"), [(1, 0), (2, 1)]);
    }

    #[test]
    fn what_is_shorter_still_or_too_much_is_found_too() {
        assert_eq!(found(&["ab", "abc"], "xABc"), [(1, 0), (1, 1)]);
        let many: Vec<String> = (0..40).map(|number| format!("s{number:03}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(found(&many, "S007,s039"), [(0, 7), (5, 39)]);
        assert_eq!(found(&[], "S007"), []);
    }
}
