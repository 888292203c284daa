//! The one place that makes foreign text safe to show: names, paths, aliases
//! and details come from whoever wrote the scanned files.
//!
//! Knows no report and no format beyond plain text on a terminal.

pub(in crate::report) mod command;
pub(crate) mod csv;
pub mod label;
pub(in crate::report) mod log;
pub mod plugin;
pub(in crate::report) mod sarif;
pub(crate) mod uri;
pub(in crate::report) mod xml;

use crate::location::{Location, StepKind};
use std::borrow::Cow;
use std::path::Path;
use time::{Date, OffsetDateTime, UtcOffset};

/// Makes a text safe for one line of a terminal: whatever could move the
/// cursor, hide or reorder text is written out, as `\n` or `\u{202e}`, and what
/// a job's log would take for a command (`log`).
pub fn safe(text: &str) -> Cow<'_, str> {
    if is_plain(text.as_bytes()) || !text.chars().any(is_unsafe) {
        return log::disarmed(Cow::Borrowed(text));
    }
    let mut out = String::with_capacity(text.len() + 16);
    for char in text.chars() {
        push(&mut out, char);
    }
    log::disarmed(Cow::Owned(out))
}

/// Raw octets that are mostly text: what is not UTF-8 is written as `\xNN`.
pub fn bytes(bytes: &[u8]) -> String {
    if let (true, Ok(text)) = (is_plain(bytes), std::str::from_utf8(bytes)) {
        return log::disarmed(Cow::Borrowed(text)).into_owned();
    }
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for char in chunk.valid().chars() {
            push(&mut out, char);
        }
        for octet in chunk.invalid() {
            push_fmt(&mut out, format_args!("\\x{octet:02x}"));
        }
    }
    log::disarmed(Cow::Owned(out)).into_owned()
}

/// A path for people.
pub fn path(path: &Path) -> String {
    bytes(path.as_os_str().as_encoded_bytes())
}

/// A place for people: the path, `!` before each archive member, encodings in
/// brackets. Where reports of several hosts are merged, the host goes first.
pub fn location(location: &Location) -> String {
    format!("{}{}", host(location), location_there(location))
}

/// The host of a place with its colon; empty where it goes without saying.
pub fn host(location: &Location) -> String {
    location.scope.as_deref().map_or_else(String::new, |scope| format!("{}: ", brief(scope)))
}

/// A place for people, its host left out.
pub fn location_there(location: &Location) -> String {
    format!("{}{}", path(&location.path), way_in(location))
}

/// The way into the file alone.
pub(in crate::report) fn way_in(location: &Location) -> String {
    let mut out = String::new();
    for step in &location.steps {
        match step.kind {
            StepKind::Member => push_fmt(&mut out, format_args!("!{}", bytes(&step.name))),
            kind => push_fmt(&mut out, format_args!(" [{}]", kind.id())),
        }
    }
    out
}

/// Whether octets are printable ASCII alone: nothing in them is unsafe. Most
/// texts are, and octets are looked at faster than characters.
pub(crate) fn is_plain(bytes: &[u8]) -> bool {
    bytes.iter().fold(true, |plain, octet| plain & (0x20..0x7f).contains(octet))
}

