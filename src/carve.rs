//! Carving: one pass over bytes that finds certificates, stores and keys in
//! PEM and its variants, in bare base64, in base64 of PEM, in UTF-16 text,
//! as octets written out in text (hexadecimal, arrays, escapes) and as DER at
//! any offset. Knows no file and no catalogue.
//!
//! Behaviour:
//! 1. One packed search finds the marks that such objects bear.
//! 2. An object is told by its shape and taken by its declared length.
//! 3. What cannot be finished in a window is carried into the next one from
//!    its own beginning, so that no border can hide it.
//! 4. A damaged PEM block, or a cut object, is told as broken and hides
//!    nothing beside it.

mod armour;
pub mod base64;
mod binary;
mod literal;
mod octets;
mod row;
mod ruled;
pub mod shape;
mod symbol;
mod text;
mod window;
mod written;

use aho_corasick::packed::{self, Searcher};
use shape::Shape;
use std::sync::LazyLock;
use window::{AHEAD, Past};
pub use window::{Progress, Window};

/// Something that was carved.
#[derive(Debug)]
pub struct Carved<'c> {
    /// Where its text or its first octet begins in the window.
    pub offset: usize,
    /// What it is.
    pub content: Content<'c>,
}

/// The things that are carved.
#[derive(Debug)]
pub enum Content<'c> {
    /// An ASN.1 object.
    Object {
        /// Its shape.
        shape: Shape,
        /// How it was clothed.
        clothing: Clothing,
        /// Its octets.
        bytes: &'c [u8],
    },
    /// The text of a PEM block that is labelled as an unencrypted private key.
    KeyBlock(&'c [u8]),
    /// Text out of base64 or UTF-16 that must be carved again, or what gzip made of some.
    Nested {
        /// What was opened.
        encoding: Encoding,
        /// The text, as far as it is here.
        text: Window<'c>,
    },
    /// The end record of an archive (ZIP): the content may be one behind
    /// something else.
    EndRecord,
    /// A certificate or store that cannot be read.
    Broken {
        /// Why, in English.
        detail: &'static str,
        /// As many octets of it as could be had.
        bytes: &'c [u8],
        /// Whether it stands between PEM lines.
        armoured: bool,
    },
}

/// How an object stood in the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clothing {
    /// Between PEM lines (RFC 7468).
    Pem,
    /// As bare base64.
    Base64,
    /// As numbers in an array or escapes in a literal.
    Bytes,
    /// As it is.
    Der,
    /// As hexadecimal digits.
    Hex,
}

/// What hid a nested text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Base64 of text.
    Base64,
    /// UTF-16 of either order.
    Utf16,
}

/// What a mark leads to.
enum Step {
    /// The search goes on at this offset.
    Next(usize),
    /// The object that begins at `start` does not end in this window; its mark is at `mark`.
    More { start: usize, mark: usize },
}

/// Receives what was carved.
pub type Sink<'s> = dyn FnMut(Carved<'_>) + 's;

/// The largest run of text that is opened at once, in octets.
pub const MAX_TEXT: usize = 8 << 20;

/// What a mark leads to.
#[derive(Clone, Copy)]
enum Mark {
    Armour,
    Base64,
    Base64OfText(usize),
    Base64Utf16,
    Certificate,
    CertificateWithoutVersion,
    ContentType,
    Digits,
    DigitsApart,
    EscapeOrNumber,
    Gzip,
    JavaStore,
    Number(usize),
    Octal,
    Pkcs12,
    Utf16,
    WrittenUtf16,
    ZipEnd,
}

/// What each mark is and what it leads to. The base64 marks of PKCS #7 content
/// types catch what `MII` cannot: indefinite lengths and 16 KiB and more. Of
/// octets that are written out the second is the mark (`82`): the first is in
/// every text.
///
/// The order is for speed alone: a mark's place, modulo eight, is its bucket in
/// the packed search, and marks of one bucket are cheap when their first three
/// octets are alike. More than 32 marks take a slower search.
const MARKS: [(&[u8], Mark); 32] = [
    (b"SDRzSU", Mark::Base64OfText(0)),
    (b",82", Mark::DigitsApart),
    (shape::CERTIFICATE_MARK, Mark::Certificate),
    (b"PK\x05\x06", Mark::ZipEnd),
    (b"H4sI", Mark::Gzip),
    (b"MII", Mark::Base64),
    (b"LS0tLS1CRUdJTi", Mark::Base64OfText(0)),
    (b"L\0S\x000\0t\0L\0S", Mark::Utf16),
    (b"YJKoZIhvcNAQc", Mark::ContentType),
    (b"3082", Mark::Digits),
    (b"0tLS0tQkVHSU4", Mark::Base64OfText(2)),
    (b" 82", Mark::DigitsApart),
    (b"NSUl", Mark::Base64OfText(3)),
    (b"-BEGIN ", Mark::Armour),
    (b"130", Mark::Number(0)),
    (b"1JSU", Mark::Base64OfText(2)),
    (b"-126", Mark::Number(0)),
    (b":82", Mark::DigitsApart),
    (shape::RSA_MARK, Mark::CertificateWithoutVersion),
    (b"tLS0tLUJFR0lO", Mark::Base64OfText(3)),
    (b"CSqGSIb3DQEHA", Mark::ContentType),
    (b"8\x002\0", Mark::WrittenUtf16),
    (b"\\202", Mark::Octal),
    (b"1\x003\x000\0", Mark::WrittenUtf16),
    (b"-82", Mark::DigitsApart),
    (b"TUlJ", Mark::Base64OfText(0)),
    (b"7QAAAA", Mark::JavaStore),
    (b"x82", Mark::EscapeOrNumber),
    (shape::PKCS12_MARK, Mark::Pkcs12),
    (b"M\0I\0", Mark::Base64Utf16),
    (b"zs7OzgAAAA", Mark::JavaStore),
    (b"BgkqhkiG9w0BBw", Mark::ContentType),
];

