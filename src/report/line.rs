//! The report in one line, for standard error when the report itself went to
//! a file.

use super::{Report, Style, number, open_by_kind, states};
use crate::check::Severity;

/// Counts, what of them is known, completeness, nothing else.
pub fn of(report: &Report, style: Style) -> String {
    let danish = style.danish;
    let told = |severity, one: &str, more: &str| {
        let count = report.findings.iter().filter(|finding| finding.severity == severity).count() as u64;
        format!("{}{}", number::of(count, one, more).told(danish), states::noted(report, severity, danish))
    };
    let found = [
        told(Severity::Error, "rules.number.error-one", "rules.number.error"),
        told(Severity::Warning, "rules.number.warning-one", "rules.number.warning"),
        told(Severity::Note, "rules.number.note-one", "rules.number.note"),
    ];
    let files = number::of(report.inventory.tally.files, "rules.number.file-one", "rules.number.file");
    format!("oces: {}, {}; {}", files.told(danish), found.join(", "), complete(report, danish))
}

/// Whether everything was looked at: what is accepted is told apart.
fn complete(report: &Report, danish: bool) -> String {
    if report.scan.complete {
        let but_for = states::but_for(report).map(|said| said.told(danish).to_owned());
        return but_for.unwrap_or_else(|| if danish { "komplet" } else { "complete" }.to_owned());
    }
    let failed = open_by_kind(&report.inventory).into_iter().map(|(kind, count)| (count, kind.id()));
    let left = report.scan.stages.stopped.iter().map(|stopped| (stopped.left.len() as u64, "time-limit"));
    let lost: Vec<String> = failed.chain(left).map(|(count, id)| number::of_kind(count, id, danish)).collect();
    let lost = lost.join(", ");
    if danish { format!("IKKE komplet ({lost})") } else { format!("NOT complete ({lost})") }
}
