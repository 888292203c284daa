//! Carving of objects whose octets are written out in text ([`super::octets`]):
//! where they begin, given the mark in their second octet, and what they are.

use super::base64::End;
use super::octets::{Octets, Style};
use super::shape::{self, HEAD, Shape};
use super::{Clothing, Content, Search, Step, text};
use zeroize::Zeroizing;

/// How far before its second octet an object's first may be written.
const MAX_BEFORE: usize = 96;

/// When so many octets were decoded for nothing, what is broken is passed over
/// whole: text that begins an object in every line must not cost its square.
const MAX_VAIN: usize = 4 << 20;

/// Hexadecimal digits without anything between them.
pub(super) fn digits(search: &mut Search<'_, '_, '_>, mark: usize) -> Step {
    object(search, mark, mark, Style::Digits(None))
}

/// Hexadecimal digits that stand apart: the mark is a separator and `82`; a
/// continued line may stand before it.
pub(super) fn digits_apart(search: &mut Search<'_, '_, '_>, mark: usize) -> Step {
    let (bytes, low) = (search.bytes, search.past.floor.max(mark.saturating_sub(MAX_BEFORE)));
    let ended = bytes.get(mark + 3).is_none_or(|octet| !octet.is_ascii_hexdigit());
    let before = bytes[low..=mark].trim_ascii_end();
    let before = before.strip_suffix(b"\\").unwrap_or(before).trim_ascii_end();
    let (before, separator) = match before.split_last() {
        Some((separator @ (b',' | b':' | b'-'), before)) => (before, *separator),
        _ => (before, b' '),
    };
    match before.strip_suffix(b"30") {
        Some(rest) if ended && !rest.last().is_some_and(u8::is_ascii_alphanumeric) => {
            object(search, low + rest.len(), mark, Style::Digits(Some(separator)))
        }
        _ => Step::Next(mark + 1),
    }
}

/// `0x82`, `&H82`, `130` or `-126`; the mark is `lead` octets behind its first.
pub(super) fn number(search: &mut Search<'_, '_, '_>, mark: usize, lead: usize) -> Step {
    match mark.checked_sub(lead).and_then(|number| number_before(search.bytes, search.past.floor, number)) {
        Some(start) => object(search, start, mark, Style::Numbers),
        None => Step::Next(mark + 1),
    }
}

/// Where the number 48 stands that is followed by the one at `number`.
fn number_before(bytes: &[u8], floor: usize, number: usize) -> Option<usize> {
    let low = floor.max(number.saturating_sub(MAX_BEFORE));
    let before = bytes.get(low..number)?;
    // Hardly a number in ordinary text has one of them before it.
    if !before.array_windows().any(|pair| matches!(pair, b"48" | b"30")) {
        return None;
    }
    [&b"48"[..], b"0x30", b"0X30", b"&H30"].iter().find_map(|first| {
        let start = low + memchr::memmem::rfind(before, first)?;
        let apart = start.checked_sub(1).is_none_or(|at| !is_word(bytes[at]));
        let end = bytes.len().min(number + 24);
        let mut two = Vec::with_capacity(2);
        let mut octets = Octets::new(&bytes[..end], start, Style::Numbers);
        let read = octets.decode(2, &mut two);
        let follows = two == [0x30, 0x82] && octets.at > number
            // A number at the very end of the window may go on behind it.
            || read == End::Starved && two == [0x30] && end == bytes.len();
        (apart && follows).then_some(start)
    })
}

fn is_word(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'.' | b'-' | b'_')
}

/// `x82`: an escape in a literal, or a number.
pub(super) fn escape_or_number(search: &mut Search<'_, '_, '_>, mark: usize) -> Step {
    match search.bytes[..mark].last() {
        Some(b'\\') => escape(search, mark, mark),
        Some(b'0') => number(search, mark, 1),
        _ => Step::Next(mark + 1),
    }
}

/// `\202`, the mark being its backslash.
pub(super) fn octal(search: &mut Search<'_, '_, '_>, mark: usize) -> Step {
    escape(search, mark + 1, mark)
}

