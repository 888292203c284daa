//! Carving of base64 and UTF-16 without PEM lines around it.

use super::base64::{Decoder, End};
use super::ruled;
use super::shape::{self, HEAD, Shape};
use super::symbol::is_symbol;
use super::window::BEHIND;
use super::{Clothing, Content, Encoding, MAX_TEXT, Progress, Search, Step, Stop, Window};
use memchr::memmem;
use zeroize::Zeroizing;

/// Room for any certificate or key, in octets.
pub(super) const ROOM: usize = 16 << 10;

/// Bare base64 of an object that begins with the symbol at `start`.
pub(super) fn object(search: &mut Search<'_, '_, '_>, start: usize) -> Step {
    object_with_mark(search, start, start)
}

fn object_with_mark(search: &mut Search<'_, '_, '_>, start: usize, mark: usize) -> Step {
    let bytes = search.bytes;
    let mut head = Vec::with_capacity(HEAD);
    let mut decoder = Decoder::new(bytes, start);
    decoder.decode(HEAD, &mut head);
    if search.is_near_end(decoder.at) {
        return Step::More { start, mark };
    }
    let Some((shape, total)) = shape::shape(&head) else {
        return match shape::path_length(&head) {
            Some(total) => nested_der(search, start, mark, total.min(MAX_TEXT)),
            None => Step::Next(mark + 1),
        };
    };
    let limit = total.unwrap_or(shape.limit());
    // Clothing only lengthens base64, so what needs more symbols than the run
    // has is cut.
    if limit > shape.limit()
        || (total.is_some() && start < search.past.run_end && limit / 3 * 4 > search.past.run_end - start)
    {
        return Step::Next(mark + 1);
    }
    // It may be a private key: the copy is wiped, and has room for a whole one.
    // What a header merely claims is not allocated.
    let mut out = Zeroizing::new(Vec::with_capacity(limit.min(ROOM)));
    decoder = Decoder::new(bytes, start);
    let mut end = decoder.decode(limit, &mut out);
    if end != End::Complete && total.is_some() && decoder.has_prefix() && !search.is_near_end(decoder.at) {
        out.clear();
        decoder = Decoder::without_prefix(bytes, start);
        end = decoder.decode(limit, &mut out);
    }
    if search.is_near_end(decoder.at) {
        return Step::More { start, mark };
    }
    // Numbers before the lines are symbols too: they spoil it without ending it.
    if total.is_some()
        && shape == Shape::Certificate
        && (end != End::Complete || crate::certificate::outline(&out).is_none())
        && let Some(read) = ruled::decode(bytes, start, limit, search.last)
    {
        if read.end == End::Starved {
            return Step::More { start, mark };
        }
        if read.end == End::Complete && crate::certificate::outline(&read.out).is_some() {
            (out, end, decoder.at) = (read.out, End::Complete, read.at);
        }
    }
    if end == End::Complete || total.is_none() {
        if total.is_some_and(|total| total % 3 > 0 && object_behind(bytes, start, total, decoder.at)) {
            return nested_der(search, start, mark, MAX_TEXT);
        }
        search.tell(start, Content::Object { shape, clothing: Clothing::Base64, bytes: &out });
        let_go(shape, &mut out);
        search.past.floor = decoder.at;
        return Step::Next(decoder.at);
    }
    search.past.run_end = search.past.run_end.max(decoder.at);
    search.tell(start, Content::Broken { detail: "cut short", bytes: &out, armoured: false });
    Step::Next(mark + 1)
}

/// A certificate is public: wiping it would cost more than decoding it.
pub(super) fn let_go(shape: Shape, out: &mut Zeroizing<Vec<u8>>) {
    if shape == Shape::Certificate {
        drop(std::mem::take(&mut **out));
    }
}

