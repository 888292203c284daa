//! The octets between base64 symbols that are no white space: escapes,
//! references and the joints of string literals. Only [`super::base64`] calls.

use super::symbol::{Symbol, value_of};

/// How far apart two joined literals may stand, in octets.
const MAX_GAP: usize = 240;

/// Reads one thing that is neither a symbol nor white space.
pub(super) fn symbol(text: &[u8], at: &mut usize) -> Symbol {
    let rest = text.get(*at..).unwrap_or_default();
    let read = match rest.first() {
        Some(b'\\') => backslash(rest),
        Some(b'&') => reference(rest),
        Some(b'%') => percent(rest),
        Some(b'=') => equals(rest),
        Some(b'"' | b'\'' | b'`') => joint(rest),
        Some(b'<') => markup(rest),
        Some(b'-' | b'_') => of_url(text, *at),
        Some(0x0b | 0x0c | 0x80..) => space(rest),
        _ => Read::End,
    };
    match read {
        Read::Octet(octet, length) => {
            *at += length;
            of_octet(octet)
        }
        Read::Skip(length) => {
            *at += length;
            Symbol::Skip
        }
        Read::End => Symbol::End,
        Read::Cut => Symbol::Starved,
    }
}

/// What an escape stands for, and how long it is.
enum Read {
    Octet(u8, usize),
    Skip(usize),
    End,
    /// The text ends inside it.
    Cut,
}

/// An escaped octet: a symbol, white space, or the end of the run.
fn of_octet(octet: u8) -> Symbol {
    match value_of(octet) {
        Some(value) => Symbol::Value(value),
        None if octet.is_ascii_whitespace() => Symbol::Skip,
        None => Symbol::End,
    }
}

/// `\n`, `\/`, `\u002b`, a continued line, an escaped quote; doubled too.
fn backslash(rest: &[u8]) -> Read {
    let slashes = rest.iter().take(8).take_while(|octet| **octet == b'\\').count();
    let after = &rest[slashes..];
    match after.first() {
        None => Read::Cut,
        Some(b'n' | b'r' | b't' | b'\r' | b' ' | b'\t') => Read::Skip(slashes + 1),
        Some(b'/') => Read::Octet(b'/', slashes + 1),
        Some(b'\n') => Read::Skip(slashes),
        Some(b'u') => match after.get(1..5) {
            None => Read::Cut,
            Some(digits) => hexadecimal(digits).map_or(Read::End, |octet| Read::Octet(octet, slashes + 5)),
        },
        Some(b'"' | b'\'') => match joint(after) {
            Read::Skip(length) => Read::Skip(slashes + length),
            other => other,
        },
        Some(_) => Read::End,
    }
}

/// `&#13;`, `&#x2B;`, `&quot;`.
fn reference(rest: &[u8]) -> Read {
    // A log of a log escapes the escape.
    let mut name_at = 1;
    while name_at < 16 && rest[name_at..].starts_with(b"amp;") {
        name_at += 4;
    }
    let window = &rest[name_at..rest.len().min(name_at + 10)];
    let Some(length) = memchr::memchr(b';', window) else {
        return if window.len() < 10 { Read::Cut } else { Read::End };
    };
    let (name, end) = (&window[..length], name_at + length);
    let octet = match name {
        [b'#', b'x' | b'X', digits @ ..] => hexadecimal(digits),
        [b'#', digits @ ..] => std::str::from_utf8(digits).ok().and_then(|text| text.parse().ok()),
        b"nbsp" | b"NewLine" | b"Tab" | b"shy" => Some(b' '),
        b"plus" => Some(b'+'),
        b"sol" => Some(b'/'),
        _ => None,
    };
    octet.map_or(Read::End, |octet| Read::Octet(octet, end + 1))
}

/// `%2B`; escaped twice it is `%252B`.
fn percent(rest: &[u8]) -> Read {
    let mut at = 1;
    while at < 9 && rest[at..].starts_with(b"25") {
        at += 2;
    }
    match rest.get(at..at + 2) {
        None => Read::Cut,
        Some(digits) => hexadecimal(digits).map_or(Read::End, |octet| Read::Octet(octet, at + 2)),
    }
}

/// Quoted-printable's soft line break and `=3D`-like octets; else padding.
fn equals(rest: &[u8]) -> Read {
    match rest.get(1..3) {
        Some([b'\n', _]) => Read::Skip(2),
        Some(b"2B" | b"2b") => Read::Octet(b'+', 3),
        Some(b"2F" | b"2f") => Read::Octet(b'/', 3),
        Some(b"\r\n" | b"0D" | b"0d" | b"0A" | b"0a" | b"20" | b"09") => Read::Skip(3),
        _ => Read::End,
    }
}

