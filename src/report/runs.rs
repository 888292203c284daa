//! The runs that a report is about, by scope: of a merged report, what each of
//! them said of itself.

use super::Report;
use serde_json::Value;
use std::collections::BTreeMap;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// What is told of the runs of a scope.
#[derive(Clone, Copy)]
pub(super) struct Run {
    /// When it ended, in seconds since 1970.
    pub(super) finished: i64,
    /// How long it took.
    pub(super) seconds: i64,
    pub(super) complete: bool,
}

/// The runs by scope. Several of one scope are as old as the oldest of them,
/// took as long as all, and are complete if all are.
pub(super) fn runs(report: &Report) -> BTreeMap<&str, Run> {
    if report.scans.is_empty() {
        let scan = &report.scan;
        let seconds = (scan.finished_at - scan.started_at).whole_seconds();
        let run = Run { finished: scan.finished_at.unix_timestamp(), seconds, complete: scan.complete };
        return BTreeMap::from([(scan.scope.as_str(), run)]);
    }
    let mut runs: BTreeMap<&str, Run> = BTreeMap::new();
    for raw in &report.scans {
        let run = recalled(raw);
        let scope = raw.get("scope").and_then(Value::as_str).unwrap_or_default();
        let together = |known: &mut Run| {
            known.finished = known.finished.min(run.finished);
            known.seconds = known.seconds.saturating_add(run.seconds);
            known.complete &= run.complete;
        };
        runs.entry(scope).and_modify(together).or_insert(run);
    }
    runs
}

/// When the oldest of the runs ended, in seconds since 1970.
pub fn oldest(report: &Report) -> i64 {
    runs(report).values().map(|run| run.finished).min().unwrap_or(0)
}

/// What a report says of its own run; one that does not say when it ended is as
/// old as can be.
fn recalled(raw: &Value) -> Run {
    let at = |key| OffsetDateTime::parse(raw.get(key)?.as_str()?, &Rfc3339).ok();
    Run {
        finished: at("finishedAt").map_or(0, OffsetDateTime::unix_timestamp),
        seconds: raw.get("durationMs").and_then(Value::as_i64).unwrap_or(0) / 1000,
        complete: raw.get("complete").and_then(Value::as_bool).unwrap_or(false),
    }
}
