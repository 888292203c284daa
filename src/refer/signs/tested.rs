//! Code that takes a subject of OCES II apart, builds one, or tests for an
//! issuer or a name of that generation; told from such a name itself.
//!
//! Behaviour
//! 1. A certificate's own subject (`CVR:99887766-FID:1234`) is no code, nor is
//!    a label (`CVR: 99887766`) or a placeholder of a manual (`CVR:xxxxxxxx`).
//! 2. Each test looks at [`NEAR`] octets to either side at most.

use super::border::{continues, continues_before, octet_before};
use std::ops::Range;

/// How far away the other half of a test may stand, in octets.
const NEAR: usize = 400;

/// The rest of a pattern or format after the first half, in octets.
const INLINE: usize = 80;

/// The kinds of number that follow the CVR number.
const TAILS: [&[u8]; 3] = [b"-rid:", b"-uid:", b"-fid:"];

/// What compares, in lower case.
const COMPARES: [&[u8]; 18] = [
    b"contains(",
    b"indexof(",
    b"equals",
    b"==",
    "=~".as_bytes(),
    b"startswith",
    b"endswith",
    b"includes(",
    b"match",
    b"like",
    b"strpos",
    b"stripos",
    b"strstr",
    b"has_prefix",
    b"hasprefix",
    b"starts_with",
    b"find(",
    b"include?",
];

/// The token at `hit` where code stands around it.
pub(super) fn token(sign: &str, text: &[u8], hit: Range<usize>) -> Option<Range<usize>> {
    let is_code = match sign {
        "cvr:" => takes_cvr_apart(text, &hit),
        "pid:9208" => takes_pid_apart(text, &hit),
        "funktionscertifikat" => tests_for_suffix(text, &hit),
        "trust2408" => tests_for_issuer(text, &hit),
        _ => false,
    };
    is_code.then_some(hit)
}

/// Whether some matcher is there for a sign.
#[cfg(test)]
pub(super) fn is_known(sign: &str) -> bool {
    ["cvr:", "pid:9208", "funktionscertifikat", "trust2408"].contains(&sign)
}

/// `CVR:(\d{8})-RID:`, `"CVR:" + cvr + "-RID:"`, `split(" // CVR:")`.
fn takes_cvr_apart(text: &[u8], hit: &Range<usize>) -> bool {
    if continues_before(text, hit.start) {
        return false;
    }
    let after = piece(text, hit.end, hit.end + INLINE);
    let digits = after.iter().take_while(|octet| octet.is_ascii_digit()).count();
    let begins_code = after.first().is_some_and(|octet| is_code(*octet));
    if is_organisation(text, hit.start) {
        // `x = 1; // CVR:(…)` is a comment: the pattern must begin before it.
        let before = octet_before(text, hit.start.saturating_sub(4));
        let opened = before.is_some_and(|octet| is_quote(octet) || matches!(octet, b'*' | b'+' | b'?' | b')' | b'}'));
        return begins_code && opened;
    }
    let line = after.iter().position(|octet| *octet == b'\n').map_or(after, |end| piece(after, 0, end));
    if let Some(tail) = tail(line) {
        let between = piece(line, 0, tail);
        return between.iter().any(|octet| is_code(*octet)) || digits == 8 && tail == 8 && ends_in_code(line, tail + 5);
    }
    begins_code && has_torn_tail(piece(text, hit.start.saturating_sub(NEAR), hit.end + NEAR))
}

/// Whether ` // ` stands before, as in the organisation of OCES II.
fn is_organisation(text: &[u8], at: usize) -> bool {
    piece(text, at.saturating_sub(4), at) == b" // "
}

/// Where `-RID:` begins, or what stands for it in a pattern: `-(RID|FID):`.
fn tail(line: &[u8]) -> Option<usize> {
    let is_tail = |at: &usize| {
        let rest = piece(line, *at, *at + 30);
        if TAILS.iter().any(|tail| starts_with(rest, tail)) {
            return true;
        }
        let group = rest.get(1).is_some_and(|octet| matches!(octet, b'(' | b'['));
        let colon = rest.iter().position(|octet| *octet == b':' && group);
        let names = |what: &[u8]| contains(rest, what);
        rest.first() == Some(&b'-')
            && colon.is_some()
            && (names(b"rid") || names(b"fid") || names(b"uid") || names(b"]id:"))
    };
    (0..line.len()).find(is_tail)
}

/// Whether one of the tails stands by itself, in quotes or in a pattern.
fn has_torn_tail(near: &[u8]) -> bool {
    memchr::memchr_iter(b'-', near).any(|at| {
        let is_tail = TAILS.iter().any(|tail| starts_with(piece(near, at, at + 5), tail));
        let before = octet_before(near, at).is_some_and(|octet| is_code(octet) || octet == b')');
        is_tail && before && ends_in_code(near, at + 5)
    })
}

