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
mod written;

use aho_corasick::packed::{self, Searcher};
use shape::Shape;
use std::sync::LazyLock;

/// A stretch of content.
#[derive(Clone, Copy, Debug)]
pub struct Window<'w> {
    /// The bytes.
    pub bytes: &'w [u8],
    /// Where to go on, from the last [`Progress`]; 0 at first.
    pub resume: usize,
    /// What stands before was told, from the last [`Progress`]; 0 at first.
    pub floor: usize,
    /// Whether nothing comes after these bytes.
    pub last: bool,
}

/// What a window gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Everything before is done; the rest belongs at the front of the next window.
    pub keep: usize,
    /// Where the search goes on, in this window's terms; not before `keep`.
    pub resume: usize,
    /// The end of the last thing told, in this window's terms: no object
    /// begins before it. It may lie before `keep`.
    pub floor: usize,
}

impl<'w> Window<'w> {
    /// The whole of some content.
    pub fn whole(bytes: &'w [u8]) -> Window<'w> {
        Window { bytes, resume: 0, floor: 0, last: true }
    }
}

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
        /// The text.
        text: &'c [u8],
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

/// How much is kept before a mark, so that a label or a line's prefix is at
/// hand when the object is finished in the next window.
const CONTEXT: usize = 256;

/// The largest run of text that is opened at once, in octets.
pub const MAX_TEXT: usize = 8 << 20;

/// What a mark leads to.
#[derive(Clone, Copy)]
enum Mark {
    Armour,
    Base64,
    Base64OfText(usize),
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
    (b"zs7OzgAAAA", Mark::JavaStore),
    (b"L\0S\x000\0t\0L\0S", Mark::Utf16),
    (shape::CERTIFICATE_MARK, Mark::Certificate),
    (b"PK\x05\x06", Mark::ZipEnd),
    (b"TUlJ", Mark::Base64OfText(0)),
    (b"MII", Mark::Base64),
    (b"LS0tLS1CRUdJTi", Mark::Base64OfText(0)),
    (b"tLS0tLUJFR0lO", Mark::Base64OfText(3)),
    (b"-82", Mark::DigitsApart),
    (b"3082", Mark::Digits),
    (b"0tLS0tQkVHSU4", Mark::Base64OfText(2)),
    (b" 82", Mark::DigitsApart),
    (b"NSUl", Mark::Base64OfText(3)),
    (b"YJKoZIhvcNAQc", Mark::ContentType),
    (b"130", Mark::Number(0)),
    (b"1JSU", Mark::Base64OfText(2)),
    (b"-126", Mark::Number(0)),
    (b":82", Mark::DigitsApart),
    (shape::RSA_MARK, Mark::CertificateWithoutVersion),
    (b",82", Mark::DigitsApart),
    (b"CSqGSIb3DQEHA", Mark::ContentType),
    (b"BgkqhkiG9w0BBw", Mark::ContentType),
    (b"\\202", Mark::Octal),
    (b"1\x003\x000\0", Mark::WrittenUtf16),
    (b"-BEGIN ", Mark::Armour),
    (b"8\x002\0", Mark::WrittenUtf16),
    (b"7QAAAA", Mark::JavaStore),
    (b"x82", Mark::EscapeOrNumber),
    (shape::PKCS12_MARK, Mark::Pkcs12),
    (b"M\0I\0I", Mark::Utf16),
    (b"M\0I\0A\0C", Mark::Utf16),
    (b"H4sI", Mark::Gzip),
];

/// One octet less than the longest mark.
const OVERLAP: usize = 13;

static SEARCHER: LazyLock<Option<Searcher>> =
    LazyLock::new(|| packed::Config::new().builder().extend(MARKS.iter().map(|(mark, _)| mark)).build());

static FALLBACK: LazyLock<Option<aho_corasick::AhoCorasick>> =
    LazyLock::new(|| aho_corasick::AhoCorasick::new(MARKS.iter().map(|(mark, _)| mark)).ok());

/// Carves one window; see [`Window`] and [`Progress`].
pub fn carve(window: Window<'_>, sink: &mut Sink<'_>) -> Progress {
    let Stop { start, resume, floor } = search(window, sink);
    let keep = if window.last { window.bytes.len() } else { start.saturating_sub(CONTEXT) };
    Progress { keep, resume, floor }
}

/// Where a search stopped.
struct Stop {
    /// Where the first unfinished object may begin.
    start: usize,
    /// Where the search goes on.
    resume: usize,
    /// The end of the last thing told.
    floor: usize,
}

/// Carves one window.
fn search(window: Window<'_>, sink: &mut Sink<'_>) -> Stop {
    let bytes = window.bytes;
    let mut search = Search {
        bytes,
        last: window.last,
        at: window.resume,
        floor: window.floor,
        run_end: 0,
        written_end: 0,
        vain: 0,
        store_end: 0,
        sink,
    };
    while let Some((mark, found)) = find(bytes, search.at) {
        let step = match mark {
            Mark::Armour => armour::line(&mut search, found),
            Mark::Certificate => binary::certificate(&mut search, found),
            Mark::Pkcs12 => binary::pkcs12(&mut search, found),
            Mark::Base64 => text::object(&mut search, found),
            Mark::ContentType => text::content_type(&mut search, found),
            Mark::Base64OfText(lead) => text::base64_of_text(&mut search, found, lead),
            Mark::CertificateWithoutVersion => binary::certificate_without_version(&mut search, found),
            Mark::Digits => written::digits(&mut search, found),
            Mark::DigitsApart => written::digits_apart(&mut search, found),
            Mark::EscapeOrNumber => written::escape_or_number(&mut search, found),
            Mark::Gzip => text::gzip(&mut search, found),
            Mark::JavaStore => text::java_store(&mut search, found),
            Mark::Number(lead) => written::number(&mut search, found, lead),
            Mark::Octal => written::octal(&mut search, found),
            Mark::WrittenUtf16 => written::utf16(&mut search, found),
            Mark::Utf16 => text::utf16(&mut search, found),
            Mark::ZipEnd => {
                search.tell(found, Content::EndRecord);
                Step::Next(found + 4)
            }
        };
        match step {
            Step::Next(next) => search.at = next.max(found + 1),
            Step::More { start, mark } => return Stop { start, resume: mark, floor: search.floor },
        }
    }
    let end = bytes.len();
    let resume = if window.last { end } else { search.at.max(end.saturating_sub(OVERLAP)).min(end) };
    Stop { start: resume, resume, floor: search.floor }
}

/// A search through one window.
struct Search<'w, 's, 'f> {
    bytes: &'w [u8],
    last: bool,
    /// Where the next mark is looked for.
    at: usize,
    /// The end of the last thing told: no object begins before it.
    floor: usize,
    /// Where a run of base64 is known to end: what needs more of it is cut,
    /// and is not decoded again for every mark in it.
    run_end: usize,
    /// The same for octets that are written out.
    written_end: usize,
    /// How many written octets were decoded for nothing.
    vain: usize,
    /// The end of the last store: stores in stores are its reader's.
    store_end: usize,
    sink: &'s mut Sink<'f>,
}

impl Search<'_, '_, '_> {
    fn tell(&mut self, offset: usize, content: Content<'_>) {
        (self.sink)(Carved { offset, content });
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
