//! Octets as text writes them: hexadecimal digits, numbers in an array, escapes
//! in a literal. Decodes; judges nothing.
//!
//! Behaviour:
//! 1. Hexadecimal digits may stand apart by one separator, by white space, a
//!    continued line, an escape or the joint of literals; in a dump
//!    ([`super::row`]) what stands before and behind each row is skipped.
//! 2. Numbers are hexadecimal (`0x82`, `&H82`) or decimal (`130`, `-126`), with
//!    casts, suffixes, comments and separators between them.
//! 3. Escapes are `\x82`, `\202` and the named ones, all with as many
//!    backslashes as the first; printable octets may stand as they are.

use super::base64::End;
use super::literal;
use super::row::Row;
use super::symbol::Symbol;

/// How far apart two numbers may stand, in octets.
const MAX_GAP: usize = 240;

/// How the octets are written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Style {
    /// Two hexadecimal digits each, with this between them.
    Digits(Option<u8>),
    /// Numbers of any base.
    Numbers,
    /// Escapes with so many backslashes; the octet that ends the literal.
    Escapes(usize, Option<u8>),
}

/// A position in a text, read octet by octet.
#[derive(Clone, Debug)]
pub(super) struct Octets<'a> {
    text: &'a [u8],
    /// The position of the next octet of text.
    pub(super) at: usize,
    style: Style,
    row: Option<Row>,
}

/// What one step over the text gave.
enum Read {
    Octet(u8),
    Skip,
    End,
    Starved,
}

