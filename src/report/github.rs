//! `-o github`: workflow commands of GitHub Actions, which become annotations,
//! and the step summary.
//!
//! *Behaviour*
//!
//! 1. A first line tells how many there are: a notice, or an error that says why
//!    the scan ends with 1 or 3. Then the worst, since GitHub shows only the first
//!    ten errors and ten warnings of a step: errors, then warnings, of which three
//!    are kept for places that could not be looked at. What counts comes first.
//! 2. The rest follows in a group of the log, in the same order. Every finding
//!    and every failure is a line; what does not count is a notice and says why.
//!    A note that counts is a warning.
//! 3. Paths below the current directory are relative to it: run in the workspace.
//! 4. A line begins with what we write, whatever a file is called (`text/command`).
//! 5. The step summary is Markdown with findings and failures, cut where GitHub's
//!    limit for it is reached; then it says how many are missing.

mod summary;

pub use summary::summary;

use super::entry::{self, Failed, Found};
use super::table::words::term;
use super::text::command;
use super::{PersonalData, Report, ReportWriter, Style, artifact, number, reason, standing};
use crate::check::{Severity, State};
use crate::location::Location;
use crate::wording::{self, Text, Values};
use std::io::{self, BufWriter, Write};

/// As many annotations of a kind GitHub shows of a step.
const SHOWN: usize = 10;
/// So many of the warnings are kept for failures, if there are any.
const FAILURES: usize = 3;
/// More reasons why a scan is not complete are not told.
const REASONS: usize = 20;

/// `-o github`.
pub struct Github;

/// A line of the report.
enum Line<'r> {
    Finding(Found<'r>),
    Failure(Failed<'r>),
}

impl ReportWriter for Github {
    fn format(&self) -> &'static str {
        "github"
    }

    fn personal_data(&self) -> PersonalData {
        PersonalData::Omit
    }

    fn tells_plan(&self) -> bool {
        false
    }

    fn write(&self, report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let mut out = BufWriter::new(out);
        let mut head = wording::filled("rules.step.head", &Values::from([("counts", counts(report))]));
        let why = why(report, style.danish);
        let command = if why.is_some() { "error" } else { "notice" };
        if let Some(why) = why {
            let values = Values::from([("why", why), ("head", head)]);
            head = wording::filled("rules.step.failed", &values);
        }
        writeln!(out, "::{command} title=oces::{}", command::data(head.told(style.danish)))?;
        let (first, rest) = ordered(report);
        first.iter().try_for_each(|line| line.write(report, style.danish, &mut out))?;
        if !rest.is_empty() {
            let count = Text::same(rest.len().to_string());
            let title = wording::filled("rules.step.rest", &Values::from([("count", count)]));
            writeln!(out, "::group::{}", command::data(title.told(style.danish)))?;
            rest.iter().try_for_each(|line| line.write(report, style.danish, &mut out))?;
            writeln!(out, "::endgroup::")?;
        }
        out.flush()
    }
}

/// Why the scan ends with 1 or 3, as its exit code says it.
fn why(report: &Report, danish: bool) -> Option<Text> {
    let bar = &report.scan.bar;
    let counted = report.findings.iter().filter(|finding| bar.counts(finding)).count() as u64;
    if counted > 0 {
        let found = number::of(counted, "rules.number.finding-one", "rules.number.finding");
        return Some(wording::filled("rules.step.counted", &Values::from([("findings", found)])));
    }
    if report.scan.complete || bar.allow_incomplete {
        return None;
    }
    let reasons = report.scan.incomplete_reasons.iter().take(REASONS).map(|one| reason::told(one, danish));
    let reasons = Text::same(reasons.collect::<Vec<_>>().join(", "));
    Some(wording::filled("rules.step.unseen", &Values::from([("reasons", reasons)])))
}

