//! `-o github`.

use super::{PersonalData, Report, ReportWriter, Style};
use std::io::{self, Write};

/// `-o github`.
pub struct Github;

impl ReportWriter for Github {
    fn format(&self) -> &'static str {
        "github"
    }

    fn personal_data(&self) -> PersonalData {
        PersonalData::Omit
    }

    fn write(&self, _: &Report, _: Style, _: &mut dyn Write) -> io::Result<()> {
        Err(io::Error::other("not written yet"))
    }
}
