//! Known, ignored and accepted, as the reports for people tell them: how many,
//! and of one finding or failure why. Decides nothing.

use super::Report;
use crate::check::{Finding, Severity, State, acknowledged_text};
use crate::failure::Failure;
use crate::wording::{Text, Values, filled, text};

/// How many findings of a severity are known or ignored, in brackets; nothing
/// where none is.
pub(super) fn noted(report: &Report, severity: Severity, danish: bool) -> String {
    let count =
        |state: State| report.findings.iter().filter(|one| one.severity == severity && one.state() == state).count();
    let parts = [("living.count.known", count(State::Known)), ("living.count.ignored", count(State::Ignored))];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| filled(key, &counted(count as u64)).told(danish).to_owned())
        .collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

/// Why a finding is not counted, where the configuration or a baseline says so.
pub(super) fn of_finding(finding: &Finding) -> Option<Text> {
    match finding.state() {
        State::Ignored => finding.ignored.as_ref().map(|one| one.text()),
        State::Known => Some(text("living.known.one")),
        State::Counted | State::Kept | State::History => None,
    }
}

/// What was said of a failure, also where its day is past.
pub(super) fn of_failure(failure: &Failure) -> Option<Text> {
    failure.acknowledged.as_deref().map(acknowledged_text)
}

/// How many failures are known and accepted.
pub(super) fn accepted(report: &Report) -> u64 {
    report.inventory.failures.iter().filter(|failure| failure.is_acknowledged()).count() as u64
}

/// That a scan is complete but for them; `None` where there are none.
pub(super) fn but_for(report: &Report) -> Option<Text> {
    let count = accepted(report);
    (count > 0).then(|| filled("living.count.but-for", &counted(count)))
}

/// A number to fill in.
pub(super) fn counted(count: u64) -> Values {
    Values::from([("count", Text::same(count.to_string()))])
}
