//! What stands beside the listed certificates: look-alikes, unknown
//! authorities, findings about no certificate, and history by folder.

use super::super::text;
use super::certificates::{common_name, short};
use super::dependencies::{is_dependency, is_missing};
use super::page::Page;
use super::words::fill;
use crate::certificate::Fingerprint;
use crate::check::{self, Finding, Severity};
use crate::classify::{Classified, Verdict};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

/// So many findings about no certificate are shown.
pub(super) const FINDINGS: usize = 50;

pub(super) fn write(page: &mut Page<'_>) -> io::Result<()> {
    let (report, words) = (page.report, page.words);
    let of = |wanted: fn(&Verdict) -> bool| -> Vec<&Classified> {
        report.certificates.iter().filter(|known| wanted(&known.verdict)).collect()
    };
    group(page, words.unknown_authorities, &of(|verdict| matches!(verdict, Verdict::UnknownAuthority { .. })))?;
    without_certificate(page)?;
    group(page, words.look_alikes, &of(|verdict| matches!(verdict, Verdict::LookAlike { .. })))?;
    history(page)?;
    group(page, words.others, &of(|verdict| matches!(verdict, Verdict::Other)))
}

fn group(page: &mut Page<'_>, heading: &str, certificates: &[&Classified]) -> io::Result<()> {
    if certificates.is_empty() {
        return Ok(());
    }
    page.section(heading)?;
    let worst = worst(&page.report.findings);
    for known in certificates {
        let certificate = &known.certificate;
        let severity = worst.get(&certificate.sha256).copied();
        let word = severity.map_or("-", |severity| page.term(severity.id()));
        let until = text::day_of(certificate.not_after);
        page.severe(severity, &format!("{word} {until} SHA-256 {}…", short(&certificate.sha256)))?;
        let subject = certificate.subject.to_rfc4514();
        let name = common_name(known).unwrap_or_else(|| text::brief(&subject));
        page.line(2, &name)?;
        match &known.verdict {
            Verdict::LookAlike { reason, .. } => page.line(2, &text::brief(reason))?,
            Verdict::UnknownAuthority { family } => {
                let issuer = certificate.issuer.to_rfc4514();
                page.line(2, &fill(page.words.family, &[&text::brief(family), &text::brief(&issuer)]))?;
            }
            Verdict::Listed(_) | Verdict::Other => {}
        }
        page.places(4, &known.occurrences, &known.keys)?;
    }
    Ok(())
}

fn worst(findings: &[Finding]) -> BTreeMap<Fingerprint, Severity> {
    let mut worst = BTreeMap::new();
    for finding in findings {
        if let Some(sha256) = finding.certificate {
            let known = worst.entry(sha256).or_insert(finding.severity);
            *known = finding.severity.max(*known);
        }
    }
    worst
}

/// Findings that name no certificate of the report.
fn without_certificate(page: &mut Page<'_>) -> io::Result<()> {
    let report = page.report;
    let unnamed = |finding: &&Finding| finding.certificate.and_then(|sha256| report.certificate(&sha256)).is_none();
    // Encrypted mail is told by folder; dependencies and missing stores have a place of their own.
    let told = &page.homes.told_findings;
    let elsewhere = |finding: &&Finding| {
        let elsewhere = finding.rule.id == "encrypted-mail" || is_dependency(finding) || is_missing(finding);
        finding.history || elsewhere || told.contains(&finding.id)
    };
    let findings: Vec<&Finding> =
        report.findings.iter().filter(|finding| !elsewhere(finding)).filter(unnamed).collect();
    if findings.is_empty() {
        return Ok(());
    }
    page.section(page.words.other_findings)?;
    for finding in findings.iter().take(FINDINGS) {
        page.severe(Some(finding.severity), &format!("{} {}", page.term(finding.severity.id()), finding.rule.id))?;
        page.path(4, &text::location(&finding.location), "")?;
        let message = check::message(finding, None, page.style.danish);
        if !message.is_empty() {
            page.line(4, &text::safe(&message))?;
        }
    }
    more(page, findings.len(), FINDINGS)
}

/// One line a folder for what lies in messages and logs without a key.
fn history(page: &mut Page<'_>) -> io::Result<()> {
    let mut folders: BTreeMap<Folder<'_>, (usize, BTreeSet<Fingerprint>)> = BTreeMap::new();
    for finding in page.report.findings.iter().filter(|finding| finding.history) {
        let path: &Path = &finding.location.path;
        let folder = (finding.location.scope.as_deref(), path.parent().unwrap_or(path));
        let (count, certificates) = folders.entry(folder).or_default();
        *count += 1;
        certificates.extend(finding.certificate);
    }
    if folders.is_empty() {
        return Ok(());
    }
    page.section(page.words.history)?;
    for ((scope, folder), (count, certificates)) in folders.iter().take(FINDINGS) {
        let numbers = (count.to_string(), certificates.len().to_string());
        let line = fill(page.words.history_line, &[&folder_of(*scope, folder), &numbers.0, &numbers.1]);
        page.path(2, &line, "")?;
    }
    more(page, folders.len(), FINDINGS)
}

/// A folder, and whose scan it is from where there are several.
pub(super) type Folder<'f> = (Option<&'f str>, &'f Path);

/// A folder for people, its host first where there are several.
pub(super) fn folder_of(scope: Option<&str>, folder: &Path) -> String {
    let host = scope.map_or_else(String::new, |scope| format!("{}: ", text::brief(scope)));
    format!("{host}{}", text::path(folder))
}

/// Says how many were not shown.
pub(super) fn more(page: &mut Page<'_>, there: usize, shown: usize) -> io::Result<()> {
    more_at(page, 2, there, shown)
}

/// The same under what is set in further.
pub(super) fn more_at(page: &mut Page<'_>, indent: usize, there: usize, shown: usize) -> io::Result<()> {
    if there > shown {
        let line = fill(page.words.more_failures, &[&(there - shown).to_string()]);
        page.line(indent, &line)?;
    }
    Ok(())
}
