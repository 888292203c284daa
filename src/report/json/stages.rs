//! A scan in parts, and where it was stopped.

use super::place;
use super::stream::Each;
use super::term::{Base64, Hex, Instant, LeftKind, StopReason, Term, instant};
use crate::location;
use crate::recall;
use crate::report::Report;
use schemars::JsonSchema;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

/// One part of a scan.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Part<'a> {
    id: &'a str,
    started_at: Term<'static, Instant>,
    finished_at: Term<'static, Instant>,
}

/// Where a scan was stopped.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Stopped<'a> {
    reason: Term<'static, StopReason>,
    /// What was not looked at: with `--resume` a scan goes on there.
    left: Each<'a, &'a Report, location::Left, Left<'a>>,
    /// Issuers' names (DER) that must be watched for besides those of the catalogue.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    watch: Vec<Term<'static, Hex>>,
    /// Files that the last part reads once more, to see all of it together.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    again: Vec<Again<'a>>,
    /// Whether that was begun already.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    gathered: bool,
}

/// Files of one root.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Again<'a> {
    root: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    root_bytes: Option<Term<'static, Base64>>,
    paths: Vec<Cow<'a, str>>,
    /// Those that are not UTF-8.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    paths_bytes: Vec<Term<'static, Base64>>,
}

/// A place that was not looked at.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Left<'a> {
    root: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    root_bytes: Option<Term<'static, Base64>>,
    path: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_bytes: Option<Term<'static, Base64>>,
    /// `tree`: all in and below it; `folder`: the files in it; `file`.
    kind: Term<'static, LeftKind>,
    /// Reading it was begun and given up: it is the first to be read.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    tried: bool,
}

/// The parts of the scan; none if it was done in one go.
pub(super) fn parts(report: &Report) -> Vec<Part<'_>> {
    let part = |one: &'_ recall::Part| (instant(one.started_at), instant(one.finished_at));
    let parts = report.scan.stages.parts.iter().map(|one| (one, part(one)));
    parts.map(|(one, (started_at, finished_at))| Part { id: &one.id, started_at, finished_at }).collect()
}

/// The part before the last.
pub(super) fn resumes(report: &Report) -> Option<&str> {
    let parts = &report.scan.stages.parts;
    parts.len().checked_sub(2).and_then(|at| parts.get(at)).map(|part| part.id.as_str())
}

/// Where it was stopped, if it was.
pub(super) fn stopped(report: &Report) -> Option<Stopped<'_>> {
    let from = report.scan.stages.stopped.as_ref()?;
    Some(Stopped {
        reason: Term::new("time-limit"),
        left: Each { context: report, from: &from.left, make: left },
        watch: from.watch.iter().map(|name| Term::hex(name)).collect(),
        again: again(&from.again),
        gathered: from.gathered,
    })
}

#[allow(clippy::unnecessary_wraps, reason = "the signature that `Each` asks for")]
fn left<'a>(_: &'a Report, from: &'a location::Left) -> Option<Left<'a>> {
    let (root, root_bytes) = place::path(&from.root);
    let (path, path_bytes) = place::path(&from.path);
    Some(Left { root, root_bytes, path, path_bytes, kind: Term::new(from.kind.id()), tried: from.tried })
}

fn again(from: &[location::Left]) -> Vec<Again<'_>> {
    let mut by_root: BTreeMap<&Path, Again<'_>> = BTreeMap::new();
    for one in from {
        let of_root = by_root.entry(&one.root).or_insert_with(|| {
            let (root, root_bytes) = place::path(&one.root);
            Again { root, root_bytes, paths: Vec::new(), paths_bytes: Vec::new() }
        });
        match place::path(&one.path) {
            (_, Some(octets)) => of_root.paths_bytes.push(octets),
            (text, None) => of_root.paths.push(text),
        }
    }
    by_root.into_values().collect()
}
