//! The name of the setting, attribute, element, directive or option that a
//! token is the value of. Never a value: what stands where a password may
//! stand is not taken for a name.

use super::escape::decoded;
use super::hit::Finder;
use crate::clue::{Sign, SignKind};

/// Longer names are none, in octets.
const LONGEST: usize = 80;

/// How far back it is looked for.
const REACH: usize = 1024;

/// What the names of directives speak of that stand before a path without any sign.
const TELLING: &[&str] = &[
    "cert", "key", "ssl", "tls", "store", "file", "path", "crt", "pem", "ca", "pfx", "p12", "jks", "include", "load",
    "pki", "crypto", "trust", "thumb", "hash", "dir",
];

/// Names of settings that stand in the middle of a line (`haproxy.cfg`).
const INNER: &[&[u8]] = &[b"crt", b"crt-list", b"ca-file", b"crl-file"];

/// Names that only say that there is a value.
const EMPTY: &[&str] = &["value", "content", "val", "string"];

/// The setting of the token that begins there.
pub(super) fn of(finder: &Finder<'_>, at: usize) -> Option<Box<str>> {
    let line = finder.line_before(at, REACH);
    let before = finder.get(&line);
    let before = without_trailing(before, b"\"'` \t([{<");
    let found = match before.last() {
        Some(b'=') => assigned(finder, before, line.start),
        // `:=` and `=>` assign too.
        Some(b'>') if before.ends_with(b"=>") => name_at_end(before.get(..before.len() - 2)?),
        Some(b'>') => element(before),
        Some(b':') => before_colon(without_trailing(before.get(..before.len() - 1)?, b"\"' \t")),
        Some(b'-') if before.trim_ascii().len() == 1 => listed(finder, line.start, before),
        None => listed(finder, line.start, before),
        Some(b',') => listed_in_line(before),
        Some(_) if before.len() < at - line.start => directive(before),
        Some(_) => None,
    };
    // Outside XML, where it parts a prefix, a colon may part a user from a password.
    // `sosi:vault.file=…` at the start of a line is a name nonetheless.
    let begins = |name: &String| before.last() == Some(&b'=') && before.trim_ascii_start().starts_with(name.as_bytes());
    let is_plain = |name: &String| !name.contains(':') || before.contains(&b'<') || begins(name);
    found.filter(|name| !name.is_empty() && name.len() <= LONGEST && is_plain(name)).map(Into::into)
}

/// The setting that a sign stands in the value of; a sign that is a setting's
/// name is that setting.
pub(super) fn of_sign(finder: &Finder<'_>, sign: &Sign, at: usize) -> Option<Box<str>> {
    if sign.kind == SignKind::Key {
        return Some(sign.text.as_str().into());
    }
    // A URL begins before its host: at a blank, a quote, or what assigns it.
    let line = finder.line_before(at, REACH);
    let is_part = |octet: &&u8| octet.is_ascii_graphic() && !matches!(octet, b'"' | b'\'' | b'=' | b'>' | b'(' | b',');
    let part = finder.get(&line).iter().rev().take_while(is_part).count();
    of(finder, at - part)
}

/// `name: value`. A name with a word before it is prose, and may be anything.
fn before_colon(before: &[u8]) -> Option<String> {
    let name = name_at_end(before)?;
    let rest = without_trailing(before.get(..before.len().checked_sub(name.len())?)?, b"\"' \t");
    let is_prose = rest.last().is_some_and(u8::is_ascii_alphanumeric);
    (!is_prose).then_some(name)
}

fn without_trailing<'b>(octets: &'b [u8], unwanted: &[u8]) -> &'b [u8] {
    let kept = octets.iter().rposition(|octet| !unwanted.contains(octet) && *octet < 0x80).map_or(0, |at| at + 1);
    octets.get(..kept).unwrap_or_default()
}

fn is_of_name(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'_' | b'-' | b'.' | b':')
}

/// The name that the octets end with.
fn name_at_end(octets: &[u8]) -> Option<String> {
    let octets = without_trailing(octets, b"\"' \t");
    let start = octets.iter().rposition(|octet| !is_of_name(*octet)).map_or(0, |at| at + 1);
    let name = octets.get(start..)?;
    let name = name.strip_prefix(b"-D").filter(|rest| rest.contains(&b'.')).unwrap_or(name);
    let name = decoded(name).trim_matches(['-', '.', ':']).to_owned();
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_').then_some(name)
}