/// An escape whose last backslash stands before `end`; before it is the digit
/// zero, as it is or escaped.
fn escape(search: &mut Search<'_, '_, '_>, end: usize, mark: usize) -> Step {
    let bytes = search.bytes;
    let low = search.past.floor.max(end.saturating_sub(24));
    let before = &bytes[low..end];
    let slashes = before.iter().rev().take(8).take_while(|octet| **octet == b'\\').count();
    let before = &before[..before.len() - slashes];
    let escaped = |digits: &[u8]| {
        let rest = before.strip_suffix(digits)?;
        let run = rest.iter().rev().take_while(|octet| **octet == b'\\').count();
        (run == slashes).then_some(rest.len() - run)
    };
    let plain = || {
        let rest = before.strip_suffix(b"0")?;
        // It may be the end of another escape.
        let tail = &rest[rest.len().saturating_sub(4)..];
        (!tail.contains(&b'\\')).then_some(rest.len())
    };
    match escaped(b"x30").or_else(|| escaped(b"060")).or_else(plain) {
        Some(start) => {
            let start = low + start;
            let quote = start.checked_sub(1).map(|at| bytes[at]).filter(|octet| b"\"'`".contains(octet));
            object(search, start, mark, Style::Escapes(slashes, quote))
        }
        None => Step::Next(mark + 1),
    }
}

/// The same in UTF-16; only what could be one of these is worth narrowing.
pub(super) fn utf16(search: &mut Search<'_, '_, '_>, mark: usize) -> Step {
    let low = search.past.floor.max(mark.saturating_sub(2 * MAX_BEFORE));
    let mut before = Vec::with_capacity(MAX_BEFORE);
    let mut at = mark;
    while at >= low + 2 && search.bytes[at - 1] == 0 && search.bytes[at - 2] != 0 {
        at -= 2;
        before.insert(0, search.bytes[at]);
    }
    let is_decimal = search.bytes[mark] == b'1';
    let likely = match before.split_last() {
        _ if is_decimal => memchr::memmem::find(&before, b"48").is_some(),
        Some((b'0', rest)) => rest.ends_with(b"3"),
        Some((b' ' | b':' | b',' | b'-', rest)) => rest.ends_with(b"30"),
        Some((b'x' | b'X', rest)) => rest.ends_with(b"0") && memchr::memmem::find(rest, b"30").is_some(),
        _ => false,
    };
    if likely { text::utf16(search, mark) } else { Step::Next(mark + 1) }
}

fn object(search: &mut Search<'_, '_, '_>, start: usize, mark: usize, style: Style) -> Step {
    let bytes = search.bytes;
    let mut octets = Octets::new(bytes, start, style);
    let mut head = Vec::with_capacity(HEAD);
    let mut first = octets.clone();
    first.decode(HEAD, &mut head);
    if search.is_near_end(first.at) {
        return Step::More { start, mark };
    }
    let Some((shape, Some(total))) = shape::shape(&head) else { return Step::Next(mark + 1) };
    // An octet takes two digits or more, so what needs more than the run has is cut.
    if total > shape.limit() || (start < search.past.written_end && total > (search.past.written_end - start) / 2) {
        return Step::Next(mark + 1);
    }
    let mut out = Zeroizing::new(Vec::with_capacity(total.min(text::ROOM)));
    let end = octets.decode(total, &mut out);
    if search.is_near_end(octets.at) {
        return Step::More { start, mark };
    }
    let whole = shape != Shape::Certificate || crate::certificate::outline(&out).is_some();
    if end == End::Complete && whole {
        let clothing = if let Style::Digits(_) = style { Clothing::Hex } else { Clothing::Bytes };
        search.tell(start, Content::Object { shape, clothing, bytes: &out });
        search.past.floor = octets.at;
        return Step::Next(octets.at);
    }
    if end != End::Complete {
        search.past.written_end = search.past.written_end.max(octets.at);
    }
    search.vain += out.len();
    search.tell(start, Content::Broken { detail: "cut short or damaged", bytes: &out, armoured: false });
    Step::Next(if search.vain > MAX_VAIN { octets.at } else { mark + 1 })
}
