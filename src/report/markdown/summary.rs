//! The counts at the top, and the list of certificates.

use super::super::table::words::term;
use super::super::{Report, failures_by_kind, states, text};
use super::{Paper, brief, code, foreign, head};
use crate::check::{Severity, kind_text};
use crate::classify::{Status, Verdict};
use crate::plan::State;
use crate::wording::filled;
use std::collections::BTreeMap;
use std::io;

/// The columns of the list.
const HEADS: [&str; 6] = [
    "sheets.page.list-name",
    "sheets.page.list-kind",
    "sheets.page.list-status",
    "sheets.page.list-key",
    "sheets.page.list-ends",
    "sheets.page.list-print",
];

/// What there is, in four lines.
pub(super) fn write(paper: &mut Paper<'_>, report: &Report) -> io::Result<()> {
    paper.heading(2, &paper.text("sheets.page.summary"))?;
    let danish = paper.danish;
    let mut generations: BTreeMap<String, usize> = BTreeMap::new();
    for known in &report.certificates {
        if let Verdict::Listed(listing) = &known.verdict {
            *generations.entry(format!("OCES {}", brief(&listing.generation))).or_default() += 1;
        }
    }
    let severities = [Severity::Error, Severity::Warning, Severity::Note].into_iter().map(|severity| {
        let count = report.findings.iter().filter(|finding| finding.severity == severity).count();
        let many = format!("{}s", severity.id());
        let word = term(if count == 1 { severity.id() } else { &many }, danish);
        (format!("{word}{}", states::noted(report, severity, danish)), count)
    });
    let failures = failures_by_kind(&report.inventory).into_iter();
    let failures = failures
        .map(|(kind, count)| (term(kind.id(), danish).to_owned(), usize::try_from(count).unwrap_or(usize::MAX)));
    let accepted = filled("living.count.accepted", &states::counted(states::accepted(report)));
    let accepted = if states::accepted(report) == 0 { String::new() } else { format!(" ({})", accepted.told(danish)) };
    let lines = [
        ("sheets.page.certificates", counts(paper, generations.into_iter())),
        ("sheets.page.findings", counts(paper, severities.filter(|(_, count)| *count > 0))),
        ("sheets.page.failures", counts(paper, failures) + &accepted),
    ];
    for (key, counts) in lines {
        paper.item(0, &paper.fill(key, &[("counts", &counts)]))?;
    }
    actions(paper, report)?;
    if !report.remarks.is_empty() {
        paper.heading(3, &paper.text("sheets.page.remarks"))?;
        for remark in &report.remarks {
            paper.item(0, &foreign(remark.told(danish)))?;
        }
    }
    paper.gap();
    Ok(())
}

/// How many actions, and how far they are.
fn actions(paper: &mut Paper<'_>, report: &Report) -> io::Result<()> {
    let actions = &report.plan.actions;
    let count = |state: State| actions.iter().filter(|action| action.state == state).count().to_string();
    let (all, done, going) = (actions.len().to_string(), count(State::Done), count(State::InProgress));
    paper.item(0, &paper.fill("sheets.page.actions", &[("all", &all), ("done", &done), ("going", &going)]))
}

fn counts(paper: &Paper<'_>, counts: impl Iterator<Item = (String, usize)>) -> String {
    let parts: Vec<String> = counts.map(|(what, count)| format!("{count} {what}")).collect();
    if parts.is_empty() { paper.text("sheets.page.nothing") } else { parts.join(", ") }
}

/// Every certificate of the catalogue, one a row.
pub(super) fn certificates(paper: &mut Paper<'_>, report: &Report) -> io::Result<()> {
    let mut rows = vec![HEADS.iter().map(|key| paper.text(key)).collect::<Vec<String>>()];
    let mut blocked = false;
    for known in &report.certificates {
        let Verdict::Listed(listing) = &known.verdict else { continue };
        blocked |= matches!(listing.status, Status::Blocked | Status::ToBeBlocked);
        let key = if known.private_key { "sheets.page.yes" } else { "sheets.page.no" };
        rows.push(vec![
            head::name(known, paper.danish),
            format!("OCES {} {}", brief(&listing.generation), kind_text(listing, paper.danish, false)),
            term(listing.status.id(), paper.danish).to_owned(),
            paper.text(key),
            text::day_of(known.certificate.not_after),
            code(&text::hex(known.certificate.sha256.get(..8).unwrap_or_default())),
        ]);
    }
    if rows.len() < 2 {
        return Ok(());
    }
    paper.heading(2, &paper.text("sheets.page.list"))?;
    if blocked {
        paper.paragraph(&paper.text("sheets.page.blocked-note"))?;
    }
    paper.table(&rows)
}
