//! The report for people: the systems and the certificates, worst first, then
//! what was not looked at, the plan, a summary and the next step. Reads well from 80 columns on.
//!
//! Everything foreign goes through `text`; severity is told by words, and
//! colour only adds.

pub(super) mod certificates;
mod dependencies;
pub(super) mod failures;
mod firewall;
mod homes;
mod messages;
mod others;
mod page;
mod plan;
mod rows;
mod summary;
mod systems;
mod unseen;
mod uses;
pub(super) mod words;

pub(super) use self::page::Page;

use self::homes::Homes;
use super::{Report, ReportWriter, Style, text};
use crate::certificate::Fingerprint;
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};

/// `-o table`, the default.
pub struct Table;

impl ReportWriter for Table {
    fn format(&self) -> &'static str {
        "table"
    }

    fn write(&self, report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let mut out = BufWriter::new(out);
        let mut page = Page::new(report, style, &mut out);
        heading(&mut page)?;
        page.homes = Homes::new(report);
        certificates::number(&mut page);
        systems::write(&mut page)?;
        certificates::write(&mut page)?;
        others::write(&mut page)?;
        dependencies::write(&mut page)?;
        firewall::write(&mut page)?;
        messages::write(&mut page)?;
        unseen::write(&mut page)?;
        plan::write(&mut page)?;
        summary::write(&mut page)?;
        out.flush()
    }
}

/// Under which number the list of certificates has each of them.
pub(super) fn numbers(report: &Report) -> BTreeMap<Fingerprint, usize> {
    let mut nowhere = io::sink();
    let mut page = Page::new(report, Style::default(), &mut nowhere);
    certificates::number(&mut page);
    page.numbers
}

/// What was looked at, on which host, as of which day, by which catalogue.
fn heading(page: &mut Page<'_>) -> io::Result<()> {
    let scan = &page.report.scan;
    let mut roots: Vec<String> = scan.roots.iter().take(page::PLACES).map(|root| text::path(root)).collect();
    if scan.roots.len() > page::PLACES {
        roots.push(words::fill(page.words.more_places, &[&(scan.roots.len() - page::PLACES).to_string()]));
    }
    if let Some(organisation) = &scan.organisation {
        page.strong(&text::brief(organisation))?;
    }
    page.line(0, &words::fill(page.words.heading, &[&roots.join(", ")]))?;
    let day = text::day(scan.as_of);
    let version = text::safe(&scan.catalogue_version);
    page.line(0, &words::fill(page.words.heading_day, &[&text::safe(&scan.host), &day, &version]))
}
