//! What is found and not counted, or counted again: what `oces.toml` ignores,
//! with its reasons, and what the baseline has already.

use super::super::{states, text};
use super::others::more_at;
use super::page::Page;
use crate::check::{Finding, State};
use crate::wording::{self, filled};
use std::collections::BTreeMap;
use std::io;

/// So many of one reason are shown; the JSON report has them all.
const SHOWN: usize = 50;

pub(super) fn write(page: &mut Page<'_>) -> io::Result<()> {
    let findings = &page.report.findings;
    let lapsed = |one: &&Finding| one.ignored.as_ref().is_some_and(|said| said.lapsed);
    let of = |state: State| findings.iter().filter(move |one| one.state() == state).collect::<Vec<_>>();
    let groups = [
        ("living.known.lapsed", findings.iter().filter(lapsed).collect()),
        ("living.known.ignored", of(State::Ignored)),
        ("living.known.baseline", of(State::Known)),
    ];
    if groups.iter().all(|(_, findings): &(_, Vec<&Finding>)| findings.is_empty()) {
        return Ok(());
    }
    page.section(wording::text("living.known.heading").told(page.style.danish))?;
    for (key, findings) in groups.iter().filter(|(_, findings)| !findings.is_empty()) {
        page.line(0, filled(key, &states::counted(findings.len() as u64)).told(page.style.danish))?;
        by_reason(page, findings)?;
    }
    Ok(())
}

/// Each reason once, the findings under it.
fn by_reason(page: &mut Page<'_>, findings: &[&Finding]) -> io::Result<()> {
    let mut reasons: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        let said = finding.ignored.as_ref().map(|one| text::safe(one.text().told(page.style.danish)).into_owned());
        reasons.entry(said.unwrap_or_default()).or_default().push(finding);
    }
    for (reason, findings) in reasons {
        if !reason.is_empty() {
            page.item(2, "- ", &reason)?;
        }
        for finding in findings.iter().take(SHOWN) {
            let what = format!("{} {}", page.term(finding.severity.id()), finding.rule.id);
            page.path(4, &text::location(&finding.location), &what)?;
        }
        more_at(page, 4, findings.len(), SHOWN)?;
    }
    Ok(())
}
