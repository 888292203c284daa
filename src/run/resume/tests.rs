//! A scan in any number of parts tells what a scan in one go tells. The clock
//! of these tests goes on by one each time it is asked, so that a scan stops
//! at the same place on every machine.

use super::super::report as scan_report;
use super::super::signals::Signals;
use super::*;
use crate::cli::{Global, HardArgs, JudgeArgs, ScanArgs};
use crate::config::file::File;
use crate::config::surroundings::Surroundings;
use crate::config::surroundings::tests::bare;
use crate::output::OwnPaths;
use crate::read::Gentle;
use crate::read::gentle::Limit;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

static ASKED: AtomicU64 = AtomicU64::new(0);

fn clock() -> Duration {
    Duration::from_secs(ASKED.fetch_add(1, Ordering::Relaxed))
}

fn config(root: &Path, change: impl FnOnce(&mut ScanArgs)) -> Config {
    let around = Surroundings { directory: PathBuf::from("/"), ..bare() };
    let judge = JudgeArgs { as_of: Some("2026-06-30".into()), ..JudgeArgs::default() };
    let mut args = ScanArgs { paths: vec![root.to_owned()], jobs: Some(1), judge, ..ScanArgs::default() };
    change(&mut args);
    Config::resolve(&Global { quiet: Some(true), ..Global::default() }, args, &File::default(), &around, &["table"])
        .unwrap()
}

fn scan(config: &Config) -> Result<Value, Error> {
    let report = scan_report(config, &OwnPaths::default(), &Signals::default())?;
    let mut text = Vec::new();
    report::json(&report, &mut text).unwrap();
    Ok(serde_json::from_slice(&text).unwrap())
}

/// Scans in parts of which so many end after so many looks at the clock, and
/// the last has all the time there is; the reports.
fn in_parts(root: &Path, (parts, asks): (usize, u64)) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("part.json");
    let part = |number: usize| {
        let resume = Some(path.clone());
        let mut config = config(root, |args| args.hard = HardArgs { resume, ..HardArgs::default() });
        if number < parts {
            config.gentle = Gentle::new(None, Some(Limit::by(clock, Duration::from_secs(asks))));
        }
        let report = scan(&config).unwrap();
        std::fs::write(&path, report.to_string()).unwrap();
        report
    };
    (0..=parts).map(part).collect()
}

fn testdata(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name)
}

/// What a report says, but for what is of its run: times, counts, parts.
fn told(report: &Value) -> Value {
    let mut report = report.clone();
    for key in ["id", "startedAt", "finishedAt", "durationMs", "resumes", "parts", "tally"] {
        if let Some(scan) = report["scan"].as_object_mut() {
            scan.remove(key);
        }
    }
    if let Some(report) = report.as_object_mut() {
        report.remove("remarks");
    }
    report
}

#[test]
fn in_parts_of_any_length_the_whole_is_what_one_scan_tells() {
    let root = testdata("demo");
    let whole = scan(&config(&root, |_| ())).unwrap();
    for parts in [(3, 90), (2, 250)] {
        let reports = in_parts(&root, parts);
        let (last, stopped) = reports.split_last().unwrap();
        for part in &reports {
            let tally = |key: &str| part["scan"]["tally"][key].as_u64().unwrap();
            assert_eq!(tally("files"), tally("examined") + tally("failed") + tally("skippedFiles"), "{parts:?}");
        }
        for part in stopped {
            let missing = |finding: &Value| finding["rule"] == "missing-store";
            assert!(part["scan"]["stopped"]["left"].as_array().is_some_and(|left| !left.is_empty()), "{parts:?}");
            assert!(!part["findings"].as_array().unwrap().iter().any(missing), "{parts:?}");
        }
        assert_eq!(last["scan"]["parts"].as_array().map(Vec::len), Some(reports.len()), "{parts:?}");
        assert!(told(last) == told(&whole), "{parts:?}: the whole differs");
    }
}
