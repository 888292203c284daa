//! The report in one line, for standard error when the report itself went to
//! a file.

use super::table::words::term;
use super::{Report, Style, open_by_kind, states};
use crate::check::Severity;

/// Counts, what of them is known, completeness, nothing else.
pub fn of(report: &Report, style: Style) -> String {
    let count = |severity| report.findings.iter().filter(|finding| finding.severity == severity).count();
    let told =
        |severity, word: &str| format!("{} {word}{}", count(severity), states::noted(report, severity, style.danish));
    let words = if style.danish { ["fejl", "advarsler", "noter"] } else { ["errors", "warnings", "notes"] };
    let found: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .zip(words)
        .map(|(severity, word)| told(severity, word))
        .collect();
    let (found, files) = (found.join(", "), report.inventory.tally.files);
    let end = complete(report, style.danish);
    if style.danish {
        format!("oces: {files} filer, {found}; {end}")
    } else {
        format!("oces: {files} files, {found}; {end}")
    }
}

/// Whether everything was looked at: what is accepted is told apart.
fn complete(report: &Report, danish: bool) -> String {
    if report.scan.complete {
        let but_for = states::but_for(report).map(|said| said.told(danish).to_owned());
        return but_for.unwrap_or_else(|| if danish { "komplet" } else { "complete" }.to_owned());
    }
    let lost: Vec<String> = open_by_kind(&report.inventory)
        .iter()
        .map(|(kind, count)| format!("{count} {}", term(kind.id(), danish)))
        .collect();
    let lost = lost.join(", ");
    if danish { format!("IKKE komplet ({lost})") } else { format!("NOT complete ({lost})") }
}
