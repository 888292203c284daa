//! The octets between base64 symbols that are no white space: escapes,
//! references and the joints of string literals. Only [`super::base64`] calls.

use super::base64::{Symbol, value_of};

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
    let window = &rest[..rest.len().min(10)];
    let Some(end) = memchr::memchr(b';', window) else {
        return if window.len() < 10 { Read::Cut } else { Read::End };
    };
    let name = &rest[1..end];
    let octet = match name {
        [b'#', b'x' | b'X', digits @ ..] => hexadecimal(digits),
        [b'#', digits @ ..] => std::str::from_utf8(digits).ok().and_then(|text| text.parse().ok()),
        b"nbsp" => Some(b' '),
        _ => None,
    };
    octet.map_or(Read::End, |octet| Read::Octet(octet, end + 1))
}

fn percent(rest: &[u8]) -> Read {
    match rest.get(1..3) {
        None => Read::Cut,
        Some(digits) => hexadecimal(digits).map_or(Read::End, |octet| Read::Octet(octet, 3)),
    }
}

/// Quoted-printable's soft line break and `=3D`-like octets; else padding.
fn equals(rest: &[u8]) -> Read {
    match rest.get(1..3) {
        Some([b'\n', _]) => Read::Skip(2),
        Some(b"\r\n") => Read::Skip(3),
        Some(b"2B" | b"2b") => Read::Octet(b'+', 3),
        Some(b"2F" | b"2f") => Read::Octet(b'/', 3),
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
                None => return Read::End,
            },
        }
    }
    if rest.len() < MAX_GAP { Read::Cut } else { Read::End }
}

/// The words that stand between literals: line breaks by name and prefixes.
fn word(here: &[u8]) -> Option<usize> {
    const WORDS: [&[u8]; 8] =
        [b"Environment.NewLine", b"vbCrLf", b"vbNewLine", b"vbLf", b"PHP_EOL", b"sLineBreak", b"EOL", b"os.linesep"];
    if let Some(word) = WORDS.iter().find(|word| here.starts_with(word)) {
        return Some(word.len());
    }
    let letters = here.iter().take(3).take_while(|octet| b"bBrRuUfFN".contains(octet)).count();
    matches!(here.get(letters), Some(b'"' | b'\'')).then_some(letters).filter(|count| *count > 0)
}

/// `<br>` in a page that shows a certificate.
fn markup(rest: &[u8]) -> Read {
    for mark in [&b"<br>"[..], b"<br/>", b"<br />", b"<BR>", b"<wbr>"] {
        if rest.starts_with(mark) {
            return Read::Skip(mark.len());
        }
        if mark.starts_with(rest) {
            return Read::Cut;
        }
    }
    Read::End
}

/// Up to four hexadecimal digits that stand for one octet.
fn hexadecimal(digits: &[u8]) -> Option<u8> {
    if digits.is_empty() || digits.len() > 4 {
        return None;
    }
    let text = std::str::from_utf8(digits).ok()?;
    u16::from_str_radix(text, 16).ok().and_then(|value| u8::try_from(value).ok())
}
