//! Carving of PEM blocks (RFC 7468), as tolerant as the files are odd.
//!
//! Behaviour:
//! 1. The block ends at the next five dashes, whatever label follows them: a
//!    missing END line swallows no neighbour. If there are zeros in it, they must
//!    not be far.
//! 2. The object is looked for anywhere in the body, so headers and blank
//!    lines are no obstacle, and it is taken by its own length.
//! 3. A body that is long enough to be meant and cannot be read is broken;
//!    an example that was shortened for a manual is not.
//! 4. Private keys go out as text, with both their lines.

use super::base64::{Decoder, End};
use super::ruled;
use super::shape::{self, HEAD, Shape};
use super::symbol::is_symbol;
use super::{Clothing, Content, MAX_TEXT, Search, Step};
use memchr::memmem;
use zeroize::Zeroizing;

const BEGIN: usize = b"-----BEGIN ".len();
const DASHES: &[u8] = b"-----";

/// A body of fewer symbols is an example and no damage.
const MEANT: usize = 256;

/// As far away as the dashes may be if there are zeros before them.
const SPOILT: usize = 16 << 10;

/// As long as the last line of a block may be.
const LAST_LINE: usize = 96;

/// What a label promises.
enum Label {
    Certificate,
    Key,
    Other,
}

/// The block of whose first line the mark is the last dash: rows of dashes are
/// in every text.
pub(super) fn line(search: &mut Search<'_, '_, '_>, mark: usize) -> Step {
    let begin = (mark + 1).checked_sub(DASHES.len()).filter(|begin| search.bytes[*begin..].starts_with(DASHES));
    match begin {
        Some(begin) => block(search, begin),
        None => Step::Next(mark + 1),
    }
}

/// The block whose first dash is at `begin`.
fn block(search: &mut Search<'_, '_, '_>, begin: usize) -> Step {
    let bytes = search.bytes;
    let label_at = begin + BEGIN;
    let label_area = &bytes[label_at..bytes.len().min(label_at + 64)];
    let Some(label_end) = memmem::find(label_area, DASHES) else { return Step::Next(label_at) };
    let label = label_of(&label_area[..label_end]);
    if matches!(label, Label::Other) {
        return Step::Next(label_at + label_end);
    }
    let body_at = label_at + label_end + DASHES.len();
    let area = &bytes[body_at..bytes.len().min(body_at + MAX_TEXT)];
    let body_end = match body_end(area) {
        Some(end) => end,
        None if !search.last && area.len() < MAX_TEXT => return Step::More { start: begin, mark: begin },
        None => area.len(),
    };
    if let Label::Key = label {
        return key_block(search, begin, body_at + body_end);
    }
    body(search, begin, body_at, body_at + body_end)
}

/// Where a body ends, as far as can be seen. Zeros are damage, or the label
/// stands in a program: then nobody waits long for the dashes.
fn body_end(area: &[u8]) -> Option<usize> {
    let dashes = memmem::find(area, DASHES);
    let zero = memchr::memchr(0, &area[..dashes.unwrap_or(area.len())]);
    match (dashes, zero) {
        (Some(end), None) => Some(end),
        (Some(end), Some(_)) if end <= SPOILT => Some(end),
        (_, Some(zero)) if area.len() > SPOILT => Some(zero),
        _ => None,
    }
}

fn label_of(label: &[u8]) -> Label {
    match label {
        b"CERTIFICATE"
        | b"X509 CERTIFICATE"
        | b"TRUSTED CERTIFICATE"
        | b"PKCS7"
        | b"CMS"
        | b"PKCS #7 SIGNED DATA"
        | b"CERTIFICATE CHAIN"
        | b"PKCS12" => Label::Certificate,
        _ if label.ends_with(b"PRIVATE KEY") => Label::Key,
        _ => Label::Other,
    }
}

/// A key block goes out with both its lines, for the strict reader.
fn key_block(search: &mut Search<'_, '_, '_>, begin: usize, body_end: usize) -> Step {
    let bytes = search.bytes;
    let area = &bytes[body_end..bytes.len().min(body_end + LAST_LINE)];
    let end = match memmem::find(area.get(DASHES.len()..).unwrap_or_default(), DASHES) {
        Some(at) => body_end + at + 2 * DASHES.len(),
        // A last line that is cut off would make the key unreadable.
        None if search.is_near_end(body_end) => return Step::More { start: begin, mark: begin },
        None => body_end,
    };
    search.tell(begin, Content::KeyBlock(&bytes[begin..end]));
    Step::Next(body_end)
}

fn body(search: &mut Search<'_, '_, '_>, begin: usize, body_at: usize, body_end: usize) -> Step {
    let bytes = search.bytes;
    let text = &bytes[..body_end];
    let mut from = body_at;
    while let Some(found) = memchr::memchr(b'M', &text[from..]) {
        let at = from + found;
        if let Some(next) = object(search, text, begin, at) {
            return Step::Next(next);
        }
        from = at + 1;
        if from - body_at > 8192 {
            break;
        }
    }
    if text[body_at..].iter().filter(|octet| is_symbol(**octet)).count() >= MEANT && mostly_symbols(&text[body_at..]) {
        let detail = "PEM block whose content is no certificate and no store";
        search.tell(begin, Content::Broken { detail, bytes: &[], armoured: true });
    }
    Step::Next(body_at)
}

/// Tries the object at `at`; where the search goes on if there is one.
fn object(search: &mut Search<'_, '_, '_>, text: &[u8], begin: usize, at: usize) -> Option<usize> {
    let mut head = Vec::with_capacity(HEAD);
    Decoder::new(text, at).decode(HEAD, &mut head);
    let (shape, total) = shape::shape(&head)?;
    let mut decoder = Decoder::new(text, at);
    let wanted = total.unwrap_or(usize::MAX).min(shape.limit());
    let mut out = Zeroizing::new(Vec::with_capacity(wanted.min(super::text::ROOM)));
    let mut end = decoder.decode(wanted, &mut out);
    if end != End::Complete && total.is_some() && decoder.has_prefix() {
        out.clear();
        decoder = Decoder::without_prefix(text, at);
        end = decoder.decode(wanted, &mut out);
    }
    let is_whole = |out: &[u8]| shape != Shape::Certificate || crate::certificate::outline(out).is_some();
    // Numbers before the lines are symbols too: they spoil it without ending it.
    if total.is_some()
        && (end != End::Complete || !is_whole(&out))
        && let Some(read) = ruled::decode(text, at, wanted, true)
        && read.end == End::Complete
        && is_whole(&read.out)
    {
        (out, end, decoder.at) = (read.out, End::Complete, read.at);
    }
    let content = if end == End::Complete || total.is_none() {
        Content::Object { shape, clothing: Clothing::Pem, bytes: &out }
    } else if out.len() * 4 / 3 >= MEANT {
        Content::Broken { detail: "PEM block cut short", bytes: &out, armoured: true }
    } else {
        // An example, or damage near the start: the whole body tells which.
        return None;
    };
    search.tell(begin, content);
    super::text::let_go(shape, &mut out);
    search.past.floor = decoder.at;
    Some(decoder.at)
}

/// An unreadable body must be nearly all symbols and white space to count.
fn mostly_symbols(body: &[u8]) -> bool {
    let strange = body.iter().filter(|octet| !is_symbol(**octet) && !octet.is_ascii_whitespace() && **octet != b'=');
    strange.count() * 20 < body.len()
}
