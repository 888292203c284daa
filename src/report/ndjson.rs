//! `-o ndjson`: the report as lines for streams (log shippers, SIEM, `jq`).
//!
//! Behaviour
//! 1. One JSON object a line, told apart by `type`: the `header`, each
//!    `finding`, each `failure`, and last the `summary`.
//! 2. A line holds what its reader needs without the others: a finding bears
//!    the facts of its certificate, and every line the scan's identifier.
//! 3. The summary counts what went before it, lines too: an output without it,
//!    or with another number of lines, was cut.
//! 4. Certificates without a finding, systems and the plan have no lines: who
//!    reads lines waits for something to happen. They are in `-o json`.

use super::json::{lines::Line, stream::Safe};
use super::{Report, ReportWriter, Style, entry};
use serde::Serialize;
use std::io::{self, BufWriter, Write};

/// `-o ndjson`.
pub struct Ndjson;

impl ReportWriter for Ndjson {
    fn format(&self) -> &'static str {
        "ndjson"
    }

    fn tells_plan(&self) -> bool {
        false
    }

    fn write(&self, report: &Report, _: Style, out: &mut dyn Write) -> io::Result<()> {
        let mut lines = Lines { out: BufWriter::new(out), written: 0 };
        lines.write(&Line::header(report))?;
        for found in entry::findings(report) {
            lines.write(&Line::finding(report, &found))?;
        }
        for failed in entry::failures(report) {
            lines.write(&Line::failure(report, &failed))?;
        }
        lines.write(&Line::summary(report, lines.written))?;
        lines.out.flush()
    }
}

/// Lines, counted.
struct Lines<W> {
    out: W,
    written: u64,
}

impl<W: Write> Lines<W> {
    fn write(&mut self, line: &Line<'_>) -> io::Result<()> {
        line.serialize(&mut serde_json::Serializer::with_formatter(&mut self.out, Safe::compact()))?;
        self.written += 1;
        self.out.write_all(b"\n")
    }
}
