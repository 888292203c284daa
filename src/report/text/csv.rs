//! Makes foreign text safe for a cell of a CSV file, whichever spreadsheet
//! opens it and whichever separator that takes.
//!
//! Behaviour
//! 1. What could move, hide or reorder text is written out; a record is one line.
//! 2. No cell is a formula: an apostrophe goes before one of `= + - @` (also in
//!    full width) that begins the text, quotes and blanks passed by. So too
//!    after a comma or semicolon, where the wrong separator begins a new cell.
//! 3. A text that begins with an apostrophe gets another. So the first one of a
//!    cell is always ours, and a program that takes it away has the text again.
//! 4. `excel-da`: what Excel would take for a number or a date gets an
//!    apostrophe too, unless it is a whole number that it shows in full.
//! 5. A text ends in `…` where Excel's cell is full: programs have such limits too.
//! 6. What holds a separator or a quote, or begins or ends with a blank, is quoted.

use super::safe;
use crate::report::CsvDialect;

/// Excel's limit, in UTF-16 units.
const LONGEST: usize = 32_767;

/// Excel shows so many digits in full.
const DIGITS: usize = 11;

/// Foreign text as a finished cell.
pub(in crate::report) fn cell(foreign: &str, dialect: CsvDialect) -> String {
    quoted(&cut(guarded(&safe(foreign), dialect)))
}

/// One line of text that is a formula nowhere, also where a wrong separator begins a cell.
pub(crate) fn unformulated(line: &str) -> String {
    guarded(line, CsvDialect::Rfc4180)
}

/// With an apostrophe where a spreadsheet would see more than text.
fn guarded(text: &str, dialect: CsvDialect) -> String {
    let as_number = dialect == CsvDialect::ExcelDa && reads_as_number(text);
    let mut out = String::with_capacity(text.len() + 1);
    if as_number || text.starts_with('\'') || begins_formula(text) {
        out.push('\'');
    }
    for (at, char) in text.char_indices() {
        out.push(char);
        if matches!(char, ',' | ';') && begins_formula(&text[at + 1..]) {
            out.push('\'');
        }
    }
    out
}

fn begins_formula(text: &str) -> bool {
    let is_passed_by = |char: char| char.is_whitespace() || matches!(char, '"' | '\'');
    let is_sign = |char| matches!(char, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    text.trim_start_matches(is_passed_by).starts_with(is_sign)
}

/// Whether it is digits and what stands between the digits of numbers, dates
/// and times. A serial number such as `4710000000000001` or `1e10` is.
fn reads_as_number(text: &str) -> bool {
    let text = text.trim();
    let between = |char| matches!(char, '.' | ',' | ':' | '/' | '-' | '+' | '%' | ' ' | 'e' | 'E');
    let is_whole = text.len() <= DIGITS && !text.starts_with('0') && text.bytes().all(|octet| octet.is_ascii_digit());
    text.starts_with(|char: char| char.is_ascii_digit())
        && text.chars().all(|char| char.is_ascii_digit() || between(char))
        && !is_whole
}

fn cut(text: String) -> String {
    if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST {
        return text;
    }
    let mut units = 1;
    let fits = |char: &char| {
        units += char.len_utf16();
        units <= LONGEST
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

fn quoted(text: &str) -> String {
    if text.contains([',', ';', '"']) || text.starts_with(' ') || text.ends_with(' ') {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(foreign: &str) -> [String; 2] {
        [cell(foreign, CsvDialect::ExcelDa), cell(foreign, CsvDialect::Rfc4180)]
    }

    #[test]
    fn no_text_is_a_formula_whichever_separator_is_taken() {
        for (foreign, cell) in [
            ("=1+1", "'=1+1"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1", "'＝1"),
            ("\t=1", "\\t=1"),
            (" =1", "' =1"),
            ("\"=1", "\"'\"\"=1\""),
            ("a;=1", "\"a;'=1\""),
            ("a,\"=1", "\"a,'\"\"=1\""),
            ("CN=a\\,b,O=c", "\"CN=a\\,b,O=c\""),
            ("a-b = c", "a-b = c"),
            ("", ""),
        ] {
            assert_eq!(both(foreign), [cell, cell]);
        }
    }

    #[test]
    fn the_first_apostrophe_is_always_ours() {
        assert_eq!(both("'=1"), ["''=1", "''=1"]);
        assert_eq!(both("'s-Gravenhage"), ["''s-Gravenhage", "''s-Gravenhage"]);
    }

    #[test]
    fn numbers_stay_whole_in_excel_and_as_they_are_elsewhere() {
        for number in ["4710000000000001", "123456789012", "1e10", "0123", "1.2", "12:30", "2021-03", "3/4", "12 %"] {
            assert_eq!(both(number), [format!("'{number}"), number.to_owned()]);
        }
        for text in ["99887766", "12345678901", "4b90d6bf", "3scale", "e10"] {
            assert_eq!(both(text), [text, text]);
        }
    }

    #[test]
    fn a_full_cell_ends_in_an_ellipsis() {
        let long = "æ😀".repeat(20_000);
        let [excel, rfc] = both(&long);
        assert_eq!(excel.encode_utf16().count(), LONGEST);
        assert!(excel.ends_with('…') && rfc == excel);
        let full = "x".repeat(LONGEST);
        assert_eq!(both(&full), [full.clone(), full]);
    }

    #[test]
    fn a_record_is_one_line_without_marks() {
        assert_eq!(both("a\r\nb\u{202e}\u{1b}"), ["a\\r\\nb\\u{202e}\\u{1b}", "a\\r\\nb\\u{202e}\\u{1b}"]);
    }
}
