//! Makes foreign text safe for Markdown, whichever program shows it: no mark,
//! tag, entity or link comes about that we did not write.
//!
//! Knows no line: what may stand at the start of one is `paper`'s to see to.

use super::super::text;

/// Stands for a blank at which no line may break; `paper` puts the blank back.
pub(in crate::report) const HARD: char = '\u{e000}';

/// Foreign text within a line. A word that would become a link is shown as
/// code, which never does.
pub(crate) fn text(foreign: &str) -> String {
    let safe = text::safe(foreign);
    if !has_mark(&safe) {
        return safe.into_owned();
    }
    let words = safe.split(' ').map(|word| if is_link(word) { link(word) } else { escaped(word) });
    words.collect::<Vec<_>>().join(" ")
}

/// The same, cut to what a reader still takes in.
pub(in crate::report) fn brief(foreign: &str) -> String {
    text(&text::brief(foreign))
}

/// What is to be copied as it stands: a path, a number, an address. Nothing
/// inside it is a mark, whatever it is, and no line breaks in it.
pub(crate) fn code(foreign: &str) -> String {
    let safe = text::safe(foreign);
    if !safe.is_empty() && !safe.contains([' ', '`']) {
        return ["`", &safe, "`"].concat();
    }
    let safe = safe.replace(' ', &HARD.to_string());
    let fence = "`".repeat(longest_run(&safe) + 1);
    let pad = if safe.starts_with('`') || safe.ends_with('`') { HARD.to_string() } else { String::new() };
    match safe.as_str() {
        "" => "–".to_owned(),
        _ => format!("{fence}{pad}{safe}{pad}{fence}"),
    }
}

/// A finished piece with its blanks put back, where no line is broken.
pub(crate) fn plain(piece: &str) -> String {
    piece.replace(HARD, " ")
}

/// A finished piece as a cell of a table: a bar in it ends no cell.
pub(in crate::report) fn cell(piece: &str) -> String {
    let mut out = String::with_capacity(piece.len());
    let mut backslashes = 0;
    for char in piece.chars() {
        if char == '|' && backslashes % 2 == 0 {
            out.push('\\');
        }
        backslashes = if char == '\\' { backslashes + 1 } else { 0 };
        out.push(char);
    }
    out
}

/// Whether anything in it could be a mark or part of a link: most texts have
/// nothing of the kind, and need no look at each word.
fn has_mark(safe: &str) -> bool {
    const MARKS: &[char] = &['<', '&', '[', ']', '\\', '`', '*', '_', '|', '~', '$', HARD];
    safe.contains(MARKS) || is_link(safe)
}

/// Whether Markdown would make a link of it unasked.
fn is_link(word: &str) -> bool {
    let web = || word.as_bytes().windows(4).any(|part| part.eq_ignore_ascii_case(b"www."));
    word.contains("://") || word.contains('@') || web() || is_reference(word)
}

/// Whether a forge would make a link to an issue of it, or close one: `#1`, `GH-1`.
fn is_reference(word: &str) -> bool {
    let octets = word.as_bytes();
    let is_digit = |at: usize| octets.get(at).is_some_and(u8::is_ascii_digit);
    let opens = |at: usize| !at.checked_sub(1).is_some_and(|before| octets[before].is_ascii_alphanumeric());
    let is_gh = |(at, part): (usize, &[u8])| part.eq_ignore_ascii_case(b"gh-") && opens(at) && is_digit(at + 3);
    memchr::memchr_iter(b'#', octets).any(|at| is_digit(at + 1)) || octets.windows(3).enumerate().any(is_gh)
}

/// An address as code, without the marks of the sentence around it: they are
/// not copied with it.
fn link(word: &str) -> String {
    let is_mark = |char: char| matches!(char, '.' | ',' | ';' | ':' | '(' | ')' | '»' | '«' | '“' | '”');
    let core = word.trim_matches(is_mark);
    if !is_link(core) {
        return code(word);
    }
    let (before, after) = word.split_once(core).unwrap_or(("", ""));
    [escaped(before), code(core), escaped(after)].concat()
}

