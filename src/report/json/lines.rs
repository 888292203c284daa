//! The report as lines, each an object that is read by itself: what
//! `-o ndjson` writes, made of the same mirror types as the report.

use super::both::Both;
use super::certificate::{About, about};
use super::failure::Failure;
use super::finding::Finding;
use super::scan::{Failures, Scan, Tally, Tool, tally};
use super::term::{FindingId, SchemaVersion, Term};
use crate::check::State;
use crate::report::entry::{Failed, Found};
use crate::report::{Report, failures_by_kind};
use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde::Serialize;
use std::collections::BTreeMap;

/// A line. Readers pass by types and keys that they do not know.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub(in crate::report) enum Line<'a> {
    Header(Box<Header<'a>>),
    Finding(Box<FindingLine<'a>>),
    Failure(Box<FailureLine<'a>>),
    Summary(Box<Summary<'a>>),
}

/// The first line: what was scanned, and how.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Header<'a> {
    schema_version: Term<'static, SchemaVersion>,
    tool: Tool<'a>,
    /// The same on every line of one output.
    scan_id: &'a str,
    /// About the run; absent where reports of several are merged.
    #[serde(skip_serializing_if = "Option::is_none")]
    scan: Option<Scan<'a>>,
    /// In a merged report: what each report says of its own run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<Scan<'static>>>")]
    scans: Option<&'a [serde_json::Value]>,
    /// What is odd about what the report rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remarks: Vec<Both<'a>>,
}

/// A finding, with what the report tells of its certificate elsewhere.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct FindingLine<'a> {
    scan_id: &'a str,
    #[serde(flatten)]
    finding: Finding<'a>,
    /// The certificate, if the rule is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<About<'a>>,
}

/// Something that could not be looked at in full.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct FailureLine<'a> {
    scan_id: &'a str,
    /// The same in every scan that fails at the same.
    id: Term<'static, FindingId>,
    #[serde(flatten)]
    failure: Failure<'a>,
}

/// The last line. An output without it, or with another number of lines than
/// it says, was cut.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Summary<'a> {
    scan_id: &'a str,
    /// Whether everything was looked at.
    complete: bool,
    incomplete_reasons: Vec<&'a str>,
    findings: Findings<'a>,
    failures: FailureCounts,
    tally: Tally<'a>,
    /// How many lines there are, this one included.
    lines: u64,
}

/// How many findings there are.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Findings<'a> {
    total: u64,
    by_rule: BTreeMap<&'a str, u64>,
    by_severity: BTreeMap<&'a str, u64>,
    by_state: BTreeMap<&'a str, u64>,
}

/// How many failures there are.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct FailureCounts {
    total: u64,
    /// Those that the configuration accepts.
    acknowledged: u64,
    by_kind: Failures,
}

impl<'a> Line<'a> {
    pub(in crate::report) fn header(report: &'a Report) -> Line<'a> {
        Line::Header(Box::new(Header {
            schema_version: Term::new("1.0"),
            tool: Tool::new(report),
            scan_id: &report.scan.id,
            scan: report.scans.is_empty().then(|| Scan::new(report)),
            scans: (!report.scans.is_empty()).then_some(&*report.scans),
            remarks: report.remarks.iter().map(Both::of).collect(),
        }))
    }

    pub(in crate::report) fn finding(report: &'a Report, from: &Found<'a>) -> Line<'a> {
        Line::Finding(Box::new(FindingLine {
            scan_id: &report.scan.id,
            finding: super::finding::mirror(report, from.finding),
            about: from.certificate.map(about),
        }))
    }

    pub(in crate::report) fn failure(report: &'a Report, from: &Failed<'a>) -> Line<'a> {
        Line::Failure(Box::new(FailureLine {
            scan_id: &report.scan.id,
            id: Term::new(from.id.clone()),
            failure: super::failure::mirror(report, from.failure),
        }))
    }

    /// Closes what has so many lines before it.
    pub(in crate::report) fn summary(report: &'a Report, before: u64) -> Line<'a> {
        let mut reasons: Vec<&str> = report.scan.incomplete_reasons.iter().map(String::as_str).collect();
        reasons.sort_unstable();
        Line::Summary(Box::new(Summary {
            scan_id: &report.scan.id,
            complete: report.scan.complete,
            incomplete_reasons: reasons,
            findings: Findings::of(report),
            failures: FailureCounts::of(report),
            tally: tally(&report.inventory),
            lines: before + 1,
        }))
    }
}

impl Findings<'_> {
    /// Every state is told, so that nobody asks whether it was left out.
    fn of(report: &Report) -> Findings<'_> {
        let (mut by_rule, mut by_severity) = (BTreeMap::new(), BTreeMap::new());
        let mut by_state: BTreeMap<&str, u64> = State::ALL.iter().map(|state| (state.id(), 0)).collect();
        for finding in &report.findings {
            *by_rule.entry(finding.rule.id).or_default() += 1;
            *by_severity.entry(finding.severity.id()).or_default() += 1;
            *by_state.entry(finding.state().id()).or_default() += 1;
        }
        Findings { total: report.findings.len() as u64, by_rule, by_severity, by_state }
    }
}

impl FailureCounts {
    fn of(report: &Report) -> FailureCounts {
        let failures = &report.inventory.failures;
        FailureCounts {
            total: failures.len() as u64,
            acknowledged: failures.iter().filter(|failure| failure.is_acknowledged()).count() as u64,
            by_kind: Failures(
                failures_by_kind(&report.inventory).into_iter().map(|(kind, n)| (kind.id(), n)).collect(),
            ),
        }
    }
}

/// The schema of a line, straight from the types that write it.
pub(in crate::report) fn schema() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Line<'static>>()
}
