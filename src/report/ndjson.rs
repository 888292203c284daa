//! `-o ndjson`.

use super::{Report, ReportWriter, Style};
use std::io::{self, Write};

/// `-o ndjson`.
pub struct Ndjson;

impl ReportWriter for Ndjson {
    fn format(&self) -> &'static str {
        "ndjson"
    }

    fn write(&self, _: &Report, _: Style, _: &mut dyn Write) -> io::Result<()> {
        Err(io::Error::other("not written yet"))
    }
}
