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
mod known;
mod messages;
mod others;
mod page;
mod plan;
mod progress;
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
use crate::wording::{self, Text, Values};
use std::collections::{BTreeMap, BTreeSet};
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
        remarks(&mut page)?;
        page.homes = Homes::new(report);
        certificates::number(&mut page);
        systems::write(&mut page)?;
        certificates::write(&mut page)?;
        others::write(&mut page)?;
        dependencies::write(&mut page)?;
        firewall::write(&mut page)?;
        messages::write(&mut page)?;
        known::write(&mut page)?;
        unseen::write(&mut page)?;
        plan::write(&mut page)?;
        progress::write(&mut page)?;
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
    if !page.report.scans.is_empty() {
        return heading_of_many(page);
    }
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
    page.line(0, &words::fill(page.words.heading_day, &[&text::safe(&scan.host), &day, &version]))?;
    for remark in &page.report.remarks {
        let remark = plan::in_language(page, remark);
        page.item(0, "! ", &remark)?;
    }
    Ok(())
}

/// How many reports of how many hosts, as of which day, by which catalogue.
fn heading_of_many(page: &mut Page<'_>) -> io::Result<()> {
    let (report, scan) = (page.report, &page.report.scan);
    if let Some(organisation) = &scan.organisation {
        page.strong(&text::brief(organisation))?;
    }
    let told = |key: &str| report.scans.iter().filter_map(|scan| scan.get(key)?.as_str()).collect::<BTreeSet<_>>();
    let scopes = told("scope").len();
    let values = Values::from([
        ("reports", Text::same(report.scans.len().to_string())),
        ("hosts", Text::same(scopes.max(1).to_string())),
    ]);
    page.line(0, wording::filled("merge.table.heading", &values).told(page.style.danish))?;
    let version = text::safe(&scan.catalogue_version).into_owned();
    let values = Values::from([("day", Text::same(text::day(scan.as_of))), ("version", Text::same(version))]);
    page.line(0, wording::filled("merge.table.day", &values).told(page.style.danish))
}

/// What is odd about the reports that this one was made from.
fn remarks(page: &mut Page<'_>) -> io::Result<()> {
    /// So many are shown.
    const SHOWN: usize = 20;
    let remarks = &page.report.remarks;
    if remarks.is_empty() {
        return Ok(());
    }
    page.section(wording::text("merge.table.remarks").told(page.style.danish))?;
    for remark in remarks.iter().take(SHOWN) {
        let remark = text::safe(remark.told(page.style.danish)).into_owned();
        page.item(2, "- ", &remark)?;
    }
    if remarks.len() > SHOWN {
        let more = Text::same((remarks.len() - SHOWN).to_string());
        let more = wording::filled("merge.table.more", &Values::from([("count", more)]));
        page.line(2, more.told(page.style.danish))?;
    }
    Ok(())
}
