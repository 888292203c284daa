//! The blocks of a configuration that a line stands in: by indentation, and by
//! sections in brackets.
//!
//! Knows no format: YAML, nested XML and JSON, INI, TOML and the directives of
//! web servers all show their blocks by these two.
//!
//! Behaviour
//! 1. A line belongs to every less indented line above it that none of as
//!    little indentation follows, and to itself: what stands on one line is a
//!    block too.
//! 2. `[section]` on a line of its own is the block of all up to the next one.
//! 3. Blank lines end nothing. At most [`DEPTH`] blocks, the outermost, are told.

use std::collections::BTreeSet;

/// Deeper blocks are not told apart.
const DEPTH: usize = 16;

/// A tab is as good as so many blanks.
const TAB: i64 = 8;

/// The blocks of lines, by the number of the line that opens them, outermost first.
#[derive(Default)]
pub(super) struct Blocks {
    of: Vec<(u64, Box<[u64]>)>,
}

impl Blocks {
    /// Those of the wanted lines of a text, from 1.
    pub(super) fn of(text: &[u8], wanted: &BTreeSet<u64>) -> Blocks {
        let mut blocks = Blocks::default();
        let mut stack: Vec<(i64, u64)> = Vec::new();
        let last = wanted.last().copied().unwrap_or_default();
        for (number, line) in (1..=last).zip(text.split(|octet| *octet == b'\n')) {
            let content = line.trim_ascii();
            if !content.is_empty() {
                let indent = if is_section(content) { -1 } else { indentation(line) };
                while stack.last().is_some_and(|(above, _)| *above >= indent) {
                    stack.pop();
                }
                stack.push((indent, number));
            }
            if wanted.contains(&number) {
                let chain = stack.iter().take(DEPTH).map(|(_, line)| *line).collect();
                blocks.of.push((number, chain));
            }
        }
        blocks
    }

    /// The blocks of a line that was wanted.
    pub(super) fn at(&self, line: u64) -> Box<[u64]> {
        let at = self.of.binary_search_by_key(&line, |(number, _)| *number).ok();
        at.and_then(|at| self.of.get(at)).map(|(_, chain)| chain.clone()).unwrap_or_default()
    }
}

fn indentation(line: &[u8]) -> i64 {
    let blanks = line.iter().take_while(|octet| matches!(octet, b' ' | b'\t'));
    blanks.map(|octet| if *octet == b'\t' { TAB } else { 1 }).sum()
}

/// `[name]`, perhaps with a remark after it; no list of JSON.
fn is_section(content: &[u8]) -> bool {
    let name = content.strip_prefix(b"[").and_then(|rest| rest.split(|octet| *octet == b']').next());
    let closed = name.is_some_and(|name| content.get(name.len() + 1) == Some(&b']'));
    let plain = |octet: &u8| !matches!(octet, b'"' | b'\'' | b'{' | b'}' | b',' | b':' | b'=');
    closed && name.is_some_and(|name| name.iter().any(u8::is_ascii_alphabetic) && name.iter().all(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chains(text: &str) -> Vec<Vec<u64>> {
        let wanted: BTreeSet<u64> = (1..=text.lines().count() as u64).collect();
        let blocks = Blocks::of(text.as_bytes(), &wanted);
        wanted.iter().map(|line| blocks.at(*line).to_vec()).collect()
    }

    #[test]
    fn indentation_makes_blocks_and_blank_lines_end_none() {
        let text = "services:\n  kombit:\n    url: a\n\n    store: b\n  skat:\n    url: c\n";
        let expected = [&[1][..], &[1, 2], &[1, 2, 3], &[1, 2, 3], &[1, 2, 5], &[1, 6], &[1, 6, 7]];
        assert_eq!(chains(text), expected);
        let list = "- url: a\n  store: b\n- url: c\n\tstore: d\n";
        assert_eq!(chains(list), [&[1][..], &[1, 2], &[3], &[3, 4]]);
    }

    #[test]
    fn sections_last_to_the_next_one() {
        let text = "x = 1\n[kombit]\nurl = a\n  more\nstore = b\n[skat] ; remark\nurl = c\n";
        assert_eq!(chains(text), [&[1][..], &[2], &[2, 3], &[2, 3, 4], &[2, 5], &[6], &[6, 7]]);
        assert_eq!(chains("[\"a\", \"b\"]\nx\n"), [[1], [2]]);
    }

    #[test]
    fn a_closed_block_holds_nothing_more() {
        let text = "a {\n  url x\n}\nb {\n  store y\n}\n";
        assert_eq!(chains(text), [&[1][..], &[1, 2], &[3], &[4], &[4, 5], &[6]]);
    }
}
