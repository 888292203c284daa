//! Resources that are short: descriptors.

use crate::support::{self, testdata};
use crate::tree::{scan_of, told};
use serde_json::Value;
use std::path::Path;

/// What a scan under a shell line tells, without what differs from run to run.
fn under(before: &str, root: &Path, more: &[&str]) -> (Value, i32) {
    let arguments = scan_of(root);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).chain(more.iter().copied()).collect();
    let outcome = support::oces_under(before, &arguments);
    let mut report = told(&outcome, root).report;
    for key in ["id", "startedAt", "finishedAt", "durationMs", "host"] {
        report["scan"][key] = Value::Null;
    }
    (report, outcome.code)
}

/// Archives, databases and stores of every kind, with far more threads than
/// there may be files open: nothing is told otherwise.
#[test]
fn few_descriptors_change_nothing_that_is_told() {
    let root = testdata("hidden");
    let plenty = under("true", &root, &[]);
    assert_eq!(under("ulimit -n 32", &root, &["-j", "64"]), plenty);
}