fn ends_in_code(text: &[u8], at: usize) -> bool {
    text.get(at).is_some_and(|octet| is_code(*octet))
}

/// `"PID:9208-2002-2-"`, `PID:9208-(\d+)`; not a person's own number.
fn takes_pid_apart(text: &[u8], hit: &Range<usize>) -> bool {
    let rest = piece(text, hit.end, hit.end + INLINE);
    let number = rest.iter().take_while(|octet| octet.is_ascii_digit() || **octet == b'-').count();
    // A process 9208 in a log is followed by anything but a dash or a quote.
    let whole = rest.iter().take(number).filter(|octet| octet.is_ascii_digit()).count() > 5;
    let dashed = number == 0 || rest.first() == Some(&b'-');
    let quoted = octet_before(text, hit.start).is_some_and(|octet| is_code(octet) || octet == b'^');
    let code = rest.get(number).is_some_and(|octet| is_code(*octet) && (*octet != b'(' || number > 0));
    !continues_before(text, hit.start) && !whole && dashed && code && (quoted || number > 0)
}

/// `contains("(funktionscertifikat)")`, `\(funktionscertifikat\)$`; not the
/// common name of a certificate that ends so.
fn tests_for_suffix(text: &[u8], hit: &Range<usize>) -> bool {
    let before = piece(text, hit.start.saturating_sub(3), hit.start);
    let after = piece(text, hit.end, hit.end + 3);
    if before.ends_with(b"\\(") && after.starts_with(b"\\") {
        return true;
    }
    let lead = before.strip_suffix(b"(").map(|lead| lead.strip_suffix(b" ").unwrap_or(lead));
    let opened = lead.and_then(<[u8]>::last).is_some_and(|octet| is_quote(*octet));
    let closed = matches!(after, [b')', quote, ..] if is_quote(*quote));
    opened && closed
}

/// `issuer.contains("TRUST2408")`; not a list of names of authorities.
fn tests_for_issuer(text: &[u8], hit: &Range<usize>) -> bool {
    if continues_before(text, hit.start) || continues(text, hit.end) {
        return false;
    }
    let before = piece(text, hit.start.saturating_sub(INLINE), hit.start);
    let before =
        before.iter().rposition(|octet| *octet == b'\n').map_or(before, |at| piece(before, at + 1, before.len()));
    let after = piece(text, hit.end, hit.end + INLINE);
    let after = after.iter().position(|octet| *octet == b'\n').map_or(after, |end| piece(after, 0, end));
    let compares = COMPARES.iter().any(|verb| contains(before, verb));
    // `"TRUST2408" in issuer`, `"TRUST2408".equals(…)`
    let turned = contains(after, b"\" in ") || contains(after, b"' in ") || contains(after, b"\".equals(");
    opens(before) && (compares || turned)
}

/// Whether a string or a pattern opened just before: `"`, `"CN=`, `/.*`.
fn opens(before: &[u8]) -> bool {
    // A slash opens a pattern where nothing of a path stands before it.
    let opening =
        |at: &usize| before.get(*at) != Some(&b'/') || matches!(octet_before(before, *at), Some(b' ' | b'~' | b'('));
    let quote = before.iter().rposition(|octet| is_quote(*octet)).filter(opening);
    let lead = quote.map(|at| piece(before, at + 1, before.len()));
    let plain =
        |octet: &u8| octet.is_ascii_alphanumeric() || matches!(octet, b'=' | b'.' | b'*' | b'^' | b' ' | b',' | b'%');
    lead.is_some_and(|lead| lead.len() <= 12 && lead.iter().all(plain))
}

/// What patterns and formats are written with, and what ends a string.
fn is_code(octet: u8) -> bool {
    is_quote(octet) || matches!(octet, b'\\' | b'(' | b'[' | b'{' | b'%' | b'$' | b'*')
}

fn is_quote(octet: u8) -> bool {
    matches!(octet, b'"' | b'\'' | b'`' | b'/')
}

fn piece(text: &[u8], start: usize, end: usize) -> &[u8] {
    text.get(start.min(text.len())..end.min(text.len())).unwrap_or_default()
}

fn starts_with(text: &[u8], what: &[u8]) -> bool {
    text.get(..what.len()).is_some_and(|start| start.eq_ignore_ascii_case(what))
}

fn contains(text: &[u8], what: &[u8]) -> bool {
    text.windows(what.len()).any(|window| window.eq_ignore_ascii_case(what))
}
