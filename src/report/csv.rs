//! `-o csv`: one row a finding and a failure, for spreadsheets and for programs.
//!
//! Behaviour
//! 1. `excel-da`: semicolons, a byte order mark, and headings in the language of
//!    the report, as a Danish Excel opens it. `rfc4180`: commas, no mark, and the
//!    keys as headings in any language. Both: UTF-8, lines end with CR LF, the
//!    columns in the same order.
//! 2. Findings come first, worst first, then failures; `record` tells them apart.
//! 3. What is a number to nobody is not one to Excel, and no cell is a formula:
//!    see `text/csv.rs`.

mod column;
mod decimal;
mod home;
mod row;

use self::column::Column;
use self::home::Homes;
use self::row::Row;
use super::{CsvDialect, Report, ReportWriter, Style, entry, text};
use crate::wording;
use std::io::{self, BufWriter, Write};

/// `-o csv`.
pub struct Csv;

impl ReportWriter for Csv {
    fn format(&self) -> &'static str {
        "csv"
    }

    fn tells_plan(&self) -> bool {
        false
    }

    fn write(&self, report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let mut out = BufWriter::new(out);
        head(style, &mut out)?;
        let homes = Homes::new(report);
        for found in entry::findings(report) {
            Row::finding(report, &homes, &found, style).write(&mut out)?;
        }
        for failed in entry::failures(report) {
            Row::failure(&homes, &failed, style).write(&mut out)?;
        }
        out.flush()
    }
}

/// The headings: words for people, keys for programs.
fn head(style: Style, out: &mut impl Write) -> io::Result<()> {
    if style.csv == CsvDialect::ExcelDa {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let heading = |column: &Column| match style.csv {
        CsvDialect::ExcelDa => wording::text(&format!("csv.{}", column.key())).told(style.danish).to_owned(),
        CsvDialect::Rfc4180 => column.key().to_owned(),
    };
    let headings: Vec<String> = Column::ALL.iter().map(|column| text::csv::cell(&heading(column), style.csv)).collect();
    line(&headings, style.csv, out)
}

/// A record of finished cells.
fn line(cells: &[String], dialect: CsvDialect, out: &mut impl Write) -> io::Result<()> {
    let separator = match dialect {
        CsvDialect::ExcelDa => b";",
        CsvDialect::Rfc4180 => b",",
    };
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.write_all(separator)?;
        }
        out.write_all(cell.as_bytes())?;
    }
    out.write_all(b"\r\n")
}
