//! Markdown that reads well as plain text: headings, paragraphs and lists,
//! broken between words, and tables with their columns in line.
//!
//! Takes finished pieces: what is foreign went through `escape`, what is ours
//! comes from `wording`. No line begins with what Markdown would take for a
//! mark of its own.

use super::super::{Style, text};
use super::escape::{self, HARD};
use crate::wording;
use std::io::{self, Write};

/// The columns of prose.
const COLUMNS: usize = 100;

/// A sheet in the making.
pub(in crate::report) struct Paper<'a> {
    out: &'a mut dyn Write,
    /// Danish instead of English.
    pub(in crate::report) danish: bool,
    /// Whether something stands on it.
    begun: bool,
    /// Whether a blank line comes before what follows.
    apart: bool,
}

impl<'a> Paper<'a> {
    pub(in crate::report) fn new(style: Style, out: &'a mut dyn Write) -> Paper<'a> {
        Paper { out, danish: style.danish, begun: false, apart: false }
    }

    /// Our text of this key.
    pub(in crate::report) fn text(&self, key: &str) -> String {
        wording::told(key, self.danish).to_owned()
    }

    /// Our text of this key with finished pieces in it.
    pub(in crate::report) fn fill(&self, key: &str, values: &[(&'static str, &str)]) -> String {
        wording::told_with(key, self.danish, values)
    }

    /// A heading, with a blank line around it.
    pub(in crate::report) fn heading(&mut self, level: usize, piece: &str) -> io::Result<()> {
        self.gap();
        let piece = piece.split_whitespace().collect::<Vec<_>>().join(" ").replace(HARD, " ");
        // After its own mark only further number signs mean something.
        let piece = if piece.starts_with('#') { format!("\\{piece}") } else { piece };
        self.line(&format!("{} {piece}", "#".repeat(level)))?;
        self.gap();
        Ok(())
    }

    /// A paragraph, with a blank line after it.
    pub(in crate::report) fn paragraph(&mut self, piece: &str) -> io::Result<()> {
        self.gap();
        self.block("", "", piece)?;
        self.gap();
        Ok(())
    }

    /// An item of a list, so many levels in.
    pub(in crate::report) fn item(&mut self, level: usize, piece: &str) -> io::Result<()> {
        self.marked(level, "-", piece)
    }

    /// An item with its number.
    pub(in crate::report) fn numbered(&mut self, level: usize, number: usize, piece: &str) -> io::Result<()> {
        self.marked(level, &format!("{number}."), piece)
    }

    /// An item to be ticked.
    pub(in crate::report) fn task(&mut self, level: usize, done: bool, piece: &str) -> io::Result<()> {
        self.marked(level, if done { "- [x]" } else { "- [ ]" }, piece)
    }

    /// An item that names a field and its value.
    pub(in crate::report) fn field(&mut self, level: usize, name: &str, value: &str) -> io::Result<()> {
        self.item(level, &format!("**{name}:** {value}"))
    }

    /// The end of a list or a table.
    pub(in crate::report) fn gap(&mut self) {
        self.apart = self.begun;
    }

    fn line(&mut self, line: &str) -> io::Result<()> {
        self.after("", line)
    }

    /// A line after its mark.
    fn after(&mut self, mark: &str, line: &str) -> io::Result<()> {
        if self.apart {
            self.out.write_all(b"\n")?;
        }
        (self.begun, self.apart) = (true, false);
        self.out.write_all(mark.as_bytes())?;
        self.out.write_all(line.as_bytes())?;
        self.out.write_all(b"\n")
    }

    /// A line across the page.
    pub(in crate::report) fn rule(&mut self) -> io::Result<()> {
        self.gap();
        self.line("---")?;
        self.gap();
        Ok(())
    }

    /// A table; the first row is its head.
    pub(in crate::report) fn table(&mut self, rows: &[Vec<String>]) -> io::Result<()> {
        self.gap();
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|piece| escape::cell(piece).replace(HARD, " ")).collect()).collect();
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        let widest = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|piece| text::width(piece)).max();
        let widths: Vec<usize> = (0..columns).map(|at| widest(at).unwrap_or_default().max(3)).collect();
        for (number, row) in rows.iter().enumerate() {
            let cells = widths.iter().enumerate().map(|(at, width)| {
                let piece = row.get(at).map_or("", String::as_str);
                format!(" {piece}{} ", " ".repeat(width.saturating_sub(text::width(piece))))
            });
            let cells: Vec<String> = cells.collect();
            self.line(&format!("|{}|", cells.join("|")))?;
            if number == 0 {
                let line: Vec<String> = widths.iter().map(|width| "-".repeat(width + 2)).collect();
                self.line(&format!("|{}|", line.join("|")))?;
            }
        }
        self.gap();
        Ok(())
    }