/// From a closing quote over what joins literals to the next opening quote.
fn joint(rest: &[u8]) -> Read {
    let mut at = 1;
    while at < rest.len().min(MAX_GAP) {
        let here = &rest[at..];
        match here[0] {
            b'"' | b'\'' | b'`' => return Read::Skip(at + 1),
            b' '
            | b'\t'
            | b'\r'
            | b'\n'
            | b'+'
            | b'.'
            | b','
            | b'&'
            | b'_'
            | b'\\'
            | b'('
            | b')'
            | b'|'
            | b'<'
            | b'@'
            | b'$'
            | b'#'
            | b'0'..=b'9' => at += 1,
            _ => match word(here) {
                Some(length) => at += length,
                None if WORDS.iter().any(|word| word.starts_with(here)) => return Read::Cut,
                None => return Read::End,
            },
        }
    }
    if rest.len() < MAX_GAP { Read::Cut } else { Read::End }
}

/// What stands between literals: line breaks by name, and calls.
const WORDS: [&[u8]; 12] = [
    b"Environment.NewLine",
    b"vbCrLf",
    b"vbNewLine",
    b"vbLf",
    b"PHP_EOL",
    b"sLineBreak",
    b"EOL",
    b"os.linesep",
    b"HEXTORAW",
    b"hextoraw",
    b"TO_BLOB",
    b"to_blob",
];

/// The length of such a word, or of the prefix of a literal.
fn word(here: &[u8]) -> Option<usize> {
    if let Some(word) = WORDS.iter().find(|word| here.starts_with(word)) {
        return Some(word.len());
    }
    let letters = here.iter().take(3).take_while(|octet| b"bBrRuUfFN".contains(octet)).count();
    matches!(here.get(letters), Some(b'"' | b'\'')).then_some(letters).filter(|count| *count > 0)
}

/// `<br>` in a page that shows a certificate.
fn markup(rest: &[u8]) -> Read {
    for mark in [&b"<br>"[..], b"<br/>", b"<br />", b"<wbr>"] {
        let known = rest.len().min(mark.len());
        if rest[..known].eq_ignore_ascii_case(&mark[..known]) {
            return if known == mark.len() { Read::Skip(known) } else { Read::Cut };
        }
    }
    Read::End
}

/// The two symbols of base64url, which are dashes elsewhere: only within a run.
fn of_url(text: &[u8], at: usize) -> Read {
    const MAX: usize = 3;
    let is_url = |octet: &&u8| matches!(**octet, b'-' | b'_');
    let before = text[..at].iter().rev().take(MAX + 1).take_while(is_url).count();
    let after = text[at..].iter().take(MAX + 1).take_while(is_url).count();
    let around = (at.checked_sub(before + 1).and_then(|at| text.get(at)), text.get(at + after));
    match around {
        (_, None) => Read::Cut,
        (Some(left), Some(right))
            if before + after <= MAX && value_of(*left).is_some() && value_of(*right).is_some() =>
        {
            Read::Octet(if text[at] == b'-' { b'+' } else { b'/' }, 1)
        }
        _ => Read::End,
    }
}

/// Spaces beyond ASCII's usual ones, as word processors and mail leave them:
/// in UTF-8, and the no-break space of Latin-1.
fn space(rest: &[u8]) -> Read {
    match *rest {
        [0x0b | 0x0c, ..] => Read::Skip(1),
        [0xc2, 0x85 | 0xa0 | 0xad, ..] => Read::Skip(2),
        [0xe2, 0x80, 0x80..=0x8f | 0xa8..=0xaf, ..]
        | [0xe2, 0x81, 0xa0, ..]
        | [0xe3, 0x80, 0x80, ..]
        | [0xef, 0xbb, 0xbf, ..] => Read::Skip(3),
        [0xa0, next, ..] if next.is_ascii() => Read::Skip(1),
        [0xa0 | 0xc2 | 0xe2 | 0xe3 | 0xef] | [0xe2, 0x80 | 0x81] | [0xe3, 0x80] | [0xef, 0xbb] => Read::Cut,
        _ => Read::End,
    }
}

/// Up to four hexadecimal digits that stand for one octet.
fn hexadecimal(digits: &[u8]) -> Option<u8> {
    if digits.is_empty() || digits.len() > 4 {
        return None;
    }
    let text = std::str::from_utf8(digits).ok()?;
    u16::from_str_radix(text, 16).ok().and_then(|value| u8::try_from(value).ok())
}
