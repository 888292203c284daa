//! `-o codequality`: GitLab Code Quality, a JSON array of issues.
//!
//! *Behaviour*
//!
//! 1. Every finding is an issue, worst first, and so is every failure. What does
//!    not count for the exit code is `info`, and its description says why.
//! 2. GitLab shows the first issue of each `fingerprint`: here it is the identity
//!    of the finding, which no other has.
//! 3. Paths are relative to where the scan was started, if they lie below it; any
//!    other is told whole, so that it is not taken for a file of the repository.
//! 4. Nothing found is `[]`. There is no byte order mark.

use super::entry::{self, Failed, Found};
use super::json::stream::Safe;
use super::table::words::term;
use super::{PersonalData, Report, ReportWriter, Style, artifact, standing, text};
use crate::check::{Severity, State};
use crate::location::Location;
use serde::{Serialize, Serializer};
use std::io::{self, BufWriter, Write};

/// `-o codequality`.
pub struct CodeQuality;

impl ReportWriter for CodeQuality {
    fn format(&self) -> &'static str {
        "codequality"
    }

    fn personal_data(&self) -> PersonalData {
        PersonalData::Omit
    }

    fn tells_plan(&self) -> bool {
        false
    }

    fn write(&self, report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let mut out = BufWriter::new(out);
        let findings = entry::findings(report).map(|found| of_finding(report, &found, style.danish));
        let failures = entry::failures(report).map(|failed| of_failure(report, failed, style.danish));
        let mut serializer = serde_json::Serializer::with_formatter(&mut out, Safe::new());
        serializer.collect_seq(findings.chain(failures))?;
        out.write_all(b"\n")?;
        out.flush()
    }
}

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Spot,
}

#[derive(Serialize)]
struct Spot {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u64,
}

fn of_finding(report: &Report, found: &Found<'_>, danish: bool) -> Issue {
    let finding = found.finding;
    let why = standing::of_finding(finding, &report.scan.bar, danish);
    Issue {
        description: description(report, &finding.location, found.message(danish), why),
        check_name: finding.rule.id.to_owned(),
        fingerprint: found.fingerprint(),
        severity: match (found.state(), finding.severity) {
            (State::Counted, Severity::Error) => "critical",
            (State::Counted, Severity::Warning) => "major",
            (State::Counted, Severity::Note) => "minor",
            _ => "info",
        },
        location: spot(report, &finding.location, found.line()),
    }
}

fn of_failure(report: &Report, failed: Failed<'_>, danish: bool) -> Issue {
    let failure = failed.failure;
    let said = format!("{}: {}", term(failure.kind.id(), danish), failure.detail);
    Issue {
        description: description(report, &failure.location, said, standing::of_failure(failure, danish)),
        check_name: format!("failure-{}", failure.kind.id()),
        fingerprint: failed.id,
        severity: if failure.is_acknowledged() { "info" } else { "major" },
        location: spot(report, &failure.location, None),
    }
}

/// What is said; the way into a container goes before it, since `path` is of the file.
fn description(report: &Report, location: &Location, mut said: String, why: Option<String>) -> String {
    if !location.steps.is_empty() {
        said = format!("{}: {said}", artifact::shown_whole(&report.scan, location));
    }
    if let Some(why) = why {
        said = format!("{said} ({why})");
    }
    text::safe(&said).into_owned()
}

fn spot(report: &Report, location: &Location, line: Option<u64>) -> Spot {
    Spot { path: artifact::shown(&report.scan, location), lines: Lines { begin: line.unwrap_or(1) } }
}
