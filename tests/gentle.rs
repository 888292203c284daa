//! Holding back, as users run it: the page cache, the rate, the time limit and
//! going on after it.
//!
//! No test sleeps or asks a clock: a limit of no time begins nothing, and what
//! a scan in parts comes to is in `src/run/resume/tests.rs`.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may fail by panicking and says why it skips")]

use rustix::fs::{Advice, Mode, OFlags, fadvise};
use rustix::io::{Errno, ReadWriteFlags, preadv2};
use serde_json::Value;
use std::io::IoSliceMut;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::{Command, Output};

/// Larger than what is left to the system.
const LARGE: usize = 12 << 20;

fn oces(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_oces")).args(arguments).current_dir("/").output().unwrap()
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Whether the first octet of each mebibyte is in the page cache; `None` where
/// the file system cannot tell.
fn cached(file: &OwnedFd) -> Option<Vec<bool>> {
    let mut told = Vec::new();
    for place in (0..LARGE as u64).step_by(1 << 20) {
        let mut octet = [0];
        match preadv2(file, &mut [IoSliceMut::new(&mut octet)], place, ReadWriteFlags::NOWAIT) {
            Ok(_) => told.push(true),
            Err(Errno::AGAIN) => told.push(false),
            Err(_) => return None,
        }
    }
    Some(told)
}

#[test]
fn a_large_file_that_was_not_cached_is_not_afterwards_and_one_that_was_stays() {
    // Beside the build, as /tmp may be memory, where all is cached always.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let open = |name: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, vec![b'x'; LARGE]).unwrap();
        std::fs::File::open(&path).unwrap().sync_all().unwrap();
        rustix::fs::open(&path, OFlags::RDONLY, Mode::empty()).unwrap()
    };
    let [cold, warm, control] = ["cold", "warm", "control"].map(open);
    for file in [&cold, &control] {
        fadvise(file, 0, None, Advice::DontNeed).unwrap();
    }
    // The control is asked in the place of the cold one: asking brings some of it in.
    if !cached(&control).is_some_and(|told| told.iter().all(|cached| !cached)) {
        eprintln!("this file system does not tell what is cached: nothing was tested");
        return;
    }
    std::fs::remove_file(folder.path().join("control")).unwrap();
    let report = folder.path().join("r.json");
    let scan = oces(&["scan", folder.path().to_str().unwrap(), "-q", "-o", &format!("json={}", report.display())]);
    assert_eq!(scan.status.code(), Some(0), "{}", String::from_utf8_lossy(&scan.stderr));
    assert!(json(&report)["scan"]["tally"]["bytes"].as_u64().unwrap() >= 2 * LARGE as u64);
    assert!(cached(&cold).unwrap().iter().all(|cached| !cached));
    assert!(cached(&warm).unwrap().iter().all(|cached| *cached));
}

#[test]
fn a_scan_that_holds_back_finds_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/demo/fjordby-web01/etc");
    let scan = |name: &str, more: &[&str]| {
        let path = folder.path().join(name);
        let output = format!("json={}", path.display());
        let mut arguments = vec!["scan", root, "-q", "--as-of", "2026-06-30", "-o", &output];
        arguments.extend(more);
        assert_eq!(oces(&arguments).status.code(), Some(1), "{name}");
        let mut report = json(&path);
        for key in ["id", "startedAt", "finishedAt", "durationMs"] {
            report["scan"][key] = Value::Null;
        }
        report
    };
    let usual = scan("usual", &[]);
    assert_eq!(scan("idle", &["--idle", "--max-read-rate", "1GiB", "--time-limit", "1d"]), usual);
}

