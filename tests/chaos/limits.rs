//! Resources that are short: descriptors, address space.

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

/// With little room there are fewer threads, not fewer certificates; with too
/// little it is told, and the system ends nothing in the middle.
#[test]
fn a_small_address_space_is_enough_or_told() {
    let root = testdata("certificates");
    let plenty = under("true", &root, &[]);
    let mut refused = 0;
    for mebibytes in [128, 192, 256, 384, 512] {
        let limit = format!("ulimit -v {}", mebibytes * 1024);
        let arguments = scan_of(&root);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).chain(["-j", "16"]).collect();
        let outcome = support::oces_under(&limit, &arguments);
        if outcome.code == 2 {
            assert!(outcome.stderr.contains("the address space is limited to"), "{limit}: {}", outcome.stderr);
            assert!(outcome.stdout.is_empty() && mebibytes <= 256, "{limit}: {}", outcome.stderr);
            refused += 1;
        } else {
            assert_eq!(under(&limit, &root, &["-j", "16"]), plenty, "{limit}");
        }
    }
    assert!(refused > 0, "no scan fits into 128 MiB");
}
