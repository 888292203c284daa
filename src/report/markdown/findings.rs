//! Every finding, worst first, by rule.

use super::super::table::words::term;
use super::super::{Report, states, text};
use super::{Paper, code, foreign};
use crate::check::{Finding, message};
use std::io;

pub(super) fn write(paper: &mut Paper<'_>, report: &Report) -> io::Result<()> {
    if report.findings.is_empty() {
        return Ok(());
    }
    paper.heading(2, &paper.text("sheets.page.list-findings"))?;
    let alike = |one: &Finding, next: &Finding| {
        (one.severity, one.rule.id, one.history) == (next.severity, next.rule.id, next.history)
    };
    let mut findings: Vec<&Finding> = report.findings.iter().collect();
    findings.sort_by_key(|one| (one.history, std::cmp::Reverse(one.severity), one.rule.id));
    for group in findings.chunk_by(|one, next| alike(one, next)) {
        of_rule(paper, report, group)?;
    }
    Ok(())
}

/// The findings of one rule: place, then what is said of it.
fn of_rule(paper: &mut Paper<'_>, report: &Report, findings: &[&Finding]) -> io::Result<()> {
    let Some(first) = findings.first() else { return Ok(()) };
    let summary = if paper.danish { first.rule.summary_da } else { first.rule.summary_en };
    let history = if first.history { format!(", {}", paper.text("sheets.page.history")) } else { String::new() };
    let severity = term(first.severity.id(), paper.danish);
    paper.heading(3, &format!("{} ({severity}{history}): {}", first.rule.id, findings.len()))?;
    paper.paragraph(summary)?;
    for finding in findings {
        let certificate = finding.certificate.and_then(|print| report.certificate(&print));
        let said = foreign(&message(finding, certificate, paper.danish));
        let state = states::of_finding(finding).map(|state| foreign(state.told(paper.danish)));
        let state = state.map(|state| format!(" **{state}**")).unwrap_or_default();
        paper.item(0, &format!("{} – {said}{state}", code(&text::location(&finding.location))))?;
    }
    paper.gap();
    Ok(())
}