    fn marked(&mut self, level: usize, mark: &str, piece: &str) -> io::Result<()> {
        let first = format!("{}{mark} ", "  ".repeat(level));
        // Under a box the text begins where it would without one.
        let rest = " ".repeat(text::width(first.trim_end_matches("[ ] ").trim_end_matches("[x] ")));
        self.block(&first, &rest, piece)
    }

    /// Breaks a piece between words; a word that would be a mark at the start of
    /// a line stays with the one before it.
    fn block(&mut self, first: &str, rest: &str, piece: &str) -> io::Result<()> {
        // Most are a path alone: nothing to break and, being code, no mark.
        if piece.starts_with('`') && !piece.contains(|char: char| char == HARD || char.is_whitespace()) {
            return self.after(first, piece);
        }
        let limit = COLUMNS.saturating_sub(text::width(first).max(text::width(rest)));
        let mut words = piece.split_whitespace();
        let mut unit = at_start(words.next().unwrap_or_default());
        let mut words = words.peekable();
        let (mut line, mut used, mut begun) = (first.to_owned(), 0, false);
        loop {
            while let Some(mark) = words.next_if(|word| is_mark(word)) {
                unit.push(HARD);
                unit.push_str(mark);
            }
            let wide = text::width(&unit);
            if begun && used + 1 + wide > limit {
                self.line(&line)?;
                line.replace_range(.., rest);
                (used, begun) = (0, false);
            }
            if begun {
                line.push(' ');
                used += 1;
            }
            if unit.contains(HARD) {
                unit = unit.replace(HARD, " ");
            }
            line.push_str(&unit);
            (used, begun) = (used + wide, true);
            let Some(word) = words.next() else { return self.line(&line) };
            unit.replace_range(.., word);
        }
    }
}

/// Takes the force from what would be a mark at the start.
fn at_start(piece: &str) -> String {
    let first = piece.split(HARD).next().unwrap_or_default();
    if !is_mark(first) {
        return piece.to_owned();
    }
    let digits = first.chars().take_while(char::is_ascii_digit).count();
    let (before, after) = piece.split_at_checked(digits).unwrap_or(("", piece));
    format!("{before}\\{after}")
}

/// Whether Markdown takes this word at the start of a line for a mark.
fn is_mark(word: &str) -> bool {
    let digits = word.trim_start_matches(|char: char| char.is_ascii_digit());
    let is_number = digits.len() < word.len() && matches!(digits, "." | ")");
    let is_line = !word.is_empty() && word.chars().all(|char| matches!(char, '-' | '+' | '=' | ':'));
    is_number || is_line || word.starts_with('#') || word.starts_with('>')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(write: impl FnOnce(&mut Paper<'_>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut Paper::new(Style::default(), &mut out)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn no_line_begins_with_a_foreign_mark() {
        for (piece, shown) in [
            ("# a", "- \\# a\n"),
            ("1. a", "- 1\\. a\n"),
            ("- [ ] a", "- \\- [ ] a\n"),
            ("=== a", "- \\=== a\n"),
            ("31. oktober", "- 31\\. oktober\n"),
            ("a\n# b\n\n- c", "- a # b - c\n"),
        ] {
            assert_eq!(on(|paper| paper.item(0, piece)), shown);
        }
        let words = ["-", "1.", "#x", "==="].map(|mark| format!("{} {mark} x", "a".repeat(97)));
        for piece in words {
            let text = on(|paper| paper.paragraph(&piece));
            assert!(text.lines().all(|line| !is_mark(line.split(' ').next().unwrap())), "{text}");
        }
    }

    #[test]
    fn lists_hang_and_tables_stand_in_line() {
        let long = "word ".repeat(30);
        let item = on(|paper| paper.item(1, &long));
        assert!(item.lines().nth(1).unwrap().starts_with("    word"), "{item}");
        let task = on(|paper| paper.task(0, true, &long));
        assert!(task.starts_with("- [x] word") && task.lines().nth(1).unwrap().starts_with("  word"), "{task}");
        let rows = [vec!["a".to_owned(), "b|".to_owned()], vec!["longer".to_owned(), "c".to_owned()]];
        assert_eq!(on(|paper| paper.table(&rows)), "| a      | b\\| |\n|--------|-----|\n| longer | c   |\n");
    }

    #[test]
    fn code_is_never_broken() {
        let code = escape::code(&"a b ".repeat(40));
        let text = on(|paper| paper.paragraph(&format!("see {code} there")));
        assert!(text.lines().any(|line| line.starts_with('`') && line.ends_with('`')), "{text}");
    }
}
