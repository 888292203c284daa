//! The run and its books in the report.

use super::place;
use super::stages;
use super::stream::Each;
use super::term::{Base64, Bound as _, Day, FailureKind, Instant, PersonalData, Term, day, instant};
use crate::check;
use crate::inventory;
use crate::report::Report;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What made the report.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Tool<'a> {
    name: &'static str,
    version: &'static str,
    /// The version of the catalogue.
    catalogue: &'a str,
}

/// The run itself.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Scan<'a> {
    /// Random; the same in every report of the run.
    id: &'a str,
    scope: &'a str,
    host: &'a str,
    started_at: Term<'static, Instant>,
    finished_at: Term<'static, Instant>,
    duration_ms: u64,
    /// The day of the verdicts.
    as_of: Term<'static, Day>,
    roots: Vec<Cow<'a, str>>,
    /// The options that change what is found, by their long names.
    options: &'a BTreeMap<String, serde_json::Value>,
    /// What became of what names a person.
    personal_data: Term<'static, PersonalData>,
    /// Set where a baseline told what is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<Baseline>,
    user: User<'a>,
    /// The part that this one went on from, where a scan was done in parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    resumes: Option<&'a str>,
    /// All parts, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<stages::Part<'a>>,
    /// Set where the scan did not get to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    stopped: Option<stages::Stopped<'a>>,
    /// Whether everything was looked at.
    complete: bool,
    incomplete_reasons: Vec<&'a str>,
    tally: Tally<'a>,
    /// Paths that were left out and must be named; absent in reports of other makers.
    #[serde(skip_serializing_if = "never")]
    skipped: Each<'a, &'a Report, (&'static str, PathBuf), Skipped<'a>>,
}

/// What may be absent in a report that others made is always written by us.
fn never<T>(_: &T) -> bool {
    false
}

/// The report that told which findings are known.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Baseline {
    /// When its scan ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    made: Option<Term<'static, Instant>>,
    /// How many findings of this scope it has.
    total: u64,
    /// How many of them were not found any more.
    gone: u64,
}

/// Who ran it.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct User<'a> {
    uid: u32,
    /// Effective capabilities that matter for reading.
    capabilities: Vec<&'a str>,
}

/// The books: `files` = `examined` + `failed` + `skippedFiles`.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Tally<'a> {
    directories: u64,
    files: u64,
    examined: u64,
    failed: u64,
    skipped_files: u64,
    bytes: u64,
    containers: u64,
    certificates: u64,
    distinct_certificates: u64,
    failures: Failures,
    skipped: &'a BTreeMap<&'static str, u64>,
}

/// Entries of `failures[]` by kind.
#[derive(Serialize)]
pub(super) struct Failures(pub(super) BTreeMap<&'static str, u64>);

/// A path that was left out.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Skipped<'a> {
    reason: &'static str,
    path: Cow<'a, str>,
    /// The octets of a path that is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    path_bytes: Option<Term<'static, Base64>>,
}

impl JsonSchema for Failures {
    fn schema_name() -> Cow<'static, str> {
        "Failures".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "propertyNames": FailureKind::schema(),
            "additionalProperties": { "type": "integer", "minimum": 1 },
        })
    }
}

impl<'a> Tool<'a> {
    pub(super) fn new(report: &'a Report) -> Tool<'a> {
        Tool::of_catalogue(&report.scan.catalogue_version)
    }

    pub(super) fn of_catalogue(catalogue: &'a str) -> Tool<'a> {
        Tool { name: "oces", version: env!("CARGO_PKG_VERSION"), catalogue }
    }
}

impl<'a> Scan<'a> {
    pub(super) fn new(report: &'a Report) -> Scan<'a> {
        let scan = &report.scan;
        let duration = (scan.finished_at - scan.started_at).whole_milliseconds();
        Scan {
            id: &scan.id,
            scope: &scan.scope,
            host: &scan.host,
            started_at: instant(scan.started_at),
            finished_at: instant(scan.finished_at),
            duration_ms: u64::try_from(duration).unwrap_or(0),
            as_of: day(scan.as_of),
            roots: sorted(scan.roots.iter().map(|root| root.to_string_lossy())),
            options: &scan.options,
            personal_data: Term::new(scan.personal_data.id()),
            baseline: scan.baseline.map(baseline),
            user: User { uid: scan.uid, capabilities: sorted(scan.capabilities.iter().map(String::as_str)) },
            resumes: stages::resumes(report),
            parts: stages::parts(report),
            stopped: stages::stopped(report),
            complete: scan.complete,
            incomplete_reasons: sorted(scan.incomplete_reasons.iter().map(String::as_str)),
            tally: tally(&report.inventory),
            skipped: Each { context: report, from: &report.inventory.skipped, make: skipped },
        }
    }
}

fn baseline(from: check::Baseline) -> Baseline {
    Baseline { made: from.made.map(instant), total: from.total, gone: from.gone }
}

pub(super) fn tally(inventory: &inventory::Inventory) -> Tally<'_> {
    let from = &inventory.tally;
    Tally {
        directories: from.directories,
        files: from.files,
        examined: from.examined,
        failed: from.failed,
        skipped_files: from.skipped_files,
        bytes: from.bytes,
        containers: from.containers,
        certificates: from.certificates,
        distinct_certificates: from.distinct_certificates,
        failures: Failures(
            crate::report::failures_by_kind(inventory).into_iter().map(|(kind, n)| (kind.id(), n)).collect(),
        ),
        skipped: &from.skipped,
    }
}

#[allow(clippy::unnecessary_wraps, reason = "the signature that `Each` asks for")]
fn skipped<'a>(_: &'a Report, (reason, path): &'a (&'static str, PathBuf)) -> Option<Skipped<'a>> {
    let (path, path_bytes) = place::path(path);
    Some(Skipped { reason, path, path_bytes })
}

fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.sort_unstable();
    items
}
