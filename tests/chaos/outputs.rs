//! Outputs that fail: a disk without room, a reader that goes away. No format
//! panics, says another code, or leaves half a report.

use crate::support::{self, Outcome, oces_under, testdata};
use crate::tree::program;
use oces::report::WRITERS;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

fn formats() -> Vec<&'static str> {
    WRITERS.iter().map(|writer| writer.format()).collect()
}

fn scan_as(output: &str) -> Vec<String> {
    let root = testdata("certificates");
    let root = root.to_str().expect("UTF-8");
    ["scan", root, "--as-of", support::AS_OF, "--scope", "test", "-o", output].map(str::to_owned).to_vec()
}

/// What the reader of standard output leaves unread: all, or all but an octet.
#[test]
fn a_reader_that_goes_away_changes_no_exit_code() {
    for format in formats() {
        for reads in [0, 1] {
            let mut command = program(&scan_as(format));
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).env_clear();
            let mut child = command.spawn().expect("the program starts");
            let mut standard_output = child.stdout.take().expect("its output");
            let mut first = vec![0; reads];
            standard_output.read_exact(&mut first).expect("a first octet");
            drop(standard_output);
            let ended = child.wait_with_output().expect("its end");
            let said = String::from_utf8_lossy(&ended.stderr).into_owned();
            assert_eq!(ended.status.code(), Some(1), "{format}: {said}");
            assert!(!said.contains("panicked") && !said.contains("Broken pipe"), "{format}: {said}");
        }
    }
}

#[test]
fn standard_output_without_room_is_an_error() {
    for format in formats() {
        let arguments = scan_as(format);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        assert_told(&oces_under("exec >/dev/full", &arguments), format, "standard output");
    }
}

/// Everybody has a disk that is full one day; here it is one of memory, if the
/// tests may mount it.
#[test]
fn a_disk_without_room_gets_no_part_of_a_report() {
    let Some(disk) = FullDisk::new() else {
        eprintln!("!!! NOT CHECKED: a full disk, since nothing may be mounted here");
        return;
    };
    let before = disk.names();
    for format in formats() {
        let target = disk.path().join("report");
        let arguments = scan_as(&format!("{format}={}", target.display()));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        assert_told(&support::oces(&arguments), format, target.to_str().expect("UTF-8"));
        assert_eq!(disk.names(), before, "{format}: something was left behind");
    }
    // An old report stays whole where the new one has no room.
    let old = disk.path().join("ballast");
    let length = fs::metadata(&old).expect("the old one").len();
    let arguments = scan_as(&format!("json={}", old.display()));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    assert_told(&support::oces(&arguments), "json", "ballast");
    assert_eq!(fs::metadata(&old).expect("the old one").len(), length);
    assert_eq!(disk.names(), before);
}

/// One report of two has no room: the other may stand, but whole.
#[test]
fn a_report_with_room_is_whole_or_absent_beside_one_without() {
    let folder = tempfile::tempdir().expect("a directory");
    let whole = folder.path().join("r.json");
    let mut arguments = scan_as(&format!("json={}", whole.display()));
    arguments.extend(["-o".to_owned(), "html=/dev/full".to_owned()]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    assert_told(&support::oces(&arguments), "html", "/dev/full");
    for entry in fs::read_dir(folder.path()).expect("the folder") {
        let path = entry.expect("an entry").path();
        assert_eq!(path, whole, "a temporary file was left behind");
        let report: serde_json::Value = serde_json::from_slice(&fs::read(&path).expect("it")).expect("whole JSON");
        assert_eq!(report["schemaVersion"], "1.0");
    }
}

fn assert_told(outcome: &Outcome, format: &str, what: &str) {
    assert_eq!(outcome.code, 2, "{format}: {}", outcome.stderr);
    assert!(outcome.stderr.contains(what) && !outcome.stderr.contains("panicked"), "{format}: {}", outcome.stderr);
}

/// A file system of memory with no octet left.
struct FullDisk(tempfile::TempDir);

impl FullDisk {
    fn new() -> Option<FullDisk> {
        let folder = tempfile::tempdir().expect("a directory");
        let mount = ["-t", "tmpfs", "-o", "size=64k", "tmpfs"];
        let mounted = Command::new("mount").args(mount).arg(folder.path()).stderr(Stdio::null()).status();
        if !mounted.is_ok_and(|status| status.success()) {
            return None;
        }
        let disk = FullDisk(folder);
        let mut ballast = File::create(disk.path().join("ballast")).expect("a file");
        while ballast.write(&[b'x'; 4096]).is_ok() {}
        Some(disk)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn names(&self) -> Vec<std::ffi::OsString> {
        fs::read_dir(self.path()).expect("the disk").map(|entry| entry.expect("an entry").file_name()).collect()
    }
}

impl Drop for FullDisk {
    fn drop(&mut self) {
        let status = Command::new("umount").arg("-l").arg(self.path()).status();
        assert!(status.is_ok_and(|status| status.success()), "the disk cannot be unmounted");
    }
}
