//! Runs of octets that may be hexadecimal digits or base64, and their groups.

use std::ops::Range;

/// No run of digits is followed further than this: an octet, and around it
/// what is invisible, 32 times over.
const LONGEST: usize = 512;

/// Digits without anything visible between them.
pub(super) struct Group {
    pub(super) digits: Vec<u8>,
    pub(super) range: Range<usize>,
    /// What separates it from the next one.
    pub(super) between: Vec<u8>,
    /// Whether another letter is next to it: then it is part of a word.
    pub(super) is_word: bool,
}

/// The groups of a run.
pub(super) fn groups(text: &[u8], range: &Range<usize>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut open = false;
    let mut at = range.start;
    while at < range.end {
        let Some(octet) = text.get(at) else { break };
        if octet.is_ascii_hexdigit() {
            if !open {
                let is_word = is_letter(at.checked_sub(1).and_then(|at| text.get(at))) && !follows_0x(text, at);
                groups.push(Group { digits: Vec::new(), range: at..at, between: Vec::new(), is_word });
                open = true;
            }
            if let Some(group) = groups.last_mut() {
                group.digits.push(*octet);
                group.range.end = at + 1;
                group.is_word |= is_letter(text.get(at + 1)) && !text.get(at + 1).is_some_and(u8::is_ascii_hexdigit);
            }
            at += 1;
            continue;
        }
        let length = invisible(text, at);
        let step = length.max(1);
        if length == 0 || text.get(at) == Some(&0xc2) {
            open = false;
            if let Some(group) = groups.last_mut() {
                group.between.extend_from_slice(text.get(at..at + step).unwrap_or_default());
            }
        }
        at += step;
    }
    groups
}

fn is_letter(octet: Option<&u8>) -> bool {
    octet.is_some_and(u8::is_ascii_alphanumeric)
}

/// `0x`, or an escape such as `\n` before it.
fn follows_0x(text: &[u8], at: usize) -> bool {
    let two = text.get(at.saturating_sub(2)..at).unwrap_or_default();
    matches!(two, b"0x" | b"0X" | b"\\n" | b"\\t" | b"\\r")
}

pub(super) const HEX: u8 = 1;
pub(super) const BASE64: u8 = 2;

/// What runs an octet may be part of.
pub(super) fn class_of(text: &[u8], at: usize) -> u8 {
    match text.get(at) {
        Some(b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F' | b'-') => HEX | BASE64,
        Some(b'g'..=b'z' | b'G'..=b'Z' | b'+' | b'/' | b'_') => BASE64,
        // Beyond ASCII: parts of the invisible characters, see below.
        Some(b':' | b' ' | 0xa0 | 0xe2 | 0xef | 0xc2 | 0x80..=0x8f | 0xaa..=0xae | 0xbb | 0xbf | 0xa8) => HEX,
        _ => 0,
    }
}

/// The run around an octet.
pub(super) fn run(text: &[u8], at: usize, class: u8) -> Range<usize> {
    let within = |at: usize| class_of(text, at) & class != 0;
    let least = at.saturating_sub(LONGEST);
    let mut start = at;
    while start > least && within(start - 1) {
        start -= 1;
    }
    let most = at.saturating_add(LONGEST).min(text.len());
    let mut end = at;
    while end < most && within(end) {
        end += 1;
    }
    start..end
}

/// The length of the invisible character or no-break space that begins there.
fn invisible(text: &[u8], at: usize) -> usize {
    match text.get(at..).unwrap_or_default() {
        [0xe2, 0x80, 0x8b..=0x8f | 0xaa..=0xae | 0xa8, ..] | [0xef, 0xbb, 0xbf, ..] | [0xe2, 0x81, 0xa0, ..] => 3,
        [0xc2, 0xa0 | 0xad, ..] => 2,
        _ => 0,
    }
}
