//! Files as the operating system has them: hard links, holes, sizes, limits,
//! our own outputs, signals.

#![allow(clippy::expect_used, clippy::print_stderr, reason = "a test may fail loudly and says why it skips")]

mod support;

use serde_json::{Value, json};
use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Command, Stdio};
use support::{assert_books_balance, list, text};

fn certificate() -> Vec<u8> {
    fs::read(support::testdata("certificates").join("ii-moces.pem")).expect("a certificate")
}

fn found(report: &Value, root: &Path) -> Vec<String> {
    assert_books_balance(report);
    support::places(report, root).into_iter().map(|place| place.path).collect()
}

fn failures(report: &Value, root: &Path) -> Vec<String> {
    let failures = list(report, "failures").iter();
    failures.map(|failure| format!("{} {}", support::below(failure, root), text(failure, "kind"))).collect()
}

#[test]
fn hard_links_are_read_once_and_told_everywhere() {
    let folder = tempfile::tempdir().expect("a directory");
    let root = folder.path();
    let content = certificate();
    fs::write(root.join("a.pem"), &content).expect("a file");
    fs::create_dir(root.join("sub")).expect("a directory");
    fs::hard_link(root.join("a.pem"), root.join("b.pem")).expect("a hard link");
    fs::hard_link(root.join("a.pem"), root.join("sub/c.pem")).expect("a hard link");
    fs::copy(support::testdata("broken").join("text.p12"), root.join("bad.p12")).expect("a file");
    let bad = fs::metadata(root.join("bad.p12")).expect("a size").len();
    fs::hard_link(root.join("bad.p12"), root.join("worse.p12")).expect("a hard link");
    for threads in ["1", "8"] {
        let (report, _) = support::scan(root, &["-j", threads]);
        assert_eq!(found(&report, root), ["a.pem", "b.pem", "sub/c.pem"]);
        let tally = &report["scan"]["tally"];
        assert_eq!(tally["bytes"], content.len() as u64 + bad);
        assert_eq!((&tally["files"], &tally["failed"]), (&5.into(), &2.into()), "a failed link counts for each path");
        let mut findings: Vec<String> =
            list(&report, "findings").iter().map(|finding| support::below(finding, root)).collect();
        findings.sort();
        assert_eq!(findings, ["a.pem", "b.pem", "sub/c.pem"]);
    }
}

/// A name answers for what it promises, whichever name of a file was read.
#[test]
fn hard_links_promise_by_their_own_names() {
    let folder = tempfile::tempdir().expect("a directory");
    let root = folder.path();
    for pair in 0..8 {
        let (one, other) = (root.join(format!("{pair}.p12")), root.join(format!("{pair}.txt")));
        fs::write(&one, format!("no keystore at all {pair}")).expect("a file");
        fs::hard_link(&one, &other).expect("a hard link");
    }
    let expected: Vec<String> = (0..8).map(|pair| format!("{pair}.p12 unrecognized")).collect();
    for threads in ["1", "8"] {
        let (report, code) = support::scan(root, &["-j", threads]);
        assert_books_balance(&report);
        assert_eq!((failures(&report, root), code), (expected.clone(), 3));
    }
}

#[test]
fn holes_cost_nothing() {
    let folder = tempfile::tempdir().expect("a directory");
    let root = folder.path();
    let mut file = fs::File::create(root.join("sparse.img")).expect("a file");
    file.set_len(10 << 30).expect("a sparse file");
    file.seek(SeekFrom::Start(7 << 30)).expect("a place in it");
    file.write_all(&certificate()).expect("a certificate");
    drop(file);
    let argument = root.to_str().expect("UTF-8");
    let outcome = support::oces_under("ulimit -t 5", &["scan", argument, "-o", "json", "--as-of", support::AS_OF]);
    let report = support::parse(&outcome);
    assert_eq!(found(&report, root), ["sparse.img"]);
    let bytes = report["scan"]["tally"]["bytes"].as_u64().expect("a number");
    assert!(bytes < 1 << 20, "{bytes} octets were read");
}

