//! Rows of cells from text separated by `;`, `,` or tab (RFC 4180, read
//! leniently: any line end, spaces around cells).
//!
//! Knows nothing of certificates.

/// A row, its cells trimmed, and the line that it begins on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) cells: Vec<String>,
}

/// More of a cell is no name and no number; the rest of it is passed over.
const MAX_CELL: usize = 4096;

/// More columns has no list.
const MAX_CELLS: usize = 512;

/// The rows that hold anything, one by one. Ends with an error where a quote is
/// never closed: what follows it would be lost without a word.
pub(super) struct Rows<'t> {
    rest: std::iter::Peekable<std::str::Chars<'t>>,
    separator: char,
    line: usize,
}

impl<'t> Rows<'t> {
    pub(super) fn new(text: &'t str, separator: char) -> Rows<'t> {
        Rows { rest: text.chars().peekable(), separator, line: 1 }
    }

    /// The next row, empty or not; `None` at the end.
    fn row(&mut self) -> Option<Result<Row, String>> {
        self.rest.peek()?;
        let mut row = Row { line: self.line, cells: Vec::new() };
        loop {
            let (cell, ended) = match self.cell() {
                Ok(read) => read,
                Err(why) => return Some(Err(why)),
            };
            if row.cells.len() < MAX_CELLS {
                row.cells.push(cell);
            }
            if ended {
                return Some(Ok(row));
            }
        }
    }

    /// One cell, and whether its row ends with it.
    fn cell(&mut self) -> Result<(String, bool), String> {
        let mut cell = Cell::default();
        while self.rest.next_if(|one| *one == ' ').is_some() {}
        if self.rest.next_if_eq(&'"').is_some() {
            self.quoted(&mut cell)?;
        }
        while let Some(one) = self.rest.next() {
            match one {
                '\r' if self.rest.peek() == Some(&'\n') => {}
                '\n' | '\r' => {
                    self.line += 1;
                    return Ok((cell.done(), true));
                }
                _ if one == self.separator => return Ok((cell.done(), false)),
                _ => cell.push(one),
            }
        }
        Ok((cell.done(), true))
    }

    /// Up to the closing quote; two of them are one.
    fn quoted(&mut self, cell: &mut Cell) -> Result<(), String> {
        let begun = self.line;
        while let Some(one) = self.rest.next() {
            match one {
                '"' if self.rest.next_if_eq(&'"').is_some() => cell.push('"'),
                '"' => return Ok(()),
                _ => {
                    self.line += usize::from(one == '\n');
                    cell.push(one);
                }
            }
        }
        Err(format!("line {begun}: a quote is opened and never closed"))
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, String>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.row()? {
                Ok(row) if row.cells.iter().all(String::is_empty) => {}
                other => return Some(other),
            }
        }
    }
}

/// A cell being read, no longer than it may be.
#[derive(Default)]
struct Cell(String);

impl Cell {
    fn push(&mut self, one: char) {
        if self.0.len() < MAX_CELL {
            self.0.push(one);
        }
    }

    fn done(self) -> String {
        self.0.trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, separator: char) -> Vec<Vec<String>> {
        Rows::new(text, separator).map(|row| row.unwrap().cells).collect()
    }

    #[test]
    fn quotes_hold_separators_lines_and_quotes() {
        let text = "a; \"b;1\" ;\"c\"\"d\"\r\n\r\n;;\n\"two\nlines\";x;\n";
        assert_eq!(read(text, ';'), [vec!["a", "b;1", "c\"d"], vec!["two\nlines", "x", ""]]);
        assert_eq!(read("a,b\rc\td", ','), [vec!["a", "b"], vec!["c\td"]]);
    }

    #[test]
    fn lines_are_counted_over_quotes() {
        let lines: Vec<usize> = Rows::new("a\n\n\"b\nc\"\nd", ';').map(|row| row.unwrap().line).collect();
        assert_eq!(lines, [1, 3, 5]);
    }

    #[test]
    fn an_open_quote_is_an_error_and_names_its_line() {
        let last = Rows::new("a;b\nc;\"d\ne;f\n", ';').last().unwrap();
        assert_eq!(last.unwrap_err(), "line 2: a quote is opened and never closed");
    }

    #[test]
    fn long_cells_and_many_columns_are_cut() {
        let long = "x".repeat(10_000_000);
        assert_eq!(read(&format!("{long};y"), ';')[0].iter().map(String::len).collect::<Vec<_>>(), [MAX_CELL, 1]);
        assert_eq!(read(&";a".repeat(100_000), ';')[0].len(), MAX_CELLS);
    }
}
