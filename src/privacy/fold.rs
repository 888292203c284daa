//! A text as it is searched: small letters, Danish ones written out, escapes
//! read; and the way back to the octets it came from.
//!
//! *Behaviour*
//!
//! 1. `æ ø å ä ö ü` become `ae oe aa ae oe ue`, whole or with a combining mark;
//!    accents go. What is not UTF-8 is read as Latin-1, or as code page 850
//!    where Latin-1 has no letters.
//! 2. `%C3%B8` is what it stands for; so are `\xf8`, `\u00f8` and `\u{f8}`
//!    where asked for, since `\x` may as well begin a folder of Windows.
//! 3. Invisible characters are passed over: they hide no name.
//!    `=C3=B8` of mail and `&oslash;` and `&#248;` of pages are read always.
//! 4. UTF-8 that was read as Latin-1 or Windows-1252 is what it was: `Ã¸`.
//! 5. Dashes beyond ASCII are hyphens, full-width digits are digits.
//! 6. What is neither letter nor digit beyond ASCII is a border.

use std::borrow::Cow;
use std::ops::Range;

/// Stands for borders beyond ASCII.
const BORDER: u8 = 0x1f;

/// The folded text.
#[derive(Default)]
pub(super) struct Folded {
    /// Its octets.
    pub(super) octets: Vec<u8>,
    /// Which of them were capital letters.
    pub(super) capital: Vec<bool>,
    /// Where each began and ended; empty where nothing moved.
    from: Vec<(usize, usize)>,
}

impl Folded {
    /// Folds; reads escapes with backslashes if `escapes`.
    pub(super) fn new(source: &[u8], escapes: bool) -> Folded {
        let is_coded = has_escapes(source) || (escapes && memchr::memchr(b'\\', source).is_some());
        if source.is_ascii() && !is_coded {
            let octets = source.to_ascii_lowercase();
            return Folded { octets, capital: source.iter().map(u8::is_ascii_uppercase).collect(), from: Vec::new() };
        }
        let (octets, from) = if is_coded { unescaped(source, escapes) } else { (Cow::Borrowed(source), Vec::new()) };
        let room = octets.len();
        let mut folded = Folded {
            octets: Vec::with_capacity(room),
            capital: Vec::with_capacity(room),
            from: Vec::with_capacity(room),
        };
        let mut at = 0;
        for chunk in octets.utf8_chunks() {
            let mut chars = chunk.valid().chars().peekable();
            while let Some(char) = chars.next() {
                let wrong = chars.peek().and_then(|next| misread(char, *next).map(|right| (right, next.len_utf8())));
                let (char, length) = match wrong {
                    Some((right, more)) => {
                        chars.next();
                        (right, char.len_utf8() + more)
                    }
                    None => (char, char.len_utf8()),
                };
                folded.push(char, span(&from, at, length));
                at += length;
            }
            for octet in chunk.invalid() {
                folded.push(lone(*octet), span(&from, at, 1));
                at += 1;
            }
        }
        folded
    }

    /// Where a stretch of it stands in the source.
    pub(super) fn source(&self, range: &Range<usize>) -> Range<usize> {
        if self.from.is_empty() {
            return range.clone();
        }
        let start = self.from.get(range.start).map_or(0, |(start, _)| *start);
        let end = range.end.checked_sub(1).and_then(|last| self.from.get(last)).map_or(start, |(_, end)| *end);
        start..end
    }

