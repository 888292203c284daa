//! From a file name in a text to the whole path that it is the end of.
//!
//! Behaviour
//! 1. Where the name is followed by a quote or a tag, the path begins after the
//!    one before it; it may hold spaces then.
//! 2. Else it may be all of a setting's value, if that begins as a path does.
//! 3. Else it begins after the last character that stands in no path.

use super::hit::Finder;
use std::ops::Range;

/// No path is followed further than this, in octets.
pub(super) const LONGEST: usize = 512;

/// Whether an octet belongs to a name, so that a name next to it is another's part.
pub(super) fn is_of_name(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'_' | b'-' | b'~' | b'+') || octet >= 0x80
}

/// Whether a file name stands there as a whole.
pub(super) fn is_whole_name(finder: &Finder<'_>, range: &Range<usize>) -> bool {
    let before = finder.before(range.start);
    let begins = match before {
        Some(b'+') => finder.before(range.start - 1).is_none_or(|octet| !is_of_name(octet)),
        Some(b'.') => false,
        Some(b'-' | b'~') => true,
        // `%2F` before it is a slash.
        Some(octet) if is_of_name(octet) => {
            let escaped = finder.get(&(range.start.saturating_sub(3)..range.start));
            escaped.eq_ignore_ascii_case(b"%2f")
                || escaped.eq_ignore_ascii_case(b"%5c")
                || follows_invisible(finder, range)
        }
        _ => true,
    };
    // `-in` may touch nothing, but `a-b.pem` is another file than `b.pem`.
    let joined = matches!(before, Some(b'-' | b'~'))
        && finder.before(range.start - 1).is_some_and(|octet| is_of_name(octet) || octet == b'.' || octet == b'/');
    begins && !joined && ends(finder, range.end)
}

fn follows_invisible(finder: &Finder<'_>, range: &Range<usize>) -> bool {
    let last = std::str::from_utf8(finder.get(&(range.start.saturating_sub(3)..range.start)));
    last.is_ok_and(|text| text.chars().all(super::hit::is_invisible))
}

fn ends(finder: &Finder<'_>, end: usize) -> bool {
    match finder.after(end) {
        None => true,
        Some(b'.') => finder.after(end + 1).is_none_or(|next| !is_of_name(next)),
        Some(b'/' | b'\\') => matches!(finder.after(end + 1), Some(b'n' | b'r' | b'"')),
        Some(octet) => !is_of_name(octet),
    }
}

/// The stretches that may be the whole path, the likeliest first.
pub(super) fn candidates(finder: &Finder<'_>, name: &Range<usize>) -> Vec<Range<usize>> {
    let end = with_member(finder, name.end);
    let line = finder.line_before(name.start, LONGEST);
    let mut found = Vec::new();
    let mut add = |start: usize| {
        let skipped = finder.get(&(start..name.start)).iter().take_while(|octet| octet.is_ascii_whitespace()).count();
        let range = start + skipped..end;
        if !found.contains(&range) {
            found.push(range);
        }
    };
    let before = finder.get(&line);
    let opening = match finder.after(end) {
        Some(quote @ (b'"' | b'\'' | b'`')) => memchr::memrchr(quote, before),
        Some(b'<') => memchr::memrchr(b'>', before),
        _ => None,
    };
    if let Some(at) = opening {
        add(line.start + at + 1);
    }
    if let Some(value) = value_start(before).filter(|at| begins_path(before.get(*at..).unwrap_or_default())) {
        add(line.start + value);
    }
    add(shortest(finder, &line, name.start));
    found
}

/// Where a member of an archive is named behind it (`!/`), the end of that.
fn with_member(finder: &Finder<'_>, end: usize) -> usize {
    if finder.get(&(end..end + 2)) != b"!/" {
        return end;
    }
    let rest = finder.get(&(end..(end + LONGEST).min(finder.text.len())));
    let stop = |octet: &u8| octet.is_ascii_whitespace() || b"\"'<>,;)]}`".contains(octet);
    end + rest.iter().position(stop).unwrap_or(rest.len())
}

/// Where the value of the setting begins: after the last `=` or `: `.
fn value_start(before: &[u8]) -> Option<usize> {
    let equals = memchr::memrchr(b'=', before).map(|at| at + 1);
    let colon = memchr::memmem::rfind(before, b": ").map(|at| at + 2);
    let start = equals.max(colon)?;
    let blank = before.get(start..)?.iter().take_while(|octet| **octet == b' ' || **octet == b'\t').count();
    Some(start + blank)
}

fn begins_path(value: &[u8]) -> bool {
    let drive = matches!(value, [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic());
    drive || value.starts_with(b"/") || value.starts_with(b"\\\\") || value.starts_with(b"file:")
}

/// Goes back to the first octet that a path without spaces may begin with.
fn shortest(finder: &Finder<'_>, line: &Range<usize>, name: usize) -> usize {
    let mut at = name;
    while at > line.start {
        let Some(octet) = finder.before(at) else { break };
        match octet {
            b' ' if finder.before(at - 1) == Some(b'\\') => at -= 2,
            b'}' => match opening_brace(finder.get(&(line.start..at))) {
                Some(open) => at = line.start + open,
                None => break,
            },
            b')' if finder.get(&(line.start..at)).contains(&b'(') => {
                match memchr::memrchr(b'(', finder.get(&(line.start..at))) {
                    Some(open) if open > 0 && finder.after(line.start + open - 1) == Some(b'$') => {
                        at = line.start + open - 1;
                    }
                    _ => break,
                }
            }
            b';' => match memchr::memrchr(b'&', finder.get(&(at.saturating_sub(8).max(line.start)..at))) {
                Some(entity) => at = at.saturating_sub(8).max(line.start) + entity,
                None => break,
            },
            _ if octet.is_ascii_whitespace() || b"\"'`<>=,()[]{|".contains(&octet) => break,
            _ => at -= 1,
        }
    }
    at
}

/// Where the variable begins that ends with the last octet: `${…}`, `{{ … }}`.
fn opening_brace(before: &[u8]) -> Option<usize> {
    let double = before.ends_with(b"}}");
    let open = if double { memchr::memmem::rfind(before, b"{{")? } else { memchr::memrchr(b'{', before)? };
    let sign = open.checked_sub(1).and_then(|at| before.get(at));
    Some(if sign.is_some_and(|sign| b"$#%@".contains(sign)) { open - 1 } else { open })
}
