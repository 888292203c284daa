//! `-o junit`: test reports, as GitLab, Jenkins and the like show them.
//!
//! *Behaviour*
//!
//! 1. One test suite for the scan, with the case "everything was looked at", so
//!    that a scan without findings has something that passed; one for each root
//!    under which anything lies.
//! 2. A finding that counts for the exit code is a failure; one that does not is
//!    skipped, with the reason. A failure to look is an error, an accepted one is
//!    skipped. A certificate of the catalogue without a finding has passed.
//! 3. Names are unique within their class, and the same from scan to scan: they
//!    end in the beginning of the identity.
//! 4. What XML 1.0 cannot hold is written out (`text/xml`).

mod case;
mod suite;

use self::case::{Case, Outcome};
use super::text::xml;
use super::{PersonalData, Report, ReportWriter, Style};
use std::io::{self, BufWriter, Write};

/// `-o junit`.
pub struct Junit;

impl ReportWriter for Junit {
    fn format(&self) -> &'static str {
        "junit"
    }

    fn personal_data(&self) -> PersonalData {
        PersonalData::Omit
    }

    fn tells_plan(&self) -> bool {
        false
    }

    fn write(&self, report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let mut out = BufWriter::new(out);
        let suites = suite::all(report, style.danish);
        let counts = suites.iter().map(|suite| suite.counts(report)).fold(Counts::default(), Counts::plus);
        let seconds = (report.scan.finished_at - report.scan.started_at).as_seconds_f64().max(0.0);
        out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")?;
        writeln!(out, "<testsuites name=\"oces\" {} time=\"{seconds:.3}\">", counts.attributes())?;
        for suite in &suites {
            suite.write(report, style.danish, &mut out)?;
        }
        out.write_all(b"</testsuites>\n")?;
        out.flush()
    }
}

/// The books of a suite, or of all of them.
#[derive(Clone, Copy, Default)]
struct Counts {
    tests: u64,
    failures: u64,
    errors: u64,
    skipped: u64,
}

impl Counts {
    fn plus(self, other: Counts) -> Counts {
        Counts {
            tests: self.tests + other.tests,
            failures: self.failures + other.failures,
            errors: self.errors + other.errors,
            skipped: self.skipped + other.skipped,
        }
    }

    fn of(outcome: Outcome) -> Counts {
        let one = |is: bool| u64::from(is);
        Counts {
            tests: 1,
            failures: one(matches!(outcome, Outcome::Failed)),
            errors: one(matches!(outcome, Outcome::Errored)),
            skipped: one(matches!(outcome, Outcome::Skipped)),
        }
    }

    fn attributes(self) -> String {
        let Counts { tests, failures, errors, skipped } = self;
        format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\"")
    }
}

impl Case {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let (name, class) = (xml::escape(&self.name), xml::escape(&self.class));
        write!(out, "    <testcase name=\"{name}\" classname=\"{class}\"")?;
        if let Some(file) = &self.file {
            write!(out, " file=\"{}\"", xml::escape(file))?;
        }
        let (kind, message, body) = (xml::escape(&self.kind), xml::escape(&self.message), xml::escape(&self.body));
        match self.outcome {
            Outcome::Passed => writeln!(out, " time=\"0\"/>"),
            Outcome::Skipped => writeln!(out, " time=\"0\"><skipped message=\"{message}\"/></testcase>"),
            Outcome::Failed => {
                writeln!(out, " time=\"0\"><failure type=\"{kind}\" message=\"{message}\">{body}</failure></testcase>")
            }
            Outcome::Errored => {
                writeln!(out, " time=\"0\"><error type=\"{kind}\" message=\"{message}\">{body}</error></testcase>")
            }
        }
    }
}
