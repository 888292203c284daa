//! Tables: CSV with commas or semicolons, and tabs.
//!
//! *Behaviour*
//!
//! 1. The first line is the heading, and tells the separator; `sep=;` before it
//!    is Excel's. Columns of one name, as Jira's labels, are one.
//! 2. A quote opens a cell only at its start, and a quoted cell may hold
//!    separators and lines. With tabs, as Request Tracker exports, nothing is
//!    quoted over lines: a lone quote in a subject must not swallow other rows.
//! 3. A row with more cells than the heading, and a quote without an end, are
//!    errors: what was lost there would be made anew.

use super::{IDENTITY, Row, TEXT, add, plain};

/// The rows.
pub(super) fn rows(text: &str) -> Result<Vec<Row>, String> {
    let (mark, text) = separator(text);
    let mut records = if mark == '\t' { tabbed(text) } else { quoted(text, mark)? };
    records.retain(|record| record.iter().any(|cell| !cell.trim().is_empty()));
    let mut records = records.into_iter();
    let heading: Vec<String> = records.next().unwrap_or_default();
    if !heading.iter().any(|name| IDENTITY.iter().chain(TEXT).any(|known| *known == plain(name))) {
        return Err("no column with the external id: name it `externalId`".to_owned());
    }
    records
        .enumerate()
        .map(|(at, record)| row(&heading, &record).map_err(|why| format!("row {}: {why}", at + 1)))
        .collect()
}

fn row(heading: &[String], record: &[String]) -> Result<Row, String> {
    if record.iter().skip(heading.len()).any(|cell| !cell.trim().is_empty()) {
        return Err(format!("it has {} cells, and the heading {}", record.len(), heading.len()));
    }
    let mut row = Row::new();
    for (name, cell) in heading.iter().zip(record) {
        add(&mut row, name, cell);
    }
    Ok(row)
}

/// The separator, and the text from the heading on.
fn separator(text: &str) -> (char, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if let Some(mark) = first.trim_end().strip_prefix("sep=").and_then(|mark| mark.chars().next()) {
        return (mark, rest);
    }
    let mut within = false;
    let mut counts = [(',', 0), (';', 0), ('\t', 0)];
    for char in first.chars() {
        within ^= char == '"';
        for (mark, count) in &mut counts {
            *count += usize::from(*mark == char && !within);
        }
    }
    let most = counts.iter().max_by_key(|(_, count)| *count);
    (most.map_or(',', |(mark, _)| *mark), text)
}

/// Lines with tabs; a cell in quotes is what is between them.
fn tabbed(text: &str) -> Vec<Vec<String>> {
    let cell = |cell: &str| {
        let inner = cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"'));
        inner.map_or_else(|| cell.to_owned(), |inner| inner.replace("\"\"", "\""))
    };
    text.lines().map(|line| line.split('\t').map(cell).collect()).collect()
}

/// Records by RFC 4180.
fn quoted(text: &str, mark: char) -> Result<Vec<Vec<String>>, String> {
    let (mut records, mut record, mut cell) = (Vec::new(), Vec::new(), String::new());
    // Whether a cell is quoted, and whether its quotes are open.
    let (mut begun, mut within) = (false, false);
    let mut chars = text.chars().peekable();
    while let Some(one) = chars.next() {
        match one {
            '"' if within && chars.peek() == Some(&'"') => {
                cell.push('"');
                chars.next();
            }
            '"' if within => within = false,
            '"' if cell.is_empty() && !begun => (begun, within) = (true, true),
            '\r' if !within => {}
            '\n' if !within => {
                record.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut record));
                begun = false;
            }
            other if other == mark && !within => {
                record.push(std::mem::take(&mut cell));
                begun = false;
            }
            other => cell.push(other),
        }
    }
    if within {
        return Err(format!("after row {} a quote has no end", records.len().saturating_sub(1)));
    }
    if !cell.is_empty() || !record.is_empty() {
        record.push(cell);
        records.push(record);
    }
    Ok(records)
}