/// Whether a character must not reach a terminal or a reader's eye as it is:
/// controls of both sets, line and paragraph separators, bidirectional
/// controls, zero-width and other invisible characters.
pub fn is_unsafe(char: char) -> bool {
    if matches!(char, ' '..='~') {
        return false;
    }
    char.is_control()
        || matches!(char,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// The columns that a text takes, roughly: East Asian wide characters and
/// emoji take two, combining marks none.
pub fn width(text: &str) -> usize {
    if is_plain(text.as_bytes()) {
        return text.len();
    }
    text.chars().map(columns).sum()
}

/// Cuts a safe text to so many columns; a cut text ends in `…`.
pub fn fit(text: &str, limit: usize) -> Cow<'_, str> {
    if width(text) <= limit {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut used = 1;
    for char in text.chars() {
        used += columns(char);
        if used > limit {
            break;
        }
        out.push(char);
    }
    out.push('…');
    Cow::Owned(out)
}

/// A foreign text made safe and cut to what a reader still takes in: a name of
/// a million letters must not flood the page.
pub fn brief(text: &str) -> String {
    fit(&safe(text), 200).into_owned()
}

/// Breaks a safe text between words into lines of at most so many columns. A
/// longer word stays whole: a path must be fit to be copied.
pub fn wrap(text: &str, limit: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    // The columns of the last line, counted as it grows.
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let wide = width(word);
        match lines.last_mut() {
            Some(line) if line.is_empty() => {
                line.push_str(word);
                used = wide;
            }
            Some(line) if used + 1 + wide <= limit => {
                line.push(' ');
                line.push_str(word);
                used += 1 + wide;
            }
            _ => {
                lines.push(word.to_owned());
                used = wide;
            }
        }
    }
    lines
}

/// A day as `YYYY-MM-DD`.
pub fn day(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

/// An instant in UTC, RFC 3339, whole seconds.
pub fn instant(at: OffsetDateTime) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    format!("{}T{:02}:{:02}:{:02}Z", day(at.date()), at.hour(), at.minute(), at.second())
}

/// The day (UTC) of an instant in seconds since 1970; `?` if there is none.
pub fn day_of(at: Option<i64>) -> String {
    let at = at.and_then(|at| OffsetDateTime::from_unix_timestamp(at).ok());
    at.map_or_else(|| "?".to_owned(), |at| day(at.date()))
}

/// A serial number or key identifier in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

fn push(out: &mut String, char: char) {
    match char {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        _ if is_unsafe(char) => push_fmt(out, format_args!("\\u{{{:x}}}", u32::from(char))),
        _ => out.push(char),
    }
}

/// Through a text of its own, since writing that can fail asks to be checked.
fn push_fmt(out: &mut String, args: std::fmt::Arguments<'_>) {
    out.push_str(&args.to_string());
}

fn columns(char: char) -> usize {
    if char < '\u{300}' {
        return 1;
    }
    match u32::from(char) {
        0x300..=0x36f
        | 0x483..=0x489
        | 0x591..=0x5bd
        | 0x610..=0x61a
        | 0x64b..=0x65f
        | 0x1ab0..=0x1aff
        | 0x1dc0..=0x1dff
        | 0x20d0..=0x20ff
        | 0xfe00..=0xfe0f
        | 0xfe20..=0xfe2f => 0,
        0x1100..=0x115f
        | 0x2e80..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6
        | 0x1f300..=0x1faff
        | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn what_moves_hides_or_reorders_is_written_out() {
        for (text, shown) in [
            ("plain æøå", "plain æøå"),
            ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
            ("\u{1b}[31m", "\\u{1b}[31m"),
            ("\u{9b}2J\u{7f}\0", "\\u{9b}2J\\u{7f}\\u{0}"),
            ("\u{202e}cod.exe\u{2066}\u{200e}\u{61c}", "\\u{202e}cod.exe\\u{2066}\\u{200e}\\u{61c}"),
            ("a\u{200b}b\u{feff}\u{2028}\u{2029}", "a\\u{200b}b\\u{feff}\\u{2028}\\u{2029}"),
            ("\u{e0041}", "\\u{e0041}"),
        ] {
            assert_eq!(safe(text), shown);
            assert!(!safe(text).chars().any(is_unsafe));
        }
    }

    #[test]
    fn octets_that_are_no_text_are_shown_in_hexadecimal() {
        assert_eq!(bytes(b"r\xf8d\xff\ngr\xc3\xb8d"), "r\\xf8d\\xff\\ngrød");
    }

    #[test]
    fn a_place_shows_its_members_and_encodings() {
        let place = Location::file(Arc::from(Path::new("/a")), Arc::from(Path::new("/a/b.zip")))
            .step(StepKind::Member, b"c\n.xml")
            .step(StepKind::Base64, b"");
        assert_eq!(location(&place), "/a/b.zip!c\\n.xml [base64]");
    }

    #[test]
    fn cutting_counts_columns() {
        assert_eq!(fit("abcdef", 6), "abcdef");
        assert_eq!(fit("abcdefg", 6), "abcde…");
        assert_eq!(fit("漢字漢字", 6), "漢字…");
        assert_eq!(width("e\u{301}漢"), 3);
        assert_eq!(width(&brief(&"\u{1b}".repeat(1000))), 200);
    }

    #[test]
    fn wrapping_keeps_words_whole() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("see /a/very/long/path now", 8), ["see", "/a/very/long/path", "now"]);
        assert_eq!(wrap("", 8), [""]);
    }
}
