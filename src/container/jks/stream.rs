//! What Java's `DataOutputStream` writes, read with bounds: big-endian numbers
//! and modified UTF-8. Shared by the Java keystores; knows none of them.

use crate::asn1;
use crate::certificate;
use crate::container::{Extraction, Problem};
use crate::failure::FailureKind;

/// More octets of an alias are not kept: a store that repeats an alias of
/// 64 KiB for every certificate of a chain would grow a thousandfold.
const MAX_ALIAS: usize = 512;

/// More problems of one store are counted, not listed.
const MAX_PROBLEMS: usize = 64;

/// More entries are not read: a hostile one takes 22 octets.
const MAX_ENTRIES: u32 = 100_000;

/// A position in a store.
#[derive(Clone, Copy, Debug)]
pub(in crate::container) struct Stream<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// The certificate's encoding in a store, taken apart.
#[derive(Clone, Copy, Debug)]
pub(in crate::container) enum Encoded<'a> {
    /// An X.509 certificate with a readable outline.
    Certificate(&'a [u8]),
    /// Said to be X.509, yet no certificate.
    Damaged {
        /// Whether its own length fits the one before it, which is then right.
        fits: bool,
    },
    /// Of another type, which is named.
    Foreign(&'a [u8]),
}

impl<'a> Stream<'a> {
    /// At `at` octets into `bytes`.
    pub(in crate::container) fn new(bytes: &'a [u8], at: usize) -> Stream<'a> {
        Stream { bytes, at }
    }

    /// Octets from the start of the store.
    pub(in crate::container) fn at(&self) -> usize {
        self.at
    }

    /// What has not been read.
    pub(in crate::container) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// The next `count` octets; nothing is consumed when there are fewer.
    pub(in crate::container) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(count)?;
        let taken = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    /// `readByte`.
    pub(in crate::container) fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// `readUnsignedShort`.
    pub(in crate::container) fn short(&mut self) -> Option<u16> {
        Some(u16::from_be_bytes(self.take(2)?.try_into().ok()?))
    }

    /// `readInt`, taken as unsigned: our formats hold no negative number.
    pub(in crate::container) fn int(&mut self) -> Option<u32> {
        Some(u32::from_be_bytes(self.take(4)?.try_into().ok()?))
    }

    /// `readLong`, taken as unsigned.
    pub(in crate::container) fn long(&mut self) -> Option<u64> {
        Some(u64::from_be_bytes(self.take(8)?.try_into().ok()?))
    }

    /// `readUTF`, not decoded.
    pub(in crate::container) fn utf(&mut self) -> Option<&'a [u8]> {
        let length = self.short()?;
        self.take(usize::from(length))
    }

    /// An `int` and as many octets.
    pub(in crate::container) fn block(&mut self) -> Option<&'a [u8]> {
        let length = self.int()?;
        self.take(usize::try_from(length).ok()?)
    }

    /// A certificate: its type (absent where `typed` is false) and a block.
    /// `None` where it is cut short or the type is no text.
    pub(in crate::container) fn certificate(&mut self, typed: bool) -> Option<Encoded<'a>> {
        let kind = if typed { self.utf()? } else { X509 };
        if kind.is_empty() || kind.iter().any(u8::is_ascii_control) {
            return None;
        }
        let block = self.block()?;
        if !matches!(kind, b"X.509" | b"X509" | b"x.509" | b"x509") {
            return Some(Encoded::Foreign(kind));
        }
        let damaged = Encoded::Damaged { fits: is_one_element(block) };
        Some(certificate::outline(block).map_or(damaged, |_| Encoded::Certificate(block)))
    }

    /// Whether what comes next looks like an X.509 certificate as
    /// [`Stream::certificate`] reads it. Costs nothing that grows.
    pub(in crate::container) fn looks_like_certificate(mut self, typed: bool) -> bool {
        let kind = if typed { self.utf() } else { Some(X509) };
        kind == Some(X509) && self.looks_like_der_block()
    }

    /// Whether a block of DER that begins with a SEQUENCE comes next.
    pub(in crate::container) fn looks_like_der_block(mut self) -> bool {
        self.block().is_some_and(|block| block.first() == Some(&0x30))
    }

    /// Reads an alias and the date after it, and holds both to what a writer
    /// would have written. Used only to find the way back after damage. Stops
    /// at the first control character, so that tries at every octet of a store
    /// together cost no more than the store is long.
    pub(in crate::container) fn plausible_alias_and_date(&mut self) -> Option<()> {
        let alias = self.utf()?;
        let milliseconds = self.long()?;
        let decoded = (MIN_DATE..MAX_DATE).contains(&milliseconds) && !alias.iter().any(|byte| *byte < 0x20);
        (decoded && modified_utf8(alias).is_some()).then_some(())
    }
}

/// Whether the outermost DER header of the block gives just its length.
pub(in crate::container) fn is_one_element(block: &[u8]) -> bool {
    let end = asn1::header(block).and_then(|header| header.size.checked_add(header.length?));
    end == Some(block.len())
}

