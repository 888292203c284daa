//! Signals in the middle of reading and of writing: the code says which, every
//! report is whole or absent, nothing is left beside them.

use crate::support;
use crate::tree::{plant, program};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const SIGNALS: [(&str, i32); 2] = [("INT", 130), ("TERM", 143)];

/// Formats that are written into one folder, the largest last.
const FORMATS: [&str; 5] = ["prometheus", "csv", "sarif", "html", "json"];

/// A scan that writes all formats into `out`.
fn start(root: &Path, out: &Path) -> Child {
    let mut arguments: Vec<String> =
        ["scan", "-j", "2", root.to_str().expect("UTF-8"), "--as-of", support::AS_OF].map(str::to_owned).to_vec();
    for format in FORMATS {
        arguments.extend(["-o".to_owned(), format!("{format}={}", out.join(format).display())]);
    }
    program(&arguments).stderr(Stdio::null()).env_clear().spawn().expect("the program starts")
}

/// What lies in a folder, with its size.
fn content(folder: &Path) -> Vec<(PathBuf, u64)> {
    let entries = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path());
    // A temporary file may be renamed meanwhile.
    entries.map(|path| (path.clone(), fs::metadata(&path).map_or(0, |facts| facts.len()))).collect()
}

/// Waits until `when` holds for the outputs, sends the signal, and gives the code.
fn interrupt(child: &mut Child, out: &Path, signal: &str, when: impl Fn(&[(PathBuf, u64)]) -> bool) -> Option<i32> {
    while !when(&content(out)) {
        if let Some(ended) = child.try_wait().expect("its state") {
            return ended.code();
        }
        std::thread::yield_now();
    }
    let kill = format!("kill -{signal} {}", child.id());
    Command::new("sh").args(["-c", &kill]).stderr(Stdio::null()).status().expect("a shell");
    child.wait().expect("its end").code()
}

#[test]
fn a_signal_while_reading_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a directory");
    let (root, out) = (folder.path().join("tree"), folder.path().join("out"));
    plant(&root, 4000);
    fs::create_dir(&out).expect("a folder");
    for (signal, code) in SIGNALS {
        let mut child = start(&root, &out);
        let ended = interrupt(&mut child, &out, signal, |content| content.len() == FORMATS.len());
        assert_eq!(ended, Some(code));
        assert_eq!(content(&out), []);
    }
}

/// The first report has begun: all of them are whole, or none is there.
#[test]
fn a_signal_while_writing_leaves_whole_reports_or_none() {
    let folder = tempfile::tempdir().expect("a directory");
    let (root, out) = (folder.path().join("tree"), folder.path().join("out"));
    plant(&root, 1000);
    fs::create_dir(&out).expect("a folder");
    for (signal, code) in SIGNALS {
        let mut child = start(&root, &out);
        let ended = interrupt(&mut child, &out, signal, |content| content.iter().any(|(_, size)| *size > 0));
        let mut left: Vec<PathBuf> = content(&out).into_iter().map(|(path, _)| path).collect();
        left.sort();
        if ended == Some(code) {
            assert!(left.is_empty(), "interrupted, and something was left: {left:?}");
            continue;
        }
        // It came too late to matter.
        assert_eq!(ended, Some(1));
        let mut all: Vec<PathBuf> = FORMATS.iter().map(|format| out.join(format)).collect();
        all.sort();
        assert_eq!(left, all);
        let report = fs::read(out.join("json")).expect("a report");
        serde_json::from_slice::<serde_json::Value>(&report).expect("whole JSON");
        for path in &all {
            fs::remove_file(path).expect("it goes");
        }
    }
}

/// Whoever lost patience may press twice: the code is the same.
#[test]
fn a_second_signal_ends_it_at_once() {
    let folder = tempfile::tempdir().expect("a directory");
    let (root, out) = (folder.path().join("tree"), folder.path().join("out"));
    plant(&root, 2000);
    fs::create_dir(&out).expect("a folder");
    let mut child = start(&root, &out);
    let ended = interrupt(&mut child, &out, "INT", |content| content.len() == FORMATS.len());
    assert_eq!(ended, Some(130));
    let mut child = start(&root, &out);
    let twice = format!("INT {pid}; kill -INT", pid = child.id());
    let ended = interrupt(&mut child, &out, &twice, |content| content.len() == FORMATS.len());
    assert_eq!(ended, Some(130));
    assert!(content(&out).iter().all(|(path, _)| !FORMATS.iter().any(|format| path.ends_with(format))));
}