/// Whether another object stands right behind the one of `total` octets that
/// ends at `after`, in the same run of base64 but not on a border of its groups.
fn object_behind(bytes: &[u8], start: usize, total: usize, after: usize) -> bool {
    let next = bytes[after..].iter().take(8).find(|octet| !octet.is_ascii_whitespace());
    if next.is_none_or(|octet| !is_symbol(*octet)) {
        return false;
    }
    let mut both = Zeroizing::new(Vec::with_capacity(total + HEAD));
    Decoder::new(bytes, start).decode(total + HEAD, &mut both);
    both.get(total..).and_then(shape::shape).is_some()
}

/// Base64 of several objects, or of a list of them: carved as they are.
fn nested_der(search: &mut Search<'_, '_, '_>, start: usize, mark: usize, limit: usize) -> Step {
    let mut out = Zeroizing::new(Vec::new());
    let mut decoder = Decoder::new(search.bytes, start);
    decoder.decode(limit, &mut out);
    if search.is_near_end(decoder.at) {
        return Step::More { start, mark };
    }
    search.tell(start, Content::Nested { encoding: Encoding::Base64, text: Window::whole(&out) });
    search.past.floor = decoder.at;
    Step::Next(decoder.at)
}

/// Base64 of PKCS #7 or PKCS #12 whose content type stands at `mark`: long
/// ones and those of indefinite length, which do not begin with `MII`.
pub(super) fn content_type(search: &mut Search<'_, '_, '_>, mark: usize) -> Step {
    let bytes = search.bytes;
    let low = mark.saturating_sub(48).max(search.past.floor);
    let before = &bytes[low..mark];
    let start = memmem::find_iter(before, b"MI").map(|at| low + at).find(|start| {
        let mut head = Vec::with_capacity(HEAD);
        Decoder::without_prefix(bytes, *start).decode(HEAD, &mut head);
        matches!(shape::shape(&head), Some((Shape::Pkcs7 | Shape::Pkcs12, _)))
    });
    match start {
        Some(start) => object_with_mark(search, start, mark),
        None => Step::Next(mark + 1),
    }
}

/// What a Java keystore's base64 begins with before its mark, as text escapes it.
const STORE_LEADS: [&[u8]; 9] =
    [b"/u3+", b"_u3-", b"/u3%2B", b"%2Fu3%2B", b"/u3%2b", b"%2fu3%2b", b"%252Fu3%252B", b"\\/u3+", b"\\u002fu3\\u002b"];

/// Bare base64 of a Java keystore, whose length only its reader can tell. Its
/// first symbols stand before its mark (JKS) or are the mark (JCEKS).
pub(super) fn java_store(search: &mut Search<'_, '_, '_>, mark: usize) -> Step {
    let before = &search.bytes[search.past.floor..mark];
    let lead = if search.bytes[mark] == b'z' {
        Some(&&b""[..])
    } else {
        STORE_LEADS.iter().find(|lead| before.ends_with(lead))
    };
    let Some(lead) = lead else { return Step::Next(mark + 1) };
    let start = mark - lead.len();
    let mut out = Zeroizing::new(Vec::new());
    let mut decoder = Decoder::new(search.bytes, start);
    decoder.decode(Shape::JavaStore.limit(), &mut out);
    if search.is_near_end(decoder.at) {
        return Step::More { start, mark };
    }
    let (shape, clothing) = (Shape::JavaStore, Clothing::Base64);
    search.tell(start, Content::Object { shape, clothing, bytes: &out });
    search.past.floor = decoder.at;
    Step::Next(decoder.at)
}

/// Base64 of a text with PEM or base64 in it; the mark is `lead` symbols into
/// a group of four. What stands before the mark is not needed.
pub(super) fn base64_of_text(search: &mut Search<'_, '_, '_>, mark: usize, lead: usize) -> Step {
    let bytes = search.bytes;
    let Some(start) = mark.checked_sub(lead) else { return Step::Next(mark + 1) };
    if !bytes[start..mark].iter().all(|octet| is_symbol(*octet)) {
        return Step::Next(mark + 1);
    }
    let mut text = Zeroizing::new(Vec::new());
    let mut decoder = Decoder::new(bytes, start);
    decoder.decode(MAX_TEXT, &mut text);
    if search.is_near_end(decoder.at) {
        return Step::More { start, mark };
    }
    search.tell(start, Content::Nested { encoding: Encoding::Base64, text: Window::whole(&text) });
    search.past.floor = decoder.at;
    Step::Next(decoder.at)
}