/// What is shown, and the rest.
fn ordered(report: &Report) -> (Vec<Line<'_>>, Vec<Line<'_>>) {
    let findings = |command: &'static str| {
        let found = entry::findings(report).filter(|found| command_of(report, found) == command);
        let mut found: Vec<Found<'_>> = found.collect();
        found.sort_by_key(|one| (!report.scan.bar.counts(one.finding), one.state() != State::Counted));
        found.into_iter().map(Line::Finding)
    };
    let (mut errors, mut warnings, others) = (findings("error"), findings("warning"), findings("notice"));
    let (accepted, failures): (Vec<Failed<'_>>, Vec<Failed<'_>>) =
        entry::failures(report).partition(|failed| failed.failure.is_acknowledged());
    let kept = SHOWN - failures.len().min(FAILURES);
    let mut failures = failures.into_iter().map(Line::Failure);
    // The first line may be an error too.
    let mut first: Vec<Line<'_>> = errors.by_ref().take(SHOWN - 1).collect();
    let of_findings: Vec<Line<'_>> = warnings.by_ref().take(kept).collect();
    let left = SHOWN - of_findings.len();
    first.extend(of_findings);
    first.extend(failures.by_ref().take(left));
    let rest = errors.chain(warnings).chain(failures).chain(others).chain(accepted.into_iter().map(Line::Failure));
    (first, rest.collect())
}

/// How many there are of each, as a sentence.
fn counts(report: &Report) -> Text {
    let counted = |severity| {
        let of = |finding: &&crate::check::Finding| finding.state() == State::Counted && finding.severity == severity;
        report.findings.iter().filter(of).count() as u64
    };
    let others = report.findings.iter().filter(|finding| finding.state() != State::Counted).count() as u64;
    let failures = report.inventory.failures.len() as u64;
    let values = Values::from([
        ("errors", number::of(counted(Severity::Error), "rules.number.error-one", "rules.number.error")),
        ("warnings", number::of(counted(Severity::Warning), "rules.number.warning-one", "rules.number.warning")),
        ("notes", number::of(counted(Severity::Note), "rules.number.note-one", "rules.number.note")),
        ("others", number::of(others, "rules.number.finding-one", "rules.number.finding")),
        ("failures", number::of(failures, "rules.number.place-one", "rules.number.place")),
    ]);
    wording::filled("rules.step.counts", &values)
}

impl Line<'_> {
    fn write(&self, report: &Report, danish: bool, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Line::Finding(found) => of_finding(report, found, danish, out),
            Line::Failure(failed) => of_failure(report, failed, danish, out),
        }
    }
}

fn command_of(report: &Report, found: &Found<'_>) -> &'static str {
    match (found.state(), found.finding.severity) {
        (State::Counted, Severity::Error) => "error",
        (State::Counted, Severity::Warning) => "warning",
        _ if report.scan.bar.counts(found.finding) => "warning",
        _ => "notice",
    }
}

fn of_finding(report: &Report, found: &Found<'_>, danish: bool, out: &mut dyn Write) -> io::Result<()> {
    let finding = found.finding;
    let command = command_of(report, found);
    let why = standing::of_finding(finding, &report.scan.bar, danish);
    let line = found.line().unwrap_or(1);
    annotation(report, (command, finding.rule.id), (&finding.location, line), (found.message(danish), why), out)
}

fn of_failure(report: &Report, failed: &Failed<'_>, danish: bool, out: &mut dyn Write) -> io::Result<()> {
    let failure = failed.failure;
    let command = if failure.is_acknowledged() { "notice" } else { "warning" };
    let title = format!("failure-{}", failure.kind.id());
    let said = format!("{}: {}", term(failure.kind.id(), danish), failure.detail);
    let why = standing::of_failure(failure, danish);
    annotation(report, (command, &title), (&failure.location, 1), (said, why), out)
}

fn annotation(
    report: &Report,
    (command, title): (&str, &str),
    (location, line): (&Location, u64),
    (mut said, why): (String, Option<String>),
    out: &mut dyn Write,
) -> io::Result<()> {
    let file = artifact::shown(&report.scan, location);
    if !location.steps.is_empty() {
        said = format!("{}: {said}", artifact::shown_whole(&report.scan, location));
    }
    if let Some(why) = why {
        said = format!("{said} ({why})");
    }
    let (file, title, said) = (command::property(&file), command::property(title), command::data(&said));
    writeln!(out, "::{command} title={title},file={file},line={line}::{said}")
}