#[test]
fn strange_names_and_paths_that_are_too_long_for_the_system_are_read() {
    let folder = tempfile::tempdir().expect("a directory");
    let root = folder.path();
    let names: [&[u8]; 5] =
        [b"new\nline.pem", b"\x1b[31mred.pem", "\u{202e}bidi.pem".as_bytes(), b"latin\xe6.pem", &[b'x'; 255]];
    for name in names {
        fs::write(root.join(std::ffi::OsStr::from_bytes(name)), certificate()).expect("a file");
    }
    let (report, _) = support::scan(root, &[]);
    assert_eq!(found(&report, root).len(), 5);
    let bytes =
        list(&report["certificates"][0], "occurrences").iter().filter(|place| !text(place, "pathBytes").is_empty());
    assert_eq!(bytes.count(), 1, "what is not UTF-8 is told in octets too");
    let table = support::oces(&["scan", root.to_str().expect("UTF-8"), "--as-of", support::AS_OF]);
    let shown = String::from_utf8_lossy(&table.stdout).into_owned();
    assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{shown}");

    let deep = root.join("deep");
    fs::create_dir(&deep).expect("a directory");
    fs::write(deep.join("reached"), "nothing").expect("a file");
    plant_deep(&deep);
    let (whole, code) = support::scan(&deep, &["--fail-on", "never"]);
    // Where links are followed, directories are reached by their paths.
    let (report, by_path) = support::scan(&deep, &["--fail-on", "never", "--follow"]);
    fs::remove_dir_all(&deep).expect("the deep tree goes");
    assert_books_balance(&whole);
    assert_books_balance(&report);
    assert_eq!((code, &whole["failures"], &whole["scan"]["tally"]["directories"]), (0, &json!([]), &json!(21)));
    assert_eq!((by_path, list(&report, "failures").len()), (3, 1), "{}", report["failures"]);
    assert_eq!(text(&list(&report, "failures")[0], "kind"), "unreadable");
}

/// Twenty directories in each other: more than a path may be long.
fn plant_deep(root: &Path) {
    use rustix::fs::{Mode, OFlags, mkdirat, openat};
    let name = "d".repeat(250);
    let mut directory = rustix::fs::open(root, OFlags::DIRECTORY, Mode::empty()).expect("the directory");
    for _ in 0..20 {
        mkdirat(&directory, &name, Mode::RWXU).expect("a directory");
        directory = openat(&directory, &name, OFlags::DIRECTORY, Mode::empty()).expect("the directory");
    }
}

#[test]
fn few_descriptors_suffice_for_many_threads() {
    let folder = tempfile::tempdir().expect("a directory");
    let root = folder.path();
    for directory in 0..100 {
        let directory = root.join(directory.to_string());
        fs::create_dir(&directory).expect("a directory");
        for file in 0..20 {
            fs::write(directory.join(file.to_string()), "nothing").expect("a file");
        }
    }
    let arguments = ["scan", root.to_str().expect("UTF-8"), "-o", "json", "-j", "64"];
    let outcome = support::oces_under("ulimit -n 32", &arguments);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let report = support::parse(&outcome);
    assert_eq!(report["scan"]["tally"]["examined"], 2000);
}