/// What gzip compressed (RFC 1952), in base64: a run of its own, or one whose
/// header has no time, as most programs write it where no file was named.
pub(super) fn gzip(search: &mut Search<'_, '_, '_>, mark: usize) -> Step {
    /// No certificate is compressed to less; what is shorter is an example.
    const SMALLEST: usize = 256;
    let begins = mark.checked_sub(1).is_none_or(|before| !is_symbol(search.bytes[before]));
    if !begins && !search.bytes[mark..].starts_with(b"H4sIAAAAA") {
        return Step::Next(mark + 1);
    }
    let (mut decoder, mut head) = (Decoder::new(search.bytes, mark), Zeroizing::new(Vec::with_capacity(SMALLEST)));
    match decoder.decode(SMALLEST, &mut head) {
        _ if search.is_near_end(decoder.at) => Step::More { start: mark, mark },
        // Flags, how hard it was compressed, and on which of the known systems.
        End::Complete if matches!(head[..], [_, _, _, 0..=31, _, _, _, _, 0 | 2 | 4, 0..=13 | 255, ..]) => {
            base64_of_text(search, mark, 0)
        }
        _ => Step::Next(mark + 1),
    }
}

/// `MI` in UTF-16: as base64 of an object begins, in definite or indefinite form.
pub(super) fn base64_utf16(search: &mut Search<'_, '_, '_>, mark: usize) -> Step {
    match search.bytes[mark + 4..] {
        [b'I', ..] | [b'A', 0, b'C', ..] => utf16(search, mark),
        _ => Step::Next(mark + 4),
    }
}

/// A run of UTF-16 around `mark`, of either order: made narrow and handed on.
/// In this window the run may be unfinished; what is finished goes out.
pub(super) fn utf16(search: &mut Search<'_, '_, '_>, mark: usize) -> Step {
    let bytes = search.bytes;
    let low = search.past.floor.max(mark.saturating_sub(BEHIND));
    let mut first = mark;
    while first >= low + 2
        && bytes[first - 2] != 0
        && (bytes[first - 1] == 0 || (first >= low + 4 && bytes[first - 3] == 0))
    {
        first -= 2;
    }
    let mut narrow = Zeroizing::new(Vec::new());
    let mut at = first;
    // One letter of another script ends nothing; what stays of a space without
    // width (U+200B) is a control character, and skipped.
    let is_narrow = |at: usize| bytes.get(at + 1).is_none_or(|octet| *octet == 0);
    while narrow.len() < MAX_TEXT
        && bytes.get(at).is_some_and(|octet| *octet != 0)
        && (is_narrow(at) || is_narrow(at + 2))
    {
        narrow.push(bytes[at]);
        at += 2;
    }
    let ended = !search.is_near_end(at);
    let text = Progress::default().window(&narrow, ended);
    // What is finished goes out; how far that is, the search tells.
    let finished = if ended { narrow.len() } else { begin_of_line(&narrow, &super::search(text, &mut |_| {})) };
    if finished <= (mark - first) / 2 {
        return Step::More { start: first, mark };
    }
    search.tell(first, Content::Nested { encoding: Encoding::Utf16, text });
    // Of the last letter only the first octet may be in this window.
    let next = (first + 2 * finished).min(bytes.len());
    search.past.floor = next;
    Step::Next(next)
}

/// Where the line of the unfinished object begins: what stands before it there
/// is needed again, unless it was told.
fn begin_of_line(text: &[u8], stop: &Stop) -> usize {
    let line = &text[stop.start.saturating_sub(BEHIND / 2)..stop.start];
    let begin = memchr::memrchr(b'\n', line).map_or(stop.start, |newline| stop.start - line.len() + newline + 1);
    begin.max(stop.past.floor).min(stop.start)
}