/// `name = value`; an attribute that only says `value` is named by another one.
fn assigned(finder: &Finder<'_>, before: &[u8], line: usize) -> Option<String> {
    let before = before.get(..before.len().checked_sub(1)?)?;
    let name = name_at_end(without_trailing(before, b"+:? \t"))?;
    if !EMPTY.contains(&name.to_ascii_lowercase().as_str()) {
        return Some(name);
    }
    let end = line + before.len();
    let tag = finder.get(&(end.saturating_sub(REACH)..end));
    let tag = tag.get(memchr::memrchr(b'<', tag)?..)?;
    attribute(tag).or(Some(name))
}

/// `name="…"` or `key="…"` of a tag.
fn attribute(tag: &[u8]) -> Option<String> {
    for wanted in [&b"name="[..], b"key=", b"Name=", b"Key=", b"Include=", b"id="] {
        let Some(at) = memchr::memmem::find(tag, wanted) else { continue };
        let rest = tag.get(at + wanted.len() + 1..)?;
        let end = rest.iter().position(|octet| !is_of_name(*octet)).unwrap_or(rest.len());
        return Some(decoded(rest.get(..end)?));
    }
    None
}

/// `<name>value`, or the `key` of such an element.
fn element(before: &[u8]) -> Option<String> {
    let tag = before.get(memchr::memrchr(b'<', before)? + 1..)?;
    let end = tag.iter().position(|octet| !is_of_name(*octet)).unwrap_or(tag.len());
    let name = decoded(tag.get(..end)?);
    let general = EMPTY.contains(&name.to_ascii_lowercase().as_str())
        || matches!(name.as_str(), "entry" | "property" | "param-value" | "item");
    if general { attribute(tag).or(Some(name)) } else { Some(name) }
}

/// `--option value`, or a directive that begins the line.
fn directive(before: &[u8]) -> Option<String> {
    let words: Vec<&[u8]> = before.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).collect();
    let last = words.last()?;
    let is_name = |word: &[u8]| word.iter().all(|octet| is_of_name(*octet));
    let telling = |word: &[u8]| {
        let lower = decoded(word).to_ascii_lowercase();
        is_name(word) && TELLING.iter().any(|part| lower.contains(part))
    };
    if last.starts_with(b"-") && is_name(last) {
        return name_at_end(last);
    }
    let comment = |word: &&&[u8]| matches!(**word, b"#" | b"//" | b";");
    let first = words.iter().find(|word| !comment(word)).map(|word| word.strip_prefix(b"#").unwrap_or(word));
    let inner = INNER.contains(last).then_some(*last);
    inner.or_else(|| first.filter(|word| words.len() <= 4 && telling(word))).and_then(name_at_end)
}

/// An entry of a list in YAML, or a value on a line of its own: the key, tag
/// or directive above that is less indented.
fn listed(finder: &Finder<'_>, line: usize, before: &[u8]) -> Option<String> {
    const MAX_LINES: usize = 40;
    let own = before.iter().take_while(|octet| **octet == b' ').count();
    let dash = before.contains(&b'-');
    let above = finder.get(&(line.saturating_sub(4 * REACH)..line.saturating_sub(1)));
    for earlier in above.rsplit(|octet| *octet == b'\n').take(MAX_LINES) {
        let text = earlier.trim_ascii();
        let indent = earlier.iter().take_while(|octet| **octet == b' ').count();
        if text.is_empty() || text.starts_with(b"- ") || indent > own || (indent == own && !dash) {
            continue;
        }
        let key = text.strip_suffix(b":").or_else(|| text.strip_suffix(b": >")).or_else(|| text.strip_suffix(b": |"));
        return key
            .or_else(|| text.strip_suffix(b"="))
            .and_then(name_at_end)
            .or_else(|| element(text.strip_suffix(b">").map(|_| text)?));
    }
    None
}

/// `method("a", "token"`: the word before the bracket.
fn listed_in_line(before: &[u8]) -> Option<String> {
    let open = before.iter().rposition(|octet| matches!(octet, b'(' | b'['))?;
    let before = without_trailing(before.get(..open)?, b"=: \t");
    name_at_end(before)
}
