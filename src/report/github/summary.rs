//! The step summary: Markdown for the page of the run.

use super::super::markdown::{code, foreign, plain};
use super::super::table::words::term;
use super::super::{Report, Style, artifact, entry, reason, standing};
use super::{REASONS, counts};
use crate::wording::{self, Text, Values};

/// Room for headings and for what tells that something was left out.
const FRAME: usize = 2048;

/// The page, at most so long in octets: nothing where not even its head fits.
pub fn summary(report: &Report, style: Style, limit: usize) -> String {
    let danish = style.danish;
    let told = |key: &str| wording::text(key).told(danish).to_owned();
    let title = told("rules.step.title");
    let mut page = format!("# {title}\n\n{}\n\n{}\n", counts(report).told(danish), complete(report, danish));
    let room = limit.saturating_sub(page.len() + FRAME);
    // Failures keep a quarter: a flood of findings must not hide them.
    let for_findings = if report.inventory.failures.is_empty() { room } else { room - room / 4 };
    let findings = entry::findings(report).map(|found| of_finding(report, &found, danish));
    let used = section(&mut page, &told("rules.step.findings"), findings, for_findings, danish);
    let failures = entry::failures(report).map(|failed| of_failure(report, &failed, danish));
    section(&mut page, &told("rules.step.failures"), failures, room - used, danish);
    if report.findings.is_empty() && report.inventory.failures.is_empty() {
        page.extend(["\n", &told("rules.step.none"), "\n"]);
    }
    if page.len() > limit { String::new() } else { page }
}

/// A heading and as many items as there is room for; returns the room used.
fn section(page: &mut String, title: &str, items: impl Iterator<Item = String>, room: usize, danish: bool) -> usize {
    let (mut used, mut left_out) = (0, 0_u64);
    for item in items {
        if used == 0 && left_out == 0 {
            page.extend(["\n## ", title, "\n\n"]);
        }
        if left_out > 0 || used + item.len() > room {
            left_out += 1;
            continue;
        }
        used += item.len();
        page.push_str(&item);
    }
    if left_out > 0 {
        let values = Values::from([("count", Text::same(left_out.to_string()))]);
        page.extend(["\n", wording::filled("rules.step.cut", &values).told(danish), "\n"]);
    }
    used
}

/// Whether everything was looked at.
fn complete(report: &Report, danish: bool) -> String {
    let scan = &report.scan;
    if scan.complete {
        return wording::text("rules.step.complete").told(danish).to_owned();
    }
    let reasons = scan.incomplete_reasons.iter().take(REASONS).map(|one| foreign(&reason::told(one, danish)));
    let values = Values::from([("reasons", Text::same(reasons.collect::<Vec<_>>().join(", ")))]);
    plain(wording::filled("rules.step.incomplete", &values).told(danish))
}

fn of_finding(report: &Report, found: &entry::Found<'_>, danish: bool) -> String {
    let finding = found.finding;
    let why = standing::of_finding(finding, &report.scan.bar, danish);
    let place = artifact::shown_whole(&report.scan, &finding.location);
    let what = format!("**{}** {}", term(finding.severity.id(), danish), finding.rule.id);
    item(&what, &place, &found.message(danish), why)
}

fn of_failure(report: &Report, failed: &entry::Failed<'_>, danish: bool) -> String {
    let failure = failed.failure;
    let place = artifact::shown_whole(&report.scan, &failure.location);
    let what = format!("**{}**", term(failure.kind.id(), danish));
    item(&what, &place, &failure.detail, standing::of_failure(failure, danish))
}

/// It begins with our mark, and it is one line.
fn item(what: &str, place: &str, said: &str, why: Option<String>) -> String {
    let why = why.map_or_else(String::new, |why| format!(" ({})", foreign(&why)));
    plain(&format!("- {what} {}: {}{why}\n", code(place), foreign(said)))
}
