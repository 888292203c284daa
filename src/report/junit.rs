//! `-o junit`.

use super::{PersonalData, Report, ReportWriter, Style};
use std::io::{self, Write};

/// `-o junit`.
pub struct Junit;

impl ReportWriter for Junit {
    fn format(&self) -> &'static str {
        "junit"
    }

    fn personal_data(&self) -> PersonalData {
        PersonalData::Omit
    }

    fn write(&self, _: &Report, _: Style, _: &mut dyn Write) -> io::Result<()> {
        Err(io::Error::other("not written yet"))
    }
}
