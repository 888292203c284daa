//! Runs of octets that may be hexadecimal digits or base64, and their groups.

use std::ops::Range;

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
const BASE64: u8 = 2;

/// What runs an octet may be part of.
static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut octet = 0;
    while octet < 256 {
        classes[octet] = class_of(octet.to_le_bytes()[0]);
        octet += 1;
    }
    classes
}

const fn class_of(octet: u8) -> u8 {
    match octet {
        b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F' | b'-' => HEX | BASE64,
        b'g'..=b'z' | b'G'..=b'Z' | b'+' | b'/' | b'_' => BASE64,
        // Beyond ASCII: parts of the invisible characters, see below.
        b':' | b' ' | 0xa0 | 0xe2 | 0xef | 0xc2 | 0x80..=0x8f | 0xaa..=0xae | 0xbb | 0xbf | 0xa8 => HEX,
        _ => 0,
    }
}

/// Whether a token of base64, also for URLs, goes on with this octet.
pub(super) fn is_base64(octet: u8) -> bool {
    CLASSES[usize::from(octet)] & BASE64 != 0
}

/// The next run of a class that is no shorter than `least`, from an offset on
/// before which no run of it goes on. Looked for from the end of where it may
/// be: most octets are never touched.
pub(super) fn next_run(text: &[u8], from: usize, class: u8, least: usize) -> Option<Range<usize>> {
    let within = |octet: &u8| CLASSES[usize::from(*octet)] & class != 0;
    let mut start = from;
    while let Some(window) = text.get(start..start.checked_add(least)?) {
        if let Some(at) = window.iter().rposition(|octet| !within(octet)) {
            start += at + 1;
            continue;
        }
        let rest = text.get(start + least..).unwrap_or_default();
        let more = rest.iter().position(|octet| !within(octet)).unwrap_or(rest.len());
        return Some(start..start + least + more);
    }
    None
}

/// The length of the invisible character or no-break space that begins there.
fn invisible(text: &[u8], at: usize) -> usize {
    match text.get(at..).unwrap_or_default() {
        [0xe2, 0x80, 0x8b..=0x8f | 0xaa..=0xae | 0xa8, ..] | [0xef, 0xbb, 0xbf, ..] | [0xe2, 0x81, 0xa0, ..] => 3,
        [0xc2, 0xa0 | 0xad, ..] => 2,
        _ => 0,
    }
}