/// A session without a terminal goes behind all others as long as the scan lasts.
#[test]
fn an_idle_scan_lets_other_sessions_go_first() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("large"), vec![b'x'; 256 << 10]).unwrap();
    let weight = |of: &str| std::fs::read_to_string(format!("/proc/{of}/autogroup")).unwrap_or_default();
    if !weight("self").contains(" nice ") {
        return eprintln!("!!! SKIPPED: this kernel does not share by session");
    }
    let scan = r#""$@" -q --idle --max-read-rate 128KiB -o json=/dev/null; cat /proc/self/autogroup"#;
    let mut child = std::process::Command::new("setsid")
        .args(["sh", "-c", scan, "sh", env!("CARGO_BIN_EXE_oces"), "scan"])
        .arg(folder.path())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let pid = child.id().to_string();
    let mut yielded = false;
    while !yielded && child.try_wait().unwrap().is_none() {
        yielded = weight(&pid).ends_with(" nice 19\n");
        std::thread::yield_now();
    }
    let after = child.wait_with_output().unwrap().stdout;
    assert!(yielded, "while it scans");
    assert!(after.ends_with(b" nice 0\n"), "{}", String::from_utf8_lossy(&after));
}

#[test]
fn what_was_not_looked_at_is_told_and_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/demo/fjordby-web01/opt/sosi");
    let path = folder.path().join("part.json");
    let (resume, output) = (path.display().to_string(), format!("json={}", path.display()));
    let scan = |root: &str, more: &[&str]| {
        let mut arguments = vec!["scan", root, "-q", "--resume", &resume, "-o", &output];
        arguments.extend(more);
        let done = oces(&arguments);
        (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
    };
    // The first run has nothing to go on with; no time is enough to say what is left.
    assert_eq!(scan(root, &["--time-limit", "0s"]), (Some(3), String::new()));
    let first = json(&path);
    let validator = jsonschema::draft202012::new(&oces::report::schema()).unwrap();
    let complaints: Vec<String> = validator.iter_errors(&first).map(|error| error.to_string()).collect();
    assert_eq!(complaints, Vec::<String>::new());
    assert_eq!(first["scan"]["incompleteReasons"], serde_json::json!(["1 time-limit"]));
    let left = &first["scan"]["stopped"]["left"];
    assert_eq!(*left, serde_json::json!([{ "root": root, "path": root, "kind": "tree" }]));
    // Another scan is refused, and the report stays.
    let (code, why) = scan(root, &["--no-archives"]);
    assert!(code == Some(2) && why.contains("--no-archives is not as it was"), "{why}");
    let (code, why) = scan(env!("CARGO_MANIFEST_DIR"), &[]);
    assert!(code == Some(2) && why.contains("the paths differ"), "{why}");
    let (code, why) = scan(root, &["--scope", "another"]);
    assert!(code == Some(2) && why.contains("it is of the scope"), "{why}");
    assert_eq!(json(&path), first);
    // What goes on comes to the end, and is the whole.
    let before = first["scan"]["id"].clone();
    assert_eq!(scan(root, &[]), (Some(1), String::new()));
    let whole = json(&path);
    assert!(whole["scan"].get("stopped").is_none() && whole["scan"]["complete"] == true);
    assert_eq!((&whole["scan"]["resumes"], &whole["scan"]["parts"][0]["id"]), (&before, &before));
    assert!(validator.is_valid(&whole) && !whole["findings"].as_array().unwrap().is_empty());
    // A scan that came to its end is begun anew.
    assert_eq!(scan(root, &[]), (Some(1), String::new()));
    assert!(json(&path)["scan"].get("resumes").is_none());
}

#[test]
fn a_report_without_names_is_not_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("part.json");
    let (resume, output) = (path.display().to_string(), format!("json={}", path.display()));
    let scan = |more: &[&str]| {
        let mut arguments = vec!["scan", concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/demo"), "-q", "-o", &output];
        arguments.extend(more);
        oces(&arguments)
    };
    assert_eq!(scan(&["--time-limit", "0s", "--personal-data", "omit"]).status.code(), Some(3));
    let refused = scan(&["--resume", &resume]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--personal-data show"));
}

/// Whoever reads only the last line knows why it is not the whole.
#[test]
fn the_last_line_says_that_the_time_was_over() {
    let folder = tempfile::tempdir().unwrap();
    let output = format!("json={}", folder.path().join("part.json").display());
    let demo = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/demo");
    let done = oces(&["scan", demo, "--time-limit", "0s", "--lang", "en", "-o", &output]);
    let line = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(line.trim_end().ends_with("NOT complete (1 left when the time was over)"), "{line}");
}
