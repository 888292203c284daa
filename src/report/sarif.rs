//! `-o sarif`: SARIF 2.1.0 for code scanning, with all rules and their help.
//!
//! *Behaviour*
//!
//! 1. One run, whatever number of hosts its findings are from: GitHub takes one
//!    run of a tool in a category, and the category is `oces/SCOPE/`. Above 25,000
//!    findings GitHub refuses the file: then scan by parts with a `--scope` each.
//! 2. Every finding is a result, worst first, its state in `properties` and, if
//!    it does not count, the reason in its message. What is kept or history has
//!    level `note`; what is ignored is a suppression.
//! 3. Every failure is a notification, and so is every reason for which the scan
//!    is not complete: `error` as long as it makes the scan incomplete.
//! 4. Fingerprints are the finding's identity: the same alert from scan to scan.
//! 5. Paths are relative to where the scan was started if they lie below it,
//!    else to their root; their octets are percent-encoded.

mod driver;
mod invocation;
mod place;
mod result;
mod rule;

use self::driver::Tool;
use self::invocation::Invocation;
use self::place::{Base, Bases};
use super::json::stream::Safe;
use super::{PersonalData, Report, ReportWriter, Style, entry, text};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};

/// `-o sarif`.
pub struct Sarif;

impl ReportWriter for Sarif {
    fn format(&self) -> &'static str {
        "sarif"
    }

    fn personal_data(&self) -> PersonalData {
        PersonalData::Omit
    }

    fn tells_plan(&self) -> bool {
        false
    }

    fn write(&self, report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let mut out = BufWriter::new(out);
        let context = Context::new(report, style.danish);
        let mut serializer = serde_json::Serializer::with_formatter(&mut out, Safe::new());
        Log::new(&context).serialize(&mut serializer)?;
        out.write_all(b"\n")?;
        out.flush()
    }
}

/// What every part of the file is made from.
struct Context<'r> {
    report: &'r Report,
    danish: bool,
    bases: Bases<'r>,
    /// Whether a baseline was laid over the findings.
    baseline: bool,
}

impl<'r> Context<'r> {
    fn new(report: &'r Report, danish: bool) -> Context<'r> {
        let baseline = report.scan.baseline.is_some() || report.findings.iter().any(|finding| finding.known);
        Context { report, danish, bases: Bases::new(report), baseline }
    }
}

/// The file.
#[derive(Serialize)]
struct Log<'c> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'c>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'c> {
    tool: Tool,
    automation_details: Identity,
    column_kind: &'static str,
    original_uri_base_ids: BTreeMap<String, Base>,
    invocations: [Invocation<'c>; 1],
    results: Results<'c>,
    properties: About<'c>,
}

/// What the run stands for; GitHub's category.
#[derive(Serialize)]
struct Identity {
    id: String,
}

/// What SARIF has no field for.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct About<'c> {
    scope: String,
    as_of: String,
    catalogue: &'c str,
    personal_data: &'static str,
}

impl<'c> Log<'c> {
    fn new(context: &'c Context<'c>) -> Log<'c> {
        let scan = &context.report.scan;
        let run = Run {
            tool: Tool::new(context.danish),
            automation_details: Identity { id: format!("oces/{}/", text::uri::segment(scan.scope.as_bytes())) },
            column_kind: "utf16CodeUnits",
            original_uri_base_ids: context.bases.all(scan),
            invocations: [Invocation::new(context)],
            results: Results(context),
            properties: About {
                scope: text::safe(&scan.scope).into_owned(),
                as_of: text::day(scan.as_of),
                catalogue: &scan.catalogue_version,
                personal_data: scan.personal_data.id(),
            },
        };
        Log {
            schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            version: "2.1.0",
            runs: [run],
        }
    }
}

/// The findings, made one by one.
struct Results<'c>(&'c Context<'c>);

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Results(context) = self;
        serializer.collect_seq(entry::findings(context.report).map(|found| result::of(context, &found)))
    }
}

/// A text as SARIF wants it.
#[derive(Serialize)]
struct Message {
    text: String,
}

impl Message {
    fn of(text: impl Into<String>) -> Message {
        Message { text: text.into() }
    }
}
