//! From a word that speaks of an alias to the value beside it.

use super::hit::Finder;
use std::ops::Range;

/// No value is longer, in octets.
pub(super) const LONGEST: usize = 256;

/// The stretches that may be the value, the longest first.
pub(super) fn values(finder: &Finder<'_>, word: &Range<usize>) -> Vec<Range<usize>> {
    let line = finder.line_after(word.end, 2 * LONGEST);
    let text = finder.get(&line);
    let Some(start) = value_start(finder, word, text) else { return Vec::new() };
    let rest = text.get(start..).unwrap_or_default();
    let from = line.start + start;
    let (opening, rest, from) = match rest.first() {
        Some(quote @ (b'"' | b'\'')) => (Some(*quote), rest.get(1..).unwrap_or_default(), from + 1),
        _ => (None, rest, from),
    };
    let until = |stop: &dyn Fn(u8) -> bool| rest.iter().position(|octet| stop(*octet)).unwrap_or(rest.len());
    let ends = match opening {
        Some(quote) => vec![until(&|octet| octet == quote)],
        None => vec![
            until(&|octet| octet == b'<'),
            until(&|octet| matches!(octet, b'<' | b'#' | b';' | b',')),
            until(&|octet| octet.is_ascii_whitespace() || b"<#;,)\"']}".contains(&octet)),
        ],
    };
    let trimmed = |end: usize| from..from + rest.get(..end).unwrap_or_default().trim_ascii_end().len();
    ends.into_iter().map(trimmed).filter(|range| !range.is_empty()).collect()
}

/// Where the value begins, if a name ends with the word and a value follows.
fn value_start(finder: &Finder<'_>, word: &Range<usize>, after: &[u8]) -> Option<usize> {
    let blank = |from: usize| {
        from + after.get(from..).unwrap_or_default().iter().take_while(|octet| matches!(octet, b' ' | b'\t')).count()
    };
    let quote = usize::from(matches!(after.first(), Some(b'"' | b'\'')));
    let mut at = blank(quote);
    let rest = after.get(at..)?;
    if quote == 1 {
        // `<property name="keyAlias" value="…"/>`
        for name in [&b"value="[..], b"Value="] {
            if rest.starts_with(name) {
                return Some(at + name.len());
            }
        }
    }
    let is_option = {
        let before = finder.get(&finder.line_before(word.start, 64));
        let start = before.iter().rposition(u8::is_ascii_whitespace).map_or(0, |at| at + 1);
        before.get(start..).is_some_and(|begin| begin.starts_with(b"-")) || (before.is_empty() && after.is_empty())
    };
    match rest.first()? {
        b'=' | b':' | b'>' => at = blank(at + 1),
        _ if is_option && at > 0 => {}
        _ => return None,
    }
    Some(at)
}

/// Of `FindBySubjectName`: the `findValue` beside it, or the next quoted text.
pub(super) fn subject_values(finder: &Finder<'_>, word: &Range<usize>) -> Vec<Range<usize>> {
    let around = word.start.saturating_sub(LONGEST)..(word.end + LONGEST).min(finder.text.len());
    let quoted = |from: usize| {
        let rest = finder.get(&(from..around.end));
        let open = rest.iter().position(|octet| matches!(octet, b'"' | b'\''))?;
        let quote = rest.get(open)?;
        let length = rest.get(open + 1..)?.iter().position(|octet| octet == quote)?;
        Some(from + open + 1..from + open + 1 + length)
    };
    let text = finder.get(&around).to_ascii_lowercase();
    let named = memchr::memmem::find_iter(&text, b"findvalue")
        .filter_map(|at| quoted(around.start + at + "findvalue".len() + 1));
    // Behind the quote that closes the word itself.
    let next = quoted(word.end + usize::from(matches!(finder.after(word.end), Some(b'"' | b'\''))));
    named.chain(next).collect()
}
