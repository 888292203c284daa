//! `-o sarif`.

use super::{PersonalData, Report, ReportWriter, Style};
use std::io::{self, Write};

/// `-o sarif`.
pub struct Sarif;

impl ReportWriter for Sarif {
    fn format(&self) -> &'static str {
        "sarif"
    }

    fn personal_data(&self) -> PersonalData {
        PersonalData::Omit
    }

    fn write(&self, _: &Report, _: Style, _: &mut dyn Write) -> io::Result<()> {
        Err(io::Error::other("not written yet"))
    }
}
