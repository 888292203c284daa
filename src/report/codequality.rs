//! `-o codequality`.

use super::{PersonalData, Report, ReportWriter, Style};
use std::io::{self, Write};

/// `-o codequality`.
pub struct CodeQuality;

impl ReportWriter for CodeQuality {
    fn format(&self) -> &'static str {
        "codequality"
    }

    fn personal_data(&self) -> PersonalData {
        PersonalData::Omit
    }

    fn write(&self, _: &Report, _: Style, _: &mut dyn Write) -> io::Result<()> {
        Err(io::Error::other("not written yet"))
    }
}