/// The second run finds the first one's report, and tells the same.
#[test]
fn reports_into_the_tree_are_passed_by_and_two_runs_tell_the_same() {
    let folder = tempfile::tempdir().expect("a directory");
    let root = folder.path();
    fs::write(root.join("a.pem"), certificate()).expect("a file");
    let target = root.join("report.json");
    let spec = format!("json={}", target.display());
    let argument = root.to_str().expect("UTF-8");
    let run = || {
        let outcome = support::oces(&["scan", argument, "-o", &spec, "--scope", "s", "--as-of", support::AS_OF]);
        assert_eq!((outcome.code, outcome.stdout.len()), (1, 0), "{}", outcome.stderr);
        let mut report: Value = serde_json::from_slice(&fs::read(&target).expect("a report")).expect("JSON");
        for key in ["id", "startedAt", "finishedAt", "durationMs", "host"] {
            report["scan"][key] = Value::Null;
        }
        report
    };
    let (first, second) = (run(), run());
    assert_eq!(first, second);
    assert_books_balance(&first);
    let skipped: Vec<(&str, &str)> = list(&first["scan"], "skipped")
        .iter()
        .map(|skipped| (text(skipped, "reason"), text(skipped, "path")))
        .collect();
    assert_eq!(skipped, [("own-output", target.to_str().expect("UTF-8"))]);
    assert_eq!(fs::read_dir(root).expect("the tree").count(), 2, "nothing is left behind");
}

#[test]
fn outputs_that_cannot_be_are_told_with_code_two() {
    let folder = tempfile::tempdir().expect("a directory");
    let root = folder.path();
    fs::write(root.join("a.pem"), certificate()).expect("a file");
    let argument = root.to_str().expect("UTF-8");
    for target in ["/dev/full", "/nowhere/at/all.json"] {
        let outcome = support::oces(&["scan", argument, "-o", &format!("json={target}")]);
        assert_eq!(outcome.code, 2, "{target}");
        assert!(outcome.stderr.contains(target), "{}", outcome.stderr);
    }
    assert_eq!(support::oces(&["scan", argument, "-o", "json=/dev/null", "--fail-on", "never"]).code, 0);
}

/// The temporary file shows that the program is at work: no clock is needed to
/// interrupt it before it is done.
#[test]
fn a_signal_leaves_no_report_and_no_temporary_file() {
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let folder = tempfile::tempdir().expect("a directory");
        let (root, out) = (folder.path().join("tree"), folder.path().join("out"));
        fs::create_dir(&out).expect("a directory");
        fs::create_dir(&root).expect("a directory");
        // Too much for the time that a signal takes, and no bytes on disk.
        for number in 0..100 {
            let directory = root.join(number.to_string());
            fs::create_dir(&directory).expect("a directory");
            for file in 0..100 {
                fs::write(directory.join(file.to_string()), "nothing").expect("a file");
            }
        }
        let spec = format!("json={}", out.join("r.json").display());
        let mut child = Command::new(env!("CARGO_BIN_EXE_oces"))
            .args(["scan", "-j", "1", root.to_str().expect("UTF-8"), "-o", &spec])
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        // The temporary file is there once the outputs are open.
        while fs::read_dir(&out).expect("the directory").next().is_none() {
            assert!(child.try_wait().expect("its state").is_none(), "it ended before it was interrupted");
            std::thread::yield_now();
        }
        let sent =
            Command::new("sh").args(["-c", &format!("kill -{signal} {}", child.id())]).status().expect("a shell");
        assert!(sent.success());
        assert_eq!(child.wait().expect("its end").code(), Some(code));
        assert_eq!(fs::read_dir(&out).expect("the directory").count(), 0, "nothing is left behind");
    }
}

#[test]
fn passwords_reach_no_output() {
    let folder = tempfile::tempdir().expect("a directory");
    let root = folder.path();
    fs::copy(support::testdata("broken").join("unknown-password.p12"), root.join("a.p12")).expect("a store");
    let list = root.join("passwords");
    fs::write(&list, "not-this-Hemmelig1\n").expect("a list");
    let argument = root.to_str().expect("UTF-8");
    for format in ["json", "table"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oces"));
        command.args(["scan", argument, "-o", format, "-v", "--password-file"]).arg(&list);
        command.args(["--exclude", "passwords"]).env("OCES_PASSWORDS", "nor-this-Hemmelig2");
        let output = command.output().expect("the program starts");
        assert_eq!(output.status.code(), Some(3));
        for bytes in [&output.stdout, &output.stderr] {
            assert!(!String::from_utf8_lossy(bytes).contains("Hemmelig"), "a password was shown");
        }
    }
}
