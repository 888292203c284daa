//! Whether a sign stands by itself, by its kind, and how far its token goes.
//!
//! Behaviour
//! 1. Letters of any alphabet, digits, `_` and `-` continue a name; escapes
//!    (`%2F`, `\n`, `\b` of a regular expression) do not.
//! 2. A host name may have labels before it, none after it; the dot at its end
//!    and a port are fine. A bare domain after `@` is an address of mail, and
//!    what stands before `@` is no host.
//! 3. A token never goes on past `=`, white space or quotes, nor past `:` but
//!    in a URN: what follows there may be a password.
//! 4. Inside base64 nothing counts.

use super::tested;
use crate::clue::{Sign, SignKind};
use crate::inventory::MAX_TOKEN;
use std::ops::Range;

/// The token of a sign found at `hit`, or `None` where it does not stand by itself.
pub(super) fn token(sign: &Sign, text: &[u8], hit: Range<usize>) -> Option<Range<usize>> {
    match sign.kind {
        SignKind::Host => host(text, hit),
        SignKind::HostPrefix => host_prefix(sign, text, hit),
        SignKind::Namespace => namespace(&sign.text, text, hit),
        SignKind::Key => is_key(text, &hit).then_some(hit),
        SignKind::Word => is_word(text, &hit).then_some(hit),
        SignKind::Literal => literal(text, hit),
        SignKind::Tested => tested::token(&sign.text, text, hit),
        SignKind::FileName => None,
    }
}

fn host(text: &[u8], hit: Range<usize>) -> Option<Range<usize>> {
    let before = octet_before(text, hit.start);
    if before != Some(b'.') && continues_before(text, hit.start) || !ends_host(text, hit.end) {
        return None;
    }
    let room = hit.start.saturating_sub(MAX_TOKEN.saturating_sub(hit.len()));
    let mut start = hit.start;
    while start > room && octet_before(text, start).is_some_and(is_of_host) {
        start -= 1;
    }
    start = skip_escape(text, start, hit.start);
    if letter_before(text, start) {
        return None;
    }
    while start < hit.start && matches!(text.get(start), Some(b'.' | b'-' | b'_')) {
        start += 1;
    }
    let token = text.get(start..hit.end)?;
    let labels = 1 + memchr::memchr_iter(b'.', token).count();
    let is_mail = octet_before(text, start) == Some(b'@') && labels < 3;
    (!is_mail).then_some(start..hit.end)
}

fn host_prefix(sign: &Sign, text: &[u8], hit: Range<usize>) -> Option<Range<usize>> {
    let (_, domain) = sign.text.split_once('.')?;
    if continues_before(text, hit.start) || octet_before(text, hit.start) == Some(b'.') {
        return None;
    }
    let rest = text.get(hit.end..)?;
    let label = rest.iter().take(63).take_while(|octet| octet.is_ascii_alphanumeric() || **octet == b'-').count();
    let (dot, end) = (hit.end + label, hit.end + label + 1 + domain.len());
    let is_there = text.get(dot) == Some(&b'.') && text.get(dot + 1..end)?.eq_ignore_ascii_case(domain.as_bytes());
    (is_there && ends_host(text, end)).then_some(hit.start..end)
}

fn namespace(sign: &str, text: &[u8], hit: Range<usize>) -> Option<Range<usize>> {
    let is_path = sign.contains('/');
    let inside = !is_path && octet_before(text, hit.start) == Some(b'.');
    if inside || continues_before(text, hit.start) || continues(text, hit.end) || is_base64(text, &hit) {
        return None;
    }
    let is_urn = sign.starts_with("urn:");
    let goes_on = |octet: &u8| {
        matches!(octet, b'.' | b'_' | b'-')
            || octet.is_ascii_alphanumeric()
            || is_path && *octet == b'/'
            || is_urn && *octet == b':'
    };
    let room = MAX_TOKEN.saturating_sub(hit.len());
    let mut end = hit.end + text.get(hit.end..)?.iter().take(room).take_while(|octet| goes_on(octet)).count();
    while end > hit.end && matches!(octet_before(text, end), Some(b'.' | b':' | b'/' | b'-')) {
        end -= 1;
    }
    Some(hit.start..end)
}

fn is_key(text: &[u8], hit: &Range<usize>) -> bool {
    let inner_dot = octet_before(text, hit.start) == Some(b'.');
    let goes_on = text.get(hit.end) == Some(&b'.') && continues(text, hit.end + 1);
    // `-Djavax.net.ssl.keyStore=…`
    let defined = text.get(..hit.start).is_some_and(|before| before.ends_with(b"-D"));
    !goes_on && !continues(text, hit.end) && (defined || !inner_dot && !continues_before(text, hit.start))
}

