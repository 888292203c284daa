//! What was not looked at: every failure, what was left out, and what no scan
//! sees.

use super::super::table::failures::detail;
use super::super::table::words::{advice, term, unseen_words};
use super::super::unseen::{never, switched_off};
use super::super::{Report, states, text};
use super::{Paper, code, foreign};
use crate::failure::{Failure, FailureKind};
use std::io;

pub(super) fn write(paper: &mut Paper<'_>, report: &Report) -> io::Result<()> {
    paper.heading(2, &paper.text("sheets.page.unseen"))?;
    let inventory = &report.inventory;
    let off = switched_off(report);
    if inventory.failures.is_empty() && inventory.skipped.is_empty() && off.is_empty() {
        paper.paragraph(&paper.text("sheets.page.unseen-none"))?;
    }
    for kind in FailureKind::ALL {
        let failures: Vec<&Failure> = inventory.failures.iter().filter(|failure| failure.kind == kind).collect();
        of_kind(paper, kind, &failures)?;
    }
    left_out(paper, report)?;
    for one in off {
        let told = format!("{}: {}", term(one.kind, paper.danish), one.detail.told(paper.danish));
        paper.item(0, &told)?;
    }
    paper.heading(3, &paper.text("sheets.page.unseen-never"))?;
    for one in never(report) {
        paper.item(0, one.detail.told(paper.danish))?;
    }
    Ok(())
}

fn of_kind(paper: &mut Paper<'_>, kind: FailureKind, failures: &[&Failure]) -> io::Result<()> {
    if failures.is_empty() {
        return Ok(());
    }
    paper.heading(3, &format!("{} ({})", term(kind.id(), paper.danish), failures.len()))?;
    paper.paragraph(advice(kind, paper.danish))?;
    for failure in failures {
        let said = foreign(&text::brief(&detail(&failure.detail, paper.danish)));
        let said = if said.is_empty() { said } else { format!(" – {said}") };
        let state = states::of_failure(failure).map(|state| foreign(state.told(paper.danish)));
        let state = state.map(|state| format!(" **{state}**")).unwrap_or_default();
        paper.item(0, &format!("{}{said}{state}", code(&text::location(&failure.location))))?;
    }
    paper.gap();
    Ok(())
}

/// The named paths that were left out, by reason.
fn left_out(paper: &mut Paper<'_>, report: &Report) -> io::Result<()> {
    for group in report.inventory.skipped.chunk_by(|one, next| one.0 == next.0) {
        let Some((reason, _)) = group.first() else { continue };
        let what = format!("{} ({})", foreign(term(reason, paper.danish)), group.len());
        paper.heading(3, &paper.fill("sheets.page.unseen-left", &[("what", &what)]))?;
        let (da, en) = unseen_words(reason);
        paper.paragraph(if paper.danish { da } else { en })?;
        for (_, path) in group {
            paper.item(0, &code(&text::path(path)))?;
        }
        paper.gap();
    }
    Ok(())
}
