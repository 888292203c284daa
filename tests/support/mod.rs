//! Runs the program as users run it and reads its report. Judges nothing.

#![allow(dead_code, reason = "each test program uses its own part of this")]

pub mod desk;

use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The day on which the expectations hold.
pub const AS_OF: &str = "2026-11-21";

/// What a run of the program left.
pub struct Outcome {
    /// The exit code; -1 if a signal ended it.
    pub code: i32,
    /// Standard output.
    pub stdout: Vec<u8>,
    /// Standard error, for messages of failed tests.
    pub stderr: String,
}

/// Runs `oces` without anything of this machine's environment.
pub fn oces(arguments: &[&str]) -> Outcome {
    outcome_of(Command::new(env!("CARGO_BIN_EXE_oces")).args(arguments))
}

/// Runs a command in an empty environment and an empty directory.
pub fn outcome_of(command: &mut Command) -> Outcome {
    let empty = tempfile::tempdir().expect("a directory without oces.toml");
    // A user without rights must be able to stand in it.
    fs::set_permissions(empty.path(), fs::Permissions::from_mode(0o755)).expect("a directory for all");
    let output = command.env_clear().env("LC_ALL", "C").current_dir(empty.path()).output().expect("the program starts");
    Outcome {
        code: output.status.code().unwrap_or(-1),
        stdout: output.stdout,
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The same under a shell line put before it, such as a limit.
pub fn oces_under(before: &str, arguments: &[&str]) -> Outcome {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{before}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_oces")]);
    outcome_of(command.args(arguments))
}

/// Scans `root` into JSON on the day of the expectations.
pub fn scan_raw(root: &Path, more: &[&str]) -> Outcome {
    let root = root.to_str().expect("a path in UTF-8");
    let mut arguments = vec!["scan", root, "-o", "json", "--scope", "test", "--as-of", AS_OF];
    arguments.extend(more);
    oces(&arguments)
}

/// The same, parsed, with the exit code.
pub fn scan(root: &Path, more: &[&str]) -> (Value, i32) {
    let outcome = scan_raw(root, more);
    (parse(&outcome), outcome.code)
}

/// The report on standard output.
pub fn parse(outcome: &Outcome) -> Value {
    match serde_json::from_slice(&outcome.stdout) {
        Ok(report) => report,
        Err(error) => panic!("no JSON (exit {}): {error}\n{}", outcome.code, outcome.stderr),
    }
}

/// A folder of `testdata/`.
pub fn testdata(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name)
}

/// Copies a tree of files, contents only.
pub fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir(&target).expect("a folder");
            copy(&entry.path(), &target);
        } else {
            std::fs::write(&target, std::fs::read(entry.path()).expect("content")).expect("a file");
        }
    }
}

/// The rows of a tab-separated file, without its header.
pub fn rows(path: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).expect("an expectation file");
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// The elements of a list in a report; none where the key is absent.
pub fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A text in a report; empty where the key is absent or null.
pub fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// A truth in a report; false where the key is absent.
pub fn truth(value: &Value, key: &str) -> bool {
    value.get(key).and_then(Value::as_bool).unwrap_or_default()
}

/// The path of an occurrence, finding or failure below `root`.
pub fn below(value: &Value, root: &Path) -> String {
    let path = Path::new(text(value, "path"));
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned()
}

/// The common name in an RFC 4514 string, its escapes undone.
pub fn common_name(subject: &str) -> String {
    let bytes = subject.as_bytes();
    let start = subject
        .match_indices("CN=")
        .map(|(at, _)| at)
        .find(|&at| at == 0 || matches!(bytes[at - 1], b',' | b'+' | b' '));
    let mut name = String::new();
    let mut rest = start.map_or("", |at| &subject[at + 3..]).chars();
    while let Some(next) = rest.next() {
        match next {
            ',' | '+' => break,
            '\\' => name.extend(rest.next()),
            other => name.push(other),
        }
    }
    name
}

/// One place of one certificate, as the expectations tell it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The path below the root.
    pub path: String,
    /// The subject's common name.
    pub common_name: String,
    /// The format.
    pub format: String,
    /// The alias, or `-`.
    pub alias: String,
    /// The kinds of the steps, joined by `+`, or `-`.
    pub steps: String,
    /// Whether the very entry holds the private key.
    pub entry_key: bool,
    /// Whether the certificate's private key was found anywhere.
    pub any_key: bool,
}

/// Every place of every listed certificate, sorted.
pub fn places(report: &Value, root: &Path) -> Vec<Place> {
    let mut found = Vec::new();
    for certificate in list(report, "certificates") {
        for occurrence in list(certificate, "occurrences") {
            let steps: Vec<&str> = list(occurrence, "steps").iter().map(|step| text(step, "kind")).collect();
            found.push(Place {
                path: below(occurrence, root),
                common_name: common_name(text(certificate, "subject")),
                format: text(occurrence, "format").to_owned(),
                alias: or_dash(text(occurrence, "alias")),
                steps: or_dash(&steps.join("+")),
                entry_key: truth(occurrence, "privateKey"),
                any_key: truth(certificate, "privateKey"),
            });
        }
    }
    found.sort();
    found
}

fn or_dash(text: &str) -> String {
    if text.is_empty() { "-".to_owned() } else { text.to_owned() }
}

/// Asserts that the books of a report balance.
pub fn assert_books_balance(report: &Value) {
    let tally = &report["scan"]["tally"];
    let number = |key: &str| tally[key].as_u64().unwrap_or_else(|| panic!("tally.{key} is missing: {tally}"));
    assert_eq!(number("files"), number("examined") + number("failed") + number("skippedFiles"), "{tally}");
    let counted: u64 = tally["failures"].as_object().map_or(0, |kinds| kinds.values().filter_map(Value::as_u64).sum());
    assert_eq!(counted, list(report, "failures").len() as u64, "{tally}");
}

/// Compares two lists and names what is missing and what nobody asked for.
pub fn assert_same(what: &str, expected: &[String], found: &[String]) {
    let missing: Vec<&String> = without(expected, found);
    let unexpected: Vec<&String> = without(found, expected);
    assert!(
        missing.is_empty() && unexpected.is_empty(),
        "{what}\nmissing, {} of {}:\n{missing:#?}\nunexpected, {}:\n{unexpected:#?}",
        missing.len(),
        expected.len(),
        unexpected.len(),
    );
}

/// What `all` holds more often than `taken`.
fn without<'a>(all: &'a [String], taken: &[String]) -> Vec<&'a String> {
    let mut taken: Vec<&String> = taken.iter().collect();
    let mut left = Vec::new();
    for one in all {
        match taken.iter().position(|other| *other == one) {
            Some(at) => drop(taken.swap_remove(at)),
            None => left.push(one),
        }
    }
    left
}
