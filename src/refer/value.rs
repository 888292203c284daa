//! The value of an attribute as it stands in a text, held against the expected one.

use super::escape::decoded;

/// The end of the value that begins there, if it is the expected one.
pub(super) fn value_end(region: &[char], from: usize, expected: &[char]) -> Option<usize> {
    let quoted = region.get(from) == Some(&'"');
    let mut at = from + usize::from(quoted);
    let mut wanted = expected.iter().peekable();
    while let Some(character) = wanted.next() {
        let (got, next) = character_at(region, at)?;
        if *character == ' ' {
            let blank = blank(region, at);
            if blank == 0 && got != ' ' {
                return None;
            }
            at = if blank == 0 { next } else { at + blank };
            continue;
        }
        let mut lower = got.to_lowercase();
        if lower.next() != Some(*character) {
            return None;
        }
        // Some letters fold to several.
        for more in lower {
            if wanted.next() != Some(&more) {
                return None;
            }
        }
        at = next;
    }
    if quoted {
        return (region.get(at) == Some(&'"')).then_some(at + 1);
    }
    let ends = region.get(at).is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.' | ':' | '@'));
    let full_stop = matches!(region.get(at), Some('.' | ':')) && region.get(at + 1).is_none_or(|c| c.is_whitespace());
    (ends || full_stop).then_some(at)
}

/// The character there, without its escape, and where the next one begins.
fn character_at(region: &[char], at: usize) -> Option<(char, usize)> {
    let first = *region.get(at)?;
    if first != '\\' {
        return Some((first, at + 1));
    }
    let pair = |at: usize| {
        let digit = |at: usize| region.get(at).and_then(|c| c.to_digit(16));
        u8::try_from(16 * digit(at)? + digit(at + 1)?).ok()
    };
    let Some(octet) = pair(at + 1) else { return Some((*region.get(at + 1)?, at + 2)) };
    let mut octets = vec![octet];
    let mut next = at + 3;
    while octets.len() < 4 && std::str::from_utf8(&octets).is_err() {
        let more = if region.get(next) == Some(&'\\') { pair(next + 1) } else { None };
        let Some(more) = more else { break };
        octets.push(more);
        next += 3;
    }
    decoded(&octets).chars().next().map(|character| (character, next))
}

/// How many blanks stand there.
pub(super) fn blank(region: &[char], at: usize) -> usize {
    region.get(at..).unwrap_or_default().iter().take_while(|c| c.is_whitespace()).count()
}