fn escaped(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut before: Option<char> = None;
    let mut chars = word.chars().peekable();
    while let Some(char) = chars.next() {
        let inside = |one: Option<&char>| one.is_some_and(|char| char.is_alphanumeric());
        match char {
            '<' => out.push_str("&lt;"),
            '&' if chars.peek().is_some_and(|next| *next == '#' || next.is_ascii_alphanumeric()) => {
                out.push_str("&amp;");
            }
            '_' if inside(before.as_ref()) && inside(chars.peek()) => out.push('_'),
            // Brackets alone are text: what makes them a link comes after them.
            ']' if chars.peek().is_some_and(|next| matches!(next, '(' | '[' | ':')) => out.push_str("\\]"),
            '[' if chars.peek().is_none_or(|next| matches!(next, ' ' | 'x' | 'X' | '^')) => out.push_str("\\["),
            '\\' | '`' | '*' | '_' | '|' | '~' | '$' => out.extend(['\\', char]),
            HARD => out.push(' '),
            _ => out.push(char),
        }
        before = Some(char);
    }
    out
}

/// The longest run of backticks.
fn longest_run(text: &str) -> usize {
    let (mut longest, mut run) = (0, 0);
    for char in text.chars() {
        run = if char == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_tags_entities_and_bars_are_only_text() {
        for (foreign, shown) in [
            ("Fjordby Kommune - Løn", "Fjordby Kommune - Løn"),
            ("*a* _b_ ADG_PROD `c`", "\\*a\\* \\_b\\_ ADG_PROD \\`c\\`"),
            ("[x](y) ![z]", "\\[x\\](y) ![z]"),
            ("<script>", "&lt;script>"),
            ("[ ] a [Ny systembruger] > b", "\\[ ] a [Ny systembruger] > b"),
            ("[a]: /b [c][d]", "[a\\]: /b [c\\][d]"),
            ("&lt; &#x3c; A & B", "&amp;lt; &amp;#x3c; A & B"),
            ("a|b", "a\\|b"),
            ("a\\*b", "a\\\\\\*b"),
            ("~~x~~ $y$", "\\~\\~x\\~\\~ \\$y\\$"),
            ("a\n# b\u{202e}", "a\\\\n# b\\\\u{202e}"),
        ] {
            assert_eq!(text(foreign), shown);
        }
    }

    #[test]
    fn what_would_become_a_link_is_code() {
        assert_eq!(text("see https://evil.example now"), "see `https://evil.example` now");
        assert_eq!(text("a@b.dk"), "`a@b.dk`");
        assert_eq!(text("(see http://b.dk/a.crl.)"), "(see `http://b.dk/a.crl`.)");
        assert_eq!(text("](http://b.dk)"), "`](http://b.dk`)");
        assert_eq!(text("please #1 (closes #2), GH-3, a/b#4"), "please `#1` (closes `#2`), `GH-3`, `a/b#4`");
        assert_eq!(text("&#60; # 1 high-1"), "`&#60`; # 1 high-1");
        assert_eq!(text("WWW.evil.example"), "`WWW.evil.example`");
    }

    #[test]
    fn code_holds_whatever_it_is_given() {
        assert_eq!(code("/srv/a"), "`/srv/a`");
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`a b"), format!("``{HARD}`a{HARD}b{HARD}``"));
        assert_eq!(code("a\n\u{1b}"), "`a\\n\\u{1b}`");
    }

    #[test]
    fn a_bar_in_a_cell_is_escaped_once() {
        assert_eq!(cell("`a|b`"), "`a\\|b`");
        assert_eq!(cell(&text("a|b")), "a\\|b");
        assert_eq!(cell("`a\\\\|b`"), "`a\\\\\\|b`");
    }
}