/// One octet less than the longest mark.
const OVERLAP: usize = 13;

static SEARCHER: LazyLock<Option<Searcher>> =
    LazyLock::new(|| packed::Config::new().builder().extend(MARKS.iter().map(|(mark, _)| mark)).build());

static FALLBACK: LazyLock<Option<aho_corasick::AhoCorasick>> =
    LazyLock::new(|| aho_corasick::AhoCorasick::new(MARKS.iter().map(|(mark, _)| mark)).ok());

/// Carves one window; see [`Window`] and [`Progress`].
pub fn carve(window: Window<'_>, sink: &mut Sink<'_>) -> Progress {
    let Stop { start, past } = search(window, sink);
    let end = window.bytes.len();
    debug_assert!(start <= past.at && past.at <= end && past.floor <= end, "{start} and {past:?} in a window of {end}");
    if window.last { Progress::ended(end) } else { Progress::new(start, past) }
}

/// Where a search stopped.
struct Stop {
    /// Where the first unfinished object may begin.
    start: usize,
    /// What is known by then.
    past: Past,
}

/// Carves one window.
fn search(window: Window<'_>, sink: &mut Sink<'_>) -> Stop {
    let Window { bytes, last, past } = window;
    let mut search = Search { bytes, last, past, vain: 0, sink };
    // A longer mark may be cut off by the window's end before a shorter one in it.
    let cut = if last { bytes.len() } else { bytes.len().saturating_sub(OVERLAP).max(past.at) };
    while let Some((mark, found)) = find(bytes, search.past.at) {
        if search.is_near_end(found) {
            search.past.at = found.min(cut).max(search.past.at);
            return Stop { start: search.past.at, past: search.past };
        }
        match search.step(mark, found) {
            Step::Next(next) => search.past.at = next.max(found + 1),
            Step::More { start, mark } => return Stop { start, past: Past { at: mark, ..search.past } },
        }
    }
    search.past.at = search.past.at.max(cut).min(bytes.len());
    Stop { start: search.past.at, past: search.past }
}

/// A search through one window.
struct Search<'w, 's, 'f> {
    bytes: &'w [u8],
    last: bool,
    past: Past,
    /// How many written octets were decoded for nothing.
    vain: usize,
    sink: &'s mut Sink<'f>,
}

impl Search<'_, '_, '_> {
    fn tell(&mut self, offset: usize, content: Content<'_>) {
        (self.sink)(Carved { offset, content });
    }

    /// Whether what was read up to `at` could come out otherwise if more of the
    /// content were here.
    fn is_near_end(&self, at: usize) -> bool {
        !self.last && self.bytes.len() < at.saturating_add(AHEAD)
    }

    /// Follows a mark.
    fn step(&mut self, mark: Mark, found: usize) -> Step {
        match mark {
            Mark::Armour => armour::line(self, found),
            Mark::Certificate => binary::certificate(self, found),
            Mark::Pkcs12 => binary::pkcs12(self, found),
            Mark::Base64 => text::object(self, found),
            Mark::ContentType => text::content_type(self, found),
            Mark::Base64OfText(lead) => text::base64_of_text(self, found, lead),
            Mark::Base64Utf16 => text::base64_utf16(self, found),
            Mark::CertificateWithoutVersion => binary::certificate_without_version(self, found),
            Mark::Digits => written::digits(self, found),
            Mark::DigitsApart => written::digits_apart(self, found),
            Mark::EscapeOrNumber => written::escape_or_number(self, found),
            Mark::Gzip => text::gzip(self, found),
            Mark::JavaStore => text::java_store(self, found),
            Mark::Number(lead) => written::number(self, found, lead),
            Mark::Octal => written::octal(self, found),
            Mark::WrittenUtf16 => written::utf16(self, found),
            Mark::Utf16 => text::utf16(self, found),
            Mark::ZipEnd => {
                self.tell(found, Content::EndRecord);
                Step::Next(found + 4)
            }
        }
    }
}

/// The next mark at or after `at`.
fn find(bytes: &[u8], at: usize) -> Option<(Mark, usize)> {
    if at >= bytes.len() {
        return None;
    }
    let span = aho_corasick::Span { start: at, end: bytes.len() };
    let found = match (&*SEARCHER, &*FALLBACK) {
        (Some(searcher), _) => searcher.find_in(bytes, span)?,
        (None, Some(automaton)) => automaton.find(aho_corasick::Input::new(bytes).span(span))?,
        (None, None) => return None,
    };
    Some((MARKS[found.pattern().as_usize()].1, found.start()))
}
