//! `-o prometheus`.

use super::{PersonalData, Report, ReportWriter, Style};
use std::io::{self, Write};

/// `-o prometheus`.
pub struct Prometheus;

impl ReportWriter for Prometheus {
    fn format(&self) -> &'static str {
        "prometheus"
    }

    fn personal_data(&self) -> PersonalData {
        PersonalData::Omit
    }

    fn write(&self, _: &Report, _: Style, _: &mut dyn Write) -> io::Result<()> {
        Err(io::Error::other("not written yet"))
    }
}
