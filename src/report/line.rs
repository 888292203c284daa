//! The report in one line, for standard error when the report itself went to
//! a file.

use super::table::words::term;
use super::{Report, Style, failures_by_kind};
use crate::check::Severity;

/// Counts, completeness, nothing else.
pub fn of(report: &Report, style: Style) -> String {
    let count = |severity| report.findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let files = report.inventory.tally.files;
    let lost: Vec<String> = failures_by_kind(&report.inventory)
        .iter()
        .map(|(kind, n)| format!("{n} {}", term(kind.id(), style.danish)))
        .collect();
    if style.danish {
        let end =
            if report.scan.complete { "komplet".to_owned() } else { format!("IKKE komplet ({})", lost.join(", ")) };
        format!("oces: {files} filer, {errors} fejl, {warnings} advarsler, {notes} noter; {end}")
    } else {
        let end =
            if report.scan.complete { "complete".to_owned() } else { format!("NOT complete ({})", lost.join(", ")) };
        format!("oces: {files} files, {errors} errors, {warnings} warnings, {notes} notes; {end}")
    }
}
