//! `-o cyclonedx`.

use super::{Report, ReportWriter, Style};
use std::io::{self, Write};

/// `-o cyclonedx`.
pub struct V1_6;

impl ReportWriter for V1_6 {
    fn format(&self) -> &'static str {
        "cyclonedx"
    }

    fn write(&self, _: &Report, _: Style, _: &mut dyn Write) -> io::Result<()> {
        Err(io::Error::other("not written yet"))
    }
}

/// `-o cyclonedx-1.7`.
pub struct V1_7;

impl ReportWriter for V1_7 {
    fn format(&self) -> &'static str {
        "cyclonedx-1.7"
    }

    fn write(&self, _: &Report, _: Style, _: &mut dyn Write) -> io::Result<()> {
        Err(io::Error::other("not written yet"))
    }
}
