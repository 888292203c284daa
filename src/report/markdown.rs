//! `-o markdown`: the whole report for a ticket, a wiki or a mail, and what all
//! sheets in Markdown share.
//!
//! Every finding and every failure is in it; nothing foreign is a mark.

pub(crate) mod escape;
mod findings;
pub(super) mod head;
mod paper;
mod plan;
mod summary;
mod unseen;

pub(super) use escape::{brief, code, plain, text as foreign};
pub(super) use paper::Paper;

use super::{Report, ReportWriter, Style};
use std::io::{self, BufWriter, Write};

/// `-o markdown`.
pub struct Markdown;

impl ReportWriter for Markdown {
    fn format(&self) -> &'static str {
        "markdown"
    }

    fn write(&self, report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let mut out = BufWriter::new(out);
        let paper = &mut Paper::new(style, &mut out);
        head::write(paper, report, "sheets.page.title")?;
        summary::write(paper, report)?;
        plan::write(paper, report)?;
        plan::by_system(paper, report)?;
        summary::certificates(paper, report)?;
        findings::write(paper, report)?;
        unseen::write(paper, report)?;
        out.flush()
    }
}