    fn push(&mut self, char: char, (start, end): (usize, usize)) {
        if char.is_ascii() {
            self.octets.push(char.to_ascii_lowercase() as u8);
            self.capital.push(char.is_ascii_uppercase());
            self.from.push((start, end));
            return;
        }
        let capital = char.is_uppercase();
        let mut add = |octets: &[u8]| {
            for octet in octets {
                self.octets.push(*octet);
                self.capital.push(capital);
                self.from.push((start, end));
            }
        };
        if let Some(letters) = letters(char) {
            return add(letters.as_bytes());
        }
        match char {
            '\u{300}'..='\u{36f}' => self.mark(char, end),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => {}
            '\u{2010}'..='\u{2015}' | '\u{2212}' => add(b"-"),
            '\u{ff10}'..='\u{ff19}' => add(&[u8::try_from(u32::from(char) - 0xff10 + 0x30).unwrap_or(BORDER)]),
            '\u{fffd}' => add("\u{fffd}".as_bytes()),
            _ if char.is_alphanumeric() => {
                for small in char.to_lowercase() {
                    add(small.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
            _ if char.is_whitespace() => add(b" "),
            _ => add(&[BORDER]),
        }
    }

    /// A combining mark belongs to the letter before it.
    fn mark(&mut self, char: char, end: usize) {
        if let Some((_, last)) = self.from.last_mut() {
            *last = end;
        }
        let more = match (char, self.octets.last()) {
            ('\u{30a}', Some(b'a')) => b'a',
            ('\u{308}', Some(b'a' | b'o' | b'u')) => b'e',
            _ => return,
        };
        let (capital, from) = (self.capital.last().copied(), self.from.last().copied());
        self.octets.push(more);
        self.capital.push(capital.unwrap_or_default());
        self.from.push(from.unwrap_or_default());
    }
}

/// Whether a folded octet is of a letter.
pub(super) fn is_letter(octet: u8) -> bool {
    octet.is_ascii_alphabetic() || octet >= 0x80
}

/// Whether it is of a letter or a digit.
pub(super) fn is_word(octet: u8) -> bool {
    is_letter(octet) || octet.is_ascii_digit()
}

/// Where a character stood; nothing moved if `from` is empty.
fn span(from: &[(usize, usize)], at: usize, length: usize) -> (usize, usize) {
    if from.is_empty() {
        return (at, at + length);
    }
    let start = from.get(at).map_or(0, |(start, _)| *start);
    (start, from.get(at + length - 1).map_or(start, |(_, end)| *end))
}

/// An octet that is no UTF-8.
fn lone(octet: u8) -> char {
    match octet {
        0x86 => 'å',
        0x8f => 'Å',
        0x91 => 'æ',
        0x92 => 'Æ',
        0x9b => 'ø',
        0x9d => 'Ø',
        _ => char::from(octet),
    }
}

fn letters(char: char) -> Option<&'static str> {
    Some(match char {
        'æ' | 'Æ' | 'ä' | 'Ä' => "ae",
        'ø' | 'Ø' | 'ö' | 'Ö' => "oe",
        'å' | 'Å' => "aa",
        'ü' | 'Ü' => "ue",
        'ß' => "ss",
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => "e",
        'á' | 'à' | 'â' | 'ã' | 'Á' | 'À' | 'Â' | 'Ã' => "a",
        'í' | 'ì' | 'î' | 'ï' | 'Í' | 'Ì' | 'Î' | 'Ï' => "i",
        'ó' | 'ò' | 'ô' | 'õ' | 'Ó' | 'Ò' | 'Ô' | 'Õ' => "o",
        'ú' | 'ù' | 'û' | 'Ú' | 'Ù' | 'Û' => "u",
        'ç' | 'Ç' => "c",
        'ñ' | 'Ñ' => "n",
        'ý' | 'ÿ' | 'Ý' => "y",
        'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        _ => return None,
    })
}

/// Whether it may have escapes that are read always.
fn has_escapes(source: &[u8]) -> bool {
    memchr::memchr3(b'%', b'&', b'=', source)
        .is_some_and(|at| source[at..].iter().any(|octet| matches!(octet, b'%' | b'&')) || has_quoted(&source[at..]))
}

/// Whether it has a letter as mail quotes it.
fn has_quoted(source: &[u8]) -> bool {
    memchr::memchr_iter(b'=', source).any(|at| quoted(&source[at..]).is_some())
}

/// `=C3=B8`: its character and length. Less than that may be a setting.
fn quoted(rest: &[u8]) -> Option<(u32, usize)> {
    let second = hex(rest, 4, 2).filter(|_| rest.get(3) == Some(&b'='))?;
    let is_letter = hex(rest, 1, 2) == Some(0xc3) && (0x80..=0xbf).contains(&second);
    is_letter.then_some((second + 0x40, 6))
}

/// `&oslash;`, `&#248;` or `&#xf8;`: its character and length.
fn entity(rest: &[u8]) -> Option<(u32, usize)> {
    const LONGEST: usize = 10;
    const NAMED: [(&[u8], char); 18] = [
        (b"aelig", 'æ'),
        (b"AElig", 'Æ'),
        (b"oslash", 'ø'),
        (b"Oslash", 'Ø'),
        (b"aring", 'å'),
        (b"Aring", 'Å'),
        (b"auml", 'ä'),
        (b"Auml", 'Ä'),
        (b"ouml", 'ö'),
        (b"Ouml", 'Ö'),
        (b"uuml", 'ü'),
        (b"Uuml", 'Ü'),
        (b"eacute", 'é'),
        (b"Eacute", 'É'),
        (b"aacute", 'á'),
        (b"egrave", 'è'),
        (b"eth", 'ð'),
        (b"thorn", 'þ'),
    ];
    let end = rest.iter().take(LONGEST).position(|octet| *octet == b';')?;
    let name = rest.get(1..end)?;
    let value = match name {
        [b'#', b'x' | b'X', ..] => hex(rest, 3, end - 3),
        [b'#', digits @ ..] => std::str::from_utf8(digits).ok()?.parse().ok(),
        _ => NAMED.iter().find(|(known, _)| *known == name).map(|(_, char)| u32::from(*char)),
    };
    Some((value.filter(|value| *value > 0x1f)?, end + 1))
}

/// The letter whose octets in UTF-8 were read as two of Latin-1 or Windows-1252.
fn misread(first: char, second: char) -> Option<char> {
    let second = match second {
        _ if first != 'Ã' => return None,
        '\u{80}'..='\u{bf}' => u32::from(second),
        '…' => 0x85,
        '†' => 0x86,
        '„' => 0x84,
        '‰' => 0x89,
        '–' => 0x96,
        '˜' => 0x98,
        'œ' => 0x9c,
        _ => return None,
    };
    char::from_u32(second + 0x40)
}

/// The octets with escapes read, and where each stood.
fn unescaped(source: &[u8], escapes: bool) -> (Cow<'_, [u8]>, Vec<(usize, usize)>) {
    let (mut octets, mut from) = (Vec::with_capacity(source.len()), Vec::with_capacity(source.len()));
    let mut at = 0;
    while let Some(octet) = source.get(at) {
        let rest = &source[at..];
        let read = match octet {
            b'%' => hex(rest, 1, 2).map(|value| (value, 3)).filter(|(value, _)| *value > 0x1f),
            b'&' => entity(rest),
            b'=' => quoted(rest),
            b'\\' if escapes => escaped(rest),
            _ => None,
        };
        let mut add = |octets_of: &[u8], length: usize| {
            for octet in octets_of {
                octets.push(*octet);
                from.push((at, at + length));
            }
        };
        let length = match read {
            Some((value, length)) if *octet == b'%' || (*octet == b'\\' && rest.get(1) == Some(&b'x')) => {
                add(&[u8::try_from(value).unwrap_or(BORDER)], length);
                length
            }
            Some((value, length)) => {
                let char = char::from_u32(value).unwrap_or('\u{fffd}');
                add(char.encode_utf8(&mut [0; 4]).as_bytes(), length);
                length
            }
            None => {
                add(&[*octet], 1);
                1
            }
        };
        at += length;
    }
    (Cow::Owned(octets), from)
}

/// `\xf8`, `\u00f8` or `\u{f8}`: its value and length.
fn escaped(rest: &[u8]) -> Option<(u32, usize)> {
    match rest.get(1)? {
        b'x' => hex(rest, 2, 2).map(|value| (value, 4)),
        b'u' if rest.get(2) == Some(&b'{') => {
            let digits = rest[3..].iter().take(6).take_while(|octet| octet.is_ascii_hexdigit()).count();
            let closed = rest.get(3 + digits) == Some(&b'}');
            if closed { hex(rest, 3, digits).map(|value| (value, 4 + digits)) } else { None }
        }
        b'u' => hex(rest, 2, 4).map(|value| (value, 6)),
        _ => None,
    }
}

fn hex(rest: &[u8], at: usize, length: usize) -> Option<u32> {
    let digits = rest.get(at..at + length).filter(|digits| !digits.is_empty())?;
    digits.iter().try_fold(0, |value, digit| Some(value * 16 + char::from(*digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(source: &[u8]) -> String {
        String::from_utf8_lossy(&Folded::new(source, true).octets).into_owned()
    }

    #[test]
    fn one_name_has_many_spellings() {
        for spelling in [
            "Sørensen".as_bytes(),
            b"Soerensen",
            b"S\xf8rensen",
            b"S\x9brensen",
            b"S%C3%B8rensen",
            b"S%f8rensen",
            b"S\\u00f8rensen",
            b"S\\u{f8}rensen",
            b"S\\xf8rensen",
            "S\u{200b}\u{f8}\u{202e}rensen".as_bytes(),
            b"SOERENSEN",
            "S\u{c3}\u{b8}rensen".as_bytes(),
            "S\u{c3}\u{2dc}rensen".as_bytes(),
            b"S=C3=B8rensen",
            b"S&oslash;rensen",
            b"S&#248;rensen",
            b"S&#xF8;rensen",
        ] {
            assert_eq!(folded(spelling), "soerensen", "{spelling:?}");
        }
        assert_eq!(folded("A\u{30a}se A\u{30a}\u{301}".as_bytes()), "aase aa");
        assert_eq!(folded("»Åse«\u{a0}x".as_bytes()), "\u{1f}aase\u{1f} x");
    }

    #[test]
    fn the_way_back_takes_marks_and_escapes_along() {
        for (source, wanted) in [("x Re\u{301}ne y", "Re\u{301}ne"), ("x%20Ren%C3%A9/y", "Ren%C3%A9")] {
            let folded = Folded::new(source.as_bytes(), false);
            let at = folded.octets.windows(3).position(|three| three == b"ren").unwrap();
            let range = folded.source(&(at..at + 4));
            assert_eq!(&source[range], wanted);
        }
    }

    #[test]
    fn broken_escapes_are_text() {
        for text in [
            "=c3",
            "=c3=",
            "=be=a5",
            "&",
            "&;",
            "&x;",
            "&#;",
            "&#x;",
            "&#x110000000;",
            "&aring",
            "%",
            "%g",
            "100%",
            "\\u",
            "\\u{",
            "\\u{110000000}",
            "\\x4",
            "a\\",
        ] {
            assert_eq!(folded(text.as_bytes()), text);
        }
    }
}
