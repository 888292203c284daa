//! `-o github`: workflow commands of GitHub Actions, which become annotations,
//! and the step summary.
//!
//! *Behaviour*
//!
//! 1. A first notice tells how many there are. Then the worst, since GitHub shows
//!    only the first ten errors and ten warnings of a step: errors, then warnings,
//!    of which three are kept for places that could not be looked at.
//! 2. The rest follows in a group of the log, in the same order. Every finding
//!    and every failure is a line; what does not count is a notice and says why.
//! 3. Paths below the current directory are relative to it: run in the workspace.
//! 4. A line begins with what we write, whatever a file is called (`text/command`).
//! 5. The step summary is Markdown with findings and failures, cut where GitHub's
//!    limit for it is reached; then it says how many are missing.

mod summary;

pub use summary::summary;

use super::entry::{self, Failed, Found};
use super::table::words::term;
use super::text::command;
use super::{PersonalData, Report, ReportWriter, Style, artifact, standing};
use crate::check::{Severity, State};
use crate::location::Location;
use crate::wording::{self, Text, Values};
use std::io::{self, BufWriter, Write};

/// As many annotations of a kind GitHub shows of a step.
const SHOWN: usize = 10;
/// So many of the warnings are kept for failures, if there are any.
const FAILURES: usize = 3;

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
        let head = wording::filled("rules.step.head", &Values::from([("counts", counts(report))]));
        writeln!(out, "::notice title=oces::{}", command::data(head.told(style.danish)))?;
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

/// What is shown, and the rest.
fn ordered(report: &Report) -> (Vec<Line<'_>>, Vec<Line<'_>>) {
    let findings = || entry::findings(report);
    let counted = |found: &Found<'_>, severity| found.state() == State::Counted && found.finding.severity == severity;
    let errors = findings().filter(|found| counted(found, Severity::Error)).map(Line::Finding);
    let warnings: Vec<Line<'_>> =
        findings().filter(|found| counted(found, Severity::Warning)).map(Line::Finding).collect();
    let is_shown = |found: &Found<'_>| counted(found, Severity::Error) || counted(found, Severity::Warning);
    let others = findings().filter(|found| !is_shown(found)).map(Line::Finding);
    let (accepted, failures): (Vec<Failed<'_>>, Vec<Failed<'_>>) =
        entry::failures(report).partition(|failed| failed.failure.is_acknowledged());
    let kept = SHOWN - failures.len().min(FAILURES);
    let mut errors = errors.into_iter();
    let mut warnings = warnings.into_iter();
    let mut failures = failures.into_iter().map(Line::Failure);
    let mut first: Vec<Line<'_>> = errors.by_ref().take(SHOWN).collect();
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
        Text::same(report.findings.iter().filter(of).count().to_string())
    };
    let others = report.findings.iter().filter(|finding| finding.state() != State::Counted).count();
    let values = Values::from([
        ("errors", counted(Severity::Error)),
        ("warnings", counted(Severity::Warning)),
        ("notes", counted(Severity::Note)),
        ("others", Text::same(others.to_string())),
        ("failures", Text::same(report.inventory.failures.len().to_string())),
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

fn of_finding(report: &Report, found: &Found<'_>, danish: bool, out: &mut dyn Write) -> io::Result<()> {
    let finding = found.finding;
    let command = match (found.state(), finding.severity) {
        (State::Counted, Severity::Error) => "error",
        (State::Counted, Severity::Warning) => "warning",
        _ => "notice",
    };
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
