//! The report as one page for browsers and printers: no script, no network, no
//! file beside it. Reads well on A4 and without colour.
//!
//! Decides nothing. Written piece by piece: a report of a hundred thousand
//! findings is never in memory as a page.
//!
//! Behaviour
//! 1. Everything foreign goes through `escape`; markup is our own.
//! 2. Nothing is told by colour or place alone: each picture has a table that
//!    says the same, each status its word.
//! 3. Every finding and every failure of the report stands in it.

mod calendar;
mod certificates;
mod dates;
mod escape;
mod findings;
mod glossary;
mod head;
mod links;
mod named;
mod page;
mod parties;
mod plan;
mod shapes;
mod summary;
mod systems;
mod timeline;
mod unseen;

use self::page::Page;
use super::{Report, ReportWriter, Style};
use std::io::{self, BufWriter, Write};

/// `-o html`.
pub struct Html;

impl ReportWriter for Html {
    fn format(&self) -> &'static str {
        "html"
    }

    fn personal_data(&self) -> super::PersonalData {
        super::PersonalData::Omit
    }

    fn write(&self, report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let mut out = BufWriter::new(out);
        let mut page = Page::new(report, style.danish, &mut out);
        head::open(&mut page)?;
        for (id, _, write) in SECTIONS {
            page.raw(&format!("<section id=\"{id}\" aria-labelledby=\"{id}-h\">\n"))?;
            write(&mut page, id)?;
            page.raw("</section>\n")?;
        }
        head::close(&mut page)?;
        out.flush()
    }
}

type Section = fn(&mut Page<'_>, &str) -> io::Result<()>;

/// The sections in their order: anchor, the key of the heading, what writes it.
const SECTIONS: [(&str, &str, Section); 12] = [
    ("summary", "pages.summary.heading", summary::write),
    ("dates", "pages.dates.heading", dates::write),
    ("links", "pages.links.heading", links::write),
    ("plan", "pages.plan.heading", plan::write),
    ("calendar", "pages.calendar.heading", calendar::write),
    ("systems", "pages.systems.heading", systems::write),
    ("certificates", "pages.certificates.heading", certificates::write),
    ("parties", "pages.parties.heading", parties::write),
    ("findings", "pages.findings.heading", findings::write),
    ("unseen", "pages.unseen.heading", unseen::write),
    ("timeline", "pages.timeline.heading", timeline::write),
    ("glossary", "pages.glossary.heading", glossary::write),
];