fn is_word(text: &[u8], hit: &Range<usize>) -> bool {
    !continues_before(text, hit.start) && !continues(text, hit.end) && !is_base64(text, hit)
}

/// Where a literal begins or ends in a letter or digit, a border must be there.
fn literal(text: &[u8], hit: Range<usize>) -> Option<Range<usize>> {
    let is_name = |octet: Option<&u8>| octet.is_some_and(u8::is_ascii_alphanumeric);
    let torn = is_name(text.get(hit.start)) && continues_before(text, hit.start)
        || is_name(text.get(hit.end.checked_sub(1)?)) && continues(text, hit.end);
    (!torn && !is_base64(text, &hit)).then_some(hit)
}

/// Whether a host name may end here: no further label, no `@`.
fn ends_host(text: &[u8], end: usize) -> bool {
    let further = text.get(end) == Some(&b'.') && continues(text, end + 1);
    !further && !continues(text, end) && text.get(end) != Some(&b'@')
}

fn is_of_host(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'.' | b'-' | b'_')
}

/// Whether a name goes on at `at`.
pub(super) fn continues(text: &[u8], at: usize) -> bool {
    match text.get(at) {
        Some(octet) if octet.is_ascii() => octet.is_ascii_alphanumeric() || matches!(octet, b'_' | b'-'),
        Some(_) => text.get(at..(at + 4).min(text.len())).is_some_and(first_is_letter),
        None => false,
    }
}

/// Whether a name goes on to the left of `at`.
pub(super) fn continues_before(text: &[u8], at: usize) -> bool {
    match octet_before(text, at) {
        Some(octet) if octet.is_ascii_alphanumeric() => !is_escape_before(text, at),
        Some(b'_' | b'-') => true,
        Some(_) => letter_before(text, at),
        None => false,
    }
}

pub(super) fn octet_before(text: &[u8], at: usize) -> Option<u8> {
    text.get(at.checked_sub(1)?).copied()
}

/// Whether a letter beyond ASCII stands before `at`.
fn letter_before(text: &[u8], at: usize) -> bool {
    if octet_before(text, at).is_none_or(|octet| octet.is_ascii()) {
        return false;
    }
    let begins = |start: &usize| text.get(*start).is_some_and(|octet| (octet & 0xc0) != 0x80);
    let start = (at.saturating_sub(4)..at).rev().find(begins);
    start.and_then(|start| text.get(start..at)).is_some_and(first_is_letter)
}

/// Whether what begins here is a letter, in UTF-8, else in Latin-1.
fn first_is_letter(octets: &[u8]) -> bool {
    let chunk = octets.utf8_chunks().next();
    match chunk.and_then(|chunk| chunk.valid().chars().next()) {
        Some(first) => first.is_alphanumeric(),
        None => octets.first().is_some_and(|octet| char::from(*octet).is_alphanumeric()),
    }
}

/// Whether the letter or digit before `at` ends `%2F`, or is that of `\n`.
fn is_escape_before(text: &[u8], at: usize) -> bool {
    match text.get(at.saturating_sub(3)..at) {
        Some([b'%', one, two]) if one.is_ascii_hexdigit() && two.is_ascii_hexdigit() => true,
        Some([.., b'\\', letter]) => matches!(letter, b'n' | b'r' | b't' | b'b'),
        _ => false,
    }
}

/// Takes an escape off the beginning of a host name's further labels.
fn skip_escape(text: &[u8], start: usize, most: usize) -> usize {
    let end = match octet_before(text, start) {
        Some(b'%') => start + 2,
        Some(b'\\') if matches!(text.get(start), Some(b'n' | b'r' | b't' | b'b')) => start + 1,
        _ => start,
    };
    if end <= most && is_escape_before(text, end) { end } else { start }
}

/// How far around a hit base64 is looked for, in octets.
const AROUND: usize = 40;

/// Whether the hit lies in base64: a long run of its octets in which letters
/// change their case, or into digits, as often as chance has it.
fn is_base64(text: &[u8], hit: &Range<usize>) -> bool {
    let of_base64 = |octet: &&u8| octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'/' | b'=');
    let before = text.get(hit.start.saturating_sub(AROUND)..hit.start).unwrap_or_default();
    let after = text.get(hit.end..(hit.end + AROUND).min(text.len())).unwrap_or_default();
    let before = before.iter().rev().take_while(of_base64).count();
    let after = after.iter().take_while(of_base64).count();
    let run = text.get(hit.start - before..hit.end + after).unwrap_or_default();
    let class = |octet: u8| (octet.is_ascii_uppercase(), octet.is_ascii_lowercase(), octet.is_ascii_digit());
    let turns = run.windows(2).filter(|pair| class(pair[0]) != class(pair[1])).count();
    run.iter().all(|octet| of_base64(&octet)) && before + after >= AROUND && turns * 3 >= before + after
}
