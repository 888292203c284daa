//! `-o csv`.

use super::{Report, ReportWriter, Style};
use std::io::{self, Write};

/// `-o csv`.
pub struct Csv;

impl ReportWriter for Csv {
    fn format(&self) -> &'static str {
        "csv"
    }

    fn write(&self, _: &Report, _: Style, _: &mut dyn Write) -> io::Result<()> {
        Err(io::Error::other("not written yet"))
    }
}
