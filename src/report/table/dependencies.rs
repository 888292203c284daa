//! What still names what died with NemID, and keystores that texts name and
//! the scan did not see.

use super::super::text;
use super::others::{FINDINGS, more, more_at};
use super::page::Page;
use super::uses::{described, place, said};
use crate::check::{Detail, Finding};
use crate::clue::Dependency;
use crate::location::Location;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// So many lines of one kind are shown under a system.
const SHOWN: usize = 4;

/// Whether the finding tells such dependencies line by line.
pub(super) fn is_dependency(finding: &Finding) -> bool {
    matches!(finding.detail.as_deref(), Some(Detail::Dependencies(_)))
}

/// Whether the finding tells a keystore that is not in the scan.
pub(super) fn is_missing(finding: &Finding) -> bool {
    matches!(finding.detail.as_deref(), Some(Detail::Missing(_)))
}

/// Those in the folder of a system.
pub(super) fn of_system(page: &mut Page<'_>, findings: &[&Finding], home: &Path) -> io::Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    for finding in findings {
        page.homes.told_findings.insert(finding.id);
    }
    page.line(2, page.words.nemid)?;
    groups(page, findings, Some(home), SHOWN)
}

/// Those that belong to no system, and keystores that were not seen.
pub(super) fn write(page: &mut Page<'_>) -> io::Result<()> {
    let report = page.report;
    let told = |finding: &&Finding| finding.history || page.homes.told_findings.contains(&finding.id);
    let findings: Vec<&Finding> = report.findings.iter().filter(|one| is_dependency(one) && !told(one)).collect();
    if !findings.is_empty() {
        page.section(page.words.dependencies)?;
        groups(page, &findings, None, FINDINGS)?;
    }
    missing(page)
}

/// By what they depend on: the lines, then once what replaces it.
fn groups(page: &mut Page<'_>, findings: &[&Finding], home: Option<&Path>, most: usize) -> io::Result<()> {
    type Line<'a> = (&'a Location, u64, &'a str);
    let mut found: BTreeMap<&str, (&'static Dependency, Vec<Line<'_>>)> = BTreeMap::new();
    for finding in findings {
        if let Some(Detail::Dependencies(names)) = finding.detail.as_deref() {
            for (line, dependency, token) in names {
                let lines = &mut found.entry(&dependency.id).or_insert((dependency, Vec::new())).1;
                lines.push((&finding.location, *line, token));
            }
        }
    }
    for (dependency, lines) in found.values() {
        for (location, line, token) in lines.iter().take(most) {
            page.path(4, &place(location, Some(*line), home), &text::brief(token))?;
        }
        more_at(page, 4, lines.len(), most)?;
        let replacement = said(page, &dependency.replacement);
        let name = said(page, &dependency.name);
        let line = format!("{name} → {replacement} {}", described(page, &dependency.knowledge));
        page.item(6, "", &line)?;
    }
    Ok(())
}

fn missing(page: &mut Page<'_>) -> io::Result<()> {
    let findings: Vec<&Finding> = page.report.findings.iter().filter(|one| is_missing(one) && !one.history).collect();
    if findings.is_empty() {
        return Ok(());
    }
    page.section(page.words.missing)?;
    for finding in findings.iter().take(FINDINGS) {
        let Some(Detail::Missing(stores)) = finding.detail.as_deref() else {
            continue;
        };
        for (line, store) in stores.iter().take(SHOWN) {
            page.path(2, &place(&finding.location, Some(*line), None), &format!("→ {}", text::brief(store)))?;
        }
        more_at(page, 4, stores.len(), SHOWN)?;
    }
    more(page, findings.len(), FINDINGS)
}