/// Whether something stands behind the end of a store that is no padding.
pub(in crate::container) fn is_more_than_padding(bytes: &[u8]) -> bool {
    bytes.iter().any(|byte| !matches!(byte, 0 | b'\t' | b'\n' | b'\r' | b' ' | 0x1a | 0xff))
}

/// The only type of certificate that Java's stores are written with.
const X509: &[u8] = b"X.509";

/// 1990 and 2200, in milliseconds since 1970.
const MIN_DATE: u64 = 631_152_000_000;
const MAX_DATE: u64 = 7_258_118_400_000;

/// An alias for people: decoded leniently, and cut when it is absurdly long.
pub(in crate::container) fn alias(bytes: &[u8]) -> String {
    let mut text = modified_utf8(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned());
    if text.len() > MAX_ALIAS {
        text.truncate(text.floor_char_boundary(MAX_ALIAS));
        text.push('…');
    }
    text
}

/// Decodes `DataInput.readUTF`: UTF-8 of UTF-16 units, and NUL as C0 80.
/// Lone surrogates become U+FFFD; `None` where it is not well formed.
fn modified_utf8(bytes: &[u8]) -> Option<String> {
    let mut units = Vec::new();
    let mut rest = bytes;
    loop {
        rest = match rest {
            [] => return Some(String::from_utf16_lossy(&units)),
            [one @ 0x01..0x80, rest @ ..] => {
                units.push(u16::from(*one));
                rest
            }
            [one @ 0xc0..0xe0, two @ 0x80..0xc0, rest @ ..] => {
                units.push(u16::from(one & 0x1f) << 6 | u16::from(two & 0x3f));
                rest
            }
            [one @ 0xe0..0xf0, two @ 0x80..0xc0, three @ 0x80..0xc0, rest @ ..] => {
                units.push(u16::from(one & 0x0f) << 12 | u16::from(two & 0x3f) << 6 | u16::from(three & 0x3f));
                rest
            }
            _ => return None,
        };
    }
}

/// Collects an extraction and keeps the number of its problems small.
#[derive(Default)]
pub(in crate::container) struct Collector {
    /// What was read.
    pub(in crate::container) extraction: Extraction,
    unlisted: usize,
}

impl Collector {
    /// Whether nothing has gone wrong so far.
    pub(in crate::container) fn is_clean(&self) -> bool {
        self.extraction.problems.is_empty()
    }

    /// Whether entry `number` is past the bound, which is then told.
    pub(in crate::container) fn is_over(&mut self, number: u32) -> bool {
        if number > MAX_ENTRIES {
            let detail = format!("more than {MAX_ENTRIES} entries: the rest was not read");
            self.extraction.problem(FailureKind::LimitExceeded, detail);
        }
        number > MAX_ENTRIES
    }

    /// Adds a problem, or counts it when there are many.
    pub(in crate::container) fn problem(&mut self, kind: FailureKind, detail: String) {
        if self.extraction.problems.len() < MAX_PROBLEMS {
            self.extraction.problems.push(Problem { kind, detail });
        } else {
            self.unlisted += 1;
        }
    }

    /// The extraction, with a word about what was only counted.
    pub(in crate::container) fn finish(mut self) -> Extraction {
        if self.unlisted > 0 {
            self.extraction.problem(FailureKind::Corrupt, format!("{} more problems of this kind", self.unlisted));
        }
        self.extraction
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modified_utf8_differs_from_utf8_in_nul_and_in_surrogates() {
        assert_eq!(alias("æøå".as_bytes()), "æøå");
        assert_eq!(alias(&[0xc0, 0x80]), "\0");
        assert_eq!(alias(&[0xed, 0xa0, 0xbd, 0xed, 0xb4, 0x91]), "🔑");
        assert_eq!(modified_utf8(&[0x00]), None);
        assert_eq!(modified_utf8(&[0xe3, 0x81]), None);
        assert_eq!(alias(&[b'a', 0xff]), "a\u{fffd}");
    }

    #[test]
    fn a_long_alias_is_cut_between_characters() {
        let text = alias("ø".repeat(1000).as_bytes());
        assert_eq!(text.chars().count(), MAX_ALIAS / 2 + 1);
    }

    #[test]
    fn a_block_longer_than_the_store_takes_nothing() {
        let mut stream = Stream::new(&[0xff, 0xff, 0xff, 0xff, 1, 2], 0);
        assert_eq!(stream.block(), None);
        assert_eq!(stream.rest(), [1, 2]);
    }

    #[test]
    fn problems_are_listed_up_to_a_bound() {
        let mut collector = Collector::default();
        for _ in 0..1000 {
            collector.problem(FailureKind::Corrupt, String::new());
        }
        let problems = collector.finish().problems;
        assert_eq!(problems.len(), MAX_PROBLEMS + 1);
        assert_eq!(problems[MAX_PROBLEMS].detail, "936 more problems of this kind");
    }
}