impl<'a> Octets<'a> {
    /// Starts at `at`, the first digit or escape of an octet.
    pub(super) fn new(text: &'a [u8], at: usize, style: Style) -> Octets<'a> {
        let row = matches!(style, Style::Digits(None | Some(b' '))).then(|| Row::around(text, at)).flatten();
        Octets { text, at, style, row }
    }

    /// Decodes until `out` holds `wanted` octets or they end.
    pub(super) fn decode(&mut self, wanted: usize, out: &mut Vec<u8>) -> End {
        if matches!(self.row, Some(Row::Unknown)) {
            return End::Starved;
        }
        while out.len() < wanted {
            let read = match self.style {
                Style::Digits(separator) => self.digits(separator),
                Style::Numbers => self.number(),
                Style::Escapes(slashes, quote) => self.escape(slashes, quote),
            };
            match read {
                Read::Octet(octet) => out.push(octet),
                Read::Skip => {}
                Read::End => return End::Ended,
                Read::Starved => return End::Starved,
            }
        }
        End::Complete
    }

    fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn digits(&mut self, separator: Option<u8>) -> Read {
        if let Some(row) = &mut self.row
            && row.is_full()
        {
            return match row.next(self.text, self.at) {
                Some(at) => self.moved(at),
                None if self.text.len() - self.at < MAX_GAP => Read::Starved,
                None => Read::End,
            };
        }
        match self.rest() {
            [] => Read::Starved,
            [high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                self.at += 2;
                if let Some(row) = &mut self.row {
                    row.count();
                }
                octet(&[*high, *low], 16)
            }
            [high, after @ ..] if high.is_ascii_hexdigit() => self.divided(*high, after),
            [b'\n', after @ ..] => {
                if let Some(row) = &mut self.row {
                    return row.next(self.text, self.at).map_or(Read::End, |at| self.moved(at));
                }
                let marks = after.iter().take(32).take_while(|octet| b" \t>|*#;/".contains(octet)).count();
                self.moved(self.at + 1 + marks)
            }
            [next, ..] if next.is_ascii_whitespace() || Some(*next) == separator => self.moved(self.at + 1),
            _ => self.literal(),
        }
    }

    /// An octet whose two digits a line break divides.
    fn divided(&mut self, high: u8, after: &[u8]) -> Read {
        let breaks = after.iter().take(16).take_while(|octet| octet.is_ascii_whitespace()).count();
        match after.get(breaks) {
            None => Read::Starved,
            Some(low) if low.is_ascii_hexdigit() && after[..breaks].contains(&b'\n') => {
                self.at += breaks + 2;
                octet(&[high, *low], 16)
            }
            Some(_) => Read::End,
        }
    }

    fn moved(&mut self, at: usize) -> Read {
        self.at = at;
        Read::Skip
    }

    /// Escapes and the joints of literals, as in base64.
    fn literal(&mut self) -> Read {
        match literal::symbol(self.text, &mut self.at) {
            Symbol::Skip => Read::Skip,
            Symbol::Starved => Read::Starved,
            Symbol::Value(_) | Symbol::End => Read::End,
        }
    }

    fn number(&mut self) -> Read {
        let rest = self.rest();
        let Some(gap) = gap(rest) else { return if rest.len() < MAX_GAP { Read::Starved } else { Read::End } };
        let (digits, base, negative) = match &rest[gap..] {
            [b'0', b'x' | b'X', digits @ ..] | [b'&', b'H' | b'h', digits @ ..] => (digits, 16, false),
            [b'-', digits @ ..] => (digits, 10, true),
            digits => (digits, 10, false),
        };
        let length = digits.iter().take(4).take_while(|digit| char::from(**digit).is_digit(base)).count();
        let after = &digits[length..];
        // Whether it ends here can be told by what follows it.
        let Some(suffix) = suffix(after) else { return Read::Starved };
        self.at = self.text.len() - after.len() + suffix;
        match (octet(&digits[..length], base), negative) {
            (Read::Octet(0), true) => Read::Octet(0),
            (Read::Octet(octet @ 1..=128), true) => Read::Octet(octet.wrapping_neg()),
            (_, true) => Read::End,
            (read, false) => read,
        }
    }

    fn escape(&mut self, slashes: usize, quote: Option<u8>) -> Read {
        let rest = self.rest();
        let run = rest.iter().take(2 * slashes).take_while(|octet| **octet == b'\\').count();
        let after = &rest[run..];
        let (read, length) = match after.first() {
            None => (Read::Starved, 0),
            Some(_) if run == 2 * slashes => (Read::Octet(b'\\'), 0),
            Some(b'"' | b'\'') if run > 0 => (Read::Octet(after[0]), 1),
            Some(_) if run > 0 && run < slashes => (Read::End, 0),
            Some(_) if run > 0 => escaped(after),
            Some(octet @ (b'"' | b'\'' | b'`')) if quote.is_none_or(|quote| quote == *octet) => {
                return match self.literal() {
                    // Without a quote before it this may be no literal.
                    Read::End if quote.is_none() => {
                        self.at += 1;
                        Read::Octet(*octet)
                    }
                    read => read,
                };
            }
            Some(octet @ 0x20..0x7f) => (Read::Octet(*octet), 1),
            Some(_) => (Read::End, 0),
        };
        self.at += run + length;
        read
    }
}

/// What stands behind the backslashes, and how long it is.
fn escaped(after: &[u8]) -> (Read, usize) {
    let digits = |from: &[u8], most: usize, base: u32| {
        from.iter().take(most).take_while(|digit| char::from(**digit).is_digit(base)).count()
    };
    match after[0] {
        b'x' | b'X' => match digits(&after[1..], 2, 16) {
            length if length < 2 && after.len() < 3 => (Read::Starved, 0),
            length => (octet(&after[1..=length], 16), 1 + length),
        },
        b'0'..=b'7' => match digits(after, 3, 8) {
            length if length < 3 && after.len() < 3 => (Read::Starved, 0),
            length => (octet(&after[..length], 8), length),
        },
        b'n' => (Read::Octet(b'\n'), 1),
        b'r' => (Read::Octet(b'\r'), 1),
        b't' => (Read::Octet(b'\t'), 1),
        b'a' => (Read::Octet(7), 1),
        b'b' => (Read::Octet(8), 1),
        b'v' => (Read::Octet(11), 1),
        b'f' => (Read::Octet(12), 1),
        b'\n' => (Read::Skip, 1),
        _ => (Read::End, 0),
    }
}

fn octet(digits: &[u8], base: u32) -> Read {
    let text = std::str::from_utf8(digits).unwrap_or_default();
    u8::from_str_radix(text, base).map_or(Read::End, Read::Octet)
}

/// How far it is to the next number; nothing if something else comes first, or
/// none near enough.
fn gap(rest: &[u8]) -> Option<usize> {
    let rest = &rest[..rest.len().min(MAX_GAP)];
    let mut at = 0;
    loop {
        let here = &rest[at..];
        at += match here {
            [] | [b'/'] => return None,
            [b'/', b'/', ..] => memchr::memchr(b'\n', here)?,
            [b'/', b'*', ..] => memchr::memmem::find(here, b"*/")? + 2,
            [b'(' | b'[', b'a'..=b'z' | b'A'..=b'Z', ..] => cast(here)?,
            [b'b', b'y', b't', b'e', b'(', ..] => 5,
            [b' ' | b'\t' | b'\r' | b'\n' | b',' | b'(' | b')' | b';' | b'_' | b'`' | b'\\', ..] => 1,
            _ => return Some(at),
        };
    }
}

/// `(byte)`, `[byte]`, `(unsigned char)`.
fn cast(here: &[u8]) -> Option<usize> {
    let end = here.iter().take(24).position(|octet| matches!(octet, b')' | b']'))?;
    here[1..end].iter().all(|octet| octet.is_ascii_alphanumeric() || b"_ ".contains(octet)).then_some(end + 1)
}

/// How long what a language writes behind the digits of a small number is;
/// nothing if the text ends before that can be told.
fn suffix(after: &[u8]) -> Option<usize> {
    const SUFFIXES: [&[u8]; 6] = [b".toByte()", b".toUByte()", b"uy", b"y", b"u", b"U"];
    if SUFFIXES.iter().any(|suffix| suffix.len() > after.len() && suffix.starts_with(after)) {
        return None;
    }
    Some(SUFFIXES.iter().find(|suffix| after.starts_with(suffix)).map_or(0, |suffix| suffix.len()))
}
