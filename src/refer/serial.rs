//! Serial numbers: hexadecimal or decimal, whole, and only where the
//! surroundings say that a serial number is meant: eight digits are soon met.

use super::hit::Finder;
use super::numbered::Numbered;
use data_encoding::HEXLOWER;
use std::ops::Range;

/// The serial numbers, and whose they are.
#[derive(Default)]
pub(super) struct Serials(Numbered<Vec<u8>>);

/// Shorter ones name nothing.
const SHORTEST: usize = 3;

/// How far around it is looked for what it is.
const AROUND: usize = 200;

/// Words that say so.
const WORDS: [&[u8]; 4] = [b"serial", b"serienummer", b"serienr", b"l\xc3\xb8benummer"];

impl Serials {
    pub(super) fn add(&mut self, flag: usize, serial: &[u8]) {
        if serial.len() >= SHORTEST {
            self.0.add(serial.to_vec(), flag);
        }
    }

    pub(super) fn of(&self, number: usize) -> &[usize] {
        self.0.of(number)
    }

    /// In hexadecimal, with and without separators, and in decimal.
    pub(super) fn patterns(&self) -> impl Iterator<Item = (Vec<u8>, usize)> {
        let spelled = |(octets, number): (&Vec<u8>, usize)| {
            let digits = HEXLOWER.encode(octets);
            let pairs: Vec<String> = octets.iter().map(|octet| format!("{octet:02x}")).collect();
            let bare = digits.trim_start_matches('0').to_owned();
            let all = [bare, pairs.join(":"), pairs.join(" "), pairs.join("-"), decimal(octets)];
            all.into_iter().map(move |text| (text.into_bytes(), number))
        };
        self.0.iter().flat_map(spelled)
    }

    /// The whole number at this place, if it is one.
    pub(super) fn at(&self, finder: &Finder<'_>, number: usize, range: Range<usize>) -> Option<Range<usize>> {
        self.0.of(number).first()?;
        let mut start = range.start;
        // Leading zeros, `0x` and `00:` say nothing.
        while matches!(finder.before(start), Some(b'0' | b'x' | b'X')) || is_zero_pair(finder, start) {
            start -= if is_zero_pair(finder, start) { 3 } else { 1 };
        }
        let joins = |octet: Option<u8>| octet.is_some_and(|octet| octet.is_ascii_alphanumeric());
        let separator = |octet: Option<u8>| matches!(octet, Some(b':' | b'-' | b'.'));
        let hexadecimal = |octet: Option<u8>| octet.is_some_and(|octet| octet.is_ascii_hexdigit());
        let before = finder.before(start);
        let earlier = start.checked_sub(1).and_then(|at| finder.before(at));
        let longer = joins(before)
            || joins(finder.after(range.end))
            || (separator(before) && hexadecimal(earlier) && follows_pair(finder, start))
            || (separator(finder.after(range.end)) && hexadecimal(finder.after(range.end + 1)));
        (!longer && is_told_to_be_one(finder, &(start..range.end))).then_some(start..range.end)
    }
}

/// `00:` before it.
fn is_zero_pair(finder: &Finder<'_>, start: usize) -> bool {
    matches!(finder.get(&(start.saturating_sub(3)..start)), b"00:" | b"00-" | b"00 ")
}

/// Two digits and a separator before it: a longer number. `serial:` is none.
fn follows_pair(finder: &Finder<'_>, start: usize) -> bool {
    let before = finder.get(&(start.saturating_sub(4)..start));
    let [other @ .., high, low, _] = before else { return false };
    let bound = other.last().is_none_or(|octet| !octet.is_ascii_alphanumeric());
    (high.is_ascii_hexdigit() && low.is_ascii_hexdigit() && bound) || low.is_ascii_digit()
}

/// Whether the line, or the lines around it where .NET says what it looks
/// for, speak of a serial number.
fn is_told_to_be_one(finder: &Finder<'_>, range: &Range<usize>) -> bool {
    let before = finder.get(&finder.line_before(range.start, AROUND)).to_ascii_lowercase();
    let after = finder.get(&finder.line_after(range.end, AROUND)).to_ascii_lowercase();
    let says = |text: &[u8], word: &[u8]| memchr::memmem::find(text, word).is_some();
    let told = WORDS.iter().any(|word| says(&before, word) || says(&after, word));
    let around = range.start.saturating_sub(AROUND)..(range.end + AROUND).min(finder.text.len());
    told || says(finder.get(&around), b"FindBySerialNumber")
}

/// The number in decimal.
pub(crate) fn decimal(octets: &[u8]) -> String {
    let mut digits: Vec<u8> = vec![0];
    for octet in octets {
        let mut carry = u32::from(*octet);
        for digit in &mut digits {
            let value = u32::from(*digit) * 256 + carry;
            *digit = u8::try_from(value % 10).unwrap_or_default();
            carry = value / 10;
        }
        while carry > 0 {
            digits.push(u8::try_from(carry % 10).unwrap_or_default());
            carry /= 10;
        }
    }
    digits.iter().rev().map(|digit| char::from(b'0' + digit)).collect()
}
